"""Phrases of the trades that hijacked domains sell."""

from __future__ import annotations

import pytest

from crawler.page.adverts import ADVERT_PHRASES, advert_phrases


@pytest.mark.parametrize("phrase", ADVERT_PHRASES)
def test_every_phrase_is_found(phrase: str) -> None:
    """In running text, whatever the case, in scripts with and without spaces."""
    assert advert_phrases(f"Here: {phrase.upper()}, and more. {phrase}!")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Free spins and more FREE SPINS", ("free spins",)),
        ("A live casino; no deposit bonus", ("live casino", "no deposit bonus")),
        ("Canl\u0131 bahis ve deneme bonusu", ("canli bahis", "deneme bonusu")),
        ("最好的娱乐城\uff0c百家乐", ("娱乐城", "百家乐")),
        ("The casino problem; spins of electrons are free", ()),
        ("An online casinova", ()),
        ("", ()),
    ],
)
def test_differing_phrases_are_counted_once(text: str, found: tuple[str, ...]) -> None:
    """In the order in which they come; parts of words and words of other trades are none."""
    assert found == advert_phrases(text)
