"""The catalog's own text in messages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.catalog.wording import described, quoted, quoted_url


@given(st.text(max_size=300))
def test_quoted_text_is_one_short_line(text: str) -> None:
    """No control character, line break or change of direction gets through, and the length is bounded."""
    assert quoted(text).isprintable()
    assert len(quoted(text)) <= 80 * 10 + 3


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:secret@h/a", "'https://…@h/a'"),
        ("https://h/@me", "'https://h/@me'"),
        ("https://h/?a@b", "'https://h/?a@b'"),
        ("//me:secret@h", "'//…@h'"),
        ("ht\ntps://a@b:secret@h", "'https://…@h'"),
    ],
)
def test_a_quoted_url_has_no_credentials(url: str, shown: str) -> None:
    """User name and password end at the last @ of the authority."""
    assert quoted_url(url) == shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "empty"),
        (True, "true"),
        (7, "the number 7"),
        (1.5, "the number 1.5"),
        pytest.param(10**5000, "a number", id="a number of 5,001 digits"),
        (float("nan"), "a number"),
        (date(2020, 1, 2), "the date 2020-01-02"),
        ("a\nb", "'a\\nb'"),
        ([], "a list"),
        ((), "a list"),
        ({}, "a mapping"),
        (b"x", "unreadable"),
    ],
)
def test_values_in_words(value: Any, words: str) -> None:
    """Every kind of parsed value can be named, numbers too long to print included."""
    assert described(value) == words
