"""A list composed in pieces says what it says as a whole, or is composed as a whole."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples

from crawler.catalog import Edit, apply_groups, pieces, read_catalog
from crawler.catalog.edits import _read
from crawler.catalog.pieces import compose_in_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TODAY = date(2026, 11, 21)
ENTRIES = "".join(f"  - id: r{number}\n    url: https://h{number}.example/\n" for number in range(7))
USUAL = f"version: 1\nresources:\n{ENTRIES}"


@pytest.fixture
def small_pieces() -> Iterator[Callable[[bool], None]]:
    """Whether texts are cut at all; those that are, after three entries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "ITEMS_PER_PIECE", 3)

        def cut(wanted: bool) -> None:
            patch.setattr(pieces, "FROM_CHARACTERS", 0 if wanted else 1 << 40)
            _read.cache_clear()

        yield cut


def _everything(text: str) -> tuple[Any, ...]:
    """All that a catalog is read as, and what becomes of an edit of each of its links."""
    catalog = read_catalog("c.yaml", text.encode(), today=TODAY)
    groups = [
        [Edit(file="c.yaml", line=link.line, route=link.route, old=link.url, new=f"{link.url}new")]
        for link in catalog.links
    ]
    batch = apply_groups(text, "c.yaml", groups)
    return catalog.entries, catalog.links, catalog.problems, catalog.data, batch.text, batch.refusals


def test_a_list_as_usual_is_cut(small_pieces: Callable[[bool], None]) -> None:
    """Every item is there, by any index, and stands where it stands in the text."""
    small_pieces(True)

    root = compose_in_pieces(USUAL)

    assert root is not None
    items = root.value[-1][1].value
    assert 7 == len(items)
    assert [USUAL.index(f"id: r{number}") for number in range(7)] == [
        items[number].start_mark.index for number in range(7)
    ]
    assert "r6" == items[-1].value[0][1].value
    assert ["r2", "r3"] == [item.value[0][1].value for item in items[2:4]]


@pytest.mark.parametrize(
    "text",
    [
        f"%YAML 1.1\n---\n{USUAL}",
        "version: 1\nresources: []\n",
        f"resources:\n{ENTRIES}version: 1\n",
        USUAL.replace("r3", "'a\n  - b'"),
        USUAL.replace("r3", "[a,\n  - b]"),
        USUAL.replace("r2", "'a\n  - b'"),
    ],
    ids=["directive", "flow", "not-last", "quoted", "in-brackets", "quoted-at-a-cut"],
)
def test_what_cannot_be_cut_is_read_whole(text: str, small_pieces: Callable[[bool], None]) -> None:
    """A dash at the list's own column may be part of a value, and a list need not be the last key."""
    said = []
    for wanted in (False, True):
        small_pieces(wanted)
        try:
            said.append(_everything(text))
        except Exception as error:  # noqa: BLE001 - the same error is the same answer
            said.append((type(error), str(error)))

    assert said[0] == said[1]


@settings(max_examples=examples(100))
@given(seed=st.integers(0, 2**32))
def test_pieces_say_what_the_whole_says(seed: int, generate: Callable[[Random], Any]) -> None:
    """Entries, links, problems, data and edits are the same for any catalog, whatever its layout."""
    text = generate(Random(seed)).text
    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "ITEMS_PER_PIECE", 2)
        for least in (1 << 40, 0):
            patch.setattr(pieces, "FROM_CHARACTERS", least)
            _read.cache_clear()
            said.append(_everything(text))

    assert said[0] == said[1]
