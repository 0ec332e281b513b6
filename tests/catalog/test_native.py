"""The native reader: entries, links with their places, ignore rules, aliases and merge keys."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.catalog import Alternate, CheckRule, Entry, Link, Span, read_catalog

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from crawler.catalog import Catalog

    Read = Callable[[str | bytes], Catalog]

FULL = """\
# The catalog.
version: 1
resources:

  - id: mml-book                     # stable
    title: Mathematics for Machine Learning
    url: "https://mml-book.github.io"
    url_source: editor
    kind: book
    authors: [Marc Peter Deisenroth, A. Aldo Faisal]
    publisher: Cambridge University Press
    year: 2020
    topics: [linear-algebra]
    level: beginner
    alternates:
      - {kind: code, url: "https://github.com/mml-book"}
      - kind: short-link
        url: https://t.example/x
      - {kind: notes, url: 'https://notes.example/', title: Notes}
    listed_by: [003_47c5d967cfc780b4.txt]
    check: {ignore: "seen in a browser", until: 2027-02-01}
"""


def only_entry(body: str) -> str:
    return f"version: 1\nresources:\n  - {body}\n"


def test_reads_every_field(read: Read) -> None:
    """All that the format knows arrives in the entry, and nothing is complained of."""
    catalog = read(FULL)

    assert catalog.problems == ()
    assert catalog.entries == (
        Entry(
            id="mml-book",
            title="Mathematics for Machine Learning",
            url="https://mml-book.github.io",
            url_source="editor",
            kind="book",
            authors=("Marc Peter Deisenroth", "A. Aldo Faisal"),
            publisher="Cambridge University Press",
            year=2020,
            topics=("linear-algebra",),
            level="beginner",
            alternates=(
                Alternate(kind="code", url="https://github.com/mml-book"),
                Alternate(kind="short-link", url="https://t.example/x"),
                Alternate(kind="notes", url="https://notes.example/", title="Notes"),
            ),
            listed_by=("003_47c5d967cfc780b4.txt",),
            check=CheckRule(ignore="seen in a browser", until=date(2027, 2, 1)),
        ),
    )


def test_every_url_is_a_link_with_its_place(read: Read) -> None:
    """The main URL comes first, then the alternates in their order; quotes belong to the span."""
    catalog = read(FULL)

    assert [(link.field, link.url, link.line, link.column) for link in catalog.links] == [
        ("url", "https://mml-book.github.io", 7, 10),
        ("alternates[0].url", "https://github.com/mml-book", 16, 27),
        ("alternates[1].url", "https://t.example/x", 18, 14),
        ("alternates[2].url", "https://notes.example/", 19, 28),
    ]
    assert [FULL[link.span.start : link.span.end] for link in catalog.links] == [
        '"https://mml-book.github.io"',
        '"https://github.com/mml-book"',
        "https://t.example/x",
        "'https://notes.example/'",
    ]


def test_a_link_knows_what_its_page_should_be_called(read: Read) -> None:
    """A short link leads to the same work; another alternate has only a title of its own."""
    titled = [(link.kind, link.title, len(link.authors)) for link in read(FULL).links]

    assert titled == [
        ("book", "Mathematics for Machine Learning", 2),
        ("code", None, 0),
        ("short-link", "Mathematics for Machine Learning", 2),
        ("notes", "Notes", 0),
    ]


def test_routes_lead_to_the_urls(read: Read) -> None:
    """Each link's route, walked through the plain data, ends at its URL."""
    catalog = read(FULL)
    found = []
    for link in catalog.links:
        value: Any = catalog.data
        for step in link.route:
            value = value[step]
        found.append(value)

    assert found == [link.url for link in catalog.links]


@pytest.mark.parametrize(
    ("until", "reason", "codes"),
    [
        ("2026-11-22", "the entry says: bot wall", []),
        ("2026-11-21", "the entry says: bot wall", []),
        ("2026-11-20", None, ["expired-ignore"]),
        ("'2027-01-01'", None, ["invalid-value"]),
        ("2026-13-45", None, ["invalid-value"]),
        ("2026-11-21 10:00:00", None, ["invalid-value"]),
    ],
)
def test_an_ignore_rule_holds_until_its_last_day(
    read: Read, until: str, reason: str | None, codes: list[str]
) -> None:
    """The last day is included; after it, or without a readable date, the link is asked and it is said."""
    catalog = read(
        only_entry(f"{{id: a, title: A, url: 'http://h.test/', check: {{ignore: bot wall, until: {until}}}}}")
    )

    assert [link.ignored_because for link in catalog.links] == [reason]
    assert [problem.code for problem in catalog.problems] == codes


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_text_is_kept_to_the_byte(read: Read, start: str, ending: str) -> None:
    """BOM and line endings stay in the text, and places are the same with and without them."""
    content = (start + FULL.replace("\n", ending)).encode()

    catalog = read(content)

    assert catalog.text.encode() == content
    assert [(link.line, link.column) for link in catalog.links] == [(7, 10), (16, 27), (18, 14), (19, 28)]
    assert catalog.text[catalog.links[2].span.start : catalog.links[2].span.end] == "https://t.example/x"


