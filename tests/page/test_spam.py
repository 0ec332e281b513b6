"""Phrases in which the trades that domains are taken over for speak of themselves."""

from __future__ import annotations

import pytest

from crawler.page.spam import PITCHES, is_of_trade, may_pitch, spam_pitches


@pytest.mark.parametrize("phrase", PITCHES)
def test_every_pitch_is_found(phrase: str) -> None:
    """In running text, whatever the case, in scripts with and without spaces."""
    assert may_pitch(f"Here: {phrase.upper()}")
    assert spam_pitches(f"Here: {phrase.upper()}, and more. {phrase}!", expected="")


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
def test_differing_pitches_are_counted_once(text: str, found: tuple[str, ...]) -> None:
    """In the order in which they come; parts of words and words of other trades are none."""
    assert found == spam_pitches(text, expected="")


def test_what_the_entry_says_itself_is_none() -> None:
    """A study of online casinos may say so as often as it likes."""
    assert ("free spins",) == spam_pitches("Online casino, free spins", expected="Is any ONLINE CASINO fair?")


@pytest.mark.parametrize(
    ("title", "is_of"),
    [
        ("Gambling Harm Laboratory", True),
        ("The mathematics of roulette", True),
        ("How SEO spam works", True),
        ("Sildenafil: compound monograph", True),
        ("Introduction to Bookbinding", False),
        ("Better drawing", False),
        ("Seoul by night", False),
        ("Essex folk songs", False),
    ],
)
def test_who_writes_of_such_things(title: str, *, is_of: bool) -> None:
    """By the entry's own words, whole ones or their beginnings."""
    assert is_of == is_of_trade(title)


def test_a_glance_passes_over_most_texts() -> None:
    """Nobody need look closer at what has no word of a trade."""
    assert not may_pitch("We begin with samples and their means, and draw them as boxes and as curves.")
