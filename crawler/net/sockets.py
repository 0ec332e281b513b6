"""Connections of the second stack's own: httpcore's interface straight over non-blocking sockets.

anyio's streams, which httpcore brings, encrypt in memory and move the bytes through asyncio's transports:
each second look took twice as long. They stay towards proxies, where TLS may lie within TLS.
"""

from __future__ import annotations

import asyncio
import select
import socket
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpcore

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator

    from crawler.net.dial import Endpoint

Error = type[httpcore.NetworkError]


async def connect(endpoint: Endpoint, seconds: float) -> httpcore.AsyncNetworkStream:
    """Dial an address in text form; there is no look-up here."""
    family = socket.AF_INET6 if ":" in endpoint.address else socket.AF_INET
    with _as_httpcore(httpcore.ConnectError):
        own = socket.socket(family, socket.SOCK_STREAM)
    try:
        with _as_httpcore(httpcore.ConnectError):
            own.setblocking(False)
            own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            async with asyncio.timeout(seconds):
                await asyncio.get_running_loop().sock_connect(own, tuple(endpoint))
    except BaseException:
        own.close()
        raise
    return _Stream(own, endpoint)


class _Stream(httpcore.AsyncNetworkStream):
    """One connection; each call gives the loop a turn, so that no server's flood holds up the others."""

    def __init__(self, own: socket.socket, endpoint: Endpoint) -> None:
        self._socket = own
        self._endpoint = endpoint

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002, ASYNC109 - the deadline is Talk's
        own = self._socket
        with _as_httpcore(httpcore.ReadError):
            # What TLS has decrypted already makes no socket readable.
            await (asyncio.sleep(0) if isinstance(own, ssl.SSLSocket) and own.pending() else _readable(own))
            while True:
                try:
                    return own.recv(max_bytes)
                except (BlockingIOError, ssl.SSLWantReadError):
                    await _readable(own)
                except ssl.SSLWantWriteError:
                    await _writable(own)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109 - as above
        own, left = self._socket, memoryview(buffer)
        with _as_httpcore(httpcore.WriteError):
            while left:
                try:
                    left = left[own.send(left) :]
                except (BlockingIOError, ssl.SSLWantWriteError):
                    await _writable(own)
                except ssl.SSLWantReadError:
                    await _readable(own)

    async def aclose(self) -> None:
        self._socket.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - as above
    ) -> httpcore.AsyncNetworkStream:
        try:
            with _as_httpcore(httpcore.ConnectError):
                self._socket = own = ssl_context.wrap_socket(
                    self._socket, server_hostname=server_hostname, do_handshake_on_connect=False
                )
                while True:
                    try:
                        own.do_handshake()
                    except ssl.SSLWantReadError:
                        await _readable(own)
                    except ssl.SSLWantWriteError:
                        await _writable(own)
                    else:
                        return self
        except BaseException:
            self._socket.close()
            raise

    def get_extra_info(self, info: str) -> Any:
        own = self._socket
        if info == "ssl_object":
            return own if isinstance(own, ssl.SSLSocket) else None
        if info == "server_addr":
            return self._endpoint
        if info == "is_readable":
            poll = select.poll()
            poll.register(own, select.POLLIN)
            return bool(poll.poll(0))
        return None


@contextmanager
def _as_httpcore(kind: Error) -> Iterator[None]:
    """Raise what the system or OpenSSL says as httpcore does, with the cause in it."""
    try:
        yield
    except TimeoutError as error:
        # Without a number it is the time given for connecting; with one, the system's own.
        raise (httpcore.ConnectTimeout if error.errno is None else kind)(error) from error
    except OSError as error:
        raise kind(error) from error


def _readable(own: socket.socket) -> Awaitable[None]:
    loop = asyncio.get_running_loop()
    return _until_ready(own.fileno(), loop.add_reader, loop.remove_reader)


def _writable(own: socket.socket) -> Awaitable[None]:
    loop = asyncio.get_running_loop()
    return _until_ready(own.fileno(), loop.add_writer, loop.remove_writer)


async def _until_ready(number: int, add: Any, remove: Any) -> None:
    ready = asyncio.get_running_loop().create_future()
    add(number, _set, ready)
    try:
        await ready
    finally:
        remove(number)


def _set(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)
