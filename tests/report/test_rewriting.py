"""Catalogs are rewritten all or none: by real files, links, limits and processes that die half-way."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.errors import CatalogError, ReportError
from crawler.report.rewriting import Rewrite, finish_interrupted, rewrite_all

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
# Dies where a kill or a power cut would leave it: after so many files, the journal being one of them.
DYING = """
import os, pathlib, sys
from crawler.report.rewriting import Rewrite, rewrite_all
folder, left = pathlib.Path(sys.argv[1]), int(sys.argv[2])
replace = pathlib.Path.replace
def dying(self, target):
    global left
    if left == 0:
        os._exit(9)
    left -= 1
    return replace(self, target)
pathlib.Path.replace = dying
files = {folder / name: Rewrite(old=f"old {name}\\n", new=f"new {name}\\n") for name in ("a", "b", "c")}
rewrite_all(files, folder / "apply.journal")
"""


@pytest.fixture
def catalogs(tmp_path: Path) -> dict[Path, Rewrite]:
    """Three files and what is to become of them."""
    for name in "abc":
        (tmp_path / name).write_text(f"old {name}\n")
    return {tmp_path / name: Rewrite(old=f"old {name}\n", new=f"new {name}\n") for name in "abc"}


def _said(folder: Path) -> str:
    return " ".join((folder / name).read_text().split()[0] for name in "abc")


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_every_file_is_rewritten_and_nothing_else_is_left(
    catalogs: dict[Path, Rewrite], tmp_path: Path
) -> None:
    """No temporary file and no journal stays, and rights are kept."""
    (tmp_path / "b").chmod(0o640)

    rewrite_all(catalogs, tmp_path / "apply.journal")

    assert ("new new new", ["a", "b", "c"]) == (_said(tmp_path), _names(tmp_path))
    assert 0o640 == (tmp_path / "b").stat().st_mode & 0o777


def test_a_file_that_changed_meanwhile_stops_all(catalogs: dict[Path, Rewrite], tmp_path: Path) -> None:
    """What somebody else wrote between reading and writing is not lost, and no other file is written."""
    (tmp_path / "c").write_text("mine\n")

    with pytest.raises(CatalogError, match="changed while it was edited; nothing was written"):
        rewrite_all(catalogs, tmp_path / "apply.journal")

    assert ("old old mine", ["a", "b", "c"]) == (_said(tmp_path), _names(tmp_path))


def test_a_full_disk_leaves_every_file(catalogs: dict[Path, Rewrite], tmp_path: Path) -> None:
    """A set of texts that cannot be written whole leaves every file as it was."""
    catalogs[tmp_path / "c"] = Rewrite(old="old c\n", new="n" * 5000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(ReportError, match="nothing was written"):
            rewrite_all(catalogs, tmp_path / "apply.journal")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert ("old old old", ["a", "b", "c"]) == (_said(tmp_path), _names(tmp_path))


def test_a_rename_that_fails_is_taken_back(
    catalogs: dict[Path, Rewrite], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the third file cannot be replaced the first two are put back, and nothing is left over."""
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target == tmp_path / "c":
            raise PermissionError(1, "Operation not permitted")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(ReportError, match="cannot be written"):
        rewrite_all(catalogs, tmp_path / "apply.journal")

    assert ("old old old", ["a", "b", "c"]) == (_said(tmp_path), _names(tmp_path))


def test_what_cannot_be_taken_back_is_finished_by_the_next_run(
    catalogs: dict[Path, Rewrite], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk refuses everything from the second file on, the journal and what it needs stay."""
    replace, journal = Path.replace, tmp_path / "apply.journal"

    def failing(self: Path, target: Path) -> Path:
        if target == tmp_path / "b" or "new" in (tmp_path / "a").read_text():
            raise OSError(28, "No space left on device")
        return replace(self, target)

    with monkeypatch.context() as full:
        full.setattr(Path, "replace", failing)
        with pytest.raises(ReportError, match="cannot be written"):
            rewrite_all(catalogs, journal)
    assert "new old old" == _said(tmp_path)

    finished = finish_interrupted(journal)

    assert ("new new new", ["a", "b", "c"]) == (_said(tmp_path), _names(tmp_path))
    assert finished == (str(tmp_path / "b"), str(tmp_path / "c"))


@pytest.mark.parametrize("renames", range(5))
def test_a_machine_that_dies_half_way(renames: int, catalogs: dict[Path, Rewrite], tmp_path: Path) -> None:
    """Wherever it stops, the next run finds all files old, or makes all of them new."""
    command = [sys.executable, "-c", DYING, str(tmp_path), str(renames)]
    done = subprocess.run(command, cwd=ROOT, check=False)
    assert (0 if renames > 3 else 9) == done.returncode
    left = _said(tmp_path)

    finished = finish_interrupted(tmp_path / "apply.journal")

    assert (left if renames == 0 else "new new new") == _said(tmp_path)
    expected = [] if renames in (0, 4) else ["a", "b", "c"][renames - 1 :]
    assert expected == [Path(file).name for file in finished]
    assert "apply.journal" not in _names(tmp_path)
    rewrite_all({path: Rewrite(old=path.read_text(), new="x\n") for path in catalogs}, tmp_path / "j")
    assert "x x x" == _said(tmp_path)


def test_what_changed_after_a_crash_is_left_alone(catalogs: dict[Path, Rewrite], tmp_path: Path) -> None:
    """A file that a person has edited since is hers."""
    subprocess.run([sys.executable, "-c", DYING, str(tmp_path), "2"], cwd=ROOT, check=False)
    (tmp_path / "b").write_text("mine\n")

    finished = finish_interrupted(tmp_path / "apply.journal")

    assert (1, "new mine new") == (len(finished), _said(tmp_path))
    assert list("abc") == _names(tmp_path)
    assert set(catalogs) == {tmp_path / name for name in _names(tmp_path)}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "cannot be read"),
        (
            '{"process": 1, "files": [{"target": "/etc/x", "staged": "y", "old": "", "new": ""}]}',
            "cannot be read",
        ),
        (
            '{"process": 1, "files": [{"target": "b", "staged": ".b.of-mine", "old": "", "new": ""}]}',
            "cannot be read",
        ),
        (json.dumps({"process": 1, "files": []}), "at work already"),
    ],
)
def test_a_journal_that_is_none_or_not_ours(content: str, said: str, tmp_path: Path) -> None:
    """It is said in one line, and nothing is touched."""
    journal = tmp_path / "apply.journal"
    journal.write_text(content)
    (tmp_path / ".b.of-mine").write_text("mine")

    with pytest.raises(ReportError, match=said):
        finish_interrupted(journal)

    assert journal.exists()
    assert (tmp_path / ".b.of-mine").exists()


def _link_out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a").write_text("old\n")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/a").symlink_to("../out/a")
    return tmp_path / "tree/a"


def _folder_out(tmp_path: Path) -> Path:
    (tmp_path / "tree").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a").write_text("old\n")
    (tmp_path / "tree/lists").symlink_to(tmp_path / "out")
    return tmp_path / "tree/lists/a"


@pytest.mark.parametrize("make", [_link_out, _folder_out])
def test_no_link_leads_out_of_the_tree(
    make: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A catalog in the working folder that is, or lies behind, a link to somewhere else is not written."""
    path = make(tmp_path)
    monkeypatch.chdir(tmp_path / "tree")

    with pytest.raises(CatalogError, match="out of its tree"):
        rewrite_all({path: Rewrite(old="old\n", new="new\n")}, tmp_path / "j")

    assert "old\n" == path.read_text()


def test_a_link_within_the_tree_stays_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is written where it leads; from a folder below the repository's root as well."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "real").write_text("old\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/link").symlink_to("../real")
    monkeypatch.chdir(tmp_path / "sub")

    rewrite_all({Path("link"): Rewrite(old="old\n", new="new\n")}, tmp_path / "j")

    assert ("new\n", True) == ((tmp_path / "real").read_text(), (tmp_path / "sub/link").is_symlink())


def test_one_file_under_two_names_is_refused(tmp_path: Path) -> None:
    """Of two texts for one file the second would undo the first."""
    (tmp_path / "real").write_text("old\n")
    (tmp_path / "link").symlink_to("real")
    one = Rewrite(old="old\n", new="one\n")

    with pytest.raises(CatalogError, match="by another name"):
        rewrite_all({tmp_path / "real": one, tmp_path / "link": one}, tmp_path / "j")

    assert "old\n" == (tmp_path / "real").read_text()
