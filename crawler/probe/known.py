"""The page that a 304 stands for: how its facts are kept, and when they may be asked for."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any
from zlib import crc32

from crawler.page.model import PageFacts
from crawler.probe.model import KnownPage
from crawler.probe.past import REACHED
from crawler.probe.plan import reread_at

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.probe.model import ReadAmount
    from crawler.probe.past import KeptPage, Past

# The text is left out: it is judged when the page is read, and that of 100,000 pages would be 400 MB.
_FIELDS = tuple(field for field in fields(PageFacts) if field.name != "text_sample")
_NAMES = tuple(field.name for field in _FIELDS)
_SHAPE = crc32(" ".join(f"{field.name}: {field.type}" for field in _FIELDS).encode())
"""Changes with the fields: facts that another version of this program read may lack what this one asks."""
_MOST_CHARACTERS = 16_000


def is_known_well(past: Past | None) -> bool:
    """Whether a page may be as it was: where the link failed, that would be said of the failure."""
    return past is not None and past.status in REACHED


def known_page(kept: KeptPage | None, *, url: str, read: ReadAmount, at: datetime) -> KnownPage | None:
    """What a server may be asked by; None where nothing is kept that would do for this run.

    `url` is the link's own, `read` what this run wants of pages.
    """
    # A page of the future was read by a clock that was wrong: there is no telling how old it is.
    if kept is None or not kept.read_at <= at < reread_at(url, kept.read_at):
        return None
    if read == "none":
        return KnownPage(url=kept.url, validators=kept.validators, read_at=kept.read_at)
    facts = _read(kept.facts)
    if facts is None:
        return None
    return KnownPage(url=kept.url, validators=kept.validators, read_at=kept.read_at, page=facts[0])


def written_facts(page: PageFacts | None) -> str | None:
    """The facts as text, also those of a file that is no page; None where they are too long to be kept."""
    values = [getattr(page, name) for name in _NAMES] if page else []
    text = json.dumps([_SHAPE, *values], separators=(",", ":"))
    return text if len(text) <= _MOST_CHARACTERS else None


def _read(text: str | None) -> tuple[PageFacts | None] | None:
    shape, *values = json.loads(text) if text else [None]
    if shape != _SHAPE:
        return None
    return (PageFacts(**dict(zip(_NAMES, map(_frozen, values), strict=True))) if values else None,)


def _frozen(value: Any) -> Any:
    """JSON has no tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
