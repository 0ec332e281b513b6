"""A text in 256 bytes: how alike two are, and how much of one is left in the other."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.page.likeness import text_likeness
from crawler.page.model import PageFacts
from crawler.page.sketch import (
    SIZE,
    is_of_long_text,
    is_telling,
    page_sketch,
    sketch_likeness,
    sketch_share,
    text_sketch,
)

WORDS = [f"word{number}" for number in range(5_000)]


def _text(words: int, seed: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


PAGE = _text(600, 4).split()


def test_a_sketch_is_small_and_the_same_everywhere() -> None:
    """These bytes stand in histories: in another order, or by another hash, all pages would look new."""
    assert "96b83a3ed7d32578" == text_sketch("One two, three - FOUR.").hex()
    assert SIZE * 4 == len(text_sketch(_text(900, 1)))


@pytest.mark.parametrize(
    ("words", "telling", "long"),
    [
        (0, False, False),
        (1, False, False),
        (13, False, False),
        (14, True, False),
        (65, True, False),
        (66, True, True),
    ],
)
def test_short_texts_are_known_as_such(words: int, *, telling: bool, long: bool) -> None:
    """Twelve runs of three words can be compared with others; of 64 or more the text is called long."""
    sketch = text_sketch(" ".join(WORDS[:words]))

    assert (telling, long) == (is_telling(sketch), is_of_long_text(sketch))


def test_a_page_is_sketched_beside_its_names() -> None:
    """Whoever keeps title and heading keeps nothing of what stood below them; borders between them count."""
    name = "A Gentle Guide to Copulas"
    pages = [PageFacts(title=name, h1=name, text_sample=f"{name} {_text(90, seed)}") for seed in (1, 2)]

    assert 0.0 == sketch_share(*map(page_sketch, pages))
    assert 0.0 < (sketch_share(*(text_sketch(page.text_sample) for page in pages)) or 0.0)
    assert b"" == page_sketch(PageFacts(title=name, h1=name, text_sample=name))


@pytest.mark.parametrize("kept", [0, 100, 300, 500])
def test_likeness_is_that_of_the_texts(kept: int) -> None:
    """Within the error that a sample of 64 has."""
    one = _text(kept, 1) + " " + _text(500 - kept, 2)
    other = _text(kept, 1) + " " + _text(500 - kept, 3)

    assert abs(text_likeness(one, other) - sketch_likeness(text_sketch(one), text_sketch(other))) < 0.15


def test_two_empty_texts_are_alike() -> None:
    assert 1.0 == sketch_likeness(b"", b"")
    assert sketch_share(b"", b"") is None


@settings(deadline=None)
@given(st.integers(0, 600), st.integers(0, 600))
def test_a_page_that_was_received_further_is_the_same_page(shorter: int, longer: int) -> None:
    """However far two readings of a page came, the shorter one stands in the longer, or nothing is said."""
    shorter, longer = sorted((shorter, longer))
    share = sketch_share(text_sketch(" ".join(PAGE[:shorter])), text_sketch(" ".join(PAGE[:longer])))

    assert share in {1.0, None}
    assert share == 1.0 or shorter < 14 or longer > 2 * shorter


@settings(deadline=None)
@given(st.integers(0, 600), st.integers(0, 600))
def test_of_another_text_nothing_is_left(one: int, other: int) -> None:
    """Whatever the lengths, and either way round."""
    sketches = text_sketch(_text(one, 5)), text_sketch(_text(other, 6))

    assert sketch_share(*sketches) in {0.0, None}
    assert sketch_share(*sketches) == sketch_share(*reversed(sketches))


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    """A share lies between nothing and all, also in scripts without spaces or with broken letters."""
    share = sketch_share(text_sketch(one), text_sketch(other))

    assert share is None or 0 <= share <= 1
    assert 0 <= sketch_likeness(text_sketch(one), text_sketch(other)) <= 1


@settings(deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_a_damaged_sketch_is_no_crash(one: bytes, other: bytes) -> None:
    """A history that somebody wrote into says something wrong at worst."""
    sketch_share(one, other)
    sketch_likeness(one, other)
