"""Offsets in a text as lines and columns, counted from 1 as git and editors do."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.catalog.model import Problem, Splice

BOM = "\ufeff"
LINE_END = re.compile(r"\r\n?|\n")
"""As Markdown and the other markups have it."""


def line_starts(text: str) -> array[int]:
    """Where lines begin; a lone CR ends one only where nothing else does, as in files of old Macs."""
    line_end = "\n" if "\n" in text else "\r"
    return array("Q", chain([0], (match.end() for match in re.finditer(line_end, text))))


class Lines:
    """Where the lines of one text begin."""

    def __init__(self, text: str) -> None:
        self._starts = line_starts(text)
        self._shift = 1 if text.startswith(BOM) else 0

    def line(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def column(self, offset: int) -> int:
        """The BOM is not counted."""
        line = self.line(offset)
        return offset - self._starts[line - 1] + 1 - (self._shift if line == 1 else 0)

    def start(self, line: int) -> int:
        """The offset at which a line begins; the text's end for what lies behind it."""
        return self._starts[min(line, len(self._starts)) - 1]


class TextWithLines:
    """What the text of every format has in common, of what `formats.Parsed` asks for."""

    text: str

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    def line(self, offset: int) -> int:
        return self._lines.line(offset)

    def column(self, offset: int) -> int:
        return self._lines.column(offset)

    def problems(self) -> Iterable[Problem]:
        """What the reader of the format found itself, beyond what `checks` looks for."""
        return ()

    def settled(self, splices: Sequence[Splice]) -> Sequence[Splice]:
        """The splices of several edits as they are to be made together."""
        return splices
