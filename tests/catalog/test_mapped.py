"""Any shape through a layout: which entries, which links, where each stands, and what it is called."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from crawler.catalog import apply_groups, edit_for
from crawler.catalog.layout import Layout
from crawler.catalog.reading import read_any
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from crawler.catalog import Catalog

TODAY = date(2026, 11, 21)
LANDSCAPE = """\
landscape:
  - name: One
    subcategories:
      - name: Sub
        items:
          - name: Foo & Bar
            homepage_url: https://foo.test/
            repo_url: "https://github.com/foo/foo"
            extra: {blog_url: 'https://blog.foo.test'}
          - name: Foo, Bar!
            homepage_url: https://bar.test/
          - {name: No link}
  - name: Two
    subcategories: []
"""
ENTRY = """\
Name: Data
Documentation: |  # https://no.test
  See https://doc.test/a and [this](https://doc.test/b_(c)), or
  https://doc.test/a.
Contact: >-
  folded https://fold.test/x
  text
Homepage: "  https://home.test  "
Resources:
  - Explore: ['[Browse](https://ex.test/1)', "https://ex.test/2"]
Work:
  Tutorials:
    - {Title: First, URL: https://tut.test/1}
    - {Title: Second, URL: https://tut.test/2}
"""


def read(file: str, source: str, **layout: Any) -> Catalog:
    return read_any(file, source.encode(), Layout.model_validate({"path": file, **layout}), today=TODAY)


def told(catalog: Catalog) -> list[tuple[str, str, str, int]]:
    return [(link.entry, link.field, link.url, link.line) for link in catalog.links]


def test_a_nested_list() -> None:
    """Entries three levels deep; keys that are missing are passed over; equal names get a number."""
    catalog = read(
        "l.yml",
        LANDSCAPE,
        items="landscape[].subcategories[].items[]",
        url=["homepage_url", "repo_url", "extra.blog_url"],
        title="name",
        id="name",
    )

    assert [
        ("foo-bar", "homepage_url", "https://foo.test/", 7),
        ("foo-bar", "repo_url", "https://github.com/foo/foo", 8),
        ("foo-bar", "extra.blog_url", "https://blog.foo.test", 9),
        ("foo-bar-2", "homepage_url", "https://bar.test/", 11),
    ] == told(catalog)
    assert ["Foo & Bar", None, None, "Foo, Bar!"] == [link.title for link in catalog.links]
    assert [("missing-url", 12)] == [(problem.code, problem.line) for problem in catalog.problems]


def test_lines_that_end_in_a_carriage_return_alone() -> None:
    """They count where there are no others."""
    catalog = read("m.yaml", "- u: http://a.test\r- u: http://b.test\r", url="u")

    assert [1, 2] == [link.line for link in catalog.links]


def test_several_documents_in_a_file() -> None:
    """Each is an entry, or a step of the path: anchors and line numbers are right in all of them."""
    text = "name: A\nu: &u http://a.test\n--- # next\nname: B\nu: &u http://b.test\nmore: [{w: *u}]\n"

    entries = read("s.yaml", text, url=["u", "more[].w"], title="name")
    deeper = read("s.yaml", text, items="[].more[]", url="w")

    assert [
        ("a", "u", "http://a.test", 2),
        ("b", "u", "http://b.test", 5),
        ("b", "more[0].w", "http://b.test", 6),
    ] == told(entries)
    assert ["http://b.test"] == [link.url for link in deeper.links]


def test_one_entry_in_a_file() -> None:
    """URLs in blocks of lines, folded and quoted text and Markdown have their own places."""
    catalog = read(
        "data/my_set.yaml",
        ENTRY,
        url=["Homepage", "Resources[].Explore", "Work.Tutorials[].URL"],
        text=["Documentation", "Contact"],
        title="Name",
    )

    assert [
        ("my-set", "Homepage", "https://home.test", 8),
        ("my-set", "Resources[0].Explore[0]", "https://ex.test/1", 10),
        ("my-set", "Resources[0].Explore[1]", "https://ex.test/2", 10),
        ("my-set", "Work.Tutorials[0].URL", "https://tut.test/1", 13),
        ("my-set", "Work.Tutorials[1].URL", "https://tut.test/2", 14),
        ("my-set", "Documentation", "https://doc.test/a", 3),
        ("my-set", "Documentation#2", "https://doc.test/b_(c)", 3),
        ("my-set", "Documentation#3", "https://doc.test/a", 4),
        ("my-set", "Contact", "https://fold.test/x", 6),
    ] == told(catalog)
    assert ["Data", None, None, "First", "Second"] == [link.title for link in catalog.links[:5]]
    for link in catalog.links:
        assert link.url in ENTRY[link.span.start : link.span.end]
        assert ENTRY.splitlines()[link.line - 1][link.column - 1 :].startswith(
            ENTRY[link.span.start : link.span.end]
        )


def test_each_place_is_edited_in_itself() -> None:
    """The same URL twice in one text: each edit changes its own, and all together change all."""
    catalog = read(
        "d.yaml", ENTRY, url=["Homepage", "Work.Tutorials[].URL"], text=["Documentation", "Contact"]
    )
    groups = [
        [replace(edit_for(catalog, link.route, f"https://n.test/{n}"), old=link.url, at=link.at)]
        for n, link in enumerate(catalog.links)
    ]

    batch = apply_groups(ENTRY, "d.yaml", groups)

    assert {} == batch.refusals
    expected = ENTRY
    for number, link in sorted(enumerate(catalog.links), key=lambda pair: -pair[1].span.start):
        expected = expected[: link.span.start] + f"https://n.test/{number}" + expected[link.span.end :]
    assert expected == batch.text


@pytest.mark.parametrize(
    ("data", "layout", "expected"),
    [
        (
            {"things": {"a b": {"u": "https://a.test"}, "c.d": {"u": "https://c.test"}}},
            {"items": "things{}", "url": "u"},
            [("a-b", "u"), ("c-d", "u")],
        ),
        (["https://a.test", "https://b.test"], {"url": ""}, [("a-test", "url"), ("b-test", "url")]),
        ({"list": [{"u": "https://a.test"}]}, {"items": "list", "url": "u"}, [("a-test", "u")]),
        (
            {"x": {"a.b": {"[]": "https://a.test"}}},
            {"items": "x", "url": '["a.b"]["[]"]'},
            [("a-test", '["a.b"]["[]"]')],
        ),
        (
            {"2020": [{"n": "A", "u": "https://a.test"}]},
            {"items": "{}[]", "url": "u", "title": "n"},
            [("a", "u")],
        ),
        ([{"n": "日本", "u": ["https://a.test", None, 3]}], {"url": "u", "id": "n"}, [("日本", "u[0]")]),
        (
            [{"n": 7, "u": {"deep": [{"x": "about https://a.test"}]}}],
            {"url": "**", "id": "n"},
            [("7", "u.deep[0].x")],
        ),
        (
            {"a": [{"u": "https://a.test"}], "b": [{"u": "https://b.test"}]},
            {"items": ["a[]", "b[]"], "url": "u"},
            [("a-test", "u"), ("b-test", "u")],
        ),
        ([{"u": "https://a.test"}, "text", None, [], 3], {"url": "u"}, [("a-test", "u")]),
    ],
)
@pytest.mark.parametrize("file", ["f.json", "f.yaml"])
def test_shapes(file: str, data: Any, layout: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Mappings by key, bare lists, keys with dots, numbers as ids, everything below: in both formats."""
    text = json.dumps(data) if file.endswith("json") else yaml.safe_dump(data, allow_unicode=True)

    catalog = read(file, text, **layout)

    assert expected == [(link.entry, link.field) for link in catalog.links]
    assert all("https://" in text[link.span.start : link.span.end] for link in catalog.links)


def test_years_as_keys() -> None:
    """A number as a key is a place like any other, and its value is edited."""
    text = "2020:\n  - url: https://a.test\n"
    catalog = read("f.yaml", text, items="{}[]", url="url")

    edit = edit_for(catalog, catalog.links[0].route, "https://b.test")

    assert ("[2020][0].url", 2) == (edit_path(catalog), catalog.links[0].line)
    assert text.replace("a.test", "b.test") == apply_groups(text, "f.yaml", [[edit]]).text


def edit_path(catalog: Catalog) -> str:
    from crawler.catalog import format_route, parse_route  # noqa: PLC0415 - what reports write and read

    path = format_route(catalog.links[0].route)
    assert parse_route(path) == catalog.links[0].route
    return path


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ("other[]", "the root has no key 'other', only 'a', 'b'"),
        ("a.c", "`a` has no key 'c', only 'x'"),
        ("a[]", "`a` is a mapping, not a list"),
        ("b.c", "`b` is a list, not a mapping"),
    ],
)
def test_a_layout_that_leads_nowhere(items: str, said: str) -> None:
    """Where no entry is found, the first place that did not fit is told."""
    with pytest.raises(CatalogError) as caught:
        read("f.yaml", "a: {x: 1}\nb: [1]\n", items=items, url="url")

    assert f"f.yaml:1: no entry is where `items` says: {said}" == str(caught.value).partition(";")[0]


