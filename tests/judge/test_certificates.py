"""What is wrong with a certificate, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.replay import Web, link_of, replay

from crawler.judge import build_case, judge
from crawler.probe.model import CertificateFacts

EITHER = "incomplete chain or unknown issuer:"
FACTS = CertificateFacts(
    not_before=datetime(2040, 1, 1, tzinfo=UTC),
    not_after=datetime(2024, 3, 1, 23, 59, tzinfo=UTC),
    names=("b.test", "www.b.test"),
    sent=2,
    chained=2,
    issuer="R11",
    is_issuer_sent=False,
    says_where_issuer_is=True,
    protocol="TLSv1.3",
)


@pytest.mark.parametrize(
    ("failure", "facts", "words"),
    [
        ("certificate-expired", FACTS, "the certificate expired on 2024-03-01"),
        ("certificate-not-yet-valid", FACTS, "the certificate is not valid before 2040-01-01"),
        ("certificate-wrong-host", FACTS, "the certificate is for b.test, www.b.test, not for a.test"),
        (
            "certificate-wrong-host",
            replace(FACTS, names=("1", "2", "3", "4", "5")),
            "the certificate is for 1, 2, 3 and 2 more, not for a.test",
        ),
        (
            "certificate-wrong-host",
            replace(FACTS, names=()),
            "the certificate is for no host at all, not for a.test",
        ),
        (
            "certificate-unknown-issuer",
            FACTS,
            'incomplete chain or unknown issuer: 2 certificates lead to "R11", neither sent nor trusted here',
        ),
        (
            "certificate-unknown-issuer",
            replace(FACTS, is_issuer_sent=True),
            'the chain ends at "R11", an authority that is not trusted here',
        ),
        (
            "certificate-unknown-issuer",
            replace(FACTS, sent=1, chained=1),
            'the server sends 1 certificate, but not that of the issuer "R11"',
        ),
        (
            "certificate-unknown-issuer",
            replace(FACTS, sent=1, chained=1, says_where_issuer_is=False),
            f'{EITHER} the server sends 1 certificate, and nobody here knows the issuer "R11"',
        ),
        (
            "certificate-unknown-issuer",
            replace(FACTS, sent=0, chained=1),
            'nobody here knows the issuer "R11"',
        ),
        (
            "tls-handshake",
            replace(FACTS, protocol="TLSv1"),
            "the server speaks TLSv1 at best, which browsers have given up",
        ),
        ("tls-handshake", FACTS, "tls-handshake"),
        ("certificate-invalid", FACTS, "certificate-invalid"),
        ("certificate-expired", None, "certificate-expired"),
    ],
)
def test_words(failure: str, facts: CertificateFacts | None, words: str) -> None:
    """The first reason says since when, for whom or by whom, as far as the certificate was seen."""
    said = {"entry": {"title": "Notes", "url": "https://a.test/"}}
    link = link_of(said)
    evidence = replay(link.url, link.title, Web({"*": [{"fail": failure}, {"status": 200}]}))
    assert evidence.hidden is not None
    evidence = replace(evidence, hidden=replace(evidence.hidden, certificate=facts))

    verdict = judge(build_case(link, evidence, None))

    assert "insecure" == verdict.status
    assert words == verdict.because[0]
