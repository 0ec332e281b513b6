"""Which edits are suspected: those nearest to where two data differ, and no crowd of bystanders."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.catalog.suspects import suspects

DATA: dict[str, Any] = {"items": [{"url": f"u{n}", "tags": ["a", "b"]} for n in range(9)], "1": "x"}
ROUTES = [[("items", n, "url")] for n in range(9)]


def changed(**values: Any) -> dict[str, Any]:
    return {"items": [dict(item) for item in DATA["items"]], "1": "x"} | values


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (DATA, set()),
        (
            changed(
                items=[{**item, "url": "!"} if n in {2, 7} else item for n, item in enumerate(DATA["items"])]
            ),
            {2, 7},
        ),
        (
            changed(
                items=[{**item, "tags": ["a"]} if n == 4 else item for n, item in enumerate(DATA["items"])]
            ),
            {4},
        ),
        (changed(items=[*DATA["items"][:5], {"url": "new"}, *DATA["items"][5:]]), {5}),
        (None, {0}),
        ({"other": 1}, {0}),
    ],
)
def test_the_nearest_are_suspected(said: Any, expected: set[int]) -> None:
    assert expected == suspects(said, DATA, ROUTES)


def test_steps_of_both_kinds_are_compared() -> None:
    """A mapping may have numbers for keys beside text."""
    assert {1} == suspects({1: "a", "b": "c"}, {1: "a", "b": "d"}, [[(1,)], [("b",)]])


def test_nobody_is_suspected_of_nothing() -> None:
    assert set() == suspects([1], [2], [])
