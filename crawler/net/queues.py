"""Which conversation starts next: hosts wait in queues, so that no place is wasted on one that must wait."""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from enum import IntEnum
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
    from types import TracebackType

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_PARKED = 1_000
"""Each is a task with its conversation, some 10 kB."""
AGAIN_AFTER_S = 20.0
"""From a first look's start: sooner, the second sees the same hiccup; a time-out has lasted as long."""


class Parking:
    """Counts the conversations under way that only wait for others, as a context of each wait."""

    def __init__(self) -> None:
        self.count = 0
        self.on_entry: Callable[[], None] = lambda: None

    def __enter__(self) -> None:
        self.count += 1
        self.on_entry()

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.count -= 1


class Turn(IntEnum):
    """Why an item is asked; the lower goes first."""

    FIRST = 0
    AGAIN = 1
    ASIDE = 2
    """Nobody waits for it but the end of the run: it takes the places that all others leave empty."""


class Ticket(NamedTuple, Generic[Item]):
    """An item that may start, and why."""

    host: str
    item: Item
    turn: Turn

    @property
    def is_first(self) -> bool:
        return self.turn is Turn.FIRST


class Asked(NamedTuple, Generic[Item, Result]):
    """An item with what `work` made of it, and when it began in loop time."""

    item: Item
    result: Result
    turn: Turn
    began_at: float

    @property
    def is_first(self) -> bool:
        return self.turn is Turn.FIRST


class HostQueues(Generic[Item]):
    """The pure part: who may start at a given time.

    A host rests in `_resting` until its interval is over and then waits in `_ready`, longest queue first: the
    run is as long as its slowest host, so that host must never wait behind one that has time. A first-come
    order would make a big host wait for all the small ones before each of its turns. What is asked again goes
    behind whatever has not been asked at all, of its own host and of all others, and what is asked aside
    behind both.
    """

    def __init__(
        self, items: Iterable[Item], *, host_of: Callable[[Item], str], per_host: int, interval_s: float
    ) -> None:
        self._host_of = host_of
        self._per_host = per_host
        self._interval_s = interval_s
        # Lists, though taken from at the front: a deque takes 760 bytes, and most hosts have a few links.
        self._waiting: tuple[dict[str, list[Item]], ...] = tuple({} for _ in Turn)
        self._open: dict[str, int] = {}
        self._eligible_at: dict[str, float] = {}
        self._resting: list[tuple[float, str]] = []
        self._ready: list[tuple[Turn, int, int, str]] = []
        self._order = 0
        self.first_left = 0
        """How many have never been admitted."""
        for item in items:
            self._waiting[Turn.FIRST].setdefault(host_of(item), []).append(item)
            self.first_left += 1
        for host in self._waiting[Turn.FIRST]:
            self._make_ready(host)

    @property
    def is_empty(self) -> bool:
        """No item waits; some may still be under way."""
        return not any(self._waiting)

    def add(self, item: Item, turn: Turn) -> None:
        """Queue one more item, to be asked again or aside."""
        host = self._host_of(item)
        is_listed = self._turn_of(host) is not None
        self._waiting[turn].setdefault(host, []).append(item)
        if not is_listed:
            self._rest(host)

    def admit(self, now: float, *, only_first: bool = False) -> Ticket[Item] | None:
        """Take the next item that may start now; None while every waiting host must rest."""
        while self._resting and self._resting[0][0] <= now:
            self._make_ready(heapq.heappop(self._resting)[1])
        if not self._ready or (only_first and self._ready[0][0] is not Turn.FIRST):
            return None
        turn, _, _, host = heapq.heappop(self._ready)
        queues = self._waiting[turn]
        item = queues[host].pop(0)
        if not queues[host]:
            del queues[host]
        self.first_left -= turn is Turn.FIRST
        self._open[host] = self._open.get(host, 0) + 1
        self._eligible_at[host] = now + self._interval_s
        self._rest(host)
        return Ticket(host, item, turn)

    def finish(self, host: str) -> None:
        """Note that one of the host's items is done."""
        was_full = self._open[host] == self._per_host
        self._open[host] -= 1
        if was_full:
            self._rest(host)
        if not self._open[host]:
            del self._open[host]

    def next_at(self) -> float | None:
        """Tell when the next resting host becomes eligible; None where only a finish can make one so."""
        return self._resting[0][0] if self._resting else None

    def _rest(self, host: str) -> None:
        """Let a host rest that has items; one at its limit is in no heap at all until `finish`."""
        if self._turn_of(host) is None:
            self._eligible_at.pop(host, None)
        elif self._open.get(host, 0) < self._per_host:
            heapq.heappush(self._resting, (self._eligible_at.get(host, 0.0), host))

    def _make_ready(self, host: str) -> None:
        turn = self._turn_of(host)
        assert turn is not None  # only hosts that have items rest
        self._order += 1
        heapq.heappush(self._ready, (turn, -len(self._waiting[turn][host]), self._order, host))

    def _turn_of(self, host: str) -> Turn | None:
        """Of what kind the host's next item is."""
        return next((turn for turn in Turn if host in self._waiting[turn]), None)


