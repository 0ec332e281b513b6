"""Titles and URLs that are the same but for their spelling, found without comparing each with each."""

from __future__ import annotations

import pytest

from crawler.catalog.similar import spelled_alike, title_words, url_key


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("Linear Algebra Done Right", "linear algebra: done right!", True),
        ("Introduction to Statistics", "Introduction to Statistcs", True),
        ("Théorie des groupes", "Theorie des groupes", True),
        ("Numerical Methods", "Numerical Method", True),
        ("Numerical Methods", "Numerical Mehtods", True),
        ("Calculus 1 for All", "Calculus 2 for All", False),
        ("Calculus I for All", "Calculus II for All", False),
        ("Convex Analysis", "Complex Analysis", False),
        ("Linear Algebra", "Linear Algebra Done Right", False),
        ("Lecture Notes", "Lecture Notes", True),
        ("A Good Book", "A Good Book", False),
    ],
)
def test_titles(one: str, other: str, is_alike: bool) -> None:
    """One letter of one long word, case, accents and punctuation; never a number."""
    assert is_alike == bool(list(spelled_alike([title_words(one), title_words(other)])))


def test_the_first_is_named() -> None:
    """Each repetition names the first."""
    words = [
        title_words(title)
        for title in ("Finite Group Theory", "Other Things", "Finite Group Theory!", "finite group theory")
    ]
    assert [(2, 0), (3, 0)] == list(spelled_alike(words))


def test_urls() -> None:
    """Scheme, www., index page, final slash and tracking are spelling; path, query and fragment are not."""
    same = {"https://a.test/b/", "http://www.a.test/b/index.html", "https://a.test/b?utm_source=x"}
    assert 1 == len(set(map(url_key, same)))
    others = {"https://a.test/b?x=1", "https://a.test/B", "https://a.test/b#c", "https://c.a.test/b"}
    assert 5 == len(set(map(url_key, {"https://a.test/b"} | others)))
