"""Certificates of the demo web, good and bad, from an authority made at start-up."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import AuthorityInformationAccessOID

from crawler.demo.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

EXPIRED_ON = datetime(2024, 3, 1, tzinfo=UTC)
VALID_FROM = datetime(2040, 1, 1, tzinfo=UTC)
"""When the not yet valid certificate becomes valid."""
_NINETY_DAYS = timedelta(days=90)
SOMEBODY_ELSE = "somebody-else.test"
"""The name in the certificate of the site that serves one for the wrong host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """What a server sends, and the key to it, both PEM."""

    chain: bytes
    key: bytes


def make_contexts(
    folder: Path, names: Mapping[Trouble | None, Sequence[str]]
) -> dict[Trouble | None, ssl.SSLContext]:
    """One server context for each kind of certificate; writes `ca.pem`, what clients are to trust.

    All names of a kind share one certificate: a hundred of them would cost a second at start-up.
    """
    authority = trustme.CA(organization_name="crawler demo")
    (folder / "ca.pem").write_bytes(authority.cert_pem.bytes())
    return {
        trouble: _context(folder / f"{trouble or 'valid'}.pem", _issue(authority, trouble, hosts))
        for trouble, hosts in names.items()
    }


def _issue(authority: trustme.CA, trouble: Trouble | None, hosts: Sequence[str]) -> _Pair:
    match trouble:
        case Trouble.EXPIRED:
            leaf = authority.issue_cert(*hosts, not_before=EXPIRED_ON - _NINETY_DAYS, not_after=EXPIRED_ON)
        case Trouble.NOT_YET_VALID:
            leaf = authority.issue_cert(*hosts, not_before=VALID_FROM, not_after=VALID_FROM + _NINETY_DAYS)
        case Trouble.WRONG_HOST:
            leaf = authority.issue_cert(SOMEBODY_ELSE)
        case Trouble.SELF_SIGNED:
            return _self_signed(hosts)
        case Trouble.UNKNOWN_ISSUER:
            leaf = trustme.CA(organization_name="an authority that nobody knows").issue_cert(*hosts)
        case Trouble.INCOMPLETE_CHAIN:
            return _signed_by(authority.create_child_ca(), hosts)
        case _:
            leaf = authority.issue_cert(*hosts)
    return _Pair(
        chain=b"".join(pem.bytes() for pem in leaf.cert_chain_pems), key=leaf.private_key_pem.bytes()
    )


def _signed_by(issuer: trustme.CA, hosts: Sequence[str]) -> _Pair:
    """A leaf alone that says where its issuer's certificate is to be had, as all of public authorities do."""
    where = x509.AccessDescription(
        AuthorityInformationAccessOID.CA_ISSUERS,
        x509.UniformResourceIdentifier("http://authority.test/ca.crt"),
    )
    signing = load_pem_private_key(issuer.private_key_pem.bytes(), password=None)
    assert isinstance(signing, ec.EllipticCurvePrivateKey)  # what trustme makes
    name = x509.load_pem_x509_certificate(issuer.cert_pem.bytes()).subject
    return _leaf(hosts, name, signing, (x509.AuthorityInformationAccess([where]),))


def _self_signed(hosts: Sequence[str]) -> _Pair:
    """What `openssl req -x509` makes: subject and issuer are the same and no authority stands behind it."""
    return _leaf(hosts)


def _leaf(
    hosts: Sequence[str],
    issuer: x509.Name | None = None,
    signing: ec.EllipticCurvePrivateKey | None = None,
    extensions: Sequence[x509.ExtensionType] = (),
) -> _Pair:
    """A certificate for some hosts; without an issuer, its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, hosts[0])])
    builder = (
        x509.CertificateBuilder(issuer_name=issuer or name, subject_name=name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(EXPIRED_ON)
        .not_valid_after(VALID_FROM)
    )
    for extension in (x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), *extensions):
        builder = builder.add_extension(extension, critical=False)
    return _Pair(
        chain=builder.sign(signing or key, hashes.SHA256()).public_bytes(Encoding.PEM),
        key=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )


def _context(file: Path, pair: _Pair) -> ssl.SSLContext:
    # A context loads a chain from files only; the folder is private and goes when the demo ends.
    file.write_bytes(pair.key + pair.chain)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
