"""robots.txt by RFC 9309: one fetch per origin and run, or day where memory is given, for our own token."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import ada_url
from protego import Protego

from crawler.net.body import REDIRECTS
from crawler.net.failures import bounded
from crawler.net.once import Once
from crawler.net.settings import ROBOTS_TOKEN
from crawler.probe.model import HTTP2_STACK, Answer, Exchange, Failure, FailureKind, Probe
from crawler.probe.retry import may_speak_http2_alone
from crawler.probe.validators import NOT_MODIFIED, read_validators

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from crawler.net.robots_memory import RobotsMemory
    from crawler.net.target import Target

MOST_REDIRECTS = 5
"""RFC 9309 2.3.1.2: follow at least five, then robots.txt may be taken as unavailable."""
MOST_REDIRECTED_S = 30.0
"""What these may take: each can come just before its deadline, and every link of the origin waits behind."""
SLOW_S = 1.0
_AGENT_LINE = re.compile(
    r"(\s{0,99}user[- ]?agent(?:\s{0,99}:|\s(?=[^:]*$))\s{0,99})([^\s#].*)", re.IGNORECASE
)
"""As protego reads them, with a colon or without."""
_TOKEN = re.compile(r"[a-z_-]+", re.IGNORECASE)
"""RFC 9309 2.2.1; what follows, as a version, is cut as Google's parser cuts it."""
_NOBODY = "0"
"""Stands for each robot that is not ours: no part of our token."""
_SERVER_ERROR = 500
_TOO_MANY = 429
_OK = range(200, 300)


class Rules(Protocol):
    """What a parsed robots.txt is asked."""

    def can_fetch(self, url: str, user_agent: str) -> bool: ...

    def crawl_delay(self, user_agent: str) -> float | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What an origin asks of robots; `rules` None allows all, `failure` says why nothing may be asked."""

    rules: Rules | None = None
    failure: Failure | None = None

    @property
    def crawl_delay_s(self) -> float | None:
        return self.rules.crawl_delay(ROBOTS_TOKEN) if self.rules is not None else None

    def objection(self, url: str) -> Failure | None:
        """Say why `url` must not be asked."""
        if self.failure is not None or self.rules is None or self.rules.can_fetch(url, ROBOTS_TOKEN):
            return self.failure
        return Failure(
            kind=FailureKind.ROBOTS_DISALLOWED, detail=f"robots.txt disallows it for {ROBOTS_TOKEN}"
        )


# One value for the many origins without rules, so that memory follows the number of rules, not of hosts.
ALLOW_ALL = Policy()


class Robots:
    """Policies by origin; `ask` sends one probe, paced and vetted like any other."""

    def __init__(
        self,
        ask: Callable[[Probe], Awaitable[Exchange]],
        *,
        memory: RobotsMemory | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._memory = memory
        self._slow: dict[str, float] = {}
        self._policies: Once[Policy] = Once(is_final=lambda policy: policy.failure is None, clock=clock)

    async def policy(self, target: Target, *, renew: bool = False) -> Policy:
        """Find the origin's policy; `renew` asks again where robots.txt was out of reach."""
        return await self._policies.get(target.origin, lambda: self._find(target.origin), renew=renew)

    def took_s(self, origin: str) -> float:
        """What an origin's servers took for it, where that was worth counting."""
        return self._slow.get(origin, 0.0)

    def forget_failures(self) -> None:
        """Ask again for what was out of reach."""
        self._policies.forget_failures()

    async def aclose(self) -> None:
        await self._policies.aclose()
        if self._memory is not None:
            self._memory.flush()

    async def _find(self, origin: str) -> Policy:
        kept = self._memory.fresh(origin) if self._memory is not None else None
        return await self._fetch(origin) if kept is None else parse_policy(kept)

    def _concluded(self, origin: str, exchange: Exchange) -> Policy:
        """Keep what was answered; where nothing was, an older copy counts (RFC 9309 2.3.1.4 and 2.4)."""
        policy = read_policy(exchange)
        if self._memory is None:
            return policy
        if policy.failure is not None and policy.failure.kind is FailureKind.ROBOTS_UNREACHABLE:
            old = self._memory.old(origin)
            return policy if old is None else parse_policy(old)
        answer = exchange.answer
        # A 429 allows all for now, and a body that broke off is not all of it: neither is for a day.
        if answer is not None and answer.status != _TOO_MANY and answer.body_error is None:
            is_own = exchange.probe.url == f"{origin}/robots.txt"
            validators = read_validators(answer) if is_own and answer.status in _OK else None
            self._memory.keep(origin, answer.body if policy is not ALLOW_ALL else b"", validators)
        return policy

    async def _fetch(self, origin: str) -> Policy:
        exchange = await self._ask_if_changed(origin)
        took_s = exchange.elapsed_s
        for _ in range(MOST_REDIRECTS):
            target = _redirect_target(exchange)
            if target is None or took_s >= MOST_REDIRECTED_S:
                break
            exchange = await self._ask(_probe(target))
            took_s += exchange.elapsed_s
        if took_s >= SLOW_S:
            self._slow[origin] = took_s
        return ALLOW_ALL if _redirect_target(exchange) else self._concluded(origin, exchange)

    async def _ask_if_changed(self, origin: str) -> Exchange:
        """Ask an origin for its robots.txt; what has not changed has the body that was kept."""
        probe = _probe(f"{origin}/robots.txt")
        known = self._memory.validators(origin) if self._memory is not None else None
        if self._memory is None or known is None:
            return await self._ask_in_http2_too(probe)
        exchange = await self._ask_in_http2_too(replace(probe, headers=known.conditions))
        answer = exchange.answer
        if known.leave_open(answer):
            return await self._ask_in_http2_too(probe)
        if answer is None or answer.status != NOT_MODIFIED:
            return exchange
        body = self._memory.old(origin)
        # Kept again under the validators of the answer that it came with: a 304 need not repeat them.
        kept = Answer(status=_OK[0], headers=known.fields, body=body or b"")
        return await self._ask_in_http2_too(probe) if body is None else replace(exchange, outcome=kept)

    async def _ask_in_http2_too(self, probe: Probe) -> Exchange:
        """Ask once more whom HTTP/1.1 does not reach over TLS, as its pages will be."""
        exchange = await self._ask(probe)
        if not may_speak_http2_alone(exchange):
            return exchange
        spoken = await self._ask(replace(probe, stack=HTTP2_STACK))
        return spoken if spoken.answer else exchange


