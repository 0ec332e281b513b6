"""Shared look-ups."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest

from crawler.net.once import Once


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_concurrent_askers_share_one_look_up() -> None:
    """Whoever asks while a look-up runs, or later, gets its result."""
    calls = count(1)

    async def run() -> list[int]:
        once: Once[int] = Once(is_final=lambda _: True, clock=_Clock())

        async def look_up() -> int:
            await asyncio.sleep(0)
            return next(calls)

        together = await asyncio.gather(*(once.get("a", look_up) for _ in range(5)))
        return [*together, await once.get("a", look_up), await once.get("b", look_up)]

    assert [1, 1, 1, 1, 1, 1, 2] == asyncio.run(run())


def test_one_askers_cancellation_spares_the_others() -> None:
    """A look-up goes on while anybody may wait for it."""

    async def run() -> int:
        once: Once[int] = Once(is_final=lambda _: True, clock=_Clock())
        gate = asyncio.Event()

        async def look_up() -> int:
            await gate.wait()
            return 7

        impatient = asyncio.create_task(once.get("a", look_up))
        patient = asyncio.create_task(once.get("a", look_up))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.sleep(0)
        gate.set()
        return await patient

    assert asyncio.run(run()) == 7


@pytest.mark.parametrize(
    ("is_final", "renew", "later_s", "expected"),
    [
        (False, False, 9.0, 1),
        (False, True, 0.5, 1),
        (False, True, 1.0, 2),
        (True, True, 9.0, 1),
    ],
)
def test_only_what_may_have_passed_is_looked_up_again(
    is_final: bool,
    renew: bool,
    later_s: float,
    expected: int,
) -> None:
    """A second attempt renews a failure that is not fresh; a final result stays for the run."""
    calls, clock = count(1), _Clock()

    async def look_up() -> int:
        return next(calls)

    async def run() -> int:
        once: Once[int] = Once(is_final=lambda _: is_final, clock=clock)
        await once.get("a", look_up)
        clock.now += later_s
        return await once.get("a", look_up, renew=renew)

    assert expected == asyncio.run(run())


def test_an_exception_reaches_the_askers_and_is_not_kept() -> None:
    """What raises is nobody's result."""
    calls = count(1)

    async def look_up() -> int:
        if next(calls) == 1:
            raise ValueError("first")
        return 2

    async def run() -> int:
        once: Once[int] = Once(is_final=lambda _: True, clock=_Clock())
        with pytest.raises(ValueError, match="first"):
            await once.get("a", look_up)
        return await once.get("a", look_up)

    assert asyncio.run(run()) == 2


def test_closing_ends_what_is_open() -> None:
    """No look-up outlives the run."""

    async def run() -> bool:
        once: Once[int] = Once(is_final=lambda _: True, clock=_Clock())
        asker = asyncio.create_task(once.get("a", lambda: asyncio.sleep(60, 1)))
        await asyncio.sleep(0)
        await once.aclose()
        with pytest.raises(asyncio.CancelledError):
            await asker
        return len(asyncio.all_tasks()) == 1

    assert asyncio.run(run())


def test_failures_are_forgotten_at_once() -> None:
    """After the network was away, what failed is looked up anew, even a moment later; the rest stays."""
    calls = count(1)

    async def run() -> list[int]:
        once: Once[int] = Once(is_final=lambda number: number % 2 == 0, clock=_Clock())

        async def look_up() -> int:
            return next(calls)

        before = [await once.get(key, look_up) for key in "ab"]
        once.forget_failures()
        return before + [await once.get(key, look_up) for key in "ab"]

    assert [1, 2, 3, 2] == asyncio.run(run())
