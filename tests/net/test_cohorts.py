"""Cohorts: one client for many pins, built when somebody waits, kept as long as it is used."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import pytest

from crawler.net import cohorts as cohorts_module
from crawler.net.cohorts import COHORT_SIZE, Cohorts, Pin, pin_of
from crawler.net.dial import Endpoint
from crawler.net.target import Target, read_target

if TYPE_CHECKING:
    from pyreqwest.client import Client


class _Client:
    """Stands where pyreqwest's client does: these tests are about who shares one."""

    def __init__(self, pins: tuple[Pin, ...]) -> None:
        self.pins = pins
        self.is_closed = False

    async def close(self) -> None:
        self.is_closed = True


def _build(pins: tuple[Pin, ...]) -> Client:
    return cast("Client", _Client(pins))


def _pin(number: int, **changes: Any) -> Pin:
    return Pin(f"h{number}.test", "192.0.2.1", 0, is_one_of_several=False)._replace(**changes)


@pytest.mark.parametrize(("url", "port", "expected"), [("http://a.test/", 80, 0), ("http://a.test/", 81, 81)])
def test_a_pin_has_a_port_only_where_it_is_mapped(url: str, port: int, expected: int) -> None:
    """A pin without a port serves http and https alike; a mapped one must override the URL's."""
    target = read_target(url)
    assert isinstance(target, Target)

    assert expected == pin_of(target, Endpoint("192.0.2.1", port)).port


def test_those_who_ask_at_the_same_time_share_a_client() -> None:
    """A burst of unexpected hosts costs one client."""

    async def run() -> tuple[int, int]:
        cohorts = Cohorts(_build)
        found = await asyncio.gather(*(cohorts.of(_pin(number % 30)) for number in range(60)))
        return len(set(found)), cohorts.built

    assert (1, 1) == asyncio.run(run())


def test_announced_pins_wait_for_an_asker() -> None:
    """Nothing is built for hosts that nobody asks, and whoever asks first takes the others along."""

    async def run() -> tuple[int, int, int]:
        cohorts = Cohorts(_build)
        for number in range(20):
            cohorts.announce(_pin(number))
        await asyncio.sleep(0.03)
        before = cohorts.built
        cohort = await cohorts.of(_pin(7))
        await cohorts.of(_pin(8))
        return before, len(cohort.pins), cohorts.built

    assert (0, 20, 1) == asyncio.run(run())


def test_a_full_cohort_is_built_at_once() -> None:
    """As many as fit are one client; the next one begins another."""

    async def run() -> tuple[int, int]:
        cohorts = Cohorts(_build)
        for number in range(COHORT_SIZE + 1):
            cohorts.announce(_pin(number))
        first = await cohorts.of(_pin(0))
        built = cohorts.built
        await cohorts.aclose()
        return len(first.pins), built

    assert (COHORT_SIZE, 1) == asyncio.run(run())


@pytest.mark.parametrize("change", [{"address": "192.0.2.2"}, {"port": 81}, {"is_one_of_several": True}])
def test_pins_that_cannot_share_do_not(change: dict[str, Any]) -> None:
    """One client has one pin for a name and one time-out for connecting."""

    async def run() -> bool:
        cohorts = Cohorts(_build)
        one, other = await asyncio.gather(cohorts.of(_pin(1)), cohorts.of(_pin(1, **change)))
        return one is other

    assert asyncio.run(run()) is False


def test_what_is_used_least_lately_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients are bounded in number; one that was dropped is built anew."""
    monkeypatch.setattr(cohorts_module, "KEPT_COHORTS", 2)

    async def run() -> tuple[bool, bool]:
        cohorts = Cohorts(_build)
        first = await cohorts.of(_pin(1))
        second = await cohorts.of(_pin(2))
        await cohorts.of(_pin(1))
        await cohorts.of(_pin(3))
        return first is await cohorts.of(_pin(1)), second is await cohorts.of(_pin(2))

    assert (True, False) == asyncio.run(run())


def test_a_client_that_cannot_be_built_fails_those_who_wait_and_nobody_later() -> None:
    """The error reaches every asker; the next one is tried anew."""
    answers = iter([ValueError("no"), None])

    def build(pins: tuple[Pin, ...]) -> Client:
        error = next(answers)
        if error is not None:
            raise error
        return _build(pins)

    async def run() -> tuple[list[object], int]:
        cohorts = Cohorts(build)
        failed = await asyncio.gather(*(cohorts.of(_pin(n)) for n in range(2)), return_exceptions=True)
        await cohorts.of(_pin(0))
        return list(failed), cohorts.built

    failed, built = asyncio.run(run())

    assert all(isinstance(error, ValueError) for error in failed)
    assert built == 1


def test_one_askers_cancellation_ends_no_cohort_of_others() -> None:
    """Who gives up leaves the client to those who still wait."""

    async def run() -> int:
        cohorts = Cohorts(_build)
        asking = [asyncio.create_task(cohorts.of(_pin(number))) for number in range(2)]
        await asyncio.sleep(0)
        asking[0].cancel()
        return len((await asking[1]).pins)

    assert asyncio.run(run()) == 2


def test_closing_closes_every_client() -> None:
    """Nothing is left to Tokio at the interpreter's end."""

    async def run() -> list[bool]:
        cohorts = Cohorts(_build)
        found = [await cohorts.of(_pin(number)) for number in range(2)]
        cohorts.announce(_pin(9))
        await cohorts.aclose()
        return [cast("_Client", cohort.client).is_closed for cohort in found]

    assert [True, True] == asyncio.run(run())
