"""Look-ups ahead of the asks: in the order of the asks, bounded, and harmless where they fail."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from crawler.net.ahead import Ahead
from crawler.net.target import Target, read_target

if TYPE_CHECKING:
    from collections.abc import Sequence


def _prepared(urls: Sequence[str], *, most: int = 100, begun: Sequence[str] = ()) -> list[str]:
    """The origins that were prepared, in order, after `begun` were asked."""
    prepared: list[str] = []

    async def prepare(target: Target) -> None:
        prepared.append(f"{target.name}:{target.port}")
        await asyncio.sleep(0)

    async def run() -> None:
        ahead = Ahead(prepare, most=most)
        ahead.expect(urls)
        await asyncio.sleep(0.01)
        for url in begun:
            target = read_target(url)
            assert isinstance(target, Target)
            ahead.begin(target)
        await asyncio.sleep(0.01)
        await ahead.aclose()

    asyncio.run(run())
    return prepared


def test_each_origin_once_in_the_order_of_the_asks() -> None:
    """Hosts with the most URLs are asked first, so they are looked up first; `www.` counts as the same."""
    urls = ["http://a.test/", "http://b.test/1", "http://www.b.test/2", "nonsense", "http://c.test/"]

    assert ["b.test:80", "www.b.test:80", "a.test:80", "c.test:80"] == _prepared(urls)


def test_no_more_than_so_many_are_ahead() -> None:
    """Memory and name servers are spared: the next look-up waits until somebody asks."""
    urls = [f"http://h{number}.test/" for number in range(9)]

    assert len(_prepared(urls, most=4)) == 4
    assert len(_prepared(urls, most=4, begun=urls[:3])) == 7


def test_who_is_asked_already_is_not_prepared() -> None:
    """It has looked itself up; what is prepared is ahead of what is asked."""
    urls = [f"http://h{number}.test/" for number in range(9)]

    assert ["h0.test:80", "h1.test:80", "h7.test:80", "h8.test:80"] == _prepared(urls, most=2, begun=urls[:7])


def test_who_is_asked_unexpectedly_changes_nothing() -> None:
    """A redirect's target was not expected and takes nobody's place."""
    urls = [f"http://h{number}.test/" for number in range(9)]

    assert len(_prepared(urls, most=4, begun=["http://elsewhere.test/"] * 3)) == 4
