"""Adding to a TOML text and taking out of it: keys, items of arrays, whole tables with their subtables.

Whose a comment is follows the rules of the YAML in `removal`: those right above a header are the table's,
unless decorated, or above several tables without a gap; those below its last line are, where a blank line
follows. Of the blank lines above and below a table the wider gap stays.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from crawler.catalog.lines import BOM
from crawler.catalog.model import Refusal, Splice
from crawler.catalog.removal import DECORATED
from crawler.catalog.yaml_lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.catalog.model import Edit, Route, Value

_LONE = re.compile("[\ud800-\udfff]")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_UNKNOWN = Refusal(reason="its exact place is not known; edit it by hand")
_ONLY = Refusal(reason="its list would be gone with it, the only table; edit it by hand")
_SCATTERED = Refusal(reason="its tables do not stand together; edit it by hand")
_COMMENTED = Refusal(reason="there are comments between it and its neighbours; edit it by hand")
_NO_PLACE = Refusal(reason="there is nothing at this place to edit")
_UNWRITABLE = Refusal(reason="the new value cannot be written as TOML")


@dataclass(frozen=True, slots=True)
class Table:
    """One header: where it begins and ends, and which table it opens."""

    route: Route
    start: int
    end: int


@dataclass(slots=True)
class Layout:
    """What a scanner saw: headers in order, pairs by table, members of arrays and of tables in braces."""

    tables: list[Table] = field(default_factory=list)
    pairs: dict[int, list[tuple[Route, int, int]]] = field(default_factory=dict)
    """Of the n-th header, or of the text before the first one (-1): route, begin and end of each pair."""
    members: dict[Route, list[tuple[Route, int, int]]] = field(default_factory=dict)
    brackets: dict[Route, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Editor:
    """One text on its way to the splices of edits."""

    text: str
    layout: Layout

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text, 1 if self.text.startswith(BOM) else 0)

    @cached_property
    def _pairs(self) -> dict[Route, tuple[int, int]]:
        return {own: (start, end) for pairs in self.layout.pairs.values() for own, start, end in pairs}

    @cached_property
    def _headers(self) -> dict[Route, list[int]]:
        """The numbers of the tables that a route leads to, itself and what hangs on it."""
        found: dict[Route, list[int]] = {}
        for number, table in enumerate(self.layout.tables):
            for depth in range(1, len(table.route) + 1):
                found.setdefault(table.route[:depth], []).append(number)
        return found

    def removed(self, route: Route) -> Splice | Refusal:
        siblings = self.layout.members.get(route[:-1], [])
        number = next((number for number, (own, _, _) in enumerate(siblings) if own == route), None)
        if number is not None:
            return self._member_removed(siblings, number)
        if route in self._pairs:
            return self._lines_removed(*self._pairs[route])
        return self._table_removed(route)

    def _member_removed(self, siblings: list[tuple[Route, int, int]], number: int) -> Splice | Refusal:
        start, end = siblings[number][1:]
        first = self._line_start(start)
        comma = re.compile(r"[ \t]*,?[ \t]*(?:#[^\n]*)?(?:\n|$)").match(self.text, end)
        if comma and not self.text[first:start].strip():
            return Splice(start=first, end=comma.end(), text="")
        if number + 1 < len(siblings):
            after = siblings[number + 1][1]
            return _COMMENTED if "#" in self.text[end:after] else Splice(start=start, end=after, text="")
        before = siblings[number - 1][2] if number else start
        return _COMMENTED if "#" in self.text[before:start] else Splice(start=before, end=end, text="")

    def _lines_removed(self, start: int, end: int) -> Splice:
        first = self._line_start(start)
        last = self.text.find("\n", end)
        return self._cut(first, last + 1 if last >= 0 else len(self.text))

    def _cut(self, start: int, end: int) -> Splice:
        """Whole lines; where the last one has no line end, the one above it is left without."""
        if end == len(self.text) and not self.text.endswith("\n") and start:
            start -= 2 if self.text.endswith("\r\n", 0, start) else 1
        return Splice(start=start, end=end, text="")

    def _table_removed(self, route: Route) -> Splice | Refusal:
        tables = self.layout.tables
        own = self._headers.get(route, [])
        if not own:
            return _UNKNOWN
        if isinstance(route[-1], int) and own == self._headers[route[:-1]]:
            return _ONLY
        if own != list(range(own[0], own[-1] + 1)):
            return _SCATTERED
        ends = [tables[own[-1]].end, *(end for _, _, end in self.layout.pairs.get(own[-1], ()))]
        after = tables[own[-1] + 1].start if own[-1] + 1 < len(tables) else None
        top, bottom = self._own_lines(tables[own[0]].start, ends[-1], after)
        lines = self.lines
        above = _count(lines.is_blank, range(top - 1, -1, -1))
        below = _count(lines.is_blank, range(bottom, len(lines)))
        if bottom + below == len(lines) or below > above > 0:
            top -= above
        elif above or top == 0 or self._is_comment(top - 1):
            bottom += below
        return self._cut(lines.start(top), lines.start(bottom))

    def _own_lines(self, start: int, end: int, after: int | None) -> tuple[int, int]:
        """The lines of a table with the comments that are its own."""
        lines = self.lines
        top, bottom = lines.of(start), lines.of(max(end - 1, start)) + 1
        floor = len(lines) if after is None else lines.of(after)
        comments = _count(self._is_comment, range(bottom, floor))
        if after is None or bottom + comments < floor:
            bottom += comments
        above = _count(self._is_comment, range(top - 1, -1, -1))
        block = range(top - above, top)
        is_decorated = any(DECORATED.match(self.text[lines.starts[n] : lines.ends[n]].strip()) for n in block)
        stands_apart = not block or block[0] == 0 or lines.is_blank(block[0] - 1)
        is_followed = after is not None and not lines.is_blank(bottom)
        is_heading = is_decorated or (stands_apart and is_followed)
        return top if is_heading else top - above, bottom

    def _is_comment(self, line: int) -> bool:
        return self.lines.comment_column(line) is not None

    def added(self, edit: Edit) -> Splice | Refusal:
        parent, name = edit.route[:-1], edit.route[-1]
        written = write_value(edit.new)
        if written is None:
            return _UNWRITABLE
        if parent in self.layout.members:
            return self._member_added(parent, name, written)
        if not isinstance(name, str):
            return _NO_PLACE
        pair = f"{write_key(name)} = {written}"
        headers = self._headers.get(parent, [-1])
        number = headers[0] if headers[0] >= 0 and self.layout.tables[headers[0]].route == parent else None
        pairs = self.layout.pairs.get(-1 if number is None else number, [])
        if number is None and (parent or not pairs):
            return _NO_PLACE
        start, end = pairs[-1][1:] if pairs else self._header(number)
        return self._line_added(start, end, pair)

    def _header(self, number: int | None) -> tuple[int, int]:
        assert number is not None, "without pairs there is a header"
        return self.layout.tables[number].start, self.layout.tables[number].end

    def _line_added(self, start: int, end: int, written: str) -> Splice:
        """A line below the one that ends there, indented as it is."""
        indentation = self.text[self._line_start(start) : start]
        at = self.text.find("\n", end)
        at = len(self.text) if at < 0 else at - self.text.startswith("\r\n", at - 1)
        return Splice(start=at, end=at, text=f"{self._line_end}{indentation}{written}")

    def _line_start(self, at: int) -> int:
        return max(self.text.rfind("\n", 0, at) + 1, int(self.text.startswith(BOM)))

    @property
    def _line_end(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _member_added(self, parent: Route, name: str | int, written: str) -> Splice | Refusal:
        members, (start, end) = self.layout.members[parent], self.layout.brackets[parent]
        is_list = self.text.startswith("[", start)
        if is_list != isinstance(name, int) or (is_list and name != len(members)):
            return _NO_PLACE
        text = written if is_list else f"{write_key(str(name))} = {written}"
        if not members:
            return Splice(start=start + 1, end=start + 1, text=text if is_list else f" {text} ")
        opening, closing = members[-1][1:]
        indentation = self.text[self._line_start(opening) : opening]
        if indentation.strip() or "\n" not in self.text[closing:end]:
            return Splice(start=closing, end=closing, text=f", {text}")
        comma = re.compile(r"\s*,").match(self.text, closing)
        if comma is None:
            return Splice(start=closing, end=closing, text=f",{self._line_end}{indentation}{text}")
        return self._line_added(opening, comma.end(), f"{text},")


def _count(holds: Callable[[int], bool], lines: range) -> int:
    """Of how many lines it holds before the first of which it does not."""
    return next((number for number, line in enumerate(lines) if not holds(line)), len(lines))


def write_key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _written_text(name)


def write_value(value: Value) -> str | None:
    """A value as TOML on one line; None for what it has no word for."""
    if isinstance(value, str):
        return _written_text(value) if value.isprintable() or not _LONE.search(value) else None
    if isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return json.dumps(value)
    if isinstance(value, list):
        items = [write_value(item) for item in value]
        return None if None in items else f"[{', '.join(map(str, items))}]"
    if isinstance(value, dict):
        pairs = [(write_key(name), write_value(inner)) for name, inner in value.items()]
        said = ", ".join(f"{name} = {written}" for name, written in pairs)
        return None if any(written is None for _, written in pairs) else f"{{ {said} }}" if said else "{}"
    return None


def _written_text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
