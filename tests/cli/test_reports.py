"""The reports folder: all files, whole at every moment, the same for the same inputs."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.bench import Bench

FILES = ["applied.json", "index.html", "latest.json", "latest.md", "safe.patch", "suggested.patch"]
NAMES = ["alive", "untitled", "moved", "moved-away", "dead", "blocked", "forbidden"]
INSTANT = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\+00:00)?|\d{8}T\d{6}[.\w-]*")


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def written(module_bench: Bench) -> Bench:
    """A project after one run."""
    module_bench.write(*NAMES)
    assert 1 == module_bench.check().code
    return module_bench


def test_all_files_are_written_and_nothing_else(written: Bench) -> None:
    """The folder holds the five files of the design, hidden ones not excepted."""
    assert FILES == sorted(_contents(written.folder / "reports"))


def test_the_same_inputs_give_the_same_bytes(bench: Bench) -> None:
    """Two projects that see the same web for the first time write the same five files, times aside."""
    told = []
    for name in ("one", "two"):
        folder = bench.folder / name
        bench.write(*NAMES, name=f"{name}/catalog.yaml")
        bench.web.day = 1
        bench.check(cwd=folder)
        told.append(
            {file: INSTANT.sub(b"<time>", text) for file, text in _contents(folder / "reports").items()}
        )

    for name in FILES:
        assert told[0][name] == told[1][name]


def test_a_reader_never_sees_half_a_report(bench: Bench) -> None:
    """A reader that never stops reading finds either no report yet or a whole one, in every run."""
    bench.write("alive")
    path = bench.folder / "reports" / "latest.json"
    seen: set[str] = set()
    broken: list[object] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            try:
                seen.add(json.loads(path.read_bytes())["run"]["id"])
            except FileNotFoundError:
                if seen:
                    broken.append("a report was missing for a moment")
            except ValueError as error:
                broken.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        codes = [bench.check().code for _ in range(3)]
    finally:
        is_over.set()
        reader.join()

    assert ([0, 0, 0], []) == (codes, broken)
    assert seen


@pytest.mark.parametrize("place", ["file", "file/below", "loop/below", "full"])
def test_an_unwritable_folder_is_said_before_any_request(bench: Bench, place: str) -> None:
    """A file or a loop in the folder's place, or a folder in a report's, ends with 2; nobody was asked."""
    bench.write("alive")
    (bench.folder / "file").write_text("mine")
    (bench.folder / "loop").symlink_to("loop")
    (bench.folder / "full/latest.json").mkdir(parents=True)

    said = bench.check("--reports", place)

    assert (2, "") == (said.code, said.out)
    assert re.fullmatch(rf"crawler: {place}(/latest\.json)?: [^\n]*; [^\n]*--reports\n", said.err)
    assert [] == list(bench.web.requests)
    assert not (bench.folder / ".crawler").exists()


@pytest.mark.parametrize("state", ["file/state.db", "folder"])
def test_an_unusable_history_is_said_before_any_request(bench: Bench, state: str) -> None:
    """What stands in the history's place is left as it is, and nobody was asked."""
    bench.write("alive")
    (bench.folder / "file").write_text("mine")
    (bench.folder / "folder").mkdir()
    before = {path: path.read_bytes() for path in bench.folder.iterdir() if path.is_file()}

    said = bench.check("--state", f"sqlite:///{state}")

    assert (2, "") == (said.code, said.out)
    assert re.fullmatch(rf"crawler: sqlite:///{state}: [^\n]*; [^\n]*--state[^\n]*\n", said.err)
    assert [] == list(bench.web.requests)
    assert before == {path: path.read_bytes() for path in before}


def test_index_html_asks_for_nothing_outside(written: Bench) -> None:
    """The page loads no script, style, image or font from anywhere."""
    page = (written.folder / "reports/index.html").read_text("utf-8")

    assert [] == re.findall(r"""<(?:script|img|link|iframe)[^>]+(?:src|href)\s*=\s*["']?[^"'>]+""", page)
    assert [] == re.findall(r"@import|url\(", page)


def test_latest_md_names_file_and_line_of_what_is_broken(written: Bench) -> None:
    """A maintainer finds each broken link by file and line, and each suggestion by its id."""
    page = (written.folder / "reports/latest.md").read_text("utf-8")

    assert "catalog.yaml:16" in page
    assert [] == [each["id"] for each in written.report()["suggestions"] if each["id"] not in page]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_behind_standard_output_is_no_finding(bench: Bench) -> None:
    """A console log that cannot be written ends with 2 and one line, once the reports are there."""
    bench.write("alive")
    with open("/dev/full", "w") as full:  # noqa: PTH123 - no file of a project, but a device
        process = bench.start("check", *bench.network, stdout=full)
        said = bench.end(process)

    line = (
        "crawler: standard output: cannot be written (No space left on device); send it where there is room\n"
    )
    assert (2, line) == (said.code, said.err)
    assert {"alive": "alive"} == bench.statuses()
