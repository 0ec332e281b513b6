"""What a URL's fragment names."""

from __future__ import annotations

import pytest

from crawler.probe.fragments import place_of, places_of


@pytest.mark.parametrize(
    ("fragment", "place"),
    [
        ("#intro", "intro"),
        ("#Gr%C3%B6%C3%9Fe", "Gr%C3%B6%C3%9Fe"),
        ("#sec:1", "sec:1"),
        ("#method-foo(int)", "method-foo(int)"),
        ("#1", "1"),
        ("#Learning", "Learning"),
        ("#notes", "notes"),
        ("#intro:~:text=word", "intro"),
        ("#:~:text=some%20words", None),
        ("", None),
        ("#", None),
        ("#top", None),
        ("#TOP", None),
        ("#!/guide", None),
        ("#/guide", None),
        ("#page=2", None),
        ("#t=1m30s", None),
        ("#heading=h.abc", None),
        ("#a&b", None),
        ("#L10", None),
        ("#L10-L20", None),
        ("#L10C5-L12C3", None),
        ("#L-12", None),
        ("#lines-10", None),
        ("#issuecomment-12345", None),
        ("#discussion_r12345", None),
        ("#note_12345", None),
        ("#comment-12345", None),
        ("#comment12345_678", None),
        ("#comments", None),
        ("#commentary", "commentary"),
        ("#readme", None),
        ("#readme-ov-file", None),
        ("#diff-0a1b", None),
        ("#.k4q2", None),
        ("#" + "x" * 501, None),
    ],
)
def test_place(fragment: str, place: str | None) -> None:
    """Only what names a place of a page; routes, parameters, lines and comments are something else."""
    assert place == place_of(f"https://a.test/page?x=1{fragment}")


def test_places_of_many() -> None:
    """The links of one page are looked for together."""
    links = ["https://a.test/", "https://a.test/#a", "https://a.test/#b", "https://a.test/#/c"]

    assert frozenset({"a", "b"}) == places_of(links)
