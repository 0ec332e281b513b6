"""What a run saw, written in batches: a transaction of its own for each link cost half of a run's CPU time.

What is kept here is on the disk `WITHIN_S` after it was concluded, earlier where `AT_MOST` have come together
or the run ends, so a killed run asks again what was in flight and what it saw in its last quarter second.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from crawler.errors import StateError

if TYPE_CHECKING:
    from crawler.history.store import History
    from crawler.probe.past import Sighting

AT_MOST = 500
WITHIN_S = 0.25
"""With 20 ms a run of 8 s wrote 400 times, and what each time costs by itself was half of all writing."""


class Batches:
    """The sightings of one run on their way to its history; used within a running event loop."""

    def __init__(self, history: History, run_id: str) -> None:
        self._history = history
        self._run_id = run_id
        self._waiting: dict[str, Sighting] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._error: StateError | None = None

    def add(self, sighting: Sighting) -> None:
        """Keep a sighting in place of an earlier one of its URL; StateError where writing failed before."""
        self._waiting[sighting.url] = sighting
        if len(self._waiting) >= AT_MOST or self._error is not None:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(WITHIN_S, self._flush_in_time)

    def flush(self) -> None:
        """Write what waits; StateError where that fails, or failed when the time had come."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._error is not None:
            raise self._error
        if self._waiting:
            waiting, self._waiting = self._waiting, {}
            self._history.record_all(self._run_id, waiting.values())

    def _flush_in_time(self) -> None:
        self._timer = None
        try:
            self.flush()
        except StateError as error:
            # Nobody waits for a timer: the next to add or flush is told.
            self._error = error
