"""Places with ranks: who gets a free one, and that none is lost."""

from __future__ import annotations

import asyncio
import random

from crawler.net.places import Places


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_the_highest_rank_goes_first_and_equals_in_their_order() -> None:
    async def run() -> list[str]:
        places, order = Places(1), list[str]()
        await places.acquire(0)

        async def wait(name: str, rank: int) -> None:
            await places.acquire(rank)
            order.append(name)
            places.release()

        waiting = [asyncio.ensure_future(wait(name, int(name[0]))) for name in ("0a", "0b", "2a", "1a", "2b")]
        await _settle()
        places.release()
        await asyncio.gather(*waiting)
        return order

    assert asyncio.run(run()) == ["2a", "2b", "1a", "0a", "0b"]


def test_a_cancelled_wait_loses_no_place() -> None:
    """Neither one that still waits, nor one to whom a place was given in the same turn of the loop."""

    async def run() -> None:
        places = Places(1)
        await places.acquire(0)
        waiting, given = (asyncio.ensure_future(places.acquire(rank)) for rank in (0, 1))
        await _settle()
        waiting.cancel()
        places.release()
        given.cancel()
        await asyncio.gather(waiting, given, return_exceptions=True)
        await asyncio.wait_for(places.acquire(0), 1)

    asyncio.run(run())


def test_never_more_than_there_are() -> None:
    """A thousand random comings, goings and cancellations, and all places are free in the end."""
    dice = random.Random(3)

    async def run() -> int:
        places, open_now, most = Places(7), 0, 0

        async def hold() -> None:
            nonlocal open_now, most
            await places.acquire(dice.randrange(5))
            try:
                open_now += 1
                most = max(most, open_now)
                await asyncio.sleep(dice.choice((0, 0.0001, 0.001)))
            finally:
                open_now -= 1
                places.release()

        tasks = []
        for _ in range(1_000):
            tasks.append(asyncio.ensure_future(hold()))
            if dice.random() < 0.3:
                await asyncio.sleep(0)
                dice.choice(tasks).cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for _ in range(7):
            await asyncio.wait_for(places.acquire(0), 1)
        return most

    assert asyncio.run(run()) == 7
