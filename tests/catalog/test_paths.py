"""Paths through plain data: what is written is what is read, and each mistake is said in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.catalog import format_route, parse_route
from crawler.catalog.guess import write_path
from crawler.catalog.paths import Each, Misses, parse_path, select

STEPS = st.one_of(st.text(min_size=1, max_size=5), st.integers(0, 99))


@given(st.lists(STEPS | st.sampled_from([Each.ITEM, Each.VALUE]), max_size=6).map(tuple))
def test_a_path_is_read_as_it_was_written(path: Any) -> None:
    """Whatever the keys are: dots, brackets, quotes, spaces, stars."""
    assert path == parse_path(write_path(path))


@given(st.lists(st.one_of(st.text(max_size=5), st.integers(0, 99)), max_size=6).map(tuple))
def test_a_route_is_read_as_it_was_written(route: Any) -> None:
    """A report's path leads to the one place that was meant."""
    assert route == parse_route(format_route(route))


@pytest.mark.parametrize(
    "text", ["a..b", "[", "a.[", ".a", "a.", 'a"b', "a.**.b", "a[}", "a{]", "a[-1]", "[a]", "a" + ".a" * 40]
)
def test_what_is_no_path(text: str) -> None:
    """A mistake is told with what a path looks like."""
    with pytest.raises(ValueError, match="is no path; write one like"):
        parse_path(text)


DATA = {"a": [{"b": 1}, {"b": [2, 3]}, {"c": None}], "m": {"x": {"b": "s"}, "y": {"b": "t"}}, "k.e": "v"}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a[].b", [(("a", 0, "b"), 1), (("a", 1, "b"), [2, 3])]),
        ("a[1].b[]", [(("a", 1, "b", 0), 2), (("a", 1, "b", 1), 3)]),
        ("m{}.b", [(("m", "x", "b"), "s"), (("m", "y", "b"), "t")]),
        ("m.**", [(("m", "x", "b"), "s"), (("m", "y", "b"), "t")]),
        ('["k.e"]', [(("k.e",), "v")]),
        ("", [((), DATA)]),
        ("a[9].b", []),
        ("none", []),
    ],
)
def test_where_a_path_leads(path: str, found: list[Any]) -> None:
    """Every place with its value, in the text's order."""
    assert found == list(select(DATA, parse_path(path)))


def test_the_first_miss_is_kept() -> None:
    """Of many places that do not fit, the first is told."""
    misses = Misses()

    assert [1, [2, 3]] == [value for _, value in select(DATA, parse_path("a[].b"), misses=misses)]
    assert "`a[2]` has no key 'b', only 'c'" == misses.first
