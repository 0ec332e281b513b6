"""Both stacks: what it dials, what it trusts, and when it keeps a connection."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Any

import pytest

from crawler.errors import SettingsError
from crawler.net import SECOND_STACK, ConnectTo, Net
from crawler.net.fast import IS_INSTALLED
from crawler.net.second import trusting_context, unverified_context
from crawler.probe.model import FIRST_STACK, Exchange, FailureKind, Probe

if TYPE_CHECKING:
    from pathlib import Path

STACKS = (FIRST_STACK, SECOND_STACK) if IS_INSTALLED else (FIRST_STACK,)


@pytest.mark.parametrize("stack", STACKS)
def test_exactly_the_vetted_address_is_dialled(
    stack: str, settings: Any, serve: Any, reply: Any, page: Any, name_server: Any
) -> None:
    """A server on 127.0.0.2 alone is reached by name, though the name would resolve elsewhere later."""
    answers = iter([["127.0.0.2"], []])

    async def run() -> tuple[list[Exchange], list[bytes]]:
        async with (
            serve(reply(page()), host="127.0.0.2") as server,
            name_server(lambda *_: next(answers, ["127.0.0.1"])) as names,
            Net(settings(allow_private=True, nameserver=f"127.0.0.1:{names.port}")) as net,
        ):
            probe = Probe(url=f"http://pinned.test:{server.port}/", stack=stack)
            return [await net.ask(probe), await net.ask(probe)], server.heads

    exchanges, heads = asyncio.run(run())

    assert [200, 200] == [exchange.answer and exchange.answer.status for exchange in exchanges]
    assert all((exchange.address or "").startswith("127.0.0.2:") for exchange in exchanges)
    assert all(b"pinned.test:" in head for head in heads)


@pytest.mark.parametrize("stack", STACKS)
def test_one_dead_address_of_two_is_no_failure(
    stack: str, settings: Any, serve: Any, reply: Any, page: Any, name_server: Any
) -> None:
    """127.0.0.3 refuses, 127.0.0.2 answers: the next vetted address is tried."""

    async def run() -> Exchange:
        async with (
            serve(reply(page()), host="127.0.0.2") as server,
            name_server(lambda _, kind: ["127.0.0.3", "127.0.0.2"] if kind == "A" else []) as names,
            Net(settings(allow_private=True, nameserver=f"127.0.0.1:{names.port}")) as net,
        ):
            return await net.ask(Probe(url=f"http://two.test:{server.port}/", stack=stack))

    exchange = asyncio.run(run())

    assert exchange.answer is not None
    assert (exchange.address or "").startswith("127.0.0.2:")


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize(
    ("addresses", "kind", "dialled"),
    [
        # No machine has a route to 2001:db8::/32.
        (["2001:db8::1"], "network-unreachable", "[2001:db8::1]:"),
        (["127.0.0.3", "2001:db8::1"], "connection-refused", "127.0.0.3:"),
    ],
)
def test_the_address_that_is_told_is_that_of_the_failure(
    stack: str, addresses: list[str], kind: str, dialled: str, settings: Any, name_server: Any
) -> None:
    """IPv6 without a route here hides neither what IPv4 said nor that there was one."""

    def answer(_: str, family: str) -> list[str]:
        return [address for address in addresses if (":" in address) == (family == "AAAA")]

    async def run() -> Exchange:
        async with (
            name_server(answer) as names,
            Net(settings(allow_private=True, nameserver=f"127.0.0.1:{names.port}")) as net,
        ):
            return await net.ask(Probe(url="http://two.test:1/", stack=stack))

    exchange = asyncio.run(run())

    assert exchange.failure is not None
    assert kind == exchange.failure.kind
    assert (exchange.address or "").startswith(dialled)


@pytest.mark.parametrize("stack", STACKS)
def test_ipv6_serves_where_ipv4_is_dead(
    stack: str, settings: Any, serve: Any, reply: Any, page: Any, name_server: Any
) -> None:
    """A host that is down on IPv4 alone is no failure."""

    async def run() -> Exchange:
        async with (
            serve(reply(page()), host="::1") as server,
            name_server(lambda _, kind: ["127.0.0.3"] if kind == "A" else ["::1"]) as names,
            Net(settings(allow_private=True, nameserver=f"127.0.0.1:{names.port}")) as net,
        ):
            return await net.ask(Probe(url=f"http://two.test:{server.port}/", stack=stack))

    exchange = asyncio.run(run())

    assert exchange.answer is not None
    assert (exchange.address or "").startswith("[::1]:")


@pytest.mark.parametrize("stack", STACKS)
def test_ipv6_is_dialled_where_there_is_no_ipv4(
    stack: str, settings: Any, serve: Any, reply: Any, page: Any, name_server: Any
) -> None:
    """An address of the other family works alike, by name and as a literal."""

    async def run() -> list[Exchange]:
        async with (
            serve(reply(page()), host="::1") as server,
            name_server(lambda _, kind: ["::1"] if kind == "AAAA" else []) as names,
            Net(settings(allow_private=True, nameserver=f"127.0.0.1:{names.port}")) as net,
        ):
            urls = [f"http://six.test:{server.port}/", f"http://[::1]:{server.port}/"]
            return [await net.ask(Probe(url=url, stack=stack)) for url in urls]

    exchanges = asyncio.run(run())

    assert [200, 200] == [exchange.answer and exchange.answer.status for exchange in exchanges]
    assert all((exchange.address or "").startswith("[::1]:") for exchange in exchanges)


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize(
    ("addresses", "kind"),
    [
        (["255.255.255.255"], FailureKind.NETWORK_UNREACHABLE),
        (["255.255.255.255", "127.0.0.3"], FailureKind.CONNECTION_REFUSED),
        (["127.0.0.3", "255.255.255.255"], FailureKind.CONNECTION_REFUSED),
    ],
)
def test_the_site_is_not_blamed_for_our_missing_route(
    stack: str, addresses: list[str], kind: FailureKind, settings: Any, name_server: Any
) -> None:
    """Of an address that cannot be reached from here and one that refuses, the refusal is the evidence."""

    async def run() -> Exchange:
        async with (
            name_server(lambda _, kind: addresses if kind == "A" else []) as names,
            Net(settings(allow_private=True, nameserver=f"127.0.0.1:{names.port}")) as net,
        ):
            return await net.ask(Probe(url="http://both.test:9/", stack=stack))

    exchange = asyncio.run(run())

    assert exchange.failure is not None
    assert kind == exchange.failure.kind


@pytest.mark.parametrize("stack", STACKS)
def test_name_and_host_stay_the_urls(
    stack: str, settings: Any, serve: Any, reply: Any, page: Any, trust: Any
) -> None:
    """SNI, the name in the certificate and Host are the URL's, with --connect-to and a trailing dot too."""
    names: list[str | None] = []
    context = trust.contexts["good"]
    context.sni_callback = lambda _socket, name, _context: names.append(name)

    async def run() -> tuple[Exchange, list[bytes]]:
        async with (
            serve(reply(page()), tls=context) as server,
            Net(settings(("site.test", 443, server.port))) as net,
        ):
            return await net.ask(Probe(url="https://site.test./", stack=stack)), server.heads

    exchange, heads = asyncio.run(run())
    context.sni_callback = None

    assert exchange.answer is not None, exchange.outcome
    assert names == ["site.test"]
    assert b"\r\nhost: site.test.\r\n" in heads[0].lower()


