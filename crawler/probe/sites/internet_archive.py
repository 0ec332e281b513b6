"""The Internet Archive: Wayback copies and items, where its often busy pages do not answer.

A copy that was never made answers 404, one of another moment is a temporary redirect: both are read as they
stand. The availability interface is known to deny what is there, so only its yes counts. The metadata
interface (https://archive.org/developers/md-read.html) answers an empty object for an item that is not there.
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from crawler.probe.model import Answer, SiteAnswer
from crawler.probe.sites.model import Question, SiteKnowledge, json_of, text_at

_OK = 200
_EMPTY_BELOW = 100
"""Bytes of an empty object with its white space; an error page of braces is longer."""
_COPY = re.compile(r"https?://(?:web|www)\.archive\.org/web/(\d{4,14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)
_ITEM = re.compile(r"https?://(?:www\.)?archive\.org/(?:details|download|embed|stream)/(\w[\w.-]*)")


def _availability(url: str) -> str:
    copy = _COPY.match(url)
    moment, original = (copy[1], copy[2]) if copy else ("", url)
    return f"https://archive.org/wayback/available?url={quote(original, safe='')}&timestamp={moment}"


def _read_availability(answer: Answer) -> SiteAnswer | None:
    snapshots = json_of(answer).get("archived_snapshots") if answer.status == _OK else None
    closest = snapshots.get("closest") if isinstance(snapshots, dict) else None
    if not isinstance(closest, dict) or closest.get("available") is not True:
        return None
    moment = (text_at(closest, "timestamp") or "")[:14]
    return SiteAnswer(site="Wayback Machine", state="exists", detail=f"it has a copy of {moment}")


def _metadata(url: str) -> str:
    item = _ITEM.match(url)
    return f"https://archive.org/metadata/{item[1] if item else ''}"


def _read_metadata(answer: Answer) -> SiteAnswer | None:
    if answer.status != _OK:
        return None
    said = json_of(answer)
    if not said and _is_empty_object(answer.body):
        return SiteAnswer(site="Internet Archive", state="gone", detail="there is no such item")
    if said.get("is_dark") is True:
        return SiteAnswer(site="Internet Archive", state="gone", detail="the item was taken down")
    about = said.get("metadata")
    if not isinstance(about, dict):
        return None
    return SiteAnswer(
        site="Internet Archive", state="exists", detail="the item is there", title=text_at(about, "title")
    )


def _is_empty_object(body: bytes) -> bool:
    try:
        return len(body) < _EMPTY_BELOW and json.loads(body) == {}
    except ValueError:
        return False


WAYBACK = SiteKnowledge(
    name="wayback", pattern=_COPY, question=Question(url=_availability, read=_read_availability)
)
INTERNET_ARCHIVE = SiteKnowledge(
    name="internet-archive", pattern=_ITEM, question=Question(url=_metadata, read=_read_metadata)
)
