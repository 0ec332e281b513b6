"""What is concluded from evidence: signals are facts, a verdict is a judgement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from crawler.catalog.model import Link
    from crawler.probe.model import Evidence
    from crawler.probe.past import Past, Status

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that judging one link rests on."""

    link: Link
    evidence: Evidence
    past: Past | None
    title_match: float | None
    """How well the page's names match the entry's title, 0 to 1; None where either is missing."""
    crowd: int = 0
    """How many links of the host, to differing works, came to this page in the same run; 0 for a few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One observed fact: a kebab-case code that names the pattern seen, and the words for a report."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is said of a link; `reason` is the code of the table row that decided."""

    status: Status
    reason: str
    confidence: Confidence
    because: tuple[str, ...]
    signals: tuple[Signal, ...] = ()
    moved_to: str | None = None
    confirmed: bool = True
