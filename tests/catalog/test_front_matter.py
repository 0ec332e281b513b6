"""The metadata at the top of Markdown files: found, read as one entry, and edited as texts of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.examples import examples
from support.layouts import generated
from support.mending import FILE, OPERATIONS

from crawler.catalog import Catalog, Edit, Refusal, apply_edits
from crawler.catalog.layout import Layout
from crawler.catalog.reading import read_any, shared_layouts

LAYOUT = {"url": ["link", "links[].url"], "text": "summary", "title": "title", "archive": "saved"}
BODY = "\nWords, [a page](https://body.test/y).\n\n---\n\nlink: https://rule.test\n"
YAML = '---\ntitle: "A Book"  # so\nlink: https://a.test/x # keep\nlinks:\n  - {url: "https://b.test"}\n---\n'
TOML = (
    '+++\ntitle = "A Book" # so\nlink = "https://a.test/x" # keep\n[[links]]\nurl = "https://b.test"\n+++\n'
)
JSON = '{\n\t"title": "A Book",\n\t"link": "https:\\/\\/a.test\\/x",\n\t"links": [{"url": "https://b.test"}]\n}\n'
MATTERS = {"yaml": YAML, "toml": TOML, "json": JSON}


def read(text: str, file: str = "books/a-book.md", **layout: Any) -> Catalog:
    row = Layout.model_validate({"path": file, **(layout or LAYOUT)})
    return read_any(file, text.encode(), row, today=date(2026, 11, 2))


def new_url(catalog: Catalog, number: int, url: str) -> str:
    link = catalog.links[number]
    edit = Edit(file=link.file, line=link.line, route=link.route, old=link.url, new=url, at=link.at)
    result = apply_edits(catalog.text, catalog.file, [edit])
    assert isinstance(result, str)
    return result


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("matter", MATTERS)
def test_a_page_is_an_entry(matter: str, bom: str, ending: str) -> None:
    """Its own addresses first, called as the file is, then those of its text; each where it stands."""
    text = bom + (MATTERS[matter] + BODY).replace("\n", ending)
    catalog = read(text)

    assert [("a-book", "link", "https://a.test/x"), ("a-book", "links[0].url", "https://b.test")] == [
        (link.entry, link.field, link.url) for link in catalog.links[:2]
    ]
    assert ["https://body.test/y", "https://rule.test"] == [link.url for link in catalog.links[2:]]
    assert ("A Book", True, "text") == (
        catalog.links[0].title,
        catalog.links[0].is_main,
        catalog.links[0].entry_is,
    )
    assert () == catalog.problems
    for number, link in enumerate(catalog.links):
        shown = text.split(ending)[link.line - 1].removeprefix(bom if link.line == 1 else "")[
            link.column - 1 :
        ]
        assert shown.lstrip("\"'").replace("\\/", "/").startswith(link.url)
        old = "https:\\/\\/a.test\\/x" if (matter, number) == ("json", 0) else link.url
        new = old.replace("test", "example")
        assert text.replace(old, new, 1) == new_url(catalog, number, link.url.replace("test", "example"))


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("line", "new", "written"),
    [
        ("link: https://a.test/x # so", "https://n.test/?a=1&b=2", "link: https://n.test/?a=1&b=2 # so"),
        ("link: 'https://a.test/x'", "https://n.test/it's", "link: 'https://n.test/it''s'"),
        ('link: "https:\\/\\/a.test/x"', "https://n.test", 'link: "https://n.test"'),
        ("link: >-\n  https://a.test/x", "https://n.test", "link: >-\n  https://n.test"),
        (
            "link: >-\n  https://a.test/x\n  and more",
            "https://n.test",
            "link: >-\n  https://n.test\n  and more",
        ),
        ("link: &x https://a.test/x\nother: *x", "https://n.test", None),
    ],
)
def test_styles_of_yaml(line: str, new: str, written: str | None, bom: str, ending: str) -> None:
    """Quoted, escaped and folded texts stay what they are; what stands for two places is refused."""
    text = bom + f"---\ntitle: T\n{line}\n---\n{BODY}".replace("\n", ending)
    catalog = read(text)
    link = catalog.links[0]
    edit = Edit(file=link.file, line=link.line, route=link.route, old=link.url, new=new, at=link.at)
    result = apply_edits(text, catalog.file, [edit])

    assert "https://a.test/x" == link.url
    if written is None:
        assert isinstance(result, Refusal)
    else:
        assert text.replace(line.replace("\n", ending), written.replace("\n", ending)) == result


@pytest.mark.parametrize("matter", MATTERS)
def test_a_key_is_added(matter: str) -> None:
    """A snapshot goes into the metadata, and nothing else changes."""
    catalog = read(MATTERS[matter] + BODY)
    edit = Edit(file=catalog.file, line=1, route=("matter", "saved"), old=None, new="https://w.test/1")
    result = apply_edits(catalog.text, catalog.file, [edit])

    assert isinstance(result, str)
    assert result.endswith(BODY)
    assert ["link", "links[0].url", "saved"] == sorted(
        link.field for link in read(result).links if link.entry == "a-book"
    )
    added = set(result.splitlines()) - set(catalog.text.splitlines())
    assert 1 == len([line for line in added if "saved" in line])


@settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**40))
def test_an_edit_in_a_page_is_the_edit_alone(seed: int) -> None:
    """Whatever is done to YAML at the top of a page is what would be done to the YAML alone."""
    rng = Random(seed)
    made = generated(rng)
    edit = rng.choice(list(OPERATIONS.values()))(rng, made)
    marks = any(line.startswith(("---", "...", "%")) for line in made.text.splitlines())
    is_mapping = isinstance(made.data, dict)
    if edit is None or marks or not is_mapping or not made.text.endswith("\n") or made.text[0] == "\ufeff":
        return
    ending = "\r\n" if "\r\n" in made.text else "\n"
    before, after = f"---{ending}", f"---{ending}" + BODY.replace("\n", ending)

    alone = apply_edits(made.text, FILE, [edit])
    own = replace(edit, file="page.md", route=("matter", *edit.route))
    result = apply_edits(before + made.text + after, "page.md", [own])

    assert isinstance(result, Refusal) if isinstance(alone, Refusal) else result == before + alone + after


def test_what_is_within_the_site_is_no_link() -> None:
    """Of the values of `link` many are paths; what lacks the scheme alone is told, and not asked."""
    links = ["/about/", "x.png", "index.html", "//a.test/x", "#top", ""]
    pages = [read(f"---\nlink: {link}\n---\n") for link in links]

    assert [()] * len(links) == [page.links for page in pages]
    codes = [[problem.code for problem in page.problems] for page in pages]
    assert [[], [], [], ["scheme-relative-url"], [], []] == codes
    assert not any(problem.is_operator_error for page in pages for problem in page.problems)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: x\nlink: [https://a.test\n---\n[b](https://b.test)\n", 3),
        ("+++\r\ntitle = 'x'\r\nlink = \r\n+++\r\n[b](https://b.test)\r\n", 3),
    ],
)
def test_what_cannot_be_read_is_told(text: str, line: int) -> None:
    """The links of the page itself are found all the same."""
    catalog = read(text)

    assert [("unreadable-front-matter", line)] == [(one.code, one.line) for one in catalog.problems]
    assert ["https://b.test"] == [link.url for link in catalog.links]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---\n---\n",
        "---\ntitle: no end, so a rule\n",
        "--- # no fence\nlink: https://a.test\n---\n",
        "{% include links.html %}\n",
        '{"link": 1} trailing words\n',
        "{}\n",
        "---\n- link\n---\n",
        "# Title\n\n---\nlink: x\n---\n",
    ],
)
def test_what_has_no_metadata(text: str) -> None:
    """It is read as any Markdown."""
    assert [] == [link.entry for link in read(text).links if link.field == "link"]
    assert () == read(text).problems


def test_names() -> None:
    """A page that is its folder's is called as the folder."""
    names = ["a/b.md", "a/b/index.md", "a/b/_index.md", "index.md"]
    said = [read("---\nlink: https://a.test\n---\n", name).links[0].entry for name in names]

    assert ["b", "b", "b", "index"] == said


