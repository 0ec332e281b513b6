"""The door: what is read at all, and that hostile bytes neither raise nor stall."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.page import read_page

if TYPE_CHECKING:
    from crawler.page.model import PageFacts

URL = "https://example.org/"
MEBIBYTE = 1024 * 1024

_FRAGMENTS = st.sampled_from(
    [
        *(
            "<html lang=en>",
            "<head>",
            "</head>",
            "<body>",
            "</body>",
            "<title>",
            "</title>",
            "<h1>",
            "</h1>",
            "<p>",
        ),
        *(
            "<svg>",
            "</svg>",
            "<noscript>",
            "</noscript>",
            "<template>",
            "</template>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
        ),
        *(
            "<script type=application/ld+json>",
            "</script>",
            '{"@type":"Book","name":"',
            '"}',
            "[[[[",
            "{",
            "\\ud800",
        ),
        *(
            "<meta name=author content='",
            "<meta http-equiv=refresh content='0;",
            '<meta property=og:title content="',
            "'>",
        ),
        *(
            "<link rel=canonical href=",
            "<base href=",
            ">",
            "<",
            "&",
            "&#x",
            "&#1;",
            "&nbsp;",
            '"',
            "'",
            "=",
            "/",
            "\0",
        ),
        *(
            "<?xml version='1.0' encoding='",
            "<time datetime=",
            "<input type=password>",
            "<img alt=",
            "http://[::1",
            "é\u200f",
        ),
        *("\u200d", "\u202e", "\ufeff", "\ud7ff", "\U0010ffff", " ", "\n", "\x85", "\x0b", "x" * 300),
    ]
)
_PAGES = st.lists(st.one_of(_FRAGMENTS, st.text(max_size=8)), max_size=40).map("".join)
_CONTENT_TYPES = st.sampled_from(
    [
        "text/html",
        "text/html; charset=utf-16",
        "text/html;charset=gbk",
        "application/xhtml+xml",
        "application/pdf",
        None,
    ]
)


def _texts(facts: PageFacts) -> list[tuple[str, int]]:
    single = [
        (facts.title, 500),
        (facts.html_title, 500),
        (facts.h1, 500),
        (facts.site_name, 200),
        (facts.robots, 200),
    ]
    single += [(facts.description, 1000), (facts.text_sample or None, 4000)]
    several = [(name, 500) for name in facts.names] + [(author, 200) for author in facts.authors]
    return [(text, limit) for text, limit in single + several if text is not None]


def _assert_normalised(facts: PageFacts) -> None:
    for text, limit in _texts(facts):
        assert text
        assert len(text) <= limit
        assert " ".join(text.split()) == text
        assert [
            c
            for c in text
            if unicodedata.category(c) in {"Cc", "Cs"} or c in "\u200b\u202e\u200e\u2066\ufeff"
        ] == []
    assert len(facts.names) <= 10
    assert len(facts.authors) <= 50
    assert len({name.casefold() for name in facts.names}) == len(facts.names)


@settings(max_examples=300, deadline=None)
@given(body=st.binary(max_size=600), content_type=_CONTENT_TYPES)
def test_random_bytes_never_raise(body: bytes, content_type: str | None) -> None:
    """Any bytes under any type are read or refused, never an error."""
    facts = read_page(body, url=URL, content_type=content_type)

    if facts is not None:
        _assert_normalised(facts)


@settings(max_examples=400, deadline=None)
@given(page=_PAGES, content_type=_CONTENT_TYPES)
def test_random_markup_never_raises_and_its_texts_are_normalised(page: str, content_type: str | None) -> None:
    """Every text that random markup gives is on one line, visible and bounded; every address is absolute."""
    facts = read_page(page.encode("utf-8", "replace"), url=URL, content_type=content_type)

    if facts is not None:
        _assert_normalised(facts)
        assert facts.canonical is None or facts.canonical.startswith(("http://", "https://"))
        assert facts.meta_refresh is None or facts.meta_refresh[1].startswith(("http://", "https://"))


@settings(max_examples=150, deadline=None)
@given(url=st.text(max_size=30), content_type=st.text(max_size=30))
def test_strange_addresses_and_headers_never_raise(url: str, content_type: str) -> None:
    """Neither the page's address nor its Content-Type has to be well formed."""
    page = b"<head><base href=a><link rel=canonical href=b><meta http-equiv=refresh content='1;c'>"

    for declared in (content_type, f"text/html; charset={content_type}"):
        facts = read_page(page, url=url, content_type=declared)
        assert facts is None or facts.canonical is None or facts.canonical.startswith(("http://", "https://"))


