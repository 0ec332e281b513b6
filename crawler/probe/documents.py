"""Documents that are no pages: which of them may stand in for any, and whether two answers are one.

Servers answer for lost files with one small file of that kind ("document not available"), so that the first
bytes, the type and the status are all in order. A page that cannot exist gets the same one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.page.media import DATA_TYPES, media_type

if TYPE_CHECKING:
    from crawler.page.model import PageFacts
    from crawler.probe.model import Answer

PLACEHOLDER_BYTES = 100_000
"""Whoever writes a file that stands for any keeps it to a page; works are seldom so small."""
_PDF = "application/pdf"
PAGE_TYPES = DATA_TYPES | {"text/html", "application/xhtml+xml"}
"""What is read as a page or as a text, and says of itself what it is."""


def said_size(answer: Answer) -> int | None:
    """How many bytes a document has, where its head says so."""
    said = answer.header("content-length") or ""
    return int(said[:18]) if said.isdecimal() and answer.header("content-encoding") is None else None


def _size(answer: Answer) -> int | None:
    said = said_size(answer)
    if said is not None:
        return said
    return len(answer.body) if answer.body and answer.body_complete else None


def may_stand_for_any(answer: Answer, page: PageFacts | None) -> bool:
    """A small document of which nothing tells what it is."""
    media = media_type(answer.header("content-type"))
    if not answer.is_success or media is None or media in PAGE_TYPES or (page is not None and page.names):
        return False
    size = _size(answer)
    return size is not None and 0 < size <= PLACEHOLDER_BYTES


def are_one_document(one: Answer, other: Answer) -> bool:
    """Two successes of one type and size, of the same bytes where these were received."""
    types = {media_type(answer.header("content-type")) for answer in (one, other)}
    if not (one.is_success and other.is_success) or len(types) > 1 or types & {None, *PAGE_TYPES}:
        return False
    if one.body and other.body:
        return one.body == other.body
    size = _size(one)
    return size is not None and 0 < size == _size(other)


def are_called_alike(page: PageFacts | None, other: PageFacts | None) -> bool:
    """Two PDFs of one title: that of a lost file may be made anew, with the date or the address in it."""
    if page is None or other is None or not page.names:
        return False
    return page.content_type == other.content_type == _PDF and page.names == other.names
