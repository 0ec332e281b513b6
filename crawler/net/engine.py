"""Asking one probe: vetted, paced, bounded in time and bytes; whatever a server does becomes a value."""

from __future__ import annotations

import asyncio
import math
import secrets
import time
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from crawler.errors import OperatorError
from crawler.net.ahead import Ahead
from crawler.net.delegations import Delegations
from crawler.net.dial import Dialler, alternatives
from crawler.net.failures import failure_of
from crawler.net.fast import NotExpressibleError, can_express
from crawler.net.files import allow_many_files
from crawler.net.journal import Sent
from crawler.net.lanes import Lanes
from crawler.net.memory import give_back
from crawler.net.outage import Outages
from crawler.net.resolver import Resolver
from crawler.net.robots import SLOW_S, Robots
from crawler.net.second import check_trust
from crawler.net.talk import Plan, Talk
from crawler.net.target import Target, polite_name, read_target
from crawler.net.trouble import Contact, contact_of, network_trouble, proxy_trouble
from crawler.probe.model import (
    FIRST_STACK,
    HTTP2_STACK,
    SECOND_STACK,
    Answer,
    Delegation,
    Exchange,
    Failure,
    FailureKind,
    Probe,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from crawler.net.robots_memory import RobotsMemory
    from crawler.net.settings import NetSettings

SPARE_CONVERSATIONS = 0.25
"""Beyond one per place: they take over places that fall free while results are judged."""
WITNESS_TIMEOUT_S = 5.0
"""A host that answered a moment ago answers sooner, or the network is away."""
CANARIES = ("example.com", "www.iana.org")
"""Names that resolve wherever DNS works (RFC 6761 6.5), asked only when nothing at all was reached."""
_is_aside: ContextVar[bool] = ContextVar("is_aside", default=False)
"""Of a conversation and the look-ups that it starts, robots.txt among them."""
_ROBOTS_PURPOSES = frozenset({"page", "unverified", "control", "front"})


class Net:
    """The door to the network: `async with Net(settings) as net: await net.ask(probe)`."""

    def __init__(
        self,
        settings: NetSettings,
        *,
        journal: Callable[[Sent], None] = lambda _sent: None,
        robots_memory: RobotsMemory | None = None,
    ) -> None:
        self.settings = settings
        self._journal = journal
        self.bytes_received = 0
        """Body bytes on the wire plus the heads as text; TLS, TCP and DNS are not counted."""
        self.observed_hosts: dict[str, Contact] = {}
        """The best contact with each host so far, for `network_trouble`."""
        self._proxied_hosts: dict[str, Contact] = {}
        self._resolver = Resolver(settings.nameserver)
        self._delegations = Delegations(self._resolver)
        self._dialler = Dialler(settings, self._resolver)
        self._robots = Robots(self._ask_robots, memory=robots_memory)
        self._lanes = Lanes(
            concurrency=settings.concurrency,
            host_concurrency=settings.host_concurrency,
            interval_s=settings.host_interval_s,
            address_concurrency=settings.address_concurrency,
        )
        self.parking = self._lanes.parking
        """Conversations that hold no place: those that wait for their host, an address, or out a back-off."""
        self.window = math.ceil(settings.concurrency * (1 + SPARE_CONVERSATIONS))
        """Conversations, parked ones aside, that keep all places busy."""
        self._talk = Talk(settings)
        self._ahead = Ahead(self._prepare)
        self._outages = Outages(
            self._still_answers, pause_s=settings.outage_pause_s, on_return=self._forget_failures
        )

    async def __aenter__(self) -> Self:
        check_trust()
        allow_many_files()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._ahead.aclose()
        await self._outages.aclose()
        await self._robots.aclose()
        await self._delegations.aclose()
        await self._resolver.aclose()
        await self._talk.aclose()
        self._lanes.forget()
        give_back()

    @property
    def requests(self) -> int:
        """HTTP requests that were sent or tried, those for robots.txt included."""
        return self._talk.requests

    def expect(self, urls: Iterable[str]) -> None:
        """Say what will be asked, in its order: names are looked up ahead, and connections cost less."""
        self._ahead.expect(urls)

    async def ask(self, probe: Probe) -> Exchange:
        """Send one probe; nothing that a URL or a server does raises, only OperatorError of the store."""
        if probe.wait_s > 0:
            with self.parking:
                await asyncio.sleep(probe.wait_s)
        if probe.purpose == "delegation":
            return await self._delegation(probe)
        needs_permission = self.settings.robots == "respect" and probe.purpose in _ROBOTS_PURPOSES
        return await self._send(probe, needs_permission=needs_permission)

    async def ask_aside(self, probe: Probe) -> Exchange:
        """Ask what nobody listed, such as an https twin: that it is often not there, in long rows, raises no
        doubt about the network here.
        """
        before = _is_aside.set(True)
        try:
            return await self.ask(probe)
        finally:
            _is_aside.reset(before)

    async def trouble(self, *, is_over: bool) -> str | None:
        """Say why nothing may be concluded, as far as the fault may be this machine's own; else None.

        `is_over`: what failed is not asked again, so the network must not have been away at the end.
        """
        was_away = await self._outages.are_suspected()
        if self._outages.trouble is not None or (was_away and is_over):
            return self._outages.trouble or "the network here was away at the end of the run"
        if (trouble := proxy_trouble(self._proxied_hosts)) is not None:
            return trouble
        reached_any = Contact.REACHED in self.observed_hosts.values()
        canary = None if reached_any else await self.names_resolve(CANARIES)
        trusts_nameserver = self.settings.nameserver is not None
        return network_trouble(self.observed_hosts, canary=canary, trusts_nameserver=trusts_nameserver)

    async def _delegation(self, probe: Probe) -> Exchange:
        """What DNS says of a host; nothing where the operator or the address itself says where it is."""
        started = time.monotonic()
        target = read_target(probe.url)
        found: Delegation | Failure = Delegation()
        if isinstance(target, Failure):
            found = target
        elif self._is_in_dns(target):
            found = await self._delegations.of(target.name.lower())
        elapsed_s = time.monotonic() - started
        if isinstance(found, Failure):
            return Exchange(probe=probe, outcome=found, elapsed_s=elapsed_s)
        return Exchange(probe=probe, outcome=Answer(status=0), elapsed_s=elapsed_s, delegation=found)

    def _is_in_dns(self, target: Target) -> bool:
        """Whether DNS says where a host is, or the address itself or the operator alone."""
        is_led = self.settings.leads_elsewhere(target.name, target.port)
        return not (target.is_literal or target.is_localhost or (is_led and not self.settings.nameserver))

    async def names_resolve(self, names: Iterable[str]) -> bool:
        """Whether any of these well-known names has an address: a canary for the name service here."""
        found = await asyncio.gather(*(self._resolver.addresses(name, renew=True) for name in names))
        return any(not isinstance(addresses, Failure) for addresses in found)

    async def _still_answers(self, url: str) -> bool:
        """Ask a host that answered before, past its lane: is it still there, name service and all?"""
        target = read_target(url)
        if isinstance(target, Failure):
            return False
        with suppress(TimeoutError):
            async with asyncio.timeout(min(self.settings.timeout_s, WITNESS_TIMEOUT_S)):
                if not await self._names_are_answered(target):
                    return False
                probe = Probe(url=url, method="HEAD", purpose="network", read="none", stack=SECOND_STACK)
                plan = await self._plan(probe, target, needs_permission=False, is_robots=False)
                exchange = None if isinstance(plan, Exchange) else await self._talk.exchange(plan)
                if exchange is not None:
                    self._journal(Sent(exchange=exchange, host=polite_name(target), waited_s=0.0))
                    return (contact_of(exchange) or Contact.SILENT) >= Contact.REFUSED
        return False

    def _forget_failures(self) -> None:
        self._resolver.forget_failures()
        self._robots.forget_failures()

    async def _names_are_answered(self, target: Target) -> bool:
        """Whether DNS answers for a host, no matter what: of a name that nobody can have kept."""
        if (
            target.is_literal
            or target.is_localhost
            or self.settings.leads_elsewhere(target.name, target.port)
        ):
            return True
        return await self._resolver.answers(f"{secrets.token_hex(4)}.{target.name}")

    async def _prepare(self, target: Target) -> None:
        endpoints = await self._dialler.endpoints(target)
        if not isinstance(endpoints, Failure) and self._dialler.proxy_of(target) is None:
            self._talk.fast.announce(target, endpoints)

    async def _ask_robots(self, probe: Probe) -> Exchange:
        return await self._send(probe, needs_permission=False, is_robots=True)

    async def _send(self, probe: Probe, *, needs_permission: bool, is_robots: bool = False) -> Exchange:
        target = read_target(probe.url)
        if isinstance(target, Failure):
            return Exchange(probe=probe, outcome=target)
        while True:
            await self._outages.passed()
            if self._outages.trouble is not None:
                failure = Failure(kind=FailureKind.NETWORK_UNREACHABLE, detail=self._outages.trouble)
                return Exchange(probe=probe, outcome=failure)
            began_at = time.monotonic()
            exchange = await self._attempt(
                probe, target, needs_permission=needs_permission, is_robots=is_robots
            )
            was_away = await self._outages.explains(
                exchange,
                polite_name(target),
                began_at=began_at,
                is_last_word=probe.stack == SECOND_STACK,
                may_raise_doubt=not _is_aside.get(),
            )
            if not was_away:
                self._observe(exchange, target)
                return exchange

    async def _attempt(
        self, probe: Probe, target: Target, *, needs_permission: bool, is_robots: bool
    ) -> Exchange:
        started = time.monotonic()
        try:
            plan = await self._plan(probe, target, needs_permission=needs_permission, is_robots=is_robots)
            if isinstance(plan, Exchange):
                exchange = replace(plan, elapsed_s=time.monotonic() - started)
            else:
                exchange = await self._send_patiently(plan)
                if plan.robots_s >= SLOW_S:
                    exchange = replace(exchange, robots_s=plan.robots_s)
        except OperatorError:
            raise  # the store of robots.txt: no link has failed
        except Exception as error:  # noqa: BLE001 - the promise of `ask`: an unforeseen answer is evidence, no crash
            exchange = Exchange(probe=probe, outcome=failure_of(error), elapsed_s=time.monotonic() - started)
        return exchange

    async def _plan(
        self, probe: Probe, target: Target, *, needs_permission: bool, is_robots: bool
    ) -> Plan | Exchange:
        """Where to send the probe, or why not to."""
        self._ahead.begin(target)
        renew = probe.attempt > 1 or probe.stack != FIRST_STACK
        endpoints = await self._dialler.endpoints(target, renew=renew)
        if isinstance(endpoints, Failure):
            return Exchange(probe=probe, outcome=endpoints)
        began_at = time.monotonic()
        objection = await self._objection(probe, target, renew=renew) if needs_permission else None
        if objection is not None:
            # Nobody could connect for robots.txt, which has the page's addresses.
            was_dialled = objection.kind is FailureKind.CONNECT_TIMEOUT
            address = str(min(endpoints, key=lambda each: each.is_ipv6)) if was_dialled else None
            return Exchange(probe=probe, outcome=objection, address=address)
        # Nothing for those who need it later; and waiting for a turn is nobody's fault.
        waited_s = time.monotonic() - began_at
        robots_s = min(self._robots.took_s(target.origin), waited_s) if needs_permission else 0
        proxy = self._dialler.proxy_of(target)
        # Through a proxy the second stack alone asks: the fast one says only in words what a proxy refused.
        is_fast = proxy is None and probe.stack != SECOND_STACK and can_express(probe, target, endpoints)
        stack = probe.stack if is_fast else SECOND_STACK
        return Plan(probe, target, endpoints, is_robots, stack, proxy, robots_s)

    async def _objection(self, probe: Probe, target: Target, *, renew: bool) -> Failure | None:
        policy = await self._robots.policy(target, renew=renew)
        if policy.crawl_delay_s is not None:
            self._lanes.slow_down(polite_name(target), policy.crawl_delay_s)
        return policy.objection(probe.url)

    async def _send_patiently(self, plan: Plan) -> Exchange:
        """Where the fast stack cannot tell, the second is asked at once, as another turn of the host."""
        try:
            return await self._send_in_turn(plan)
        except NotExpressibleError:
            if plan.stack == HTTP2_STACK:  # the second was asked before, and is no help
                failure = Failure(kind=FailureKind.PROTOCOL_ERROR, detail="nor does it speak HTTP/2")
                return Exchange(probe=plan.sent, outcome=failure)
            return await self._send_in_turn(replace(plan, stack=SECOND_STACK))

    async def _send_in_turn(self, plan: Plan) -> Exchange:
        host = polite_name(plan.target)
        is_led = plan.proxy is not None or self.settings.leads_elsewhere(plan.target.name, plan.target.port)
        addresses = () if is_led else alternatives(plan.endpoints)
        async with self._lanes.place(host, addresses) as turn:
            plan = plan.beginning_at(turn.address)
            began_at = time.monotonic()
            try:
                exchange = await self._talk.exchange(plan, move=turn.move)
            except (asyncio.CancelledError, NotExpressibleError) as error:
                is_cancelled = isinstance(error, asyncio.CancelledError)
                self._journal(
                    Sent(
                        exchange=_cut_short(plan, time.monotonic() - began_at),
                        host=host,
                        waited_s=turn.waited_s,
                        cut="cancelled" if is_cancelled else f"left-to-{SECOND_STACK}",
                    )
                )
                raise
            turn.heard(exchange)
        self._journal(Sent(exchange=exchange, host=host, waited_s=turn.waited_s))
        self.bytes_received += exchange.bytes_received
        return exchange

    def _observe(self, exchange: Exchange, target: Target) -> None:
        contact = contact_of(exchange)
        if contact is not None:
            host = polite_name(target)
            is_proxied = self._dialler.proxy_of(target) is not None
            for observed in (self.observed_hosts, *((self._proxied_hosts,) if is_proxied else ())):
                observed[host] = max(contact, observed.get(host, contact))


def _cut_short(plan: Plan, elapsed_s: float) -> Exchange:
    """A request that went out, for the log alone."""
    failure = Failure(kind=FailureKind.INTERNAL_ERROR, detail="nobody waited for its end")
    return Exchange(probe=plan.sent, outcome=failure, elapsed_s=elapsed_s, address=str(plan.endpoints[0]))
