"""What `crawler init` makes of a repository's files: few rows, as a maintainer would write them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.catalog.proposal import propose

LINKS = "".join(f"- [Book {n}](https://a.test/{n})\n" for n in range(6))


def data(*urls: str) -> str:
    return json.dumps([{"name": f"N{n}", "url": url} for n, url in enumerate(urls)])


def wrapped(name: str, **fields: Any) -> str:
    return json.dumps({name: {"domain": "a.test", **fields}})


URLS = ["https://a.test", "https://b.test", "https://c.test"]


def many(paths: str, letters: str, text: str) -> dict[str, str]:
    """Files whose names and texts differ by the letters alone: a folder's by `{0}`, their own by `{1}`."""
    return {paths.format(one, two): text.format(one, two) for one in letters for two in "xyz"}


LIST = data(*URLS).replace("{", "{{").replace("}", "}}")
KEYED = '{{"{0}{1}": {{"domain": "{0}.test", "url": "https://{0}.test/{1}"}}}}'
ENTRY_OF = "name: {1}\nhome: https://a.test/{1}\n"
PAGE = "---\ntitle: {1}\nlink: https://a.test/{1}\n---\n\nText with [a link](https://b.test/{1}).\n"
PRODUCT = """\
---
title: {1}
permalink: /{1}
releasePolicyLink: https://p.test/{1}
changelogTemplate: https://c.test/{1}/__LATEST__
auto:
  methods:
    - git: https://g.test/{1}.git
releases:
  - releaseCycle: "2"
    eol: false
  - releaseCycle: "1"
    link: https://r.test/{1}
---

> [{1}](https://s.test/{1}) is a tool.
"""
NEWS = "".join(f"{n}\u3001[A {n}](https://a.test/{n})\uff1awhat it is\n\n" for n in range(6))
YOUNG = "# Course {1}\n\n- Site: <https://a.test/{0}{1}>\n- Code: <https://b.test/{0}{1}>\n"
PROSE = "# Post\n\nSee [this](https://a.test/{0}{1}) and that.\n\n- [a](https://b.test)\n\nMore <https://c.test>.\n"
RULES = '{"type": "object", "properties": {"u": {"examples": ["https://a.test/1", "https://a.test/2"]}}}'
INTERFACE = "---\n---\nopenapi: 3.0.0\nservers: [{url: https://a.test}, {url: https://b.test}, {url: https://c.test}]\n"
SCHEMA = '{"$schema": "https://s.test", "a": {"$id": "https://i.test"}}'


