"""Values of one run on the disk in place of the memory: the rows of 100,000 links would take 100 MB."""

from __future__ import annotations

import os
import pickle
import tempfile
import weakref
from array import array
from collections.abc import Sequence
from typing import Any, overload

from crawler.errors import StateError

_WRITTEN_FROM = 256 * 1024
"""Bytes that wait to be written: a system call for each value would cost more than the value."""


class Shelf(Sequence[Any]):
    """Values in the order in which they came, each read anew when it is asked for.

    They lie in a file without a name, which goes with the process however that ends.
    """

    def __init__(self) -> None:
        try:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - it lasts as long as this
        except OSError as error:
            raise _unwritable(error) from error
        weakref.finalize(self, self._file.close)
        self._ends = array("Q", [0])
        self._unwritten = bytearray()

    def append(self, value: object) -> None:
        """Keep a value; StateError where the disk does not take it."""
        written = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        self._unwritten += written
        self._ends.append(self._ends[-1] + len(written))
        if len(self._unwritten) >= _WRITTEN_FROM:
            self._write()

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        index = range(len(self))[index]
        if self._unwritten:
            self._write()
        start, end = self._ends[index], self._ends[index + 1]
        # Nobody else can write to a file without a name.
        return pickle.loads(os.pread(self._file.fileno(), end - start, start))  # noqa: S301

    def _write(self) -> None:
        waiting, self._unwritten = memoryview(self._unwritten), bytearray()
        try:
            while waiting:
                waiting = waiting[self._file.write(waiting) :]
        except OSError as error:
            raise _unwritable(error) from error


class Part(Sequence[Any]):
    """Some neighbours on a shelf."""

    def __init__(self, shelf: Sequence[Any], numbers: range) -> None:
        self._shelf = shelf
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return [self._shelf[number] for number in self._numbers[index]]
        return self._shelf[self._numbers[index]]


def _unwritable(error: OSError) -> StateError:
    what = f"cannot be written ({error.strerror or error})"
    return StateError(tempfile.gettempdir(), what, "make room there, or name another folder in TMPDIR")
