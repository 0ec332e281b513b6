"""Whatever the catalog holds, a maintainer reads one line, and the sound entries are still checked."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.bench import Bench

CASES: list[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("bad_input.yaml").read_text("utf-8"))
ALIASES = "x: &a0 [1]\n" + "".join(f"k{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 10_000))
MORE_THAN_64_MB = 64 * 1024 * 1024 + 1
MADE: dict[str, Callable[[Path], object]] = {
    "aliases": lambda path: path.write_text(ALIASES),
    "brackets": lambda path: path.write_text("[" * 100_000),
    "latin-1": lambda path: path.write_bytes(b"version: 1\n# caf\xe9\n"),
    "utf-16": lambda path: path.write_bytes("version: 1\n".encode("utf-16")),
    "zeros": lambda path: path.write_bytes(bytes(1000)),
    "large": lambda path: path.write_bytes(bytes(MORE_THAN_64_MB)),
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "missing": Path.absolute,
    "folder": lambda path: path.mkdir(),
    "pipe": os.mkfifo,
    "loop": lambda path: path.symlink_to(path.name),
}


def _lay(bench: Bench, case: dict[str, str]) -> None:
    path = bench.folder / "catalog.yaml"
    if "text" in case:
        path.write_bytes(case["text"].encode())
    else:
        MADE[case["is"]](path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_one_line_says_where_what_and_what_to_do(bench: Bench, case: dict[str, str]) -> None:
    """A catalog that cannot be read ends with 2 and its line of the table, and nothing is left behind."""
    if case.get("is") == "endless" and not Path("/dev/zero").exists():
        pytest.skip("this system has no endless file")
    _lay(bench, case)

    said = bench.run("check")

    assert (2, "", f"crawler: {case['said']}\n") == (said.code, said.out, said.err)
    assert ["catalog.yaml"] == [path.name for path in bench.folder.iterdir()] or case["is"] == "missing"


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that can be opened and not read")
def test_a_catalog_that_cannot_be_read_is_said(bench: Bench) -> None:
    """A read error is the operator's to mend; as root too, to whom no file is closed by its rights."""
    (bench.folder / "catalog.yaml").symlink_to("/proc/self/mem")

    said = bench.run("check")

    line = "crawler: catalog.yaml: cannot be read (Input/output error); make it a readable file\n"
    assert (2, "", line) == (said.code, said.out, said.err)


def test_one_bad_catalog_of_two_is_said_before_any_request(bench: Bench) -> None:
    """The other catalog is not half done when the mistake is said."""
    bench.write("alive")
    (bench.folder / "bad.yaml").write_text("[")

    said = bench.check("catalog.yaml", "bad.yaml")

    assert 2 == said.code
    assert said.err.startswith("crawler: bad.yaml:1: this is not YAML")
    assert [] == list(bench.web.requests)


def test_lint_says_the_same_of_a_bad_catalog(bench: Bench) -> None:
    """`lint` reads as `check` does: 2 and the same line."""
    bench.write("alive")
    (bench.folder / "bad.yaml").write_text("[")

    assert bench.run("check", "bad.yaml") == bench.run("lint", "bad.yaml")


def test_a_byte_order_mark_is_no_fault(bench: Bench) -> None:
    """A catalog with a BOM is read, checked, and reported without a problem."""
    path = bench.write("alive", "moved")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    said = bench.check()

    assert (0, "") == (said.code, said.err)
    assert {"alive": "alive", "moved": "moved"} == bench.statuses()
    assert [] == bench.report()["problems"]


def test_a_duplicate_id_ends_with_2_after_all_links_were_checked(bench: Bench) -> None:
    """The one line names the second place and the first; every link has its row, the two namesakes too."""
    path = bench.write("alive", "well", "dead")
    path.write_text(path.read_text("utf-8").replace("id: well", "id: alive"), "utf-8")

    said = bench.check()

    line = (
        "crawler: catalog.yaml:7: the id 'alive' is already that of the entry at line 4; "
        "give one of them another id\n"
    )
    assert (2, line) == (said.code, said.err)
    rows = [(link["entry"], link["line"], link["status"]) for link in bench.report()["links"]]
    assert [("alive", 5, "alive"), ("alive", 8, "alive"), ("dead", 11, "dead")] == rows
    assert [("duplicate-id", 7)] == [(each["code"], each["line"]) for each in bench.report()["problems"]]


@pytest.mark.parametrize("url", ["https:///path", "not a url"])
def test_a_url_without_host_ends_with_2_after_the_other_links_were_checked(bench: Bench, url: str) -> None:
    """The one line names the entry and its URL; the others are asked and reported."""
    path = bench.write("alive", "dead")
    path.write_text(path.read_text("utf-8").replace("https://alive.test/book", url), "utf-8")

    said = bench.check()

    line = f"crawler: catalog.yaml:5: `url` of 'alive' is no complete URL: '{url}'; write it as https://host/path\n"
    assert (2, line) == (said.code, said.err)
    assert {"dead": "dead"} == bench.statuses()


def test_broken_entries_are_problems_and_the_sound_ones_are_checked(bench: Bench) -> None:
    """Entries that are no mapping, of wrong types, or without anything stop no other one."""
    path = bench.write("alive", "dead")
    broken = [
        "  - just text",
        "  - 7",
        "  -",
        "  - {id: [1], title: {a: b}, url: 5}",
        "  - {id: no-url, title: No Address}",
        "  - {id: old, title: A Good Book, url: 'https://well.test/book', year: soon, colour: red}",
    ]
    path.write_text(path.read_text("utf-8") + "\n".join(broken) + "\n", "utf-8")

    said = bench.check()

    assert (1, "") == (said.code, said.err)
    assert {"alive": "alive", "dead": "dead", "old": "alive"} == bench.statuses()
    lines = {each["line"] for each in bench.report()["problems"]}
    assert set(range(10, 16)) == lines


def test_lint_says_each_problem_on_a_line_of_its_own(bench: Bench) -> None:
    """A sound catalog ends with 0, one with a problem with 1, an ambiguous one with 2; nobody is asked."""
    bench.write("alive")
    bench.write("untitled", name="problem.yaml")
    bench.write("alive", "alive", name="twice.yaml")

    said = [bench.run("lint", f"{name}.yaml") for name in ("catalog", "problem", "twice")]

    assert [0, 1, 2] == [each.code for each in said]
    assert "no problems in catalog.yaml\n" == said[0].out
    assert [
        "problem.yaml:4: missing-title: 'untitled' has no title; add one",
        "1 problem in problem.yaml",
    ] == said[1].out.splitlines()
    assert ["twice.yaml:7: duplicate-id", "twice.yaml:8: duplicate-url"] == [
        ":".join(line.split(":")[:3]) for line in said[2].out.splitlines()[:2]
    ]
    assert [] == list(bench.web.requests)
