"""What may pass is asked again, after how long: questions asked of a value."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from crawler.probe.model import Answer, Exchange, FailureKind

if TYPE_CHECKING:
    from crawler.probe.flow import FlowPolicy

RETRIED_STATUSES = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 530})
RETRIED_FAILURES = frozenset(
    {
        FailureKind.CONNECTION_RESET,
        FailureKind.CONNECTION_REFUSED,
        FailureKind.DNS_FAILURE,
        FailureKind.PROTOCOL_ERROR,
    }
)
"""A time-out is not among them: it has cost its full length once, and the end of the run asks again."""


def retry_wait_s(exchange: Exchange, policy: FlowPolicy) -> float | None:
    """Seconds to wait before the next attempt, or None where another one is not worth it."""
    attempt = exchange.probe.attempt
    if attempt > policy.retries or not _may_pass(exchange):
        return None
    asked_for = retry_after_s(exchange)
    if asked_for is None:
        return policy.first_backoff_s * float(2 ** (attempt - 1))
    return asked_for if asked_for <= policy.retry_after_cap_s else None


def _may_pass(exchange: Exchange) -> bool:
    match exchange.outcome:
        case Answer(status=status):
            return status in RETRIED_STATUSES
        case failure:
            return failure.kind in RETRIED_FAILURES


def retry_after_s(exchange: Exchange) -> float | None:
    """Retry-After (RFC 9110 10.2.3) in seconds; a date is counted from the answer's own Date field."""
    answer = exchange.answer
    value = answer.header("retry-after") if answer else None
    if answer is None or value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    until, now = http_date(value), http_date(answer.header("date"))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def http_date(value: str | None) -> datetime | None:
    """A date as header fields spell it (RFC 9110 5.6.7, and looser); None where it is none."""
    try:
        parsed = parsedate_to_datetime(value) if value else None
    except (TypeError, ValueError, OverflowError):
        return None
    return parsed.replace(tzinfo=UTC) if parsed and parsed.tzinfo is None else parsed
