"""Names to addresses: asynchronous, one look-up per name and run, and precise about what failed."""

from __future__ import annotations

import asyncio
import socket
import time
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiodns

from crawler.net.failures import failure_of_dns
from crawler.net.once import Once
from crawler.net.settings import read_nameserver
from crawler.probe.model import SILENT_KINDS, Failure, FailureKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    import pycares

Addresses = tuple[str, ...]

LOOKUPS_AT_ONCE = 96
"""Two answers each: a burst of more overflows a socket's buffer, and lost ones look like dead names."""
LOOKUP_LIMIT_S = 5.0
# c-ares learns its time-outs from the server's usual speed: near a fast server a first try gets 250 ms,
# which a name whose own servers are far away often needs. Four tries (250, 500, 1,000, 2,000 ms) give such a
# name 3.75 s; against a server of unknown speed `LOOKUP_LIMIT_S` ends the look-up after two.
TRY_TIMEOUT_S = 2.0
TRIES = 4
MOST_CHANNELS = 3
"""A name server that really refuses is asked so many times over, then believed."""
NAMES_PER_CHANNEL = 1_000
"""c-ares keeps each answer for up to an hour, 2 kB a name, though nobody asks again, and pycares cannot turn
that off: of 20,000 hosts 42 MB. A new channel takes 0.5 ms."""


class Resolver:
    """Looks names up with c-ares: the system's name servers or one given, /etc/hosts, no search domains."""

    def __init__(self, nameserver: str | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._nameserver = nameserver
        self._cares: aiodns.DNSResolver | None = None
        self._names_left = 0
        """That the present channel may still be asked for."""
        self._open: Counter[aiodns.DNSResolver] = Counter()
        """Questions under way, by channel; one that is not the present one is closed after its last."""
        self._refused = 0
        """Channels that were replaced since they reached no server."""
        self._results: Once[Addresses | Failure] = Once(is_final=_is_final, clock=clock)
        self._places = asyncio.Semaphore(LOOKUPS_AT_ONCE)

    async def addresses(self, name: str, *, renew: bool = False) -> Addresses | Failure:
        """Find the addresses of `name`, IPv4 first; `renew` asks again where the last look-up failed."""
        key = name.lower().removesuffix(".")
        return await self._results.get(key, lambda: self._look_up(key), renew=renew)

    def forget_failures(self) -> None:
        """Look up anew whatever failed."""
        self._results.forget_failures()

    async def answers(self, name: str) -> bool:
        """Whether the name service says anything of a name, be it that there is none; nothing is kept."""
        found = await self._look_up(name)
        return not isinstance(found, Failure) or found.kind not in SILENT_KINDS

    async def records(self, name: str, kind: str) -> pycares.DNSResult:
        """Ask for records of one kind, nothing kept; raises `aiodns.error.DNSError`."""
        async with self._places, self._channel() as channel:
            return await channel.query_dns(name, kind)

    async def aclose(self) -> None:
        await self._results.aclose()
        for channel in {*self._open, *((self._cares,) if self._cares else ())}:
            await channel.close()

    async def _look_up(self, name: str) -> Addresses | Failure:
        try:
            async with self._places, asyncio.timeout(LOOKUP_LIMIT_S):
                result = await self._ask(name)
        except TimeoutError:
            return Failure(kind=FailureKind.DNS_TIMEOUT, detail=f"{name}: no answer in {LOOKUP_LIMIT_S:g} s")
        except aiodns.error.DNSError as error:
            return failure_of_dns(error, name)
        return _ordered(result.nodes) or Failure(kind=FailureKind.NO_ADDRESS, detail=f"{name}: no address")

    async def _ask(self, name: str) -> pycares.AddrInfoResult:
        async with self._channel() as channel:
            try:
                return await channel.getaddrinfo(name, family=socket.AF_UNSPEC)
            except aiodns.error.DNSError as error:
                if error.args[0] != aiodns.error.ARES_ECONNREFUSED or not self._replace(channel):
                    raise
        async with self._channel() as channel:
            return await channel.getaddrinfo(name, family=socket.AF_UNSPEC)

    def _replace(self, channel: aiodns.DNSResolver) -> bool:
        """Tell whether another channel is worth asking: seen when files ran out, see `crawler.net.files`."""
        if channel is self._cares and self._refused < MOST_CHANNELS:
            self._refused += 1
            self._cares = None
        return channel is not self._cares

    @asynccontextmanager
    async def _channel(self) -> AsyncIterator[aiodns.DNSResolver]:
        """The present channel, made at the first look-up, as it belongs to the running loop."""
        if self._cares is None:
            self._cares, self._names_left = self._new_channel(), NAMES_PER_CHANNEL
        channel = self._cares
        self._open[channel] += 1
        self._names_left -= 1
        if not self._names_left:
            self._cares = None
        try:
            yield channel
        finally:
            self._open[channel] -= 1
            if not self._open[channel]:
                del self._open[channel]
                if channel is not self._cares:
                    await channel.close()

    def _new_channel(self) -> aiodns.DNSResolver:
        return aiodns.DNSResolver(
            nameservers=None if self._nameserver is None else [_server(self._nameserver)],
            timeout=TRY_TIMEOUT_S,
            tries=TRIES,
            domains=[],
            lookups="fb",
        )


def _is_final(result: Addresses | Failure) -> bool:
    return not isinstance(result, Failure)


def _server(nameserver: str) -> str:
    address, port = read_nameserver(nameserver)
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def _ordered(nodes: Sequence[pycares.AddrInfoNode]) -> Addresses:
    """Put IPv4 first: a machine without an IPv6 route is more common than a site without IPv4."""
    by_family = sorted(nodes, key=lambda node: node.family != socket.AF_INET)
    return tuple(dict.fromkeys(node.addr[0].decode("ascii") for node in by_family))
