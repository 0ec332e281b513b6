"""Through a proxy on loopback: what it is asked, what the site sees, and who is blamed."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from support.whole_run import check, verdicts

from crawler.errors import SettingsError
from crawler.net import Net, NetSettings, Proxies
from crawler.net.proxies import Proxy
from crawler.net.target import read_target
from crawler.probe.model import FIRST_STACK, SECOND_STACK, Exchange, FailureKind, Probe

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator
    from pathlib import Path

SECRET = base64.b64encode(b"user:p@ss").decode()


@dataclass
class _LittleProxy:
    """CONNECT and absolute-form to whatever server stands for every name; `says` answers in its own stead."""

    port: int = 0
    site_ports: dict[int, int] = field(default_factory=dict)
    says: bytes | None = None
    tls: ssl.SSLContext | None = None
    heads: list[str] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[_LittleProxy]:
        tasks: set[asyncio.Task[Any]] = set()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._serve(reader, writer)
            writer.transport.abort()

        server = await asyncio.start_server(serve, "127.0.0.1", self.port, ssl=self.tls)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        self.heads.append(head)
        if self.says is not None:
            writer.write(self.says)
            await writer.drain()
            return
        method, where, _ = head.split(" ", 2)
        url = read_target(f"https://{where}/" if method == "CONNECT" else where)
        there_reader, there = await asyncio.open_connection("127.0.0.1", self.site_ports[url.port])  # type: ignore[union-attr]
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            lines = [line for line in head.split("\r\n") if not line.lower().startswith("proxy-")]
            there.write("\r\n".join(lines).encode("latin-1"))
        try:
            await asyncio.gather(_pump(reader, there), _pump(there_reader, writer))
        finally:
            there.transport.abort()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(65_536):
        sink.write(data)
        await sink.drain()
    sink.close()


def _settings(proxy: str, **changes: Any) -> NetSettings:
    proxies = Proxies.from_environment({"all_proxy": proxy, **changes.pop("environment", {})})
    quick: dict[str, Any] = {
        "host_interval_s": 0.0,
        "timeout_s": 3.0,
        "robots": "ignore",
        "nameserver": "127.0.0.1:9",
        "proxies": proxies,
    }
    return NetSettings(**(quick | changes))


@pytest.mark.parametrize("stack", [FIRST_STACK, SECOND_STACK])
@pytest.mark.parametrize("is_tls", [False, True])
def test_https_goes_through_connect(
    serve: Any, reply: Any, page: Any, trust: Any, stack: str, is_tls: bool
) -> None:
    """The proxy is asked by name and told its credentials; the site sees neither them nor a proxy."""

    async def run() -> tuple[Exchange, list[str], list[bytes]]:
        tls = trust.contexts["good"]
        async with (
            serve(reply(page()), tls=tls) as site,
            _LittleProxy(site_ports={443: site.port}, tls=tls if is_tls else None).running() as proxy,
            Net(_settings(f"http{'s' * is_tls}://user:p%40ss@127.0.0.1:{proxy.port}")) as net,
        ):
            exchange = await net.ask(Probe(url="https://me:mine@site.test/x?y", stack=stack))
            return exchange, proxy.heads, site.heads

    exchange, asked, seen = asyncio.run(run())

    assert exchange.answer is not None, exchange
    assert exchange.answer.body == b"<title>Hello</title>"
    assert exchange.probe.stack == SECOND_STACK
    assert ["CONNECT site.test:443 HTTP/1.1"] == [head.split("\r\n")[0] for head in asked]
    assert f"Proxy-Authorization: Basic {SECRET}" in asked[0]
    assert [b"GET /x?y HTTP/1.1"] == [head.split(b"\r\n")[0] for head in seen]
    assert b"proxy" not in seen[0].lower()
    assert b"authorization" not in seen[0].lower()


def test_http_goes_in_absolute_form(serve: Any, reply: Any, page: Any) -> None:
    """RFC 9112 3.2.2; the path is exactly the URL's."""

    async def run() -> tuple[Exchange, list[str]]:
        async with (
            serve(reply(page())) as site,
            _LittleProxy(site_ports={8080: site.port}).running() as proxy,
            Net(_settings(f"user:p%40ss@127.0.0.1:{proxy.port}")) as net,
        ):
            return await net.ask(Probe(url="http://me:mine@site.test:8080/a|b?c={d}")), proxy.heads

    exchange, asked = asyncio.run(run())

    assert exchange.answer is not None, exchange
    assert ["GET http://site.test:8080/a|b?c={d} HTTP/1.1"] == [head.split("\r\n")[0] for head in asked]
    assert f"Proxy-Authorization: Basic {SECRET}" in asked[0]
    assert "mine" not in asked[0]


