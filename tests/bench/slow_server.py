"""A server of latencies and trouble: one raw asyncio protocol, so that it is not the bottleneck."""

from __future__ import annotations

import asyncio
import resource
from collections import Counter
from typing import TYPE_CHECKING, Self

from bench.loads import RETRY_AFTER_S
from bench.servers import FORK, PAGE, Seen, Server, end_when_told, wait_for

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from bench.namespace import Place


class SlowServer(Server):
    """Latencies and trouble, as the path says; robots.txt is a 404 after `robots_s` seconds."""

    def __init__(self, place: Place, *, robots_s: float = 0.0) -> None:
        self.port = place.http_port
        self._robots_s = robots_s

    def __enter__(self) -> Self:
        self._ours, theirs = FORK.Pipe()
        self._process = FORK.Process(target=_serve, args=(theirs, self.port, self._robots_s), daemon=True)
        self._process.start()
        wait_for(self.port)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()

    def take(self) -> Seen:
        self._ours.send(None)
        seen = self._ours.recv()
        assert isinstance(seen, Seen)
        return seen


def _serve(control: Connection, port: int, robots_s: float) -> None:
    end_when_told()
    asyncio.run(_Desk(control, robots_s).serve(port))


class _Desk:
    """What all connections of a slow server share."""

    def __init__(self, control: Connection, robots_s: float) -> None:
        self.seen = Seen()
        self.robots_s = robots_s
        self.under_way: Counter[str] = Counter()
        self._control = control

    async def serve(self, port: int) -> None:
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        loop = asyncio.get_running_loop()
        loop.add_reader(self._control.fileno(), self._tell)
        # Stands on every address because each host has its own; see `_Visitor.connection_made`.
        server = await loop.create_server(lambda: _Visitor(self), "0.0.0.0", port, backlog=4096)
        await server.serve_forever()

    def _tell(self) -> None:
        self._control.recv()
        self._control.send(self.seen)
        self.seen = Seen()


_ANSWER = "HTTP/1.1 {}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n{}\r\n"
_OK = _ANSWER.format("200 OK", len(PAGE), "").encode() + PAGE
_GONE = _ANSWER.format("404 Not Found", 0, "").encode()
_MOVED = _ANSWER.format("301 Moved Permanently", 0, "location: /ok/0/0\r\n").encode()
_LIMITED = _ANSWER.format("429 Too Many Requests", 0, f"retry-after: {RETRY_AFTER_S}\r\n").encode()
_FLAKY = _ANSWER.format("503 Service Unavailable", 0, "").encode()

_FIRST = {"gone": _GONE, "moved": _MOVED, "hang": b"", "limited": _LIMITED, "flaky": _FLAKY}


class _Visitor(asyncio.Protocol):
    """One connection: a request is answered after its delay, then the next may come."""

    def __init__(self, desk: _Desk) -> None:
        self._desk = desk
        self._waiting = b""
        self._host = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if not transport.get_extra_info("sockname")[0].startswith(("45.", "127.")):
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's own signature
        self._leave()

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        if b"\r\n\r\n" not in self._waiting:
            return
        head, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
        path = head.split(b" ", 2)[1].decode()
        host = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"host:"))
        self._enter(host[5:].strip().decode().split(":")[0])
        key = self._host + path
        self._desk.seen.requests[key] += 1
        delay_s, answer = self._answer(path, self._desk.seen.requests[key])
        if answer:
            asyncio.get_running_loop().call_later(delay_s, self._send, answer)

    def _answer(self, path: str, times: int) -> tuple[float, bytes]:
        if path == "/robots.txt":
            return self._desk.robots_s, _GONE
        kind, delay_ms = path.split("/")[1:3]
        first = _FIRST.get(kind, _OK)
        is_over = times > 1 and kind in ("limited", "flaky")
        return int(delay_ms) / 1000, _OK if is_over else first

    def _send(self, answer: bytes) -> None:
        self._leave()
        self._desk.seen.bytes_sent += len(answer)
        self._transport.write(answer)

    def _enter(self, host: str) -> None:
        self._host = host
        self._desk.under_way[host] += 1
        seen = self._desk.seen
        seen.most_at_once_on_a_host = max(seen.most_at_once_on_a_host, self._desk.under_way[host])

    def _leave(self) -> None:
        if self._host:
            self._desk.under_way[self._host] -= 1
            self._host = ""
