"""The file of declined suggestions: what is written is read again, and what is stale is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.catalog import read_catalog
from crawler.errors import CatalogError
from crawler.suggest.declined import Decline, declined_file, read_declines, stale_declines, write_declines

TEXTS = st.text(min_size=1).filter(lambda text: text.strip())
DECLINES = st.lists(
    st.builds(
        Decline,
        id=TEXTS,
        entry=TEXTS,
        field=TEXTS,
        code=TEXTS,
        old=st.none() | st.text(),
        because=TEXTS,
        day=st.dates(),
    ),
    max_size=5,
    unique_by=lambda decline: decline.id,
)


def _decline(**changed: Any) -> Decline:
    said: dict[str, Any] = {
        "id": "0" * 12,
        "entry": "a",
        "field": "url",
        "code": "moved",
        "old": "https://a.test/",
    }
    return Decline(**{"because": "no", "day": date(2026, 11, 21), **said, **changed})


@given(DECLINES)
def test_what_is_written_is_read(declines: list[Decline]) -> None:
    """Hostile texts included; sorted by entry, and written again the same."""
    text = write_declines(declines)
    read = read_declines("x.declined.yaml", text)

    assert sorted(declines, key=lambda one: (one.entry, one.id)) == [
        Decline(**{name: getattr(one, name) for name in Decline.__slots__ if name != "line"}) for one in read
    ]
    assert text == write_declines(read)


def test_nothing_hides() -> None:
    """No text begins a line of its own or turns the direction of what is read."""
    text = write_declines([_decline(because="no\n- id: evil \u202e\u2028\x00")])

    assert [] == [character for character in text if not (character.isprintable() or character == "\n")]
    assert 1 == text.count("\n- ")


def test_is_for_people() -> None:
    """The file says what it is, and one reason replaces another."""
    text = write_declines([_decline(), _decline(entry="b", id="1"), _decline(because="never")])

    assert text.startswith("# Suggestions that were declined")
    assert ['because: "never"'] == [line.strip() for line in text.splitlines() if "never" in line]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1", "x.declined.yaml:1: is no list of declined suggestions"),
        ("- {id: [}", "x.declined.yaml:1: is not YAML"),
        ("\n- {id: a, entry: b}", "x.declined.yaml:2: a declined suggestion has no `field`"),
        ("- 7", "x.declined.yaml:1: a declined suggestion has no `id`"),
        ("- {id: a, entry: b, field: c, code: d, because: e, day: x}", "x.declined.yaml:1: `day` is no date"),
    ],
)
def test_broken_files(text: str, said: str) -> None:
    """One line with place and remedy."""
    with pytest.raises(CatalogError) as raised:
        read_declines("x.declined.yaml", text)
    assert str(raised.value).startswith(said)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]"])
def test_empty_files(text: str) -> None:
    """Nobody declined anything."""
    assert [] == read_declines("x", text)


@pytest.mark.parametrize(
    ("catalog", "file"),
    [
        ("catalog.yaml", "catalog.declined.yaml"),
        ("lists/awesome.md", "lists/awesome.declined.yaml"),
        ("data/", "data.declined.yaml"),
        ("data/*.yaml", "data.declined.yaml"),
        ("lists/**/x-[ab].yml", "lists.declined.yaml"),
        ("*.yaml", "catalog.declined.yaml"),
        (".", "catalog.declined.yaml"),
        ("../lists", "../lists.declined.yaml"),
    ],
)
def test_beside_the_catalog(catalog: str, file: str) -> None:
    """A folder or a pattern has one file beside it, which is no catalog itself."""
    assert file == declined_file(catalog)


def test_stale_declines() -> None:
    """An entry that is gone, or a URL that was changed, is noted at the line of its decline."""
    content = b"version: 1\nresources:\n- {id: a, title: A Book, url: 'https://a.test/'}\n"
    catalog = read_catalog("catalog.yaml", content, today=date(2026, 11, 21))
    declines = [
        _decline(),
        _decline(id="1", old="https://old.test/"),
        _decline(id="2", entry="gone"),
        _decline(id="3", field="authors"),
    ]
    read = read_declines("x", write_declines(declines))
    problems = list(stale_declines("x", read, [catalog]))

    assert ["1", "2"] == [problem.message.split()[3] for problem in problems]
    assert {"stale-decline"} == {problem.code for problem in problems}
    assert [one.line for one in read if one.id in {"1", "2"}] == [problem.line for problem in problems]
