"""What a bad certificate says, read over a real connection."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID

from crawler.net import Net
from crawler.net.certificate import MOST_OTHERS, certificate_of
from crawler.probe.model import CertificateFacts, Probe

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime.now(dt.UTC)


def _look(
    settings: Any, serve: Any, reply: Any, page: Any, context: ssl.SSLContext
) -> CertificateFacts | None:
    async def run() -> CertificateFacts | None:
        async with (
            serve(reply(page()), tls=context) as server,
            Net(settings(("site.test", 443, server.port))) as net,
        ):
            probe = Probe(url="https://site.test/", purpose="unverified", verify=False, read="none")
            return (await net.ask(probe)).certificate

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("expired", ("site.test",)),
        ("not-yet-valid", ("site.test",)),
        ("wrong-host", ("other.test",)),
        ("incomplete-chain", ("site.test",)),
        ("self-signed", ("site.test",)),
    ],
)
def test_facts(
    settings: Any,
    serve: Any,
    reply: Any,
    page: Any,
    trust: Any,
    kind: str,
    names: tuple[str, ...],
) -> None:
    """Dates, names and the length of the chain are those of the server's own."""
    facts = _look(settings, serve, reply, page, trust.contexts[kind])

    assert facts is not None
    assert names == facts.names
    assert (1, 1, kind == "self-signed") == (facts.sent, facts.chained, facts.is_issuer_sent)
    assert not facts.says_where_issuer_is
    assert facts.issuer
    assert "TLSv1.3" == facts.protocol
    assert (kind == "expired") == (facts.not_after < NOW)
    assert (kind == "not-yet-valid") == (facts.not_before > NOW)


def _with_issuer_elsewhere(folder: Path, issuers: int) -> ssl.SSLContext:
    """A server whose leaf says where its issuer's certificate is, sent with so many others."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "A Public Authority")])
    where = x509.AccessDescription(
        AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier("http://ca.test/ca.crt")
    )
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "site.test")])
    builder = x509.CertificateBuilder(
        name, subject, key.public_key(), 7, NOW - dt.timedelta(1), NOW + dt.timedelta(1)
    )
    leaf = builder.add_extension(x509.AuthorityInformationAccess([where]), critical=False).sign(
        key, hashes.SHA256()
    )
    pem = leaf.public_bytes(serialization.Encoding.PEM)
    file = folder / "leaf.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(pem * (1 + issuers) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize(
    ("kind", "followed"),
    [("unknown-issuer", (1, 1, False)), ("unsent-root", (2, 2, False)), ("unknown-root", (4, 3, True))],
)
def test_a_chain_is_followed_as_far_as_it_goes(
    settings: Any, serve: Any, reply: Any, page: Any, trust: Any, kind: str, followed: tuple[int, int, bool]
) -> None:  # fmt: skip
    """In whatever order it was sent, and past what does not belong to it."""
    facts = _look(settings, serve, reply, page, trust.contexts[kind])

    assert facts is not None
    assert followed == (facts.sent, facts.chained, facts.is_issuer_sent)


@pytest.mark.parametrize("others", [0, 1, 40])
def test_a_chain_with_and_without_its_issuer(
    settings: Any, serve: Any, reply: Any, page: Any, tmp_path: Path, others: int
) -> None:
    """What came along is no issuer of the leaf, which says where its own is; of thousands few are read."""
    facts = _look(settings, serve, reply, page, _with_issuer_elsewhere(tmp_path, others))

    assert facts is not None
    assert (1 + min(others, MOST_OTHERS), 1) == (facts.sent, facts.chained)
    assert facts.says_where_issuer_is
    assert "A Public Authority" == facts.issuer
    assert () == facts.names


def test_nothing_is_noted_of_a_certificate_that_is_accepted(
    settings: Any, serve: Any, reply: Any, page: Any, trust: Any
) -> None:
    """A healthy connection costs no reading of its certificate."""

    async def run() -> CertificateFacts | None:
        async with (
            serve(reply(page()), tls=trust.contexts["good"]) as server,
            Net(settings(("site.test", 443, server.port))) as net,
        ):
            return (await net.ask(Probe(url="https://site.test/", stack="httpx"))).certificate

    assert asyncio.run(run()) is None


class _Odd:
    """A connection whose certificate is no certificate."""

    def getpeercert(self, binary_form: bool) -> bytes:
        del binary_form
        return b"\x30\x03\x02\x01\x00"


def test_what_cannot_be_read_says_nothing() -> None:
    """A certificate that is none is no crash."""
    assert certificate_of(_Odd()) is None  # type: ignore[arg-type] # stands for a connection
    assert certificate_of(None) is None
