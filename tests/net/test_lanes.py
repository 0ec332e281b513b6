"""Pacing, with a clock that only moves when somebody sleeps."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from typing import Any

import pytest

from crawler.net.lanes import PAUSE_CAP_S, Lanes
from crawler.net.pace import CRAWL_DELAY_CAP_S
from crawler.probe.model import Answer, Exchange, Failure, FailureKind, Probe

OK = Answer(status=200)
LIMITED = Answer(status=429)


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
        self.waited: list[float] = []
        self.now_open: dict[str, int] = {}
        self.most_open: dict[str, int] = {}
        self.most_in_all = 0
        self.now_at: Counter[str] = Counter()
        self.most_at: dict[str, int] = {}

    async def request(
        self,
        host: str,
        *,
        address: str | tuple[str, ...] = (),
        lasts_s: float = 0.0,
        pause_s: float | None = None,
        outcome: Answer | Failure = OK,
    ) -> None:
        addresses = (address,) if isinstance(address, str) else address
        async with self.lanes.place(host, addresses) as turn:
            self.starts.append((host, self.time.now))
            self.now_open[host] = self.now_open.get(host, 0) + 1
            self.most_open[host] = max(self.most_open.get(host, 0), self.now_open[host])
            self.most_in_all = max(self.most_in_all, sum(self.now_open.values()))
            at = turn.address or ""
            self.now_at[at] += 1
            self.most_at[at] = max(self.most_at.get(at, 0), self.now_at[at])
            if lasts_s:
                await self.time.sleep(lasts_s)
            if pause_s is not None:
                self.lanes.pause(host, pause_s)
            turn.heard(Exchange(probe=Probe(url=f"http://{host}/"), outcome=outcome))
            self.waited.append(turn.waited_s)
            self.now_open[host] -= 1
            self.now_at[at] -= 1

    def times(self, host: str) -> list[float]:
        return [at for name, at in self.starts if name == host]


def _log(
    *,
    concurrency: int = 64,
    host_concurrency: int = 2,
    interval_s: float = 1.0,
    address_concurrency: int | None = None,
) -> _Log:
    time = _Time()
    lanes = Lanes(
        concurrency=concurrency,
        host_concurrency=host_concurrency,
        interval_s=interval_s,
        address_concurrency=address_concurrency,
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


def _in_a_row(log: _Log, *outcomes: Answer | Failure) -> list[float]:
    """Ask one after the other; the gaps between their starts."""

    async def run() -> None:
        for outcome in outcomes:
            await log.request("a", outcome=outcome)

    asyncio.run(log.time.run(run()))
    times = log.times("a")
    return [after - before for before, after in itertools.pairwise(times)]


RESET = Failure(kind=FailureKind.CONNECTION_RESET, detail="")


@pytest.mark.parametrize("strained", [LIMITED, Answer(status=503), RESET], ids=["429", "503", "reset"])
def test_slower_after_strain_up_to_a_cap(strained: Answer | Failure) -> None:
    """The interval doubles with each sign of strain, and at the cap no further."""
    gaps = _in_a_row(_log(interval_s=0.25), *[strained] * 7)

    assert [0.5, 1.0, 2.0, 4.0, 4.0, 4.0] == gaps


def test_faster_again_step_by_step_and_never_beyond_the_settings() -> None:
    """Two steps down; four good answers take one back, and none leads beyond the settings."""
    gaps = _in_a_row(_log(interval_s=0.25), LIMITED, LIMITED, *[OK] * 20)

    assert [0.5, *[1.0] * 5, *[0.5] * 4, *[0.25] * 11] == gaps


def test_strain_between_starts_the_count_again() -> None:
    """Good answers count in a row: three, a 429, and it is slower, not nearly faster."""
    gaps = _in_a_row(_log(interval_s=0.25), LIMITED, OK, OK, OK, LIMITED, OK, OK)

    assert [0.5, 0.5, 0.5, 0.5, 1.0, 1.0] == gaps


@pytest.mark.parametrize(
    "outcome", [Answer(status=500), Failure(kind=FailureKind.READ_TIMEOUT, detail="")], ids=["500", "silent"]
)
def test_what_says_nothing_of_load_changes_nothing(outcome: Answer | Failure) -> None:
    """A broken page is neither strain nor ease."""
    assert [0.5] * 9 == _in_a_row(_log(interval_s=0.25), LIMITED, *[outcome] * 9)


def test_an_interval_of_nothing_is_slowed_down_too() -> None:
    """--host-interval 0 gives the fastest pace, not the only one."""
    gaps = _in_a_row(_log(interval_s=0.0), LIMITED, LIMITED, *[OK] * 11)

    assert [0.25, *[0.5] * 5, *[0.25] * 4, *[0.0] * 2] == gaps


def test_an_interval_above_the_cap_is_kept() -> None:
    """An operator who asks for 9 s gets no 4 s for a 429."""
    assert [9.0, 9.0] == _in_a_row(_log(interval_s=9.0), LIMITED, LIMITED, OK)


def test_one_burst_is_one_sign() -> None:
    """Four requests that were under way together and all got a 429 halve the pace once."""
    log = _log(host_concurrency=4, interval_s=0.25)
    burst = [log.request("a", lasts_s=5.0, outcome=LIMITED) for _ in range(4)]
    asyncio.run(log.time.run(*burst, *(log.request("a") for _ in range(2))))

    times = log.times("a")
    assert [0.0, 0.25, 0.5, 0.75] == times[:4]
    assert times[5] - times[4] == 0.5


@pytest.mark.parametrize(
    ("strained", "places"), [(Answer(status=503), 2), (RESET, 2), (LIMITED, 4)], ids=["503", "reset", "429"]
)
def test_overload_halves_the_places(strained: Answer | Failure, places: int) -> None:
    """After a 503 a host of four has two requests at once; a 429 complains of how often, not of how many."""
    log = _log(host_concurrency=4, interval_s=0.25)

    async def run() -> None:
        await log.request("a", outcome=strained)
        log.most_open.clear()
        await asyncio.gather(*(log.request("a", lasts_s=9.0) for _ in range(4)))

    asyncio.run(log.time.run(run()))

    assert log.most_open == {"a": places}
    assert log.times("a")[:3] == [0.0, 0.5, 1.0]


def test_strain_of_one_host_slows_no_other() -> None:
    """The pace is the host's own."""
    log = _log(interval_s=0.25)
    _in_a_row(log, LIMITED, LIMITED, LIMITED)
    asyncio.run(log.time.run(*(log.request("b") for _ in range(2))))

    assert log.times("b")[1] - log.times("b")[0] == 0.25


