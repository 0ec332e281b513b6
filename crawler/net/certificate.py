"""What a server's certificate says, read from a connection that did not ask whether it is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.net.failures import bounded
from crawler.probe.model import CertificateFacts

if TYPE_CHECKING:
    import ssl

    from cryptography.x509 import Certificate

MOST_NAMES = 100
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
        return CertificateFacts(
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
            names=_names(certificate),
            issuer=bounded(_issuer(certificate), _NAME_CHARACTERS),
            is_alone=_is_alone(connection),
            says_where_issuer_is=_says_where_issuer_is(certificate),
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


def _is_alone(connection: ssl.SSLObject) -> bool:
    """Whether the server sent no certificate but its own; False where this Python cannot tell."""
    # Public since Python 3.13; the same method stands one level below before.
    below = getattr(connection, "_sslobj", None)
    chain = getattr(connection, "get_unverified_chain", None) or getattr(below, "get_unverified_chain", None)
    return chain is not None and len(chain() or ()) == 1
