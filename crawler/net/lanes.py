"""Politeness, innermost: each request waits here for its host and address, then for a place among all."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from crawler.net.hints import pause_asked_for
from crawler.net.pace import Pace, is_at_ease, is_overloaded, is_strained
from crawler.net.places import Places
from crawler.net.queues import Parking

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from crawler.probe.model import Exchange

PAUSE_CAP_S = 30.0
"""A Retry-After of an hour belongs to the next run, not into this one."""


class _Lane:
    """One host's: how many are under way, and when the next may start."""

    __slots__ = ("asked", "freed", "not_before", "pace", "turn", "under_way")

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.turn = asyncio.Lock()
        self.not_before = float("-inf")
        self.under_way = 0
        self.asked = 0
        """Requests so far, which rank it among those that wait for a place: a host with many links must not
        wait in line behind all that have not begun. That cost it a second of a run's 27."""
        self.freed: asyncio.Future[None] | None = None
        """What the one at the head of the queue waits on while the host has all that it may have."""


class Turn:
    """One request's place, and where its end is reported: `heard`."""

    __slots__ = ("_lane", "_lanes", "_started", "address", "waited_s")

    def __init__(
        self, lanes: Lanes, lane: _Lane, *, started: float, waited_s: float, address: str | None
    ) -> None:
        self._lanes = lanes
        self._lane = lane
        self._started = started
        self.waited_s = waited_s
        """Seconds from asking for the place to having it."""
        self.address = address
        """Of the addresses that would do, the one to be dialled, at which this request counts."""

    async def move(self, address: str) -> None:
        """Count at another address from now on, once that has room: the first could not be reached."""
        if self.address not in {None, address}:
            self._lanes.leave(self.address)
            self.address = None
            self.address = await self._lanes.enter((address,))

    def heard(self, exchange: Exchange) -> None:
        """Let what came back set the pace of the host's next requests."""
        self._lanes.adapt(self._lane, exchange, started=self._started)


class Lanes:
    """Paces requests per host, bounds them per host, per dialled address, and over all."""

    def __init__(
        self,
        *,
        concurrency: int,
        host_concurrency: int,
        interval_s: float,
        address_concurrency: int | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._all = Places(concurrency)
        self._host_concurrency = host_concurrency
        self._address_concurrency = address_concurrency and max(address_concurrency, host_concurrency)
        self._interval_s = interval_s
        self._clock = clock
        self._sleep = sleep
        self._lanes: dict[str, _Lane] = {}
        self._addresses: dict[str, Places] = {}
        """Those that are being asked."""
        self.parking = Parking()
        """Those that wait for a host or an address; so many others may be under way in their stead."""

    @asynccontextmanager
    async def place(self, host: str, addresses: Sequence[str] = ()) -> AsyncIterator[Turn]:
        """Held during one request to `host`; waiting for host or address occupies none of the places of all.

        It counts at one of the `addresses`: the first that has room, or else the first of all. Counting at
        each made 200 hosts that share four addresses as slow as if they shared one.
        """
        lane = self._lane(host)
        asked = self._clock()
        await self._take(lane.turn)
        try:
            address = await self._wait_for_turn(lane, addresses)
            started = self._clock()
            lane.not_before = max(lane.not_before, started + lane.pace.interval_s)
            lane.under_way += 1
            lane.asked += 1
        finally:
            lane.turn.release()
        turn = Turn(self, lane, started=started, waited_s=started - asked, address=address)
        try:
            yield turn
        finally:
            self._all.release()
            self.leave(turn.address)
            lane.under_way -= 1
            _wake(lane)

    def pause(self, host: str, seconds: float) -> None:
        """No request to `host` starts within so many seconds, at most `PAUSE_CAP_S`."""
        self._pause(self._lane(host), seconds)

    def slow_down(self, host: str, interval_s: float) -> None:
        """Keep at least this interval from now on, up to `crawler.net.pace`'s cap; it never shrinks."""
        self._lane(host).pace.require(interval_s)

    def forget(self) -> None:
        """Let go of all hosts: nothing is asked any more, and reports want the memory."""
        self._lanes.clear()
        self._addresses.clear()

    def adapt(self, lane: _Lane, exchange: Exchange, *, started: float) -> None:
        """Slower after signs of strain, step by step faster after good answers, silent while asked to be."""
        if is_strained(exchange):
            lane.pace.strain(started=started, now=self._clock(), is_overloaded=is_overloaded(exchange))
            # The next start was set by the old pace.
            lane.not_before = max(lane.not_before, started + lane.pace.interval_s)
        elif is_at_ease(exchange):
            lane.pace.ease(started=started)
        pause_s = pause_asked_for(exchange.answer) if exchange.answer is not None else None
        if pause_s is not None:
            self._pause(lane, pause_s)

    def _pause(self, lane: _Lane, seconds: float) -> None:
        lane.not_before = max(lane.not_before, self._clock() + min(seconds, PAUSE_CAP_S))

    async def _wait_for_turn(self, lane: _Lane, addresses: Sequence[str]) -> str | None:
        """Take a place of an address and one among all; the host is looked at again after each wait.

        Whatever was waited for, the host may have been paused or slowed down meanwhile.
        """
        while True:
            await self._wait_for_host(lane)
            address = await self.enter(addresses)
            try:
                await self._all.acquire(lane.asked)
            except BaseException:
                self.leave(address)
                raise
            if lane.not_before <= self._clock() and lane.under_way < lane.pace.places:
                return address
            self._all.release()
            self.leave(address)

    async def _wait_for_host(self, lane: _Lane) -> None:
        while True:
            wait_s = lane.not_before - self._clock()
            if wait_s > 0:
                with self.parking:
                    await self._sleep(wait_s)
            elif lane.under_way >= lane.pace.places:
                lane.freed = asyncio.get_running_loop().create_future()
                with self.parking:
                    await lane.freed
            else:
                return

    async def _take(self, turn: asyncio.Lock) -> None:
        if turn.locked():
            with self.parking:
                await turn.acquire()
        else:
            await turn.acquire()

    async def enter(self, addresses: Sequence[str]) -> str | None:
        """Take a place of one address; None where none is counted."""
        if self._address_concurrency is None or not addresses:
            return None
        address = next((each for each in addresses if self._has_room(each)), addresses[0])
        places = self._addresses.get(address)
        if places is None:
            places = self._addresses[address] = Places(self._address_concurrency)
        if places.is_full:
            with self.parking:
                await places.acquire()
        else:
            await places.acquire()
        return address

    def leave(self, address: str | None) -> None:
        """Give a place of an address to whoever waits for it."""
        if address is not None:
            places = self._addresses[address]
            places.release()
            if places.is_idle:
                del self._addresses[address]

    def _has_room(self, address: str) -> bool:
        places = self._addresses.get(address)
        return places is None or not places.is_full

    def _lane(self, host: str) -> _Lane:
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = _Lane(Pace(self._host_concurrency, self._interval_s))
        return lane


def _wake(lane: _Lane) -> None:
    if lane.freed is not None and not lane.freed.done():
        lane.freed.set_result(None)
