"""Questions that are ready while others are still asked: they fill the places that slow hosts leave empty.

Waiting for the last answer of a run before the first of them made a night on 700 hosts 3 s longer.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING

from crawler.probe import urls
from crawler.suggest.lots import Lots
from crawler.suggest.stage import MOST_ASKED
from crawler.suggest.surroundings import Surroundings, address_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from crawler.suggest.inquiries import Meaning
    from crawler.suggest.stage import Task, Verification
    from crawler.suggest.surroundings import Said


class Early:
    """A host's questions are ready once all of its links are concluded, so they hold up none of them.

    Which are put, and which of a host's comes first, does not depend on who answered first.
    """

    def __init__(
        self,
        verification: Verification,
        addresses: Collection[str],
        *,
        host_of: Callable[[str], str],
    ) -> None:
        """`addresses` are all that will be concluded, asked or not."""
        self._verification = verification
        self._host_of = host_of
        self._open = Counter(map(host_of, addresses))
        """By host, how many addresses are not concluded."""
        self._said: dict[str, list[Said]] = {}
        self._lots = Lots(map(verification.lot_of, addresses), MOST_ASKED)
        self._order = count()
        self._held: list[tuple[float, int, Task]] = []
        """What may be asked as soon as its lot is sure to be drawn, the lowest first."""
        self._behind: dict[str, list[Task]] = {}
        """By origin that is being asked for the first time, what waits for that answer."""

    def conclude(self, said: Sequence[Said]) -> None:
        """Take what is said of the links of one address."""
        host = self._host_of(said[0].link.url)
        self._said.setdefault(host, []).extend(said)
        self._open[host] -= 1
        if not self._open[host]:
            del self._open[host]
            self._weigh(host, self._said.pop(host))

    def ready(self) -> list[Task]:
        """List what may be asked by now, each once; of an origin that was never asked, one at first."""
        ready = []
        while self._held and self._lots.is_drawn(self._held[0][0]):
            task = self._held.pop(0)[-1]
            origin = urls.origin_of(task.url)
            if origin in self._behind:
                self._behind[origin].append(task)
            else:
                if not self._verification.has_asked(origin):
                    self._behind[origin] = []
                ready.append(task)
        return [task for task in ready if not task.gives_up(task.url)]

    def hear(self, task: Task, meaning: Meaning) -> None:
        """Take what a question came to: the others of its origin may be asked, if they still want to be."""
        self._verification.hear(task, meaning)
        for waiting in self._behind.pop(urls.origin_of(task.url), ()):
            self._hold(waiting)

    def _weigh(self, host: str, said: Sequence[Said]) -> None:
        """All that a question needs to know of other links is about those of its own host."""
        tasks = self._verification.tasks(Surroundings(said, ()))
        for address in {address_of(one.link) for one in said} - {task.address for task in tasks}:
            self._lots.withdraw(self._verification.lot_of(address))
        for task in tasks:
            if self._host_of(task.url) == host:
                self._hold(task)

    def _hold(self, task: Task) -> None:
        insort(self._held, (self._verification.lot_of(task.address), next(self._order), task))
        # Behind so many lower lots nothing is drawn. All that 100,000 links could ask took 150 MB.
        del self._held[MOST_ASKED:]
