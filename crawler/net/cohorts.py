"""The fast stack's clients, each pinned to the vetted addresses of many hosts.

Building one costs 4.5 ms, nearly all of it for reading whom to trust from the disk anew.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyreqwest.client import Client

    from crawler.net.dial import Endpoint
    from crawler.net.target import Target

COHORT_SIZE = 256
"""Half of what is looked up ahead: a larger one would be wanted before it is full."""
GATHER_S = 0.01
"""What is wanted now waits so long for company: little beside a handshake, and a burst shares a client."""
KEPT_COHORTS = 128
"""100 kB each; so many serve 32,768 hosts, and what has been used least lately makes room."""


class Pin(NamedTuple):
    """A host and the one vetted address that is dialled for it."""

    name: str
    address: str
    port: int
    """0 where the URL's own port is dialled, so that one pin serves http, https and every other port."""
    is_one_of_several: bool
    """Other addresses are there to be tried, so this one may take less time."""


def pin_of(target: Target, endpoint: Endpoint, *, is_one_of_several: bool = False) -> Pin:
    port = 0 if endpoint.port == target.port else endpoint.port
    return Pin(target.name, endpoint.address, port, is_one_of_several)


class Cohort:
    """A client and the hosts that it is pinned to; dropping it closes its idle connections."""

    __slots__ = ("client", "pins")

    def __init__(self, client: Client, pins: Iterable[Pin]) -> None:
        self.client = client
        self.pins = tuple(pins)


class Cohorts:
    """Finds the cohort of a pin; new pins gather in a forming one until it is full or somebody waits."""

    def __init__(self, build: Callable[[tuple[Pin, ...]], Client]) -> None:
        self._build = build
        self._by_pin: dict[Pin, Cohort] = {}
        self._recent: dict[Cohort, None] = {}
        self._forming: dict[bool, _Forming] = {}
        self._coming: dict[Pin, _Forming] = {}
        self._tasks: set[asyncio.Task[Cohort]] = set()
        self.built = 0

    async def of(self, pin: Pin) -> Cohort:
        """Find the pin's cohort, or wait for the next one; raises what building a client raises."""
        cohort = self._by_pin.get(pin)
        if cohort is None:
            self.announce(pin)
            forming = self._coming[pin]
            forming.wanted.set()
            cohort = await asyncio.shield(forming.task)
        if cohort in self._recent:
            del self._recent[cohort]
            self._recent[cohort] = None
        return cohort

    def announce(self, pin: Pin) -> None:
        """Have the pin in one of the next cohorts, without waiting for it."""
        if pin in self._by_pin or pin in self._coming:
            return
        forming = self._forming.get(pin.is_one_of_several)
        if forming is None or pin.name in forming.pins:
            forming = self._forming[pin.is_one_of_several] = _Forming()
            forming.task = asyncio.ensure_future(self._form(forming))
            self._tasks.add(forming.task)
        forming.pins[pin.name] = pin
        self._coming[pin] = forming
        if len(forming.pins) >= COHORT_SIZE:
            self._close(forming)

    async def aclose(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        # What Tokio still has in hand at the interpreter's end can crash it: close each client before.
        await asyncio.gather(*(cohort.client.close() for cohort in self._recent))
        self._by_pin.clear()
        self._recent.clear()

    async def _form(self, forming: _Forming) -> Cohort:
        try:
            await forming.wanted.wait()
            if len(forming.pins) < COHORT_SIZE:
                await asyncio.sleep(GATHER_S)
            self._close(forming)
            pins = tuple(forming.pins.values())
            cohort = Cohort(await asyncio.to_thread(self._build, pins), pins)
            self._keep(cohort)
            return cohort
        finally:
            for pin in forming.pins.values():
                del self._coming[pin]
            self._tasks.discard(forming.task)

    def _close(self, forming: _Forming) -> None:
        """Nobody joins any more."""
        forming.wanted.set()
        for kind, other in tuple(self._forming.items()):
            if other is forming:
                del self._forming[kind]

    def _keep(self, cohort: Cohort) -> None:
        self.built += 1
        self._recent[cohort] = None
        self._by_pin.update(dict.fromkeys(cohort.pins, cohort))
        if len(self._recent) > KEPT_COHORTS:
            oldest = next(iter(self._recent))
            del self._recent[oldest]
            for pin in oldest.pins:
                del self._by_pin[pin]


class _Forming:
    """A cohort before it has a client."""

    __slots__ = ("pins", "task", "wanted")

    task: asyncio.Task[Cohort]

    def __init__(self) -> None:
        self.pins: dict[str, Pin] = {}
        self.wanted = asyncio.Event()
