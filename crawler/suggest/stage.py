"""The stage that asks before it proposes: which conversations are worth having, and what came of them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crawler.probe import urls
from crawler.probe.plan import spread_of
from crawler.suggest.archive import HOST
from crawler.suggest.inquiries import INQUIRIES, Meaning
from crawler.suggest.model import Lead, Suggestion, Withheld
from crawler.suggest.snapshots import ARCHIVE_INQUIRIES
from crawler.suggest.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from crawler.catalog.model import Link
    from crawler.probe.flow import FlowPolicy
    from crawler.suggest.codes import Policy
    from crawler.suggest.inquiries import Inquiry, Question, Talk
    from crawler.suggest.surroundings import Said

ROUNDS: tuple[tuple[tuple[Inquiry, ...], int], ...] = ((INQUIRIES, 1000), (ARCHIVE_INQUIRIES, 200))
"""Each with the most questions that one run puts: what asks first is a courtesy, the links come first. The
archive is everybody's, and asked last, for what nothing else mends."""
MOST_IN_VAIN = 3
"""Whoever fails so often is not asked again in this run."""


@dataclass(frozen=True, slots=True)
class Task:
    """One conversation, for all the leads of one address."""

    question: Question
    inquiry: Inquiry
    leads: tuple[Lead, ...]
    gives_up: Callable[[str], bool] = lambda _url: False
    """Whether to leave it: asked when its turn comes."""

    @property
    def url(self) -> str:
        """Whose host it is that is asked first."""
        return self.question.candidates[0][0]

    def talk(self, policy: FlowPolicy) -> Talk:
        """One attempt: what fails here is not offered tonight, and asked again the next night."""
        if self.gives_up(self.url):
            return lambda _lead: None
        meaning = yield from self.inquiry.talk(self.question, replace(policy, retries=0))
        return meaning


@dataclass(slots=True)
class Verification:
    """What is asked, and what is known so far of each lead."""

    around: Surroundings
    policies: Mapping[str, Policy]
    day: str
    """The day of the run: where more asks than may, another part asks every day."""
    _heard: dict[object, list[Suggestion | Withheld]] = field(default_factory=dict)
    _unheard: list[Withheld] = field(default_factory=list)
    _in_vain: int = 0
    _silent: set[str] = field(default_factory=set)

    @classmethod
    def of_run(
        cls, said: Sequence[Said], links: Sequence[Link], policies: Mapping[str, Policy], day: str
    ) -> Verification:
        """Of everything that a run has said; `links` are those of the catalogs, asked in this run or not."""
        return cls(Surroundings(said, links), policies, day)

    def batches(self) -> Iterator[list[Task]]:
        """The conversations, round by round: one with each host first, then those with hosts that answered.

        Each is to be heard before the next is drawn. Without the first, a host of 30 links that speaks no
        https would be waited for 30 times at its pace, to find out nothing.
        """
        for number in range(len(ROUNDS)):
            tasks = self._tasks(number)
            first = {urls.origin_of(task.url): task for task in reversed(tasks)}
            yield list(first.values())
            pilots = {id(task) for task in first.values()}
            yield [task for task in tasks if id(task) not in pilots and not task.gives_up(task.url)]

    def _tasks(self, number: int) -> list[Task]:
        """The conversations of one round, at most as many as it allows."""
        inquiries, most = ROUNDS[number]
        leads = self.around.leads
        asking = self._asking(inquiries)
        first: dict[int, int] = {}
        for key, place in asking:
            first.setdefault(key, place)
        keys = list(first)
        if len(keys) > most:
            keys.sort(key=lambda key: spread_of(self.day + leads[first[key]].link.url))
            code = self._task([leads[first[keys[most]]]], inquiries).question.code
            reason = f"{len(keys) - most} more links wait to be asked: one run asks {most}"
            self._unheard.append(Withheld(id=code, reason=reason))
        chosen: dict[int, list[Lead]] = {key: [] for key in keys[:most]}
        for key, place in asking:
            if key in chosen:
                chosen[key].append(leads[place])
        return [self._task(some, inquiries) for some in chosen.values()]

    def _asking(self, inquiries: Iterable[Inquiry]) -> _Asking:
        """The leads of which something is asked."""
        asking = _Asking()
        for place, lead in enumerate(self.around.leads):
            put = self._put(lead, inquiries)
            if put is not None:
                question, inquiry = put
                asking.add((id(inquiry), urls.normalise(lead.link.url), question.candidates), place)
        return asking

    def _task(self, leads: Sequence[Lead], inquiries: Iterable[Inquiry]) -> Task:
        put = self._put(leads[0], inquiries)
        assert put is not None, "it was put before"
        return Task(*put, tuple(leads), self._is_in_vain)

    def hear(self, task: Task, meaning: Meaning) -> None:
        for lead in task.leads:
            what = meaning(lead)
            if what is not None:
                self._heard.setdefault(_place(lead), []).append(what)
                self._in_vain += isinstance(what, Withheld) and what.is_trouble

        self._silent |= task.question.silent

    def _is_in_vain(self, url: str = "") -> bool:
        """Whether the archive, or this address's host, has let others wait already."""
        is_archive = not url or urls.host_of(url) == HOST
        return self._in_vain >= MOST_IN_VAIN if is_archive else urls.origin_of(url) in self._silent

    def of(self, lead: Lead | None) -> list[Suggestion]:
        """What asking came to, for one link."""
        heard = self._heard.get(_place(lead), ()) if lead is not None else ()
        return [what for what in heard if isinstance(what, Suggestion)]

    def troubles(self, lead: Lead) -> list[str]:
        """Why asking for one link came to nothing."""
        if self._is_in_vain():
            return [next(each.reason for each in self._every() if each.is_trouble)]
        heard = self._heard.get(_place(lead), ())
        return [what.reason for what in heard if isinstance(what, Withheld) and what.is_trouble]

    @property
    def withheld(self) -> list[Withheld]:
        """What is not offered, and why; the same trouble is said once."""
        every = self._every()
        troubles = dict.fromkeys(each.reason for each in every if each.is_trouble)
        return [
            *(each for each in every if not each.is_trouble),
            *(Withheld(id="archive", reason=reason) for reason in troubles),
            *self._unheard,
        ]

    def _every(self) -> list[Withheld]:
        return [what for heard in self._heard.values() for what in heard if isinstance(what, Withheld)]

    def _put(self, lead: Lead, inquiries: Iterable[Inquiry]) -> tuple[Question, Inquiry] | None:
        if self.of(lead):
            return None
        for inquiry in inquiries:
            question = inquiry.ask(lead, self.around)
            if question is not None and self.policies.get(question.code) != "never":
                return question, inquiry
        return None


class _Asking:
    """Places of leads, each with the hash of its question.

    The questions of 100,000 leads would take 100 MB, and a run puts a thousand.
    """

    def __init__(self) -> None:
        self._keys = array("q")
        self._places = array("L")

    def add(self, question: object, place: int) -> None:
        self._keys.append(hash(question))
        self._places.append(place)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._keys, self._places, strict=True)


def _place(lead: Lead) -> object:
    """A lead is made anew whenever somebody looks at it; its link stands where it stands."""
    return lead.link.file, lead.link.route, lead.link.at
