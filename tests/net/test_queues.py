"""The scheduler: proved by the order of admissions."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.net import HostQueues, Rounds, Ticket
from crawler.net.queues import Parking, Turn

Link = tuple[str, int]


def _host_of(link: Link) -> str:
    return link[0]


def _links(**counts: int) -> list[Link]:
    return [(host, number) for host, count in counts.items() for number in range(count)]


def _simulate(
    links: list[Link], *, window: int, per_host: int, interval_s: float, lasts_s: float
) -> list[tuple[float, Link]]:
    """Run the queues against a clock of their own; every conversation lasts the same."""
    queues = HostQueues(links, host_of=_host_of, per_host=per_host, interval_s=interval_s)
    now, under_way, admitted = 0.0, list[tuple[float, str]](), list[tuple[float, Link]]()
    while not queues.is_empty or under_way:
        for end in [end for end in under_way if end[0] <= now]:
            under_way.remove(end)
            queues.finish(end[1])
        while len(under_way) < window and (ticket := queues.admit(now)) is not None:
            under_way.append((now + lasts_s, ticket.host))
            admitted.append((now, ticket.item))
        coming = [end for end, _ in under_way]
        if len(under_way) < window and (next_at := queues.next_at()) is not None:
            coming.append(next_at)
        now = min(coming, default=now)
    return admitted


@pytest.mark.parametrize("order", ["big first", "big last", "shuffled", "interleaved"])
def test_a_run_is_as_long_as_its_slowest_host_in_any_order(order: str) -> None:
    """Two hosts of 100 beside 200 of one link each: the last admission is at the big hosts' own floor."""
    big, small = _links(big=100, huge=100), [(f"small{number}", 0) for number in range(200)]
    links = {
        "big first": big + small,
        "big last": small + big,
        "shuffled": big + small,
        "interleaved": big + small,
    }[order]
    if order == "shuffled":
        random.Random(7).shuffle(links)
    if order == "interleaved":
        links = [link for pair in zip(big, small, strict=True) for link in pair]
    admitted = _simulate(links, window=8, per_host=2, interval_s=1.0, lasts_s=0.5)

    assert len(links) == len(admitted)
    assert admitted[-1][0] == pytest.approx(99.0)


def test_big_hosts_first_do_not_delay_the_rest() -> None:
    """No place is wasted on a host that must wait: the others start beside the big ones' first."""
    links = _links(big=500, huge=500) + [(f"small{number}", 0) for number in range(20)]
    admitted = _simulate(links, window=22, per_host=10, interval_s=1.0, lasts_s=0.5)

    assert {at for at, (host, _) in admitted if host.startswith("small")} == {0.0}


def test_the_longest_queue_starts_first() -> None:
    """Where the window is the limit, the host with most to do goes first."""
    links = _links(one=1, two=2, five=5, three=3)
    admitted = _simulate(links, window=1, per_host=1, interval_s=0.0, lasts_s=1.0)

    assert [at for at, _ in admitted] == [float(number) for number in range(11)]
    assert admitted[0][1] == ("five", 0)
    assert [link[1] for _, link in admitted if link[0] == "five"] == [0, 1, 2, 3, 4]


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 99)), max_size=40),
    st.integers(1, 6),
    st.integers(1, 3),
    st.sampled_from([0.0, 0.25, 1.0]),
    st.sampled_from([0.0, 0.25, 0.5, 3.0]),
)
def test_promises(links: list[Link], window: int, per_host: int, interval_s: float, lasts_s: float) -> None:
    """Every link once, in its host's order; never too many at once, never two starts too close."""
    admitted = _simulate(links, window=window, per_host=per_host, interval_s=interval_s, lasts_s=lasts_s)

    for host in "abcdef":
        times = [at for at, link in admitted if link[0] == host]
        assert [link for link in links if link[0] == host] == [
            link for _, link in admitted if link[0] == host
        ]
        assert all(after - before >= interval_s for before, after in itertools.pairwise(times))
        if lasts_s:
            assert max((sum(at <= t < at + lasts_s for at in times) for t in times), default=0) <= per_host
    if lasts_s:
        starts = [at for at, _ in admitted]
        assert max((sum(at <= t < at + lasts_s for at in starts) for t in starts), default=0) <= window


class _Work:
    """Work that counts itself."""

    def __init__(self) -> None:
        self.order: list[Link] = []
        self.now_open: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.most_in_all = 0
        self.cancelled = 0

    async def __call__(self, ticket: Ticket[Link]) -> int:
        link = ticket.item
        self.order.append(link)
        self.now_open[link[0]] += 1
        self.most[link[0]] = max(self.most[link[0]], self.now_open[link[0]])
        self.most_in_all = max(self.most_in_all, self.now_open.total())
        try:
            await asyncio.sleep(0.001)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.now_open[link[0]] -= 1
        return link[1] * 10


