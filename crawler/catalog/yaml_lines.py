"""The lines of a text as YAML counts them, and which of them hold a comment alone or nothing."""

from __future__ import annotations

import re
from bisect import bisect_right

from crawler.catalog.spelling import BREAK

_BREAKS = re.compile(BREAK)
_BLANK = re.compile("[ \t]*")


class Lines:
    """A text's lines as YAML counts them: `starts` and, without their breaks, `ends`."""

    def __init__(self, text: str, shift: int) -> None:
        breaks = [(found.start(), found.end()) for found in _BREAKS.finditer(text)]
        self.text = text
        self.starts = [shift, *(end for _, end in breaks)]
        self.ends = [*(start for start, _ in breaks), len(text)]
        if len(self.starts) > 1 and self.starts[-1] == len(text):
            del self.starts[-1], self.ends[-1]

    def __len__(self) -> int:
        return len(self.starts)

    def of(self, at: int) -> int:
        return max(bisect_right(self.starts, at) - 1, 0)

    def column(self, at: int) -> int:
        return at - self.starts[self.of(at)]

    def start(self, number: int) -> int:
        """Of the line behind the last one: the end of the text."""
        return self.starts[number] if number < len(self.starts) else len(self.text)

    def is_blank(self, number: int) -> bool:
        return self._after_indentation(number) == self.ends[number]

    def comment_column(self, number: int) -> int | None:
        """Where the comment of a line stands that holds nothing else."""
        at = self._after_indentation(number)
        return at - self.starts[number] if self.text.startswith("#", at) and at < self.ends[number] else None

    def begins(self, at: int) -> bool:
        """Whether nothing stands before this place on its line."""
        return self._after_indentation(self.of(at)) >= at

    def line_break(self, number: int) -> str:
        """The break after a line; the one before it where there is none."""
        for one in (number, number - 1, 0):
            if 0 <= one < len(self.starts) and self.start(one + 1) > self.ends[one]:
                return self.text[self.ends[one] : self.start(one + 1)]
        return "\n"

    def _after_indentation(self, number: int) -> int:
        found = _BLANK.match(self.text, self.starts[number], self.ends[number])
        assert found is not None
        return found.end()
