"""The shortest run that a tool's own settings allow: no scheduler, however clever, can be faster.

The floor of a load is its longest single chain: of all hosts, the one that takes longest by itself. A host's
time is bounded from below by each of

    its longest conversation             a request that hangs costs its whole time-out, a retry its back-off
    its places                           all the time under way, divided among `host_concurrency` places
    its turns                            one interval between two requests, links in the catalog's order, as
                                         nobody knows before which of them will hang

for the first round (robots.txt comes before anything else) plus the second round, in which whatever failed is
asked again. The bound by the places of the whole run is computed as well; settings that let it exceed
the longest chain would measure that bound alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.loads import BROKEN, RETRY_AFTER_S, Kind, Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.loads import Load

Attempt = tuple[float, float]
"""Seconds to wait first, seconds under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The settings that take time; the defaults are crawler's own."""

    concurrency: int = 256
    host_concurrency: int = 2
    interval_s: float = 0.25
    timeout_s: float = 20.0
    backoffs_s: tuple[float, ...] = (1.0, 2.0)
    robots_s: float | None = None
    """How long robots.txt takes; None where it is not asked for."""
    asks_again: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """In seconds."""

    longest_chain: float
    capacity: float

    @property
    def seconds(self) -> float:
        return max(self.longest_chain, self.capacity)


def floor_of(load: Load, pace: Pace) -> Floor:
    """The bound by the slowest host, and that by the places of the whole run."""
    by_host: defaultdict[int, list[Link]] = defaultdict(list)
    for link in load.links:
        by_host[link.host].append(link)
    busy = sum(_busy_s(links, pace) for links in by_host.values())
    return Floor(
        longest_chain=max(_host_s(links, pace) for links in by_host.values()),
        capacity=busy / pace.concurrency,
    )


def first_round(link: Link, pace: Pace) -> list[Attempt]:
    """The requests that a link costs at first."""
    once = (0.0, link.delay_s)
    match link.kind:
        case Kind.MOVED:
            return [once, once]
        case Kind.HANG:
            return [(0.0, pace.timeout_s)]
        case Kind.REFUSED:
            return [(0.0, 0.0), *((wait, 0.0) for wait in pace.backoffs_s)]
        case Kind.LIMITED:
            return [once, (float(RETRY_AFTER_S), link.delay_s)]
        case Kind.FLAKY:
            return [once, (pace.backoffs_s[0], link.delay_s)]
        case Kind.VANISHED:
            return []
        case Kind.OK | Kind.GONE | Kind.RUDE:
            return [once]


def second_round(link: Link, pace: Pace) -> list[Attempt]:
    """The second opinion on what failed: one request, no retry."""
    return first_round(link, pace)[:1] if pace.asks_again and link.kind in BROKEN else []


def _host_s(links: Iterable[Link], pace: Pace) -> float:
    links = tuple(links)
    first = [first_round(link, pace) for link in links]
    second = [second_round(link, pace) for link in links]
    # A name that does not exist is asked for no robots.txt.
    robots_s = pace.robots_s if any(first) else None
    return _round_s(first, pace, robots_s=robots_s) + _round_s(second, pace)


def _round_s(chains: list[list[Attempt]], pace: Pace, *, robots_s: float | None = None) -> float:
    busy = sorted((under_way for chain in chains for _, under_way in chain), reverse=True)
    if not busy:
        return 0.0
    before = 0.0 if robots_s is None else max(robots_s, pace.interval_s)
    places = pace.host_concurrency
    asked = [chain for chain in chains if chain]
    bounds = (
        *(turn * pace.interval_s + _chain_s(chain, pace) for turn, chain in enumerate(asked)),
        (len(busy) - 1) * pace.interval_s + busy[-1],
        sum(busy) / places,
        # Of the `places + 1` longest requests two must share a place.
        busy[places - 1] + busy[places] if len(busy) > places else 0.0,
    )
    return before + max(bounds)


def _chain_s(chain: list[Attempt], pace: Pace) -> float:
    seconds = last = 0.0
    for number, (wait, under_way) in enumerate(chain):
        # Two requests of one conversation keep the interval between their starts as well.
        seconds += max(wait, pace.interval_s - last) if number else 0.0
        seconds += under_way
        last = under_way
    return seconds


def _busy_s(links: Iterable[Link], pace: Pace) -> float:
    attempts = [
        attempt for link in links for attempt in (*first_round(link, pace), *second_round(link, pace))
    ]
    robots_s = (pace.robots_s or 0.0) if attempts else 0.0
    return robots_s + sum(under_way for _, under_way in attempts)
