"""The second, independent stack: reqwest and rustls, where a wheel of `pyreqwest` is installed."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import httpx

from crawler.net.failures import failure_of_causes
from crawler.net.transport import DIAL
from crawler.probe.model import Failure, FailureKind

try:
    from pyreqwest.client import ClientBuilder
    from pyreqwest.exceptions import DetailedPyreqwestError, PyreqwestError
except ImportError:  # pragma: no cover - a platform without wheels
    IS_INSTALLED = False
else:
    IS_INSTALLED = True

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable

    from pyreqwest.client import Client
    from pyreqwest.response import Response

    from crawler.net.dial import Dial, Endpoint
    from crawler.net.target import Target
    from crawler.probe.model import Probe

T = TypeVar("T")

SECOND_STACK = "pyreqwest"


class SecondStackError(Exception):
    """A failure that this stack has already translated, as its causes are text."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


def can_express(probe: Probe, target: Target, endpoints: tuple[Endpoint, ...]) -> bool:
    """Tell whether this stack can ask: reqwest dials literal addresses itself and takes text as headers."""
    is_elsewhere = target.is_literal and endpoints != ((target.name, target.port),)
    return IS_INSTALLED and not is_elsewhere and all(value.isascii() for _, value in probe.headers)


class SecondStack(httpx.AsyncBaseTransport):
    """Sends one request with a client of its own, pinned to a vetted endpoint; raises SecondStackError.

    Building a client costs 7 ms (it loads the trust store): nothing beside a link that failed once already.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        dial: Dial = request.extensions[DIAL]
        # Connecting has a time-out of its own, so whatever the deadline ends is connected.
        dial.is_connected = True
        failures: list[Failure] = []
        for endpoint, seconds in dial.attempts(asyncio.get_running_loop().time):
            try:
                return await _send(request, dial, endpoint, seconds)
            except DetailedPyreqwestError as error:
                failures.append(failure_of_causes(_causes(error)))
                if not _is_connect(error):
                    break
            except (PyreqwestError, ValueError) as error:
                # ValueError: a header of the request that this stack cannot send.
                failures.append(failure_of_causes(("", str(error))))
                break
        raise SecondStackError(_most_telling(failures))


class _Body(httpx.AsyncByteStream):
    """A streamed body of reqwest as httpx's."""

    def __init__(self, response: Response, exit_stack: AsyncExitStack) -> None:
        self._response = response
        self._exit_stack = exit_stack

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            while (chunk := await _cancellable(self._response.body_reader.read_chunk())) is not None:
                yield bytes(chunk)
        except DetailedPyreqwestError as error:
            raise SecondStackError(failure_of_causes(_causes(error))) from error

    async def aclose(self) -> None:
        await self._exit_stack.aclose()


async def _send(request: httpx.Request, dial: Dial, endpoint: Endpoint, connect_s: float) -> httpx.Response:
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(_client(dial, endpoint, connect_s))
        builder = client.request(request.method, _url(dial.target))
        for name, value in request.headers.raw:
            builder = builder.header(name.decode("ascii"), value.decode("latin-1"))
        # With a buffer it reads 64 kB ahead, and a body that breaks in them takes the head along.
        streamed = builder.streamed_read_buffer_limit(0).build_streamed()
        response = await _cancellable(stack.enter_async_context(streamed))
        return httpx.Response(
            response.status, headers=_headers(response), stream=_Body(response, stack.pop_all())
        )
    raise AssertionError  # pragma: no cover - no context here swallows an exception


async def _cancellable(waiting: Awaitable[T]) -> T:
    """Await what loses a cancellation that arrives with its result: so a dripping body never ended."""
    task = asyncio.current_task()
    before = 0 if task is None else task.cancelling()
    result = await waiting
    if task is not None and task.cancelling() > before:
        raise asyncio.CancelledError
    return result


def _client(dial: Dial, endpoint: Endpoint, connect_s: float) -> Client:
    return (
        ClientBuilder()
        .resolve(dial.target.name, endpoint.address, endpoint.port)
        .connect_timeout(timedelta(seconds=connect_s))
        .danger_accept_invalid_certs(not dial.verify)
        .follow_redirects(False)
        .referer(False)
        .no_proxy()
        .gzip(False)
        .deflate(False)
        .brotli(False)
        .zstd(False)
        .http1_ignore_invalid_headers_in_responses(True)
        .http1_allow_spaces_after_header_name_in_responses(True)
        .http1_allow_obsolete_multiline_headers_in_responses(True)
        .build()
    )


def _url(target: Target) -> str:
    """Write no port, unless the host is an address: it would win over the pinned endpoint's."""
    port = f":{target.port}" if target.is_literal else ""
    return f"{target.scheme}://{target.bracketed}{port}{target.path}"


def _headers(response: Response) -> list[tuple[str, str]]:
    """List all header fields that are ASCII; this stack raises ValueError for the others."""
    found: list[tuple[str, str]] = []
    for name in dict.fromkeys(response.headers.keys()):
        try:
            found.extend((name, value) for value in response.get_header_all(name))
        except ValueError:
            continue
    return found


def _causes(error: DetailedPyreqwestError) -> tuple[str, ...]:
    return tuple(cause["message"] for cause in error.details.get("causes") or ()) or ("", str(error))


def _is_connect(error: DetailedPyreqwestError) -> bool:
    causes = " ".join(_causes(error)).lower()
    return "(connect)" in causes and "certificate" not in causes and "tls" not in causes


def _most_telling(failures: list[Failure]) -> Failure:
    telling = (failure for failure in failures if failure.kind is not FailureKind.NETWORK_UNREACHABLE)
    return next(telling, failures[0])
