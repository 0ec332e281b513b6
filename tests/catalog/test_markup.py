"""Lists in other markups: what is a link there, under which headings, and what an edit makes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from crawler.catalog import Edit, Refusal, apply_edits
from crawler.catalog.formats import FORMATS, parse
from crawler.catalog.reading import read_any

if TYPE_CHECKING:
    from crawler.catalog import Catalog

HERE = Path(__file__).parent
LINKS: list[dict[str, Any]] = yaml.safe_load((HERE / "markups.yaml").read_text("utf-8"))
EDITS: list[dict[str, Any]] = yaml.safe_load((HERE / "markup_edits.yaml").read_text("utf-8"))
SUFFIXES = [row.suffixes[0] for row in FORMATS if not row.has_keys]
# Whatever opens something in one of the markups and never closes it.
OPENINGS = [
    "[", "[[", "[[a][", "`", "``a", "`a <http://b> ", "link:x[", "http://a[", "pass:[", "+++", "{a}/", "<a ",
    '<a href="', "<script ", "<!--", "<dl>", "@a{", '@a{b,c="', "\n@a{b,c={", "%\n", "=a ", "a-b-", "- a\n",
    ".. a::\n", "**", "+-+\n", "= =\n", "\\", "|", "https://x(", "\r", "\0",
]  # fmt: skip


def read(file: str, text: str) -> Catalog:
    return read_any(file, text.encode(), None, today=date(2026, 11, 21))


@pytest.mark.parametrize("case", LINKS, ids=lambda case: str(case["file"]))
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_what_is_a_link(case: dict[str, Any], ending: str) -> None:
    """With its title, in the order of entries."""
    found = read(case["file"], case["text"].replace("\n", ending)).links

    expected = [(*one, None)[:2] for one in case["links"]]
    assert sorted(expected, key=str) == sorted(((link.url, link.title) for link in found), key=str)


@pytest.mark.parametrize("case", EDITS, ids=lambda case: f"{case['file']}: {case['new']}")
def test_edits(case: dict[str, Any]) -> None:
    """The markup of the place decides how an address is written, and whether it can be."""
    old = case.get("old", "https://old.test")
    link = next(one for one in read(case["file"], case["before"]).links if one.url.rstrip("/") == old)
    edit = Edit(file=case["file"], line=link.line, route=link.route, old=link.url, new=case["new"])

    result = apply_edits(case["before"], case["file"], [edit])

    if "refused" in case:
        assert isinstance(result, Refusal)
        assert case["refused"] in result.reason
    else:
        assert case["after"] == result


@pytest.mark.parametrize(
    ("file", "text", "topics"),
    [
        ("a.rst", "A\n=\n\nB\n-\n\n- https://b.test\n\nC\n-\n\nhttps://c.test\n", [("A", "B"), ("A", "C")]),
        ("a.rst", "===\nTop\n===\n\n`A <https://a.test>`_\n=====================\n", [("Top", "A")]),
        ("a.adoc", "= A\n\n== B https://x.test[X]\n\nhttps://b.test\n", [("A", "B X"), ("A", "B X")]),
        ("a.org", "* A\n** TODO B :t:\nhttps://b.test\n* C\nhttps://c.test\n", [("A", "B"), ("C",)]),
        ("a.html", "<h1>A</h1><h2>B &amp; <i>b</i></h2><p><a href='http://b.test'></a>", [("A", "B & b")]),
        (
            "a.html",
            """<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><H3>A</H3><DL><p><DT><A HREF='http://a.test'>a</A>
            </DL><p><DT><A HREF='http://b.test'>b</A></DL>""",
            [("A",), ()],
        ),
    ],
)
def test_topics(file: str, text: str, topics: list[tuple[str, ...]]) -> None:
    """The headings above an entry, without their markup."""
    assert topics == [entry.topics for entry in read(file, text).entries]


def test_a_bibliography_keeps_its_keys() -> None:
    """They are what its entries are called everywhere else; what `url` says comes first."""
    text = "@misc{Knuth:84, doi={10.1000/x}, url={https://a.test}}\n@misc{Knuth:84, note={https://b.test}}\n"
    catalog = read("a.bib", text)

    assert ["Knuth:84", "Knuth:84-2"] == [entry.id for entry in catalog.entries]
    assert [
        ("url", "https://a.test"),
        ("links[1]", "https://doi.org/10.1000/x"),
        ("url", "https://b.test"),
    ] == [(link.field, link.url) for link in catalog.links]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("opening", OPENINGS)
def test_what_never_closes_hides_nothing_below(suffix: str, opening: str) -> None:
    """Every text is read, and all of it is in the data: none of its characters could change unseen."""
    text = opening * 2_000
    first, second = (parse(f"a{suffix}", text + end).data for end in ("x", "y"))

    assert first != second


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_undecodable_bytes_are_told_with_their_line(suffix: str) -> None:
    """As in every other format."""
    with pytest.raises(Exception, match=rf"a{suffix}:2: byte \d+ \(0xff\) is not UTF-8"):
        read_any(f"a{suffix}", b"https://a.test\n\xff", None, today=date(2026, 11, 21))
