"""`crawler init && crawler check` on repositories that were never made for it, and the patch that is made."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from pathlib import Path

    from cli.bench import Bench

MOVED, NEW = "https://moved.test/book", "https://moved.test/new-book"
SLASHED = MOVED.replace("/", "\\/")
AWESOME = f"""\
# Awesome Books [![Awesome](https://well.test/badge.svg)](https://alive.test/book)

> A list of good books. See <https://alive.test/second>.

## Contents

- [Mathematics](#mathematics)

## Mathematics

- [A Good Book]({MOVED}) - Kept by hand. ([Code](https://alive.test/book))
- [Gone Book][gone] - Was good.
  - [A Good Book](https://alive.test/book)

| Book | Year |
|------|-----:|
| [A Good Book]({MOVED}#ch_(1)) | 2001 |
| [Another \\| one](https://alive.test/book) | 2002 |

`https://code.test/is-no-link` <!-- https://comment.test/ is none -->

[gone]: https://dead.test/book "Gone"
"""
ENTRY = """\
# Kept by hand.
Name: A Good Book
ID: {number}
Description: |
  About it, see {url} and
  [the paper](https://alive.test/second).
Documentation: "{url}"   # where to look
Tags: [one, two]
"""
PAGE = """\
---
title: "A Good Book"   # its own
link: {url}
image: /assets/cover.png
permalink: /book/
links:
  - {{name: Paper, url: '{url}'}}
---

Read it [here]({url}), or <https://alive.test/second>.
"""
GROUP = """\
  - group:
    name: Group {number}
    items:
{items}"""
ITEM = """\
      - item:
        name: 'A Good Book'
        homepage_url: {url}
        description: >-
          Some words about what this is and why it stands here, so that the file is as large as
          real ones are.
"""


def _nested() -> str:
    """More than 1 MB of entries, three levels deep."""
    urls = [MOVED, "https://alive.test/book", "https://dead.test/book"]
    items = [
        "".join(ITEM.format(url=urls[0 if at == number == 0 else 1]) for at in range(60))
        for number in range(100)
    ]
    items[99] = items[99].replace(urls[1], urls[2], 1)
    return "landscape:\n" + "".join(GROUP.format(number=n, items=one) for n, one in enumerate(items))


URLS = (MOVED, "https://alive.test/book", "https://dead.test/book", "https://alive.test/second", MOVED)
IN_OTHER_MARKUP = {
    "README.rst": "Books\n=====\n\n" + "".join(f"- `A Good Book <{url}>`_\n" for url in URLS)
    + f"\n.. image:: https://well.test/badge.svg\n   :target: {MOVED}\n\n.. https://never.test/asked\n",
    "guide.adoc": "= Books\n\n" + "".join(f"* {url}[A Good Book]\n" for url in URLS)
    + "\n----\nhttps://never.test/asked\n----\n",
    "notes.org": "* Books\n" + "".join(f"- [[{url}][A Good Book]]\n" for url in URLS)
    + "#+BEGIN_SRC sh\ncurl https://never.test/asked\n#+END_SRC\n",
    "refs.bib": "".join(
        f"@misc{{b{n},\n  title = {{A {{Good}} Book}},\n  url = {{{url}}}\n}}\n" for n, url in enumerate(URLS)
    ),
    "bookmarks.html": "<!DOCTYPE NETSCAPE-Bookmark-file-1>\r\n<DL><p>\r\n"
    + "".join(f'    <DT><A HREF="{url}" ADD_DATE="1">A Good Book</A>\r\n' for url in URLS) + "</DL><p>\r\n",
    "list.txt": "# https://never.test/asked\n" + "\n".join(URLS),
    "index.html": '<ul><li><a href="https://never.test/asked">x</a></li></ul>\n',
    "LICENSE.txt": "See https://never.test/asked for\nwhat may be done with this.\n",
}  # fmt: skip

REPOSITORIES: dict[str, dict[str, str]] = {
    "an awesome list": {
        "README.md": AWESOME,
        "CONTRIBUTING.md": "See [this](https://never.test/asked).\n",
        ".github/workflows/links.yml": "on: push\nurl: https://never.test/asked\n",
        "package.json": '{"homepage": "https://never.test/asked"}\n',
    },
    "a folder of entries": {
        "README.md": "# Data\n\nMore at [our site](https://never.test/asked).\n",
        **{
            f"datasets/{name}.yaml": ENTRY.format(number=name, url=url).replace("\n", ending)
            for name, url, ending in (
                ("one", MOVED, "\n"),
                ("two", "https://alive.test/book", "\n"),
                ("three", "https://dead.test/book", "\r\n"),
                ("four", MOVED, "\r\n"),
            )
        },
    },
    "a large nested list": {"landscape.yml": _nested()},
    "pages with metadata": {
        "_config.yml": "url: https://never.test/asked\n",
        "about.md": "---\ntitle: About\nimage: https://never.test/asked\n---\nWords.\n",
        **{
            f"_projects/{name}.md": PAGE.format(url=url).replace("\n", ending)
            for name, url, ending in (
                ("one", MOVED, "\n"),
                ("two", "https://alive.test/book", "\r\n"),
                ("three", "https://dead.test/book", "\n"),
            )
        },
        **{
            f"content/talks/{name}/index.md": (
                f'+++\ntitle = "A Good Book"\n[links]\nhome = "{MOVED}" # here\n+++\n'
            )
            for name in "abc"
        },
        **{f"posts/{n}.md": f'{{\n  "n": {n},\n  "link": "{SLASHED}"\n}}\n\nWords.\n' for n in range(3)},
    },
    "lists in other markup": IN_OTHER_MARKUP,
    "JSON, TOML and CSV": {
        "refs.json": f'[\n\t{{"id": "a", "url": "{SLASHED}", "title": "A Good Book"}},\n'
        '\t{"id": "b", "url": "https://dead.test/book", "title": "Gone"},\n'
        '\t{"id": "c", "url": "https://alive.test/book", "title": "A Good Book"}\n]',
        **{f"people/{n}.toml": f"name = 'P{n}'\n[links]\nhome = '{MOVED}' # here\n" for n in range(3)},
        "list.csv": f'title,link\r\n"A ""Good"" Book",{MOVED}\r\n'
        "B,https://alive.test/book\r\nC,https://dead.test/book\r\n",
    },
}


def git(folder: Path, *args: str) -> None:
    subprocess.run(["git", *args], cwd=folder, capture_output=True, check=True)


@pytest.mark.parametrize("name", REPOSITORIES)
def test_init_check_and_git_apply(bench: Bench, name: str) -> None:
    """After two commands there is a patch that git takes, and it changes each moved address, and no more."""
    texts = {file: text.encode() for file, text in REPOSITORIES[name].items()}
    for file, text in texts.items():
        path = bench.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    git(bench.folder, "init", "--quiet")

    said = bench.run("init")
    assert (0, "") == (said.code, said.err)
    assert "crawler.yaml was written" in said.out
    checked = bench.check()

    assert (1, "") == (checked.code, checked.err)
    report = bench.report()
    assert not [link for link in report["links"] if "never.test" in link["url"] or "code.test" in link["url"]]
    assert {"alive", "moved", "dead"} == {link["status"] for link in report["links"]}
    assert [] == report["refusals"]
    git(bench.folder, "apply", "--check", "reports/suggested.patch")
    applied = bench.run("apply")
    assert (0, "") == (applied.code, applied.err)
    written = {file: (bench.folder / file).read_bytes() for file in texts}
    for file, text in texts.items():
        (bench.folder / file).write_bytes(text)
    git(bench.folder, "apply", "reports/suggested.patch")
    slashed = (SLASHED.encode(), NEW.replace("/", "\\/").encode())
    expected = {
        file: text.replace(MOVED.encode(), NEW.encode()).replace(*slashed) for file, text in texts.items()
    }
    assert expected == written == {file: (bench.folder / file).read_bytes() for file in texts}


def test_places_are_exact(bench: Bench) -> None:
    """File, line and column of a report lead to the first character of the address."""
    bench.folder.joinpath("README.md").write_text(AWESOME, encoding="utf-8")

    bench.check("README.md")

    lines = AWESOME.splitlines()
    links = bench.report()["links"]
    assert 9 == len(links)
    for link in links:
        assert link["url"] in lines[link["line"] - 1]
    assert 1 == bench.asked("alive.test")


def test_init_overwrites_nothing(bench: Bench) -> None:
    """A configuration that is there stays, until it is said that it may go."""
    bench.folder.joinpath("README.md").write_text(AWESOME, encoding="utf-8")
    config = bench.folder / "crawler.yaml"
    config.write_text("timeout: 5\n", encoding="utf-8")

    said = bench.run("init")
    assert 2 == said.code
    remedy = "say `--force` to replace it, or `--config` for another"
    assert f"crawler: crawler.yaml: is there already, and was left as it is; {remedy}\n" == said.err
    assert "timeout: 5\n" == config.read_text("utf-8")

    assert 0 == bench.run("init", "--force").code
    assert "- README.md\n" in config.read_text("utf-8")


def test_init_where_nothing_is(bench: Bench) -> None:
    """A folder without a catalog is a mistake, said in one line."""
    bench.folder.joinpath("notes.md").write_text("# Notes\n\nNo link.\n", encoding="utf-8")

    said = bench.run("init")

    assert 2 == said.code
    kinds = ".yaml, .yml, .json, .md, .markdown, .toml, .csv, .tsv, .rst, .adoc, .asciidoc, .org, .bib"
    what = f"no catalog with links was found there, of {kinds}, .html, .htm or .txt"
    assert f"crawler: .: {what}; name the file that holds them\n" == said.err
    assert not (bench.folder / "crawler.yaml").exists()


def test_init_says_what_is_wrong_with_a_named_file(bench: Bench) -> None:
    """A file that is named and cannot be read is no file without links."""
    bench.folder.joinpath("list.toml").write_text('[[items]]\nurl = "https://alive.test/book\n', "utf-8")

    said = bench.run("init", "list.toml")

    assert 2 == said.code
    assert said.err.startswith("crawler: list.toml:2: this is not TOML: ")


def test_init_shows_examples_from_all_of_a_list(bench: Bench) -> None:
    """Not its first three links alone, which are badges."""
    badges = "".join(f"[![b](https://b{n}.test/b.svg)](https://b{n}.test)\n" for n in range(3))
    items = "".join(f"- [Work {n}](https://w{n}.test/work)\n" for n in range(20))
    bench.folder.joinpath("README.md").write_text(f"# List\n{badges}\n{items}", "utf-8")

    said = bench.run("init")

    shown = [line.rpartition(" ")[2] for line in said.out.splitlines()[1:4]]
    assert ["'https://b0.test/b.svg'", "'https://w6.test/work'", "'https://w19.test/work'"] == shown


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (
            "- {path: a.yml, itms: x}",
            "crawler.yaml:2: catalogs, mapping 1: itms: there is no such key; known are ",
        ),
        (
            "- {path: a.yml, items: 'a[}'}",
            "crawler.yaml:2: catalogs, mapping 1: items: 'a[}' is no path; write one like",
        ),
        ("- {items: 'a'}", "crawler.yaml:2: catalogs, mapping 1: path: is missing; say which files"),
        (
            "- {path: a.yml, items: b, url: c}",
            "a.yml:1: no entry is where `items` says: the root has no key 'b', only 'a'",
        ),
        ("- 'none/*.yml'", "none/*.yml: no file matches; "),
    ],
)
def test_mistakes_in_a_layout(bench: Bench, config: str, said: str) -> None:
    """Each mistake in a layout is one line with its place and the remedy."""
    bench.folder.joinpath("crawler.yaml").write_text(f"catalogs:\n  {config}\n", encoding="utf-8")
    bench.folder.joinpath("a.yml").write_text("a: [{c: 'https://alive.test/book'}]\n", encoding="utf-8")

    result = bench.run("lint")

    assert 2 == result.code
    assert result.err.startswith(f"crawler: {said}"), result.err
    assert 1 == result.err.count("\n")


def test_init_says_what_it_left_out(bench: Bench) -> None:
    """A README that is made of the data is no second catalog; a file with a mistake in it is named."""
    urls = [f"https://a.test/{n}" for n in range(30)]
    bench.folder.joinpath("list.json").write_text(json.dumps([{"name": u, "url": u} for u in urls]), "utf-8")
    bench.folder.joinpath("README.md").write_text("".join(f"- <{url}>\n" for url in urls), "utf-8")
    bench.folder.joinpath("broken.json").write_text('[{"url": "https://b.test"},]\n', "utf-8")

    said = bench.run("init")

    assert 0 == said.code
    assert "README.md: left out, since nearly all of its links are those of list.json" in said.out
    assert "not read: broken.json:1: this is not JSON" in said.out
    assert "README.md" not in (bench.folder / "crawler.yaml").read_text("utf-8")


def test_lists_in_formats_that_are_not_read(bench: Bench) -> None:
    """They are named for what they are, alone and beside others."""
    bench.folder.joinpath("list.wiki").write_text("= List =\n* [https://a.test A]\n", "utf-8")
    bench.folder.joinpath("list.textile").write_text('h1. List\n* "A":https://a.test\n', "utf-8")

    bench.folder.joinpath("list.jsonc").write_text('["https://a.test"] // all\n', "utf-8")
    bench.folder.joinpath("note.ipynb").write_text('{"cells": []}', "utf-8")

    alone, named, other = (
        bench.run("init"), bench.run("lint", "list.textile"), bench.run("check", "list.jsonc")
    )  # fmt: skip
    bench.folder.joinpath("list.csv").write_text("n,u\n" + "A,https://a.test\n" * 4, "utf-8")
    beside = bench.run("init")

    assert (2, 2, 0) == (alone.code, named.code, beside.code)
    assert ".txt (not read: 1 file of MediaWiki, such as 'list.wiki'; put their links" in alone.err
    assert "list.jsonc: is JSON with comments, which is not read; name a list in one" in other.err
    assert "list.textile: is Textile, which is not read; name a list in one of YAML," in named.err
    assert "not read: 1 file of Textile, such as 'list.textile'; put their links into a list" in beside.out


def test_a_glob_that_init_writes_stands_for_what_it_showed(bench: Bench) -> None:
    """Not for a tool's file beside the entries, nor for the configuration that it is written into."""
    for name in "abc":
        text = json.dumps({"name": name, "url": f"https://a.test/{name}"})
        bench.folder.joinpath(f"{name}.json").write_text(text, "utf-8")
        bench.folder.joinpath(f"{name}.yaml").write_text(text.replace("a.test", "b.test"), "utf-8")
    bench.folder.joinpath("package.json").write_text('{"homepage": "https://never.test"}', "utf-8")

    said, linted = bench.run("init"), bench.run("lint")

    rows = [
        row["path"] for row in yaml.safe_load((bench.folder / "crawler.yaml").read_text("utf-8"))["catalogs"]
    ]
    assert ["*.yaml", "a.json", "b.json", "c.json"] == sorted(rows)
    assert (0, 0, "") == (said.code, linted.code, linted.err)


def test_init_leaves_out_what_is_built_of_a_folder(bench: Bench) -> None:
    """One file of all entries that have a file each is built of them: an edit of it would be lost."""
    tools = [{"name": f"N{n}", "url": f"https://a.test/{n}"} for n in range(30)]
    bench.folder.joinpath("tools").mkdir()
    for tool in tools:
        bench.folder.joinpath("tools", f"{tool['name']}.json").write_text(json.dumps(tool), "utf-8")
    bench.folder.joinpath("all.json").write_text(json.dumps(tools), "utf-8")

    said = bench.run("init")

    assert "all.json: left out, since nearly all of its links are those of tools/*.json" in said.out
    assert "all.json" not in (bench.folder / "crawler.yaml").read_text("utf-8")


def test_one_file_of_many_that_cannot_be_read(bench: Bench) -> None:
    """It is a problem with its line, the others are checked, and the run ends with 2; alone it stops it."""
    bench.folder.joinpath("apps").mkdir()
    for name in "abc":
        text = f"name: A Good Book\nwebsite: https://alive.test/{name}\n"
        bench.folder.joinpath("apps", f"{name}.yml").write_text(text, "utf-8")
    bench.folder.joinpath("apps", "broken.yml").write_text(
        "name: B\nwebsite: 'https://a.test'\n  - tag\n", "utf-8"
    )
    bench.run("init")

    linted, checked, alone = bench.run("lint"), bench.check(), bench.check("apps/broken.yml")

    assert "apps/broken.yml:3: unreadable: this is not YAML" in linted.out
    assert (2, 2, 2) == (linted.code, checked.code, alone.code)
    assert checked.out.startswith("3 links:")
    assert checked.err.startswith("crawler: apps/broken.yml:3: this is not YAML")
    assert "links" not in alone.out
    (problem,) = bench.report()["problems"]
    assert ("apps/broken.yml", 3, "unreadable") == (problem["file"], problem["line"], problem["code"])


def test_a_folder_without_anything_to_read(bench: Bench) -> None:
    """A list in a format that is not read is not taken for a directory that cannot be read."""
    bench.folder.joinpath("docs").mkdir()
    bench.folder.joinpath("docs", "Home.mediawiki").write_text("[https://a.test A]\n", "utf-8")

    for command in ("init", "lint", "check"):
        said = bench.run(command, "docs")
        assert (2, True) == (said.code, "docs: no catalog with links was found there, of .yaml" in said.err)
        assert "(not read: 1 file of MediaWiki, such as 'docs/Home.mediawiki'; " in said.err