def test_a_hostile_alias_tree_is_bounded() -> None:
    """Aliases may not multiply the texts that `**` looks through."""
    rows = (f"{name}: &{name} [{', '.join([f'*{before}'] * 4)}]\n" for before, name in pairwise("abcdefghi"))
    text = "a: &a [x, x, x, x]\n" + "".join(rows)

    assert () == read("f.yaml", text, url="**").links


def codes(file: str, text: str, layout: Layout | None = None) -> list[tuple[int, str]]:
    catalog = read_any(file, text.encode(), layout, today=TODAY)
    return [(problem.line, problem.code) for problem in catalog.problems]


def test_what_entries_may_share() -> None:
    """Of two entries that are of one page one is too many; their authors and tools may well be the same."""
    layout = Layout.model_validate(
        {"path": "l.yaml", "url": ["home", "author", "tools[].url"], "text": "note", "title": "name"}
    )
    shared = "author: https://a.test, tools: [{url: 'https://t.test'}], note: see https://n.test"
    text = "".join(
        f"- {{name: 'Conference in Town {n}', home: 'https://h{n}.test', {shared}}}\n" for n in (1, 2, 2)
    )

    assert [(3, "duplicate-url")] == codes("l.yaml", text, layout)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["Open Food Facts", "Open Food-Facts"], [(2, "similar-title")]),
        (["Open Food Facts"] * 3, [(2, "similar-title"), (3, "similar-title")]),
        # So many are of a kind; a name with an open place is for a program; a short one is of many works.
        (["Open Food Facts"] * 4, []),
        (["The {community} on X"] * 2, []),
        (["Home", "home"], []),
    ],
)
def test_titles_of_data(names: list[str], found: list[tuple[int, str]]) -> None:
    """Two entries under nearly one name are told, those that are of a kind are not."""
    layout = Layout.model_validate({"path": "l.json", "url": "home", "title": "name"})
    rows = [{"name": name, "home": f"https://h{number}.test"} for number, name in enumerate(names)]
    text = "[" + ",\n".join(map(json.dumps, rows)) + "]"

    assert found == codes("l.json", text, layout)