@pytest.mark.parametrize("stack", STACKS)
def test_an_address_in_a_certificate(
    stack: str, settings: Any, serve: Any, reply: Any, page: Any, trust: Any
) -> None:
    """A literal host is verified by the certificate's address."""

    async def run() -> Exchange:
        async with (
            serve(reply(page()), tls=trust.contexts["good"]) as server,
            Net(settings(allow_private=True)) as net,
        ):
            return await net.ask(Probe(url=f"https://127.0.0.1:{server.port}/", stack=stack))

    exchange = asyncio.run(run())

    assert exchange.answer is not None, exchange.outcome
    assert stack == exchange.probe.stack


def test_a_connection_is_kept_for_the_next_hop(settings: Any, serve: Any, page: Any) -> None:
    """Requests to one origin share a connection as long as bodies are read to their end."""

    async def behave(visit: Any) -> None:
        await visit.send(page())

    async def run() -> int:
        async with serve(behave) as server, Net(settings(("a.test", 80, server.port))) as net:
            for number in range(3):
                await net.ask(Probe(url=f"http://a.test/{number}"))
            return int(server.connections)

    assert asyncio.run(run()) == 1


def test_a_kept_connection_that_dies_is_replaced(settings: Any, serve: Any, page: Any) -> None:
    """A server that hangs up at the second request of a connection is asked on a new one."""

    async def behave(visit: Any) -> None:
        if visit.head.startswith(b"GET /second") and server_box[0].connections == 1:
            visit.reset()
        else:
            await visit.send(page())

    server_box: list[Any] = []

    async def run() -> tuple[list[Exchange], list[str]]:
        async with serve(behave) as server, Net(settings(("a.test", 80, server.port))) as net:
            server_box.append(server)
            asked = [await net.ask(Probe(url=f"http://a.test/{path}")) for path in ("first", "second")]
            return asked, server.paths

    exchanges, paths = asyncio.run(run())

    assert [200, 200] == [exchange.answer and exchange.answer.status for exchange in exchanges]
    assert ["/first", "/second", "/second"] == paths


