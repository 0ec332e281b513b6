"""The driver of a flow: it asks what the generator yields and sends back what came."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from crawler.probe.model import Exchange, Failure, FailureKind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

    from crawler.probe.model import Probe

T = TypeVar("T")
_BASE_S = 300.0
_REQUESTS = 3
_TIME_IS_UP = Failure(
    kind=FailureKind.READ_TIMEOUT, detail="not asked: the servers of this link have taken all of its time"
)


def link_deadline_s(timeout_s: float) -> float:
    """What the servers of one link may take in one look at it.

    Two minutes of redirects and three requests behind them are a slow link; each page that is compared with
    it may take as long, and so may the robots.txt of each host on the way.
    """
    return _BASE_S + _REQUESTS * timeout_s


async def converse(
    flow: Generator[Probe, Exchange, T],
    ask: Callable[[Probe], Awaitable[Exchange]],
    *,
    most_s: float = math.inf,
) -> T:
    """Run one conversation to its end and return what it concluded.

    When its servers have taken `most_s` nobody is asked any more: the conversation hears time-outs, and ends.
    """
    took_s = 0.0
    try:
        probe = next(flow)
        while True:
            exchange = await ask(probe) if took_s < most_s else Exchange(probe=probe, outcome=_TIME_IS_UP)
            took_s += exchange.took_s
            probe = flow.send(exchange)
    except StopIteration as end:
        conclusion: T = end.value
        return conclusion
