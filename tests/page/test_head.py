"""The elements of a head, as the parser gives them."""

from __future__ import annotations

import pytest

from crawler.page.head import is_canonical, is_json_ld, read_head


def test_elements_are_kept_in_document_order() -> None:
    """Each kind of element comes in the order of the document, with its attributes."""
    head = read_head(
        b"<html lang=en class='a b'><head><title>One</title>"
        b"<meta name=a content='x &amp; y'><title>Two</title>"
        b"<base href=/b/><meta property=c><link rel=canonical href=d><link rel=icon href=e><base target=x>"
        b"<script type=application/ld+json>{1}</script><script>var x</script>"
    )

    assert head.html == {"lang": "en", "class": "a b"}
    assert head.titles == ("One", "Two")
    assert head.metas == ({"name": "a", "content": "x & y"}, {"property": "c"})
    assert head.bases == ("/b/",)
    assert head.canonicals == ("d",)
    assert head.json_ld == ("{1}",)


@pytest.mark.parametrize("enclosure", ["svg", "math", "noscript", "template", "object"])
def test_enclosed_elements_are_not_the_heads(enclosure: str) -> None:
    """What stands in an enclosure belongs to it."""
    inner = "<title>T</title><meta name=a><base href=b>"
    head = read_head(f"<head><{enclosure}>{inner}</{enclosure}><title>Own</title>".encode())

    assert (head.titles, head.metas, head.bases) == (("Own",), (), ())


@pytest.mark.parametrize(
    "markup", [b"", b"x", b"page.html", b"http://a.example/", b"<?xml version='1.0'?><feed>", b"<", b"\n"]
)
def test_what_is_no_head_is_empty(markup: bytes) -> None:
    """Text, an address or a feed gives no elements, and no warning."""
    head = read_head(markup)

    assert (head.titles, head.metas, head.json_ld, head.html) == ((), (), (), {})


def test_the_first_html_tag_has_the_attributes() -> None:
    """A second `<html>` does not overwrite the language."""
    assert read_head(b"<html lang=en><head></head><html lang=de>").html == {"lang": "en"}


def test_elements_are_bounded() -> None:
    """Five hundred elements are kept, whatever a page repeats."""
    assert len(read_head(b"<meta name=a>" * 2000).metas) == 500


@pytest.mark.parametrize(
    ("rel", "expected"),
    [("canonical", True), (" Canonical  next", True), ("canonicals", False), ("", False), (None, False)],
)
def test_canonical_relations(rel: str | None, expected: bool) -> None:
    """A link may have several relations, in any case."""
    assert expected is is_canonical({} if rel is None else {"rel": rel})


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("application/ld+json", True),
        (" Application/LD+JSON;x=y", True),
        ("application/json", False),
        (None, False),
    ],
)
def test_json_ld_types(kind: str | None, expected: bool) -> None:
    """A script's type may have parameters, in any case."""
    assert expected is is_json_ld({} if kind is None else {"type": kind})