def _probe(url: str) -> Probe:
    return Probe(url=url, purpose="robots", read="all")


def read_policy(exchange: Exchange) -> Policy:
    """Apply RFC 9309 2.3.1: 4xx is unavailable, so all is allowed; 5xx is unreachable, so nothing is."""
    outcome = exchange.outcome
    if isinstance(outcome, Failure):
        return _policy_of_failure(outcome)
    if outcome.status >= _SERVER_ERROR:
        return Policy(failure=_unreachable(f"HTTP {outcome.status}"))
    return parse_policy(outcome.body) if outcome.status in _OK else ALLOW_ALL


def parse_policy(body: bytes) -> Policy:
    """Read the rules for our token; bytes that are no rules are no rules."""
    text = body.decode("utf-8-sig", errors="replace")
    if "disallow" not in text.lower() and "crawl-delay" not in text.lower():
        return ALLOW_ALL
    return Policy(rules=Protego.parse("\n".join(map(_by_whole_token, text.splitlines()))))


def _by_whole_token(line: str) -> str:
    """The line, naming robots by whole product tokens: protego would look for a name within ours."""
    named = _AGENT_LINE.match(line)
    if named is None:
        return line
    token = _TOKEN.match(named[2])
    if token is not None:
        return f"{named[1]}{ROBOTS_TOKEN if token[0].lower() == ROBOTS_TOKEN else _NOBODY}"
    is_any = named[2].partition("#")[0].split()[0] == "*"
    return f"{named[1]}{'*' if is_any else _NOBODY}"


def _policy_of_failure(failure: Failure) -> Policy:
    if failure.kind is FailureKind.READ_TIMEOUT:
        return Policy(failure=_unreachable(failure.detail))
    if failure.kind is FailureKind.CONNECT_TIMEOUT:
        # The page has the same address: asking it would wait for nothing once more, and RFC 9309 forbids it.
        return Policy(failure=failure)
    # A vanished name, a refusal, a broken TLS: the page's own failure is the better evidence.
    return ALLOW_ALL


def _unreachable(why: str) -> Failure:
    return Failure(kind=FailureKind.ROBOTS_UNREACHABLE, detail=bounded(f"robots.txt is out of reach: {why}"))


def _redirect_target(exchange: Exchange) -> str | None:
    outcome = exchange.outcome
    location = (
        outcome.header("location") if isinstance(outcome, Answer) and outcome.status in REDIRECTS else None
    )
    if location is None:
        return None
    try:
        return str(ada_url.join_url(exchange.probe.url, location))
    except ValueError:
        return None
