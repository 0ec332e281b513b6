"""What a catalog's shape seems to be: the places of entries and the keys that hold addresses."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.catalog.guess import Guess, guess_layout


def entries(count: int = 4, **fields: Any) -> list[dict[str, Any]]:
    return [{"name": f"N{n}", "url": f"https://a.test/{n}", **fields} for n in range(count)]


@pytest.mark.parametrize(
    ("roots", "expected"),
    [
        ([entries()], Guess(items=(), url=("url",), title="name")),
        ([{"books": entries()}], Guess(items=("books[]",), url=("url",), title="name")),
        (  # kinds of entries that are named by different keys
            [[*entries(), *({"title": f"T{n}", "url": "https://t.test"} for n in range(3))]],
            Guess(items=(), url=("url",), title=("title", "name")),
        ),
        (  # a second name of the same entries, and one that hardly any has
            [[*entries(6, label="L"), {"title": "T", "url": "https://t.test"}]],
            Guess(items=(), url=("url",), title="name"),
        ),
        (
            [{"a": [{"b": entries(), "url": "https://b.test"}]}],
            Guess(items=("a[].b[]", "a[]"), url=("url",), title="name"),
        ),
        (
            [
                {
                    "name": "C",
                    "repo": "https://c.test",
                    "by": [{"@id": f"https://o.test/{n}"} for n in range(9)],
                }
            ],
            Guess(items=("by[]", "."), url=("@id", "repo")),
        ),
        (
            [{"a": entries(90), "b": entries(2), "home": "https://h.test"}],
            Guess(items=("a[]", "b[]", "."), url=("url", "home"), title="name"),
        ),
        (
            [{"a": [{"url": "https://a.test", "a": [{"url": "https://b.test"}, {"url": "https://c.test"}]}]}],
            Guess(items=("a[].a[]", "a[]"), url=("url",)),
        ),
        (
            [
                {
                    "url": "https://u.test",
                    "a": [{"url": "https://a.test", "a": [{"url": "https://b.test"}]}] * 2,
                }
            ],
            Guess(items=("a[]",), url=("url", "a[].url")),
        ),
        (
            [[{"program_name": "A", "file name": "a", "url": "https://a.test"}]],
            Guess(items=(), url=("url",), title="program_name"),
        ),
        (
            [
                {"Name": "A", "Refs": [{"u": "https://a.test"}]},
                {"Name": "B", "See": [{"v": "https://b.test"}]},
            ],
            Guess(items=(), url=("Refs[].u", "See[].v"), title="Name"),
        ),
        ([{"a": entries(), "b": entries()}], Guess(items=("a[]", "b[]"), url=("url",), title="name")),
        (
            [{"smith20": {"title": "A", "u": "https://a.test"}, "lee": {"title": "B"}, "x": {"title": "C"}}],
            Guess(items=("{}",), url=("u",), title="title"),
        ),
        (
            [[{"id": 1, "key": "k", "link": "https://a.test", "site": "https://b.test"}]],
            Guess(items=(), url=("site", "link"), id="key"),
        ),
        (
            [[{"title": "A", "links": ["https://a.test", "https://b.test"]}]],
            Guess(items=(), url=("links[]",), title="title"),
        ),
        (
            [[{"title": "A", "note": "see https://a.test there"}]],
            Guess(items=(), url=(), text=("note",), title="title"),
        ),
        (
            [{"Name": "A", "Docs": "see https://a.test", "R": [{"u": "https://b.test"}]}] * 4,
            Guess(items=(), url=("R[].u",), text=("Docs",), title="Name"),
        ),
        (
            [[{"na.me": 1, "u r l": "https://a.test", "a.b": "https://b.test"}]],
            Guess(items=(), url=("u r l", '["a.b"]')),
        ),
        ([["https://a.test", "https://b.test"]], Guess(items=(), url=(".",))),
        ([["https://a.test", {"url": "https://b.test"}]], Guess(items=(), url=(".", "url"))),
        (
            [{f"Bank {n}": {"domain": "a.test", "doc": f"https://a.test/{n}"}} for n in range(4)],
            Guess(items=("{}",), url=("doc",)),
        ),
        (
            [
                [
                    {"licence": {"url": "https://l.test"}, "source": "https://s.test", "slug": None},
                    {"slug": "x"},
                ]
                * 2
            ],
            Guess(items=(), url=("source", "licence.url")),
        ),
        ([{"$schema": "https://json-schema.test", "b": "no address"}], None),
        ([{"a": 1, "b": "no address"}], None),
        ([[]], None),
        ([None], None),
    ],
)
def test_guesses(roots: list[Any], expected: Guess | None) -> None:
    """The list with most addresses of its own is that of the entries; names are known by their usual keys."""
    assert expected == guess_layout(roots)


def test_many_keys_become_all_texts() -> None:
    """Where addresses stand under very many keys, all texts are looked through."""
    guess = guess_layout([[{f"k{n}": f"https://a.test/{n}" for n in range(60)}]])

    assert guess is not None
    assert ("**",) == guess.url


def test_too_many_keys_below_one_are_all_texts_of_that_one() -> None:
    """What a program copied there is not named key by key; the others are."""
    copied = {f"p{n}": f"https://p.test/{n}" for n in range(60)}

    guess = guess_layout([{**entry, "electron": copied} for entry in entries()])

    assert guess is not None
    assert (("url",), ("electron.**",)) == (guess.url, guess.text)


def test_pictures_and_licences_come_last() -> None:
    """The first is what an entry is of, and no entry is of its picture."""
    guess = guess_layout([entries(icon="https://i.test", license="https://l.test", source="https://s.test")])

    assert guess is not None
    assert ("url", "source", "icon", "license") == guess.url
