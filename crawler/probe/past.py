"""What is remembered of a link between runs: plain values that `judge` reads and `history` keeps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.probe.validators import Validators


class Status(StrEnum):
    """What is said of a link; the order is that of reports, worst first."""

    DEAD = "dead"
    CHANGED = "changed"
    UNREACHABLE = "unreachable"
    INSECURE = "insecure"
    MOVED = "moved"
    BLOCKED = "blocked"
    SKIPPED = "skipped"
    ALIVE = "alive"


GONE = frozenset({Status.DEAD, Status.CHANGED})
FAILING = frozenset({Status.DEAD, Status.CHANGED, Status.UNREACHABLE, Status.INSECURE})
REACHED = frozenset({Status.ALIVE, Status.MOVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Streak:
    """Failing runs in a row with no success between; runs, and the different days (UTC) that they fell on.

    In `Past.failing`, days count silence: a streak of wrong answers (insecure, changed) has none.
    """

    runs: int
    days: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The memory of one link after a run; all times are aware, in UTC."""

    status: Status
    reason: str
    confirmed: bool
    since: datetime
    """When the present status was first seen."""
    asked_at: datetime
    succeeded_at: datetime | None = None
    failing: Streak | None = None
    """Every failing run since the last success."""
    gone: Streak | None = None
    """Those among them that said the resource is gone, not merely out of reach."""
    best_title_match: float | None = None
    """The best match that an earlier page had with the entry: a fall from it is a strong sign of change."""
    title: str | None = None
    moved_to: str | None = None
    """The URL that the catalog should carry, as of the last run that said `moved`."""
    flips: int = 0
    """How often the link went between failing and reached, since it last kept still for a month."""
    runs: int = 1
    """In how many runs, this one included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """The page to which a link led when it was last well: a 304 may stand for it, another be told by it."""

    url: str
    """Whose page it is: the end of the chain."""
    validators: Validators | None
    """By what its server may be asked for news; None where the page is to be read again."""
    read_at: datetime
    facts: str | None
    """As `crawler.probe.known` writes them; None where the run wanted none, or they were too long."""
    sketch: bytes = b""
    """Of its text (`crawler.page.sketch`)."""
    sketched_at: datetime | None = None
    """When that text was read: a run without metadata reads none, and keeps the sketch that there is."""
    language: str | None = None
    """In which the page said that it was then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One place of a catalog in which a URL stands."""

    file: str
    entry: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What one run says of one URL, as it is kept."""

    url: str
    occurrences: tuple[Occurrence, ...]
    provisional: bool
    """True until the second opinion later in the run; a provisional failure counts for nothing."""
    http_status: int | None
    final_url: str | None
    confidence: str
    memory: Past
    """The link's memory with this sighting in it."""
    case: str
    """The whole case as JSON (exchanges, signals, verdict, page), for `crawler explain`."""
    page: KeptPage | None = None
    """What is to be kept of the page in place of what was; None leaves that as it is."""
