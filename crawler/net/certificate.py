"""What a server's certificate says, read from a connection that did not ask whether it is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.net.failures import bounded
from crawler.probe.model import CertificateFacts

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

    from cryptography.x509 import Certificate

MOST_NAMES = 100
MOST_OTHERS = 10
"""Chains of public authorities have three or four certificates; a hostile server may send thousands."""
_NAME_CHARACTERS = 253


def certificate_of(connection: ssl.SSLObject | None) -> CertificateFacts | None:
    """Facts of the certificate that was sent; None where none was, or where it cannot be read."""
    sent = connection.getpeercert(binary_form=True) if connection is not None else None
    if connection is None or not sent:
        return None
    # Here, since only the few bad certificates are ever read.
    from cryptography import x509  # noqa: PLC0415 - see above

    try:
        certificate = x509.load_der_x509_certificate(sent)
        others = _others(connection)
        chain = _chain(certificate, others or ())
        return CertificateFacts(
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
            names=_names(certificate),
            sent=0 if others is None else 1 + len(others),
            chained=len(chain),
            issuer=bounded(_issuer(chain[-1]), _NAME_CHARACTERS),
            is_issuer_sent=chain[-1].issuer == chain[-1].subject,
            says_where_issuer_is=_says_where_issuer_is(chain[-1]),
            protocol=connection.version() or "",
        )
    except (ValueError, TypeError, x509.InvalidVersion, x509.ExtensionNotFound, x509.DuplicateExtension):
        return None


def _names(certificate: Certificate) -> tuple[str, ...]:
    from cryptography import x509  # noqa: PLC0415 - as above

    try:
        alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    names = [*alternatives.get_values_for_type(x509.DNSName)]
    names += [str(address) for address in alternatives.get_values_for_type(x509.IPAddress)]
    return tuple(bounded(name, _NAME_CHARACTERS) for name in names[:MOST_NAMES])


def _issuer(certificate: Certificate) -> str:
    """The name that people know an issuer by."""
    from cryptography.x509 import NameOID  # noqa: PLC0415 - as above

    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in certificate.issuer.get_attributes_for_oid(kind):
            return str(attribute.value)
    return certificate.issuer.rfc4514_string()


def _says_where_issuer_is(certificate: Certificate) -> bool:
    """RFC 5280 4.2.2.1: where the issuer's own certificate can be had, as every public authority says."""
    from cryptography import x509  # noqa: PLC0415 - as above
    from cryptography.x509.oid import AuthorityInformationAccessOID  # noqa: PLC0415 - as above

    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound:
        return False
    return any(each.access_method == AuthorityInformationAccessOID.CA_ISSUERS for each in access)


def _others(connection: ssl.SSLObject) -> list[bytes] | None:
    """The certificates that came with the server's own, a few at most; None where this Python cannot tell."""
    # Public since Python 3.13; the same method stands one level below before.
    below = getattr(connection, "_sslobj", None)
    chain = getattr(connection, "get_unverified_chain", None) or getattr(below, "get_unverified_chain", None)
    if chain is None:
        return None
    return [_as_der(each) for each in (chain() or ())[1 : 1 + MOST_OTHERS]]


def _as_der(certificate: Any) -> bytes:
    """A certificate as Python gives it: bytes since 3.13, an object of its own below."""
    import _ssl  # noqa: PLC0415 - only for bad certificates

    return certificate if isinstance(certificate, bytes) else certificate.public_bytes(_ssl.ENCODING_DER)


def _chain(certificate: Certificate, others: Iterable[bytes]) -> list[Certificate]:
    """From a certificate on, each signed by the next, in whatever order they were sent."""
    left = [each for each in map(_read, others) if each is not None]
    chain = [certificate]
    while chain[-1].issuer != chain[-1].subject:
        issuer = next((each for each in left if _has_signed(each, chain[-1])), None)
        if issuer is None:
            break
        left.remove(issuer)
        chain.append(issuer)
    return chain


def _read(sent: bytes) -> Certificate | None:
    from cryptography import x509  # noqa: PLC0415 - as above

    try:
        return x509.load_der_x509_certificate(sent)
    except ValueError:
        return None


def _has_signed(issuer: Certificate, certificate: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm  # noqa: PLC0415 - as above

    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
