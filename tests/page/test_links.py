"""Addresses that a page states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.links import base_of, canonical_of, parse_refresh, resolve

URL = "https://example.org/dir/page?q=1"
BASE = "https://example.org/base/"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("0; url=next", (0, BASE + "next")),
        ("0;url=next", (0, BASE + "next")),
        ("0,url=next", (0, BASE + "next")),
        ("0 url=next", (0, BASE + "next")),
        (" \n5 \t; URL = next", (5, BASE + "next")),
        ("5; next", (5, BASE + "next")),
        ("5 next", (5, BASE + "next")),
        ("5; 'next'", (5, BASE + "next")),
        ("5; url='next'", (5, BASE + "next")),
        ('5; url="ne\'xt" rest', (5, BASE + "ne'xt")),
        ("5; url='next", (5, BASE + "next")),
        ("5; url='a b'c'", (5, BASE + "a%20b")),
        ("5; urn", (5, BASE + "urn")),
        ("5; url", (5, BASE + "url")),
        ("5; url=", (5, BASE)),
        ("5;url='//other.example'", (5, "https://other.example/")),
        ("5;url=http://OTHER.example:80/%7e", (5, "http://other.example/%7e")),
        ("5", (5, URL)),
        ("5;", (5, URL)),
        ("5 ; ", (5, URL)),
        ("1.9;next", (1, BASE + "next")),
        (".5; next", (0, BASE + "next")),
        ("1.2.3; next", (1, BASE + "next")),
        ("1" * 5000 + ";next", (111111111, BASE + "next")),
        ("", None),
        ("next", None),
        ("; url=next", None),
        ("-1; url=next", None),
        ("5x; url=next", None),
        ("5; url=javascript:alert(1)", None),
        ("5; url=data:text/html,x", None),
        ("5; url=http://[", None),
        ("\u0665; url=next", None),
    ],
)
def test_meta_refresh_is_parsed_as_the_standard_says(
    content: str, expected: tuple[float, str] | None
) -> None:
    """Every spelling that browsers follow gives delay and absolute target, no other does."""
    assert expected == parse_refresh(content, base=BASE, url=URL)


@given(content=st.text(alphabet="0159.;, urlURL='\"/:#\n\tx", max_size=30))
def test_parsing_a_refresh_never_raises(content: str) -> None:
    """Any content is a refresh over http or none."""
    refresh = parse_refresh(content, base=BASE, url=URL)

    assert refresh is None or refresh[1].startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("a", BASE + "a"),
        ("  a\n", BASE + "a"),
        ("?x", BASE + "?x"),
        ("\\\\other.example\\x", "https://other.example/x"),
        ("HTTP://Bücher.example", "http://xn--bcher-kva.example/"),
        ("https://0x7f.1/", "https://127.0.0.1/"),
        ("mailto:a@b", None),
        ("https://", None),
        ("\ud800", None),
        ("a" * 8193, None),
    ],
)
def test_references_are_resolved_as_in_browsers(reference: str, expected: str | None) -> None:
    """A reference means an http or https address or nothing."""
    assert expected == resolve(reference, BASE)


def test_a_base_that_is_broken_resolves_nothing() -> None:
    """Where the page's own address is none, relative references are none, absolute ones stay."""
    assert resolve("a", "no address") is None
    assert resolve(URL, URL) == URL


def test_the_first_usable_base_counts() -> None:
    """A base is relative to the page itself, and those that are no http address are passed over."""
    assert base_of(["data:,x", "/x/", "/y/"], URL) == "https://example.org/x/"
    assert base_of([], URL) == URL


def test_the_first_usable_canonical_counts() -> None:
    """Canonical links go before og:url; empty and foreign ones are passed over."""
    assert canonical_of(["", "ftp://x/", "a", "b"], ["c"], BASE) == BASE + "a"
    assert canonical_of([" "], ["c"], BASE) == BASE + "c"
    assert canonical_of([], [], BASE) is None
