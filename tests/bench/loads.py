"""The loads, as data: every link carries the label that says what must be concluded of it.

A link's path tells the server how to behave (`/ok/200/17`: a page after 200 ms), so servers keep no tables.
`scale` shrinks the number of links; latencies, time-outs and the shape of a load stay.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Item = TypeVar("Item")


class Kind(StrEnum):
    """How a link behaves."""

    OK = "ok"
    GONE = "gone"
    MOVED = "moved"
    HANG = "hang"
    """Takes the request and never answers."""
    REFUSED = "refused"
    """Nobody listens at its port."""
    LIMITED = "limited"
    """429 with Retry-After at the first request, then fine."""
    FLAKY = "flaky"
    """503 at the first request, then fine."""
    VANISHED = "vanished"
    """Its name does not exist."""
    RUDE = "rude"
    """Misbehaves as a row of the hostile table does; what must be said of it stands there."""


LABELS = {
    Kind.OK: ("alive", "ok"),
    Kind.GONE: ("dead", "not-found"),
    Kind.MOVED: ("moved", "permanent-redirect"),
    Kind.HANG: ("unreachable", "read-timeout"),
    Kind.REFUSED: ("unreachable", "connection-refused"),
    Kind.LIMITED: ("alive", "ok"),
    Kind.FLAKY: ("alive", "ok"),
    Kind.VANISHED: ("dead", "name-not-found"),
}
"""Status and reason in `latest.json`."""
BROKEN = frozenset({Kind.GONE, Kind.HANG, Kind.REFUSED, Kind.VANISHED})
"""What a checker without memory calls broken."""
RETRY_AFTER_S = 1
TITLE = "A Resource of the Benchmark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link: `number` makes its path unique, `host` is the number of its host."""

    number: int
    host: int
    kind: Kind
    delay_s: float = 0.0

    @property
    def path(self) -> str:
        return f"/{self.kind}/{round(self.delay_s * 1000)}/{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Links in the order in which the catalog lists them."""

    name: str
    links: tuple[Link, ...]
    scheme: str = "http"

    @property
    def hosts(self) -> int:
        return len({link.host for link in self.links})


def load_u(scale: float) -> Load:
    """One URL per host, https: 80 % 200, 10 % 404, 10 % 301."""
    kinds = [Kind.OK] * 8 + [Kind.GONE, Kind.MOVED]
    links = [Link(number=i, host=i, kind=kinds[i % 10]) for i in range(_scaled(4_000, scale))]
    return Load(name="U", links=tuple(links), scheme="https")


def load_a(scale: float, *, first_host: int = 0) -> Load:
    """1,500 URLs on 1,100 hosts, 200 ms each: 100 hosts with five URLs and 1,000 with one."""
    sizes = [5] * _scaled(100, scale) + [1] * _scaled(1_000, scale)
    # As a catalog by topic would list them: the URLs of a host are not neighbours.
    hosts = _shuffled([first_host + host for host, size in enumerate(sizes) for _ in range(size)])
    return Load(
        name="A",
        links=tuple(Link(number=i, host=host, kind=Kind.OK, delay_s=0.2) for i, host in enumerate(hosts)),
    )


ORDERS = ("big hosts first", "interleaved", "big hosts last")


def load_c(scale: float, order: str) -> Load:
    """Two hosts of 500 URLs and load A, in one of `ORDERS`."""
    size = _scaled(500, scale)
    big = [Link(number=i, host=i // size, kind=Kind.OK, delay_s=0.2) for i in range(2 * size)]
    small = [
        Link(number=link.number + 2 * size, host=link.host, kind=Kind.OK, delay_s=0.2)
        for link in load_a(scale, first_host=2).links
    ]
    links = {
        "big hosts first": [*big, *small],
        "interleaved": _shuffled([*big, *small]),
        "big hosts last": [*small, *big],
    }[order]
    return Load(name=f"C, {order}", links=tuple(links))


R_SHARES = ((Kind.HANG, 3), (Kind.REFUSED, 2), (Kind.LIMITED, 2), (Kind.FLAKY, 3))
"""Percent of all links; the vanished names, one percent, are hosts of their own."""
R_SIZES = ((28, 10), (8, 90), (3, 200), (1, 400))
"""Links per host, hosts: few large ones and many with one link, 2,000 links on 700 hosts."""


def load_r(scale: float, *, with_names: bool = True) -> Load:
    """A night on the web: log-normal latencies around 300 ms, and the usual trouble."""
    dice = random.Random(20261121)
    hosts = [host for host, size in enumerate(_sizes_r(scale)) for _ in range(size)]
    # The last hosts have one link each: those whose names do not exist.
    vanished = _scaled(len(hosts) // 100, 1) if with_names else 0
    kinds = [kind for kind, percent in R_SHARES for _ in range(max(1, len(hosts) * percent // 100))]
    kinds += [Kind.OK] * (len(hosts) - vanished - len(kinds))
    dice.shuffle(kinds)
    links = [
        Link(number=i, host=host, kind=kind, delay_s=_latency_s(dice))
        for i, (host, kind) in enumerate(zip(hosts, [*kinds, *[Kind.VANISHED] * vanished], strict=True))
    ]
    return Load(name="R", links=tuple(_shuffled(links)))


def load_m(scale: float) -> Load:
    """The hosts and latencies of load R without its trouble, and one rude host for four of them, as large."""
    dice = random.Random(20261121)
    sizes = _sizes_r(scale)
    hosts = [host for host, size in enumerate(sizes) for _ in range(size)]
    rude_hosts = [len(sizes) + host for host, size in enumerate(sizes[3::4]) for _ in range(size)]
    # Their numbers come first, as they name the rows of the table.
    rude = [Link(number=i, host=host, kind=Kind.RUDE) for i, host in enumerate(rude_hosts)]
    sound = [
        Link(number=i, host=host, kind=Kind.OK, delay_s=_latency_s(dice))
        for i, host in enumerate(hosts, len(rude))
    ]
    return Load(name="M", links=tuple(_shuffled([*rude, *sound])))


def load_l(links: int) -> Load:
    """Very many links, five on a host, spread over the catalog; 90 % 200, 5 % 404, 5 % 301."""
    kinds = [Kind.OK] * 18 + [Kind.GONE, Kind.MOVED]
    hosts = max(1, links // 5)
    return Load(
        name=f"L {links}",
        links=tuple(Link(number=i, host=i % hosts, kind=kinds[(i + i // hosts) % 20]) for i in range(links)),
    )


def load_n(scale: float) -> Load:
    """A catalog that was checked last night: 94 % 200, 4 % 301, 2 % 404, 2,000 links on 700 hosts."""
    kinds = [Kind.OK] * 47 + [Kind.MOVED] * 2 + [Kind.GONE]
    hosts = _scaled(700, scale)
    return Load(
        name="N",
        links=tuple(Link(number=i, host=i % hosts, kind=kinds[i % 50]) for i in range(_scaled(2_000, scale))),
    )


def _sizes_r(scale: float) -> list[int]:
    return [size for size, hosts in R_SIZES for _ in range(_scaled(hosts, scale))]


def _latency_s(dice: random.Random) -> float:
    return min(round(dice.lognormvariate(-1.2, 0.6), 3), 5.0)


def _scaled(number: int, scale: float) -> int:
    return max(1, round(number * scale))


def _shuffled(items: list[Item]) -> list[Item]:
    """In an order that looks random and is the same in every run."""
    order = list(items)
    random.Random(7).shuffle(order)
    return order