def test_a_column_on_the_first_line_does_not_count_the_byte_order_mark(read: Read) -> None:
    """Editors do not show a BOM, so it has no column; the span still counts it."""
    link = read("\ufeff{version: 1, resources: [{id: a, title: A, url: 'http://h/'}]}").links[0]

    assert (link.line, link.column, link.span) == (1, 49, Span(start=49, end=60))


def test_an_aliased_url_has_the_place_of_the_alias(read: Read) -> None:
    """Two entries that share a URL through an anchor are two links at two places."""
    text = (
        "version: 1\nresources:\n  - {id: a, title: A, url: &u http://h/}\n  - {id: b, title: B, url: *u}\n"
    )

    links = read(text).links

    assert [(link.url, link.line, text[link.span.start : link.span.end]) for link in links] == [
        ("http://h/", 3, "http://h/"),
        ("http://h/", 4, "*u"),
    ]


def test_merge_keys_are_read_as_yaml_means_them(read: Read) -> None:
    """An entry takes what it does not say itself from the mapping that it merges."""
    text = (
        "version: 1\nresources:\n  - &base {id: a, title: A, url: 'http://h/', kind: book}\n"
        "  - {<<: *base, id: b, url: 'http://i/'}\n"
    )

    catalog = read(text)

    assert [(entry.id, entry.title, entry.kind, entry.url) for entry in catalog.entries] == [
        ("a", "A", "book", "http://h/"),
        ("b", "A", "book", "http://i/"),
    ]
    assert [link.line for link in catalog.links] == [3, 4]


def test_a_catalog_without_entries_is_no_mistake(read: Read) -> None:
    """An empty list has no links, entries or problems; what that means for the exit code is not said here."""
    catalog = read("version: 1\nresources: []\n")

    assert (catalog.entries, catalog.links, catalog.problems) == ((), (), ())


def test_an_entry_without_an_id_can_be_asked_for(read: Read) -> None:
    """It is called by its number, whatever else it says."""
    catalog = read("version: 1\nresources:\n  - {title: A, url: 'https://a.test'}\n  - {id: b, title: B}\n")

    assert ["entry-1", "b"] == [entry.id for entry in catalog.entries]


def test_unknown_keys_of_the_catalog_are_said_and_kept(read: Read) -> None:
    """A key beside `resources` is a problem, and stays in the data."""
    catalog = read("version: 1\nowner:\n  me\nresources: []\n")

    assert [(problem.line, problem.code, problem.message) for problem in catalog.problems] == [
        (2, "unknown-key", "the catalog has an unknown key 'owner'; known are version and resources")
    ]
    assert catalog.data["owner"] == "me"


def test_problems_come_in_the_order_of_their_lines(read: Read) -> None:
    """A maintainer mends a file from top to bottom."""
    text = "version: 1\nresources:\n" + "  - {id: X}\n  - {url: 'mailto:a@b', id: X}\n" * 3

    lines = [problem.line for problem in read(text).problems]

    assert lines == sorted(lines)
    assert len(set(lines)) == 6


def test_links_of_one_entry_belong_to_it(read: Read) -> None:
    """A link is a plain value that says all that later stages need."""
    assert read(only_entry("{id: a, title: A, url: 'http://h/'}")).links == (
        Link(
            entry="a",
            field="url",
            url="http://h/",
            file="catalog.yaml",
            line=3,
            column=28,
            span=Span(start=49, end=60),
            route=("resources", 0, "url"),
            title="A",
        ),
    )


@given(st.randoms(use_true_random=False))
def test_reads_what_was_written(read: Read, generate: Callable[[Random], Any], rng: Random) -> None:
    """Whatever styles a catalog is written in, its data and the spans of its links are those meant."""
    made = generate(rng)

    catalog = read(made.text)

    assert catalog.data == made.data
    assert catalog.text == made.text
    for link in catalog.links:
        line = made.text.removeprefix("\ufeff").split("\n")[link.line - 1]
        source = made.text[link.span.start : link.span.end]
        assert line[link.column - 1 :].startswith(source)
        assert (source == link.url) == (source[0] not in "'\"")


def test_today_is_given(read: Read) -> None:
    """The clock is not read: the same bytes on another day are another catalog."""
    text = only_entry("{id: a, title: A, url: 'http://h/', check: {ignore: x, until: 2030-01-01}}")

    later = read_catalog("catalog.yaml", text.encode(), today=date(2030, 1, 2))

    assert (read(text).links[0].ignored_because, later.links[0].ignored_because) == (
        "the entry says: x",
        None,
    )


@pytest.mark.parametrize(
    ("url", "codes"),
    [
        ("https://<your-host>/x", []),
        ("https://%s.a.example/x", []),
        ("https://me:secret@<your-host>/x", ["invalid-url"]),
        ("https:///x", ["invalid-url"]),
    ],
)
def test_no_address_is_lost(read: Read, url: str, codes: list[str]) -> None:
    """What a program fills in first is a link, though no browser could read it; all else is a problem."""
    catalog = read(f"version: 1\nresources:\n- {{id: a, title: A, url: '{url}'}}\n")

    assert codes == [problem.code for problem in catalog.problems]
    assert ([] if codes else [url]) == [link.url for link in catalog.links]
    assert not any("secret" in problem.message for problem in catalog.problems)
