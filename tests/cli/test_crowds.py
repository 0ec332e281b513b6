"""Many links of one host that come to one page, through the whole program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli.bench import Bench, web_of

from crawler.demo.answers import document, html, page, redirect, routes
from crawler.demo.model import Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TO_THE_LIST = redirect("/courses")
TO_THE_SCRIPTS = redirect("/scripts")
MENU = "".join(f"<li>Department {number}</li>" for number in range(30))
LOST = {f"/old/{name}": TO_THE_LIST for name in ("algebra", "logic", "topology")}
MERGED = {f"/notes/{name}": TO_THE_SCRIPTS for name in ("algebra", "logic", "topology")}
WORKS = {"algebra": "Abstract Algebra", "logic": "Mathematical Logic", "topology": "Topology Without Tears"}
SCRIPTS = html(
    document("Scripts", body=f"<ul>{MENU}</ul>" + "".join(f"<p>{title}</p>" for title in WORKS.values()))
)
PAGES = {"/courses": page("Study with us"), "/scripts": SCRIPTS, "/old/graphs": page("Graph Theory")}
HOST = Site(
    id="many",
    title=None,
    url="https://many.test/",
    why="",
    expects={},
    respond=routes(LOST | MERGED | PAGES),
)


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Bench]:
    """A host that lost three works, put three others together, and still has one."""
    with web_of([HOST]) as web:
        bench = Bench(tmp_path, web)
        lines = ["version: 1", "resources:"]
        for folder in ("old", "notes"):
            for name, title in WORKS.items():
                lines += [f"  - id: {folder}-{name}", f"    title: {title}"]
                lines += [f"    url: https://many.test/{folder}/{name}"]
        lines += ["  - {id: graphs, title: Graph Theory, url: 'https://many.test/old/graphs'}", ""]
        (tmp_path / "catalog.yaml").write_text("\n".join(lines), "utf-8")
        yield bench


def test_crowd_is_told_and_the_rest_is_spared(many: Bench) -> None:
    """Three works at a list are dead; three on a page that names them, and one with its own, are alive."""
    said = many.check()

    assert (1, "") == (said.code, said.err)
    assert {f"old-{name}": "dead" for name in WORKS} | {f"notes-{name}": "alive" for name in WORKS} | {
        "graphs": "alive"
    } == many.statuses()
    links = {link["entry"]: link for link in many.report()["links"]}
    assert 7 == len(many.report()["links"]) == len(links)
    assert "shared-target" in links["old-logic"]["signals"]
    assert "soft-404" == links["old-logic"]["reason"]
    assert "3 links of this host, to differing works" in links["old-logic"]["because"][0]
    assert [] == many.report()["suggestions"]


def test_history_has_one_word_of_each(many: Bench) -> None:
    """What was said before the crowd was seen is not left in the history."""
    many.check()
    many.check()

    kept = many.query("SELECT url, status, provisional FROM observations ORDER BY id")
    assert 14 == len(kept)
    assert {("dead", 0)} == {row[1:] for row in kept if "/old/" in row[0] and "graphs" not in row[0]}
    assert {("alive", 0)} == {row[1:] for row in kept if "/notes/" in row[0]}


def test_each_link_is_asked_twice_at_most(many: Bench) -> None:
    """The crowd is evidence without a request; only what is about to be called dead is asked again."""
    many.check()

    assert 2 == many.asked("many.test", "/old/logic")
    assert 1 == many.asked("many.test", "/old/graphs")


def test_two_shards_or_one_link_alone_see_no_crowd(many: Bench) -> None:
    """A link that is asked alone is not told dead by others that nobody asked."""
    many.check("--only", "old-logic")

    assert {"old-logic": "changed"} == many.statuses()


def test_a_crowd_is_explained(many: Bench) -> None:
    """How many come to the page, what it is called, then both looks, each with a page that cannot exist."""
    many.check()
    paragraphs = many.run("explain", "old-logic").out.split("\n\n")

    head, why, titles, first, again, runs = paragraphs[1:7]
    assert head.startswith("dead (soft-404), medium confidence, not yet confirmed\n  dead means gone: ")
    assert "; 1 failing run; never reached so far\n  a failing run from " in head
    assert why.splitlines()[:3] == [
        "Why, what decided first:",
        "  because 3 links of this host, to differing works, all end at https://many.test/courses",
        "  because redirected to what is of many works, without this one: https://many.test/courses",
    ]
    assert (
        titles == 'The page is called "Study with us"; the entry says "Mathematical Logic" (match 0.00 of 1).'
    )
    for told, heading in (
        (first, "What was asked, in order "),
        (again, "Asked again later, over another HTTP "),
    ):
        assert told.startswith(heading)
        asked = [line.split(". ", 1)[1] for line in told.splitlines() if "GET " in line]
        assert asked[:2] == ["GET https://many.test/old/logic -> 301", "GET https://many.test/courses -> 200"]
        assert asked[2].endswith("[control: a page that cannot exist, to compare with] -> 404")
    assert "(the verdict rests on this)" in first.splitlines()[0]
    assert runs.startswith("What earlier runs saw, newest first:")
