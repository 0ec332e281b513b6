"""The demo web in a thread of its own, and a visitor that talks to it through plain sockets."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import socket
import ssl
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

import pytest

from crawler.demo import SITES, DemoWeb

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_S = 5.0
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one request got: header names in lower case."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def target(self) -> str | None:
        """Where a redirect leads, percent-encoded as browsers do."""
        location = self.headers.get("location")
        if self.status not in REDIRECTS or location is None:
            return None
        # http.client reads header bytes as Latin-1.
        return quote(urljoin(self.url, location.encode("latin-1").decode()), safe=":/?&=%#;~+@()")


class Visitor:
    """Asks the demo web for pages by way of its `connect_to` rules and its authority."""

    def __init__(self, web: DemoWeb) -> None:
        self.web = web
        self.trust = ssl.create_default_context(cafile=web.ca_file)

    def address(self, host: str, port: int) -> tuple[str, int]:
        """Where a rule leads; KeyError where there is none."""
        rules = (rule.rsplit(":", 3) for rule in self.web.connect_to)
        return {(name, int(from_)): (to, int(at)) for name, from_, to, at in rules}[host, port]

    def dial(self, url: str) -> socket.socket:
        """A connection to the host of a URL, with TLS where its scheme wants it."""
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        plain = socket.create_connection(
            self.address(host, 443 if parts.scheme == "https" else 80), timeout=PATIENCE_S
        )
        if parts.scheme == "http":
            return plain
        try:
            return self.trust.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise

    def send(self, url: str, method: str = "GET", **headers: str) -> socket.socket:
        """Send a request and give back the connection with the answer unread."""
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        target = quote(parts.path or "/", safe="/%~;=") + (f"?{parts.query}" if parts.query else "")
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        connection = self.dial(url)
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return connection

    def ask(self, url: str, method: str = "GET", limit: int = 100_000, **headers: str) -> Reply:
        """One request and at most `limit` bytes of the body."""
        with self.send(url, method, **headers) as connection:
            answer = http.client.HTTPResponse(connection, method=method)
            with contextlib.closing(answer):
                answer.begin()
                body = answer.read(limit)
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(url=url, status=answer.status, headers=found, body=body)

    def follow(self, url: str, limit: int = 100_000) -> list[Reply]:
        """The chain of redirects that a URL starts, at most 40 long, without the fragment."""
        chain = [self.ask(url.partition("#")[0], limit=limit)]
        while (target := chain[-1].target) is not None and len(chain) < 40:
            cookie = chain[-1].headers.get("set-cookie", "").partition(";")[0]
            chain.append(self.ask(target, limit=limit, **({"Cookie": cookie} if cookie else {})))
        return chain


@contextlib.contextmanager
def _in_thread(day: int) -> Iterator[DemoWeb]:
    """A demo web that runs in its own thread until the block is left."""
    web, loop, is_up = DemoWeb(day=day), asyncio.new_event_loop(), threading.Event()
    is_over = asyncio.Event()

    async def run() -> None:
        async with web:
            is_up.set()
            await is_over.wait()

    def work() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(run())

    thread = threading.Thread(target=work)
    thread.start()
    assert is_up.wait(PATIENCE_S)
    try:
        yield web
    finally:
        loop.call_soon_threadsafe(is_over.set)
        thread.join()


@pytest.fixture(scope="module")
def visitors() -> Iterator[dict[int, Visitor]]:
    """A visitor for each of the two days."""
    with _in_thread(1) as first, _in_thread(2) as second:
        yield {1: Visitor(first), 2: Visitor(second)}


@pytest.fixture
def visitor(visitors: dict[int, Visitor]) -> Iterator[Visitor]:
    """A visitor on day 1, before anybody asked for anything."""
    visitor = visitors[1]
    visitor.web.day = 1
    visitor.web.requests.clear()
    yield visitor
    visitor.web.day = 1


@pytest.fixture
def url() -> dict[str, str]:
    """The URL of each site by its id."""
    return {site.id: site.url for site in SITES}
