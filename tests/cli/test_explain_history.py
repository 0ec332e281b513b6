"""`explain` and `history`: what earlier runs saw, and why a link has its verdict."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import yaml
from cli.bench import Bench
from support.replay import CaseFile, verdict_of

if TYPE_CHECKING:
    from pathlib import Path

ALTERNATE = "    alternates:\n      - {kind: notes, url: 'https://alive.test/second'}\n"


@pytest.fixture(scope="module")
def twice(module_bench: Bench) -> Bench:
    """A project after two runs."""
    bench = module_bench
    path = bench.write("alive", "moved", "dead")
    path.write_text(path.read_text("utf-8") + ALTERNATE, "utf-8")
    for _ in range(2):
        assert 1 == bench.check().code
    return bench


@pytest.mark.parametrize(
    ("link", "url", "verdict"),
    [
        ("moved", "https://moved.test/book", "moved (permanent-redirect), high confidence, confirmed"),
        ("dead:url", "https://dead.test/book", "dead (not-found), high confidence, not yet confirmed"),
        ("dead:alternates[0].url", "https://alive.test/second", "alive (ok), high confidence, confirmed"),
        ("https://moved.test/book", "https://moved.test/book", "moved (permanent-redirect)"),
        ("HTTPS://Moved.test:443/book#part", "https://moved.test/book", "moved (permanent-redirect)"),
    ],
)
def test_explain_finds_a_link_by_id_field_or_url(twice: Bench, link: str, url: str, verdict: str) -> None:
    """Its address, its verdict, and what each run said, newest first."""
    said = twice.run("explain", link)

    lines = said.out.splitlines()
    runs = lines[lines.index("What earlier runs saw, newest first:") + 1 :]
    assert (0, "", url) == (said.code, said.err, lines[0])
    assert lines[1].startswith("  in catalog.yaml: ")
    assert any(line.startswith(verdict) for line in lines)
    assert 2 == len([line for line in runs if line])


def test_explain_shows_every_request_with_its_answer(twice: Bench) -> None:
    """A dead link was asked on both stacks; each request stands with its answer, and why it was dead."""
    said = twice.run("explain", "dead:url")

    asked = [line.strip() for line in said.out.splitlines() if "GET https://dead.test/book" in line]
    assert ["GET https://dead.test/book -> 404"] * 2 == [line.partition(" ")[2] for line in asked]
    assert "  because 404 from https://dead.test/book" in said.out.splitlines()


def test_explain_by_id_tells_of_every_link_of_the_entry(twice: Bench) -> None:
    """An entry's id stands for its main address and its alternates."""
    said = twice.run("explain", "dead")

    urls = [line for line in said.out.splitlines() if line.startswith("https://")]
    assert sorted(["https://dead.test/book", "https://alive.test/second"]) == sorted(urls)


@pytest.mark.parametrize(
    ("command", "link"),
    [
        ("explain", "nonesuch"),
        ("explain", "moved:title"),
        ("explain", "https://alive.test/other"),
        ("explain", ""),
        ("history", "\x1b[2J"),
    ],
)
def test_a_link_that_no_run_has_seen_is_said(twice: Bench, command: str, link: str) -> None:
    """One line, 2, and what may be named instead."""
    said = twice.run(command, link)

    shown = link.replace("\x1b", "\\x1b")
    remedy = "no run has seen such a link; name an entry's id, `id:field`, or a URL of the catalog"
    assert (2, "", f"crawler: {shown}: {remedy}\n") == (said.code, said.out, said.err)


def test_history_lists_runs_newest_first(twice: Bench) -> None:
    """Each run has its time, its id and its counts."""
    said = twice.run("history")

    ids = [run_id for (run_id,) in twice.query("SELECT id FROM runs ORDER BY started_at DESC")]
    lines = said.out.splitlines()
    assert (0, 2) == (said.code, len(lines))
    assert ids == [line.split("  ")[1] for line in lines]
    assert ["4 addresses: 1 dead, 1 moved, 2 alive"] * 2 == [line.split("  ")[2] for line in lines]


def test_history_of_a_link_lists_what_was_said_of_it(twice: Bench) -> None:
    """One line a run, with status, reason and HTTP status."""
    said = twice.run("history", "dead:url")

    lines = said.out.splitlines()
    assert ["https://dead.test/book", "What earlier runs saw, newest first:"] == lines[:2]
    assert ["dead        not-found (404)"] * 2 == [line.partition("UTC  ")[2] for line in lines[2:]]


