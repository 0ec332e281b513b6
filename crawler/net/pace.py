"""How fast one host is asked: never faster than the settings, slower for as long as it shows strain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.net.hints import PAUSING_STATUSES
from crawler.probe.model import Answer, FailureKind

if TYPE_CHECKING:
    from crawler.probe.model import Exchange

CRAWL_DELAY_CAP_S = 10.0
SLOWEST_S = 4.0
"""Where doubling ends. Each link is asked up to three times, so more would let one host hold up a night."""
FIRST_SLOWED_S = 0.25
"""What an interval of nothing is doubled from."""
GOOD_ANSWERS_PER_STEP = 4
"""A step back per good answer would be at full speed again before a limit per minute has run out."""
TOO_MANY_REQUESTS = 429
_SERVER_ERROR = 500


def is_strained(exchange: Exchange) -> bool:
    """Tell whether a host shows that it is asked too much: 429, 503, or a connection that it cut."""
    outcome = exchange.outcome
    if isinstance(outcome, Answer):
        return outcome.status in PAUSING_STATUSES
    return outcome.kind is FailureKind.CONNECTION_RESET


def is_overloaded(exchange: Exchange) -> bool:
    """Tell whether the strain is of what is done at once; 429 is of how often alone (RFC 6585 4)."""
    answer = exchange.answer
    return is_strained(exchange) and (answer is None or answer.status != TOO_MANY_REQUESTS)


def is_at_ease(exchange: Exchange) -> bool:
    """Tell whether a host answered well; other failures and 5xx say nothing of its load."""
    answer = exchange.answer
    return answer is not None and answer.status < _SERVER_ERROR and not is_strained(exchange)


class Pace:
    """Interval and requests at once of one host, which `strain` and `ease` move within their bounds."""

    __slots__ = ("_good", "_halvings", "_interval_s", "_places", "_slowed_at", "_steps")

    def __init__(self, places: int, interval_s: float) -> None:
        self._places = places
        self._interval_s = interval_s
        self._steps = 0
        self._halvings = 0
        self._good = 0
        self._slowed_at = float("-inf")

    @property
    def places(self) -> int:
        """Requests at once: halved with each step that was an overload's, at least one."""
        return max(self._places >> self._halvings, 1)

    @property
    def interval_s(self) -> float:
        """Seconds between starts: doubled with each step up to `SLOWEST_S`, unless more was asked for."""
        if not self._steps:
            return self._interval_s
        doubled: float = (self._interval_s or FIRST_SLOWED_S / 2) * 2**self._steps
        return max(self._interval_s, min(doubled, SLOWEST_S))

    def require(self, interval_s: float) -> None:
        """Keep at least this interval from now on, at most `CRAWL_DELAY_CAP_S`; it never shrinks."""
        self._interval_s = max(self._interval_s, min(interval_s, CRAWL_DELAY_CAP_S))

    def strain(self, *, started: float, now: float, is_overloaded: bool) -> None:
        """Slow down one step; a burst that started before the last step is one sign, not many."""
        self._good = 0
        if started < self._slowed_at:
            return
        self._slowed_at = now
        can_halve = is_overloaded and self.places > 1
        if can_halve or self.interval_s < SLOWEST_S:
            self._steps += 1
            self._halvings += can_halve

    def ease(self, *, started: float) -> None:
        """Count a good answer to a request of this pace; enough of them in a row undo one step."""
        if not self._steps or started < self._slowed_at:
            return
        self._good += 1
        if self._good == GOOD_ANSWERS_PER_STEP:
            self._good = 0
            self._steps -= 1
            self._halvings = min(self._halvings, self._steps)
