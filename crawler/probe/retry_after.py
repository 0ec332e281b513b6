"""Retry-After and the dates of header fields, for those who wait and those who pace."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.probe.model import Answer

_MOST_CHARACTERS = 100
"""Three times what a date takes. Those read are kept: the answers of one second bear the same one, and
reading each by itself took a fiftieth of a run with statuses alone."""


def read_retry_after(answer: Answer, now: Callable[[], datetime] | None = None) -> float | None:
    """Retry-After (RFC 9110 10.2.3) in seconds; a date is counted from the answer's own Date field.

    Without that field it is counted from `now`, where that is given: the server's clock may be wrong, too.
    """
    value = answer.header("retry-after")
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    until = http_date(value)
    since = http_date(answer.header("date")) or (now() if now is not None else None)
    return max(0.0, (until - since).total_seconds()) if until and since else None


def http_date(value: str | None) -> datetime | None:
    """A date as header fields spell it (RFC 9110 5.6.7, and looser); None where it is none."""
    return _read_date(value) if value and len(value) <= _MOST_CHARACTERS else None


@lru_cache(maxsize=1_024)
def _read_date(value: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed
