"""Catalogs that change while they are checked, or between a check and what is done with its report."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from cli.bench import Bench, site, web_of

from crawler import files, inputs
from crawler.demo.answers import page, redirect
from crawler.inputs import read_catalogs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.demo.model import Request, Response

TEXT = """\
# Kept by hand.
- [A Good Book](https://one.test/book)
- [Another Good Book](https://one.test/other)
"""


def _edit(path: Path) -> None:
    path.write_text(f"- [New](https://one.test/new)\n{TEXT}", "utf-8")


def _replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _leave_bytes(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00 no text")


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "edited": (_edit, "it was changed since it was checked"),
    "gone with its folder": (lambda path: shutil.rmtree(path.parent), "there is no such catalog"),
    "a folder now": (_replace_by_folder, "cannot be read (Is a directory)"),
    "no text any more": (_leave_bytes, "is not UTF-8"),
}


@pytest.fixture
def during(tmp_path: Path) -> Iterator[tuple[Bench, list[Callable[[], object]]]]:
    """A bench, and what is done when its one link is asked."""
    hooks: list[Callable[[], object]] = []

    def respond(request: Request) -> Response:
        while hooks and request.path == "/book":
            hooks.pop()()
        return redirect("/new-book") if request.path == "/book" else page("A Good Book")

    with web_of([site("one", respond)]) as web:
        bench = Bench(tmp_path, web)
        bench.folder.joinpath("lists").mkdir()
        bench.folder.joinpath("lists", "books.md").write_text(TEXT, "utf-8")
        yield bench, hooks


@pytest.mark.parametrize("change", CHANGES)
def test_a_catalog_that_changes_while_it_is_checked(
    change: str, during: tuple[Bench, list[Callable[[], object]]]
) -> None:
    """The check ends as if nothing were; what it found is kept, and none of it is written over the change."""
    bench, hooks = during
    path = bench.folder / "lists/books.md"
    make, said = CHANGES[change]
    hooks.append(lambda: make(path))

    checked = bench.check("lists/books.md")
    left = path.read_bytes() if path.is_file() else None
    applied = bench.run("apply", "--safe")

    assert (0, "", []) == (checked.code, checked.err, hooks)
    assert "moved" == bench.report()["links"][0]["status"]
    assert (2, 1, True) == (applied.code, applied.err.count("\n"), said in applied.err)
    assert left == (path.read_bytes() if path.is_file() else None)
    assert "lists/books.md" in applied.err


def test_an_edited_catalog_is_mended_by_the_next_check(
    during: tuple[Bench, list[Callable[[], object]]],
) -> None:
    """Nothing is lost by a change in between: the same is proposed again, and fits."""
    bench, hooks = during
    path = bench.folder / "lists/books.md"
    hooks.append(lambda: _edit(path))
    bench.check("lists/books.md")

    checked, applied = bench.check("lists/books.md"), bench.run("apply", "--safe")

    assert ("", 0, "") == (checked.err, applied.code, applied.err)
    text = path.read_text("utf-8")
    assert TEXT.replace("/book", "/new-book") in text
    assert text.startswith("- [New](https://one.test/new)\n")


@pytest.mark.parametrize("change", ["gone with its folder", "a folder now"])
def test_one_of_many_that_is_gone_when_it_is_read(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that a folder or a glob stood for a moment ago is a problem; the others are read."""
    monkeypatch.chdir(tmp_path)
    for name in "abc":
        tmp_path.joinpath(name).mkdir()
        tmp_path.joinpath(name, "list.md").write_text(TEXT, "utf-8")
    found, (make, said) = files.all_files, CHANGES[change]

    def looked(names: list[str]) -> dict[str, bool]:
        listed = found(names)
        make(tmp_path / "b/list.md")
        return listed

    monkeypatch.setattr(inputs, "all_files", looked)

    a, b, c = read_catalogs(["*/list.md"])

    assert (2, 0, 2) == (len(a.links), len(b.links), len(c.links))
    (problem,) = b.problems
    assert ("b/list.md", "unreadable", True) == (problem.file, problem.code, problem.is_operator_error)
    assert said in f"{problem.message}"
