"""TOML as one of the formats: the data is the standard library's, the places are those of a scanner of our
own.

The scanner may be simple, since it sees only what the standard library has read, and each place that it
gives is proved by reading the value there by itself. tomlkit was rejected: it keeps a text's layout but no
offsets in it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crawler.catalog.bounds import MAX_DEPTH
from crawler.catalog.intent import MISSING, is_same, look_up
from crawler.catalog.lines import BOM, TextWithLines
from crawler.catalog.model import Refusal, Span, Splice
from crawler.catalog.pieces_of_text import escaped_part
from crawler.catalog.toml_edits import Editor, Layout, Table, write_value
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from crawler.catalog.model import Edit, Route

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"[ \t]*(?:(\"(?:[^\"\\\n]|\\.)*\")|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*(\.?)")
_STRING = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^\']|\'(?!\'\'))*\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_PLAIN = re.compile(r"\d{4}-\d\d-\d\d \d[^\s,\]}#]*|[^\s,\]}#]+")
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[ \t]*\r?\n\s*|.)")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f']")


@dataclass(frozen=True, eq=False)
class TomlText(TextWithLines):
    """What `formats.Parsed` asks for, of a TOML text."""

    file: str
    text: str
    data: Any = field(repr=False)

    @cached_property
    def _scanned(self) -> _Scanner:
        scanner = _Scanner(self.text)
        scanner.scan()
        return scanner

    @cached_property
    def _editor(self) -> Editor:
        return Editor(self.text, self._scanned.layout)

    def span(self, route: Route, part: tuple[int, int] | None = None) -> Span | None:
        place = self._scanned.places.get(route)
        value = look_up(self.data, route)
        if place is None or value is MISSING:
            return None
        if isinstance(value, dict | list):
            return Span(start=place[0], end=place[1]) if part is None else None
        if not is_same(_read_value(self.text[place[0] : place[1]]), value):
            return None
        if part is None:
            return Span(start=place[0], end=place[1])
        found = self._part(place, part) if isinstance(value, str) else None
        return Span(start=found[0], end=found[1]) if found else None

    def _part(self, place: tuple[int, int], part: tuple[int, int]) -> tuple[int, int] | None:
        quotes = 3 if self.text.startswith(('"""', "'''"), place[0]) else 1
        start, end = place[0] + quotes, place[1] - quotes
        if quotes > 1:  # a line break right after the opening is no part of the text
            start += 2 if self.text.startswith("\r\n", start) else int(self.text.startswith("\n", start))
        is_basic = self.text.startswith('"', place[0])
        return escaped_part(self.text, (start, end), _unescaped if is_basic else _literal, part)

    def plan(self, edit: Edit) -> Splice | Refusal:
        if edit.new is None:
            return self._editor.removed(edit.route)
        if edit.old is None:
            return self._editor.added(edit)
        part = None if edit.at is None else (edit.at, len(str(edit.old)))
        span = self.span(edit.route, part)
        whole = self.span(edit.route)
        if span is None or whole is None or isinstance(edit.old, dict | list):
            return Refusal(reason="its exact place is not known; edit it by hand")
        written = self._written(edit.new, self.text[whole.start : whole.end], is_part=part is not None)
        if written is None:
            return Refusal(reason="the new value cannot be written in the quotes that stand there")
        return Splice(start=span.start, end=span.end, text=written)

    def _written(self, value: Any, source: str, *, is_part: bool) -> str | None:
        if not isinstance(value, str):
            return None if is_part else write_value(value)
        is_literal = source.startswith("'")
        if is_literal and (is_part or not source.startswith("'''")) and not _CONTROL.search(value):
            return value if is_part else f"'{value}'"
        if is_literal and is_part:
            return None
        basic = write_value(value)
        return basic[1:-1] if is_part and basic else basic


