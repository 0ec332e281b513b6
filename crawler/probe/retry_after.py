"""Retry-After and the dates of header fields, for those who wait and those who pace."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.probe.model import Answer


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
    try:
        parsed = parsedate_to_datetime(value) if value else None
    except (TypeError, ValueError, OverflowError):
        return None
    return parsed.replace(tzinfo=UTC) if parsed and parsed.tzinfo is None else parsed