def test_of_several_keys_the_first_that_an_entry_has_counts() -> None:
    """Titles, ids and facts; what is missing goes to the first key, what is there is edited where it is."""
    text = (
        "- {name: ' ', title: Second, key: two, by: [B], year: 1999, url: https://b.test}\n"
        "- {name: First, title: Other, id: one, authors: [A], url: https://a.test}\n"
        "- {url: https://c.test}\n"
    )
    keys = {
        "title": ["name", "title"],
        "id": ["id", "key"],
        "authors": ["authors", "by"],
        "year": ["of", "year"],
    }

    catalog = read("l.yaml", text, url="url", **keys)

    assert [("two", "Second", ("B",), 1999), ("one", "First", ("A",), None)] == [
        (entry.id, entry.title, entry.authors, entry.year) for entry in catalog.entries[:2]
    ]
    assert [(0, "title"), (1, "name"), (2, "name")] == [link.title_route for link in catalog.links]
    assert [("authors", "authors"), ("year", "of")] == [
        (slot.name, slot.key) for slot in catalog.links[0].slots if slot.name in {"authors", "year"}
    ]


def test_what_an_entry_may_lack() -> None:
    """An address under a key of the entry is missed; a list of them may be empty, and prose without any."""
    text = "- {name: A}\n- {name: B, url: https://b.test, tools: [{url: https://t.test}]}\n"

    def layout(url: list[str]) -> Layout:
        return Layout.model_validate({"path": "l.yaml", "url": url, "text": "name"})

    assert [(1, "missing-url")] == codes("l.yaml", text, layout(["url", "tools[].url"]))
    assert [] == codes("l.yaml", text, layout(["tools[].url"]))


def test_what_many_entries_lack_is_not_missed() -> None:
    """Of 60 people 20 have a page, and nobody owes one; of 60 books two without one were forgotten."""
    layout = Layout.model_validate({"path": "l.yaml", "url": "home", "title": "name"})

    def people(count: int) -> str:
        homes = ("" if n < count else f", home: 'https://a.test/{n}'" for n in range(60))
        return "".join(f"- {{name: N{n}{home}}}\n" for n, home in enumerate(homes))

    assert [] == codes("l.yaml", people(40), layout)
    assert [(1, "missing-url"), (2, "missing-url")] == codes("l.yaml", people(2), layout)


@pytest.mark.parametrize(
    "value",
    [
        "none", "no", "/about", "./x.html", "#top", "data/table.csv", "DATA_DICTIONARY.md", "$url.sha256",
        "see https://github\\.test/(.+)\\.zip", "src=https://a.test/[^/]+ and more",
        "curl https://host:port/ to see", "https://[^ or so",
    ],
)  # fmt: skip
def test_what_stands_in_the_place_of_an_address(value: str) -> None:
    """Words, paths within the repository, expressions and examples are no addresses, and no mistake."""
    layout = Layout.model_validate({"path": "l.json", "url": "home", "title": "name"})
    text = json.dumps([{"name": "A", "home": "https://a.test"}, {"name": "B", "home": value}])
    catalog = read_any("l.json", text.encode(), layout, today=TODAY)

    assert ["https://a.test"] == [link.url for link in catalog.links]
    assert {"missing-url"} == {problem.code for problem in catalog.problems}


