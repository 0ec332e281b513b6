"""JSON: data is the standard library's, places are exact, and an edit changes one value's bytes."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples

from crawler.catalog import Edit, Refusal, apply_edits
from crawler.catalog.intent import look_up
from crawler.catalog.json_text import read_json
from crawler.catalog.layout import Layout
from crawler.catalog.reading import read_any
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.catalog import Route

TEXT = (
    '\ufeff{\r\n\t"a": [{"url": "https:\\/\\/x.test\\/a", "n": 1e3, "see": "at https:\\/\\/q.test \\u0041"},'
    ' {}, {"url":"b","url":"c"}],\r\n\t"b.c": "\\ud83d\\ude00 https://z.test"}'
)


def change(route: Route, old: Any, new: Any, **more: Any) -> Edit:
    return Edit(file="a.json", line=1, route=route, old=old, new=new, **more)


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        (
            change(("a", 0, "url"), "https://x.test/a", "https://n.test/"),
            "https:\\/\\/x.test\\/a",
            "https:\\/\\/n.test\\/",
        ),
        (
            change(("a", 0, "see"), "https://q.test", "https://é.test", at=3),
            "https:\\/\\/q.test",
            "https:\\/\\/é.test",
        ),
        (change(("b.c",), "https://z.test", 'https://"', at=2), "https://z.test", 'https://\\"'),
        (change(("a", 2, "url"), "c", "d"), '"c"', '"d"'),
        (change(("a", 0, "title"), None, "T"), ' \\u0041"', ' \\u0041", "title": "T"'),
        (change(("a", 1, "title"), None, "T"), "{}", '{"title": "T"}'),
        (change(("title",), None, "T"), 'z.test"}', 'z.test",\r\n\t"title": "T"}'),
        (change(("a", 1), {}, None), "{}, ", ""),
        (change(("a", 2), {"url": "c"}, None), ', {"url":"b","url":"c"}]', "]"),
        (change(("a", 0, "n"), 1e3, None), '"n": 1e3, ', ""),
        (
            change(("b.c",), "\U0001f600 https://z.test", None),
            ',\r\n\t"b.c": "\\ud83d\\ude00 https://z.test"',
            "",
        ),
    ],
)
def test_edits_keep_every_other_byte(edit: Edit, before: str, after: str) -> None:
    """Tabs, CRLF, the BOM, escaped slashes and the number's spelling stay as they are."""
    assert 1 == TEXT.count(before)

    assert TEXT.replace(before, after) == apply_edits(TEXT, "a.json", [edit])


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (change(("a", 0, "url"), "other", "x"), "a[0].url: it was"),
        (change(("a", 9, "url"), None, "x"), "a[9].url: there is nothing at this place"),
        (change(("a", "x"), None, "x"), "a.x: a key can be added"),
        (change(("a", 2), {"url": "c"}, "x"), ""),
    ],
)
def test_what_is_refused(edit: Edit, said: str) -> None:
    """A place that is not there, or says something else, is not edited."""
    result = apply_edits(TEXT, "a.json", [edit])

    assert said == "" or isinstance(result, Refusal)
    assert isinstance(result, str) or result.reason.startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a.json:1: this is not JSON"),
        ('{"a": 1,\n"b" 2}', "a.json:2: this is not JSON: Expecting ':'"),
        ("[1,\n]", "a.json:"),
        ("{\na: 1}", "a.json:2: this is not JSON: a key is written without quotes"),
        ("[" * 100_000, "a.json:1: values are nested more than 64 deep"),
        ('["a', "a.json:1: this is not JSON: Unterminated string"),
        ("[]]", "a.json:1: a bracket is closed"),
        ("[1] // no", "a.json:1: this is not JSON: Extra data"),
    ],
)
def test_bad_json_is_one_line(text: str, said: str) -> None:
    """Whatever is no JSON is said with its line."""
    with pytest.raises(CatalogError) as caught:
        read_json("a.json", text)

    assert str(caught.value).startswith(said)


def test_odd_values_are_read() -> None:
    """A number of 9,000 digits, half of a surrogate pair, and a lone value."""
    assert "9" * 9000 == read_json("a.json", f"[{'9' * 9000}]").data[0]
    assert ["\ud800"] == read_json("a.json", '["\\ud800"]').data
    assert "https://a.test" == read_json("a.json", ' "https://a.test"').data


def test_keys_given_twice_are_told() -> None:
    """The last one counts, and a maintainer wants to know."""
    text = '[{"u": "https://a.test",\n"u": "https://b.test"}]'
    catalog = read_any(
        "a.json", text.encode(), Layout(path="a.json", url=(("u",),)), today=date(2026, 11, 21)
    )

    assert ["https://b.test"] == [link.url for link in catalog.links]
    assert [("duplicate-key", 2)] == [(problem.code, problem.line) for problem in catalog.problems]


def leaves(data: Any, route: Route = ()) -> Iterator[tuple[Route, Any]]:
    yield route, data
    members = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in members:
        yield from leaves(value, (*route, key))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10**20) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=examples(200), deadline=None)
@given(VALUES, st.sampled_from([None, 1, "\t"]), st.booleans(), st.text(max_size=10))
def test_every_place_is_exact_and_editable(data: Any, indent: Any, is_ascii: bool, new: str) -> None:
    """Each value stands where its place says, and each text can become any other."""
    text = json.dumps(data, indent=indent, ensure_ascii=is_ascii)
    parsed = read_json("a.json", text)

    for route, value in leaves(data):
        span = parsed.span(route)
        assert span is not None
        assert json.loads(text[span.start : span.end]) == value
        if isinstance(value, str):
            result = apply_edits(text, "a.json", [change(route, value, new)])
            assert isinstance(result, str)
            assert look_up(json.loads(result), route) == new
            assert text[: span.start] == result[: span.start]
            assert result.endswith(text[span.end :])
