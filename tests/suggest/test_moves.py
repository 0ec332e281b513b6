"""What kind of move leads from one address to another."""

from __future__ import annotations

import pytest

from crawler.probe.forges import repository_of
from crawler.suggest.moves import code_of_move, is_shortener, loses_path


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("https://a.test/x", "https://a.test/y", "moved"),
        ("https://a.test/x", "https://a.test/x/", "cosmetic"),
        ("https://www.a.test/index.html", "https://a.test/", "cosmetic"),
        ("http://a.test/x", "https://www.a.test/x/", "https"),
        ("http://a.test/x", "https://a.test/y", "moved"),
        ("https://github.com/a/b/tree/main", "https://github.com/c/b/tree/main", "forge-rename"),
        ("https://github.com/a/b/tree/master", "https://github.com/a/b/tree/main", "moved"),
        ("https://github.com/a/b", "https://gitlab.com/a/b", "moved"),
        ("https://gitlab.example.org/a/b", "https://gitlab.example.org/c/d", "forge-rename"),
        ("https://github.com/a", "https://github.com/b", "moved"),
        ("https://bit.ly/x", "https://a.test/x", "unshorten"),
        ("https://bit.ly/", "https://bitly.com/pages", "moved"),
        ("https://aka.ms/x", "https://a.test/x", "moved"),
    ],
)
def test_code(old: str, new: str, code: str) -> None:
    """The code says what changes: spelling, scheme, owner, or the address itself."""
    assert code == code_of_move(old, new)


def test_repositories() -> None:
    """Owner and name, whatever follows; a profile is none."""
    assert ("ada", "tools") == repository_of("https://www.github.com/Ada/Tools.git")
    assert repository_of("https://github.com/ada") is None
    assert repository_of("https://example.org/ada/tools") is None
    assert loses_path("https://github.com/a/b/wiki", "https://github.com/c/d")
    assert not loses_path("https://github.com/a/b", "https://github.com/c/d")
    assert not is_shortener("https://example.org/t.co/x")
