"""Certificates are good or bad exactly as labelled, seen by OpenSSL with the demo's authority trusted."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.demo import SITES
from crawler.demo.certificates import EXPIRED_ON, VALID_FROM
from crawler.demo.model import CERTIFICATE_TROUBLES

# OpenSSL's X509_V_ERR_* codes.
VERIFY_CODES = {
    "certificate-expired": 10,
    "certificate-not-yet-valid": 9,
    "certificate-wrong-host": 62,
    "certificate-self-signed": 18,
    "certificate-unknown-issuer": 20,
    "certificate-incomplete-chain": 20,
    "recovers-its-certificate": 10,
}


@pytest.mark.parametrize(("id_", "code"), VERIFY_CODES.items())
def test_certificates_fail_as_labelled(visitor: Any, url: dict[str, str], id_: str, code: int) -> None:
    """With the demo's authority trusted, each bad certificate fails with OpenSSL's code for its trouble."""
    with pytest.raises(ssl.SSLCertVerificationError) as failure:
        visitor.dial(url[id_])

    assert code == failure.value.verify_code


def test_no_bad_certificate_is_forgotten() -> None:
    """The table above names every site with a bad certificate on day 1."""
    assert set(VERIFY_CODES) == {site.id for site in SITES if site.trouble_on(1) in CERTIFICATE_TROUBLES}


def test_the_right_page_stands_behind_a_bad_certificate(visitor: Any, url: dict[str, str]) -> None:
    """Whoever does not verify gets the page."""
    visitor.trust = ssl.create_default_context()
    visitor.trust.check_hostname = False
    visitor.trust.verify_mode = ssl.CERT_NONE
    try:
        reply = visitor.ask(url["certificate-expired"])
    finally:
        visitor.trust = ssl.create_default_context(cafile=visitor.web.ca_file)

    assert b"Multivariate Statistics Notes" in reply.body


def test_certificate_troubles_follow_the_day(visitor: Any, url: dict[str, str]) -> None:
    """One certificate lapses on day 2, another is renewed."""
    assert visitor.ask(url["certificate-lapses"]).status == 200
    visitor.web.day = 2
    with pytest.raises(ssl.SSLCertVerificationError):
        visitor.dial(url["certificate-lapses"])

    assert visitor.ask(url["recovers-its-certificate"]).status == 200


def test_the_stated_dates_are_past_and_future() -> None:
    """One certificate has expired, the other is not yet valid, and the sites' words give the dates."""
    whys = {site.id: site.why for site in SITES}

    assert EXPIRED_ON < datetime.now(UTC) < VALID_FROM
    assert f"{EXPIRED_ON:%Y-%m-%d}" in whys["certificate-expired"]
    assert f"{VALID_FROM:%Y-%m-%d}" in whys["certificate-not-yet-valid"]


def test_nobody_trusts_the_authority_by_default(visitor: Any) -> None:
    """Without `ca_file` even a sound site fails."""
    with (
        socket.create_connection(visitor.address("plain-page.test", 443), timeout=5) as plain,
        pytest.raises(ssl.SSLCertVerificationError) as failure,
    ):
        ssl.create_default_context().wrap_socket(plain, server_hostname="plain-page.test")

    assert failure.value.verify_code in (19, 20)


def test_a_tls_handshake_gets_plain_text(visitor: Any, url: dict[str, str]) -> None:
    """The port for HTTPS that speaks HTTP answers at once, and what it says is no TLS."""
    with pytest.raises(ssl.SSLError) as failure:
        visitor.dial(url["plain-text-on-443"])

    assert not isinstance(failure.value, ssl.SSLCertVerificationError)
