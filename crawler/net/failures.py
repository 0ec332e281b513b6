"""The one border where foreign exceptions become failures: tables, most specific first."""

from __future__ import annotations

import errno
import ssl
from typing import TYPE_CHECKING

import h11
import httpcore
from aiodns import error as dns

from crawler.net.httpx_types import httpx
from crawler.probe.model import Failure, FailureKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DETAIL_LIMIT = 200
_CHAIN_LIMIT = 20

CERTIFICATE_KINDS_BY_CODE = {
    9: FailureKind.CERTIFICATE_NOT_YET_VALID,
    10: FailureKind.CERTIFICATE_EXPIRED,
    18: FailureKind.CERTIFICATE_SELF_SIGNED,
    # 19 is a self-signed root at the end of a chain: somebody vouches for the site, but nobody known here.
    19: FailureKind.CERTIFICATE_UNKNOWN_ISSUER,
    2: FailureKind.CERTIFICATE_UNKNOWN_ISSUER,
    20: FailureKind.CERTIFICATE_UNKNOWN_ISSUER,
    21: FailureKind.CERTIFICATE_UNKNOWN_ISSUER,
    62: FailureKind.CERTIFICATE_WRONG_HOST,
    64: FailureKind.CERTIFICATE_WRONG_HOST,
}
"""OpenSSL's X509_V_ERR numbers; every other one is `certificate-invalid`."""

OWN_TROUBLE = frozenset(
    {
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.ENOBUFS,
        errno.ENETDOWN,
        errno.ENETUNREACH,
        errno.EHOSTUNREACH,
        errno.EADDRNOTAVAIL,
        errno.EAFNOSUPPORT,
        errno.EACCES,
        errno.EPERM,
    }
)
"""Errors that a connect meets on this machine or on its way out, before any site has had a say."""

FAULTS = (
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NameError,
    NotImplementedError,
    RecursionError,
    TypeError,
)
"""What programs raise when they are wrong themselves; no link may be judged by it."""

DNS_KINDS = {
    dns.ARES_ENOTFOUND: FailureKind.NAME_NOT_FOUND,
    # A name that DNS cannot even carry (a label of 64 characters, an empty one) is nobody's name.
    dns.ARES_EBADNAME: FailureKind.NAME_NOT_FOUND,
    dns.ARES_ENODATA: FailureKind.NO_ADDRESS,
    dns.ARES_ETIMEOUT: FailureKind.DNS_TIMEOUT,
}
"""c-ares' statuses; every other one (SERVFAIL, REFUSED, garbage, no server) is `dns-failure`."""

DNS_WORDS = {
    dns.ARES_ENOTFOUND: "DNS knows no such name",
    dns.ARES_ENODATA: "DNS knows the name, but no address of it",
    dns.ARES_ESERVFAIL: "its name servers fail (SERVFAIL), as with a broken delegation",
    dns.ARES_EREFUSED: "the name server refuses to answer (REFUSED)",
    dns.ARES_ETIMEOUT: "the name servers do not answer in time",
}
"""Every other status in c-ares' own words."""