@pytest.mark.parametrize(
    ("texts", "paths"),
    [
        (many("years/{0}/{1}.json", "abc", LIST), ["years/*/*.json"]),
        (many("{0}/{1}.json", "abc", LIST), ["a/*.json", "b/*.json", "c/*.json"]),
        (
            many("lists/{1}.csv", "a", "url,name\nhttps://a.test,A\nhttps://b.test,B\nhttps://c.test,C\n"),
            ["lists/*.csv"],
        ),
        ({"l/a.json": data(*URLS), "l/b.json": data(URLS[0]), "l/c.json": "[]"}, ["l/*.json"]),
        ({"l/a.json": data(*URLS), "l/b.json": data(*URLS), "l/c.json": "{}"}, ["l/a.json", "l/b.json"]),
        (many("e/{0}/{0}{1}.json", "abc", KEYED) | {"e/d/d.json": wrapped("d")}, ["e/*/*.json"]),
        (
            many("kinds/{0}/{1}.yml", "abc", "name: {1}\n{0}: https://a.test/{1}\n"),
            ["kinds/a/*.yml", "kinds/b/*.yml", "kinds/c/*.yml"],
        ),
        (
            many("books/books-{1}.md", "a", LINKS) | {"books/about.md": "See https://a.test.\n"},
            ["books/books-*.md"],
        ),
        (many("books/{1}.md", "a", LINKS), ["books/*.md"]),
        (  # files of one name in folders side by side, whatever else stands there
            {
                f"{folder}/{name}.json": text
                for folder in "abcde"
                for name, text in (
                    ("chain", json.dumps({"name": folder, "url": URLS[0]})),
                    ("assets", json.dumps({"of": folder, "assets": json.loads(data(*URLS))})),
                    ("versions", json.dumps({"v": folder})),
                )
            },
            ["*/assets.json", "*/chain.json"],
        ),
        (  # of which most have no address
            {f"s/{folder}/tools.json": json.dumps({"n": folder}) for folder in "abcde"}
            | {"s/f/tools.json": data(*URLS)},
            ["s/f/tools.json"],
        ),
        (  # a list and the settings of its site
            {
                "list.yml": json.dumps({"works": json.loads(data(*URLS))}),
                "more.yml": json.dumps({"works": json.loads(data(*URLS))}),
                "settings.yml": "global: {site: 'https://s.test'}\nabout: {home: 'https://h.test'}\n",
            },
            ["list.yml", "more.yml"],
        ),
        (  # one layout leads to the entries of all
            {
                "f/a.json": json.dumps({"feeds": json.loads(data(*URLS))}),
                "f/b.json": json.dumps({"feeds": [], "operators": json.loads(data(*URLS))}),
                "f/c.json": json.dumps(
                    {"feeds": json.loads(data(*URLS)), "operators": json.loads(data(*URLS))}
                ),
            },
            ["f/*.json"],
        ),
        (  # one of them would have no entry where the others have theirs
            many(
                "d/{1}.json",
                "a",
                json.dumps({"items": json.loads(data(*URLS))}).replace("{", "{{").replace("}", "}}"),
            )
            | {"d/w.json": '{"scopes": ["a", "b"]}'},
            ["d/x.json", "d/y.json", "d/z.json"],
        ),
        ({"README.md": LINKS, "cache/a.json": data(*URLS), "url_cache.json": data(*URLS)}, ["README.md"]),
        ({"README.md": LINKS, "src/negative_test/a/b.json": data(*URLS)}, ["README.md"]),
        (  # most of a folder's pages are lists, the others young ones
            {f"l/{n}.md": LINKS if n < 8 else "- [One](https://a.test)\n" for n in range(12)},
            ["l/*.md"],
        ),
        ({"README.md": LINKS, "CONTRIBUTING-de.md": LINKS, "pull_request_template.md": LINKS}, ["README.md"]),
        ({"README.md": LINKS, "tests/data.json": data(*URLS)}, ["README.md"]),
        ({"list.json": data(*URLS), "x.json": SCHEMA}, ["list.json"]),
        ({"list.json": data(*URLS), "rules.json": RULES}, ["list.json"]),
        ({"list.json": data(*URLS), "api.yml": INTERFACE}, ["list.json"]),
        ({"list.json": data(*URLS), "new-template.json": data(*URLS)}, ["list.json"]),
        ({"list.json": data(*URLS), "templates/a.json": data(*URLS)}, ["list.json"]),
        (
            many("e/{1}.yml", "a", ENTRY_OF) | {"e/w.yaml": ENTRY_OF.format("a", "w")},
            ["e/*.y*ml"],
        ),
        (many("p/{1}.md", "a", PAGE), ["p/*.md"]),
        (many("p/{1}.md", "a", "---\ntitle: {1}\nimage: https://a.test/{1}\n---\nText.\n"), []),
        (
            {"news/1.md": NEWS, "news/2.md": NEWS, "news/3.md": NEWS, "README.md": LINKS},
            ["README.md", "news/*.md"],
        ),
        (many("docs/{0}/{1}.md", "abcd", PAGE), ["docs/*/*.md"]),
        (many("c/{1}{0}/{0}/a.md", "abcd", PAGE) | many("c/m/{1}.md", "m", PAGE), ["c/m/*.md", "c/**/*.md"]),
        (many("docs/{0}/{1}.md", "abcd", YOUNG) | {"docs/a/long.md": LINKS}, ["docs/**/*.md"]),
        (many("blog/{0}/{1}.md", "abcd", PROSE) | {"blog/a/l.md": LINKS, "README.md": LINKS}, ["README.md"]),
        (many("blog/{0}/{1}.md", "abcd", PROSE) | {"blog/a/l.md": LINKS}, ["blog/**/*.md"]),
    ],
)
def test_rows(texts: dict[str, str], paths: list[str]) -> None:
    """Files alike are one glob; what tools, tests and templates say is none."""
    assert paths == [row.path for row in propose(texts)]


def test_a_glob_has_every_key() -> None:
    """What stands in one file of a hundred only is looked at as well."""
    texts = {f"d/{n}.yml": f"name: {n}\nhome: https://a.test/{n}\n" for n in range(100)}
    texts["d/7.yml"] += "related: https://b.test\n"

    (row,) = propose(texts)

    assert row.guess is not None
    assert ("home", "related") == row.guess.url


def test_pages_with_addresses_in_their_metadata() -> None:
    """Their row says which keys those are, as it does for data, and not for the page beside them."""
    texts = many("products/{0}{1}.md", "ab", PRODUCT) | {"README.md": "See [it](https://a.test).\n"}

    (row,) = propose(texts)

    assert row.guess is not None
    assert ("products/*.md", "title", ()) == (row.path, row.guess.title, row.guess.items)
    assert {"releasePolicyLink", "changelogTemplate", "releases[].link", "auto.methods[].git"} == set(
        row.guess.url
    )


def test_what_is_for_all_that_is_left_comes_last() -> None:
    """The first mapping that is for a file says how it is read; none is counted twice."""
    texts = many("c/{1}{0}/{0}/a.md", "abcd", PAGE) | many("c/m/{1}.md", "m", PAGE.replace("link:", "home:"))

    narrow, wide = propose(texts)

    assert (("home",), ("link",)) == (narrow.guess and narrow.guess.url, wide.guess and wide.guess.url)
    assert set() == set(narrow.files) & set(wide.files)
    assert texts.keys() == {*narrow.files, *wide.files}


def test_a_page_that_was_named() -> None:
    """It is read with its metadata, also where its text has no link."""
    text = "---\nlink: https://a.test\n---\nWords.\n"

    (row,) = propose({"page.md": text}, named=frozenset({"page.md"}))

    assert ("link",) == (row.guess and row.guess.url)


def test_files_that_are_called_alike_have_one_layout() -> None:
    """Of a list with what is said of one at several times, too many to name, each time is looked at."""
    history = {f"c40-{n}": [{"name": f"N{n}", "home": f"https://a.test/{n}"}] for n in range(20)}

    (row,) = propose({"history.json": json.dumps(history)})

    assert row.guess is not None
    assert (("{}[]",), ("home",), "name") == (row.guess.items, row.guess.url, row.guess.title)
