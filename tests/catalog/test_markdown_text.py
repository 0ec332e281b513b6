"""Markdown: what is a link is the parser's word, where it stands is exact, and an edit changes that alone."""

from __future__ import annotations

import random
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from crawler.catalog import Edit, Refusal, apply_edits, apply_groups, edit_for, markdown_html
from crawler.catalog.linked_text import as_written
from crawler.catalog.markdown_text import read_markdown
from crawler.catalog.reading import read_any

if TYPE_CHECKING:
    from crawler.catalog import Catalog

TODAY = date(2026, 11, 21)
NEW = "https://new.test/p?x=1&y=(2)"
PIECES = [
    "[", "]", "(", ")", "<", ">", "*", "_", "`", "``", "!", "\\", "|", "\n", "\n\n", "- ",
    "  ", "    ", "> ", "# ",
    "1. ", "&amp;", '"', "'", "https://a.b/c", "https://x.y/z_(q)", "http://q.r?a=1&b=2", "www.foo.com",
    "[l](https://in.l/ine)", "[r][ref]", "[ref]", "![i](https://im.g/x.png)", "<https://au.to/>",
    "[ref]: https://de.f/x 'T'\n", "\n[ref]: <https://de.f/y>\n", '<a href="https://ht.ml/x">t</a>',
    "<!-- https://c.om -->", "| a | b |\n|---|---|\n| ", "\t", "\r\n", "text", "é", "\u2028", "```\n",
    "~~~\n", "<div>\n", "</div>\n",
    "[[a](https://ne.st/1)](https://ne.st/2)", "\0", "\ufeff", "  \n", "===\n",
]  # fmt: skip


def read(text: str) -> Catalog:
    return read_any("README.md", text.encode(), None, today=TODAY)


