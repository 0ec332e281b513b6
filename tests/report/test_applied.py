"""Edits that were made before move others on: whatever the order, the same text comes out."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from crawler.catalog import Edit, Refusal, apply_edits, parse_route
from crawler.catalog.formats import parse
from crawler.report.applied import moved_on, read_record, record_of

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = """\
- id: a
  url: http://a.test
- id: b
  url: http://b.test
- id: c
  url: http://c.test
  text: See http://one.test, http://two.test
    and http://two.test
  more: [x]
  2020: {url: http://y.test}
"""
TWO = "http://two.test"
EDITS = (
    ("[0]", {"id": "a", "url": "http://a.test"}, None, None),
    ("[1].url", "http://b.test", "https://b.test", None),
    ("[2].text", "http://one.test", "https://one.test/longer", 4),
    ("[2].text", TWO, "https://t.test", 21),
    ("[2].text", TWO, "https://t.test", 41),
    ("[2].more[1]", None, "v", None),
    ("[2].more[1]", None, "w", None),
)


def _edits(rows: Sequence[tuple[str, Any, Any, int | None]]) -> list[Edit]:
    return [
        Edit(file="c.yaml", line=1, route=parse_route(route), old=old, new=new, at=at)
        for route, old, new, at in rows
    ]


def _one_by_one(edits: Sequence[Edit]) -> str:
    text, made = TEXT, list[Edit]()
    for edit in edits:
        result = apply_edits(text, "c.yaml", [moved_on(edit, made, parse("c.yaml", text).data)])
        assert not isinstance(result, Refusal), (edit, result.reason)
        text = result
        made.append(edit)
    return text


@pytest.mark.parametrize("number", range(len(EDITS)))
def test_one_by_one_in_any_order(number: int) -> None:
    """A removal above, other parts of the same text, and what was appended before."""
    edits = _edits(EDITS)
    first, others = edits[number], edits[:number] + edits[number + 1 :]
    together = apply_edits(TEXT, "c.yaml", edits)

    assert isinstance(together, str)
    for some in list(permutations(others))[:: 97 + number]:
        made = _one_by_one([first, *some])
        assert made.replace("[x, w, v]", "[x, v, w]") == together


def test_a_number_that_is_a_key_stays() -> None:
    """A year is no place in a list."""
    edit = Edit(file="c.yaml", line=1, route=(2, 2020, "url"), old="http://y.test", new="https://y.test")
    removed = Edit(file="c.yaml", line=1, route=(2, 2019), old={"url": "x"}, new=None)

    assert edit == moved_on(edit, [removed], parse("c.yaml", TEXT).data)


def test_a_record_is_read_as_it_was_written() -> None:
    """States by file and digest, of this run alone."""
    states = {("a.yaml", "00ff"): frozenset({"b", "a"}), ("bücher.yaml", "01"): frozenset[str]()}
    text = record_of("run", states)

    assert text.isascii()
    assert states == read_record("run", text)
    assert read_record("another", text) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, '{"run": 1}', '{"run": "r", "states": [1]}'])
def test_what_is_no_record_says_nothing(text: str) -> None:
    """Whatever stands there, the places are asked instead."""
    assert read_record("r", text) is None