def read_toml(file: str, text: str) -> TomlText:
    """CatalogError where the text is no TOML."""
    try:
        data = tomllib.loads(text.removeprefix(BOM).replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", said)
        line = found[1] if found and found[1] else str(text.rstrip().count("\n") + 1)
        what = f"this is not TOML: {said[: found.start()] if found else said}"
        raise CatalogError(f"{file}:{line}", what, "mend the TOML there") from None
    except (RecursionError, ValueError):
        what = "values are nested too deep, or a number is too long"
        raise CatalogError(f"{file}:1", what, "write the catalog as a flat list of tables") from None
    if _is_deep(data):  # a key of 10,000 parts is read without any trouble, and walked with much
        what = f"values are nested more than {MAX_DEPTH} deep"
        raise CatalogError(f"{file}:1", what, "write the catalog as a flat list of tables")
    return TomlText(file, text, data)


def _is_deep(data: Any) -> bool:
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for value in level
            if isinstance(value, dict | list)
            for child in (value.values() if isinstance(value, dict) else value)
        ]
    return bool(level)


def _read_value(source: str) -> Any:
    try:
        return tomllib.loads("x = " + source.replace("\r\n", "\n"))["x"]
    except (ValueError, RecursionError):
        return MISSING


def _unescaped(source: str, position: int) -> tuple[str, int]:
    found = _ESCAPE.match(source, position)
    if found is None:
        return _literal(source, position)
    if "\n" in found[0]:
        return "", found.end()
    return str(_read_value(f'"{found[0]}"')), found.end()


def _literal(source: str, position: int) -> tuple[str, int]:
    return ("\n", position + 2) if source.startswith("\r\n", position) else (source[position], position + 1)


class _Scanner:
    """Where each value of a well-formed text stands; a table stands where its header does."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places: dict[Route, tuple[int, int]] = {}
        self.layout = Layout()
        self._counts: dict[Route, int] = {}

    def scan(self) -> None:
        position = self._skip(1 if self.text.startswith(BOM) else 0)
        table: Route = ()
        while position < len(self.text):
            if self.text.startswith("[", position):
                table, position = self._header(position)
            else:
                pairs = self.layout.pairs.setdefault(len(self.layout.tables) - 1, [])
                position = self._pair(table, position, pairs)
            position = self._skip(position)

    def _skip(self, position: int) -> int:
        found = _SPACE.match(self.text, position)
        return found.end() if found else position

    def _header(self, start: int) -> tuple[Route, int]:
        is_array = self.text.startswith("[[", start)
        names, position = self._key(start + 1 + is_array)
        route: Route = ()
        for number, name in enumerate(names):
            route = (*route, name)
            if is_array and number == len(names) - 1:
                self._counts[route] = self._counts.get(route, -1) + 1
            if route in self._counts:
                route = (*route, self._counts[route])
        end = self.text.find("]", position) + 1 + is_array
        self.places.setdefault(route, (start, end))
        self.layout.tables.append(Table(route, start, end))
        return route, end

    def _key(self, position: int) -> tuple[list[str], int]:
        names: list[str] = []
        while found := _KEY.match(self.text, position):
            basic, literal, bare, dot = found.groups()
            names.append(str(_read_value(basic)) if basic else literal if literal is not None else bare)
            position = found.end()
            if not dot:
                break
        return names, position

    def _pair(self, table: Route, start: int, pairs: list[tuple[Route, int, int]]) -> int:
        names, position = self._key(start)
        if not names or not self.text.startswith("=", position):
            return len(self.text)  # not reached in what the standard library has read
        position += 1
        while self.text.startswith((" ", "\t"), position):
            position += 1
        route = (*table, *names)
        end = self._value(route, position)
        pairs.append((route, start, end))
        return end

    def _value(self, route: Route, start: int) -> int:
        opening = self.text[start : start + 1]
        if opening in {"[", "{"}:
            end = self._members(route, start)
        else:
            found = (_STRING if opening in "\"'" else _PLAIN).match(self.text, start)
            end = found.end() if found else len(self.text)
        self.places[route] = (start, end)
        return end

    def _members(self, route: Route, start: int) -> int:
        """The items of an array, or the pairs of a table in braces."""
        is_array = self.text.startswith("[", start)
        closing = "]" if is_array else "}"
        members = self.layout.members[route] = []
        position = self._skip(start + 1)
        while position < len(self.text) and not self.text.startswith(closing, position):
            if is_array:
                own, begin = (*route, len(members)), position
                position = self._value(own, begin)
                members.append((own, begin, position))
            else:
                position = self._pair(route, position, members)
            position = self._skip(position)
            if self.text.startswith(",", position):
                position = self._skip(position + 1)
        self.layout.brackets[route] = (start, position + 1)
        return position + 1
