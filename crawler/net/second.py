"""The second, independent stack: httpx's transport interface over httpcore and OpenSSL.

It is the more patient reader (any header, old ciphers) and the one with typed causes, but costs five times
as much as the fast one.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpcore

from crawler.errors import SettingsError
from crawler.net.certificate import certificate_of
from crawler.net.dial import DIAL, FIELDS, TARGET, Dial, Endpoint
from crawler.net.failures import failure_of
from crawler.net.floods import MOST_BEFORE_HEAD, TOO_MUCH
from crawler.net.httpx_types import httpx
from crawler.net.request import ProbeRequest
from crawler.net.sockets import connect
from crawler.probe.model import FailureKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from crawler.net.proxies import Proxy

KEPT_CONNECTIONS = 32
KEPT_S = 5.0
_LEGACY_SERVER_CONNECT = 0x4
_BROWSERS_CIPHERS = (
    "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:DHE+AESGCM:DHE-RSA-AES256-SHA256:DHE-RSA-AES128-SHA256:"
    "AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA:AES256-SHA:!aNULL:!eNULL:!aDSS:!AESCCM"
)
"""For TLS 1.2: what Python offers, and what it leaves out but browsers offer (CBC with SHA-1, and RSA's own
key exchange), as whoever speaks nothing else opens in them."""

_dial: ContextVar[Dial] = ContextVar("dial")


class SecondStack(httpx.AsyncBaseTransport):
    """Sends one request to the endpoints of its `Dial`; raises httpcore's exceptions."""

    def __init__(self, *, kept_connections: int = KEPT_CONNECTIONS) -> None:
        self._kept = kept_connections
        self._backend = _VettedBackend()
        self._contexts: dict[bool, ssl.SSLContext] = {}
        self._pools: dict[tuple[bool, bool, Proxy | None], httpcore.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        dial: Dial = request.extensions[DIAL]
        _dial.set(dial)
        if dial.fresh and dial.proxy is None:
            return await self._ask_afresh(request, dial)
        try:
            response = await self._pool(dial).handle_async_request(_as_httpcore(request, dial))
        except (httpcore.RemoteProtocolError, httpcore.NetworkError):
            if dial.dialled is not None or dial.fresh:
                raise
            # A kept connection that the server was just closing: browsers ask again on a new one, too.
            dial.fresh = True
            return await self.handle_async_request(request)
        return _answer(response, dial)

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()

    async def _ask_afresh(self, request: httpx.Request, dial: Dial) -> httpx.Response:
        """On a connection of its own, without a pool: that looks at all that are open, for each request."""
        asked = _as_httpcore(request, dial)
        stream = await self._backend.connect_tcp("", 0)  # what is dialled stands in the dial
        try:
            if dial.target.scheme == "https":
                stream = await stream.start_tls(self._context(dial.verify), dial.target.name)
            connection = httpcore.AsyncHTTP11Connection(asked.url.origin, stream)
            response = await connection.handle_async_request(asked)
        except BaseException:
            await stream.aclose()
            raise
        return _answer(response, dial, connection)

    def _pool(self, dial: Dial) -> httpcore.AsyncConnectionPool:
        """Share connections only among requests that trust them alike, and none with fresh ones."""
        key = (dial.verify, dial.fresh, dial.proxy)
        if key not in self._pools:
            self._pools[key] = httpcore.AsyncConnectionPool(
                ssl_context=self._context(dial.verify),
                max_connections=None,  # the lanes bound what is open
                max_keepalive_connections=0 if dial.fresh else self._kept,
                keepalive_expiry=KEPT_S,
                network_backend=self._backend,
                proxy=None if dial.proxy is None else _as_httpcore_proxy(dial.proxy),
            )
        return self._pools[key]

    def _context(self, verify: bool) -> ssl.SSLContext:  # noqa: FBT001 - as above
        if verify not in self._contexts:
            context = trusting_context() if verify else unverified_context()  # 30 ms
            context.set_alpn_protocols(["http/1.1"])
            self._contexts[verify] = context
        return self._contexts[verify]


def _answer(
    response: httpcore.Response, dial: Dial, connection: httpcore.AsyncHTTP11Connection | None = None
) -> httpx.Response:
    """Httpcore's response as httpx's; with its body, the connection of its own is closed."""
    dial.has_head = True
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    if peer is not None:
        dial.dialled = Endpoint(peer[0], peer[1])
    fields = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers]
    return httpx.Response(response.status, stream=_Body(response, connection), extensions={FIELDS: fields})


class _Body(httpx.AsyncByteStream):
    """httpcore's body stream as httpx's."""

    def __init__(
        self, response: httpcore.Response, connection: httpcore.AsyncHTTP11Connection | None
    ) -> None:
        self._response = response
        self._connection = connection

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._response.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        try:
            await self._response.aclose()
        finally:
            if self._connection is not None:
                await self._connection.aclose()


