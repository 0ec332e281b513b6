"""The driver of a flow: it asks what the generator yields and sends back what came."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

    from crawler.probe.model import Exchange, Probe

T = TypeVar("T")


async def converse(flow: Generator[Probe, Exchange, T], ask: Callable[[Probe], Awaitable[Exchange]]) -> T:
    """Run one conversation to its end and return what it concluded."""
    try:
        probe = next(flow)
        while True:
            probe = flow.send(await ask(probe))
    except StopIteration as end:
        conclusion: T = end.value
        return conclusion
