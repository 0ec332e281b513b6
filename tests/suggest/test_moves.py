"""What kind of move leads from one address to another."""

from __future__ import annotations

import pytest

from crawler.probe.forges import repository_of
from crawler.probe.shorteners import is_shortener
from crawler.suggest.moves import code_of_move, loses_path, names_the_work


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


@pytest.mark.parametrize(
    ("old", "new", "title", "expected"),
    [
        ("/p/1", "/books/convex-optimization", "Convex Optimization", True),
        ("/p/1", "/books/optimizations.html", "Convex Optimization", True),
        ("/p/1", "/esl/", "Elements of Statistical Learning", True),
        ("/docs/bayes.html", "/all/bayes/", "Another Name", True),
        ("/docs/cs229/index.html", "/CS229", None, True),
        ("/view?id=1234", "/posts/1234", None, False),
        ("/posts/1234.html", "/archive/1234", None, True),
        ("/curso/\u00e1lgebra", "/cursos/%C3%A1lgebra-lineal", None, True),
        ("/docs/bayes", "/docs/", "Bayes Rules", False),
        ("/docs/bayes", "/nie-ma-takiej-strony", "Bayes Rules", False),
        ("/docs/bayes", "/enter?next=/docs/bayes", "Bayes Rules", False),
        ("/docs/bayes", "/", None, False),
        ("/rl", "/books/rl", None, True),
        ("/rl.html", "/books/RL/", None, True),
        ("/rl", "/books/rlhf", None, False),
    ],
)
def test_names_the_work(old: str, new: str, title: str | None, *, expected: bool) -> None:
    """A word of the title or of the old name is kept in the path, be it shortened or in small letters."""
    assert expected == names_the_work(f"https://a.test{old}", f"https://a.test{new}", title)


def test_a_repository_names_itself() -> None:
    """Under whatever name a forge leads to it; another owner's list of repositories is none."""
    old = "https://github.com/ada/tools"
    assert names_the_work(old, "https://github.com/lab/kit", "Matrices")
    assert not names_the_work(old, "https://github.com/lab", "Matrices")
