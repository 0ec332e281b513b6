"""What a page has in it."""

from __future__ import annotations

import pytest

from crawler.page.outline import Outline, read_outline, shared_part

PAGE = b"""<h2>Linear Algebra</h2><p>Text <a name=Logic></a>
<a href=/t.pdf>Topology <b>Without</b> Tears</a>
<dl><dt>Sets</dt><dd id=maps>Maps</dd></dl>"""


def test_outline() -> None:
    """Headings and links with their inner texts; places in lower case."""
    outline = read_outline(PAGE, content_type="text/html; charset=utf-8")

    assert ("Linear Algebra", "Topology Without Tears", "Sets") == tuple(
        sorted(outline.labels, key=outline.labels.index)
    )
    assert {"logic", "maps"} == outline.places


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"%PDF-1.5"])
def test_no_outline(body: bytes) -> None:
    """What is no page has nothing in it."""
    assert Outline().places == read_outline(body, content_type=None).places


@pytest.mark.parametrize(
    ("title", "text", "part"),
    [
        ("Übungsblatt 3: Relationen", "Blatt 1 Blatt 2 Blatt 3", "ubungsblatt 3"),
        ("Lecture 2: Regular sets", "Lecture 1: slides. Lectures 02: slides.", "lecture 2"),
        ("Sheet 3", "Sheet 13, Sheet 30", None),
        ("Exam 2019", "Exam 2019", None),
        ("Sets and maps", "Sheet 3", None),
        ("Chapter 4", "Sheet 4", None),
    ],
)
def test_shared_part(title: str, text: str, part: str | None) -> None:
    """Noun and number together; years number no parts."""
    assert part == shared_part(title, text)
