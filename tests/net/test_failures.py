"""Foreign exceptions to failures, row by row."""

from __future__ import annotations

import errno
import ssl

import anyio
import h11
import httpcore
import httpx
import pytest
from aiodns import error as dns
from hypothesis import given
from hypothesis import strategies as st

from crawler.net.failures import (
    DETAIL_LIMIT,
    DNS_WORDS,
    bounded,
    failure_of,
    failure_of_causes,
    failure_of_dns,
)
from crawler.probe.model import FailureKind


def _certificate_error(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError("certificate verify failed")
    error.verify_code = code
    error.verify_message = f"message {code}"
    return error


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (10, FailureKind.CERTIFICATE_EXPIRED),
        (9, FailureKind.CERTIFICATE_NOT_YET_VALID),
        (62, FailureKind.CERTIFICATE_WRONG_HOST),
        (64, FailureKind.CERTIFICATE_WRONG_HOST),
        (18, FailureKind.CERTIFICATE_SELF_SIGNED),
        (19, FailureKind.CERTIFICATE_UNKNOWN_ISSUER),
        (20, FailureKind.CERTIFICATE_UNKNOWN_ISSUER),
        (21, FailureKind.CERTIFICATE_UNKNOWN_ISSUER),
        (2, FailureKind.CERTIFICATE_UNKNOWN_ISSUER),
        (23, FailureKind.CERTIFICATE_INVALID),
        (66, FailureKind.CERTIFICATE_INVALID),
    ],
)
def test_certificate_codes(code: int, kind: FailureKind) -> None:
    """OpenSSL's verify codes decide, and its own words are the detail."""
    failure = failure_of(httpcore.ConnectError(_certificate_error(code)))

    assert (kind, f"message {code}") == (failure.kind, failure.detail)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version"), FailureKind.TLS_HANDSHAKE),
        (ssl.SSLEOFError(8, "EOF occurred"), FailureKind.CONNECTION_RESET),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), FailureKind.CONNECTION_REFUSED),
        (ConnectionResetError(errno.ECONNRESET, "reset"), FailureKind.CONNECTION_RESET),
        (BrokenPipeError(errno.EPIPE, "pipe"), FailureKind.CONNECTION_RESET),
        (ConnectionAbortedError(errno.ECONNABORTED, "aborted"), FailureKind.CONNECTION_RESET),
        (OSError(errno.ETIMEDOUT, "timed out"), FailureKind.CONNECT_TIMEOUT),
        (OSError(errno.EMFILE, "too many files"), FailureKind.NETWORK_UNREACHABLE),
        (OSError(errno.ENOMEM, "no memory"), FailureKind.NETWORK_UNREACHABLE),
        (OSError(errno.ENETUNREACH, "no route"), FailureKind.NETWORK_UNREACHABLE),
        (OSError(errno.EHOSTUNREACH, "no route"), FailureKind.NETWORK_UNREACHABLE),
        (OSError(errno.EADDRNOTAVAIL, "no address"), FailureKind.NETWORK_UNREACHABLE),
        (httpcore.ConnectTimeout(), FailureKind.CONNECT_TIMEOUT),
        (httpcore.ReadTimeout(), FailureKind.READ_TIMEOUT),
        (httpx.ConnectTimeout(""), FailureKind.CONNECT_TIMEOUT),
        (httpx.ReadTimeout(""), FailureKind.READ_TIMEOUT),
        (
            httpcore.RemoteProtocolError("Server disconnected without sending a response."),
            FailureKind.CONNECTION_RESET,
        ),
        (httpcore.RemoteProtocolError("illegal header line"), FailureKind.PROTOCOL_ERROR),
        (httpcore.LocalProtocolError("illegal header value"), FailureKind.PROTOCOL_ERROR),
        (h11.RemoteProtocolError("no"), FailureKind.PROTOCOL_ERROR),
        (httpcore.ReadError(anyio.BrokenResourceError()), FailureKind.CONNECTION_RESET),
        (httpcore.ConnectError(anyio.EndOfStream()), FailureKind.CONNECTION_RESET),
        (RuntimeError("unforeseen"), FailureKind.PROTOCOL_ERROR),
        (AttributeError("no such thing"), FailureKind.INTERNAL_ERROR),
        (KeyError("no such key"), FailureKind.INTERNAL_ERROR),
    ],
)
def test_exceptions(error: Exception, kind: FailureKind) -> None:
    """Each foreign exception has one meaning, and some words for people."""
    failure = failure_of(error)

    assert kind == failure.kind
    assert failure.detail


