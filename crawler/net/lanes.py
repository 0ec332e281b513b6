"""Politeness, innermost: every request waits here for its host, and only then for a place among all."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from crawler.probe.model import Answer

PAUSE_CAP_S = 30.0
"""A Retry-After of an hour belongs to the next run, not into this one."""
CRAWL_DELAY_CAP_S = 10.0
PAUSING_STATUSES = frozenset({429, 503})


class _Lane:
    """One host's: how many are under way, and when the next may start."""

    __slots__ = ("interval_s", "not_before", "places", "turn")

    def __init__(self, places: int, interval_s: float) -> None:
        self.places = asyncio.Semaphore(places)
        self.turn = asyncio.Lock()
        self.interval_s = interval_s
        self.not_before = float("-inf")


class Lanes:
    """Paces requests per host and bounds them over all."""

    def __init__(
        self,
        *,
        concurrency: int,
        host_concurrency: int,
        interval_s: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._all = asyncio.Semaphore(concurrency)
        self._host_concurrency = host_concurrency
        self._interval_s = interval_s
        self._clock = clock
        self._sleep = sleep
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def place(self, host: str) -> AsyncIterator[None]:
        """Held during one request to `host`; waiting for the host occupies none of the places of all."""
        lane = self._lane(host)
        async with lane.places:
            async with lane.turn:
                await self._wait_for_turn(lane)
                lane.not_before = max(lane.not_before, self._clock() + lane.interval_s)
            try:
                yield
            finally:
                self._all.release()

    def pause(self, host: str, seconds: float) -> None:
        """No request to `host` starts within so many seconds, at most `PAUSE_CAP_S`."""
        lane = self._lane(host)
        lane.not_before = max(lane.not_before, self._clock() + min(seconds, PAUSE_CAP_S))

    def slow_down(self, host: str, interval_s: float) -> None:
        """Keep at least this interval from now on, at most `CRAWL_DELAY_CAP_S`; it never shrinks."""
        lane = self._lane(host)
        lane.interval_s = max(lane.interval_s, min(interval_s, CRAWL_DELAY_CAP_S))

    async def _wait_for_turn(self, lane: _Lane) -> None:
        """Take a place among all; the host is looked at again after each wait, as it may have been paused."""
        while True:
            while (wait_s := lane.not_before - self._clock()) > 0:
                await self._sleep(wait_s)
            await self._all.acquire()
            if lane.not_before <= self._clock():
                return
            self._all.release()

    def _lane(self, host: str) -> _Lane:
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = _Lane(self._host_concurrency, self._interval_s)
        return lane


def pause_asked_for(answer: Answer, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> float | None:
    """Read the seconds that a 429 or 503 asks to wait (RFC 9110 10.2.3: seconds or a date), if any."""
    value = answer.header("retry-after") if answer.status in PAUSING_STATUSES else None
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    aware = date if date.tzinfo is not None else date.replace(tzinfo=UTC)
    return max((aware - now()).total_seconds(), 0.0)
