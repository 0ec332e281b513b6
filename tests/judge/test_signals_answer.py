"""What the last answer, or its absence, says by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.judge.model import Case, Signal
from crawler.judge.signals_answer import (
    STATUS_CODES,
    answers_without_certificate,
    body_broken,
    bot_wall,
    failure,
    recovered_on_retry,
    site_answer,
    status,
)
from crawler.probe.model import Answer, Exchange, Failure, FailureKind, Probe, SiteAnswer

MakeCase = Callable[..., Case]
PROBE = Probe(url="https://a.test/")


def _code(signal: Signal | None) -> str | None:
    return signal.code if signal else None


@pytest.mark.parametrize("kind", list(FailureKind))
def test_failure_speaks_in_the_words_of_its_layer(make_case: MakeCase, kind: FailureKind) -> None:
    """Every kind of failure is a signal of its own name."""
    assert kind.value == _code(failure(make_case(kind.value)))
    assert None is failure(make_case("200"))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("200", None),
        ("204", None),
        ("299", None),
        ("100", "unexpected-status"),
        ("300", "unexpected-status"),
        ("304", "unexpected-status"),
        ("400", "client-error"),
        ("405", "client-error"),
        ("406", "client-error"),
        ("418", "request-denied"),
        ("500", "server-error"),
        ("530", "server-error"),
        ("600", "unexpected-status"),
        ("connect-timeout", None),
        *((str(number), code) for number, code in STATUS_CODES.items()),
    ],
)
def test_status(make_case: MakeCase, said: str, expected: str | None) -> None:
    """Each status that is no success has a code, those that mean something their own."""
    assert expected == _code(status(make_case(said)))


@pytest.mark.parametrize("error", ["redirect-loop", "too-many-redirects", "slow-redirects", "bad-redirect"])
def test_broken_chain_is_not_judged_by_status(make_case: MakeCase, error: str) -> None:
    """Where a chain did not end, its last status is only that of a redirect."""
    assert None is status(make_case("302", chain_error=error))


def test_bot_wall_names_its_vendor(make_case: MakeCase) -> None:
    """The detail tells the status and whose wall it is."""
    answer = Answer(status=403, headers=(("cf-mitigated", "challenge"),))

    assert Signal(code="bot-wall", detail="403 from Cloudflare") == bot_wall(make_case(answer))
    assert None is bot_wall(make_case("403"))
    assert None is bot_wall(make_case("read-timeout"))


def test_answer_behind_a_certificate(make_case: MakeCase) -> None:
    """Only an answer counts, not a second failure."""
    answered = Exchange(probe=PROBE, outcome=Answer(status=404))
    failed = Exchange(probe=PROBE, outcome=Failure(kind=FailureKind.READ_TIMEOUT, detail=""))

    seen = answers_without_certificate(make_case("certificate-expired", hidden=answered))
    assert (
        Signal(code="answers-without-certificate", detail="404 when the certificate is not checked") == seen
    )
    assert None is answers_without_certificate(make_case("certificate-expired", hidden=failed))
    assert None is answers_without_certificate(make_case("certificate-expired"))


def test_broken_body(make_case: MakeCase) -> None:
    """A body's error is told in its own words."""
    broken = make_case(Answer(status=200, body_error="the chunk size is not hexadecimal"))

    assert Signal(code="body-broken", detail="the chunk size is not hexadecimal") == body_broken(broken)
    assert None is body_broken(make_case("200"))


@pytest.mark.parametrize(
    ("said", "attempt", "expected"),
    [
        ("200", 2, "answered at attempt 2"),
        ("302", 3, "answered at attempt 3"),
        ("200", 1, None),
        ("503", 3, None),
        ("404", 2, None),
        ("connection-reset", 3, None),
    ],
)
def test_recovery(make_case: MakeCase, said: str, attempt: int, expected: str | None) -> None:
    """A later attempt that succeeds is told; one that fails too is not."""
    signal = recovered_on_retry(make_case(said, attempt=attempt))

    assert expected == (signal.detail if signal else None)


@pytest.mark.parametrize("state", ["exists", "gone", "private"])
def test_site_answer(make_case: MakeCase, state: str) -> None:
    """The site's own word is a signal by its state."""
    said = SiteAnswer(site="YouTube", state=state, detail="oEmbed says so")  # type: ignore[arg-type] # one of the three

    assert Signal(code=f"site-says-{state}", detail="YouTube: oEmbed says so") == site_answer(
        make_case("200", site=said)
    )
    assert None is site_answer(make_case("200"))
