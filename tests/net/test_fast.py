"""The fast stack: pinned, honest about who answered, and quick to leave to the second what it cannot tell."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest

from crawler.net import SECOND_STACK, ConnectTo, Net
from crawler.net import fast as fast_module
from crawler.net.dial import Endpoint
from crawler.net.fast import IS_INSTALLED, can_express
from crawler.net.target import Target, read_target
from crawler.probe.model import FIRST_STACK, HTTP2_STACK, Answer, Exchange, Failure, FailureKind, Probe

pytestmark = pytest.mark.skipif(not IS_INSTALLED, reason="pyreqwest has no wheel for this platform")


@pytest.mark.parametrize(
    ("url", "address", "port", "expected"),
    [
        ("http://a.test/", "192.0.2.1", 80, True),
        ("http://a.test/", "192.0.2.1", 8080, True),
        ("http://a.test:81/", "::1", 9, True),
        ("http://192.0.2.1/", "192.0.2.1", 80, True),
        ("http://[2001:db8::1]:81/", "2001:db8::1", 81, True),
        ("http://192.0.2.1/", "192.0.2.2", 80, False),
        ("http://192.0.2.1/", "192.0.2.1", 81, False),
    ],
)
def test_what_can_be_pinned(url: str, address: str, port: int, expected: bool) -> None:
    """Names can be pinned to any endpoint, a literal only to itself."""
    target = read_target(url)
    assert isinstance(target, Target)

    assert expected == can_express(Probe(url=url), target, (Endpoint(address, port),))


def _ask(settings: Any, serve: Any, behaviour: Any, url: str, **probe: Any) -> tuple[Exchange, Any]:
    async def run() -> tuple[Exchange, Any]:
        async with serve(behaviour) as server:
            rule = ConnectTo.parse(f"::127.0.0.1:{server.port}")
            async with Net(settings(connect_to=(rule,))) as net:
                return await net.ask(Probe(url=url, **probe)), server

    return asyncio.run(run())


def test_the_request_is_the_same_as_the_second_stacks(
    settings: Any, serve: Any, reply: Any, page: Any
) -> None:
    """Target, Host with the URL's port, our name, browser headers and the conversation's cookie."""
    exchange, server = _ask(
        settings, serve, reply(page()), "http://u:p@a.test:8080/a%2fb|c?d='", headers=(("Cookie", "k=v"),)
    )
    lines = server.heads[0].decode().split("\r\n")

    assert FIRST_STACK == exchange.probe.stack
    assert lines[0] == "GET /a%2fb|c?d=%27 HTTP/1.1"
    assert {"host: a.test:8080", "cookie: k=v", "accept-encoding: gzip, deflate"} <= {
        x.lower() for x in lines
    }
    assert not any(line.lower().startswith("authorization") for line in lines)
    assert "python-pyreqwest" not in server.heads[0].decode()


def test_repeated_headers_are_all_kept(settings: Any, serve: Any, reply: Any, page: Any) -> None:
    """Two cookies are two values; a value that this stack cannot read costs only itself."""
    raw = page(extra=b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Odd: \xe9\r\nX-Even: e\r\n")
    exchange, _ = _ask(settings, serve, reply(raw), "http://a.test/")
    answer = exchange.outcome

    assert isinstance(answer, Answer)
    assert answer.header_values("set-cookie") == ("a=1", "b=2")
    assert FIRST_STACK == exchange.probe.stack
    assert (None, "e") == (answer.header("x-odd"), answer.header("x-even"))


def test_redirects_are_not_followed_and_cookies_not_stored(settings: Any, serve: Any, reply: Any) -> None:
    """Each hop is an exchange of its own, on this stack as well, and none knows of the one before."""
    raw = (
        b"HTTP/1.1 302 Found\r\nLocation: http://a.test/next\r\nSet-Cookie: a=1\r\nContent-Length: 0\r\n\r\n"
    )

    async def run() -> tuple[list[Exchange], Any]:
        async with serve(reply(raw)) as server, Net(settings(("a.test", 80, server.port))) as net:
            return [await net.ask(Probe(url="http://a.test/")) for _ in range(2)], server

    exchanges, server = asyncio.run(run())

    assert [302, 302] == [each.answer and each.answer.status for each in exchanges]
    assert {FIRST_STACK} == {each.probe.stack for each in exchanges}
    assert server.paths == ["/", "/"]
    assert not any(b"cookie" in head.lower() for head in server.heads)


def test_a_literal_that_is_led_elsewhere_is_asked_by_the_second_stack(
    settings: Any, serve: Any, reply: Any, page: Any
) -> None:
    """What this stack cannot express, the second one serves, and the exchange says so."""
    exchange, _ = _ask(settings, serve, reply(page()), "http://8.8.8.8/")

    assert SECOND_STACK == exchange.probe.stack
    assert exchange.answer is not None


def test_a_cookie_that_is_not_ascii_is_sent_by_the_second_stack(
    settings: Any, serve: Any, reply: Any, page: Any
) -> None:
    """This stack would send it in other bytes than it came in."""
    exchange, server = _ask(
        settings, serve, reply(page()), "http://a.test/", headers=(("Cookie", "k=caf\xe9"),)
    )

    assert SECOND_STACK == exchange.probe.stack
    assert b"Cookie: k=caf\xe9\r\n" in server.heads[0]


def test_without_a_wheel_the_second_stack_serves(
    settings: Any, serve: Any, reply: Any, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pyreqwest is not installed nothing fails, and the evidence says who answered."""
    monkeypatch.setattr(fast_module, "IS_INSTALLED", False)
    exchange, _ = _ask(settings, serve, reply(page()), "http://a.test/")

    assert SECOND_STACK == exchange.probe.stack
    assert exchange.answer is not None


