"""Who serves a name in DNS: asked of few sites, once a run each, where a page looks like nobody's."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import aiodns

from crawler.net.failures import bounded, failure_of_dns
from crawler.net.once import Once
from crawler.probe.model import Delegation, Failure, FailureKind

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from crawler.net.resolver import Resolver

DELEGATION_LIMIT_S = 5.0
"""For each of the two questions: an answer that was lost is asked for again after 2 s, and once more."""
_MOST_NAMES = 20
_MOST_LABELS = 5
_NAME_CHARACTERS = 253
_NOTHING_THERE = frozenset({aiodns.error.ARES_ENODATA, aiodns.error.ARES_ENOTFOUND})


class Delegations:
    """Name servers of a host's zone, and what the host is another name for."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._results: Once[Delegation | Failure] = Once(is_final=lambda _: True, clock=time.monotonic)

    async def of(self, host: str) -> Delegation | Failure:
        """Find the aliases of `host`, and who serves the nearest zone that it lies in."""
        return await self._results.get(host, lambda: self._look_up(host))

    async def aclose(self) -> None:
        await self._results.aclose()

    async def _look_up(self, host: str) -> Delegation | Failure:
        """Ask both questions at once: what one of them tells is known, whatever became of the other."""
        aliases, servers = await asyncio.gather(
            self._told(self._names(host, "CNAME"), host), self._told(self._servers(host), host)
        )
        failures = [told for told in (servers, aliases) if isinstance(told, Failure)]
        found = Delegation(
            name_servers=() if isinstance(servers, Failure) else servers,
            aliases=() if isinstance(aliases, Failure) else aliases,
        )
        return failures[0] if failures and found == Delegation() else found

    @staticmethod
    async def _told(question: Awaitable[tuple[str, ...]], host: str) -> tuple[str, ...] | Failure:
        try:
            async with asyncio.timeout(DELEGATION_LIMIT_S):
                return await question
        except TimeoutError:
            return Failure(kind=FailureKind.DNS_TIMEOUT, detail=f"{host}: no answer about its name servers")
        except aiodns.error.DNSError as error:
            return failure_of_dns(error, host)

    async def _servers(self, host: str) -> tuple[str, ...]:
        """Those of the host's own zone, or of the nearest one above it that is not a top-level domain's."""
        labels = host.split(".")
        for at in range(max(0, len(labels) - _MOST_LABELS), len(labels) - 1):
            servers = await self._names(".".join(labels[at:]), "NS")
            if servers:
                return servers
        return ()

    async def _names(self, name: str, kind: str) -> tuple[str, ...]:
        try:
            result = await self._resolver.records(name, kind)
        except aiodns.error.DNSError as error:
            if error.args[0] in _NOTHING_THERE:
                return ()
            raise
        named = [
            getattr(record.data, "nsdname", None) or getattr(record.data, "cname", None)
            for record in result.answer[:_MOST_NAMES]
        ]
        return tuple(bounded(text, _NAME_CHARACTERS).lower().rstrip(".") for text in named if text)
