"""The driver of flows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from crawler.net import converse
from crawler.probe.model import Answer, Exchange, Probe

if TYPE_CHECKING:
    from collections.abc import Generator


async def _echo(probe: Probe) -> Exchange:
    return Exchange(probe=probe, outcome=Answer(status=200, body=probe.url.encode()))


def test_each_probe_is_answered_in_its_turn() -> None:
    """What the generator yields is asked, and the exchange comes back where it was yielded."""

    def flow() -> Generator[Probe, Exchange, list[str]]:
        first = yield Probe(url="http://a.test/1")
        second = yield Probe(url="http://a.test/2")
        return [first.probe.url, second.probe.url]

    assert ["http://a.test/1", "http://a.test/2"] == asyncio.run(converse(flow(), _echo))


def test_a_flow_that_asks_nothing() -> None:
    """A conclusion without a question is returned at once."""

    def flow() -> Generator[Probe, Exchange, str]:
        yield from ()
        return "nothing to ask"

    assert asyncio.run(converse(flow(), _echo)) == "nothing to ask"
