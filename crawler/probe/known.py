"""What is remembered of a link's page: its facts, for which a 304 may stand, and what its text was like."""

from __future__ import annotations

import json
from dataclasses import astuple, fields
from typing import TYPE_CHECKING, Any
from zlib import crc32

from crawler.page.model import PageFacts, WorkFacts
from crawler.page.sketch import is_telling
from crawler.probe.model import EarlierText, KnownPage
from crawler.probe.past import REACHED
from crawler.probe.plan import reread_at

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.probe.model import ReadAmount
    from crawler.probe.past import KeptPage, Past

# The text is left out: it is judged when the page is read, and that of 100,000 pages is up to 400 MB.
_FIELDS = tuple(field for field in fields(PageFacts) if field.name != "text_sample")
_NAMES = tuple(field.name for field in _FIELDS)
_WORK_FIELDS = fields(WorkFacts)
_SHAPE = crc32(" ".join(f"{field.name}: {field.type}" for field in (*_FIELDS, *_WORK_FIELDS)).encode())
"""Changes with the fields: facts that another version of this program read may lack what this one asks."""
_MOST_CHARACTERS = 16_000


def known_page(
    url: str,
    past: Past | None,
    kept: KeptPage | None,
    *,
    read: ReadAmount,
    at: datetime,
) -> KnownPage | None:
    """By what a link's server may be asked for news; None where its page is to be read.

    Only a link that was well may be as it was: of one that failed, that would be said of the failure.
    `read` is what this run wants of pages.
    """
    if kept is None or kept.validators is None or past is None or past.status not in REACHED:
        return None
    # A page of the future was read by a clock that was wrong: there is no telling how old it is.
    if not kept.read_at <= at < reread_at(url, kept.read_at):
        return None
    facts = (None,) if read == "none" else _read(kept.facts)
    if facts is None:
        return None
    return KnownPage(url=kept.url, validators=kept.validators, read_at=kept.read_at, page=facts[0])


def earlier_text(past: Past | None, kept: KeptPage | None) -> EarlierText | None:
    """What the text of a link's page was like when it was last well, however long that is ago."""
    if past is None or kept is None or kept.sketched_at is None or not is_telling(kept.sketch):
        return None
    return EarlierText(sketch=kept.sketch, title=past.title, language=kept.language, read_at=kept.sketched_at)


def written_facts(page: PageFacts | None) -> str | None:
    """The facts as text, also those of a file that is no page; None where they are too long to be kept."""
    values = [getattr(page, name) for name in _NAMES] if page else []
    values = [astuple(value) if isinstance(value, WorkFacts) else value for value in values]
    text = json.dumps([_SHAPE, *values], separators=(",", ":"))
    return text if len(text) <= _MOST_CHARACTERS else None


def _read(text: str | None) -> tuple[PageFacts | None] | None:
    shape, *values = json.loads(text) if text else [None]
    if shape != _SHAPE:
        return None
    if not values:
        return (None,)
    said = dict(zip(_NAMES, map(_frozen, values), strict=True))
    names = (field.name for field in _WORK_FIELDS)
    said["work"] = WorkFacts(**dict(zip(names, said["work"], strict=True)))
    return (PageFacts(**said),)


def _frozen(value: Any) -> Any:
    """JSON has no tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