def test_a_lost_cancellation_is_found() -> None:
    """A cancellation that arrives together with a result ends the waiting all the same."""

    async def swallows() -> int:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            return 1
        return 2

    async def run() -> None:
        async with asyncio.timeout(0.01):
            await fast_module._cancellable(swallows())

    with pytest.raises(TimeoutError):
        asyncio.run(run())


def test_proxies_of_the_environment_are_not_used(
    settings: Any, serve: Any, reply: Any, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither stack reads HTTP_PROXY: the vetted address is dialled, or nothing."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    exchange, _ = _ask(settings, serve, reply(page()), "http://a.test/")

    assert exchange.answer is not None
    assert exchange.answer.status == 200


def test_what_the_location_loses_is_asked_again_at_once(settings: Any, serve: Any, reply: Any) -> None:
    """A redirect in raw UTF-8 keeps its Location: the second stack asks, in the host's next turn."""
    raw = b"HTTP/1.1 301 Moved\r\nLocation: /caf\xc3\xa9\r\nContent-Length: 0\r\n\r\n"
    exchange, server = _ask(settings, serve, reply(raw), "http://a.test/x")

    assert exchange.answer is not None
    assert exchange.answer.header("location") == "/caf\xc3\xa9"
    assert (SECOND_STACK, ["/x", "/x"]) == (exchange.probe.stack, server.paths)


@pytest.mark.parametrize(
    ("path", "reply_with", "kind"),
    [
        ("/network-unreachable", b"nonsense\r\n\r\n", FailureKind.PROTOCOL_ERROR),
        ("/socket_(connect)", b"", FailureKind.READ_TIMEOUT),
    ],
)
def test_words_of_the_address_are_none_of_a_failure(
    settings: Any, serve: Any, path: str, reply_with: bytes, kind: FailureKind
) -> None:
    """The stack's causes repeat the URL, which says nothing of what went wrong."""

    async def behave(visit: Any) -> None:
        await visit.send(reply_with)
        if not reply_with:
            await visit.reader.read()

    async def run() -> Exchange:
        async with (
            serve(behave) as server,
            Net(settings(("a.test", 80, server.port), timeout_s=0.5)) as net,
        ):
            return await net.ask(Probe(url=f"http://a.test{path}"))

    failure = asyncio.run(run()).failure

    assert failure is not None
    assert kind is failure.kind


def test_the_second_turn_waits_for_the_host(settings: Any, serve: Any, reply: Any) -> None:
    """Asking at once is no excuse for haste: the interval of the host lies between both requests."""

    async def run() -> list[float]:
        async with serve(reply(b"nonsense\r\n\r\n")) as server:
            async with Net(settings(("a.test", 80, server.port), host_interval_s=0.2)) as net:
                await net.ask(Probe(url="http://a.test/"))
                assert net.requests == 2
            return list(server.times)

    first, second = asyncio.run(run())

    assert second - first >= 0.19


def test_a_failure_that_is_the_sites_own_is_not_asked_twice(settings: Any, serve: Any) -> None:
    """A reset is left to the back-off and to the end of the run."""

    async def behave(visit: Any) -> None:
        visit.reset()

    exchange, server = _ask(settings, serve, behave, "http://a.test/")

    assert exchange.failure is not None
    assert (FIRST_STACK, 1) == (exchange.probe.stack, len(server.heads))


def test_an_unverified_look_is_the_second_stacks(settings: Any, serve: Any, reply: Any, page: Any) -> None:
    """This stack's clients all verify, so that none can be mistaken for one that does not."""
    exchange, _ = _ask(settings, serve, reply(page()), "http://a.test/", verify=False)

    assert SECOND_STACK == exchange.probe.stack


def test_a_url_that_rust_reads_otherwise_is_not_asked_by_rust(
    settings: Any, serve: Any, reply: Any, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host that is not the pinned one, letter by letter, would be looked up unvetted."""
    monkeypatch.setattr(fast_module, "_url", lambda *_, **__: "http://b.test/")
    exchange, server = _ask(settings, serve, reply(page()), "http://a.test/")

    assert (SECOND_STACK, 1) == (exchange.probe.stack, len(server.heads))


def test_idle_connections_are_bounded_over_all_hosts(
    settings: Any, serve: Any, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the bound the server is asked to close, so that a fast run does not run out of files."""
    monkeypatch.setattr(fast_module, "MOST_KEPT_CONNECTIONS", 8)

    async def behave(visit: Any) -> None:
        await visit.send(page())

    async def run() -> list[bool]:
        async with serve(behave) as server:
            rule = ConnectTo.parse(f"::127.0.0.1:{server.port}")
            async with Net(settings(connect_to=(rule,))) as net:
                for number in range(4):
                    await net.ask(Probe(url=f"http://h{number}.test/"))
            return [b"connection: close" in head.lower() for head in server.heads]

    assert [False, False, True, True] == asyncio.run(run())


def test_many_hosts_share_a_client_and_keep_their_own_addresses(
    settings: Any, serve: Any, reply: Any, page: Any, name_server: Any
) -> None:
    """Hosts that were expected are pinned together; each is dialled at its own address and no other."""

    async def run() -> tuple[list[str | None], int]:
        async with contextlib.AsyncExitStack() as stack:
            first = await stack.enter_async_context(serve(reply(page()), host="127.0.0.2"))
            await stack.enter_async_context(serve(reply(page()), host="127.0.0.3", port=first.port))
            names = await stack.enter_async_context(
                name_server(lambda name, kind: [f"127.0.0.{name[1]}"] if kind == "A" else [])
            )
            net = await stack.enter_async_context(
                Net(settings(allow_private=True, nameserver=f"127.0.0.1:{names.port}"))
            )
            urls = [f"http://h{number % 2 + 2}-{number}.test:{first.port}/" for number in range(20)]
            net.expect(urls)
            asked = await asyncio.gather(*(net.ask(Probe(url=url)) for url in urls))
            assert all(exchange.answer for exchange in asked)
            return [
                (exchange.address or "").partition(":")[0] for exchange in asked
            ], net._talk.fast.cohorts.built

    addresses, built = asyncio.run(run())

    assert [f"127.0.0.{number % 2 + 2}" for number in range(20)] == addresses
    assert built <= 2


def test_one_name_with_two_mapped_ports(settings: Any, serve: Any, reply: Any, page: Any) -> None:
    """A client has one pin for a name, so the second port gets a client of its own."""

    async def run() -> tuple[list[bytes], int]:
        async with (
            serve(reply(page(b"one"))) as one,
            serve(reply(page(b"two"))) as two,
            Net(settings(("a.test", 80, one.port), ("a.test", 81, two.port))) as net,
        ):
            urls = ("http://a.test/", "http://a.test:81/", "http://a.test/again")
            asked = [await net.ask(Probe(url=url)) for url in urls]
            return [x.answer.body for x in asked if x.answer], net._talk.fast.cohorts.built

    assert ([b"one", b"two", b"one"], 2) == asyncio.run(run())


def test_nobody_to_trust_leaves_all_to_the_second_stack(
    settings: Any, serve: Any, reply: Any, page: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """Where rustls finds no certificate at all it makes no client; the run goes on without it."""
    empty = tmp_path / "empty.pem"
    empty.write_bytes(b"")
    monkeypatch.setenv("SSL_CERT_FILE", str(empty))
    exchange, _ = _ask(settings, serve, reply(page()), "http://a.test/")

    assert exchange.answer is not None


def _frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


async def _speak_http2_alone(visit: Any) -> None:
    """Settings, and for each request its status (200, from the static table) and a body; else nothing."""
    if await visit.reader.readexactly(24) != b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n":
        return
    await visit.send(_frame(4, 0, 0))
    while True:
        head = await visit.reader.readexactly(9)
        await visit.reader.readexactly(int.from_bytes(head[:3], "big"))
        kind, flags, stream = head[3], head[4], int.from_bytes(head[5:], "big")
        if kind == 4 and not flags & 1:
            await visit.send(_frame(4, 1, 0))
        elif kind == 1:
            await visit.send(_frame(1, 4, stream, b"\x88") + _frame(0, 1, stream, b"hello"))


@pytest.mark.parametrize(
    ("stack", "body"), [(FIRST_STACK, None), (SECOND_STACK, None), (HTTP2_STACK, b"hello")]
)
def test_a_server_of_http2_alone(
    settings: Any, serve: Any, trust: Any, stack: str, body: bytes | None
) -> None:
    """It is reached by the stack that offers HTTP/2, with its certificate checked."""

    async def run() -> Exchange:
        tls = trust.contexts["chooses-h2"]
        async with (
            serve(_speak_http2_alone, tls=tls, reads_request=False) as server,
            Net(settings(("site.test", 443, server.port))) as net,
        ):
            return await net.ask(Probe(url="https://site.test/", stack=stack))

    exchange = asyncio.run(run())

    assert body == (exchange.answer and exchange.answer.body)


@pytest.mark.parametrize(("context", "body"), [("good", b"<title>Hello</title>"), ("unknown-issuer", None)])
def test_offering_http2_asks_nothing_of_others(
    settings: Any, serve: Any, trust: Any, reply: Any, page: Any, context: str, body: bytes | None
) -> None:
    """Whoever speaks HTTP/1.1 answers so, nobody is trusted for it, and the second stack is left alone."""

    async def run() -> Exchange:
        async with (
            serve(reply(page()), tls=trust.contexts[context]) as server,
            Net(settings(("site.test", 443, server.port))) as net,
        ):
            return await net.ask(Probe(url="https://site.test/", stack=HTTP2_STACK))

    exchange = asyncio.run(run())

    assert body == (exchange.answer and exchange.answer.body)
    assert HTTP2_STACK == exchange.probe.stack


@pytest.mark.parametrize(
    ("failures", "told"),
    [
        ([("::1", "connect-timeout"), ("192.0.2.1", "connect-timeout")], "192.0.2.1"),
        ([("192.0.2.1", "connection-refused"), ("::1", "connect-timeout")], "192.0.2.1"),
        ([("192.0.2.1", "network-unreachable"), ("::1", "connect-timeout")], "::1"),
        ([("::1", "network-unreachable"), ("192.0.2.1", "connection-refused")], "192.0.2.1"),
        ([("::1", "connect-timeout"), ("::2", "connection-refused")], "::1"),
    ],
)
def test_the_most_telling_failure(failures: list[tuple[str, str]], told: str) -> None:
    """Of both families that of IPv4, which is no fault of the way from here; of one the first."""
    endpoint, _ = fast_module._most_telling(
        [(Endpoint(address, 80), Failure(kind=FailureKind(kind), detail="")) for address, kind in failures]
    )

    assert told == endpoint.address
