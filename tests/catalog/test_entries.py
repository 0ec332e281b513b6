"""Broken entries: each fault is said with its line, and all that is sound is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.catalog import Alternate, Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.catalog import Catalog

    Read = Callable[[str | bytes], Catalog]

LEVELS = "'beginner', 'intermediate' or 'advanced'"
START = "version: 1\nresources:\n  - id: a\n    title: A\n    url: http://h.test/\n"
KNOWN = (
    "id, title, url, url_source, kind, authors, publisher, year, language, topics, level, alternates, "
    "listed_by, check"
)


def said(catalog: Catalog) -> list[str]:
    return [f"{problem.line} {problem.code}: {problem.message}" for problem in catalog.problems]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("year: '2020'", "invalid-value: `year` of 'a' is '2020', expected a whole number; correct it"),
        (
            "year: 2020.5",
            "invalid-value: `year` of 'a' is the number 2020.5, expected a whole number; correct it",
        ),
        ("year: true", "invalid-value: `year` of 'a' is true, expected a whole number; correct it"),
        (
            "publisher: 42",
            "invalid-value: `publisher` of 'a' is the number 42, expected text; put it in quotes",
        ),
        ("publisher: yes", "invalid-value: `publisher` of 'a' is true, expected text; put it in quotes"),
        (
            "publisher: 2020-01-02",
            "invalid-value: `publisher` of 'a' is the date 2020-01-02, expected text; put it in quotes",
        ),
        ("publisher: [x]", "invalid-value: `publisher` of 'a' is a list, expected text; correct it"),
        ("authors: Someone", "invalid-value: `authors` of 'a' is 'Someone', expected a list; correct it"),
        (
            "level: expert",
            f"invalid-value: `level` of 'a' is 'expert', expected {LEVELS}; correct it",
        ),
        ("check: later", "invalid-value: `check` of 'a' is 'later', expected a mapping; correct it"),
        ("check: {ignore: x}", "missing-key: `check` of 'a' has no `until`; add it"),
        ("autors: [x]", "unknown-key: 'a' has an unknown key 'autors'; did you mean `authors`?"),
        ("zzz: 1", f"unknown-key: 'a' has an unknown key 'zzz'; known are {KNOWN}"),
        ("1: x", f"unknown-key: 'a' has an unknown key the number 1; known are {KNOWN}"),
        (
            '"evil\\nkey\\u202e": 1',
            f"unknown-key: 'a' has an unknown key 'evil\\nkey\\u202e'; known are {KNOWN}",
        ),
    ],
)
def test_a_broken_field_is_left_out(read: Read, line: str, problem: str) -> None:
    """One line says the fault and the remedy; the entry keeps its other fields and its link."""
    catalog = read(f"{START}    {line}\n")

    assert said(catalog) == [f"6 {problem}"]
    assert catalog.entries == (Entry(id="a", title="A", url="http://h.test/"),)
    assert [link.url for link in catalog.links] == ["http://h.test/"]


def test_an_unknown_key_of_a_rule_leaves_the_rule_in_force(read: Read) -> None:
    """What the checker knows of the rule still holds."""
    catalog = read(f"{START}    check: {{ignore: x, until: 2030-01-01, why: y}}\n")

    assert said(catalog) == [
        "6 unknown-key: `check` of 'a' has an unknown key 'why'; known are ignore, until"
    ]
    assert [link.ignored_because for link in catalog.links] == ["the entry says: x"]


def test_a_broken_item_is_left_out_of_its_list(read: Read) -> None:
    """The other items stay, and the line is that of the item."""
    catalog = read(f"{START}    authors:\n      - One\n      - 2\n      - Three\n")

    assert said(catalog) == [
        "8 invalid-value: `authors[1]` of 'a' is the number 2, expected text; put it in quotes"
    ]
    assert catalog.entries[0].authors == ("One", "Three")


def test_a_broken_alternate_keeps_its_url_as_a_link(read: Read) -> None:
    """What is wrong around a URL is no reason not to check it."""
    catalog = read(
        f"{START}    alternates:\n"
        "      - {url: 'http://no-kind.test/'}\n"
        "      - {kind: 7, url: 'http://number.test/'}\n"
        "      - {kind: code, url: 'http://odd.test/', more: 1}\n"
        "      - {kind: code, url: 'http://titled.test/', title: 9}\n"
        "      - {kind: code, url: 3}\n"
        "      - just text\n"
    )

    assert said(catalog) == [
        "7 missing-key: `alternates[0]` of 'a' has no `kind`; add it",
        "8 invalid-value: `alternates[1].kind` of 'a' is the number 7, expected text; put it in quotes",
        "9 unknown-key: `alternates[2]` of 'a' has an unknown key 'more'; known are kind, url, title",
        "10 invalid-value: `alternates[3].title` of 'a' is the number 9, expected text; put it in quotes",
        "11 invalid-value: `alternates[4].url` of 'a' is the number 3, expected text; put it in quotes",
        "12 invalid-value: `alternates[5]` of 'a' is 'just text', expected a mapping; correct it",
    ]
    assert catalog.entries[0].alternates == (
        Alternate(kind="code", url="http://odd.test/"),
        Alternate(kind="code", url="http://titled.test/"),
    )
    assert [(link.field, link.url) for link in catalog.links] == [
        ("url", "http://h.test/"),
        ("alternates[0].url", "http://no-kind.test/"),
        ("alternates[1].url", "http://number.test/"),
        ("alternates[2].url", "http://odd.test/"),
        ("alternates[3].url", "http://titled.test/"),
    ]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (
            "{id: 123, title: A, url: 'http://h.test/'}",
            "`id` of entry 2 is the number 123, expected text; put it in quotes",
        ),
        ("{title: A, url: 'http://h.test/'}", "entry 2 has no id; add a unique one in kebab-case"),
        ("{id: ' ', title: A, url: 'http://h.test/'}", "entry 2 has no id; add a unique one in kebab-case"),
        ("{id: , title: A, url: 'http://h.test/'}", "entry 2 has no id; add a unique one in kebab-case"),
    ],
)
def test_an_entry_without_a_usable_id_is_named_by_its_number(read: Read, entry: str, problem: str) -> None:
    """It is called `entry-N`, N counted from 1, and its link is checked like any other."""
    catalog = read(f"version: 1\nresources:\n  - {{id: a, title: A, url: 'http://a.test/'}}\n  - {entry}\n")

    assert [(p.line, p.message) for p in catalog.problems] == [(4, problem)]
    assert [(link.entry, link.url) for link in catalog.links] == [
        ("a", "http://a.test/"),
        ("entry-2", "http://h.test/"),
    ]


@pytest.mark.parametrize(
    ("item", "described"),
    [
        ("just text", "'just text'"),
        ("[x]", "a list"),
        ("", "empty"),
        ("12", "the number 12"),
        ("no", "false"),
    ],
)
def test_an_item_that_is_no_mapping_is_one_problem(read: Read, item: str, described: str) -> None:
    """It is kept as an empty entry, and nothing more is said of what it lacks."""
    catalog = read(f"version: 1\nresources:\n  - {item}\n  - {{id: b, title: B, url: 'http://b.test/'}}\n")

    assert said(catalog) == [f"3 not-an-entry: entry 1 is {described}, not a mapping; write it as `- id: …`"]
    assert [entry.id for entry in catalog.entries] == ["entry-1", "b"]
    assert [link.url for link in catalog.links] == ["http://b.test/"]


def test_empty_values_are_as_good_as_none(read: Read) -> None:
    """A form that is filled in half way is no fault, where the field may be absent."""
    catalog = read(f"{START}    authors:\n    year: ~\n    kind: null\n")

    assert catalog.problems == ()
    assert catalog.entries == (Entry(id="a", title="A", url="http://h.test/"),)


def test_all_fields_broken_at_once(read: Read) -> None:
    """However much is wrong, each fault is said once and an entry remains."""
    catalog = read(
        "version: 1\nresources:\n  - id: a\n    title: 1\n    url: 2\n    url_source: x\n    kind: x\n"
        "    authors: 3\n    publisher: 4\n    year: x\n    topics: 5\n    level: 6\n    alternates: 7\n"
        "    listed_by: 8\n    check: 9\n"
    )

    assert [problem.code for problem in catalog.problems] == ["invalid-value"] * 12
    assert [problem.line for problem in catalog.problems] == list(range(4, 16))
    assert catalog.entries == (Entry(id="a"),)


def test_long_values_are_cut(read: Read) -> None:
    """A message stays short, whatever the catalog holds."""
    catalog = read(f"{START}    level: {'x' * 10_000}\n    {'y' * 1000}: 1\n")

    assert [problem.code for problem in catalog.problems] == ["invalid-value", "unknown-key"]
    assert max(len(problem.message) for problem in catalog.problems) < 250
