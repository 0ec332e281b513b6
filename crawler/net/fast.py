"""The fast stack, which asks first: reqwest and rustls, where a wheel of `pyreqwest` is installed.

A TLS connection costs OpenSSL under Python 1.5 ms, and rustls 0.4 ms outside the interpreter's lock.
"""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from crawler.net.cohorts import Cohorts, Pin, pin_of
from crawler.net.dial import CONNECT_SHARE, DIAL, FIELDS, MOST_ADDRESSES, Endpoint
from crawler.net.failures import failure_of_causes
from crawler.net.files import room_for
from crawler.net.floods import TOO_MUCH, FloodError, Floods
from crawler.net.httpx_types import httpx
from crawler.net.request import ProbeRequest
from crawler.probe.model import CERTIFICATE_KINDS, Failure, FailureKind

try:
    from pyreqwest.client import ClientBuilder
    from pyreqwest.exceptions import DetailedPyreqwestError, PyreqwestError
    from pyreqwest.http import Url
except ImportError:  # pragma: no cover - a platform without wheels
    IS_INSTALLED = False
else:
    IS_INSTALLED = True

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from pyreqwest.client import Client
    from pyreqwest.request import StreamRequest
    from pyreqwest.response import Response

    from crawler.net.dial import Dial
    from crawler.net.target import Target
    from crawler.probe.model import Probe

T = TypeVar("T")

SWITCHING_PROTOCOLS = 101
"""Nobody asked for it; the second stack knows what to make of it."""
KEPT_CONNECTIONS = 256
"""Idle ones in all, where a process gets 1,024 files: reqwest bounds them per host only."""
MOST_KEPT_CONNECTIONS = 2_048
"""Where it gets more: hundreds of pages a second wait 250 ms each behind their robots.txt."""
KEPT_S = 3.0
"""Long enough for the next hop and for robots.txt before its page: with one second, on a busy machine, four
pages of five needed a handshake of their own. reqwest looks every such while."""
CLEARED_AFTER_S = 0.2
"""So long after its deadline the stack ends a request by itself: the deadline has its own words for it."""
TELLING_HEADERS = frozenset({"location", "content-type", "content-encoding", "set-cookie", "retry-after"})
"""What an answer cannot be read without."""
_ASKED_URL = re.compile(r" for url \(\S*\)")
"""reqwest repeats it in a cause: a page on `/unreachable` or `/socket_(connect)` must not be read as one."""
LEFT_TO_THE_SECOND = CERTIFICATE_KINDS | {FailureKind.PROTOCOL_ERROR, FailureKind.TLS_HANDSHAKE}
"""What may be this stack's narrowness: over 100 headers, old ciphers, and each objection to a certificate,
which OpenSSL has more words for. A back-off would not help; asking the other stack at once does."""


