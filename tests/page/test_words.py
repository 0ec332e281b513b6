"""A text as words."""

from __future__ import annotations

import pytest

from crawler.page.words import shingles, words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't panic", ("don't", "panic")),
        ("Don\u2019t panic", ("don't", "panic")),
        ("e-mail_spam", ("e", "mail", "spam")),
        ("6.S191", ("6", "s191")),
        ("C++ and C#", ("c++", "and", "c#")),
        ("C#1", ("c", "1")),
        ("Évariste GALOIS", ("evariste", "galois")),
        ("STRASSE Straße", ("strasse", "strasse")),
        ("線形代数", ("線形", "形代", "代数")),
        ("数", ("数",)),
        ("रैखिक बीजगणित", ("रैखिक", "बीजगणित")),
        ("\ufeff \u200b", ()),
        ("", ()),
    ],
)
def test_words(text: str, expected: tuple[str, ...]) -> None:
    """Words are folded; scripts without spaces give pairs of letters; vowel signs stay with their word."""
    assert expected == words_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One two, three four", {("one", "two", "three"), ("two", "three", "four")}),
        ("One two", {("one", "two")}),
        ("", set()),
    ],
)
def test_shingles(text: str, expected: set[tuple[str, ...]]) -> None:
    """Every three words in a row; of fewer all."""
    assert expected == shingles(text)
