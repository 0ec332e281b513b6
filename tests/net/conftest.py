"""Real servers on loopback: raw bytes over TCP and TLS, and a small name server over UDP."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import socket
import ssl
import struct
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, cast

import dnslib
import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from crawler.net import ConnectTo, NetSettings

Behaviour = Callable[["Visit"], Awaitable[None]]
DAY = dt.timedelta(days=1)
LONGEST_HEAD = 1 << 20


@dataclass(slots=True)
class Visit:
    """One request as a server sees it, and the means to answer it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    head: bytes = b""

    async def send(self, raw: bytes) -> None:
        self.writer.write(raw)
        await self.writer.drain()

    def reset(self) -> None:
        """Close with RST instead of FIN."""
        raw = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    @property
    def path(self) -> str:
        return self.head.split(b" ", 2)[1].decode()


@dataclass(slots=True)
class Server:
    """A running server and what it saw."""

    behaviour: Behaviour
    reads_request: bool = True
    port: int = 0
    heads: list[bytes] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    connections: int = 0
    now_open: int = 0
    most_open: int = 0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        self.connections += 1
        gone = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError)
        with contextlib.suppress(*gone):
            await self._serve(Visit(reader, writer))
        writer.transport.abort()

    async def _serve(self, visit: Visit) -> None:
        while True:
            if self.reads_request:
                visit.head = await visit.reader.readuntil(b"\r\n\r\n")
                self.heads.append(visit.head)
                self.times.append(time.monotonic())
            self.now_open += 1
            self.most_open = max(self.most_open, self.now_open)
            try:
                await self.behaviour(visit)
            finally:
                self.now_open -= 1
            if visit.writer.is_closing() or not self.reads_request:
                return

    @property
    def paths(self) -> list[str]:
        return [head.split(b" ", 2)[1].decode() for head in self.heads]


@contextlib.asynccontextmanager
async def _serve(
    behaviour: Behaviour,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    tls: ssl.SSLContext | None = None,
    reads_request: bool = True,
) -> AsyncIterator[Server]:
    server = Server(behaviour, reads_request=reads_request)
    # Whoever follows a redirect of 90 kB sends a longer head than asyncio takes by itself.
    listening = await asyncio.start_server(server.visit, host, port, ssl=tls, limit=LONGEST_HEAD)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in server.tasks:
            task.cancel()
        await asyncio.gather(*server.tasks, return_exceptions=True)


def _reply(raw: bytes) -> Behaviour:
    async def behave(visit: Visit) -> None:
        await visit.send(raw)
        visit.writer.close()

    return behave


def _page(body: bytes = b"<title>Hello</title>", *, status: str = "200 OK", extra: bytes = b"") -> bytes:
    length = str(len(body)).encode()
    return (
        b"HTTP/1.1 " + status.encode() + b"\r\nContent-Type: text/html\r\nContent-Length: " + length
        + b"\r\n" + extra + b"\r\n" + body
    )  # fmt: skip


def _settings(*servers: tuple[str, int, int], **changes: Any) -> NetSettings:
    """Settings without pacing that lead (host, port) to a port of 127.0.0.1."""
    rules = tuple(
        ConnectTo(host=host, port=port, to_host="127.0.0.1", to_port=to_port)
        for host, port, to_port in servers
    )
    quick: dict[str, Any] = {
        "host_interval_s": 0.0,
        "timeout_s": 5.0,
        "robots": "ignore",
        "connect_to": rules,
    }
    return NetSettings(**(quick | changes))


class _NameServer(asyncio.DatagramProtocol):
    """Answers from a function of name and type: a code, addresses, raw bytes, or None for silence."""

    def __init__(self, answer: Callable[[str, str], int | list[str] | bytes | None]) -> None:
        self.answer = answer
        self.questions: list[tuple[str, str]] = []
        self.port = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        question = dnslib.DNSRecord.parse(data)
        name, kind = str(question.q.qname).rstrip("."), dnslib.QTYPE[question.q.qtype]
        self.questions.append((name, kind))
        answer = self.answer(name, kind)
        if isinstance(answer, bytes):
            self.transport.sendto(data[:2] + answer, addr)
        elif answer is not None:
            self.transport.sendto(self._packed(question, kind, answer), addr)

    def _packed(self, question: dnslib.DNSRecord, kind: str, answer: int | list[str]) -> bytes:
        reply = question.reply()
        if isinstance(answer, int):
            reply.header.rcode = answer
        else:
            make = dnslib.AAAA if kind == "AAAA" else dnslib.A
            for address in answer:
                if (":" in address) == (kind == "AAAA"):
                    reply.add_answer(
                        dnslib.RR(question.q.qname, question.q.qtype, rdata=make(address), ttl=0)
                    )
        packed: bytes = reply.pack()
        return packed


