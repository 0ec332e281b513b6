"""Of thousands of generated lists in Markdown, JSON, CSV and TOML not one edit is wrong."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.examples import examples
from support.lists import LISTS, List

from crawler.catalog import Edit, Refusal, apply_edits, apply_groups
from crawler.catalog.formats import parse
from crawler.catalog.reading import read_any

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = examples(250)
SEEDS = st.integers(0, 2**40)
each_format = pytest.mark.parametrize("kind", list(LISTS))
thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
NEW = "https://new.test/x?a=1#b"


def _read(made: List, text: str) -> list[Any]:
    """The entries as others than this project read them."""
    text = text.removeprefix("\ufeff")
    if made.file.endswith(".csv"):
        return list(csv.DictReader(io.StringIO(text, newline="")))
    if made.file.endswith(".json"):
        found: list[Any] = json.loads(text)["list"]
        return found
    return list(tomllib.loads(text.replace("\r\n", "\n")).get("list", []))


def _lines(text: str) -> list[str]:
    return [line for line in text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n") if line]


def _widest_gap(text: str) -> int:
    return max(map(len, re.findall(r"\n+", text.replace("\r", ""))), default=0)


def _entries(made: List) -> list[tuple[tuple[str | int, ...], Any]]:
    """Route and data of each entry that a generated list has."""
    if not made.file.endswith(".md"):
        return [((*made.route, number), entry) for number, entry in enumerate(made.data)]
    found = parse(made.file, made.text).data["entries"]
    numbers = [n for n, entry in enumerate(found) if entry["text"].lstrip("-*+1. |").startswith("[Work")]
    assert len(numbers) == len(made.data)
    return [(("entries", number), found[number]) for number in numbers]


def _without(made: List, gone: Sequence[int], text: str) -> None:
    """Only what is gone is gone, with its own lines and no one else's."""
    kept = [entry for number, entry in enumerate(made.data) if number not in gone]
    if not made.file.endswith(".md"):
        assert kept == _read(made, text)
    if made.own:
        own = [line for number, mine in enumerate(made.own) if number not in gone for line in mine]
        assert sorted([*own, *made.foreign]) == sorted(_lines(text))
        before = iter(_lines(made.text))
        assert all(line in before for line in _lines(text)), "their order is another"
    assert text.startswith("\ufeff") == made.text.startswith("\ufeff")
    ending = "\r\n" if "\r\n" in made.text else "\n"
    assert ending == "\n" or "\n" not in text.replace("\r\n", "")
    if len(gone) == 1:
        assert _widest_gap(text) <= _widest_gap(made.text)
        assert not text.removeprefix("\ufeff") or text.endswith("\n") == made.text.endswith("\n")


def _removals(made: List, rng: Random, most: int) -> list[tuple[int, Edit]]:
    entries = _entries(made)
    chosen = rng.sample(range(len(entries)), min(len(entries), rng.randint(1, most)))
    return [
        (number, Edit(file=made.file, line=1, route=entries[number][0], old=entries[number][1], new=None))
        for number in sorted(chosen)
    ]


@each_format
@thorough
@given(seed=SEEDS)
def test_an_entry_goes_with_its_own(kind: str, seed: int) -> None:
    """Whatever stands around it; the same removal once more is refused."""
    rng = Random(seed)
    made = LISTS[kind](rng)
    if not made.data:
        return
    ((number, edit),) = _removals(made, rng, 1)

    result = apply_edits(made.text, made.file, [edit])

    if isinstance(result, Refusal):
        assert result.reason.isprintable()
        return
    _without(made, [number], result)
    assert isinstance(apply_edits(result, made.file, [edit]), Refusal)


@each_format
@thorough
@given(seed=SEEDS)
def test_several_go_together(kind: str, seed: int) -> None:
    """What is not refused is gone, be it next to one another or at the end."""
    rng = Random(seed)
    made = LISTS[kind](rng)
    edits = _removals(made, rng, 4) if made.data else []

    batch = apply_groups(made.text, made.file, [[edit] for _, edit in edits])

    gone = [number for at, (number, _) in enumerate(edits) if at not in batch.refusals]
    _without(made, gone, batch.text)


@thorough
@given(seed=SEEDS)
def test_an_address_in_markdown_moves(seed: int) -> None:
    """Each link of a list, in items, rows and text, can lead elsewhere; every other byte stays."""
    rng = Random(seed)
    made = LISTS["markdown"](rng)
    links = read_any(made.file, made.text.encode(), None, today=date(2026, 11, 2)).links
    if not links:
        return
    link = rng.choice(links)
    new = rng.choice([NEW, "https://new.test/(a)_b/", "http://ü.test/?q=[x]&r=%20", "https://n.test"])
    edit = Edit(file=made.file, line=1, route=link.route, old=link.url, new=new, at=link.at)

    result = apply_edits(made.text, made.file, [edit])

    assert isinstance(result, str)
    begin = link.span.start
    assert made.text[:begin] == result[:begin]
    assert result.endswith(made.text[link.span.end :])
    again = read_any(made.file, result.encode(), None, today=date(2026, 11, 2)).links
    assert [new if one is link else one.url for one in links] == [one.url for one in again]
    assert isinstance(apply_edits(result, made.file, [edit]), Refusal)


@pytest.mark.parametrize("kind", ["json", "csv", "toml"])
@thorough
@given(seed=SEEDS)
def test_what_is_missing_is_put_in(kind: str, seed: int) -> None:
    """A key, an item at the end of a list, or another address: the data has it, and all else stays."""
    rng = Random(seed)
    made = LISTS[kind](rng)
    number = rng.randrange(len(made.data))
    route, entry = _entries(made)[number]
    key, new = rng.choice([("added", "x, y"), ("u", NEW), ("by", "Z")])
    old = entry.get(key)
    below: tuple[str | int, ...] = (*route, key)
    expected = dict(entry) | {key: new}
    if isinstance(entry.get("by"), list) and key == "by":
        below, old, expected = (*below, 2), None, dict(entry) | {"by": ["A", "B", "Z"]}
    edit = Edit(file=made.file, line=1, route=below, old=old, new=new)

    result = apply_edits(made.text, made.file, [edit])

    if isinstance(result, Refusal):
        assert kind == "csv"
        assert "columns are not added" in result.reason
        return
    read = _read(made, result)
    assert [*made.data[:number], expected, *made.data[number + 1 :]] == read
    assert isinstance(apply_edits(result, made.file, [edit]), Refusal)


@each_format
def test_hardly_any_removal_is_refused(kind: str) -> None:
    """Not one, but where a TOML list would be gone with its only table."""
    refused = []
    for seed in range(EXAMPLES):
        rng = Random(seed)
        made = LISTS[kind](rng)
        if len(made.data) > 1:
            ((_, edit),) = _removals(made, rng, 1)
            result = apply_edits(made.text, made.file, [edit])
            refused += [result.reason] if isinstance(result, Refusal) else []

    assert [] == refused
