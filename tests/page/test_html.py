"""Facts of HTML pages, by the cases in `cases/*.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from crawler.page import HeadWatch, read_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.page.model import PageFacts

    Read = Callable[[str], PageFacts]


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def test_facts_are_read_as_the_case_says(case: dict[str, Any]) -> None:
    """A page gives exactly the facts that its case names."""
    content_type = case.get("content_type", "text/html")
    facts = read_page(case["body"], url=case["url"], content_type=content_type)

    assert case["facts"] == {name: _plain(getattr(facts, name)) for name in case["facts"]}


def test_any_prefix_is_read(case: dict[str, Any]) -> None:
    """Wherever a page is cut, it is read without an error, and its head is complete from one place on."""
    body = case["body"]
    step = max(1, len(body) // 60)
    content_type = case.get("content_type", "text/html") or "text/html"
    complete = []
    for end in range(0, len(body) + step, step):
        facts = read_page(body[:end], url=case["url"], content_type=content_type)
        # XML is a page only once its root is there.
        complete.append(facts is not None and facts.is_head_complete)

    assert sorted(complete) == complete


def test_chunks_do_not_matter_to_the_watch(case: dict[str, Any]) -> None:
    """HeadWatch says the same of a page byte by byte as of the page at once."""
    whole, single = HeadWatch(), HeadWatch()
    whole.feed(case["body"])
    for byte in case["body"]:
        single.feed(bytes([byte]))

    assert (whole.head_end, whole.is_enough) == (single.head_end, single.is_enough)


@pytest.mark.parametrize(
    ("field", "limit", "page"),
    [
        ("title", 500, "<title>{}</title>"),
        ("html_title", 500, "<title>{}</title>"),
        ("h1", 500, "<h1>{}</h1>"),
        ("h1", 500, "<h1><img alt='{}'></h1>"),
        ("description", 1000, "<meta name=description content='{}'>"),
        ("site_name", 200, "<meta property=og:site_name content='{}'>"),
        ("robots", 200, "<meta name=robots content='{}'>"),
        ("text_sample", 4000, "<p>{}</p>"),
    ],
)
def test_texts_are_bounded(read: Read, field: str, limit: int, page: str) -> None:
    """No text is longer than its limit."""
    text = getattr(read(page.format("long words " * 1000)), field)

    assert limit - 11 <= len(text) <= limit
    assert text.startswith("long words long")


def test_lists_are_bounded(read: Read) -> None:
    """At most ten names and fifty authors are kept, and the h1 is among the names."""
    names = "".join(f'<meta property="og:title" content="Name {n}">' for n in range(40))
    authors = "".join(f'<meta name="citation_author" content="Author {n}">' for n in range(80))
    facts = read(f"<head>{names}{authors}</head><body><h1>Heading</h1></body>")

    assert [*(f"Name {n}" for n in range(9)), "Heading"] == list(facts.names)
    assert [f"Author {n}" for n in range(50)] == list(facts.authors)


def test_initials_are_another_author(read: Read) -> None:
    """Two spellings of one name are one author only where they have the same words."""
    metas = "".join(
        f'<meta name="author" content="{name}">'
        for name in ("Grace Hopper", "Hopper, Grace", "G. Hopper", "grace hopper")
    )

    assert read(metas).authors == ("Grace Hopper", "G. Hopper")


def test_an_entity_that_is_cut_is_kept_as_text(read: Read) -> None:
    """A page may end within a character reference."""
    assert read("<title>A &am").title in {"A &am", "A &"}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("en", "en"),
        ("EN-us", "en-US"),
        ("en_GB.UTF-8", "en-GB"),
        ("zh-hans", "zh-Hans"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("es-419", "es-419"),
        ("de-u-co-phonebk", "de-u-co-phonebk"),
        ("x-default", None),
        ("english", None),
        ("en us", None),
        ("<b>", None),
        ("", None),
    ],
)
def test_language_tags(read: Read, stated: str, expected: str | None) -> None:
    """A language is a well-formed BCP 47 tag in its usual case, or none."""
    assert expected == read(f'<html lang="{stated}"><head></head>').language


@pytest.mark.parametrize(
    "element", ["script", "style", "title", "noscript", "template", "textarea", "iframe"]
)
def test_xhtml_elements_may_close_themselves(element: str) -> None:
    """In XHTML an empty raw-text element does not swallow what follows."""
    page = f'<html><head><{element} class="a/b"/><meta name="author" content="X"/></head><body/></html>'
    facts = read_page(page.encode(), url="http://a.example/", content_type="application/xhtml+xml")

    assert facts is not None
    assert facts.authors == ("X",)
