"""A network that goes away in mid-run: what failed meanwhile is asked again, or nothing is concluded."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from crawler.net.outage import Outages
from crawler.net.trouble import BELIEVED_S, SUSPICIOUS_ROW, Outlook
from crawler.probe.model import Answer, Exchange, Failure, FailureKind, Probe

SILENT = Failure(kind=FailureKind.CONNECT_TIMEOUT, detail="")


def _exchange(outcome: Answer | Failure, url: str = "https://a.test/") -> Exchange:
    return Exchange(probe=Probe(url=url), outcome=outcome)


def _outlook() -> Outlook:
    outlook = Outlook()
    outlook.reached("a.test", "https://a.test/", 0.0)
    return outlook


def test_nothing_is_suspected_before_anything_was_reached() -> None:
    """A catalog of dead hosts alone is a matter for the end of the run."""
    outlook = Outlook()

    assert not any(outlook.failed(f"{n}.test", 0.0, is_last_word=True) for n in range(100))
    assert not outlook.has_open_failures


def test_a_row_of_different_hosts_is_suspicious() -> None:
    """The twelfth host in a row raises a doubt, one host's many links never do."""
    outlook = _outlook()

    assert not any(outlook.failed("one.test", 9.0, is_last_word=False) for _ in range(100))
    row = [outlook.failed(f"{n}.test", 9.0, is_last_word=False) for n in range(SUSPICIOUS_ROW - 1)]
    assert [*[False] * (SUSPICIOUS_ROW - 2), True] == row


def test_a_host_that_is_reached_ends_the_row() -> None:
    """Dead hosts among living ones raise no doubt."""
    outlook = _outlook()
    for n in range(100):
        assert not outlook.failed(f"{n}.test", float(n), is_last_word=False)
        if n % 10 == 0:
            outlook.reached(f"{n}.test", None, float(n))


def test_the_last_word_is_believed_only_while_the_network_was_seen_working() -> None:
    """At the end of a run nobody asks again, so even one failure is looked into."""
    outlook = _outlook()

    assert not outlook.failed("b.test", BELIEVED_S / 2, is_last_word=True)
    assert outlook.failed("b.test", BELIEVED_S * 2, is_last_word=True)


def test_each_vain_doubt_makes_the_next_dearer() -> None:
    """Of 5,000 dead hosts in a row, a handful raise a doubt."""
    outlook = _outlook()
    doubts = 0
    for n in range(5_000):
        if outlook.failed(f"{n}.test", 0.0, is_last_word=False):
            doubts += 1
            outlook.vouched(0.0)

    assert doubts == 8


def test_only_sound_answers_are_witnesses() -> None:
    """A host that answers 503 is reached, and not asked once more for it."""
    outlook = Outlook()
    outlook.reached("a.test", None, 0.0)
    for n in range(20):
        outlook.reached(f"{n}.test", f"https://{n}.test/", 0.0)
        outlook.reached(f"{n}.test", f"https://{n}.test/again", 0.0)

    assert {f"https://{n}.test/" for n in range(12, 20)} == set(outlook.witnesses())


class _World:
    """A network that can be switched off, and a clock that only sleeping moves."""

    def __init__(self, *, pause_s: float = 120.0, back_at: float = 0.0) -> None:
        self.now = 0.0
        self.back_at = back_at
        self.looks = 0
        self.outages = Outages(self.works, pause_s=pause_s, clock=lambda: self.now, sleep=self.sleep)

    async def works(self, _url: str) -> bool:
        self.looks += 1
        await asyncio.sleep(0)
        return self.now >= self.back_at

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)

    async def hear(
        self, *outcomes: Answer | Failure, is_last_word: bool = False, began_at: float = 0.0
    ) -> Any:
        """Several hosts' outcomes, all at the same time."""
        return await asyncio.gather(
            *(
                self.outages.explains(
                    _exchange(outcome), f"{n}.test", began_at=began_at, is_last_word=is_last_word
                )
                for n, outcome in enumerate(outcomes)
            )
        )


def test_a_network_that_comes_back() -> None:
    """Those who are at it when the doubt arises wait, and are told to ask again; the budget shrinks."""

    async def run() -> tuple[list[bool], bool, str | None, float]:
        world = _World(back_at=40.0)
        await world.hear(Answer(status=200))
        said = await world.hear(*[SILENT] * 30)
        late = await world.outages.explains(_exchange(SILENT), "x", began_at=39.0, is_last_word=False)
        return said, late, world.outages.trouble, world.now

    said, late, trouble, now = asyncio.run(run())

    assert [False] * 11 + [True] * 19 == said, "the first eleven are asked again at the end of the run"
    assert late, "a request that began while it was away"
    assert trouble is None
    assert 40.0 <= now < 60.0


def test_a_network_that_stays_away() -> None:
    """After the whole pause the run gives up, in one sentence, and asks no more."""

    async def run() -> tuple[list[bool], str | None, float]:
        world = _World(pause_s=120.0, back_at=1e9)
        await world.hear(Answer(status=200))
        said = await world.hear(*[SILENT] * 30)
        looks = world.looks
        assert [False] * 30 == await world.hear(*[SILENT] * 30)
        assert looks == world.looks
        return said, world.outages.trouble, world.now

    said, trouble, now = asyncio.run(run())

    assert [False] * 30 == said
    assert trouble is not None
    assert "did not come back within 120 s" in trouble
    assert now == pytest.approx(120.0)


def test_a_vain_doubt_costs_one_look_and_no_pause() -> None:
    """The failures stand, as the sites' own."""

    async def run() -> tuple[list[bool], int, float]:
        world = _World()
        await world.hear(Answer(status=200))
        return await world.hear(*[SILENT] * 20), world.looks, world.now

    assert ([False] * 20, 1, 0.0) == asyncio.run(run())


def test_pauses_of_a_flapping_network_are_bounded_together() -> None:
    """Each outage uses up some of the one budget."""

    async def run() -> tuple[int, str | None]:
        world = _World(pause_s=30.0)
        await world.hear(Answer(status=200))
        rounds = 0
        while world.outages.trouble is None and rounds < 100:
            rounds += 1
            world.back_at = world.now + 4.0
            await world.hear(*[SILENT] * 12, began_at=world.now)
        return rounds, world.outages.trouble

    rounds, trouble = asyncio.run(run())

    assert rounds < 10
    assert trouble is not None


def test_what_was_not_asked_says_nothing() -> None:
    """Forbidden addresses and robots.txt are no failures of a network."""

    async def run() -> list[bool]:
        world = _World(back_at=1e9)
        await world.hear(Answer(status=200))
        kind = FailureKind.FORBIDDEN_ADDRESS
        return list(await world.hear(*[Failure(kind=kind, detail="")] * 50, is_last_word=True))

    assert [False] * 50 == asyncio.run(run())


def test_what_is_asked_aside_raises_no_doubt_but_waits_with_all_others() -> None:
    """Rows of twins that are not there say nothing; what fell into a gap is asked again all the same."""

    async def run() -> tuple[list[bool], int, bool]:
        world = _World()
        await world.hear(Answer(status=200))
        said = [
            await world.outages.explains(
                _exchange(SILENT), f"{n}.test", began_at=0.0, is_last_word=False, may_raise_doubt=False
            )
            for n in range(50)
        ]
        looks, world.back_at = world.looks, 9.0
        await world.hear(*[SILENT] * SUSPICIOUS_ROW)
        late = await world.outages.explains(
            _exchange(SILENT), "x", began_at=5.0, is_last_word=False, may_raise_doubt=False
        )
        return said, looks, late

    assert ([False] * 50, 0, True) == asyncio.run(run())