@pytest.mark.parametrize("command", [("explain", "moved"), ("history",), ("history", "moved")])
def test_with_no_history_yet_one_line_says_so(bench: Bench, command: tuple[str, ...]) -> None:
    """Reading makes no history: 2, one line, no folder."""
    said = bench.run(*command)

    line = "crawler: sqlite:///.crawler/state.db: there is no history yet; run `crawler check` first\n"
    assert (2, "", line) == (said.code, said.out, said.err)
    assert [] == list(bench.folder.iterdir())


@pytest.fixture(params=["newer", "foreign", "text", "cut"])
def strange(request: pytest.FixtureRequest, twice: Bench, tmp_path: Path) -> Bench:
    """A project whose history is newer than the program, another program's, no database, or half of one."""
    path = tmp_path / ".crawler/state.db"
    path.parent.mkdir()
    if request.param == "text":
        path.write_text("my notes\n" * 500)
    elif request.param == "foreign":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE notes (text)")
    else:
        shutil.copy(twice.folder / ".crawler/state.db", path)
        if request.param == "newer":
            with closing(sqlite3.connect(path)) as connection, connection:
                connection.execute("UPDATE crawler_schema SET version = 99")
        else:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return Bench(tmp_path, twice.web)


@pytest.mark.parametrize("command", ["check", "history"])
def test_a_strange_history_is_refused_and_left_as_it_is(strange: Bench, command: str) -> None:
    """One line, 2, nobody is asked, and not a byte of it changes."""
    strange.write("alive")
    strange.web.requests.clear()
    path = strange.folder / ".crawler/state.db"
    before = path.read_bytes()

    said = strange.check() if command == "check" else strange.run(*command.split())

    assert (2, "", 1) == (said.code, said.out, said.err.count("\n"))
    assert said.err.startswith("crawler: sqlite:///.crawler/state.db: ")
    assert before == path.read_bytes()
    assert [] == list(strange.web.requests)


def test_explain_says_how_long_it_is_so(twice: Bench) -> None:
    """Since when, how many failing runs in a row, and that it was never reached."""
    said = twice.run("explain", "dead:url")

    head = said.out.partition("\n\n")[2].partition("\n\n")[0].splitlines()
    assert "; 2 failing runs in a row on 1 day; never reached so far" in head[2]
    assert re.fullmatch(r"  a failing run from \d{4}-\d\d-\d\d \d\d:\d\d UTC on confirms it", head[3])


def test_explain_saves_a_case_that_replays(twice: Bench) -> None:
    """The file holds one case for each address of the link, and each gives the signals that were seen."""
    said = twice.run("explain", "moved", "--save-case", "moved.yaml")

    assert (0, "") == (said.code, said.err)
    assert "written to moved.yaml:" in said.out
    assert "moved-test-book-permanent-redirect: replays to moved (permanent-redirect)" in said.out
    (case,) = yaml.safe_load((twice.folder / "moved.yaml").read_text("utf-8"))
    verdict = verdict_of(CaseFile(path=twice.folder / "moved.yaml", name=case["name"], said=case))
    assert case["expect"]["signals"] == [signal.code for signal in verdict.signals]
    assert ("https://moved.test/new-book", "moved") == (verdict.moved_to, verdict.status)


def test_explain_saves_every_address_of_an_entry(twice: Bench) -> None:
    """An entry's id stands for all of its links."""
    twice.run("explain", "dead", "--save-case", "both.yaml")

    cases = yaml.safe_load((twice.folder / "both.yaml").read_text("utf-8"))
    assert {"dead", "alive"} == {case["expect"]["status"] for case in cases}


@pytest.mark.parametrize("name", ["taken.yaml", "folder", "nowhere/at/all.yaml"])
def test_a_file_that_is_there_is_left_alone(twice: Bench, name: str) -> None:
    """What stands in the way is neither overwritten nor created: 2 and one line."""
    (twice.folder / "taken.yaml").write_text("mine\n", "utf-8")
    (twice.folder / "folder").mkdir(exist_ok=True)

    said = twice.run("explain", "moved", "--save-case", name)

    assert 2 == said.code
    assert said.err.startswith(f"crawler: {name}: ")
    assert 1 == said.err.count("\n")
    assert "mine\n" == (twice.folder / "taken.yaml").read_text("utf-8")
