"""Which conversation starts next: hosts wait in queues, so that no place is wasted on one that must wait."""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
    from types import TracebackType

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_PARKED = 1_000
"""Each is a task with its conversation, some 10 kB."""


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


class HostQueues(Generic[Item]):
    """The pure part: who may start at a given time.

    A host rests in `_resting` until its interval is over and then waits in `_ready`, longest queue first: the
    run is as long as its slowest host, so that host must never wait behind one that has time. A first-come
    order would make a big host wait for all the small ones before each of its turns.
    """

    def __init__(
        self, items: Iterable[Item], *, host_of: Callable[[Item], str], per_host: int, interval_s: float
    ) -> None:
        self._per_host = per_host
        self._interval_s = interval_s
        self._waiting: dict[str, deque[Item]] = {}
        self._open: dict[str, int] = {}
        self._eligible_at: dict[str, float] = {}
        self._resting: list[tuple[float, str]] = []
        for item in items:
            self._waiting.setdefault(host_of(item), deque()).append(item)
        self._ready = [
            (-len(queue), order, host) for order, (host, queue) in enumerate(self._waiting.items())
        ]
        self._order = len(self._ready)
        heapq.heapify(self._ready)

    @property
    def is_empty(self) -> bool:
        """No item waits; some may still be under way."""
        return not self._waiting

    def admit(self, now: float) -> tuple[str, Item] | None:
        """Take the next item that may start now, with its host; None while every waiting host must rest."""
        self._wake(now)
        if not self._ready:
            return None
        _, _, host = heapq.heappop(self._ready)
        queue = self._waiting[host]
        item = queue.popleft()
        self._open[host] = self._open.get(host, 0) + 1
        if queue:
            self._eligible_at[host] = now + self._interval_s
            self._rest(host)
        else:
            del self._waiting[host]
            self._eligible_at.pop(host, None)
        return host, item

    def finish(self, host: str) -> None:
        """Note that one of the host's items is done."""
        was_full = self._open[host] == self._per_host
        self._open[host] -= 1
        if not self._open[host]:
            del self._open[host]
        if was_full and host in self._waiting:
            self._rest(host)

    def next_at(self) -> float | None:
        """Tell when the next resting host becomes eligible; None where only a finish can make one so."""
        return self._resting[0][0] if self._resting else None

    def _rest(self, host: str) -> None:
        """Let a host rest; one at its limit is in no heap at all until `finish` brings it back."""
        if self._open.get(host, 0) < self._per_host:
            heapq.heappush(self._resting, (self._eligible_at[host], host))

    def _wake(self, now: float) -> None:
        while self._resting and self._resting[0][0] <= now:
            _, host = heapq.heappop(self._resting)
            self._order += 1
            heapq.heappush(self._ready, (-len(self._waiting[host]), self._order, host))


async def by_host(
    items: Iterable[Item],
    *,
    host_of: Callable[[Item], str],
    work: Callable[[Item], Awaitable[Result]],
    window: int,
    per_host: int,
    interval_s: float,
    parking: Parking | None = None,
) -> AsyncGenerator[tuple[Item, Result], None]:
    """Yield each item with what `work` made of it, as they finish; an exception in `work` ends it.

    At most `per_host` of a host and `window` over all are under way; only these have a task. Those in
    `parking` (up to `MOST_PARKED`) do not count: hosts at one busy address must not hold up the others.
    Use it within `contextlib.aclosing`: closing it cancels what is under way.
    """
    queues = HostQueues(items, host_of=host_of, per_host=per_host, interval_s=interval_s)
    under_way = _UnderWay(work)
    parking = parking or Parking()
    parking.on_entry = under_way.wake
    try:
        while not queues.is_empty or under_way.tasks:
            clock = asyncio.get_running_loop().time
            room = window + min(parking.count, MOST_PARKED)
            while len(under_way.tasks) < room and (ticket := queues.admit(clock())) is not None:
                under_way.start(*ticket)
            next_at = queues.next_at() if len(under_way.tasks) < room else None
            done = await under_way.finished(until=next_at)
            for host, _, _ in done:
                queues.finish(host)
            for _, item, result in done:
                yield item, result
    finally:
        await under_way.cancel()


class _UnderWay(Generic[Item, Result]):
    """The open tasks; a finished one announces itself, so that waiting costs nothing per open task."""

    def __init__(self, work: Callable[[Item], Awaitable[Result]]) -> None:
        self._work = work
        self.tasks: dict[asyncio.Task[Result], tuple[str, Item]] = {}
        self._done: deque[asyncio.Task[Result]] = deque()
        self._news = asyncio.Event()

    def start(self, host: str, item: Item) -> None:
        task = asyncio.ensure_future(self._run(item))
        self.tasks[task] = (host, item)
        task.add_done_callback(self._announce)

    async def finished(self, *, until: float | None) -> list[tuple[str, Item, Result]]:
        """List what has finished; waits for the first one or a `wake`, but not past `until` in loop time."""
        if not self._done:
            self._news.clear()
            try:
                async with asyncio.timeout_at(until):
                    await self._news.wait()
            except TimeoutError:
                return []
        done = [self._done.popleft() for _ in range(len(self._done))]
        return [(*self.tasks.pop(task), task.result()) for task in done]

    def wake(self) -> None:
        self._news.set()

    async def cancel(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _run(self, item: Item) -> Result:
        return await self._work(item)

    def _announce(self, task: asyncio.Task[Result]) -> None:
        self._done.append(task)
        self._news.set()
