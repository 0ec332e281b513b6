"""Upcoming hosts are looked up and vetted before they are asked, so that whole cohorts are ready for them."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
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
        self._expected: deque[Target] = deque()
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
        self._expected.extend(sorted(origins.values(), key=lambda target: -counts[polite_name(target)]))
        # A few workers: a task for each of thousands of look-ups would cost half of what it saves.
        while self._expected and len(self._tasks) < WORKERS:
            task = asyncio.ensure_future(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def begin(self, target: Target) -> None:
        """Note that an origin is being asked: one more may be prepared."""
        if self._ready:
            self._ready.discard((target.name, target.port))
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
            target = self._expected.popleft()
            self._ready.add((target.name, target.port))
            await self._prepare(target)
