"""The places of a whole run: a free one goes by rank, not to whoever came first."""

from __future__ import annotations

import asyncio
import heapq


class Places:
    """A semaphore whose waiters have a rank: the highest goes first, of equals the one that came first."""

    def __init__(self, count: int) -> None:
        self._count = self._free = count
        self._order = 0
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []

    @property
    def is_full(self) -> bool:
        return not self._free

    @property
    def is_idle(self) -> bool:
        return self._free == self._count

    async def acquire(self, rank: int = 0) -> None:
        if self._free > 0:
            self._free -= 1
            return
        given = asyncio.get_running_loop().create_future()
        self._order += 1
        heapq.heappush(self._waiting, (-rank, self._order, given))
        try:
            await given
        except asyncio.CancelledError:
            if not given.cancelled():
                self.release()  # it was given in the same turn of the loop
            raise

    def release(self) -> None:
        while self._waiting:
            given = heapq.heappop(self._waiting)[2]
            if not given.done():
                given.set_result(None)
                return
        self._free += 1
