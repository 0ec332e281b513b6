"""The bounds, at their edges."""

from __future__ import annotations

import pytest

from crawler.catalog.bounds import MAX_DEPTH, BoundError, Survey, survey


def test_places_of_aliases() -> None:
    """Where each alias stands, in the order of the text."""
    assert survey("a: &x 1\nb: *x\nc: [*x]\n") == Survey(alias_starts=(11, 18), alias_ends=(13, 20))


def test_the_deepest_text_that_is_read() -> None:
    """64 collections may nest, and not one more."""
    assert survey("[" * MAX_DEPTH + "]" * MAX_DEPTH).alias_starts == ()
    with pytest.raises(BoundError, match="nested more than 64 deep"):
        survey("[" * (MAX_DEPTH + 1))


def test_an_alias_is_as_deep_as_what_it_stands_for() -> None:
    """The depth of what an alias repeats is added to its own."""
    half = "[" * 40 + "]" * 40
    deep = "[" * 30 + "*x" + "]" * 30

    assert len(survey(f"- &x {half}\n- *x\n").alias_starts) == 1
    with pytest.raises(BoundError, match="nested more than 64 deep"):
        survey(f"- &x {half}\n- {deep}\n")


def test_expansion_is_counted_over_the_whole_text() -> None:
    """A million values through aliases are read; what goes over is refused at the alias that does it."""
    thousand = "&x [" + ",".join("1" * 999) + "]"

    assert len(survey(f"- {thousand}\n" + "- *x\n" * 1000).alias_starts) == 1000
    with pytest.raises(BoundError) as caught:
        survey(f"- {thousand}\n" + "- *x\n" * 1001)
    assert caught.value.offset == len(f"- {thousand}\n" + "- *x\n" * 1000) + 2
