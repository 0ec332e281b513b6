"""Addresses that keep the one that was asked for."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.probe.way_back import door_of, is_one_door

ASKED = "https://a.test/books/bayes?v=2"
OTHER = "https://a.test/books/no-such-page"


def _b64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("end", "field"),
    [
        ("https://a.test/door?ret=/books/bayes", "ret"),
        ("https://a.test/door?x=1&whatever=%2Fbooks%2Fbayes", "whatever"),
        (f"https://a.test/door?next_url={quote(ASKED, safe='')}", "next_url"),
        (f"https://b.test/door?n={quote(quote(ASKED, safe=''), safe='')}", "n"),
        (f"https://a.test/door?k={_b64('/books/bayes')}", "k"),
        (f"https://a.test/door?k={_b64(ASKED).rstrip('=')}", "k"),
        (f"https://a.test/door?k={b'/books/bayes'.hex()}", "k"),
        ("https://a.test/door?back=/books/bayes%23part-2", "back"),
        ("https://a.test/door?back=//a.test/books/bayes/", "back"),
        (f"https://a.test/enter/{quote(ASKED, safe='')}", ""),
        (f"https://a.test/enter/{_b64('/books/bayes')}", ""),
        ("https://a.test/enter/https://a.test/books/bayes", ""),
    ],
)
def test_kept(end: str, field: str) -> None:
    """In any field and any encoding, whole or from its path on."""
    door = door_of(end, ASKED)

    assert door is not None
    assert field == door.field


@pytest.mark.parametrize(
    "end",
    [
        "https://a.test/door",
        "https://a.test/books/bayes",
        "https://a.test/en/books/bayes",
        "https://a.test/search?q=/books/bayes",
        "https://a.test/page?missing=/books/bayes",
        "https://a.test/oops?aspxerrorpath=/books/bayes",
        "https://a.test/door?ret=/archive/books/bayes",
        "https://a.test/door?ret=/books/bayes-2",
        "https://a.test/door?ret=bayes",
        f"https://a.test/door?k={_b64('/books/boole')}",
        "https://a.test/door?ret=" + "%25" * 3_000 + "/books/bayes",
    ],
)
def test_not_kept(end: str) -> None:
    """A move, a search for the words, an error page that names what it lacks, another address."""
    assert None is door_of(end, ASKED)


def test_front_page_is_kept_by_nobody() -> None:
    """Its path is that of many addresses; its host is not."""
    assert None is door_of("https://a.test/door?x=/", "https://a.test/")
    assert door_of("https://a.test/door?x=https%3A%2F%2Fa.test%2F", "https://a.test/") is not None


@pytest.mark.parametrize(
    ("ends", "one"),
    [
        (("/door?x=/books/bayes", "/door?x=/books/no-such-page"), True),
        (("/door?x=/books/bayes&n=1", "/door?n=2&x=/books/no-such-page"), True),
        (("/door?x=/books/bayes", "/lobby?x=/books/no-such-page"), False),
        (("/door?x=/books/bayes", "/door?y=/books/no-such-page"), False),
        (("/door?x=/books/bayes", "/door?x=/books/bayes"), False),
        (("/?x=/books/bayes", "/?x=/books/no-such-page"), True),
        (("/?from=/books/bayes", "/?from=/books/no-such-page"), False),
    ],
)
def test_one_door(ends: tuple[str, str], *, one: bool) -> None:
    """Each walk's end keeps what that walk asked for; a front page is no door."""
    mine, theirs = (f"https://a.test{end}" for end in ends)

    assert one == is_one_door((ASKED, mine), (OTHER, theirs))


def test_what_a_field_says() -> None:
    """Some names can only mean the way back, some may say where a visitor came from."""
    names = {"return_to": (True, False), "nextUrl": (True, False), "u": (False, False), "from": (False, True)}
    for name, said in names.items():
        door = door_of(f"https://a.test/door?{name}=/books/bayes", ASKED)
        assert door is not None
        assert said == (door.says_back, door.may_be_referrer), name


def test_doors_are_known_again() -> None:
    """Whatever they keep, or where they keep nothing."""
    door = door_of("https://a.test/door/?x=/books/bayes", ASKED)

    assert door is not None
    assert door.is_at("https://a.test/door?x=/")
    assert door.is_at("https://a.test/door")
    assert not door.is_at("https://a.test/lobby")
    assert not door.is_at("https://b.test/door")


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_read(query: str, path: str) -> None:
    """No address breaks the reading."""
    door_of(f"https://a.test/{quote(path)}?{quote(query)}", ASKED)
    door_of("https://a.test/door?x=1", f"https://a.test/{quote(path)}?{quote(query)}")