def test_results_come_with_their_items() -> None:
    """Each item is yielded once, with what was made of it, within the bounds."""
    work, links = _Work(), _links(a=20, b=5, c=1)

    async def run() -> list[tuple[Link, int]]:
        done = Rounds(iter(links), host_of=_host_of, work=work, window=4, per_host=2, interval_s=0.0)
        return [(asked.item, asked.result) async for asked in done.results()]

    results = asyncio.run(run())

    assert sorted((link, link[1] * 10) for link in links) == sorted(results)
    assert work.most_in_all <= 4
    assert max(work.most.values()) == 2


def test_intervals_are_kept_on_the_real_clock() -> None:
    """The k-th start of a host is at least k intervals after the run began."""
    starts: list[float] = []

    async def work(ticket: Ticket[Link]) -> None:
        del ticket
        starts.append(asyncio.get_running_loop().time())

    async def run() -> float:
        began = asyncio.get_running_loop().time()
        rounds = Rounds(_links(a=5), host_of=_host_of, work=work, window=9, per_host=9, interval_s=0.02)
        async for _ in rounds.results():
            pass
        return began

    began = asyncio.run(run())

    assert all(start - began >= 0.02 * number for number, start in enumerate(starts))


def test_nothing_to_do() -> None:
    """An empty catalog ends at once."""

    async def run() -> list[tuple[Link, int]]:
        nothing: list[Link] = []
        done = Rounds(nothing, host_of=_host_of, work=_Work(), window=4, per_host=2, interval_s=1.0)
        return [(asked.item, asked.result) async for asked in done.results()]

    assert [] == asyncio.run(run())


def test_an_exception_in_work_ends_the_run() -> None:
    """It reaches the caller, and what was under way is cancelled."""
    other = _Work()

    async def work(ticket: Ticket[Link]) -> int:
        if ticket.host == "bad":
            raise ValueError("broken work")
        return await other(ticket)

    async def run() -> int:
        done = Rounds(_links(a=3, bad=1), host_of=_host_of, work=work, window=4, per_host=1, interval_s=0.0)
        with pytest.raises(ValueError, match="broken work"):
            async for _ in done.results():
                pass
        return len(asyncio.all_tasks())

    assert asyncio.run(run()) == 1
    assert other.cancelled == 1


def test_closing_early_cancels_what_is_open() -> None:
    """Whoever stops listening leaves no task behind, and nothing new starts."""
    work = _Work()

    async def run() -> int:
        done = Rounds(
            _links(a=9, b=9, c=9), host_of=_host_of, work=work, window=3, per_host=1, interval_s=0.0
        )
        async with contextlib.aclosing(done.results()) as results:
            async for _ in results:
                break
        return len(asyncio.all_tasks())

    assert asyncio.run(run()) == 1
    assert len(work.order) == 3


def test_waiting_items_have_no_task() -> None:
    """Of 100,000 links only the window's worth of tasks exists."""
    links = [(f"host{number % 20_000}", number) for number in range(100_000)]

    async def run() -> int:
        done = Rounds(links, host_of=_host_of, work=_Work(), window=16, per_host=2, interval_s=9.0)
        async with contextlib.aclosing(done.results()) as results:
            async for _ in results:
                return len(asyncio.all_tasks())
        return 0

    assert asyncio.run(run()) <= 17


def test_parked_conversations_do_not_fill_the_window() -> None:
    """Fifty that wait for one busy address leave the window to those that can go on."""
    free, parking = asyncio.Event(), Parking()

    async def work(ticket: Ticket[Link]) -> None:
        if ticket.host.startswith("busy"):
            await asyncio.sleep(0.01)
            with parking:
                await free.wait()

    async def run() -> list[str]:
        links = [(f"busy{number}", 0) for number in range(50)] + [(f"free{number}", 0) for number in range(9)]
        done = Rounds(
            links, host_of=_host_of, work=work, window=4, per_host=1, interval_s=0.0, parking=parking
        )
        finished = []
        async with contextlib.aclosing(done.results()) as results:
            async for asked in results:
                finished.append(asked.item[0])
                if len(finished) == 9:
                    free.set()
        return finished

    finished = asyncio.run(asyncio.wait_for(run(), 10))

    assert {f"free{number}" for number in range(9)} == set(finished[:9])
    assert (59, 0) == (len(finished), parking.count)