def _repeat(unit: bytes, before: bytes = b"") -> bytes:
    return before + unit * (MEBIBYTE // len(unit))


HOSTILE = {
    "a megabyte of <": _repeat(b"<"),
    "nested divs": b"<title>T</title>" + b"<div>" * 100_000,
    "nested svgs": b"<svg>" * 100_000,
    "nested headings": b"<h1>" * 100_000,
    "nested lists in JSON-LD": b"<script type=application/ld+json>" + b"[" * 100_000,
    "a huge attribute": _repeat(b"x", b"<head><meta name=description content='"),
    "a huge attribute with quotes": _repeat(b"=\"'", b"<meta content="),
    "a huge title": _repeat(b"t &amp; ", b"<head><title>"),
    "a huge comment": _repeat(b"-", b"<!--"),
    "many metas": _repeat(b"<meta name=author content=x>"),
    "many refreshes": _repeat(b"<meta http-equiv=refresh content=1>"),
    "many bases": _repeat(b"<base href=b>"),
    "refreshes of digits": _repeat(b"<meta http-equiv=refresh content=" + b"1" * 16_000 + b"x>"),
    "many comments": _repeat(b"<!---->"),
    "white space": _repeat(b" ", b"<title>"),
    "white space in JSON-LD": _repeat(b" ", b"<script type=application/ld+json>"),
    "null bytes": _repeat(b"\0", b"<html>"),
    "bytes that are no UTF-8": _repeat(b"\xff\xfe\xfd", b"<title>"),
    "unclosed paragraphs": _repeat(b"<p><b><i>"),
    "unclosed tags": _repeat(b"<a href='"),
    "many password fields": _repeat(b"<input type=password>"),
    "a PDF of references": _repeat(b"/Info 1 0 R 1 0 obj<<", b"%PDF-1.7 "),
    "a PDF of parentheses": _repeat(b"(", b"%PDF-1.7 /Info 1 0 R 1 0 obj<</Title "),
    "a PDF of XMP": _repeat(b"<x:xmpmeta>", b"%PDF-1.7 "),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("content_type", ["text/html", "application/xhtml+xml"])
def test_hostile_pages_are_read_within_bounds(name: str, content_type: str) -> None:
    """A megabyte made to hurt a parser gives facts like any page (a quadratic step would stall this test)."""
    facts = read_page(HOSTILE[name], url=URL, content_type=content_type)

    assert facts is not None
    _assert_normalised(facts)


def test_nothing_beyond_the_bound_is_parsed() -> None:
    """What stands behind the first 256 kB is not looked at."""
    page = b"<head><style>" + b" " * (256 * 1024) + b"</style><title>Late</title></head>"
    facts = read_page(page, url=URL, content_type="text/html")

    assert facts is not None
    assert facts.title is None
    assert not facts.is_head_complete


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("image/png", b"\x89PNG"),
        ("application/rss+xml", b"<?xml version='1.0'?><rss></rss>"),
        ("application/pdf", b"<html><title>x</title>"),
        ("application/octet-stream", b"<html><title>x</title>"),
        (None, b""),
        (None, b"plain words"),
        (None, b"<?xml version='1.0'?><feed></feed>"),
    ],
)
def test_other_kinds_are_not_read(content_type: str | None, body: bytes) -> None:
    """What is neither HTML, XHTML, PDF nor data gives no facts."""
    assert read_page(body, url=URL, content_type=content_type) is None


def test_reading_is_repeatable() -> None:
    """The same bytes give equal facts."""
    page = b"<html lang=en><head><title>T</title></head><body><h1>H</h1>"

    assert read_page(page, url=URL, content_type=None) == read_page(page, url=URL, content_type=None)