@contextlib.asynccontextmanager
async def _name_server(
    answer: Callable[[str, str], int | list[str] | bytes | None], *, port: int = 0
) -> AsyncIterator[_NameServer]:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(
        lambda: _NameServer(answer), local_addr=("127.0.0.1", port)
    )
    try:
        yield protocol
    finally:
        transport.close()


@dataclass(frozen=True, slots=True)
class Certificates:
    """Server contexts, each with one thing wrong; `trusted` is what SSL_CERT_FILE points at."""

    trusted: trustme.CA
    contexts: dict[str, ssl.SSLContext]
    good: trustme.LeafCert


def _context(certificate: trustme.LeafCert, *, chooses: str | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    if chooses is not None:
        context.set_alpn_protocols([chooses])
    return context


def _speaking(certificate: trustme.LeafCert, ciphers: str) -> ssl.SSLContext:
    """TLS 1.2 with no other ciphers than these."""
    context = _context(certificate)
    context.set_ciphers(ciphers)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


def _with_root(authority: trustme.CA) -> ssl.SSLContext:
    """All that there is, the root in the wrong place, and a certificate that has nothing to do with it."""
    leaf = authority.create_child_ca().issue_cert("site.test")
    own, *others = leaf.cert_chain_pems
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with (
        trustme.Blob(
            b"".join(pem.bytes() for pem in (own, trustme.CA().cert_pem, authority.cert_pem, *others))
        ).tempfile() as chain,
        leaf.private_key_pem.tempfile() as key,
    ):
        context.load_cert_chain(chain, key)
    return context


def _self_signed(folder: Any) -> ssl.SSLContext:

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "site.test")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 5, now - DAY, now + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("site.test")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "self-signed.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    trusted, foreign = trustme.CA(), trustme.CA()
    now = dt.datetime.now(dt.UTC)
    issue = trusted.issue_cert
    rsa = issue("site.test", key_type=trustme.KeyType.RSA)
    unchained = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    good, leaf = issue("site.test", "127.0.0.1"), trusted.create_child_ca().issue_cert("site.test")
    with leaf.private_key_pem.tempfile() as key, leaf.cert_chain_pems[0].tempfile() as certificate:
        unchained.load_cert_chain(certificate, key)
    return Certificates(
        trusted,
        {
            "good": _context(good),
            "chooses-h2": _context(issue("site.test"), chooses="h2"),
            "chooses-spdy": _context(issue("site.test"), chooses="spdy/1"),
            "rsa-key-exchange": _speaking(rsa, "AES128-GCM-SHA256"),
            "cbc-with-sha-1": _speaking(rsa, "ECDHE-RSA-AES128-SHA"),
            "cbc-with-rsa": _speaking(rsa, "AES256-SHA"),
            "name-in-subject": _context(issue(common_name="site.test")),
            "wrong-host": _context(issue("other.test")),
            "unknown-issuer": _context(foreign.issue_cert("site.test")),
            "incomplete-chain": unchained,
            "unsent-root": _context(foreign.create_child_ca().issue_cert("site.test")),
            "unknown-root": _with_root(foreign),
            "expired": _context(issue("site.test", not_before=now - 9 * DAY, not_after=now - 2 * DAY)),
            "not-yet-valid": _context(issue("site.test", not_before=now + 2 * DAY, not_after=now + 9 * DAY)),
            "self-signed": _self_signed(tmp_path_factory.mktemp("self-signed")),
        },
        good,
    )


@pytest.fixture
def trust(certificates: Certificates, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Certificates:
    """The certificates, with their authority trusted in the way an operator would say it."""
    file = tmp_path / "authority.pem"
    certificates.trusted.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return certificates


@pytest.fixture
def serve() -> Any:
    return _serve


@pytest.fixture
def reply() -> Any:
    return _reply


@pytest.fixture
def page() -> Any:
    return _page


@pytest.fixture
def settings() -> Any:
    return _settings


@pytest.fixture
def name_server() -> Any:
    return _name_server
