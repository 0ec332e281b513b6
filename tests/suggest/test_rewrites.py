"""Rules that moves show, and what they make of a neighbour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.suggest.rewrites import learn, rewrite_of, rewritten

OLD = "http://a.test"


@pytest.mark.parametrize(
    ("new", "other", "made"),
    [
        # Another host, another folder, both
        (("https://b.test/docs/{}",), f"{OLD}/docs/c", "https://b.test/docs/c"),
        ((f"{OLD}/guide/{{}}",), f"{OLD}/docs/c", f"{OLD}/guide/c"),
        (("https://b.test/x/y/{}",), f"{OLD}/docs/c/d?q=1#f", "https://b.test/x/y/c/d?q=1#f"),
        # A final slash added
        ((f"{OLD}/docs/{{}}/",), f"{OLD}/docs/c", f"{OLD}/docs/c/"),
        # The rule says nothing of other folders, or of what it would not change
        ((f"{OLD}/guide/{{}}",), f"{OLD}/other/c", None),
        ((f"{OLD}/guide/{{}}",), f"{OLD}/docs/", None),
        ((f"{OLD}/guide/{{}}",), "http://b.test/docs/c", None),
    ],
)
def test_neighbours(new: tuple[str], other: str, made: str | None) -> None:
    """Two that moved teach a rule for the others below the same folder."""
    rules = learn((f"{OLD}/docs/{name}", new[0].format(name)) for name in ("one", "two"))

    assert made == next((url for url, _, _ in rewritten(other, rules)), None)


@pytest.mark.parametrize(
    ("old", "new", "other", "made"),
    [
        ("Foo_Bar.html", "foo-bar", "Other_Page.html", "other-page"),
        ("Foo.php", "foo/", "Other.php", "other/"),
        ("foo", "foo.html", "other", "other.html"),
        ("foo.html", "foo", "other.pdf", None),
    ],
)
def test_spelling_and_ending(old: str, new: str, other: str, made: str | None) -> None:
    """Small letters, hyphens and another ending are rules too; what had another ending is left alone."""
    pairs = [(f"{OLD}/{mark}{old}", f"{OLD}/{mark.lower()}{new}") for mark in ("A", "B")]
    found = next((url for url, _, _ in rewritten(f"{OLD}/{other}", learn(pairs))), None)

    assert (None if made is None else f"{OLD}/{made}") == found


@pytest.mark.parametrize(
    "moves",
    [
        [(f"{OLD}/a", f"{OLD}/x/a")],
        [(f"{OLD}/a", f"{OLD}/x/a"), (f"{OLD}/a#2", f"{OLD}/x/a#2")],
        [(f"{OLD}/1", f"{OLD}/new-name"), (f"{OLD}/2", f"{OLD}/other-name")],
        [(f"{OLD}/v?id=1", f"{OLD}/p/one"), (f"{OLD}/v?id=2", f"{OLD}/p/two")],
        [(f"{OLD}/v/x?id=1", f"{OLD}/p/x"), (f"{OLD}/v/y?id=2", f"{OLD}/p/y")],
        [(f"{OLD}/v/x", f"{OLD}/p/x?id=1"), (f"{OLD}/v/y", f"{OLD}/p/y?id=1")],
        [(f"{OLD}/a", "https://b.test/"), (f"{OLD}/b", "https://b.test/")],
        [(f"{OLD}/a", f"{OLD}/x/a"), (f"{OLD}/b", f"{OLD}/y/b")],
    ],
)
def test_no_rule(moves: list[tuple[str, str]]) -> None:
    """One address, names that nobody can guess, and moves that do not agree teach nothing."""
    assert {} == learn(moves)


@pytest.mark.parametrize("other", ["c", "c.php", "c/"])
def test_another_ending_is_another_kind_of_page(other: str) -> None:
    """A rule that changes an ending says nothing of addresses without it."""
    rules = learn((f"{OLD}/docs/{name}.html", f"{OLD}/guide/{name}") for name in ("a", "b"))

    assert [] == rewritten(f"{OLD}/docs/{other}", rules)
    assert [f"{OLD}/guide/c"] == [url for url, _, _ in rewritten(f"{OLD}/docs/c.html", rules)]


def test_the_best_shown_and_the_most_particular_first() -> None:
    """Of two rules for one folder that which more neighbours show; one for a folder below it before both."""
    to = {"y": "ab", "x": "cde"}
    moves = [(f"{OLD}/d/{name}", f"{OLD}/{new}/{name}") for new, names in to.items() for name in names]
    moves += [(f"{OLD}/d/e/{name}", f"{OLD}/z/{name}") for name in "fg"]
    found = [(url, len(shown)) for url, _, shown in rewritten(f"{OLD}/d/e/h", learn(moves))]

    assert [(f"{OLD}/z/h", 2), (f"{OLD}/x/e/h", 3), (f"{OLD}/y/e/h", 2)] == found


PARTS = st.lists(st.sampled_from(["a", "B_c", "d.html", "e-f", "x"]), max_size=4).map("/".join)


@given(PARTS, PARTS)
def test_a_rule_explains_its_own_move(old: str, new: str) -> None:
    """Applied to the address that showed it, a rule gives just where that moved; a name kept is a rule."""
    one, other = f"{OLD}/{old}", f"https://b.test/{new}"
    rule = rewrite_of(one, other)

    assert rule is None or rule.apply(one) == other
    assert rule is not None or not old or one.rpartition("/")[2] != other.rpartition("/")[2]


def test_long_paths_cost_little() -> None:
    """A hostile path of 100,000 segments is nobody's rule."""
    long = f"{OLD}/" + "a/" * 100_000
    assert rewrite_of(long, long.replace("a.test", "b.test")) is None
    assert [] == rewritten(long, learn([(f"{OLD}/x/1", f"{OLD}/y/1"), (f"{OLD}/x/2", f"{OLD}/y/2")]))