def test_ids_are_told_apart() -> None:
    """An item of the text may be called as the page is."""
    text = "---\nlink: https://a.test\n---\n- [A Book](https://b.test)\n"
    assert ["a-book", "a-book-2"] == [link.entry for link in read(text).links]


def test_folders_share_a_layout() -> None:
    """Pages of a folder without a configuration: most that have metadata have an address there."""
    with_link = {f"a/{n}.md": f"---\ntitle: T\nlink: https://a.test/{n}\n---\n".encode() for n in range(3)}
    without = {f"b/{n}.md": b"---\ntitle: T\n---\n[x](https://x.test)\n" for n in range(3)}
    layouts = shared_layouts({**with_link, **without, "a/README.md": b"# Words\n"})

    assert [(("link",),)] * 3 == [getattr(layouts[file], "url", None) for file in with_link]
    assert [None] * 3 == [layouts[file] for file in without]


def test_one_page_that_cannot_be_read_takes_nothing_from_the_others() -> None:
    """Neither what is no text nor metadata that break off."""
    pages = {f"{n}.md": f"---\nlink: https://a.test/{n}\n---\n".encode() for n in range(3)}
    layouts = shared_layouts({"0a.md": b"---\nlink: \xff\n---\n", "0b.md": b"---\na: [\n---\n", **pages})

    assert [(("link",),)] * 3 == [getattr(layouts[file], "url", None) for file in pages]


def test_pictures_make_no_entries() -> None:
    """A blog's posts have pictures of other hosts in their metadata, and are no catalog for that."""
    pages = {f"{n}.md": f"---\ncoverImage: https://i.test/{n}\n---\n".encode() for n in range(3)}

    assert {None} == set(shared_layouts(pages).values())
