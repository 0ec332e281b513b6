"""Pacing, with a clock that only moves when somebody sleeps."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.net.lanes import CRAWL_DELAY_CAP_S, PAUSE_CAP_S, Lanes, pause_asked_for
from crawler.probe.model import Answer


class _Time:
    """A clock for tests: sleepers wake in order, and time jumps to the next of them once nobody can run."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = 0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        self._count += 1
        self._sleepers.append((self.now + seconds, self._count, future))
        await future

    async def run(self, *work: Any) -> None:
        tasks = [asyncio.ensure_future(one) for one in work]
        while not all(task.done() for task in tasks):
            for _ in range(50):
                await asyncio.sleep(0)
            if self._sleepers:
                self._sleepers.sort()
                at, _, future = self._sleepers.pop(0)
                self.now = max(self.now, at)
                future.set_result(None)
        await asyncio.gather(*tasks)


class _Log:
    """What happened when."""

    def __init__(self, time: _Time, lanes: Lanes) -> None:
        self.time = time
        self.lanes = lanes
        self.starts: list[tuple[str, float]] = []
        self.now_open: dict[str, int] = {}
        self.most_open: dict[str, int] = {}
        self.most_in_all = 0

    async def request(self, host: str, *, lasts_s: float = 0.0, pause_s: float | None = None) -> None:
        async with self.lanes.place(host):
            self.starts.append((host, self.time.now))
            self.now_open[host] = self.now_open.get(host, 0) + 1
            self.most_open[host] = max(self.most_open.get(host, 0), self.now_open[host])
            self.most_in_all = max(self.most_in_all, sum(self.now_open.values()))
            if lasts_s:
                await self.time.sleep(lasts_s)
            if pause_s is not None:
                self.lanes.pause(host, pause_s)
            self.now_open[host] -= 1

    def times(self, host: str) -> list[float]:
        return [at for name, at in self.starts if name == host]


def _log(*, concurrency: int = 64, host_concurrency: int = 2, interval_s: float = 1.0) -> _Log:
    time = _Time()
    lanes = Lanes(
        concurrency=concurrency,
        host_concurrency=host_concurrency,
        interval_s=interval_s,
        clock=time.clock,
        sleep=time.sleep,
    )
    return _Log(time, lanes)


def test_starts_of_a_host_keep_their_interval() -> None:
    """Five requests at once start one interval apart; another host's start with the first."""
    log = _log()
    asyncio.run(log.time.run(*(log.request("a") for _ in range(5)), log.request("b")))

    assert [0.0, 1.0, 2.0, 3.0, 4.0] == log.times("a")
    assert [0.0] == log.times("b")


def test_a_host_has_at_most_its_places() -> None:
    """Slow answers hold the places of their host: the third waits for the first."""
    log = _log()
    asyncio.run(log.time.run(*(log.request("a", lasts_s=10.0) for _ in range(4))))

    assert [0.0, 1.0, 10.0, 11.0] == log.times("a")
    assert log.most_open == {"a": 2}


def test_all_hosts_share_the_places_of_all() -> None:
    """Not more than `concurrency` are under way, whatever the hosts."""
    log = _log(concurrency=3)
    asyncio.run(log.time.run(*(log.request(f"host{number}", lasts_s=1.0) for number in range(9))))

    assert log.most_in_all == 3
    assert [0.0] * 3 + [1.0] * 3 + [2.0] * 3 == [at for _, at in log.starts]


def test_waiting_for_a_host_holds_no_place_of_all() -> None:
    """Behind ten that wait for their host another host's request starts at once, with two places in all."""
    log = _log(concurrency=2)
    asyncio.run(log.time.run(*(log.request("busy") for _ in range(10)), log.request("free")))

    assert [0.0] == log.times("free")


@pytest.mark.parametrize(("asked_s", "waited_s"), [(5.0, 5.0), (3600.0, PAUSE_CAP_S), (0.0, 1.0)])
def test_a_pause_holds_the_whole_host(asked_s: float, waited_s: float) -> None:
    """After Retry-After the host's others wait as well, up to the cap, and then keep their interval."""
    log = _log(host_concurrency=1)
    asyncio.run(
        log.time.run(log.request("a", pause_s=asked_s), log.request("a"), log.request("a"), log.request("b"))
    )

    assert [0.0, waited_s, waited_s + 1.0] == log.times("a")
    assert [0.0] == log.times("b")


def test_a_pause_reaches_those_that_wait_already() -> None:
    """Requests that were waiting when the pause came do not start within it, nor all at once after."""
    log = _log(host_concurrency=3, interval_s=1.0)
    asyncio.run(
        log.time.run(log.request("a", lasts_s=0.5, pause_s=7.0), *(log.request("a") for _ in range(2)))
    )

    assert [0.0, 7.5, 8.5] == log.times("a")


@pytest.mark.parametrize(("asked_s", "kept_s"), [(3.0, 3.0), (0.1, 1.0), (3600.0, CRAWL_DELAY_CAP_S)])
def test_crawl_delay(asked_s: float, kept_s: float) -> None:
    """A longer interval is kept up to the cap; a shorter one changes nothing."""
    log = _log()
    log.lanes.slow_down("a", asked_s)
    asyncio.run(log.time.run(*(log.request("a") for _ in range(3))))

    assert [0.0, kept_s, 2 * kept_s] == log.times("a")


def test_an_error_or_a_cancellation_frees_its_places() -> None:
    """Whoever leaves, leaves his places to the next."""
    log = _log(concurrency=1, host_concurrency=1, interval_s=0.0)

    async def fail() -> None:
        async with log.lanes.place("a"):
            raise ValueError("mine")

    async def run() -> None:
        with pytest.raises(ValueError, match="mine"):
            await fail()
        holder = asyncio.ensure_future(log.request("a", lasts_s=99.0))
        waiter = asyncio.ensure_future(log.request("a"))
        await asyncio.sleep(0)
        waiter.cancel()
        await asyncio.sleep(0)
        holder.cancel()
        await asyncio.gather(holder, waiter, return_exceptions=True)
        await log.request("a")

    asyncio.run(run())

    assert len(log.starts) == 2


NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "value", "seconds"),
    [
        (429, "7", 7.0),
        (503, " 7 ", 7.0),
        (429, "0", 0.0),
        (429, "99999999999999999999", 999_999_999.0),
        (503, "Sat, 21 Nov 2026 12:00:09 GMT", 9.0),
        (503, "Saturday, 21-Nov-26 12:00:09 GMT", 9.0),
        (503, "Sat, 21 Nov 2026 11:00:00 GMT", 0.0),
        (503, "Sat, 21 Nov 2026 12:00:09 -0000", 9.0),
        (429, None, None),
        (429, "soon", None),
        (429, "-5", None),
        (429, "1.5", None),
        (429, "²", None),
        (429, "Sat, 99 Nov 2026 12:00:09 GMT", None),
        (200, "7", None),
        (301, "7", None),
    ],
)
def test_retry_after(status: int, value: str | None, seconds: float | None) -> None:
    """Seconds or an HTTP date, on a 429 or a 503; what is neither asks for nothing."""
    headers = () if value is None else (("retry-after", value),)

    assert seconds == pause_asked_for(Answer(status=status, headers=headers), lambda: NOW)