@pytest.mark.parametrize("keys", [{"url": "home"}, {"url": "**"}, {"text": "home"}])
def test_an_address_that_is_all_of_a_value(keys: dict[str, str]) -> None:
    """Wherever it is looked for: without its end `v__LATEST__` would be asked and called dead."""
    url = "https://a.test/v__LATEST__"

    assert [url] == [link.url for link in read("l.json", json.dumps([{"home": url}]), **keys).links]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("www.a.test/bounty.html", "invalid-url"),
        ("a.test", "invalid-url"),
        ("htp//a.test/x", "invalid-url"),
        ("//a.test/x", "scheme-relative-url"),
        ("//www.a.test", "scheme-relative-url"),
        ("//localhost/x", "scheme-relative-url"),
    ],
)
def test_an_address_without_its_scheme_is_a_mistake(value: str, code: str) -> None:
    """It was meant as one, and is told once."""
    layout = Layout.model_validate({"path": "l.json", "url": "home"})

    assert [(1, code)] == codes("l.json", json.dumps([{"home": value}]), layout)


def test_an_entry_around_others_is_never_removed() -> None:
    """What a file or a group says of itself is asked as well; to remove it would take its entries along."""
    data = {"name": "S", "home": "https://s.test", "groups": [
        {"intro": "see https://i.test there", "items": [{"name": "A", "home": "https://a.test"}]},
    ]}  # fmt: skip
    layout = {"items": ["groups[].items[]", "groups[]", "."], "url": "home", "text": "intro"}

    links = read("l.json", json.dumps(data), **layout).links

    assert [
        ("https://a.test", "item"), ("https://i.test", "text"), ("https://s.test", "file"),
    ] == [(link.url, link.entry_is) for link in links]  # fmt: skip


def test_titles_of_other_peoples_works() -> None:
    """Different works share names; within one host the same name is that of one work, listed twice."""
    same = "- [An Introduction to C](https://a.test/intro)\n- [An introduction to C](https://{}.test/new)\n"
    listed = "[site](https://a.test) [site](https://a.test)\n\n- [A](https://a.test)\n- [B](https://a.test)\n"

    assert [(2, "similar-title")] == codes("a.md", same.format("a"))
    assert [] == codes("a.md", same.format("b"))
    assert [(4, "duplicate-url")] == codes("a.md", listed)


def test_a_list_of_bare_addresses() -> None:
    """The item itself is the address."""
    catalog = read_any("l.json", b'["https://a.test", {"url": "https://b.test"}]', None, today=TODAY)

    assert ["https://a.test", "https://b.test"] == [link.url for link in catalog.links]


def test_a_table_of_addresses_is_no_record() -> None:
    """In a mapping of many keys one called `title` is an address among others, not what they are called."""
    rows = "".join(f"  k{n}: https://a{n}.test/\n" for n in range(300))
    catalog = read("d.yaml", f"links:\n  title: Mine\n{rows}", url="links{}")

    assert {None} == {link.title for link in catalog.links}
    assert 300 == len(catalog.links)


def test_files_of_one_name_are_called_as_their_folders_are() -> None:
    """Where the row says the name; a file that was named alone has its own."""
    source = "home: https://a.test\n"

    assert (
        "one" == read("servers/one/meta.yaml", source, path="servers/*/meta.yaml", url="home").entries[0].id
    )
    assert "meta" == read("servers/one/meta.yaml", source, url="home").entries[0].id


def test_no_entry_is_of_its_picture() -> None:
    """Unless the layout says so first."""
    source = (
        "- {icon: 'https://i.test/1', title: One}\n- {home: 'https://h.test', icon: 'https://i.test/1'}\n"
    )

    beside = read("a.yaml", source, url=["home", "icon"])
    first = read("a.yaml", source, url=["icon", "home"])

    assert [False, True, False] == [link.is_main for link in beside.links]
    assert [True, True, False] == [link.is_main for link in first.links]
    assert "duplicate-url" not in {problem.code for problem in beside.problems}
    assert "duplicate-url" in {problem.code for problem in first.problems}


def test_an_address_of_a_house_is_no_repetition() -> None:
    """Four entries of titles of their own have their operator's; of one title they are one entry again."""
    rows = "".join(f"city {n},https://a.test,https://f.test/{n}\n" for n in range(4))
    alike = "".join(f"city,https://a.test,https://f.test/{n}\n" for n in range(4))

    for text, told in ((rows, []), (alike, ["duplicate-url"])):
        found = read("a.csv", f"name,url,feed\n{text}", url=["url", "feed"], title="name")
        assert told == [problem.code for problem in found.problems]
