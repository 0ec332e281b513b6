"""What an answer asks of those who come next: Retry-After, and the fields that tell how much is left."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.probe.retry_after import read_retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.probe.model import Answer

PAUSING_STATUSES = frozenset({429, 503})
_SEPARATE_FIELDS = ("ratelimit", "x-ratelimit", "x-rate-limit")
_EPOCH_FROM = 1_000_000_000
"""A reset of this or more is a point in time (2001 and later): as seconds to wait it would be 31 years."""
_EPOCH_MS_FROM = 100_000_000_000
_MOST_CHARACTERS = 1_000
_PARAMETER = re.compile(r"([a-z]+)\s*=\s*(\d{1,15})(?![\d.])")
_NUMBER = re.compile(r"\d{1,15}")


def pause_asked_for(answer: Answer, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> float | None:
    """Read the seconds for which an answer asks not to be followed by another request, if any.

    Retry-After (RFC 9110 10.2.3, on 429 and 503) goes before the rate limits, as their draft says.
    """
    pause_s = read_retry_after(answer, now) if answer.status in PAUSING_STATUSES else None
    return pause_s if pause_s is not None else _used_up(answer, now)


def _used_up(answer: Answer, now: Callable[[], datetime]) -> float | None:
    """Find the longest wait among the limits of which nothing remains."""
    # A refusal that names a reset but no remainder has used something up, too.
    default = 0 if answer.status in PAUSING_STATUSES else None
    waits = [
        _seconds_until(reset, now)
        for remaining, reset in _limits(answer)
        if reset is not None and (default if remaining is None else remaining) == 0
    ]
    return max(waits, default=None)


def _limits(answer: Answer) -> Iterator[tuple[int | None, int | None]]:
    """Yield remainder and reset of each limit, in all spellings in use."""
    if not any(name.startswith(_SEPARATE_FIELDS) for name, _ in answer.headers):
        return  # as nearly all answers
    for value in answer.header_values("ratelimit"):
        yield from _structured(value[:_MOST_CHARACTERS].lower())
    for prefix in _SEPARATE_FIELDS:
        yield _number(answer.header(f"{prefix}-remaining")), _number(answer.header(f"{prefix}-reset"))


def _structured(value: str) -> Iterator[tuple[int | None, int | None]]:
    """Read `limit=9, remaining=0, reset=5` (the draft up to 07) or `"name";r=0;t=5, ...` (since 08)."""
    members = [value] if "remaining" in value else value.split(",")
    for member in members:
        found = {name: int(number) for name, number in _PARAMETER.findall(member)}
        yield found.get("remaining", found.get("r")), found.get("reset", found.get("t"))


def _number(text: str | None) -> int | None:
    """Read a whole number; some send a list of windows after it (`0, 0;window=1`), or a fraction."""
    found = _NUMBER.match(text.strip()) if text is not None else None
    return int(found[0]) if found else None


def _seconds_until(reset: int, now: Callable[[], datetime]) -> float:
    if reset < _EPOCH_FROM:
        return float(reset)
    epoch_s = reset / 1000 if reset >= _EPOCH_MS_FROM else reset
    return max(epoch_s - now().timestamp(), 0.0)
