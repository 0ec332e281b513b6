"""Which files a name stands for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from crawler import files
from crawler.errors import CatalogError
from crawler.files import all_files, catalogs_below, files_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository with lists, and what tools put beside them."""
    outside = tmp_path / "outside"
    project = tmp_path / "project"
    for name in (
        "README.md", "data/b.yml", "data/a.yaml", "data/deep/c.json", "data/list.csv", "data/note.txt",
        ".hidden/x.yml", "data/.x.yml",
        "node_modules/m/README.md", "package.json", "package-lock.json", "data/pnpm-lock.yaml",
        ".github/workflows/ci.yml", "vendor/v.toml", "crawler.yaml", "reports/latest.json",
        "reports/latest.md",
    ):  # fmt: skip
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    outside.mkdir()
    (outside / "secret.yml").write_text("", encoding="utf-8")
    (project / "data/out").symlink_to(outside)
    (project / "data/secret.yml").symlink_to(outside / "secret.yml")
    (project / "data/loop").symlink_to(project)
    (project / "empty").mkdir()
    os.mkfifo(project / "data/pipe.yml")
    monkeypatch.chdir(project)


def test_a_folders_catalogs() -> None:
    """Every file of a known format, in one order; nothing hidden, foreign, linked, of tools or a pipe."""
    expected = ["README.md", "data/a.yaml", "data/b.yml", "data/deep/c.json", "data/list.csv"]

    assert expected == catalogs_below(".")
    assert expected[1:] == files_of("data")
    assert expected[1:] == files_of("data/")


@pytest.mark.parametrize(
    ("glob", "found"),
    [
        ("data/*.y*ml", ["data/a.yaml", "data/b.yml", "data/pnpm-lock.yaml"]),
        ("data/**/*.json", ["data/deep/c.json"]),
        ("*.md", ["README.md"]),
        ("./data/?.yml", ["data/b.yml"]),
        ("**/*.y*ml", ["data/a.yaml", "data/b.yml", "data/pnpm-lock.yaml"]),
    ],
)
def test_globs(glob: str, found: list[str]) -> None:
    """A glob names files, so what tools keep is among them; links, hidden files and our own are not."""
    assert found == files_of(glob)


def test_what_has_no_files() -> None:
    """A glob without a match and a folder without catalogs are mistakes; a missing file is for its reader."""
    with pytest.raises(CatalogError, match=r"^none/\*\.yml: no file matches; "):
        files_of("none/*.yml")
    with pytest.raises(CatalogError, match=r"^empty: no catalog with links was found there, of \.yaml, "):
        files_of("empty")
    assert ["missing.yaml"] == files_of("missing.yaml")


def test_a_file_may_be_called_like_a_glob(tmp_path: Path) -> None:
    """What exists under the very name is that file."""
    (tmp_path / "project/a[1].yml").write_text("", encoding="utf-8")

    assert ["a[1].yml"] == files_of("a[1].yml")


def test_each_once_and_which_were_named() -> None:
    """A file that is named and found is named."""
    assert {"data/b.yml": True, "data/a.yaml": False} == all_files(["data/b.yml", "data/[ab].y*ml"])


def test_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound keeps a slip of the pen from reading a disk."""
    monkeypatch.setattr(files, "MAX_FILES", 2)
    with pytest.raises(CatalogError, match=r"^data: stands for more than 2 files; "):
        files_of("data")
    monkeypatch.setattr(files, "_MAX_SEEN", 2)
    with pytest.raises(CatalogError, match=r"^data: holds more than 2 files; "):
        files_of("data")


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its links would be taken for gone. As root may read all, this one has a longer path than calls take."""
    monkeypatch.chdir(tmp_path / "project/data")
    for _ in range(17):
        os.mkdir("x" * 250)  # noqa: PTH102 - a Path of this would be too long
        os.chdir("x" * 250)
    monkeypatch.chdir(tmp_path / "project")

    with pytest.raises(CatalogError, match=r": cannot be read \(File name too long\); make it a readable "):
        files_of("data")


def test_a_name_that_no_file_can_have_is_left_to_reading() -> None:
    """Whoever reads says what is wrong with it; asking whether it is a folder does not fail."""
    for name in ("a" * 5_000, "a\0b"):
        assert files_of(name) == [name]
