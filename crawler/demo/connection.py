"""HTTP/1.1 as the demo's servers speak it: well where a site is healthy, badly where it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from crawler.demo.model import Conduct, Framing

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    from crawler.demo.model import Response, Tail

IDLE_S = 60.0
"""How long a hanging server hangs, and an idle connection is kept."""
_LONGEST_HEAD = 65_536
_HANDSHAKE_S = 10.0
_CLOSING_S = 1.0
_LINGER_ZERO = struct.pack("ii", 1, 0)
_NO_BODY = frozenset({204, 304})
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_NOT_A_CHUNK_SIZE = b"this is no chunk size\r\n"


@dataclass(slots=True, kw_only=True)
class SeenRequest:
    """One request that the servers saw; not frozen, for `bytes_sent` grows while the answer goes out."""

    at_s: float
    """The event loop's clock, which is monotonic."""
    day: int
    scheme: str
    host: str
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    nth: int
    bytes_sent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHead:
    """The first line and the fields of a request."""

    method: str
    target: str
    headers: Mapping[str, str]
    wants_close: bool


@dataclass(slots=True)
class Line:
    """One accepted connection; what is sent is counted for the request that is being answered."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    seen: SeenRequest | None = None

    async def send(self, piece: bytes) -> None:
        self.writer.write(piece)
        await self.writer.drain()
        if self.seen is not None:
            self.seen.bytes_sent += len(piece)

    async def wait_until_left(self, seconds: float) -> None:
        """Return when the client leaves, or says more, or after so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.reader.read(1)

    def reset(self) -> None:
        """Leave with RST instead of FIN."""
        connection = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
        self.writer.transport.abort()

    async def close(self) -> None:
        """Close politely, and after a second without politeness: TLS clients may never say goodbye."""
        self.writer.close()
        try:
            async with asyncio.timeout(_CLOSING_S):
                await self.writer.wait_closed()
        except (TimeoutError, asyncio.CancelledError) as error:
            # Only of a connection that is still there: before Python 3.11.4 a lost one cannot be aborted.
            self.writer.transport.abort()
            if isinstance(error, asyncio.CancelledError):
                raise
        except OSError:
            return  # The client was faster.


async def open_line(connection: socket.socket, context: ssl.SSLContext | None) -> Line:
    """Shake hands where TLS is wanted; OSError where that fails."""
    loop = asyncio.get_running_loop()
    # Head and body go out in two writes; with Nagle's algorithm the second waits 40 ms for the client's ACK.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    reader = asyncio.StreamReader(limit=_LONGEST_HEAD, loop=loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    transport, _ = await loop.connect_accepted_socket(
        lambda: protocol,
        connection,
        ssl=context,
        ssl_handshake_timeout=_HANDSHAKE_S if context else None,
    )
    return Line(reader, asyncio.StreamWriter(transport, protocol, reader, loop))


async def read_head(line: Line) -> bytes:
    """The bytes of the next request; empty where the client left, one byte where it speaks no HTTP."""
    try:
        async with asyncio.timeout(IDLE_S):
            first = await line.reader.readexactly(1)
            # A TLS ClientHello has no empty line to wait for.
            return first + await line.reader.readuntil(b"\r\n\r\n") if first.isalpha() else first
    except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return b""


def parse_head(head: bytes) -> RequestHead | None:
    """RFC 9112 2.1; None where the first line is no request line. Requests are expected to have no body."""
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    match first.split(" "):
        case [method, target, version] if version.startswith("HTTP/1.") and target.startswith("/"):
            pairs = (text.partition(":") for text in lines)
            headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
            wants_close = version == "HTTP/1.0" or headers.get("connection", "").lower() == "close"
            return RequestHead(method=method, target=target, headers=headers, wants_close=wants_close)
    return None


async def send_response(line: Line, method: str, response: Response) -> bool:
    """Behave as the response says; True where the connection can carry another request."""
    match response.conduct:
        case Conduct.HANG:
            await line.wait_until_left(IDLE_S)
        case Conduct.RESET:
            line.reset()
        case Conduct.SPEAK_ANOTHER_PROTOCOL:
            await line.send(response.body)
        case Conduct.ANSWER:
            return await _answer(line, method, response)
        case Conduct.CLOSE:
            pass
    return False


async def _answer(line: Line, method: str, response: Response) -> bool:
    await line.send(response_head(response))
    if method == "HEAD" or response.status in _NO_BODY:
        return True
    is_chunked = response.framing is not Framing.LENGTH
    await line.send(_chunk(response.body) if is_chunked else response.body)
    if response.tail is not None:
        await _send_tail(line, response.tail, is_chunked=is_chunked)
    if response.framing is Framing.CHUNKED:
        await line.send(b"0\r\n\r\n")
    if response.framing is Framing.BROKEN_CHUNK:
        await line.send(_NOT_A_CHUNK_SIZE)
        return False
    return response.declared_length is None


async def _send_tail(line: Line, tail: Tail, *, is_chunked: bool) -> None:
    piece = _chunk(tail.piece) if is_chunked else tail.piece
    for _ in range(tail.times):
        await line.send(piece)
        # Even for no time at all: `drain` yields only where the buffer is full, and a lost connection
        # is noticed, and others are served, only where somebody yields.
        await asyncio.sleep(tail.pause_s)


def _chunk(piece: bytes) -> bytes:
    # An empty chunk would end the body.
    return b"%x\r\n%b\r\n" % (len(piece), piece) if piece else b""


def response_head(response: Response) -> bytes:
    """The status line and the fields; a Location may hold raw UTF-8, as real servers send it."""
    lines = [f"HTTP/1.1 {response.status} {_PHRASES.get(response.status, 'Request denied')}"]
    lines += [f"{name}: {value}" for name, value in response.headers]
    if response.framing is not Framing.LENGTH:
        lines.append("Transfer-Encoding: chunked")
    elif response.status not in _NO_BODY:
        lines.append(f"Content-Length: {_length(response)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _length(response: Response) -> int:
    if response.declared_length is not None:
        return response.declared_length
    tail = response.tail
    return len(response.body) + (len(tail.piece) * tail.times if tail else 0)