def told(text: str) -> list[tuple[str, str, str | None]]:
    return [(link.entry, link.url, link.title) for link in read(text).links]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("[a](https://a.test/x_(y))", ["https://a.test/x_(y)"]),
        ("[a](<https://a.test/x y> 'title')", ["https://a.test/x y"]),
        ("[a](https://a.test/x\\)y)", ["https://a.test/x)y"]),
        ("[a [b]](https://a.test) and [c\\]](https://b.test)", ["https://a.test", "https://b.test"]),
        ("[a][r] [r] [r][]\n\n[r]: https://r.test/x", ["https://r.test/x"]),
        ("[unused]: https://r.test/x", []),
        ("<https://a.test/x> <mailto:a@b.test> <ftp://a.test>", ["https://a.test/x"]),
        (
            "See https://a.test/x. (https://b.test/y) **https://c.test**",
            ["https://a.test/x", "https://b.test/y", "https://c.test"],
        ),
        (
            """<a href="https://a.test/?a=1&amp;copy=2&copy=3&lt=4">
<img src=" https://b.test/i " srcset='https://c.test/1,2.png, https://c.test/2.png 2x'>""",
            [
                "https://a.test/?a=1&copy=2&copy=3&lt=4",
                "https://b.test/i",
                "https://c.test/1,2.png",
                "https://c.test/2.png",
            ],
        ),
        ('<a title="a > b" href=https://a.test/x/>x</a>', ["https://a.test/x/"]),
        ("at www.a.test/x, yes", ["http://www.a.test/x"]),
        ("https://a.test/?a=1&amp;b=2 https://b.test/a\\_b", ["https://a.test/?a=1&b=2", "https://b.test/a_b"]),
        (
            "![i](https://i.test) [![b](https://b.test/svg)](https://l.test)",
            ["https://i.test", "https://b.test/svg", "https://l.test"],
        ),
        ("`https://code.test` \n\n    https://code.test\n\n```\nhttps://code.test\n```", []),
        ("<!-- https://no.test [a](https://no.test) -->\n\na <!-- <https://no.test> --> b", []),
        ("[top](#top) [file](docs/a.md) [root](/x) [proto](//x.test)", []),
        (
            '<p><a href="https://a.test/?x=1">A</a> <img src=https://i.test/x></p>',
            ["https://a.test/?x=1", "https://i.test/x"],
        ),
        ("text <a href='https://a.test'>https://b.test</a> after", ["https://a.test"]),
        (
            "| a | b |\n|---|---|\n| [x](https://a.test/1\\|2) | `c \\| d` https://b.test |",
            ["https://a.test/1|2", "https://b.test"],
        ),
        ("> - [a](https://a.test)\n>   https://b.test", ["https://a.test", "https://b.test"]),
        ("---\nurl: https://front.test\n---\n[a](https://a.test)", ["https://a.test"]),
        ("+++\nurl = 'https://front.test'\n+++\n\n[a](https://a.test)", ["https://a.test"]),
        ("---\na: [\nurl: https://front.test\n---\n[a](https://a.test)", ["https://a.test"]),
        ("---\n---\n[a](https://a.test)", ["https://a.test"]),
        ("---\n- https://front.test\n---\n[a](https://a.test)", ["https://a.test"]),
        ("---\n\n[a](https://a.test)", ["https://a.test"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_what_is_a_link(text: str, urls: list[str], ending: str) -> None:
    """The links of a text as GitHub shows them, in order, each with its exact place."""
    text = text.replace("\n", ending)
    catalog = read(text)

    assert urls == [link.url for link in catalog.links]
    for link in catalog.links:
        written = text[link.span.start : link.span.end]
        assert written[:3] == link.url[:3] or written.startswith("www.")
        assert text.split("\n")[link.line - 1][link.column - 1 :].startswith(written.split("\n")[0])


def test_a_pictures_name_is_no_title() -> None:
    """Of a button nothing but the kind is left; of a title the words are."""
    text = "- [:material-github: GitHub](https://a.test)\n- [:star: A Book: Part 2](https://b.test)\n"

    assert [None, "A Book: Part 2"] == [link.title for link in read(text).links]


def test_titles_and_topics() -> None:
    """What a link says is its title, unless that only says what kind of thing is behind it."""
    text = (
        "# Awesome [![b](https://b.test)](https://s.test)\n## *Tools* `x`\n- [A **good** tool](https://a.test)"
        " ([demo](https://d.test), [Source code](https://c.test))\n## Books\n- <https://e.test/y>\n"
        "# End\nhttps://f.test"
    )
    catalog = read(text)

    assert [None, None, "A good tool", None, None, None, None] == [link.title for link in catalog.links]
    assert [("Awesome",), ("Awesome", "Tools x"), ("Awesome", "Books"), ("End",)] == [
        entry.topics for entry in catalog.entries
    ]
    assert ["s-test", "a-good-tool", "e-test", "f-test"] == [entry.id for entry in catalog.entries]
    assert ["images[0]", "url", "url", "links[1]", "links[2]", "url", "url"] == [
        link.field for link in catalog.links
    ]


def test_ids_are_unique() -> None:
    """The second entry of a name has a number, and no id is given twice."""
    names = ("Docs", "docs", "docs 2", "DOCS")
    text = "".join(f"- [{name}](https://a.test)\n" for name in names)

    assert ["docs", "docs-2", "docs-2-2", "docs-3"] == [entry for entry, _, _ in told(text)]


def hrefs(text: str) -> set[str]:
    """What the renderer makes links and images of."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.normalizeLink = str  # type: ignore[assignment]
    parser.validateLink = bool  # type: ignore[assignment]
    found: list[Any] = []

    def walk(tokens: list[Any]) -> None:
        for token in tokens:
            found.append(token.attrGet("href") or token.attrGet("src") or "")
            if token.children and token.type != "image":
                walk(token.children)

    walk(parser.parse(text.removeprefix("\ufeff")))
    return {url for url in found if re.match("https?://", url, re.IGNORECASE)}


@pytest.mark.parametrize("seed", range(4))
def test_links_are_the_renderers(seed: int) -> None:
    """In texts of random pieces no link of the renderer is missed, and an edit links to the new URL."""
    rng = random.Random(seed)
    offered = refused = 0
    for _ in range(150):
        text = "".join(rng.choices(PIECES, k=rng.randint(1, 25)))
        if text.startswith(("---", "+++")):
            continue
        parsed = read_markdown("a.md", text)
        urls = [(n, m, url) for n, block in enumerate(parsed.blocks) for m, url in enumerate(block.urls)]
        assert hrefs(text) <= {url.url for _, _, url in urls}
        for n, m, url in urls:
            edit = Edit(file="a.md", line=1, route=("entries", n, "links", m, "url"), old=url.url, new=NEW)
            result = apply_edits(text, "a.md", [edit])
            offered += 1
            refused += isinstance(result, Refusal)
            if isinstance(result, str) and url.kind not in {"bare", "html"}:
                assert NEW in hrefs(result)
    assert refused < offered * 0.12


EDITED = """\
# List <https://top.test>

- [A](https://a.test/x) and <https://a.test/x>, https://a.test/x.
- [B][b] ![i](<https://i.test/a b>)
| t | u |
|---|---|
| [c\\|d](https://c.test) | <a href="https://h.test/?a=1">H</a> |

[b]: https://b.test 'B'
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_edits_change_the_address_alone(ending: str) -> None:
    """Each kind of link is edited in its own place, all at once and one by one."""
    text = EDITED.replace("\n", ending)
    catalog = read(text)
    edits = [
        [edit_for(catalog, link.route, f"https://new.test/{n}_(x)?a=1&b=2")]
        for n, link in enumerate(catalog.links)
    ]

    batch = apply_groups(text, "README.md", edits)

    assert {} == batch.refusals
    expected = text
    for number, link in sorted(enumerate(catalog.links), key=lambda pair: -pair[1].span.start):
        new = f"https://new.test/{number}_(x)?a=1&b=2"
        expected = expected[: link.span.start] + new + expected[link.span.end :]
    assert expected == batch.text


@pytest.mark.parametrize(
    ("text", "new", "written"),
    [
        ("[a](https://a.test)", "https://n.test/)(", "[a](https://n.test/\\)\\()"),
        ("[a](<https://a.test>)", "https://n.test/)", "[a](<https://n.test/)>)"),
        ("[a](https://a.test)", "https://n.test/?a&copy;=1", "[a](https://n.test/?a&amp;copy;=1)"),
        ("<https://a.test>", "https://n.test/?a&copy;=1", "<https://n.test/?a&copy;=1>"),
        (
            '<a href="https://a.test">',
            "https://n.test/?a=1&copy;=2",
            '<a href="https://n.test/?a=1&amp;copy;=2">',
        ),
        ('<a href="https://a.test">', "https://n.test/?a=1&copy=2", '<a href="https://n.test/?a=1&copy=2">'),
        ("<a href='https://a.test'>", "https://n.test/it's", "<a href='https://n.test/it&#39;s'>"),
        (
            '<a href="https://a.test/?a=1&amp;b=2">',
            "https://n.test/?a=1&c=2",
            '<a href="https://n.test/?a=1&amp;c=2">',
        ),
        ("https://a.test", "https://n.test/x)", None),
        ("https://a.test is", "https://n.test/x.", None),
        ("<https://a.test>", "https://n.test/>", None),
        ("[a](https://a.test)", "https://n.test/a b", None),
        (
            "| a |\n|---|\n| https://a.test |",
            "https://n.test/a|b",
            "| a |\n|---|\n| https://n.test/a\\|b |",
        ),
        (
            "| a |\n|---|\n| [x](https://a.test) |",
            "https://n.test/a|b",
            "| a |\n|---|\n| [x](https://n.test/a\\|b) |",
        ),
    ],
)
def test_edits_write_as_the_place_wants(text: str, new: str, written: str | None) -> None:
    """Parentheses, entities and brackets are escaped where they can be; else the edit is refused."""
    catalog = read(text)

    result = apply_edits(text, "README.md", [edit_for(catalog, catalog.links[0].route, new)])

    if written is None:
        assert isinstance(result, Refusal)
    else:
        assert written == result


def test_an_item_is_removed_with_its_line() -> None:
    """A list item or a row goes as a whole, and nothing else does; one that others hang on is kept."""
    text = (
        "- [A](https://a.test)\n  more\n- [B](https://b.test)\n  - [C](https://c.test)\n- [D][d]\n\n"
        "[d]: https://d.test\n"
    )
    catalog = read(text)

    results = [apply_edits(text, "README.md", [edit_for(catalog, ("entries", n), None)]) for n in range(4)]

    assert text.removeprefix("- [A](https://a.test)\n  more\n") == results[0]
    assert isinstance(results[1], Refusal)
    assert text.replace("  - [C](https://c.test)\n", "") == results[2]
    assert isinstance(results[3], Refusal)


def test_a_stale_edit_is_refused() -> None:
    """What is there now is not what the edit was made for."""
    edit = Edit(
        file="a.md",
        line=1,
        route=("entries", 0, "links", 0, "url"),
        old="https://a.test",
        new="https://b.test",
    )

    for text in ("[a](https://c.test)", "nothing", "[a](https://b.test)"):
        assert isinstance(apply_edits(text, "a.md", [edit]), Refusal)


def test_gaps_of_a_srcset_are_passed_over_one_by_one() -> None:
    """A candidate begins with its address: beginning with a long gap, it took the square of that."""
    assert markdown_html._CANDIDATE.match("   , https://a.test/x") is None
    text = f'<img srcset="{" ," * 50_000} https://a.test/x 2x,{" " * 50_000}">'
    assert ["https://a.test/x"] == [link.url for link in read(text).links]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("- [A](https://a.test/x) - good.", None),
        ("- <https://a.test/x>", None),
        ("- [https://a.test/x](https://a.test/x)", None),
        ("- [A](https://a.test/x), [B](https://b.test/y)", None),
        ("- [A][r] and [B](https://b.test/y)\n\n[r]: https://a.test/x", "- [A][r] and [B](…)"),
        ("- [A][r]\n\n[r]: https://a.test/x", "- [A][r]"),
    ],
)
def test_an_entry_is_shown_as_it_stands(line: str, shown: str | None) -> None:
    """What a report says of a removal; the data that proves it is no reading for people."""
    data = read_markdown("README.md", f"{line}\n").data

    assert (shown or line) == as_written(data["entries"][0])


@pytest.mark.parametrize(
    "value",
    [
        None,
        "text",
        {"id": "a", "url": "https://a.test"},
        {"topic": [], "under": [], "text": "\0", "links": []},
        {"topic": [], "under": [], "text": 3, "links": [{"url": "https://a.test"}]},
        {"topic": [], "under": [], "text": "\0\0", "links": [{"url": 3}]},
    ],
)
def test_no_other_value_is_taken_for_an_entry_of_a_text(value: object) -> None:
    """An edit's old value may be anything that a catalog or a report made by hand holds."""
    assert as_written(value) is None
