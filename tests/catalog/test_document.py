"""Parsed text: plain data as PyYAML reads it, and places that hold for the text with its BOM."""

from __future__ import annotations

import contextlib
import gc
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crawler.catalog import Span
from crawler.catalog import document as document_module
from crawler.catalog import nodes as nodes_module
from crawler.catalog.document import collector_paused, read_document


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("2020-01-02", date(2020, 1, 2)),
        ("2020-13-45", "2020-13-45"),
        ("0x_", "0x_"),
        ("!!int ''", ""),
        ("!!int x", "x"),
        ("!!bool x", "x"),
        ("!!float x", "x"),
        ("!!timestamp x", "x"),
        ("12:30", 750),
        ("1" * 5000, "1" * 5000),
        ("=", "="),
    ],
)
def test_a_value_that_cannot_be_computed_stays_text(text: str, data: object) -> None:
    """One odd value costs only itself; others are what PyYAML makes of them."""
    assert read_document("c.yaml", text).data == data


MERGES = st.sampled_from(
    ["{a: 1}", "{a: 2, b: 3}", "{<<: *m, c: 4}", "{<<: [*m, *n], a: 5}", "{a: 6, <<: *n}"]
)


@given(st.lists(MERGES, min_size=1, max_size=5))
def test_merge_keys_are_read_as_pyyaml_does(items: list[str]) -> None:
    """The same data, though the nodes stay as they were."""
    text = "- &m {a: 7, d: 8}\n- &n {<<: *m, b: 9, d: 10}\n" + "".join(f"- {item}\n" for item in items)

    assert read_document("c.yaml", text).data == yaml.safe_load(text)


@given(st.lists(MERGES, min_size=1, max_size=5))
def test_places_in_a_large_mapping_are_those_of_a_small_one(items: list[str]) -> None:
    """Looked up by key or looked through: the same places, merged keys and keys given twice among them."""
    text = "- &m {a: 7, d: 8}\n- &n {<<: *m, b: 9, d: 10}\n" + "".join(f"- {item}\n" for item in items)

    def places() -> list[object]:
        document = read_document("c.yaml", text)
        top = document.top()
        assert top is not None
        mappings = [place for n in range(len(items) + 2) if (place := document.child(top, n)) is not None]
        found = [document.child(place, key) for place in mappings for key in "abcdx"]
        return [place and (place.span, place.is_alias, place.is_merged) for place in found]

    looked_through = places()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document_module, "_LOOKED_THROUGH", 0)
        looked_up = places()

    assert looked_through == looked_up


def test_a_large_mapping_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many of its keys are asked for, as in a table of addresses under one key each."""
    looks: list[yaml.MappingNode] = []
    whole = nodes_module.merged_pairs
    document = read_document("c.yaml", "".join(f"k{n}: {n}\n" for n in range(500)))

    def look(node: yaml.MappingNode) -> Any:
        looks.append(node)
        return whole(node)

    monkeypatch.setattr(nodes_module, "merged_pairs", look)
    top = document.top()

    assert top is not None
    assert all(document.child(top, f"k{n}") for n in range(500))
    assert 1 == len(looks)


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("value", "source"),
    [
        ("x", "x"),
        ("'é 🧮'  # c", "'é 🧮'"),
        ('"a\\"b"', '"a\\"b"'),
        ("&anchor x", "x"),
        ("!!str 12", "12"),
        ("&a !!str  '12'", "'12'"),
    ],
)
def test_a_span_is_the_scalar_itself(start: str, value: str, source: str) -> None:
    """Quotes belong to it; anchors, tags, comments and the BOM do not."""
    text = f"{start}é🧮: 1\nk: {value}\n"
    document = read_document("c.yaml", text)

    place = list(document.walk(("k",)))[-1]

    assert text[place.span.start : place.span.end] == source
    assert (document.line_of(place), document.column(place.span.start)) == (2, 4 + value.index(source))


def test_lines_are_those_of_git() -> None:
    """YAML 1.1 also breaks lines at NEL and LS; editors, git and reports do not."""
    document = read_document("c.yaml", "a: 1\u2028b: 2\nc: 3\n")

    assert [document.line_of(list(document.walk((key,)))[-1]) for key in ("a", "b", "c")] == [1, 1, 2]


@pytest.mark.parametrize(
    ("route", "places"), [((), 1), (("a", 0, "b"), 4), (("a", 1, "b"), 2), (("a", "b"), 2), ((0,), 1)]
)
def test_a_walk_ends_where_the_data_ends(route: tuple[str | int, ...], places: int) -> None:
    """The places are those that exist along the route."""
    document = read_document("c.yaml", "a: [{b: 1}]\n")

    assert len(list(document.walk(route))) == places


def test_an_alias_is_found_where_it_stands() -> None:
    """The composed node is the anchor's; the place is the alias's own."""
    text = "\ufeffa: &x 1\nb: 2\nc: *x\n"
    place = list(read_document("c.yaml", text).walk(("c",)))[-1]

    assert (place.is_alias, place.span, text[place.span.start : place.span.end]) == (
        True,
        Span(start=17, end=19),
        "*x",
    )


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_as_it_was(enabled: bool) -> None:
    """The pause ends with the reading, also after an error, and starts nothing that was stopped."""
    during: list[bool] = []
    (gc.enable if enabled else gc.disable)()
    try:
        with contextlib.suppress(ZeroDivisionError), collector_paused():
            during.append(gc.isenabled())
            _ = 1 / 0
        assert during == [False]
        assert gc.isenabled() == enabled
    finally:
        gc.enable()


def test_what_two_texts_both_say_is_there_once() -> None:
    """A proof needs no second copy; what only looks alike (1, 1.0, true) is another thing."""
    old = read_document("c.yaml", "list: [{a: 1}, {a: 1}, {a: 1}, [x], {b: 2}]\n").data

    new = read_document("c.yaml", "list: [{a: 1}, {a: 1.0}, {a: true}, [x]]\nmore: [1]\n", like=old).data

    assert new == {"list": [{"a": 1}, {"a": 1.0}, {"a": True}, ["x"]], "more": [1]}
    assert [int, float, bool] == [type(item["a"]) for item in new["list"][:3]]
    shared = [one is other for one, other in zip(new["list"], old["list"], strict=False)]
    assert [True, False, False, True] == shared


def test_data_of_another_shape_is_no_hindrance() -> None:
    others: list[object] = [None, [], {"list": {"a": 1}}, {"list": [None]}, "text"]
    for like in others:
        assert {"list": [{"a": 1}, None]} == read_document("c.yaml", "list: [a: 1, null]", like=like).data