def test_a_fallback_for_the_second_stack_uses_a_fresh_connection(
    settings: Any, serve: Any, page: Any
) -> None:
    """A second opinion is not asked on the connection that gave the first."""

    async def behave(visit: Any) -> None:
        await visit.send(page())

    async def run() -> int:
        async with serve(behave) as server:
            rule = ConnectTo.parse(f"8.8.8.8:80:127.0.0.1:{server.port}")
            async with Net(settings(connect_to=(rule,))) as net:
                for stack in (FIRST_STACK, SECOND_STACK, SECOND_STACK):
                    await net.ask(Probe(url="http://8.8.8.8/", stack=stack))
            return int(server.connections)

    assert asyncio.run(run()) == 3


def test_trust_is_the_systems_and_not_stricter_than_browsers() -> None:
    """Verification is on; the flag that Python 3.13 added beyond browsers is off."""
    context = trusting_context()

    assert (ssl.CERT_REQUIRED, True) == (context.verify_mode, context.check_hostname)
    assert not context.verify_flags & ssl.VERIFY_X509_STRICT


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_trust_that_is_not_there_is_said_before_asking(
    settings: Any, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """OpenSSL would trust nobody without a word, and call every site insecure."""

    async def run() -> None:
        async with Net(settings()):
            pass

    monkeypatch.setenv(name, str(tmp_path / "missing"))
    with pytest.raises(SettingsError, match=name):
        asyncio.run(run())
    monkeypatch.setenv(name, "")
    asyncio.run(run())


def test_the_unverified_look_takes_old_protocols_and_ciphers() -> None:
    """What an invalid certificate hides may be old as well; nothing is verified."""
    context = unverified_context()

    assert (ssl.CERT_NONE, False) == (context.verify_mode, context.check_hostname)
    assert context.minimum_version == ssl.TLSVersion.MINIMUM_SUPPORTED
    assert len(context.get_ciphers()) > len(trusting_context().get_ciphers())


def test_no_certificate_is_trusted_that_the_operator_did_not_name(
    settings: Any, serve: Any, reply: Any, page: Any, certificates: Any
) -> None:
    """Without SSL_CERT_FILE the test authority is unknown."""

    async def run() -> Exchange:
        async with (
            serve(reply(page()), tls=certificates.contexts["good"]) as server,
            Net(settings(("site.test", 443, server.port))) as net,
        ):
            return await net.ask(Probe(url="https://site.test/"))

    exchange = asyncio.run(run())

    assert exchange.failure is not None
    assert exchange.failure.kind is FailureKind.CERTIFICATE_UNKNOWN_ISSUER
