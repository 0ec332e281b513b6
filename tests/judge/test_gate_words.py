"""Addresses that look like another's guess."""

from __future__ import annotations

import pytest

from crawler.judge.gate_words import is_guessed


@pytest.mark.parametrize(
    ("origin", "end", "expected"),
    [
        ("https://a.test/2012/03/kalman/", "https://a.test/2019/11/kalmanson-run/", True),
        ("https://a.test/kalman", "https://a.test/kalmanson-run", True),
        ("https://a.test/2012/kalman", "https://a.test/2019/kalman-cup", True),
        ("https://a.test/posts/kalman", "https://a.test/posts/kalman-2", False),
        ("https://a.test/posts/kalman", "https://a.test/blog/kalman", False),
        ("https://a.test/posts/kalman-filters", "https://a.test/blog/kalman", False),
        ("https://a.test/x/la", "https://a.test/y/lazy-days", False),
        ("https://a.test/", "https://a.test/welcome", False),
    ],
)
def test_a_name_that_begins_like_another(origin: str, end: str, *, expected: bool) -> None:
    """Within a word or in another folder; a suffix in the same folder is a work's own new name."""
    assert expected == is_guessed(origin, end)
