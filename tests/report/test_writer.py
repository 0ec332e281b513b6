from __future__ import annotations

import errno
import os
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from crawler.errors import ReportError
from crawler.report import prepare_reports_folder, write_reports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _temporary(folder: Path, name: str) -> Path:
    return folder / f".{name}.{os.getpid()}.tmp"


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def _disk_of(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes: what a full disk looks like to a writer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def test_a_folder_is_made_and_left_empty(tmp_path: Path) -> None:
    """Missing parents are made too, and the proof of writing is taken away again."""
    folder = tmp_path / "a" / "reports"
    prepare_reports_folder(folder)
    prepare_reports_folder(folder)

    assert [] == _names(folder)


@pytest.mark.parametrize("below", ["", "reports", "a/b"])
def test_a_file_in_the_place_of_the_folder_is_an_operator_error(below: str, tmp_path: Path) -> None:
    """The one line names the folder and what to do."""
    (tmp_path / "file").write_text("mine")
    folder = tmp_path / "file" / below
    with pytest.raises(ReportError) as refusal:
        prepare_reports_folder(folder)

    assert str(refusal.value).startswith(f"{folder}: cannot be written (")
    assert "--reports" in refusal.value.remedy
    assert "mine" == (tmp_path / "file").read_text()


def test_a_folder_on_a_full_disk_is_found_before_the_run(tmp_path: Path) -> None:
    """The proof is a real write, not a look at the rights."""
    with _disk_of(0), pytest.raises(ReportError) as refusal:
        prepare_reports_folder(tmp_path)

    assert os.strerror(errno.EFBIG) in str(refusal.value)
    assert [] == _names(tmp_path)


def test_a_folder_in_the_place_of_a_report_is_found_before_the_run(tmp_path: Path) -> None:
    """It would let the run's last step fail."""
    (tmp_path / "latest.md").mkdir()
    with pytest.raises(ReportError) as refusal:
        prepare_reports_folder(tmp_path)

    assert str(tmp_path / "latest.md") == refusal.value.where


def test_texts_are_written_as_they_are(tmp_path: Path) -> None:
    """Newlines, the absence of a last one and other scripts are kept byte by byte."""
    texts = {"safe.patch": "a\r\nb\n\rc", "latest.md": "математика\n", "empty": ""}
    write_reports(tmp_path, texts)

    assert {name: text.encode() for name, text in texts.items()} == {
        path.name: path.read_bytes() for path in tmp_path.iterdir()
    }


def test_a_reader_of_the_old_report_keeps_it(tmp_path: Path) -> None:
    """A report is replaced, never emptied and filled: an open file still holds the old text whole."""
    write_reports(tmp_path, {"latest.json": "old" * 5000})
    with (tmp_path / "latest.json").open() as reader:
        write_reports(tmp_path, {"latest.json": "new"})

        assert "old" * 5000 == reader.read()
    assert "new" == (tmp_path / "latest.json").read_text()


def test_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    """A link under the temporary name leads to somebody's file: it is removed, and the file is left alone."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    folder = tmp_path / "reports"
    folder.mkdir()
    _temporary(folder, "latest.json").symlink_to(victim)
    _temporary(folder, "proof").symlink_to(victim)
    prepare_reports_folder(folder)
    write_reports(folder, {"latest.json": "report"})

    assert ("mine", "report") == (victim.read_text(), (folder / "latest.json").read_text())
    assert ["latest.json"] == _names(folder)


def test_a_report_that_is_a_link_is_replaced(tmp_path: Path) -> None:
    """Writing through it would overwrite a file outside the folder."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "latest.md").symlink_to(victim)
    write_reports(tmp_path, {"latest.md": "report"})

    assert "mine" == victim.read_text()
    assert not (tmp_path / "latest.md").is_symlink()


def test_a_leftover_of_a_killed_run_is_no_hindrance(tmp_path: Path) -> None:
    """A process with the number of a killed one finds its temporary file and goes on."""
    _temporary(tmp_path, "latest.json").write_text("half")
    write_reports(tmp_path, {"latest.json": "whole"})

    assert "whole" == (tmp_path / "latest.json").read_text()
    assert ["latest.json"] == _names(tmp_path)


def test_a_full_disk_leaves_the_old_set_and_no_leftovers(tmp_path: Path) -> None:
    """All texts are on the disk before the first report is replaced."""
    write_reports(tmp_path, {"latest.json": "old", "latest.md": "old"})
    with _disk_of(1000), pytest.raises(ReportError) as refusal:
        write_reports(tmp_path, {"latest.json": "new", "latest.md": "n" * 5000})

    assert str(refusal.value).startswith(f"{tmp_path}: cannot be written (")
    assert ["old", "old"] == [(tmp_path / name).read_text() for name in ("latest.json", "latest.md")]
    assert ["latest.json", "latest.md"] == _names(tmp_path)


def test_a_folder_in_the_place_of_a_report_leaves_no_leftovers(tmp_path: Path) -> None:
    """The failure of one replacement takes every temporary file with it."""
    (tmp_path / "latest.md").mkdir()
    with pytest.raises(ReportError):
        write_reports(tmp_path, {"latest.md": "a", "index.html": "b"})

    assert ["latest.md"] == _names(tmp_path)


def test_a_folder_that_vanished_is_an_operator_error(tmp_path: Path) -> None:
    """Nobody sees a traceback when the folder is removed in mid-run."""
    with pytest.raises(ReportError):
        write_reports(tmp_path / "gone", {"latest.md": "a"})


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "/etc/x"])
def test_a_name_cannot_leave_the_folder(name: str, tmp_path: Path) -> None:
    """Names come from this program alone; a path among them is a mistake in it."""
    with pytest.raises(ValueError, match="plain name"):
        write_reports(tmp_path, {name: "a"})

    assert [] == _names(tmp_path)


def test_a_new_report_has_the_rights_that_the_umask_leaves(tmp_path: Path) -> None:
    """A report is for everybody whom the operator's umask lets read."""
    with _umask(0o027):
        write_reports(tmp_path, {"latest.md": "a"})

    assert 0o640 == (tmp_path / "latest.md").stat().st_mode & 0o777
