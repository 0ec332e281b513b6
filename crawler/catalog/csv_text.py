"""CSV and TSV as formats: rows as mappings by the names in the first row, quotes and line breaks as RFC 4180
has them.

The standard library's reader gives no places, so a scanner of our own reads the cells; it is what edits are
proved by, and the tests compare what it reads with the standard library's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from crawler.catalog.lines import BOM, TextWithLines
from crawler.catalog.model import Refusal, Span, Splice
from crawler.catalog.pieces_of_text import escaped_part
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from crawler.catalog.model import Edit, Route

_URL = re.compile(r"\s*https?://", re.IGNORECASE)
_DELIMITERS = ",;\t|"
_CELL_ROUTE_LENGTH = 2
MAX_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row as stretches of the text, and where the row ends, its line break included."""

    cells: tuple[tuple[int, int], ...]
    end: int


@dataclass(frozen=True, eq=False)
class CsvText(TextWithLines):
    """What `formats.Parsed` asks for: data is a list of mappings from column to text, a row each."""

    file: str
    text: str
    delimiter: str
    header: tuple[str, ...]
    rows: list[_Row] = field(repr=False)

    @cached_property
    def data(self) -> list[dict[str, str]]:
        return [
            {self._column_name(at): self._said(cell) for at, cell in enumerate(row.cells)}
            for row in self.rows
        ]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.header)}

    def _column_name(self, at: int) -> str:
        return self.header[at] if at < len(self.header) else f"column {at + 1}"

    def _said(self, cell: tuple[int, int]) -> str:
        source = self.text[cell[0] : cell[1]]
        return source[1:-1].replace('""', '"') if source.startswith('"') else source

    def _cell(self, route: Route) -> tuple[int, int] | None:
        is_cell = len(route) == _CELL_ROUTE_LENGTH and isinstance(route[0], int)
        if not is_cell or not 0 <= int(route[0]) < len(self.rows):
            return None
        name = str(route[1])
        beyond = name.removeprefix("column ")
        at = self._positions.get(name, int(beyond) - 1 if beyond.isdecimal() and beyond != name else -1)
        cells = self.rows[int(route[0])].cells
        return cells[at] if 0 <= at < len(cells) else None

    def span(self, route: Route, part: tuple[int, int] | None = None) -> Span | None:
        if len(route) == 1 and part is None and isinstance(route[0], int) and route[0] < len(self.rows):
            row = self.rows[route[0]]
            return Span(start=row.cells[0][0], end=row.end)
        cell = self._cell(route)
        if cell is None or part is None:
            return Span(start=cell[0], end=cell[1]) if cell else None
        is_quoted = self.text.startswith('"', cell[0])
        inner = (cell[0] + is_quoted, cell[1] - is_quoted)
        found = escaped_part(self.text, inner, _undoubled if is_quoted else _plain, part)
        return Span(start=found[0], end=found[1]) if found else None

    def plan(self, edit: Edit) -> Splice | Refusal:
        part = None if edit.at is None else (edit.at, len(str(edit.old)))
        span = self.span(edit.route, part)
        if span is None:
            return self._added(edit) or Refusal(reason="there is no such cell; columns are not added")
        if edit.new is None:
            is_row = len(edit.route) == 1
            return (
                self._without(span)
                if is_row
                else Refusal(reason="a cell is not removed; only a whole row is")
            )
        if not isinstance(edit.new, str):
            return Refusal(reason="cells hold text")
        cell = self._cell(edit.route)
        assert cell is not None
        if edit.at is None:
            return Splice(start=span.start, end=span.end, text=self._written(edit.new, cell))
        is_quoted = self.text.startswith('"', cell[0])
        new = edit.new.replace('"', '""') if is_quoted else edit.new
        if not is_quoted and self._needs_quotes(new):
            return Refusal(reason="the new text needs quotes that the cell does not have")
        return Splice(start=span.start, end=span.end, text=new)

    def _without(self, row: Span) -> Splice:
        """A last row without a line end leaves the one above it without."""
        start, before = row.start, self.text[: row.start]
        if row.end == len(self.text) and not self.text.endswith(("\n", "\r")):
            start -= 2 if before.endswith("\r\n") else int(before.endswith(("\n", "\r")))
        return Splice(start=start, end=row.end, text="")

    def _added(self, edit: Edit) -> Splice | None:
        """The next cell of a row that ends before its last column."""
        if len(edit.route) != _CELL_ROUTE_LENGTH or not isinstance(edit.new, str) or edit.old is not None:
            return None
        number, name = edit.route
        at = self._positions.get(str(name))
        cells = self.rows[number].cells if isinstance(number, int) and 0 <= number < len(self.rows) else ()
        if not cells or at != len(cells):
            return None
        written = self.delimiter + self._written(edit.new, (cells[-1][1], cells[-1][1]))
        return Splice(start=cells[-1][1], end=cells[-1][1], text=written)

    def _written(self, value: str, cell: tuple[int, int]) -> str:
        if self.text.startswith('"', cell[0]) or self._needs_quotes(value):
            return '"' + value.replace('"', '""') + '"'
        return value

    def _needs_quotes(self, value: str) -> bool:
        return any(character in value for character in f'{self.delimiter}"\r\n') or value != value.strip()


