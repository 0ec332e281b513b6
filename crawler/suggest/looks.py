"""What a page is like, in few bytes: enough to tell whether another address shows the same page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.page.sketch import sketch_likeness
from crawler.page.wording import fold

if TYPE_CHECKING:
    from crawler.probe.model import Evidence

ALIKE_FROM = 0.8
"""Two visits to one page differ in counters and advertisements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A page's names, a sketch of its text, and what its answer said of its size."""

    title: str | None
    h1: str | None
    sketch: bytes
    media_type: str | None
    length: str | None


def look_of(evidence: Evidence) -> Look | None:
    """The look of the page that ended a conversation; None without an answer."""
    answer, page = evidence.final.answer, evidence.page
    if answer is None:
        return None
    return Look(
        title=page.title if page else None,
        h1=page.h1 if page else None,
        sketch=evidence.sketch,
        media_type=(answer.header("content-type") or "").partition(";")[0].strip().lower() or None,
        length=answer.header("content-length"),
    )


def is_same_page(one: Look, other: Look) -> bool:
    """The same names and nearly the same text; what has neither must be of the same type and size."""
    if (one.title, one.h1, one.sketch) == (None, None, b""):
        return one.length is not None and (one.media_type, one.length) == (other.media_type, other.length)
    same_names = _folded(one.title) == _folded(other.title) and _folded(one.h1) == _folded(other.h1)
    return same_names and sketch_likeness(one.sketch, other.sketch) >= ALIKE_FROM


def _folded(name: str | None) -> str:
    return fold(name) if name else ""