def test_the_most_specific_of_a_chain_decides() -> None:
    """A refused connection is found below what three libraries wrapped around it."""
    refused = ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
    middle = OSError("All connection attempts failed")
    middle.__cause__ = ExceptionGroup("attempts", [refused])

    assert FailureKind.CONNECTION_REFUSED == failure_of(httpcore.ConnectError(middle)).kind


def test_a_chain_without_end_ends() -> None:
    """Exceptions that cause each other are read once, not for ever."""
    one, other = RuntimeError("one"), RuntimeError("other")
    one.__cause__, other.__cause__ = other, one

    assert FailureKind.PROTOCOL_ERROR == failure_of(one).kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (dns.ARES_ENOTFOUND, FailureKind.NAME_NOT_FOUND),
        (dns.ARES_EBADNAME, FailureKind.NAME_NOT_FOUND),
        (dns.ARES_ENODATA, FailureKind.NO_ADDRESS),
        (dns.ARES_ETIMEOUT, FailureKind.DNS_TIMEOUT),
        (dns.ARES_ESERVFAIL, FailureKind.DNS_FAILURE),
        (dns.ARES_EREFUSED, FailureKind.DNS_FAILURE),
        (dns.ARES_EBADRESP, FailureKind.DNS_FAILURE),
        (dns.ARES_EFORMERR, FailureKind.DNS_FAILURE),
        (dns.ARES_ECONNREFUSED, FailureKind.DNS_FAILURE),
        (dns.ARES_ECANCELLED, FailureKind.DNS_FAILURE),
    ],
)
def test_name_service_statuses(status: int, kind: FailureKind) -> None:
    """Vanished, without address, timed out, and everything else that is the service's own trouble."""
    failure = failure_of_dns(dns.DNSError(status, "Words"), "a.test")

    assert (kind, f"a.test: {DNS_WORDS.get(status, 'words')}") == (failure.kind, failure.detail)


def test_a_name_service_error_without_words() -> None:
    """An error without arguments is a failure of the service."""
    assert FailureKind.DNS_FAILURE == failure_of_dns(dns.DNSError(), "a.test").kind


@pytest.mark.parametrize(
    ("deepest", "layer", "kind"),
    [
        (
            "invalid peer certificate: certificate expired: verification time 1",
            "(Connect)",
            "certificate-expired",
        ),
        ("invalid peer certificate: Expired", "(Connect)", "certificate-invalid"),
        ("invalid peer certificate: certificate not valid yet: 1", "(Connect)", "certificate-not-yet-valid"),
        (
            'invalid peer certificate: certificate not valid for name "a"',
            "(Connect)",
            "certificate-wrong-host",
        ),
        ("invalid peer certificate: UnknownIssuer", "(Connect)", "certificate-unknown-issuer"),
        ("Connection refused (os error 111)", "(Connect)", "connection-refused"),
        ("Connection reset by peer (os error 104)", "(SendRequest)", "connection-reset"),
        ("connection closed before message completed", "(SendRequest)", "connection-reset"),
        ("tls handshake eof", "(Connect)", "connection-reset"),
        ("Network is unreachable (os error 101)", "(Connect)", "network-unreachable"),
        ("received fatal alert: HandshakeFailure", "(Connect)", "tls-handshake"),
        ("received corrupt message of type InvalidContentType", "(Connect)", "tls-handshake"),
        ("operation timed out", "(Connect)", "connect-timeout"),
        ("deadline has elapsed", "(Connect)", "connect-timeout"),
        ("operation timed out", "(SendRequest)", "read-timeout"),
        ("invalid HTTP version parsed", "(SendRequest)", "protocol-error"),
    ],
)
def test_causes_of_the_second_stack(deepest: str, layer: str, kind: str) -> None:
    """Its causes are text; the deepest is the detail, and the URL of the outermost is in none."""
    failure = failure_of_causes(["error for url (http://a.test/?secret)", f"client error {layer}", deepest])

    assert (kind, deepest) == (failure.kind.value, failure.detail)


def test_a_lone_cause_is_not_repeated() -> None:
    """The outermost cause names the URL, so alone it gives no detail."""
    assert "secret" not in failure_of_causes(["error sending request for url (http://a.test/?secret)"]).detail


@given(st.text(max_size=2000))
def test_details_are_one_bounded_printable_line(text: str) -> None:
    """Words of strangers cannot break a report's line."""
    line = bounded(text)

    assert len(line) <= DETAIL_LIMIT
    assert line.isprintable()
