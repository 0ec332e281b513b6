"""From a target to the addresses that may be dialled: operator's rules, name look-up, address guard."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from crawler.net.guard import is_address, is_public
from crawler.probe.model import SILENT_KINDS, Failure, FailureKind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from crawler.net.proxies import Proxy
    from crawler.net.resolver import Resolver
    from crawler.net.settings import ConnectTo, NetSettings
    from crawler.net.target import Target
    from crawler.probe.model import CertificateFacts

DIAL = "crawler.dial"
"""The request extension that carries a `Dial`: the seam that every stack is reached through."""
TARGET = "target"
"""The request extension that carries the request target; httpx would quote some characters again."""
FIELDS = "crawler.fields"
"""The response extension that carries the headers: name in lower case, value."""
MOST_ADDRESSES = 4
"""As connect attempts share one time-out, more would give each too little of it."""
CONNECT_SHARE = 0.8
"""Connecting gets so much of the time that is left: it must fail by itself before the deadline ends it, or an
earlier address's refusal is lost, and the fast stack, which tells nobody how far it is, is misread."""
MOST_UNANSWERED = 8
"""Look-ups in vain, each of seconds, after which the name service is taken to be the proxy's alone."""
LOOK_UPS_AFTER_ONE = 1_000
"""So many more are tried where one was answered: a name service that works here is worth asking."""
LOOPBACK = ("127.0.0.1", "::1")


class Endpoint(NamedTuple):
    """One vetted address."""

    address: str
    port: int

    @property
    def is_ipv6(self) -> bool:
        return ":" in self.address

    def __str__(self) -> str:
        return f"[{self.address}]:{self.port}" if self.is_ipv6 else f"{self.address}:{self.port}"


@dataclass(slots=True, kw_only=True)
class Dial:
    """What a stack is told about one request's connection, and what it notes down about it."""

    target: Target
    endpoints: tuple[Endpoint, ...]
    deadline: float
    """In the running loop's time."""
    verify: bool
    fresh: bool = False
    """No connection of an earlier request may serve."""
    has_sequel: bool = False
    """Another request of the same origin is certain to follow soon."""
    dialled: Endpoint | None = None
    is_connected: bool = False
    """TCP and TLS are up, so what fails later is no connect failure."""
    has_head: bool = False
    """The head of the answer is read; before that, little may come."""
    bytes_before_head: int = 0
    proxy: Proxy | None = None
    """Where it is there, the endpoints are its own."""
    is_past_proxy: bool = False
    """What fails from now on may be the site's doing."""
    certificate: CertificateFacts | None = None
    """What the server's certificate says, where it is not verified."""
    move: Callable[[str], Awaitable[None]] | None = None
    """Takes a place of another address, and waits for one."""
    limit: asyncio.Timeout | None = None
    """What ends the request at the deadline."""

    async def begin(self, endpoint: Endpoint) -> None:
        """Note what is dialled, with a place of its address: to wait for that takes none of the time."""
        before, self.dialled = self.dialled or self.endpoints[0], endpoint
        if endpoint == before or self.move is None or self.limit is None:
            return
        began_at = asyncio.get_running_loop().time()
        self.limit.reschedule(None)
        await self.move(endpoint.address)
        self.deadline += asyncio.get_running_loop().time() - began_at
        self.limit.reschedule(self.deadline)

    def attempts(self, clock: Callable[[], float]) -> Iterator[tuple[Endpoint, float]]:
        """Each endpoint with the seconds that it may take.

        The shares are even, so that one dead address does not use up the time of the next.
        """
        for left, endpoint in zip(range(len(self.endpoints), 0, -1), self.endpoints, strict=True):
            yield endpoint, max(self.deadline - clock(), 0.001) * CONNECT_SHARE / left


