"""The one form of all texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.text import clean, unique


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", ""),
        (" \t\n\x0b\x0c\r\x1c\u00a0\u2003\u3000\u2029 ", ""),
        ("a  b", "a b"),
        ("a\u200b b", "a b"),
        ("a \u200b b", "a b"),
        ("a\x00b\x08c\x7fd", "abcd"),
        ("It\x92s", "It\u2019s"),
        ("\x81x\x8d", "x"),
        ("\ud800x\udfff", "x"),
        ("\u202eevil\u202c", "evil"),
        ("\u2066x\u2069\u061c\u200e\u200f", "x"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a\u200db", "ab"),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("\u0645\u06cc\u200c\u200c\u062e", "\u0645\u06cc\u062e"),
        ("a \u200d b", "a b"),
        ("x\U000e0041", "x"),
        ("é", "é"),
    ],
)
def test_texts_are_normalised(raw: str, expected: str) -> None:
    """White space becomes single spaces, and what cannot be seen goes."""
    assert expected == clean(raw, 100)


@given(raw=st.text(st.characters(codec=None)), limit=st.integers(1, 30))
def test_cleaning_is_bounded_and_idempotent(raw: str, limit: int) -> None:
    """A clean text stays as it is, fits its limit and can be written as UTF-8."""
    once = clean(raw, limit)
    once.encode()

    assert len(once) <= limit
    assert once == clean(once, limit)


def test_padding_does_not_use_up_the_limit() -> None:
    """Indentation before a text is no part of its length."""
    assert clean(" " * 50 + "ab" + " " * 40 + "cd ef", 5) == "ab cd"


def test_unique_keeps_first_spelling_and_order() -> None:
    """Of repeats, the first stays where it is."""
    assert unique(["B", "", "a", "b", "A", "B"], 5) == ("B", "a")
    assert unique(["B", "a"], 1) == ("B",)
