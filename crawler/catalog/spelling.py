"""Where each character of a scalar's value is spelled in its source: quotes, escapes, folds and blocks.

PyYAML says where a scalar begins and ends, and what it means, but not which character came of what. Here it
is decoded once more, by PyYAML's own rules (YAML 1.1), and a spelling that does not come out as PyYAML's
value is not trusted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

BREAK = "\r\n|[\n\r\x85\u2028\u2029]"
Style = Literal["", "'", '"', "|", ">"]

_BREAK = re.compile(BREAK)
_GAP = re.compile(f"[ \t]*(?:(?:{BREAK})[ \t]*)*")
_PLAIN_RUN = re.compile("[^ \t\n\r\x85\u2028\u2029\\\\']+")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SHORT = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", " ": " ", '"': '"', "\\": "\\", "/": "/", "N": "\x85", "_": "\xa0", "L": "\u2028",
    "P": "\u2029",
}  # fmt: skip
HEADER = re.compile(f"[|>]([+-]?)([1-9]?)([+-]?)([ \t]+#[^\n\r\x85\u2028\u2029]*|[ \t]*)(?:{BREAK}|$)")
_LAST_CHARACTER = 0x10FFFF
_SPACES = re.compile(" *")
_LINE = re.compile("[^\n\r\x85\u2028\u2029]*")


@dataclass(slots=True)
class Spelling:
    """A value and, for each of its characters, the half-open range of the source that spells it."""

    value: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def say(self, text: str, start: int, end: int | None = None) -> None:
        """Characters one by one from `start` on; or a single one, spelled by all up to `end`."""
        self.said.append(text)
        if end is None:
            self.starts += range(start, start + len(text))
            self.ends += range(start + 1, start + len(text) + 1)
        else:
            self.starts.append(start)
            self.ends.append(end)

    def done(self) -> Spelling:
        self.value = "".join(self.said)
        return self

    def range(self, at: int, length: int) -> tuple[int, int]:
        """The source of a part; of an empty one the place between two characters."""
        if length:
            return self.starts[at], self.ends[at + length - 1]
        place = self.starts[at] if at < len(self.starts) else self.ends[-1] if self.ends else 0
        return place, place


def spell(source: str, style: Style, value: str) -> Spelling | None:
    """The spelling of a scalar whose source is known, quotes included; None where it is not understood."""
    if style in ("|", ">"):
        return _spell_block(source, value)
    quote = len(style)
    spelling = _spell_flow(source, style, quote, len(source) - quote)
    return spelling if spelling is not None and spelling.value == value else None


def _spell_flow(source: str, style: Style, at: int, end: int) -> Spelling | None:
    spelling = Spelling()
    while at < end:
        character = source[at]
        if style == '"' and character == "\\":
            stop = _escaped(spelling, source, at, end)
            if stop is None:
                return None
            at = stop
        elif style == "'" and character == "'":
            spelling.say("'", at, at + 2)
            at += 2
        elif (run := _PLAIN_RUN.match(source, at, end)) is not None:
            spelling.say(run[0], at)
            at = run.end()
        elif character in "\\'":
            spelling.say(character, at)
            at += 1
        else:
            at = _gap(spelling, source, at, end)
    return spelling.done()


def _escaped(spelling: Spelling, source: str, at: int, end: int) -> int | None:
    broken = _BREAK.match(source, at + 1, end)
    if broken is not None:
        gap = _GAP.match(source, broken.end(), end)
        assert gap is not None
        for found in _BREAK.finditer(source, broken.end(), gap.end()):
            spelling.say(_normal(found[0]), found.start(), found.end())
        return gap.end()
    escape = _ESCAPE.match(source, at, end)
    if escape is None:
        return None
    code = next((digits for digits in escape.groups()[:3] if digits), None)
    character = _SHORT.get(escape[4] or "") if code is None else _character(int(code, 16))
    if character is None:
        return None
    spelling.say(character, at, escape.end())
    return escape.end()


def _character(code: int) -> str | None:
    return chr(code) if code <= _LAST_CHARACTER else None


def _gap(spelling: Spelling, source: str, at: int, end: int) -> int:
    """White space: as it is within a line, folded where the line breaks."""
    gap = _GAP.match(source, at, end)
    assert gap is not None
    breaks = list(_BREAK.finditer(source, at, gap.end()))
    if not breaks:
        spelling.say(gap[0], at)
        return gap.end()
    first = _normal(breaks[0][0])
    if first != "\n":
        spelling.say(first, at, breaks[0].end())
    elif len(breaks) == 1:
        spelling.say(" ", at, gap.end())
    for found in breaks[1:]:
        spelling.say(_normal(found[0]), found.start(), found.end())
    return gap.end()


def _normal(line_break: str) -> str:
    return line_break if line_break in "\u2028\u2029" else "\n"


def _spell_block(source: str, value: str) -> Spelling | None:
    header = HEADER.match(source)
    if header is None:
        return None
    widest = max(_indentation(source, header.end()), int(header[2] or 0))
    # An indicator counts from the indentation of what is around, which is not known here.
    for indentation in range(int(header[2]), widest + 1) if header[2] else (widest,):
        spelling = _Block(source, source[0] == ">", header[1] or header[3], indentation).spell(header.end())
        if spelling.value == value:
            return spelling
    return None


def _indentation(source: str, at: int) -> int:
    """That of the first line that is not blank, or of the widest blank one before it."""
    widest = 0
    while at < len(source):
        spaces = _SPACES.match(source, at)
        assert spaces is not None
        widest = max(widest, spaces.end() - at)
        found = _BREAK.match(source, spaces.end())
        if found is None:
            break
        at = found.end()
    return widest


@dataclass(slots=True)
class _Block:
    """A literal or folded scalar under way."""

    source: str
    is_folded: bool
    chomping: str
    indentation: int
    at: int = 0

    def spell(self, at: int) -> Spelling:
        self.at = at
        spelling = Spelling()
        last: tuple[str, int, int] | None = None
        was_plain = False
        while True:
            breaks, is_inside = self._blank_lines()
            if not is_inside:
                break
            is_plain = self.source[self.at] not in " \t"
            if last is not None and self.is_folded and last[0] == "\n" and was_plain and is_plain:
                if not breaks:
                    spelling.say(" ", last[1], self.at)
            elif last is not None:
                spelling.say(*last)
            for found in breaks:
                spelling.say(*found)
            last, was_plain = self._line(spelling), is_plain
        if last is not None and last[0] and self.chomping != "-":
            spelling.say(*last)
        if self.chomping == "+":
            for found in breaks:
                spelling.say(*found)
        return spelling.done()

    def _line(self, spelling: Spelling) -> tuple[str, int, int]:
        line = _LINE.match(self.source, self.at)
        assert line is not None
        spelling.say(line[0], self.at)
        found = _BREAK.match(self.source, line.end())
        self.at = found.end() if found else line.end()
        return (_normal(found[0]), found.start(), found.end()) if found else ("", line.end(), line.end())

    def _blank_lines(self) -> tuple[list[tuple[str, int, int]], bool]:
        """The breaks of the blank lines from here on, and whether a line of the scalar follows."""
        breaks: list[tuple[str, int, int]] = []
        while True:
            column = 0
            while column < self.indentation and self.source.startswith(" ", self.at):
                column, self.at = column + 1, self.at + 1
            found = _BREAK.match(self.source, self.at)
            if found is None:
                return breaks, column == self.indentation > 0 and self.at < len(self.source)
            breaks.append((_normal(found[0]), found.start(), found.end()))
            self.at = found.end()