class Dialler:
    """Vets each target anew: every hop of every conversation passes here."""

    def __init__(self, settings: NetSettings, resolver: Resolver) -> None:
        self._rules = settings.connect_to
        self._allow_private = settings.allow_private
        self._proxies = settings.proxies
        self._resolver = resolver
        self._names_unanswered = 0

    def proxy_of(self, target: Target) -> Proxy | None:
        """Find the proxy of a target; a rule of `--connect-to` names an address to be dialled directly."""
        rule = self._rule(target)
        is_led = rule is not None and bool(rule.to_host) and self._may_override(rule, target)
        return None if self._proxies is None or is_led else self._proxies.of(target)

    async def endpoints(self, target: Target, *, renew: bool = False) -> tuple[Endpoint, ...] | Failure:
        """Find the vetted addresses of a target in the order to be tried, or why there are none.

        They are those of its proxy where it has one.
        """
        proxy = self.proxy_of(target)
        if proxy is not None:
            return await self._private(target) or await self._of_proxy(proxy, renew=renew)
        rule = self._rule(target)
        port = (rule and rule.to_port) or target.port
        if rule is not None and rule.to_host and self._may_override(rule, target):
            addresses = await self._addresses(rule.to_host, renew=renew)
        else:
            addresses = await self._vetted(target, renew=renew)
        if isinstance(addresses, Failure):
            return addresses
        spread = _spread(addresses, target.name)
        return tuple(Endpoint(address, port) for address in spread[:MOST_ADDRESSES])

    def _rule(self, target: Target) -> ConnectTo | None:
        return next((rule for rule in self._rules if rule.matches(target.name, target.port)), None)

    def _may_override(self, rule: ConnectTo, target: Target) -> bool:
        """Tell whether a rule applies: a catch-all one must not open what a URL itself names as private."""
        names_private = target.is_localhost or (target.is_literal and not is_public(target.name))
        return bool(rule.host) or self._allow_private or not names_private

    async def _vetted(self, target: Target, *, renew: bool) -> tuple[str, ...] | Failure:
        if target.is_literal:
            addresses: tuple[str, ...] | Failure = (target.name,)
        elif target.is_localhost:
            addresses = LOOPBACK
        else:
            addresses = await self._addresses(target.name, renew=renew)
        if isinstance(addresses, Failure) or self._allow_private:
            return addresses
        # Of a name with both, the public ones are dialled: the guard is on the address, not on the name.
        public = tuple(address for address in addresses if is_public(address))
        return public or _forbidden(target, addresses)

    async def _private(self, target: Target) -> Failure | None:
        """Refuse what is not public as far as it is known here, where the proxy resolves the name itself.

        The proxy may be told another address than we are, so it must guard its network itself.
        """
        if self._allow_private:
            return None
        if target.is_literal:
            addresses: tuple[str, ...] = (target.name,)
        else:
            addresses = LOOPBACK if target.is_localhost else await self._answered(target.name)
        # One that is not public is enough: which of them the proxy dials is its own choice.
        return None if all(is_public(address) for address in addresses) else _forbidden(target, addresses)

    async def _answered(self, name: str) -> tuple[str, ...]:
        """Find what DNS says here; where it answers nobody, as behind many proxies, it is asked no more."""
        if self._names_unanswered >= MOST_UNANSWERED:
            return ()
        addresses = await self._addresses(name, renew=False)
        if not isinstance(addresses, Failure):
            self._names_unanswered = -LOOK_UPS_AFTER_ONE
            return addresses
        self._names_unanswered += addresses.kind in SILENT_KINDS
        return ()

    async def _of_proxy(self, proxy: Proxy, *, renew: bool) -> tuple[Endpoint, ...] | Failure:
        """Find the proxy's own addresses: the operator named it, so they may be private."""
        if is_address(proxy.host):
            return (Endpoint(proxy.host, proxy.port),)
        addresses = LOOPBACK if proxy.host == "localhost" else await self._addresses(proxy.host, renew=renew)
        if isinstance(addresses, Failure):
            return Failure(kind=FailureKind.PROXY_FAILED, detail=f"the proxy {proxy}: {addresses.detail}")
        return tuple(Endpoint(address, proxy.port) for address in addresses[:MOST_ADDRESSES])

    async def _addresses(self, name: str, *, renew: bool) -> tuple[str, ...] | Failure:
        return await self._resolver.addresses(name, renew=renew)


def alternatives(endpoints: Sequence[Endpoint]) -> list[str]:
    """The addresses any of which may be dialled first: of one family, as not every network has both."""
    family = ":" in endpoints[0].address
    return [endpoint.address for endpoint in endpoints if (":" in endpoint.address) == family]


def _spread(addresses: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Let the hosts of a provider begin at different ones of its addresses, each always at the same.

    c-ares sorts addresses, so that all would begin at one. Those of the second family stay behind the first.
    """
    if len(addresses) == 1:
        return addresses
    family = ":" in addresses[0]
    first = [address for address in addresses if (":" in address) == family]
    start = crc32(name.encode()) % len(first)
    return (*first[start:], *first[:start], *addresses[len(first) :])


def _forbidden(target: Target, addresses: tuple[str, ...]) -> Failure:
    listed = ", ".join(addresses[:MOST_ADDRESSES])
    words = "is not public" if target.is_literal else f"({target.name[:100]}) is not public"
    return Failure(kind=FailureKind.FORBIDDEN_ADDRESS, detail=f"{listed} {words}")
