"""Values on the disk come back as they went, in any order, and leave nothing behind."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.errors import StateError
from crawler.history import Part, Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence


def _filled(values: Sequence[object]) -> Shelf:
    shelf = Shelf()
    for value in values:
        shelf.append(value)
    return shelf


def test_values_come_back_in_any_order() -> None:
    """Also half of a surrogate pair, as hostile pages hold them, and more than is written at once."""
    values = [("row", None, 0.5), {"a": "\ud83d"}, "x" * 300_000, ["", ()], "y" * 300_000]

    shelf = _filled(values)

    assert values == list(shelf)
    assert [values[4], values[0]] == [shelf[-1], shelf[0]]
    assert values[1:3] == shelf[1:3]
    with pytest.raises(IndexError):
        shelf[5]


def test_what_was_read_can_be_added_to() -> None:
    shelf = _filled([1])
    assert shelf[0] == 1

    shelf.append(2)

    assert [1, 2] == list(shelf)


def test_a_part_has_its_neighbours_alone() -> None:
    part = Part(_filled([0, 1, 2, 3]), range(1, 3))

    assert [1, 2] == list(part)
    assert [2] == part[1:]
    assert 2 == part[-1]
    with pytest.raises(IndexError):
        part[2]


def test_nothing_has_a_name_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    shelf = _filled(["x" * 300_000])

    assert [] == list(tmp_path.iterdir())
    assert 300_000 == len(shelf[0])


def test_a_folder_that_takes_no_file_is_the_operators(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))

    with pytest.raises(StateError, match="TMPDIR"):
        Shelf()


def test_a_full_disk_is_the_operators() -> None:
    shelf = Shelf()
    with Path("/dev/full").open("wb", buffering=0) as full:
        shelf._file = full
        with pytest.raises(StateError, match="No space left"):
            shelf.append("x" * 300_000)
