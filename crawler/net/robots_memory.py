"""robots.txt over runs: one fetch per origin a day, and an older copy for an origin that is out of reach."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from zlib import crc32

from crawler.probe.validators import Validators

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FRESH = timedelta(hours=24)
"""RFC 9309 2.4: a cached copy should not be used for longer, unless robots.txt is unreachable."""
KEPT = timedelta(days=30)
"""RFC 9309 2.3.1.4 names 30 days as a reasonably long period, after which an old copy counts no more."""
BATCH = 200
"""Written together: a transaction of its own for each of 20,000 origins would cost more than the fetches."""
MOST_BYTES = 64_000
"""What is longer is fetched by every run: a stranger's half megabyte is not ours to store."""


READ_ANEW_DAYS = 14
"""Every so many days an origin is asked in full: a server may answer 304 whatever its rules are by now."""

Row = tuple[str, datetime, bytes, Validators | None]
"""An origin, when it was asked, its body, and by what it may be asked for news."""


class RobotsStore(Protocol):
    """Where bodies are kept by origin, with the time at which they were fetched."""

    def keep_robots(self, rows: Sequence[Row], *, forget_before: datetime) -> None: ...

    def robots_between(self, start: datetime, end: datetime) -> dict[str, bytes]: ...

    def robots_validators(self) -> dict[str, Validators]: ...

    def robots_of(self, origin: str) -> bytes | None: ...


class RobotsMemory:
    """The bodies that a run may use without asking, and those that it fetched; an empty one allows all."""

    def __init__(self, store: RobotsStore, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._fresh: dict[str, bytes] | None = None
        self._validators: dict[str, Validators] | None = None
        self._new: list[Row] = []

    def fresh(self, origin: str) -> bytes | None:
        """Give a body that is at most a day old, once: the run itself keeps what was read in it."""
        if self._fresh is None:
            # What a clock that was ahead dated after now would be fresh until that day comes.
            now = self._now()
            self._fresh = self._store.robots_between(now - FRESH, now)
        return self._fresh.pop(origin, None)

    def validators(self, origin: str) -> Validators | None:
        """Give, once, by what an origin may be asked whether its older body still holds."""
        if self._validators is None:
            self._validators = self._store.robots_validators()
        is_due = (self._now().toordinal() + crc32(origin.encode())) % READ_ANEW_DAYS == 0
        known = self._validators.pop(origin, None)
        return None if is_due else known

    def old(self, origin: str) -> bytes | None:
        """Give the last body that is kept, for an origin whose robots.txt is unreachable now."""
        return self._store.robots_of(origin)

    def keep(self, origin: str, body: bytes, validators: Validators | None = None) -> None:
        """Keep what was fetched just now; written in batches and by `flush`."""
        if len(body) <= MOST_BYTES:
            self._new.append((origin, self._now(), body, validators))
        if len(self._new) >= BATCH:
            self.flush()

    def flush(self) -> None:
        # Of two that came for one origin, the later counts.
        rows = list({row[0]: row for row in self._new}.values())
        self._new.clear()
        if rows:
            self._store.keep_robots(rows, forget_before=self._now() - KEPT)
