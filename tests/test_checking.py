"""What a run is given of its catalogs: all that it asks for, as it was read."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

from crawler.catalog import Span, read_catalog
from crawler.catalog.model import entry_route
from crawler.catalog.reading import read_any
from crawler.checking import _make_lean

TEXT = """
version: 1
resources:
  - {id: b, title: Bayes, url: "http://b.test/1", alternates: [{kind: code, url: "http://c.test"}]}
  - {id: b2, title: Bayes, url: "http://b.test/2", check: {ignore: walled, until: 2099-01-01}, odd: 1}
"""


def test_links_and_problems_are_as_they_were_read() -> None:
    """But for the spans, which only reading asks for, and entries' places where the field tells them; asdict,
    as links compare without their routes.
    """
    read = [
        read_catalog("a.yaml", TEXT.encode(), today=date(2026, 11, 2)),
        read_any("b.md", b"- [Bayes](http://b.test/3)\n- <http:///>", None, today=date(2026, 11, 2)),
    ]
    lean = list(read)

    _make_lean(lean)

    assert [(one.file, one.text) for one in read] == [(one.file, one.text) for one in lean]
    for whole, one in zip(read, lean, strict=True):
        expected = [asdict(replace(link, span=Span(start=0, end=0))) for link in whole.links]
        assert expected == [asdict(replace(link, entry_route=entry_route(link))) for link in one.links]
        assert list(whole.problems) == list(one.problems)
    assert all(one.problems for one in lean)
