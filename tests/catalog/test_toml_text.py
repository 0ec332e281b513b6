"""TOML: data is the standard library's, places are exact, and an edit changes one value's bytes."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from crawler.catalog import Edit, Refusal, apply_edits
from crawler.catalog.intent import look_up
from crawler.catalog.toml_text import read_toml
from crawler.errors import CatalogError

TEXT = """\
# c [x]
title = "T"  # x = 1
"a.b" = 'https://lit.test/x'
d = 1979-05-27 07:32:00
[links]
home.url = "https://h.test/\\u00e9"
list = [ "https://l.test/1", # c ]
  "https://l.test/2",
]
inl = { a = "https://i.test/", b = [1, {c="https://d.test"}] }
[[people]]
name = "x"
[[people.sites]]
u = "https://p0.test"
[[people]]
bio = \"\"\"
See https://bio.test/a \\
   and "q" https://bio.test/b.\"\"\"
[people.more]
z = '''https://z.test'''
"""
URLS = {
    ("a.b",): "https://lit.test/x",
    ("links", "home", "url"): "https://h.test/é",
    ("links", "list", 0): "https://l.test/1",
    ("links", "list", 1): "https://l.test/2",
    ("links", "inl", "a"): "https://i.test/",
    ("links", "inl", "b", 1, "c"): "https://d.test",
    ("people", 0, "sites", 0, "u"): "https://p0.test",
    ("people", 1, "more", "z"): "https://z.test",
}


@pytest.mark.parametrize("route", URLS)
@pytest.mark.parametrize("new", ["https://n.test/", "https://n.test/'q'", 'https://n.test/"q"\\', "é\t\x7f"])
@pytest.mark.parametrize("made_of", [str, lambda text: "\ufeff" + text.replace("\n", "\r\n")])
def test_every_kind_of_text_is_edited(route: Any, new: str, made_of: Any) -> None:
    """Basic, literal and long strings in tables, arrays and inline tables, wherever they stand."""
    text = made_of(TEXT)
    span = read_toml("a.toml", text).span(route)
    assert span is not None

    result = apply_edits(text, "a.toml", [Edit(file="a.toml", line=1, route=route, old=URLS[route], new=new)])

    assert isinstance(result, str)
    assert text[: span.start] == result[: span.start]
    assert result.endswith(text[span.end :])
    data = tomllib.loads(result.removeprefix("\ufeff").replace("\r\n", "\n"))
    assert new == look_up(data, route)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_part_of_a_long_text(ending: str) -> None:
    """The second address of a folded text is changed in its own place."""
    text = TEXT.replace("\n", ending)
    bio = read_toml("a.toml", text).data["people"][1]["bio"]
    old, new = "https://bio.test/b", "https://n.test"
    edit = Edit(file="a.toml", line=1, route=("people", 1, "bio"), old=old, new=new, at=bio.index(old))

    assert text.replace(old, new) == apply_edits(text, "a.toml", [edit])


def test_what_is_refused() -> None:
    """Places that say something else or are none, and values that TOML has no word for."""
    for route, old, new in (
        (("title",), "S", "x"),
        (("none", "x"), None, "x"),
        (("people", 2), None, "x"),
        (("other",), None, float("nan")),
    ):
        edit = Edit(file="a.toml", line=1, route=route, old=old, new=new)
        assert isinstance(apply_edits(TEXT, "a.toml", [edit]), Refusal)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a =", "a.toml:1: this is not TOML: Invalid value"),
        ("a = 1\na = 2", "a.toml:2: this is not TOML: Cannot overwrite a value"),
        ("x = " + "[" * 10_000, "a.toml:1: values are nested too deep"),
        (".".join("a" * 10_000) + " = 1", "a.toml:1: values are nested more than 64 deep"),
        ("[" + ".".join("a" * 10_000) + "]", "a.toml:1: values are nested more than 64 deep"),
        ("n = " + "9" * 5_000, "a.toml:1: values are nested too deep, or a number is too long"),
    ],
)
def test_bad_toml_is_one_line(text: str, said: str) -> None:
    """Whatever is no TOML is said with its line."""
    with pytest.raises(CatalogError) as caught:
        read_toml("a.toml", text)

    assert str(caught.value).startswith(said)