class FastStackError(Exception):
    """A failure that this stack has already translated, as its causes are text."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


class NotExpressibleError(Exception):
    """The second stack must be asked at once: this one cannot put the question, or lost the answer."""


def can_express(probe: Probe, target: Target, endpoints: tuple[Endpoint, ...]) -> bool:
    """Tell whether this stack can ask: it always verifies, dials literals itself, sends text as headers."""
    is_elsewhere = target.is_literal and endpoints != ((target.name, target.port),)
    return (
        IS_INSTALLED
        and probe.verify
        and not is_elsewhere
        and all(value.isascii() for _, value in probe.headers)
    )


class FastStack(httpx.AsyncBaseTransport):
    """Sends one request with a client that is pinned to its vetted endpoint.

    Raises FastStackError, or NotExpressibleError where another stack may see more.
    """

    def __init__(self, timeout_s: float, *, offers_http2: bool = False) -> None:
        self._timeout_s = timeout_s
        self._offers_http2 = offers_http2
        self.cohorts = Cohorts(self._client)
        self._floods = Floods()
        self._kept: dict[Pin, float] = {}
        """Connections that may idle, and until when at most; the oldest first."""

    async def aclose(self) -> None:
        self._floods.close()
        await self.cohorts.aclose()

    def announce(self, target: Target, endpoints: tuple[Endpoint, ...]) -> None:
        """Have a client ready for these vetted endpoints soon."""
        if IS_INSTALLED and endpoints:
            pin = pin_of(target, endpoints[0], is_one_of_several=len(endpoints) > 1)
            self.cohorts.announce(pin)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        dial: Dial = request.extensions[DIAL]
        # Connecting has a time-out of its own, so whatever the deadline ends is connected.
        dial.is_connected = True
        failures: list[tuple[Endpoint, Failure]] = []
        for endpoint in dial.endpoints:
            pin = pin_of(dial.target, endpoint, is_one_of_several=len(dial.endpoints) > 1)
            await dial.begin(endpoint)
            may_be_stale = self._kept.pop(pin, None) is not None
            try:
                client = (await self.cohorts.of(pin)).client
                return await self._send(request, dial, pin, client)
            except DetailedPyreqwestError as error:
                failures.append((endpoint, failure_of_causes(_causes(error))))
                _leave(failures[-1][1], may_be_stale=may_be_stale)
                if not _is_connect(error):
                    break
            except FloodError:
                raise FastStackError(Failure(kind=FailureKind.PROTOCOL_ERROR, detail=TOO_MUCH)) from None
            except (PyreqwestError, ValueError) as error:
                # No client (nobody is trusted), no such URL, no such header.
                raise NotExpressibleError from error
        dial.dialled, failure = _most_telling(failures)
        raise FastStackError(failure)

    async def _send(self, request: httpx.Request, dial: Dial, pin: Pin, client: Client) -> httpx.Response:
        url = Url(_url(dial.target, has_port=pin.port == 0))
        if url.host_str != dial.target.bracketed:
            # Read differently, the name would not be pinned, and so be looked up unvetted.
            raise NotExpressibleError
        builder = client.request(request.method, url)
        is_kept = self._may_keep(dial)
        fields = request.fields if isinstance(request, ProbeRequest) else list(request.headers.items())
        builder = builder.headers(fields if is_kept else [*fields, ("Connection", "close")])
        # Cancelled, pyreqwest goes on asking by itself: the connection stayed open for ever, and was read.
        builder = builder.timeout(timedelta(seconds=dial.deadline - _now() + CLEARED_AFTER_S))
        # With a buffer it reads 64 kB ahead, and a body that breaks in them takes the head along.
        streamed = builder.streamed_read_buffer_limit(0).build_streamed()
        before = _cancellations()
        endpoint = Endpoint(pin.address, pin.port or dial.target.port)
        with self._floods.head_owed(endpoint):
            response = await streamed.__aenter__()
        try:
            _raise_lost_cancellation(before)
            headers = _headers(response)
        except BaseException:
            await streamed.__aexit__(None, None, None)
            raise
        if is_kept:
            self._kept[pin] = _now() + 2 * KEPT_S
        # Headers as text in lower case, as they came: httpx's own would encode them, to be decoded again.
        self._floods.body_begins(endpoint)
        body = _Body(response, streamed, lambda: self._floods.body_ends(endpoint))
        return httpx.Response(response.status, stream=body, extensions={FIELDS: headers})

    def _may_keep(self, dial: Dial) -> bool:
        """Tell whether there is room for one more; most of it is for those whose next request is certain."""
        now = _now()
        while self._kept and self._kept[oldest := next(iter(self._kept))] <= now:
            del self._kept[oldest]
        return len(self._kept) < (self._most_kept if dial.has_sequel else self._most_kept // 4)

    @cached_property
    def _most_kept(self) -> int:
        """Known once the process has its files, which is not yet so where this is made."""
        return room_for(4, least=KEPT_CONNECTIONS, most=MOST_KEPT_CONNECTIONS)

    def _client(self, pins: tuple[Pin, ...]) -> Client:
        """Build the client of a cohort; it connects to nothing but the pinned addresses."""
        share = MOST_ADDRESSES if pins[0].is_one_of_several else 1
        builder = ClientBuilder()
        for pin in pins:
            builder = builder.resolve(pin.name, pin.address, pin.port)
        return (
            builder.connect_timeout(timedelta(seconds=self._timeout_s * CONNECT_SHARE / share))
            .pool_idle_timeout(timedelta(seconds=KEPT_S))
            .follow_redirects(False)
            .referer(False)
            .http2(self._offers_http2)
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


class _Body(httpx.AsyncByteStream):
    """A streamed body of reqwest as httpx's."""

    def __init__(self, response: Response, streamed: StreamRequest, on_close: Callable[[], None]) -> None:
        self._response = response
        self._streamed = streamed
        self._on_close = on_close

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            while (chunk := await _cancellable(self._response.body_reader.read_chunk())) is not None:
                yield bytes(chunk)
        except DetailedPyreqwestError as error:
            raise FastStackError(failure_of_causes(_causes(error))) from error

    async def aclose(self) -> None:
        self._on_close()
        await self._streamed.__aexit__(None, None, None)


def _leave(failure: Failure, *, may_be_stale: bool) -> None:
    """Raise where the other stack may see more; a kept connection that was just being closed says nothing."""
    is_stale = may_be_stale and failure.kind is FailureKind.CONNECTION_RESET
    if is_stale or failure.kind in LEFT_TO_THE_SECOND:
        raise NotExpressibleError


def _now() -> float:
    return asyncio.get_running_loop().time()


def _cancellations() -> int:
    task = asyncio.current_task()
    return 0 if task is None else task.cancelling()


def _raise_lost_cancellation(before: int) -> None:
    """Raise the cancellation that pyreqwest lost as it came with a result: so a dripping body never ended."""
    if _cancellations() > before:
        raise asyncio.CancelledError


async def _cancellable(waiting: Awaitable[T]) -> T:
    before = _cancellations()
    result = await waiting
    _raise_lost_cancellation(before)
    return result


def _url(target: Target, *, has_port: bool) -> str:
    """Write no port where the pin has one: the URL's would win over it."""
    port = f":{target.port}" if has_port else ""
    return f"{target.scheme}://{target.bracketed}{port}{target.path}"


def _headers(response: Response) -> list[tuple[str, str]]:
    """List the header fields; a value that is not ASCII, which this stack cannot read, must not matter."""
    if response.status == SWITCHING_PROTOCOLS:
        raise NotExpressibleError
    try:
        return list(response.headers.items())
    except ValueError:
        return _readable_headers(response)


def _readable_headers(response: Response) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name in dict.fromkeys(response.headers.keys()):
        try:
            found.extend((name, value) for value in response.get_header_all(name))
        except ValueError:
            if name in TELLING_HEADERS:
                raise NotExpressibleError from None
    return found


def _causes(error: DetailedPyreqwestError) -> tuple[str, ...]:
    causes = tuple(cause["message"] for cause in error.details.get("causes") or ()) or ("", str(error))
    return tuple(_ASKED_URL.sub("", cause) for cause in causes)


def _is_connect(error: DetailedPyreqwestError) -> bool:
    return any("(connect)" in cause.lower() for cause in _causes(error))


def _most_telling(failures: list[tuple[Endpoint, Failure]]) -> tuple[Endpoint, Failure]:
    """Find the first failure that a site is behind, of both families by IPv4 (see the second stack)."""
    telling = [each for each in failures if each[1].kind is not FailureKind.NETWORK_UNREACHABLE]
    return min(telling or failures, key=lambda each: each[0].is_ipv6)
