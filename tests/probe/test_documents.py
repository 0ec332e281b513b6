"""Documents that are no pages: which may stand in for any, and which two are one."""

from __future__ import annotations

import pytest

from crawler.page.model import PageFacts
from crawler.probe.documents import (
    PLACEHOLDER_BYTES,
    are_called_alike,
    are_one_document,
    may_stand_for_any,
    said_size,
)
from crawler.probe.model import Answer


def _file(
    body: bytes = b"", *, size: str = "", media: str = "application/zip", status: int = 200, coding: str = ""
) -> Answer:
    fields = {"content-type": media, "content-length": size, "content-encoding": coding}
    headers = tuple((name, value) for name, value in fields.items() if value)
    return Answer(status=status, headers=headers, body=body)


def test_size_is_what_the_head_says() -> None:
    """Of a body that is coded the length says nothing, nor does one that is no number."""
    assert said_size(_file(size="22")) == 22
    assert said_size(_file(size="many")) is None
    assert said_size(_file(size="22", coding="gzip")) is None


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (_file(size="4096"), True),
        (_file(b"%PDF-1.4", media="application/pdf"), True),
        (_file(size=str(PLACEHOLDER_BYTES + 1)), False),
        (_file(size="0"), False),
        (_file(), False),
        (_file(size="4096", media="text/html"), False),
        (_file(size="4096", media=""), False),
        (_file(size="4096", status=404), False),
    ],
)
def test_small_files_may_stand_for_any(answer: Answer, *, expected: bool) -> None:
    """Small ones, of a type that is no page's, whose size is known."""
    assert may_stand_for_any(answer, None) is expected
    assert not may_stand_for_any(answer, PageFacts(names=("Formula sheet",)))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (_file(size="9"), _file(size="9"), True),
        (_file(size="9"), _file(size="8"), False),
        (_file(size="9"), _file(size="9", media="image/png"), False),
        (_file(size="9"), _file(size="9", status=404), False),
        (_file(b"a", size="1"), _file(b"b", size="1"), False),
        (_file(b"a", size="1"), _file(b"a", size="1"), True),
        (_file(size="9", media="text/html"), _file(size="9", media="text/html"), False),
        (_file(), _file(), False),
    ],
)
def test_two_answers_are_one_document(one: Answer, other: Answer, *, expected: bool) -> None:
    """By their bytes where these came, else by type and size."""
    assert are_one_document(one, other) is expected


def test_two_pdfs_of_one_title() -> None:
    """Without a title nothing is alike, nor is a page a PDF."""
    pdf = PageFacts(content_type="application/pdf", names=("Not available",))
    page = PageFacts(content_type="text/html", names=("Not available",))

    assert are_called_alike(pdf, pdf)
    assert not are_called_alike(pdf, page)
    assert not are_called_alike(PageFacts(content_type="application/pdf"), PageFacts())
    assert not are_called_alike(None, pdf)
