"""What may pass is asked again, after how long: questions asked of a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.probe.model import Answer, Exchange, FailureKind
from crawler.probe.retry_after import read_retry_after

if TYPE_CHECKING:
    from crawler.probe.flow import FlowPolicy

RETRIED_STATUSES = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 530})
RETRIED_FAILURES = frozenset(
    {
        FailureKind.CONNECTION_RESET,
        FailureKind.CONNECTION_REFUSED,
        FailureKind.DNS_FAILURE,
    }
)
"""A time-out is not among them: it has cost its full length once, and the end of the run asks again. Nor is
what is no HTTP: both stacks have been asked by then, and two more attempts would make it seven requests."""

_UNSPOKEN = frozenset({FailureKind.CONNECTION_RESET, FailureKind.PROTOCOL_ERROR, FailureKind.TLS_HANDSHAKE})


def retry_wait_s(exchange: Exchange, policy: FlowPolicy) -> float | None:
    """Seconds to wait before the next attempt, or None where another one is not worth it."""
    attempt = exchange.probe.attempt
    if attempt > policy.retries or not _may_pass(exchange):
        return None
    asked_for = retry_after_s(exchange)
    if asked_for is None:
        return policy.first_backoff_s * float(2 ** (attempt - 1))
    return asked_for if asked_for <= policy.retry_after_cap_s else None


def may_speak_http2_alone(exchange: Exchange) -> bool:
    """Somebody is there, but speaks no HTTP/1.1 over TLS: browsers would have offered HTTP/2 as well."""
    failure = exchange.failure
    return failure is not None and failure.kind in _UNSPOKEN and exchange.probe.url.startswith("https:")


def _may_pass(exchange: Exchange) -> bool:
    match exchange.outcome:
        case Answer(status=status):
            return status in RETRIED_STATUSES
        case failure:
            return failure.kind in RETRIED_FAILURES


def retry_after_s(exchange: Exchange) -> float | None:
    """What the answer asks for, in seconds."""
    return read_retry_after(exchange.answer) if exchange.answer is not None else None
