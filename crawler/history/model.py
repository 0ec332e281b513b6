"""What the history gives back beside the memory of links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from crawler.probe.past import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One run as it was recorded; `finished_at` is None for a run that was killed or is under way."""

    id: str
    started_at: datetime
    finished_at: datetime | None
    catalogs: tuple[str, ...]
    settings: Mapping[str, object]
    counts: Mapping[Status, int]
    """URLs per status, worst first; a status that no URL has is left out, and so are provisional ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSighting:
    """What one run said of one URL."""

    run_id: str
    at: datetime
    """When the URL was last asked, as of that run."""
    status: Status
    reason: str
    confidence: str
    confirmed: bool
    provisional: bool
    http_status: int | None
    final_url: str | None
    moved_to: str | None
