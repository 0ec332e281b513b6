"""Upcoming hosts are looked up and vetted before they are asked, so that whole cohorts are ready for them."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING

from crawler.net.target import Target, polite_name, read_target

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

WORKERS = 48
HOSTS_AHEAD = 512
"""Look-ups that may be ahead of the asks: more than a run has conversations open, so that nobody waits."""


class Ahead:
    """Keeps a bounded number of look-ups ahead; `prepare` is called once for each origin, in order."""

    def __init__(self, prepare: Callable[[Target], Awaitable[None]], *, most: int = HOSTS_AHEAD) -> None:
        self._prepare = prepare
        self._most = most
        self._expected: OrderedDict[tuple[str, int], Target] = OrderedDict()
        """Neither prepared nor asked yet."""
        self._ready: set[tuple[str, int]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()

    def expect(self, urls: Iterable[str]) -> None:
        """Tell what will be asked; the hosts with the most URLs are asked first, as `HostQueues` has it."""
        counts: Counter[str] = Counter()
        origins: dict[tuple[str, int], Target] = {}
        for target in map(read_target, urls):
            if isinstance(target, Target):
                counts[polite_name(target)] += 1
                origins.setdefault((target.name, target.port), target)
        order = sorted(origins.items(), key=lambda each: -counts[polite_name(each[1])])
        self._expected.update(order)
        # A few workers: a task for each of thousands of look-ups would cost half of what it saves.
        while self._expected and len(self._tasks) < WORKERS:
            task = asyncio.ensure_future(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def begin(self, target: Target) -> None:
        """Note that an origin is being asked: one more may be prepared, but no longer this one.

        At the start of a run all places go to hosts that nobody could prepare; who followed them one by one
        came to be ahead late or never, and cohorts were formed half empty.
        """
        origin = (target.name, target.port)
        self._expected.pop(origin, None)
        if self._ready:
            self._ready.discard(origin)
            if len(self._ready) < self._most:
                self._news.set()

    async def aclose(self) -> None:
        self._expected.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self) -> None:
        while self._expected:
            if len(self._ready) >= self._most:
                self._news.clear()
                await self._news.wait()
                continue
            origin, target = self._expected.popitem(last=False)
            self._ready.add(origin)
            await self._prepare(target)
