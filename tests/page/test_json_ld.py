"""What JSON-LD says of a page's work."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.page.json_ld import LinkedData, read_json_ld

BOOK = {"@type": "Book", "name": "B"}


def _read(value: object) -> LinkedData:
    return read_json_ld([json.dumps(value)])


@pytest.mark.parametrize(
    "value",
    [
        BOOK,
        [BOOK],
        [[BOOK]],
        {"@graph": [BOOK]},
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Site"}, BOOK]},
        {"@type": "WebPage", "mainEntity": BOOK},
        {"@graph": [{"@type": "WebPage", "mainEntityOfPage": {"@graph": BOOK}}]},
        {"@type": ["Thing", "Book"], "name": "B"},
        {"@type": "http://schema.org/Book", "name": "B"},
        {"@type": "schema:Book", "name": ["B"]},
        {"@type": "Book", "name": {"@value": "B", "@language": "en"}},
        {"@type": "ScholarlyArticle", "name": "B"},
        {"@type": "BlogPosting", "headline": "B"},
        {"@type": "VideoObject", "name": "B"},
        {"@type": "Course", "name": "B", "provider": {"@type": "Organization", "name": "Uni"}},
        {"@type": "WebPage", "name": "B"},
    ],
)
def test_works_are_found_where_they_hang(value: object) -> None:
    """Lists, graphs and main entities lead to the work that names the page."""
    assert _read(value).names == ("B",)


@pytest.mark.parametrize(
    "value",
    [
        {"@type": "Organization", "name": "Site"},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": "Home", "item": BOOK}]},
        {"@type": "ItemList", "itemListElement": [BOOK]},
        {"name": "no type"},
        {"@type": 5, "name": "x"},
        {"@type": "Book"},
        {"@type": "Book", "name": 5},
        {"@type": "Book", "name": None},
        [[[[[[[[BOOK]]]]]]]],
        "text",
        5,
        None,
    ],
)
def test_other_nodes_name_nothing(value: object) -> None:
    """Organisations, breadcrumbs and lists of works are not the page, nor is what is buried too deep."""
    assert LinkedData() == _read(value)


def test_a_work_is_believed_before_its_page() -> None:
    """The names of the work come before those of the WebPage that shows it."""
    assert _read({"@graph": [{"@type": "WebPage", "name": "Page | Site"}, BOOK]}).names == (
        "B",
        "Page | Site",
    )


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("A", ("A",)),
        (["A", "B"], ("A", "B")),
        ({"@type": "Person", "name": "A"}, ("A",)),
        ([{"name": "A"}, {"name": ["B"]}, "C"], ("A", "B", "C")),
        ({"@id": "#a"}, ("Known",)),
        ({"@id": "#missing"}, ()),
        ({"@id": ["#a"]}, ()),
        (5, ()),
        ([None, {"name": 3}], ()),
    ],
)
def test_authors(author: object, expected: tuple[str, ...]) -> None:
    """Authors are texts, nodes, or references to nodes elsewhere in the graph."""
    graph = [{"@type": "Article", "author": author}, {"@type": "Person", "@id": "#a", "name": "Known"}]

    assert expected == _read({"@graph": graph}).authors


def test_creators_are_authors_too() -> None:
    """`creator` says who made a work without `author`."""
    assert _read({"@type": "VideoObject", "creator": "A", "name": "x"}).authors == ("A",)


def test_authors_of_the_first_work_alone() -> None:
    """Further works may be other people's."""
    works = [{"@type": "Article"}, {"@type": "Article", "author": "A"}, {"@type": "Article", "author": "B"}]

    assert _read(works).authors == ("A",)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"datePublished": "2020-01-02T03:04:05Z"}, "2020-01-02"),
        ({"uploadDate": "2020-01-02", "dateCreated": "2019"}, "2020-01-02"),
        ({"dateCreated": "2019"}, "2019"),
        ({"datePublished": "soon", "uploadDate": "2018-05"}, "2018-05"),
        ({"dateModified": "2020"}, None),
        ({"datePublished": 2020}, None),
    ],
)
def test_dates(node: dict[str, object], expected: str | None) -> None:
    """The date of publication, else of upload or creation."""
    assert expected == _read({"@type": "VideoObject", **node}).published


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "Book", "name": "B"} -->',
        '//<![CDATA[\n{"@type": "Book", "name": "B"}\n//]]>',
        '/*<![CDATA[*/ {"@type": "Book", "name": "B"} /*]]>*/',
        '<![CDATA[{"@type": "Book", "name": "B"}]]>',
        '\n {"@type": "Book", "name": "B"};',
        '{"@type": "Book", "name": "B", "description": "two\nlines\tand a tab"}',
    ],
)
def test_common_faults_are_forgiven(script: str) -> None:
    """Comment and CDATA wrappers, a final semicolon and raw line breaks do no harm."""
    assert read_json_ld([script]).names == ("B",)


@pytest.mark.parametrize(
    "script", ["", "{", '{"@type": "Book",}', "[" * 100_000, '{"a":' * 100_000, "1" * 5000, "\ufeff"]
)
def test_broken_json_is_passed_over(script: str) -> None:
    """A script that cannot be read takes nothing from the others."""
    assert read_json_ld([script, json.dumps(BOOK)]).names == ("B",)


def test_size_is_bounded() -> None:
    """A script beyond the bound is not read, nor is more than a number of scripts."""
    assert LinkedData() == _read({**BOOK, "description": "x" * 200_000})
    assert len(read_json_ld([json.dumps(BOOK)] * 30).names) == 20


def test_character_references_are_decoded() -> None:
    """Publishing systems escape names for HTML within scripts."""
    assert _read({"@type": "Book", "name": "Tom &amp; Jerry&#8217;s"}).names == ("Tom & Jerry\u2019s",)


_JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=5),
        st.sampled_from(["Book", "#a"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "@graph",
                    "name",
                    "author",
                    "headline",
                    "datePublished",
                    "mainEntity",
                    "@value",
                ]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(value=_JSON)
def test_any_json_is_read(value: object) -> None:
    """Whatever stands where, reading gives texts and never raises."""
    linked = _read(value)

    assert all(isinstance(text, str) for text in (*linked.names, *linked.authors))