class Rounds(Generic[Item, Result]):
    """Asks every item, host by host, once more whichever `again` is called for, and what is put `aside`.

    At most `per_host` of a host and `window` over all are under way; only these have a task. Those in
    `parking` (up to `MOST_PARKED`) do not count: who waits for a busy address or out a back-off must not hold
    up the others. An exception in `work` ends it all.
    """

    def __init__(
        self,
        items: Iterable[Item],
        *,
        host_of: Callable[[Item], str],
        work: Callable[[Ticket[Item]], Awaitable[Result]],
        window: int,
        per_host: int,
        interval_s: float,
        parking: Parking | None = None,
    ) -> None:
        self._queues = HostQueues(items, host_of=host_of, per_host=per_host, interval_s=interval_s)
        self._under_way = _UnderWay(work, self._queues.finish)
        self._window = window
        self._parking = parking or Parking()
        self._parking.on_entry = self._under_way.wake
        self._later: list[tuple[float, int, Item]] = []
        self._order = 0
        self.first_left = self._queues.first_left
        """Items whose first result has not been yielded yet."""

    def again(self, item: Item, *, began_at: float) -> None:
        """Have an item asked again when all have been asked once; `began_at` is its first look's.

        So it is where places are scarce. Those that nobody needs serve a second look before, `AGAIN_AFTER_S`
        after the first: waiting for the last of all first looks made a run half as long again.
        """
        self._order += 1
        heapq.heappush(self._later, (began_at + AGAIN_AFTER_S, self._order, item))

    def aside(self, item: Item) -> None:
        """Have one more item asked, in a place that nothing else wants at the moment."""
        self._queues.add(item, Turn.ASIDE)

    async def results(self) -> AsyncGenerator[Asked[Item, Result], None]:
        """Yield each item as it finishes; within `contextlib.aclosing`, as closing cancels what is open."""
        try:
            while self._later or self._under_way.tasks or not self._queues.is_empty:
                for asked in await self._under_way.finished(until=self._admit()):
                    self.first_left -= asked.is_first
                    yield asked
        finally:
            await self._under_way.cancel()

    def _admit(self) -> float | None:
        """Start what may start, and tell when more may; None where only a finish or a wake can bring more."""
        now, under_way = asyncio.get_running_loop().time(), self._under_way
        while self._later and (not self.first_left or self._later[0][0] <= now):
            self._queues.add(heapq.heappop(self._later)[2], Turn.AGAIN)
        room = self._window + min(self._parking.count, MOST_PARKED)
        while len(under_way.tasks) < room:
            # Half of the places stay with those never asked: one of their hosts may be about to be rested.
            only_first = self.first_left > 0 and 2 * under_way.not_first >= self._window
            ticket = self._queues.admit(now, only_first=only_first)
            if ticket is None:
                break
            under_way.start(ticket, now)
        else:
            return None
        coming = [self._queues.next_at(), self._later[0][0] if self._later else None]
        return min((at for at in coming if at is not None), default=None)


class _UnderWay(Generic[Item, Result]):
    """The open tasks; a finished one announces itself, so that waiting costs nothing per open task."""

    def __init__(
        self, work: Callable[[Ticket[Item]], Awaitable[Result]], finish: Callable[[str], None]
    ) -> None:
        self._work = work
        self._finish = finish
        self.tasks: dict[asyncio.Task[Result], tuple[Ticket[Item], float]] = {}
        self.not_first = 0
        self._done: deque[asyncio.Task[Result]] = deque()
        self._news = asyncio.Event()

    def start(self, ticket: Ticket[Item], now: float) -> None:
        task = asyncio.ensure_future(self._work(ticket))
        self.tasks[task] = (ticket, now)
        self.not_first += not ticket.is_first
        task.add_done_callback(self._announce)

    async def finished(self, *, until: float | None) -> list[Asked[Item, Result]]:
        """List what has finished; waits for the first one or a `wake`, but not past `until` in loop time."""
        if not self._done:
            self._news.clear()
            try:
                async with asyncio.timeout_at(until):
                    await self._news.wait()
            except TimeoutError:
                return []
        return [self._take(self._done.popleft()) for _ in range(len(self._done))]

    def wake(self) -> None:
        self._news.set()

    async def cancel(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def _take(self, task: asyncio.Task[Result]) -> Asked[Item, Result]:
        ticket, began_at = self.tasks.pop(task)
        self.not_first -= not ticket.is_first
        self._finish(ticket.host)
        return Asked(ticket.item, task.result(), ticket.turn, began_at)

    def _announce(self, task: asyncio.Task[Result]) -> None:
        self._done.append(task)
        self._news.set()