def test_what_failed_is_asked_again_behind_all_others() -> None:
    """With one place, every link has its first look before any has its second."""
    work, links = _Work(), _links(a=3, b=2)

    async def run() -> list[tuple[Link, bool]]:
        rounds = Rounds(links, host_of=_host_of, work=work, window=1, per_host=1, interval_s=0.0)
        seen = []
        async for asked in rounds.results():
            seen.append((asked.item, asked.is_first))
            if asked.is_first and asked.item != ("a", 1):
                rounds.again(asked.item, began_at=asked.began_at)
        return seen

    seen = asyncio.run(run())

    assert sorted(links) == sorted(link for link, _ in seen[:5])
    assert [True] * 5 + [False] * 4 == [is_first for _, is_first in seen]
    assert {*links} - {("a", 1)} == {link for link, is_first in seen if not is_first}


def _second_looks_while_one_hangs(monkeypatch: pytest.MonkeyPatch, *, window: int, hosts: int) -> int:
    """How many second looks begin while another host's first is still under way."""
    monkeypatch.setattr("crawler.net.queues.AGAIN_AFTER_S", 0.01)
    most_open = now_open = 0

    async def run() -> None:
        late = asyncio.Event()

        async def work(ticket: Ticket[Link]) -> None:
            nonlocal most_open, now_open
            if ticket.host == "slow":
                await late.wait()
            elif not ticket.is_first:
                now_open += 1
                most_open = max(most_open, now_open)
                asyncio.get_running_loop().call_later(0.1, late.set)
                await late.wait()
                now_open -= 1

        links = [("slow", 0), *((f"host{number}", 0) for number in range(hosts))]
        rounds = Rounds(links, host_of=_host_of, work=work, window=window, per_host=1, interval_s=0.0)
        async for asked in rounds.results():
            if asked.is_first and asked.item != ("slow", 0):
                rounds.again(asked.item, began_at=asked.began_at)

    asyncio.run(asyncio.wait_for(run(), 10))
    return most_open


def test_a_second_look_need_not_wait_for_the_last_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place that would stay empty serves it: one host that hangs must not make a run twice as long."""
    assert _second_looks_while_one_hangs(monkeypatch, window=9, hosts=2) == 2


def test_second_looks_leave_half_of_the_places_to_first_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty that hang once more do not fill all places while a first look is outstanding."""
    assert _second_looks_while_one_hangs(monkeypatch, window=6, hosts=20) == 3


def test_what_is_put_aside_takes_only_places_that_are_empty() -> None:
    """With one place it goes behind first and second looks alike; the run ends when it is done, too."""
    work, links = _Work(), _links(a=2, b=2)

    async def run() -> list[str]:
        rounds = Rounds(links, host_of=_host_of, work=work, window=1, per_host=1, interval_s=0.0)
        seen = []
        async for asked in rounds.results():
            seen.append(asked.turn.name)
            if asked.is_first:
                rounds.again(asked.item, began_at=asked.began_at)
                rounds.aside(("c", asked.item[1]))
        return seen

    assert ["FIRST"] * 4 + ["AGAIN"] * 4 + ["ASIDE"] * 4 == asyncio.run(run())


def test_what_is_put_aside_waits_for_no_slow_host() -> None:
    """It is asked while another host's first look is under way: that ends only once it has been."""

    async def run() -> list[Link]:
        was_asked = asyncio.Event()

        async def work(ticket: Ticket[Link]) -> None:
            if ticket.turn is Turn.ASIDE:
                was_asked.set()
            elif ticket.host == "slow":
                await was_asked.wait()

        links = [("slow", 0), ("quick", 0)]
        rounds = Rounds(links, host_of=_host_of, work=work, window=2, per_host=1, interval_s=0.0)
        seen = []
        async for asked in rounds.results():
            seen.append(asked.item)
            if asked.item == ("quick", 0):
                rounds.aside(("aside", 0))
        return seen

    assert [("quick", 0), ("aside", 0), ("slow", 0)] == asyncio.run(asyncio.wait_for(run(), 10))


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=20, unique=True),
    st.sets(st.integers(0, 19)),
    st.integers(1, 4),
    st.integers(1, 3),
)
def test_promises_of_both_rounds(links: list[Link], failing: set[int], window: int, per_host: int) -> None:
    """Each link once, whatever failed twice, within the bounds of its host and of all."""
    work, again = _Work(), {link for number, link in enumerate(links) if number in failing}

    async def run() -> list[Link]:
        rounds = Rounds(links, host_of=_host_of, work=work, window=window, per_host=per_host, interval_s=0.0)
        async for asked in rounds.results():
            if asked.is_first and asked.item in again:
                rounds.again(asked.item, began_at=asked.began_at)
        return work.order

    assert sorted([*links, *again]) == sorted(asyncio.run(run()))
    assert work.most_in_all <= window
    assert max(work.most.values(), default=0) <= per_host
