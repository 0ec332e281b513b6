"""The loads are those that the table names."""

from __future__ import annotations

from collections import Counter

import pytest
from bench.loads import LABELS, ORDERS, Kind, Load, load_a, load_c, load_l, load_m, load_n, load_r, load_u
from bench.namespace import Place, address_of
from bench.rude import RUDE


@pytest.mark.parametrize(
    ("load", "links", "hosts"),
    [
        (load_u(1), 4_000, 4_000),
        (load_a(1), 1_500, 1_100),
        *((load_c(1, order), 2_500, 1_102) for order in ORDERS),
        (load_r(1), 2_000, 700),
        (load_l(100_000), 100_000, 20_000),
        (load_n(1), 2_000, 700),
        (load_m(1), 2_490, 875),
    ],
)
def test_full_size(load: Load, links: int, hosts: int) -> None:
    """At scale 1 a load has as many links and hosts as its row says, and no URL twice."""
    place = Place(has_names=True)

    assert (links, hosts) == (len(load.links), load.hosts)
    assert links == len({place.url(load, link, port=80) for link in load.links})


@pytest.mark.parametrize("scale", [0.001, 0.05, 1])
def test_r_has_each_kind_of_trouble(scale: float) -> None:
    """However small it is made; a vanished host has no other link."""
    load = load_r(scale)
    kinds = Counter(link.kind for link in load.links)
    vanished = {link.host for link in load.links if link.kind is Kind.VANISHED}

    assert {Kind.OK, Kind.HANG, Kind.REFUSED, Kind.LIMITED, Kind.FLAKY, Kind.VANISHED} == set(kinds)
    assert len(vanished) == sum(link.host in vanished for link in load.links)


def test_shares_of_r() -> None:
    """3 % hang, 2 % refuse, 2 % limit, 3 % flaky, 1 % without a name."""
    kinds = Counter(link.kind for link in load_r(1).links)

    assert [60, 40, 40, 60, 20] == [
        kinds[kind] for kind in (Kind.HANG, Kind.REFUSED, Kind.LIMITED, Kind.FLAKY, Kind.VANISHED)
    ]


def test_loads_are_the_same_in_every_run() -> None:
    """Runs on two days are comparable."""
    assert load_r(1) == load_r(1)
    assert load_c(1, "interleaved") == load_c(1, "interleaved")


def test_every_kind_has_a_label() -> None:
    """No verdict goes unchecked; what rude servers must come to is said in the hostile table."""
    assert set(Kind) - {Kind.RUDE} == set(LABELS)


def test_one_server_of_m_in_five_is_rude() -> None:
    """With as many links as the others have, and each row of the hostile table among them."""
    load = load_m(1)
    hosts = {kind: {link.host for link in load.links if link.kind is kind} for kind in Kind}
    links = Counter(link.kind for link in load.links)
    rude = [link.number for link in load.links if link.kind is Kind.RUDE]

    assert (700, 175) == (len(hosts[Kind.OK]), len(hosts[Kind.RUDE]))
    assert (2_000, 490) == (links[Kind.OK], links[Kind.RUDE])
    assert set(range(len(RUDE))) <= set(rude)


def test_addresses_are_as_many_as_hosts() -> None:
    """Each host has an address of its own."""
    assert 100_000 == len({address_of(host) for host in range(100_000)})
    assert "45.2.0.1" == address_of(65_537)
