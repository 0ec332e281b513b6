"""What documents and data show that are no pages: files for every name, files of nothing, greetings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.judge.model import Case, Signal
from crawler.judge.signals_page import reached_page
from crawler.judge.signals_proof import same_as_front_page
from crawler.page.media import media_type
from crawler.probe import urls
from crawler.probe.documents import are_called_alike, are_one_document, said_size
from crawler.probe.doubt import is_record

if TYPE_CHECKING:
    from collections.abc import Callable

_LEAST_BYTES = {
    "application/pdf": 67,
    "application/zip": 100,
    "application/x-zip-compressed": 100,
    "application/epub+zip": 100,
    "application/x-7z-compressed": 33,
}
"""Of a file with anything in it: an empty archive is 22 bytes long, and each name in it takes 76 more."""
_SIGNATURE, _OPENING_BYTES = b"%PDF-", 1_024
# Where programs greet and list what can be asked of them.
_INTERFACE = re.compile(r"/(?:(?:api|rest|json|graphql|v\d+(?:\.\d+){0,2})(?:\.json)?/?){1,3}", re.IGNORECASE)


def same_document(case: Case) -> Signal | None:
    """A file that cannot exist beside the link's is given as well, and is the same."""
    answer, control = case.evidence.final.answer, case.evidence.control
    if answer is None or control is None or control.answer is None:
        return None
    is_same = are_one_document(answer, control.answer)
    if not is_same and not are_called_alike(reached_page(case), case.evidence.control_page):
        return None
    return Signal(code="same-document", detail="a file that cannot exist beside it is the same document")


def broken_document(case: Case) -> Signal | None:
    """What is called a document is too short to hold anything, or does not begin as one."""
    answer = case.evidence.final.answer
    if answer is None or not answer.is_success or case.evidence.final.probe.method != "GET":
        return None
    media, size = media_type(answer.header("content-type")) or "", said_size(answer)
    if size and size < _LEAST_BYTES.get(media, 0):
        return Signal(code="broken-document", detail=f"{size} bytes are no {media}")
    has_opening = len(answer.body) >= _OPENING_BYTES or (bool(answer.body) and answer.body_complete)
    if media != "application/pdf" or not has_opening or _SIGNATURE in answer.body[:_OPENING_BYTES]:
        return None
    return Signal(code="broken-document", detail="what is called a PDF does not begin as one")


def interface_root(case: Case) -> Signal | None:
    """An interface greets at its root with data that say nothing of errors, whatever else gets the same."""
    page = reached_page(case)
    is_root = _INTERFACE.fullmatch(urls.path_of(case.evidence.final_url)) is not None
    if page is None or not is_root or not is_record(page) or same_as_front_page(case) is None:
        return None
    return Signal(code="interface-root", detail="a program's interface greets here, as at its front page")


DOCUMENT_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (
    same_document,
    broken_document,
    interface_root,
)
