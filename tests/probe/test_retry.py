"""Which failures are asked again, and after how long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.probe.flow import FlowPolicy
from crawler.probe.model import Answer, Exchange, Failure, FailureKind, Probe
from crawler.probe.retry import RETRIED_FAILURES, RETRIED_STATUSES, retry_after_s, retry_wait_s

POLICY = FlowPolicy()
NOON = "Sat, 21 Nov 2026 12:00:00 GMT"


def _exchange(status: int = 503, *, attempt: int = 1, **fields: str) -> Exchange:
    headers = tuple((name.replace("_", "-"), value) for name, value in fields.items())
    probe = Probe(url="https://a.test/", attempt=attempt)
    return Exchange(probe=probe, outcome=Answer(status=status, headers=headers))


def _failed(kind: FailureKind) -> Exchange:
    return Exchange(probe=Probe(url="https://a.test/"), outcome=Failure(kind=kind, detail=""))


@pytest.mark.parametrize("status", [*range(200, 206), 301, 400, 401, 403, 404, 410, 451, 501, 505, 999])
def test_settled_statuses_are_not_asked_again(status: int) -> None:
    """What would be answered alike again is asked once."""
    assert None is retry_wait_s(_exchange(status), POLICY)


@pytest.mark.parametrize("status", sorted(RETRIED_STATUSES))
def test_passing_statuses_are_asked_again(status: int) -> None:
    """Overload and gateways' trouble may pass within a second."""
    assert 1.0 == retry_wait_s(_exchange(status), POLICY)


@pytest.mark.parametrize("kind", list(FailureKind))
def test_failures(kind: FailureKind) -> None:
    """Failures that cost nothing are asked again; time-outs and settled ones are not."""
    expected = 1.0 if kind in RETRIED_FAILURES else None

    assert expected == retry_wait_s(_failed(kind), POLICY)


def test_time_outs_wait_for_the_end_of_the_run() -> None:
    """No time-out is among the failures that are asked again at once."""
    assert {kind for kind in RETRIED_FAILURES if "timeout" in kind} == set()


@pytest.mark.parametrize(
    ("attempt", "expected"),
    [(1, 1.0), (2, 2.0), (3, 4.0), (4, None), (9, None)],
)
def test_back_off_doubles_and_ends(attempt: int, expected: float | None) -> None:
    """Each attempt waits twice as long as the one before, up to the policy's number of retries."""
    assert expected == retry_wait_s(_exchange(attempt=attempt), FlowPolicy(retries=3))


def test_no_retries() -> None:
    """A policy without retries asks once."""
    assert None is retry_wait_s(_exchange(), FlowPolicy(retries=0))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", 0.0),
        (" 12 ", 12.0),
        ("120", 120.0),
        ("99999999999999999999", 999999999.0),
        ("Sat, 21 Nov 2026 12:00:30 GMT", 30.0),
        ("Saturday, 21-Nov-26 12:00:30 GMT", 30.0),
        ("Sat, 21 Nov 2026 13:00:30 +0100", 30.0),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0.0),
        ("Sat, 21 Nov 2026 12:00:05", 5.0),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("\u0663", None),
        ("Mon, 99 Foo 2026 99:99:99 GMT", None),
        ("Mon, 01 Jan 2024 00:00:00 +999999999999", None),
    ],
)
def test_retry_after(value: str, expected: float | None) -> None:
    """Retry-After is seconds or a date, counted from the answer's own Date; what is neither says nothing."""
    assert expected == retry_after_s(_exchange(retry_after=value, date=NOON))


def test_date_without_date_says_nothing() -> None:
    """A date cannot be counted from a clock that this room does not have: the usual back-off is taken."""
    exchange = _exchange(retry_after="Sat, 21 Nov 2026 12:00:30 GMT")

    assert None is retry_after_s(exchange)
    assert 1.0 == retry_wait_s(exchange, POLICY)


@pytest.mark.parametrize(("after", "expected"), [("30", 30.0), ("31", None), ("86400", None), ("0", 0.0)])
def test_longer_than_the_cap_is_not_waited_for(after: str, expected: float | None) -> None:
    """A server that wants to be left alone for long is left alone."""
    assert expected == retry_wait_s(_exchange(429, retry_after=after), POLICY)


def test_failure_has_no_retry_after() -> None:
    """Without an answer nothing was asked for."""
    assert None is retry_after_s(_failed(FailureKind.CONNECTION_RESET))


@given(st.text(max_size=60), st.text(max_size=60), st.integers(1, 5))
def test_any_fields_give_a_bounded_wait(after: str, date: str, attempt: int) -> None:
    """Whatever the fields say, the wait is none, or between nothing and the cap."""
    wait = retry_wait_s(_exchange(429, attempt=attempt, retry_after=after, date=date), POLICY)

    assert wait is None or 0 <= wait <= POLICY.retry_after_cap_s