def test_a_used_up_rate_limit_holds_the_rest_of_the_host() -> None:
    """The answer itself was good, and those that waited for the host already wait until the reset."""
    log = _log(host_concurrency=2, interval_s=1.0)
    used_up = Answer(status=200, headers=(("ratelimit", "limit=2, remaining=0, reset=7"),))
    asyncio.run(log.time.run(log.request("a", outcome=used_up), *(log.request("a") for _ in range(2))))

    assert [0.0, 7.0, 8.0] == log.times("a")


def test_hosts_at_one_address_share_its_places() -> None:
    """Twenty hosts with three places between them go three by three; another address is not held up."""
    log = _log(address_concurrency=3)
    shared = [log.request(f"host{number}", address="192.0.2.1", lasts_s=1.0) for number in range(9)]
    asyncio.run(log.time.run(*shared, log.request("other", address="192.0.2.2")))

    assert [0.0] * 3 + [1.0] * 3 + [2.0] * 3 == [at for host, at in log.starts if host != "other"]
    assert [0.0] == log.times("other")


def test_a_host_with_several_addresses_counts_at_the_one_that_is_dialled() -> None:
    """Nine hosts of two addresses with two places each go four by four, and no address gets more."""
    log = _log(address_concurrency=2)
    both = [("192.0.2.1", "192.0.2.2"), ("192.0.2.2", "192.0.2.1")]
    shared = [log.request(f"host{number}", address=both[number % 2], lasts_s=1.0) for number in range(9)]
    asyncio.run(log.time.run(*shared, log.request("other", address="192.0.2.3")))

    assert [0.0] * 4 + [1.0] * 4 + [2.0] == [at for host, at in log.starts if host != "other"]
    assert {"192.0.2.1": 2, "192.0.2.2": 2, "192.0.2.3": 1} == log.most_at
    assert [0.0] == log.times("other")


def test_a_full_address_is_left_for_one_that_has_room() -> None:
    """Whoever has another address goes there; who has none waits."""
    log = _log(host_concurrency=1, address_concurrency=1)
    both = ("192.0.2.1", "192.0.2.2")
    hosts = [log.request(host, address=both, lasts_s=1.0) for host in ("a", "b")]
    asyncio.run(log.time.run(*hosts, log.request("c", address="192.0.2.1", lasts_s=1.0)))

    assert [("a", 0.0), ("b", 0.0), ("c", 1.0)] == log.starts
    assert {} == log.lanes._addresses, "an address that nobody asks takes no memory"


def test_whoever_moves_to_another_address_waits_for_a_place_there() -> None:
    """The place at the first is free at once, and each address has no more than its own."""
    log = _log(host_concurrency=1, address_concurrency=1)
    moved: list[float] = []

    async def move() -> None:
        async with log.lanes.place("a", ["192.0.2.1"]) as turn:
            await turn.move("192.0.2.2")
            moved.append(log.time.now)

    others = [log.request(host, address=f"192.0.2.{n}", lasts_s=1.0) for host, n in (("b", 2), ("c", 1))]
    asyncio.run(log.time.run(others[0], move(), others[1]))

    assert [1.0] == moved
    assert [("b", 0.0), ("c", 0.0)] == log.starts
    assert {} == log.lanes._addresses


def test_waiting_for_an_address_holds_no_place_of_all() -> None:
    """With four places in all, nine that wait for their address leave the fourth to a host elsewhere."""
    log = _log(concurrency=4, address_concurrency=3)
    shared = [log.request(f"host{number}", address="192.0.2.1", lasts_s=1.0) for number in range(12)]
    asyncio.run(log.time.run(*shared, log.request("other", address="192.0.2.2")))

    assert [0.0] == log.times("other")


def test_an_address_has_at_least_the_places_of_one_host() -> None:
    """A smaller limit for the address would make --host-concurrency a lie."""
    log = _log(host_concurrency=4, address_concurrency=2, interval_s=0.0)
    asyncio.run(log.time.run(*(log.request("a", address="192.0.2.1", lasts_s=1.0) for _ in range(8))))

    assert log.most_open == {"a": 4}


def test_what_waits_for_an_address_is_parked() -> None:
    """The scheduler may start others in place of those; afterwards none is left."""
    log, seen = _log(host_concurrency=1, address_concurrency=1), list[int]()

    async def look() -> None:
        await log.time.sleep(0.5)
        seen.append(log.lanes.parking.count)

    shared = [log.request(f"host{number}", address="192.0.2.1", lasts_s=1.0) for number in range(5)]
    asyncio.run(log.time.run(*shared, look()))

    assert [4, 0] == [*seen, log.lanes.parking.count]


def test_the_wait_is_told() -> None:
    """From asking for the place to having it, by the same clock."""
    log = _log(interval_s=2.0)
    asyncio.run(log.time.run(*(log.request("a") for _ in range(3))))

    assert [0.0, 2.0, 4.0] == log.waited