class _VettedBackend(httpcore.AsyncNetworkBackend):
    """Dials the running request's endpoints, whatever host httpcore names: there is no second look-up."""

    def __init__(self) -> None:
        self._to_proxy = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - the URL's host is for Host and SNI, the address comes from the dial
        port: int,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ASYNC109, ARG002 - httpcore's own signature; the dial has the deadline
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        dial = _dial.get()
        errors: list[tuple[Endpoint, Exception]] = []
        for endpoint, seconds in dial.attempts(asyncio.get_running_loop().time):
            await dial.begin(endpoint)
            try:
                if dial.proxy is None:
                    stream = await connect(endpoint, seconds)
                else:
                    stream = await self._to_proxy.connect_tcp(*endpoint, timeout=seconds)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                errors.append((endpoint, error))
            else:
                # Plain http goes to a proxy as it is; to anything else TLS comes first, or CONNECT.
                leads_to_target = dial.proxy is None or dial.target.scheme == "http"
                return _WatchedStream(stream, dial, leads_to_target=leads_to_target)
        dial.dialled, telling = _most_telling(errors)
        raise telling


class _WatchedStream(httpcore.AsyncNetworkStream):
    """A connection that tells its dial when it is up: at the first byte of the request."""

    def __init__(
        self,
        stream: httpcore.AsyncNetworkStream,
        dial: Dial,
        *,
        leads_to_target: bool,
        has_tls: bool = False,
    ) -> None:
        self._stream = stream
        self._dial = dial
        self._leads_to_target = leads_to_target
        """What is written is for the target, not for a proxy alone."""
        self._has_tls = has_tls

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - as above
        data = await self._stream.read(max_bytes, timeout)
        dial = _dial.get(self._dial)
        if not dial.has_head:
            dial.bytes_before_head += len(data)
            if dial.bytes_before_head > MOST_BEFORE_HEAD:
                raise httpcore.RemoteProtocolError(TOO_MUCH)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as above
        if self._leads_to_target:
            dial = _dial.get(self._dial)
            dial.is_connected = dial.is_past_proxy = True
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - as above
    ) -> httpcore.AsyncNetworkStream:
        proxy = self._dial.proxy
        is_for_proxy = proxy is not None and proxy.scheme == "https" and not self._has_tls
        if not is_for_proxy:
            # CONNECT was answered: whatever goes wrong now is between us and the site.
            _dial.get(self._dial).is_past_proxy = True
        try:
            stream = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except asyncio.CancelledError:
            # httpcore closes the connection on errors only, and the deadline is none.
            await self._stream.aclose()
            raise
        leads_to_target = self._leads_to_target or not is_for_proxy
        if leads_to_target and not self._dial.verify:
            self._dial.certificate = certificate_of(stream.get_extra_info("ssl_object"))
        return _WatchedStream(stream, self._dial, leads_to_target=leads_to_target, has_tls=True)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def check_trust() -> None:
    """Look at what the environment names as trusted.

    Raises:
        SettingsError: it is not there; OpenSSL would silently trust nobody, and every site look insecure.
    """
    for name, is_there in (("SSL_CERT_FILE", Path.is_file), ("SSL_CERT_DIR", Path.is_dir)):
        value = os.environ.get(name)
        if value and not any(is_there(Path(part)) for part in value.split(os.pathsep)):
            raise SettingsError(name, f"{value!r} is not there", "name the trusted certificates, or unset it")


def trusting_context() -> ssl.SSLContext:
    """Trust the system's certificates; OpenSSL itself honours SSL_CERT_FILE and SSL_CERT_DIR."""
    context = ssl.create_default_context()
    # Python 3.13 turned this on; browsers do not ask it of a certificate, and a link is not insecure for it.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    # Browsers read no name in the subject, nor does the fast stack (RFC 9110 4.3.4).
    context.hostname_checks_common_name = False
    context.set_ciphers(_BROWSERS_CIPHERS)
    return context


def unverified_context() -> ssl.SSLContext:
    """Connect to whatever still speaks TLS, to see what an invalid certificate hides."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.options |= _LEGACY_SERVER_CONNECT
    return context


def _as_httpcore(request: httpx.Request, dial: Dial) -> httpcore.Request:
    """Of the target that was vetted and of the fields as they are: httpx's own forms of both cost 80 us."""
    target = dial.target
    url = httpcore.URL(
        scheme=target.scheme.encode("ascii"),
        host=target.name.encode("ascii"),
        port=target.port,
        target=request.extensions[TARGET],
    )
    fields = request.raw_fields if isinstance(request, ProbeRequest) else request.headers.raw
    # The request target is no extension here: httpcore would have the path go to a proxy in the place of
    # the absolute form.
    names = {"sni_hostname": target.name}
    return httpcore.Request(method=request.method, url=url, headers=fields, extensions=names)


def _as_httpcore_proxy(proxy: Proxy) -> httpcore.Proxy:
    authorization = proxy.authorization
    return httpcore.Proxy(
        httpcore.URL(scheme=proxy.scheme, host=_bracketed(proxy.host), port=proxy.port, target="/"),
        headers=[] if authorization is None else [("Proxy-Authorization", authorization)],
        ssl_context=trusting_context() if proxy.scheme == "https" else None,
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _most_telling(errors: list[tuple[Endpoint, Exception]]) -> tuple[Endpoint, Exception]:
    """Find the first error that a site is behind: IPv6 without a route here says nothing about IPv4.

    Of both families IPv4 tells more: whoever is out of reach by IPv6 may be so for this machine alone.
    """
    telling = [each for each in errors if failure_of(each[1]).kind is not FailureKind.NETWORK_UNREACHABLE]
    return min(telling or errors, key=lambda each: each[0].is_ipv6)
