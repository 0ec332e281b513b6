"""The names of suggestions: stable from night to night, and never the same for two proposals."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from crawler.suggest.model import suggestion_id

PARTS = st.tuples(
    st.text(max_size=6), st.text(max_size=6), st.text(max_size=6) | st.none(), st.text(max_size=6) | st.none()
)


def test_id_is_known() -> None:
    """The id of a proposal is part of the contract: it is in reports, scripts and heads."""
    expected = "4f34d674fa24"
    assert expected == suggestion_id("mml-book", "url", "http://mml.test/", "https://mml.test/")


@given(PARTS)
def test_id_is_stable(parts: tuple[str, str, str | None, str | None]) -> None:
    """The same proposal has the same id of twelve hexadecimal digits."""
    assert re.fullmatch(r"[0-9a-f]{12}", suggestion_id(*parts))
    assert suggestion_id(*parts) == suggestion_id(*parts)


@given(PARTS, PARTS)
def test_ids_are_distinct(
    one: tuple[str, str, str | None, str | None], other: tuple[str, str, str | None, str | None]
) -> None:
    """Two proposals have two ids, wherever their parts are cut."""
    assert (one == other) == (suggestion_id(*one) == suggestion_id(*other))


def test_cuts_and_absence_count() -> None:
    """Neither shifting a letter from one part to the next nor an absent value gives the same id."""
    variants = [
        ("ab", "c", "d", "e"),
        ("a", "bc", "d", "e"),
        ("a", "b", "cd", "e"),
        ("ab", "c", None, "e"),
        ("ab", "c", "", "e"),
        ("ab", "c", "None", "e"),
        ("ab", "c", "e", "d"),
    ]

    assert len(variants) == len({suggestion_id(*variant) for variant in variants})
