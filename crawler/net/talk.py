"""One request and its answer, bounded in time and bytes, over the stack that a plan names."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.net.body import ROBOTS_LIMIT, Body, BodyError, appetite_of, is_bodiless, read_body
from crawler.net.dial import FIELDS, Dial
from crawler.net.failures import bounded, failure_of
from crawler.net.fast import FastStack, FastStackError, NotExpressibleError
from crawler.net.proxies import words_of_proxy
from crawler.net.request import build_request
from crawler.net.second import SecondStack
from crawler.probe.model import (
    FIRST_STACK,
    HTTP2_STACK,
    SECOND_STACK,
    Answer,
    Exchange,
    Failure,
    FailureKind,
    Probe,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from crawler.net.dial import Endpoint
    from crawler.net.httpx_types import httpx
    from crawler.net.proxies import Proxy
    from crawler.net.settings import NetSettings
    from crawler.net.target import Target

HEAD_LIMIT = 100_000
"""Bytes of a response head, about what browsers take; more is `protocol-error`."""
STATUS_LINE_BYTES = 17


@dataclass(frozen=True, slots=True)
class Plan:
    """A probe that may be sent, and where."""

    probe: Probe
    target: Target
    endpoints: tuple[Endpoint, ...]
    """The target's, or its proxy's."""
    is_robots: bool
    stack: str
    """The one that answers, whichever was to be asked."""
    proxy: Proxy | None = None
    robots_s: float = 0.0
    """What the servers of robots.txt took, where this probe waited for it."""

    @property
    def sent(self) -> Probe:
        """The probe with the stack that it really goes over."""
        return self.probe if self.probe.stack == self.stack else replace(self.probe, stack=self.stack)

    def beginning_at(self, address: str | None) -> Plan:
        """The plan by which this address is dialled first, the others only where it cannot be reached."""
        if address is None or address == self.endpoints[0].address:
            return self
        endpoints = sorted(self.endpoints, key=lambda endpoint: endpoint.address != address)
        return replace(self, endpoints=tuple(endpoints))


class Talk:
    """Both stacks, and one deadline for connecting, asking and reading."""

    def __init__(self, settings: NetSettings) -> None:
        self._settings = settings
        self.fast = FastStack(settings.timeout_s)
        # Beside the first: offered to all, HTTP/2 would change what is known of floods and kept connections.
        self._http2 = FastStack(settings.timeout_s, offers_http2=True)
        self._second = SecondStack()
        self._stacks = {FIRST_STACK: self.fast, HTTP2_STACK: self._http2, SECOND_STACK: self._second}
        self.requests = 0

    async def aclose(self) -> None:
        await self.fast.aclose()
        await self._http2.aclose()
        await self._second.aclose()

    async def exchange(self, plan: Plan, move: Callable[[str], Awaitable[None]] | None = None) -> Exchange:
        """Ask within the deadline; raises NotExpressibleError where the other stack must be asked.

        `move` is awaited with each address but the first before that is dialled.
        """
        self.requests += 1
        loop = asyncio.get_running_loop()
        started = loop.time()
        dial = Dial(
            target=plan.target,
            endpoints=plan.endpoints,
            deadline=started + self._settings.timeout_s,
            verify=plan.probe.verify,
            fresh=plan.probe.stack == SECOND_STACK,
            has_sequel=plan.is_robots,
            proxy=plan.proxy,
            move=move,
        )
        outcome, received = await self._answer(plan, dial)
        return Exchange(
            probe=plan.sent,
            outcome=outcome,
            elapsed_s=loop.time() - started,
            address=None if dial.dialled is None else str(dial.dialled),
            bytes_received=received,
            certificate=dial.certificate,
        )

    async def _answer(self, plan: Plan, dial: Dial) -> tuple[Answer | Failure, int]:
        """Ask and read within one deadline; what breaks after the head spoils no good head."""
        request = build_request(plan.probe, dial, self._settings.user_agent)
        head: Answer | None = None
        head_bytes = 0
        body = Body()
        try:
            async with asyncio.timeout_at(dial.deadline) as dial.limit:
                response = await self._stacks[plan.stack].handle_async_request(request)
                try:
                    head, head_bytes = _head(response)
                    if (objection := _objection(dial, head, head_bytes)) is not None:
                        return objection, head_bytes
                    await self._read(plan, head, response, body)
                finally:
                    await response.stream.aclose()  # type: ignore[union-attr] # both stacks are asynchronous
        except NotExpressibleError:
            raise
        except Exception as error:  # noqa: BLE001 - `_failure` is the border
            if head is None:
                return self._failure(error, dial), 0
            body.error = self._words(error, dial)
        body_error = body.error and bounded(body.error)
        answer = Answer(
            status=head.status,
            headers=head.headers,
            body=body.content,
            body_complete=body.is_complete,
            body_error=body_error,
        )
        return answer, head_bytes + body.wire_bytes

    async def _read(self, plan: Plan, head: Answer, response: httpx.Response, body: Body) -> None:
        appetite = appetite_of(plan.probe, head, self._settings.head_watch)
        if appetite is None:
            body.is_complete = is_bodiless(plan.probe, head)
            return
        if plan.is_robots:
            appetite = replace(appetite, limit=ROBOTS_LIMIT)
        await read_body(body, head, response.stream, appetite)  # type: ignore[arg-type] # as above

    def _words(self, error: Exception, dial: Dial) -> str:
        if isinstance(error, BodyError):
            return str(error)
        failure = self._failure(error, dial)
        return f"{failure.kind}: {failure.detail}"

    def _failure(self, error: Exception, dial: Dial) -> Failure:
        failure = self._failure_of_target(error, dial)
        if dial.proxy is not None and not dial.is_past_proxy:
            return _proxy_failed(dial, failure.detail)
        return failure

    def _failure_of_target(self, error: Exception, dial: Dial) -> Failure:
        if isinstance(error, FastStackError):
            return error.failure
        if isinstance(error, TimeoutError) and error.errno is None:
            kind = FailureKind.READ_TIMEOUT if dial.is_connected else FailureKind.CONNECT_TIMEOUT
            return Failure(kind=kind, detail=f"nothing more came within {self._settings.timeout_s:g} s")
        return failure_of(error)


def _head(response: httpx.Response) -> tuple[Answer, int]:
    """Read status and headers, and count their bytes; values that are not ASCII are read as Latin-1."""
    headers = response.extensions[FIELDS]
    size = STATUS_LINE_BYTES + sum([len(name) + len(value) + 4 for name, value in headers])
    return Answer(status=response.status_code, headers=tuple(headers)), size


def _objection(dial: Dial, head: Answer, head_bytes: int) -> Failure | None:
    """Say why a head is no answer of the site."""
    if head_bytes > HEAD_LIMIT:
        return Failure(kind=FailureKind.PROTOCOL_ERROR, detail="the response head is too long")
    if dial.proxy is not None and dial.target.scheme == "http":
        words = words_of_proxy(head)
        return _proxy_failed(dial, words) if words is not None else None
    return None


def _proxy_failed(dial: Dial, words: str) -> Failure:
    return Failure(kind=FailureKind.PROXY_FAILED, detail=bounded(f"the proxy {dial.proxy} failed: {words}"))