def bounded(text: str, limit: int = DETAIL_LIMIT) -> str:
    """One printable line for people out of words that a stranger may have chosen."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: limit * 4]).split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def failure_of_dns(error: dns.DNSError, name: str) -> Failure:
    status, words = (*error.args, None, "")[:2]
    said = DNS_WORDS.get(status) or str(words).lower()
    return Failure(kind=DNS_KINDS.get(status, FailureKind.DNS_FAILURE), detail=bounded(f"{name}: {said}"))


def failure_of(error: BaseException) -> Failure:
    """Read an exception of the second stack; anything unforeseen is `protocol-error`, or a fault of ours."""
    chain = tuple(_chain(error))
    for kind_of in _ROWS:
        for link in chain:
            kind = kind_of(link)
            if kind is not None:
                return Failure(kind=kind, detail=_words(link))
    fault = next((link for link in chain if isinstance(link, FAULTS)), None)
    if fault is not None:
        words = f"a fault of crawler, not of the site: {type(fault).__name__}: {fault}"
        return Failure(kind=FailureKind.INTERNAL_ERROR, detail=bounded(words))
    return Failure(kind=FailureKind.PROTOCOL_ERROR, detail=_words(chain[-1]))


def _certificate(error: BaseException) -> FailureKind | None:
    if not isinstance(error, ssl.SSLCertVerificationError):
        return None
    return CERTIFICATE_KINDS_BY_CODE.get(error.verify_code, FailureKind.CERTIFICATE_INVALID)


def _tls(error: BaseException) -> FailureKind | None:
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return FailureKind.CONNECTION_RESET
    return FailureKind.TLS_HANDSHAKE if isinstance(error, ssl.SSLError) else None


def _operating_system(error: BaseException) -> FailureKind | None:
    if isinstance(error, ConnectionRefusedError):
        return FailureKind.CONNECTION_REFUSED
    if isinstance(error, ConnectionError):
        return FailureKind.CONNECTION_RESET
    if isinstance(error, OSError) and error.errno == errno.ETIMEDOUT:
        return FailureKind.CONNECT_TIMEOUT
    if isinstance(error, OSError) and error.errno in OWN_TROUBLE:
        return FailureKind.NETWORK_UNREACHABLE
    return None


def _client(error: BaseException) -> FailureKind | None:
    return next((kind for types, kind in _CLIENT_TYPES if isinstance(error, types)), None)


def _closed_early(error: BaseException) -> FailureKind | None:
    # httpcore has no type of its own for a server that hangs up before its first byte.
    is_remote = isinstance(error, httpcore.RemoteProtocolError)
    return FailureKind.CONNECTION_RESET if is_remote and "without sending" in str(error) else None


_CLIENT_TYPES: tuple[tuple[tuple[type[BaseException], ...], FailureKind], ...] = (
    ((httpcore.ConnectTimeout, httpx.ConnectTimeout), FailureKind.CONNECT_TIMEOUT),
    ((httpcore.TimeoutException, httpx.TimeoutException), FailureKind.READ_TIMEOUT),
    ((httpcore.ProtocolError, httpx.ProtocolError, h11.ProtocolError), FailureKind.PROTOCOL_ERROR),
    ((httpcore.NetworkError, httpx.NetworkError), FailureKind.CONNECTION_RESET),
)
_ROWS: tuple[Callable[[BaseException], FailureKind | None], ...] = (
    _certificate,
    _tls,
    _operating_system,
    _closed_early,
    _client,
)


FAST_STACK_WORDS: tuple[tuple[str, FailureKind], ...] = (
    ("certificate expired", FailureKind.CERTIFICATE_EXPIRED),
    ("certificate not valid yet", FailureKind.CERTIFICATE_NOT_YET_VALID),
    ("certificate not valid for name", FailureKind.CERTIFICATE_WRONG_HOST),
    # rustls has no word of its own for a self-signed leaf.
    ("unknownissuer", FailureKind.CERTIFICATE_UNKNOWN_ISSUER),
    ("caused as endentity", FailureKind.CERTIFICATE_SELF_SIGNED),
    ("invalid peer certificate", FailureKind.CERTIFICATE_INVALID),
    ("connection refused", FailureKind.CONNECTION_REFUSED),
    ("connection reset", FailureKind.CONNECTION_RESET),
    ("broken pipe", FailureKind.CONNECTION_RESET),
    ("connection aborted", FailureKind.CONNECTION_RESET),
    ("tls handshake eof", FailureKind.CONNECTION_RESET),
    ("connection closed before message completed", FailureKind.CONNECTION_RESET),
    ("unreachable", FailureKind.NETWORK_UNREACHABLE),
    ("too many open files", FailureKind.NETWORK_UNREACHABLE),
    ("address not available", FailureKind.NETWORK_UNREACHABLE),
    ("cannot assign requested address", FailureKind.NETWORK_UNREACHABLE),
    ("received fatal alert", FailureKind.TLS_HANDSHAKE),
    ("received corrupt message", FailureKind.TLS_HANDSHAKE),
    ("peer is incompatible", FailureKind.TLS_HANDSHAKE),
    ("peer misbehaved", FailureKind.TLS_HANDSHAKE),
)
"""The fast stack tells causes as text only; of several words in them the first of these rows counts."""


def failure_of_causes(causes: Sequence[str]) -> Failure:
    """Read the chain of causes (outermost first) of the fast stack."""
    text = " / ".join(causes).lower()
    is_timeout = "timed out" in text or "deadline has elapsed" in text
    if is_timeout:
        kind = FailureKind.CONNECT_TIMEOUT if "(connect)" in text else FailureKind.READ_TIMEOUT
    else:
        kind = next((kind for words, kind in FAST_STACK_WORDS if words in text), FailureKind.PROTOCOL_ERROR)
    # The outermost cause repeats the URL, and with it what may be secret in its query.
    return Failure(kind=kind, detail=bounded(causes[-1] if len(causes) > 1 else "the request failed"))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the exception, then what caused it, deepest last; groups are opened."""
    waiting = [error]
    for _ in range(_CHAIN_LIMIT):
        if not waiting:
            return
        link = waiting.pop(0)
        yield link
        if isinstance(link, BaseExceptionGroup):
            waiting.extend(link.exceptions)
        # httpcore's pool cuts `__cause__` off ("from None"), but its exceptions carry the cause itself.
        waiting.extend(part for part in link.args if isinstance(part, BaseException))
        cause = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
        if cause is not None:
            waiting.append(cause)


def _words(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return bounded(error.verify_message or str(error))
    if isinstance(error, ssl.SSLError):
        return bounded((getattr(error, "reason", None) or str(error)).replace("_", " ").lower())
    if isinstance(error, OSError) and error.strerror:
        return bounded(error.strerror.lower())
    return bounded(str(error)) or type(error).__name__