def _undoubled(source: str, position: int) -> tuple[str, int]:
    return source[position], position + (2 if source.startswith('""', position) else 1)


def _plain(source: str, position: int) -> tuple[str, int]:
    return source[position], position + 1


def read_csv(file: str, text: str) -> CsvText:
    """The first row names the columns, unless a URL stands in it; CatalogError for quotes that are not
    closed.
    """
    start = 1 if text.startswith(BOM) else 0
    delimiter = "\t" if file.lower().endswith((".tsv", ".tab")) else _delimiter(text[start:])
    rows = _rows(file, text, start, delimiter)
    unnamed = CsvText(file, text, delimiter, (), rows[:1])
    first = list(unnamed.data[0].values()) if rows else []
    if any(map(_URL.match, first)):
        return CsvText(file, text, delimiter, (), rows)
    return CsvText(file, text, delimiter, _names(first), rows[1:])


def _names(cells: list[str]) -> tuple[str, ...]:
    """Each column's own name: an empty or repeated one is called by its number."""
    names: list[str] = []
    for at, cell in enumerate(cells, 1):
        name = cell.strip()
        names.append(name if name and name not in names else f"column {at}")
    return tuple(names)


def _delimiter(text: str) -> str:
    """What separates the cells of the first line, quoted ones aside."""
    first = re.sub(r'"[^"]*"', "", text.split("\n", 1)[0])
    return max(_DELIMITERS, key=lambda one: (first.count(one), -_DELIMITERS.index(one)))


def _rows(file: str, text: str, position: int, delimiter: str) -> list[_Row]:
    cell = re.compile(rf'"(?:[^"]|"")*"(?=[{delimiter}\r\n]|\Z)|[^{delimiter}\r\n]*')
    rows: list[_Row] = []
    cells: list[tuple[int, int]] = []
    count = 0
    while position < len(text) or cells:
        found = cell.match(text, position)
        assert found is not None, "a cell may be empty"
        if text.startswith('"', position) and not _is_quoted(found[0]):
            _refuse_quotes(file, text, position)
        cells.append((position, found.end()))
        position = found.end()
        count += 1
        if count > MAX_CELLS:
            raise CatalogError(
                f"{file}:1", f"there are more than {MAX_CELLS:,} cells", "split it into several"
            )
        if text.startswith(delimiter, position):
            position += 1
            continue
        position += 2 if text.startswith("\r\n", position) else int(position < len(text))
        if len(cells) > 1 or cells[0][1] > cells[0][0]:  # an empty line is no row
            rows.append(_Row(tuple(cells), position))
        cells = []
    return rows


def _is_quoted(cell: str) -> bool:
    return len(cell) > 1 and cell.endswith('"')


def _refuse_quotes(file: str, text: str, position: int) -> None:
    line = text.count("\n", 0, position) + 1
    raise CatalogError(
        f"{file}:{line}",
        "a quoted cell does not end where its quotes do",
        "close the quotes, and double those within",
    )
