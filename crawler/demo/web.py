"""The demo web itself: HTTP, HTTPS and DNS servers on loopback for as long as a `DemoWeb` is entered."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Self

from crawler.demo.certificates import make_contexts
from crawler.demo.connection import SeenRequest, open_line, parse_head, read_head, send_response
from crawler.demo.model import CERTIFICATE_TROUBLES, NAME_TROUBLES, Request, Response, Trouble
from crawler.demo.name_server import NAME_ERROR, SERVER_FAILURE, NameAnswer, NameServer
from crawler.demo.sites import SITES

if TYPE_CHECKING:
    import ssl
    from collections.abc import Coroutine, Mapping, Sequence

    from crawler.demo.connection import Line, RequestHead
    from crawler.demo.model import Site

LOOPBACK = "127.0.0.1"
PRIVATE_ADDRESS = "10.0.0.7"
HTTP_PORT = 80
HTTPS_PORT = 443
_BACKLOG = 1024
_NO_ROBOTS = Response(status=404)
_MISDIRECTED = Response(status=421)
_NAME_ANSWERS: Mapping[Trouble, NameAnswer | None] = {
    Trouble.NAME_NOT_FOUND: NameAnswer(code=NAME_ERROR),
    Trouble.NO_ADDRESS: NameAnswer(),
    Trouble.BROKEN_DELEGATION: NameAnswer(code=SERVER_FAILURE),
    Trouble.SILENT_NAME_SERVER: None,
    Trouble.PRIVATE_ADDRESS: NameAnswer(address=PRIVATE_ADDRESS),
}


class DemoWeb:
    """All sites on 127.0.0.1, each server on a port of the system's choosing; it can be entered once."""

    def __init__(self, day: int = 1, sites: Sequence[Site] = SITES) -> None:
        self._by_host = {host: site for site in sites for host in site.hosts}
        self._day = day
        self._asked: Counter[tuple[str, str]] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stack = contextlib.AsyncExitStack()
        self._names = NameServer(self._look_up)
        self.requests: list[SeenRequest] = []
        """Everything that the servers saw, in order."""

    async def __aenter__(self) -> Self:
        async with contextlib.AsyncExitStack() as stack:
            await self._open(stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self._stack.aclose()

    @property
    def day(self) -> int:
        return self._day

    @day.setter
    def day(self, day: int) -> None:
        """Begin another day: the sites change, and counts start anew."""
        self._asked.clear()
        self._day = day

    @property
    def ca_file(self) -> str:
        """A PEM file with the authority that clients are to trust, as `SSL_CERT_FILE` wants it."""
        return str(self._folder / "ca.pem")

    @property
    def nameserver(self) -> str:
        return f"{LOOPBACK}:{self._name_port}"

    @property
    def names_asked(self) -> tuple[str, ...]:
        """Every name that the name server was asked for, in order."""
        return tuple(self._names.asked)

    @property
    def connect_to(self) -> tuple[str, ...]:
        """`HOST:PORT:ADDR:PORT`, as curl's option, for today; names that do not resolve have none."""
        return tuple(
            f"{host}:{port}:{LOOPBACK}:{self._real_port(host, port)}"
            for host in self._by_host
            if self._trouble(host) not in NAME_TROUBLES
            for port in (HTTP_PORT, HTTPS_PORT)
        )

    def _real_port(self, host: str, port: int) -> int:
        trouble = self._trouble(host)
        if trouble is Trouble.REFUSED:
            return self._refusing_port
        if port == HTTP_PORT or trouble is Trouble.PLAIN_ON_443:
            return self._http_port
        return self._https_port

    def _trouble(self, host: str) -> Trouble | None:
        """What is wrong with a host today; the further hosts of a site are always sound."""
        site = self._by_host.get(host)
        return site.trouble_on(self._day) if site and host == site.host else None

    def _look_up(self, name: str) -> NameAnswer | None:
        if name not in self._by_host:
            return NameAnswer(code=NAME_ERROR)
        trouble = self._trouble(name)
        return _NAME_ANSWERS[trouble] if trouble in NAME_TROUBLES else NameAnswer(address=LOOPBACK)

    async def _open(self, stack: contextlib.AsyncExitStack) -> None:
        self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="crawler-demo-")))
        # Bound and never listening: connections are refused, and nobody else can take the port meanwhile.
        refusing = stack.enter_context(socket.socket())
        refusing.bind((LOOPBACK, 0))
        self._refusing_port: int = refusing.getsockname()[1]
        self._http_port = self._listen(stack, None)
        self._https_port = self._listen(stack, self._tls_context())
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: self._names, local_addr=(LOOPBACK, 0))
        stack.callback(transport.close)
        self._name_port: int = transport.get_extra_info("sockname")[1]

    def _tls_context(self) -> ssl.SSLContext:
        """The context of sound hosts, which gives way to another by the name that the client asks for."""
        names: dict[Trouble | None, list[str]] = {None: list(self._by_host)}
        for host, site in self._by_host.items():
            if host == site.host and site.trouble in CERTIFICATE_TROUBLES:
                names.setdefault(site.trouble, []).append(host)
        contexts = make_contexts(self._folder, names)

        def choose(connection: ssl.SSLObject, name: str | None, _default: ssl.SSLContext) -> None:
            connection.context = contexts.get(self._trouble(name or ""), contexts[None])

        contexts[None].sni_callback = choose
        return contexts[None]

    def _listen(self, stack: contextlib.AsyncExitStack, context: ssl.SSLContext | None) -> int:
        listener = stack.enter_context(socket.create_server((LOOPBACK, 0), backlog=_BACKLOG))
        listener.setblocking(False)
        # Not asyncio.start_server: it does not know its connections before their TLS handshake is done,
        # so a client that never finishes one would outlive the server.
        self._start(self._accept(listener, context))
        stack.push_async_callback(self._stop_tasks)
        port: int = listener.getsockname()[1]
        return port

    def _start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _stop_tasks(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self, listener: socket.socket, context: ssl.SSLContext | None) -> None:
        while True:
            connection, _ = await asyncio.get_running_loop().sock_accept(listener)
            self._begin(connection, context)

    def _begin(self, connection: socket.socket, context: ssl.SSLContext | None) -> None:
        serving = self._start(self._serve(connection, context))
        # A task that is cancelled before its first step would leave the socket open.
        serving.add_done_callback(lambda _: connection.close())

    async def _serve(self, connection: socket.socket, context: ssl.SSLContext | None) -> None:
        with contextlib.suppress(OSError):
            line = await open_line(connection, context)
            try:
                await self._converse(line, "https" if context else "http")
            finally:
                await line.close()

    async def _converse(self, line: Line, scheme: str) -> None:
        goes_on = True
        while goes_on and (text := await read_head(line)):
            head = parse_head(text)
            if head is None:
                await line.send(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
                return
            line.seen = self._record(scheme, head)
            response = self._respond(line.seen)
            goes_on = await send_response(line, head.method, response) and not head.wants_close

    def _record(self, scheme: str, head: RequestHead) -> SeenRequest:
        host = head.headers.get("host", "").partition(":")[0].lower()
        path, _, query = head.target.partition("?")
        self._asked[host, path] += 1
        seen = SeenRequest(
            at_s=asyncio.get_running_loop().time(),
            day=self._day,
            scheme=scheme,
            host=host,
            method=head.method,
            path=path,
            query=query,
            headers=head.headers,
            nth=self._asked[host, path],
        )
        self.requests.append(seen)
        return seen

    def _respond(self, seen: SeenRequest) -> Response:
        site = self._by_host.get(seen.host)
        if site is None:
            return _MISDIRECTED
        if seen.path == "/robots.txt":
            return site.robots or _NO_ROBOTS
        return site.respond(
            Request(
                method=seen.method,
                scheme=seen.scheme,
                host=seen.host,
                path=seen.path,
                query=seen.query,
                headers=seen.headers,
                nth=seen.nth,
                day=seen.day,
            )
        )
