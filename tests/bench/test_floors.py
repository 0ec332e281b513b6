"""The floors, computed by hand."""

from __future__ import annotations

import pytest
from bench.floors import Pace, floor_of
from bench.loads import ORDERS, Kind, Link, Load, load_c, load_r

PACE = Pace(concurrency=10, host_concurrency=2, interval_s=0.25, timeout_s=20.0)


def one_host(*kinds: Kind, delay_s: float = 0.1) -> Load:
    links = [Link(number=number, host=0, kind=kind, delay_s=delay_s) for number, kind in enumerate(kinds)]
    return Load(name="one host", links=tuple(links))


@pytest.mark.parametrize(
    ("kinds", "seconds"),
    [
        ([Kind.OK], 0.1),
        ([Kind.OK] * 5, 4 * 0.25 + 0.1),
        ([Kind.MOVED], 0.25 + 0.1),
        ([Kind.GONE], 0.1 + 0.1),
        ([Kind.HANG], 20.0 + 20.0),
        ([Kind.HANG] * 3, 40.0 + 40.0),
        ([Kind.OK, Kind.OK, Kind.HANG], 0.5 + 20.0 + 20.0),
        ([Kind.REFUSED], 1.0 + 2.0 + 0.0),
        ([Kind.LIMITED], 0.1 + 1.0 + 0.1),
        ([Kind.FLAKY], 0.1 + 1.0 + 0.1),
        ([Kind.VANISHED], 0.0),
    ],
)
def test_a_hosts_floor_is_what_its_settings_force(kinds: list[Kind], seconds: float) -> None:
    """Intervals, places, time-outs, back-offs and the second opinion each take their time."""
    assert pytest.approx(seconds) == floor_of(one_host(*kinds), PACE).longest_chain


def test_robots_come_first() -> None:
    """The first page waits for robots.txt, or for the interval after it was asked for."""
    slow = Pace(robots_s=0.4)
    quick = Pace(robots_s=0.1)

    assert pytest.approx(0.5) == floor_of(one_host(Kind.OK), slow).longest_chain
    assert pytest.approx(0.35) == floor_of(one_host(Kind.OK), quick).longest_chain


def test_places_of_the_run_are_a_bound_of_their_own() -> None:
    """Twenty hosts of one second each take two seconds with ten places."""
    links = tuple(Link(number=host, host=host, kind=Kind.OK, delay_s=1.0) for host in range(20))
    floor = floor_of(Load(name="many", links=links), PACE)

    assert (1.0, 2.0, 2.0) == (floor.longest_chain, floor.capacity, floor.seconds)


def test_floor_of_c_is_that_of_its_big_hosts_in_every_order() -> None:
    """500 turns of 50 ms: the 25 seconds that lychee's settings force."""
    pace = Pace(concurrency=128, host_concurrency=10, interval_s=0.05, asks_again=False)

    assert {25.15} == {round(floor_of(load_c(1, order), pace).seconds, 6) for order in ORDERS}


def test_r_measures_its_chain_and_not_its_places() -> None:
    """The settings of row R leave the longest chain as the only bound."""
    floor = floor_of(load_r(1), Pace(concurrency=256, robots_s=0.3))

    assert floor.capacity < floor.longest_chain