OWN_WORDS = [
    ("https", b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"),
    ("http", b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"),
    ("https", b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"),
    ("https", b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
    ("https", b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
    ("http", b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
    ("http", b"HTTP/1.1 504 Gateway Time-out\r\nContent-Length: 0\r\n\r\n"),
    ("http", b"HTTP/1.1 503 Oops\r\nX-Squid-Error: ERR_DNS_FAIL 0\r\nContent-Length: 0\r\n\r\n"),
    ("http", b"HTTP/1.1 500 Oops\r\nProxy-Status: p; error=dns_error\r\nContent-Length: 0\r\n\r\n"),
    ("https", b""),
    ("https", b"garbage\r\n\r\n"),
    ("https", b"HTTP/1.1 200 Established\r\n"),
]


@pytest.mark.parametrize(("scheme", "says"), OWN_WORDS)
@pytest.mark.parametrize("stack", [FIRST_STACK, SECOND_STACK])
def test_what_a_proxy_says_itself_is_no_answer_of_the_site(scheme: str, says: bytes, stack: str) -> None:
    """A refusal, a gateway error, an early end: `proxy-failed`, and no word of its credentials."""

    async def run() -> Exchange:
        async with (
            _LittleProxy(says=says).running() as proxy,
            Net(_settings(f"http://user:p%40ss@127.0.0.1:{proxy.port}")) as net,
        ):
            return await net.ask(Probe(url=f"{scheme}://site.test/", stack=stack))

    exchange = asyncio.run(run())

    assert exchange.failure is not None
    assert exchange.failure.kind is FailureKind.PROXY_FAILED
    assert "ss" not in exchange.failure.detail.partition("failed:")[0].replace("proxy", "")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_down(scheme: str) -> None:
    """Nobody listens there: the proxy's fault; so is a proxy whose own name cannot be found."""

    async def run() -> list[Exchange]:
        asked = []
        for proxy in ("http://127.0.0.1:9", "http://proxy.test:9"):
            async with Net(_settings(proxy)) as net:
                asked.append(await net.ask(Probe(url=f"{scheme}://site.test/")))
        return asked

    assert [FailureKind.PROXY_FAILED] * 2 == [e.failure.kind for e in asyncio.run(run()) if e.failure]


def test_a_silent_proxy_ends_at_the_deadline(serve: Any) -> None:
    """CONNECT without an answer."""

    async def hang(_visit: Any) -> None:
        await asyncio.sleep(60)

    async def run() -> Exchange:
        async with (
            serve(hang) as server,
            Net(_settings(f"http://127.0.0.1:{server.port}", timeout_s=0.5)) as net,
        ):
            return await net.ask(Probe(url="https://site.test/"))

    exchange = asyncio.run(run())
    assert exchange.failure is not None
    assert exchange.failure.kind is FailureKind.PROXY_FAILED


SITES_OWN = [
    ("expired", {"failure": FailureKind.CERTIFICATE_EXPIRED}),
    ("wrong-host", {"failure": FailureKind.CERTIFICATE_WRONG_HOST}),
    ("reset", {"failure": FailureKind.CONNECTION_RESET}),
    ("404", {"status": 404}),
    ("502", {"status": 502}),
]


@pytest.mark.parametrize(("conduct", "expected"), SITES_OWN)
def test_what_happens_behind_connect_is_the_sites_own(
    serve: Any, page: Any, trust: Any, conduct: str, expected: dict[str, Any]
) -> None:
    """Certificates are verified end to end, and a status within the tunnel is the site's, even a 502."""

    async def behave(visit: Any) -> None:
        if conduct == "reset":
            visit.reset()
        else:
            await visit.send(page(status=f"{conduct} Words" if conduct.isdigit() else "200 OK"))
            visit.writer.close()

    async def run() -> Exchange:
        async with (
            serve(behave, tls=trust.contexts.get(conduct, trust.contexts["good"])) as site,
            _LittleProxy(site_ports={443: site.port}).running() as proxy,
            Net(_settings(f"http://127.0.0.1:{proxy.port}")) as net,
        ):
            return await net.ask(Probe(url="https://site.test/"))

    outcome = asyncio.run(run())
    said = {"failure": outcome.failure.kind} if outcome.failure else {"status": outcome.answer.status}  # type: ignore[union-attr]
    assert expected == said


@pytest.mark.parametrize(
    ("url", "is_forbidden"),
    [
        ("http://192.168.0.1/", True),
        ("http://0x7f.1/", True),
        ("http://[::ffff:10.0.0.1]/", True),
        ("http://localhost/", True),
        ("http://inside.test/", True),
        ("http://both.test/", True),
        ("http://93.184.216.34/", False),
        ("http://outside.test/", False),
        ("http://known-to-the-proxy-alone.test/", False),
    ],
)
def test_the_guard_in_front_of_a_proxy(name_server: Any, url: str, is_forbidden: bool) -> None:
    """What is known here to be private never reaches the proxy; what is not is the proxy's to know."""
    zone = {
        "inside.test": ["10.0.0.1"],
        "both.test": ["93.184.216.34", "127.0.0.1"],
        "outside.test": ["93.184.216.34"],
    }

    async def run() -> tuple[Exchange, int]:
        async with (
            name_server(lambda name, _: zone.get(name, 3)) as names,
            _LittleProxy(says=b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").running() as proxy,
            Net(_settings(f"http://127.0.0.1:{proxy.port}", nameserver=f"127.0.0.1:{names.port}")) as net,
        ):
            return await net.ask(Probe(url=url)), len(proxy.heads)

    exchange, asked = asyncio.run(run())

    kind = exchange.failure.kind if exchange.failure else None
    assert (FailureKind.FORBIDDEN_ADDRESS if is_forbidden else None) == kind
    assert asked == (not is_forbidden)


def test_a_name_service_that_answers_nobody_is_soon_left_alone(name_server: Any) -> None:
    """Behind many proxies there is none for the names outside; it must not cost seconds for each host."""

    async def run() -> tuple[list[Exchange], int]:
        async with (
            name_server(lambda *_: 2) as names,
            _LittleProxy(says=b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").running() as proxy,
            Net(_settings(f"http://127.0.0.1:{proxy.port}", nameserver=f"127.0.0.1:{names.port}")) as net,
        ):
            asked = [await net.ask(Probe(url=f"http://h{n}.test/")) for n in range(30)]
            return asked, len({name for name, _ in names.questions})

    asked, looked_up = asyncio.run(run())

    assert all(exchange.answer for exchange in asked)
    assert looked_up == 8


def test_what_no_proxy_names_is_asked_directly(serve: Any, reply: Any, page: Any) -> None:
    """And so is what a rule of --connect-to leads elsewhere; the guard is then the usual one."""

    async def run() -> tuple[list[Any], int]:
        async with (
            serve(reply(page())) as site,
            _LittleProxy(says=b"HTTP/1.1 204 Ok\r\n\r\n").running() as proxy,
        ):
            from crawler.net import ConnectTo  # noqa: PLC0415 - here alone

            rule = ConnectTo.parse(f"led.test:80:127.0.0.1:{site.port}")
            settings = _settings(
                f"http://127.0.0.1:{proxy.port}",
                environment={"no_proxy": "127.0.0.1,.direct.test"},
                connect_to=(rule,),
            )
            async with Net(settings) as net:
                urls = ("http://led.test/", f"http://127.0.0.1:{site.port}/", "http://proxied.test/")
                asked = [await net.ask(Probe(url=url)) for url in urls]
            return [e.answer.status if e.answer else e.failure.kind for e in asked], len(proxy.heads)  # type: ignore[union-attr]

    assert ([200, FailureKind.FORBIDDEN_ADDRESS, 204], 1) == asyncio.run(run())


@pytest.mark.parametrize("says", [None, *(says for scheme, says in OWN_WORDS if scheme == "http")])
def test_a_run_through_a_proxy_that_fails_concludes_nothing(tmp_path: Path, says: bytes | None) -> None:
    """Down, 407 or 502: inconclusive, and the history is as it was."""

    async def run() -> Any:
        async with _LittleProxy(says=says or b"").running() as proxy:
            port = 9 if says is None else proxy.port
            urls = {f"e{n}": f"http://h{n}.test/book" for n in range(4)}
            return await check(urls, _settings(f"http://127.0.0.1:{port}"), tmp_path)

    result = asyncio.run(run())

    assert result.trouble is not None
    assert "through the proxy" in result.trouble
    assert {} == verdicts(result)
    with contextlib.closing(sqlite3.connect(tmp_path / "state.db")) as history:
        assert [(0,)] == history.execute("SELECT count(*) FROM runs").fetchall()


def _of(environment: dict[str, str], url: str) -> str | None:
    target = read_target(url)
    proxy = Proxies.from_environment(environment).of(target)  # type: ignore[arg-type] # they are good URLs
    return None if proxy is None else str(proxy)


@pytest.mark.parametrize(
    ("environment", "url", "expected"),
    [
        ({}, "http://a.test/", None),
        ({"http_proxy": "p:1"}, "http://a.test/", "http://p:1"),
        ({"http_proxy": "p:1"}, "https://a.test/", None),
        ({"HTTP_PROXY": "http://p:1/"}, "http://a.test/", "http://p:1"),
        ({"HTTP_PROXY": "http://p:1/", "REQUEST_METHOD": "GET"}, "http://a.test/", None),
        ({"http_proxy": "http://p:1/", "REQUEST_METHOD": "GET"}, "http://a.test/", "http://p:1"),
        ({"http_proxy": "l:1", "HTTP_PROXY": "u:1"}, "http://a.test/", "http://l:1"),
        ({"http_proxy": "", "HTTP_PROXY": "u:1"}, "http://a.test/", None),
        ({"HTTPS_PROXY": "https://p"}, "https://a.test/", "https://p:443"),
        ({"ALL_PROXY": "p"}, "https://a.test/", "http://p:80"),
        ({"ALL_PROXY": "p", "HTTPS_PROXY": "s"}, "https://a.test/", "http://s:80"),
        ({"ALL_PROXY": "http://u:secret@[::1]:8"}, "https://a.test/", "http://[::1]:8"),
        ({"ALL_PROXY": "p", "NO_PROXY": "*"}, "https://a.test/", None),
        ({"ALL_PROXY": "p", "NO_PROXY": "a.test"}, "https://a.test/", None),
        ({"ALL_PROXY": "p", "NO_PROXY": "a.test"}, "https://b.a.test/", None),
        ({"ALL_PROXY": "p", "NO_PROXY": "A.test"}, "https://a.test./", None),
        ({"ALL_PROXY": "p", "NO_PROXY": ".a.test"}, "https://b.a.test/", None),
        ({"ALL_PROXY": "p", "NO_PROXY": "*.a.test"}, "https://b.a.test/", None),
        ({"ALL_PROXY": "p", "NO_PROXY": "a.test"}, "https://bad-a.test/", "http://p:80"),
        ({"ALL_PROXY": "p", "NO_PROXY": "x, a.test ,y"}, "https://a.test/", None),
        ({"ALL_PROXY": "p", "NO_PROXY": "x a.test"}, "https://a.test/", None),
        ({"ALL_PROXY": "p", "NO_PROXY": "a.test:444"}, "https://a.test/", "http://p:80"),
        ({"ALL_PROXY": "p", "NO_PROXY": "a.test:444"}, "https://a.test:444/", None),
        ({"ALL_PROXY": "p", "NO_PROXY": "10.0.0.0/8"}, "https://10.2.3.4/", None),
        ({"ALL_PROXY": "p", "NO_PROXY": "10.2.3.4"}, "https://10.2.3.4/", None),
        ({"ALL_PROXY": "p", "NO_PROXY": "10.2.3.4"}, "https://10.2.3.5/", "http://p:80"),
        ({"ALL_PROXY": "p", "NO_PROXY": "::1"}, "https://[::1]/", None),
        ({"ALL_PROXY": "p", "NO_PROXY": "[::1]:99"}, "https://[::1]:99/", None),
        ({"ALL_PROXY": "p", "NO_PROXY": ".,,/,:,[,a:b:c"}, "https://a.test/", "http://p:80"),
    ],
)
def test_who_goes_through_which_proxy(environment: dict[str, str], url: str, expected: str | None) -> None:
    """The variables as curl and others read them."""
    assert expected == _of(environment, url)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("socks5://u:secret@p:1080", "names a socks5 proxy"),
        ("http://u:secret@p:port", "is no address"),
        ("http://u:secret@p:99999", "is no address"),
        ("http://u:secret@", "is no address"),
        ("http://[u:secret@", "is no address"),
        ("http://u:secret@p:0", "is no address"),
    ],
)
def test_what_is_no_proxy_is_the_operators_mistake(text: str, what: str) -> None:
    """The variable is named, and its password is not repeated."""
    with pytest.raises(SettingsError) as caught:
        Proxies.from_environment({"HTTPS_PROXY": text})

    assert str(caught.value).startswith("HTTPS_PROXY: ")
    assert what in str(caught.value)
    assert "secret" not in str(caught.value)


def test_credentials_are_not_shown() -> None:
    """Neither as text nor in a traceback."""
    proxy = Proxies.from_environment({"https_proxy": "http://user:secret@p:1"}).https

    assert isinstance(proxy, Proxy)
    assert "Basic" not in f"{proxy} {proxy!r}"
    assert "secret" not in f"{proxy} {proxy!r}"
