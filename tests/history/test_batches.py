"""What a run saw is on the disk within milliseconds, or when enough has come together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from crawler.errors import StateError
from crawler.history import Batches, History
from crawler.history.batches import AT_MOST, WITHIN_S

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crawler.probe.past import Sighting

    Seen = Callable[..., Sighting]


@pytest.fixture
def batches(history: History, day: Callable[[int], datetime]) -> Batches:
    """Batches of the run `r1`, which has begun."""
    history.begin_run("r1", day(1), catalogs=["catalog.yaml"], settings={})
    return Batches(history, "r1")


def _urls(history: History, run_id: str = "r1") -> list[str]:
    return sorted(url for _, url in history.occurrences(run_id))


def test_flush_writes_what_waits(history: History, batches: Batches, seen: Seen) -> None:
    """Nothing is written before, and all of it after."""

    async def run() -> list[str]:
        batches.add(seen("https://a.example/", 1))
        before = _urls(history)
        batches.flush()
        return before

    assert [] == asyncio.run(run())
    assert ["https://a.example/"] == _urls(history)


def test_time_writes_without_being_asked(history: History, batches: Batches, seen: Seen) -> None:
    """A loop that only waits writes within the time that is promised."""

    async def run() -> list[str]:
        batches.add(seen("https://a.example/", 1))
        async with asyncio.timeout(10):
            while not _urls(history):  # noqa: ASYNC110 - what is waited for is in a file
                await asyncio.sleep(WITHIN_S / 5)
        return _urls(history)

    assert ["https://a.example/"] == asyncio.run(run())


def test_many_are_written_at_once(history: History, batches: Batches, seen: Seen) -> None:
    """The batch that is full does not wait for its time."""

    async def run() -> None:
        for number in range(AT_MOST):
            batches.add(seen(f"https://a.example/{number}", 1, places=(f"r{number}:url",)))

    asyncio.run(run())
    assert AT_MOST == len(_urls(history))


def test_a_second_opinion_replaces_the_first(history: History, batches: Batches, seen: Seen) -> None:
    """Within one batch, and over two."""

    async def run() -> None:
        for case in ("one", "two"):
            batches.add(seen("https://a.example/", 1, case=case))
        batches.flush()
        batches.add(seen("https://a.example/", 1, case="three"))
        batches.flush()

    asyncio.run(run())
    assert "three" == history.case("https://a.example/")
    assert ["https://a.example/"] == _urls(history)


def test_a_failure_in_time_is_told_at_the_next_chance(history: History, seen: Seen) -> None:
    """A timer has nobody to raise to, so the run hears of a full disk when it adds or flushes."""
    batches = Batches(history, "a run that never began")

    async def run() -> None:
        batches.add(seen("https://a.example/", 1))
        await asyncio.sleep(WITHIN_S * 2)
        with pytest.raises(StateError):
            batches.add(seen("https://b.example/", 1))
        with pytest.raises(StateError):
            batches.flush()

    asyncio.run(run())
