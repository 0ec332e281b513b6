"""Of generated lists in six markups every link is found in its place, and an edit changes it alone."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.markups import MARKUPS

from crawler.catalog import Edit, Refusal, apply_edits
from crawler.catalog.formats import parse
from crawler.catalog.linked_text import LinkedText
from crawler.catalog.reading import read_any

if TYPE_CHECKING:
    from support.markups import Text

    from crawler.catalog import Catalog

EXAMPLES = int(os.environ.get("CRAWLER_PROPERTY_EXAMPLES", "60"))
SEEDS = st.integers(0, 2**40)
each_markup = pytest.mark.parametrize("kind", list(MARKUPS))
thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
NEWS = [
    "https://new.test/", "https://new.test/a-b/c?x=1&y=2", "https://new.test/a_b#part", "https://new.test/x%20y",
    "https://new.test/~me/z", "https://new.test/a,b;c", "http://new.test/w/X_(y)", "https://new.test/a.",
    "https://new.test/a|b", "https://new.test/[x]", "https://new.test/a--b", "https://new.test/a_",
    "https://new.test/{x}", "https://new.test/'q'", 'https://new.test/"q"', "https://new.test/a b",
    "https://new.test/ü", "https://new.test/a...b", "https://new.test/*x*", "https://doi.org/10.1234/a_b",
]  # fmt: skip


def _read(made: Text, text: str) -> Catalog:
    return read_any(made.file, text.encode(), None, today=date(2026, 11, 21))


def _urls(made: Text, text: str) -> Counter[str]:
    return Counter(link.url for link in _read(made, text).links)


@each_markup
@thorough
@given(seed=SEEDS)
def test_every_link_is_found(kind: str, seed: int) -> None:
    """With its title, and its exact place: line, column and span."""
    made = MARKUPS[kind](Random(seed))

    catalog = _read(made, made.text)

    assert sorted(made.links, key=str) == sorted(((link.url, link.title) for link in catalog.links), key=str)
    lines = made.text.removeprefix("\ufeff").split("\n")
    for link in catalog.links:
        written = made.text[link.span.start : link.span.end]
        assert lines[link.line - 1][link.column - 1 :].startswith(written)
        assert written == link.url or kind in {"bibtex", "html"}


@each_markup
@thorough
@given(seed=SEEDS)
def test_an_edit_changes_one_address(kind: str, seed: int) -> None:
    """Or is refused; made once more it is refused in any case."""
    rng = Random(seed)
    made = MARKUPS[kind](rng)
    catalog = _read(made, made.text)
    if not catalog.links:
        return
    link, new = rng.choice(catalog.links), rng.choice(NEWS)
    edit = Edit(file=made.file, line=link.line, route=link.route, old=link.url, new=new)

    result = apply_edits(made.text, made.file, [edit])

    if isinstance(result, Refusal):
        assert result.reason.isprintable()
        return
    before, behind = made.text[: link.span.start], made.text[link.span.end :]
    assert result.startswith(before)
    assert result.endswith(behind)
    assert _urls(made, made.text) - Counter([link.url]) + Counter([new]) == _urls(made, result)
    assert isinstance(apply_edits(result, made.file, [edit]), Refusal)


@each_markup
@thorough
@given(seed=SEEDS)
def test_an_entry_goes_with_its_own_lines(kind: str, seed: int) -> None:
    """No other line goes, but one of the gaps around it."""
    rng = Random(seed)
    made = MARKUPS[kind](rng)
    if not made.items:
        return
    url, own = rng.choice(made.items)
    parsed = parse(made.file, made.text)
    assert isinstance(parsed, LinkedText)
    number = next(n for n, block in enumerate(parsed.blocks) if any(one.url == url for one in block.urls))
    old = parsed.data["entries"][number]

    result = apply_edits(
        made.text, made.file, [Edit(file=made.file, line=1, route=("entries", number), old=old, new=None)]
    )

    assert isinstance(result, str), result
    left = [line for line in result.removeprefix("\ufeff").replace("\r", "").split("\n") if line]
    before = [line for line in (*made.lines, *made.foot) if line]
    assert sorted(before) == sorted([*left, *own])
    in_order = iter(before)
    assert all(line in in_order for line in left)
    assert _urls(made, made.text) - Counter([url]) == _urls(made, result)


@each_markup
def test_hardly_any_ordinary_edit_is_refused(kind: str) -> None:
    """Not one to an address of letters, digits and what most addresses have."""
    refused = []
    for seed in range(EXAMPLES):
        rng = Random(seed)
        made = MARKUPS[kind](rng)
        for link in _read(made, made.text).links[:1]:
            new = "https://doi.org/10.1234/new" if "doi.org" in link.url else NEWS[1]
            edit = Edit(file=made.file, line=link.line, route=link.route, old=link.url, new=new)
            result = apply_edits(made.text, made.file, [edit])
            refused += [result.reason] if isinstance(result, Refusal) else []

    assert [] == refused
