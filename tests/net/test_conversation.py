"""The driver of flows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from crawler.net import converse, link_deadline_s
from crawler.probe.model import Answer, Exchange, FailureKind, Probe

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


def test_a_conversation_ends_when_its_servers_have_taken_all_of_its_time() -> None:
    """However many pages a slow site leads to, what is over its time is not asked; what was heard counts."""
    asked = []

    async def slow(probe: Probe) -> Exchange:
        asked.append(probe.url)
        return Exchange(probe=probe, outcome=Answer(status=200), elapsed_s=19.0, robots_s=21.0)

    def flow() -> Generator[Probe, Exchange, list[FailureKind | None]]:
        heard = []
        for number in range(5):
            exchange = yield Probe(url=f"http://a.test/{number}", wait_s=10.0)
            heard.append(exchange.failure.kind if exchange.failure else None)
        return heard

    heard = asyncio.run(converse(flow(), slow, most_s=100.0))

    assert [None, None, *[FailureKind.READ_TIMEOUT] * 3] == heard
    assert ["http://a.test/0", "http://a.test/1"] == asked


def test_the_time_of_a_link_grows_with_that_of_a_request() -> None:
    """Whoever allows ten minutes for one request is not cut off in the middle of the first."""
    assert 360.0 == link_deadline_s(20.0)
    assert 600.0 < link_deadline_s(600.0)
