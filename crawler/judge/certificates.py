"""What is wrong with a certificate, in words that say since when, for whom, or by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.judge.model import Signal
from crawler.probe import urls
from crawler.probe.model import FailureKind

if TYPE_CHECKING:
    from crawler.judge.model import Case
    from crawler.probe.model import CertificateFacts, Failure

INCOMPLETE_CHAIN = "certificate-incomplete-chain"
_SHOWN_NAMES = 3
_OLD_PROTOCOLS = frozenset({"SSLv2", "SSLv3", "TLSv1", "TLSv1.1"})


def certificate_signal(case: Case, failure: Failure) -> Signal | None:
    """The failure with what the unverified look saw of the certificate; None where that adds nothing."""
    facts = case.evidence.hidden.certificate if case.evidence.hidden else None
    if facts is None:
        return None
    if failure.kind is FailureKind.CERTIFICATE_UNKNOWN_ISSUER:
        return _unknown_issuer(facts)
    if failure.kind is FailureKind.CONNECTION_RESET and facts.protocol in _OLD_PROTOCOLS:
        # It hung up on whoever speaks nothing so old.
        return Signal(code=FailureKind.TLS_HANDSHAKE.value, detail=_old(facts))
    words = _words(failure.kind, facts, urls.host_of(case.evidence.final_url))
    return Signal(code=failure.kind.value, detail=words) if words else None


def _unknown_issuer(facts: CertificateFacts) -> Signal:
    """Nobody who is trusted here stands behind the certificate, or one between the two was not sent.

    Every public authority says in what it signs where its own certificate is to be had, and private ones
    seldom do. Where several certificates lead to one that is missing, that is most often a private root,
    which no server sends; of a single one without an address nothing more can be told.
    """
    code, issuer = FailureKind.CERTIFICATE_UNKNOWN_ISSUER.value, facts.issuer
    either = "incomplete chain or unknown issuer:"
    several = f"{facts.sent} certificates" if facts.sent > 1 else "1 certificate"
    if facts.is_issuer_sent:
        detail = f'the chain ends at "{issuer}", an authority that is not trusted here'
    elif facts.chained > 1:
        detail = f'{either} {facts.chained} certificates lead to "{issuer}", neither sent nor trusted here'
    elif facts.sent and facts.says_where_issuer_is:
        code = INCOMPLETE_CHAIN
        detail = f'the server sends {several}, but not that of the issuer "{issuer}"'
    elif facts.sent:
        detail = f'{either} the server sends {several}, and nobody here knows the issuer "{issuer}"'
    else:
        detail = f'nobody here knows the issuer "{issuer}"'
    return Signal(code=code, detail=detail)


def _words(kind: FailureKind, facts: CertificateFacts, host: str) -> str | None:
    if kind is FailureKind.CERTIFICATE_EXPIRED:
        return f"the certificate expired on {facts.not_after:%Y-%m-%d}"
    if kind is FailureKind.CERTIFICATE_NOT_YET_VALID:
        return f"the certificate is not valid before {facts.not_before:%Y-%m-%d}"
    if kind is FailureKind.CERTIFICATE_WRONG_HOST:
        return f"the certificate is for {_listed(facts.names)}, not for {host}"
    if kind is FailureKind.TLS_HANDSHAKE and facts.protocol in _OLD_PROTOCOLS:
        return _old(facts)
    return None


def _old(facts: CertificateFacts) -> str:
    return f"the server speaks {facts.protocol} at best, which browsers have given up"


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_SHOWN_NAMES]) or "no host at all"
    left = len(names) - _SHOWN_NAMES
    return f"{shown} and {left} more" if left > 0 else shown
