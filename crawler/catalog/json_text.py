"""JSON as one of the formats: the data is the standard library's, the places are those of a scanner of our
own.

The YAML reader was rejected for it: tabs, escaped slashes, surrogate pairs and large numbers mean other
things there.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.catalog.document import collector_paused
from crawler.catalog.lines import BOM, TextWithLines
from crawler.catalog.model import Problem, Refusal, Span, Splice
from crawler.catalog.pieces_of_text import escaped_part
from crawler.catalog.wording import quoted
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.catalog.model import Edit, Route, Value

MAX_DEPTH = 64
MAX_NODES = 2_000_000
_TOKEN = re.compile(r'[ \t\r\n]*(?:("(?:[^"\\]|\\.)*")|([{}\[\],:])|([^\s{}\[\],:"]+))')
_SURROGATE_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_LONGEST_NUMBER = 4_000
_WHITE = " \t\r\n"
_CLOSED = re.compile(r"[ \t\r\n]*[\]}]")


@dataclass(slots=True)
class _Node:
    """A value's place; the members of a list or mapping, and where its keys begin."""

    start: int
    end: int = 0
    members: dict[str | int, _Node] | None = None
    keys: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class JsonText(TextWithLines):
    """What `formats.Parsed` asks for, of a JSON text."""

    file: str
    text: str
    data: Any = field(repr=False)
    root: _Node = field(repr=False)
    repeated: tuple[tuple[int, str], ...] = field(default=(), repr=False)
    """Where a key is given again."""

    def problems(self) -> Iterator[Problem]:
        for offset, name in self.repeated:
            message = f"the key {quoted(name)} is given again; keep one, since the last one counts"
            yield Problem(file=self.file, line=self.line(offset), code="duplicate-key", message=message)

    def _node(self, route: Route) -> _Node | None:
        node: _Node | None = self.root
        for step in route:
            node = node.members.get(step) if node is not None and node.members is not None else None
        return node

    def span(self, route: Route, part: tuple[int, int] | None = None) -> Span | None:
        node = self._node(route)
        if node is None:
            return None
        if part is None:
            return Span(start=node.start, end=node.end)
        if node.members is not None or self.text[node.start] != '"':
            return None
        found = escaped_part(self.text, (node.start + 1, node.end - 1), _unescaped, part)
        return Span(start=found[0], end=found[1]) if found else None

    def plan(self, edit: Edit) -> Splice | Refusal:
        part = None if edit.at is None else (edit.at, len(str(edit.old)))
        span = self.span(edit.route, part)
        if edit.new is None:
            return self._removed(edit.route)
        if span is None:
            return self._added(edit) if edit.old is None else Refusal(reason="its exact place is not known")
        written = self._written(edit.new, span)
        return Splice(start=span.start, end=span.end, text=written if part is None else written[1:-1])

    def settled(self, splices: Sequence[Splice]) -> list[Splice]:
        """Where the last items of a list go together, so does the comma before the first of them."""
        ordered = sorted(splices, key=lambda splice: (splice.start, splice.end))
        takes = [splice for splice in ordered if not splice.text]
        settled = [splice for splice in ordered if splice.text]
        while takes:
            first = takes.pop(0)
            start, end = first.start, first.end
            while takes and takes[0].start <= end:
                end = max(end, takes.pop(0).end)
            comma = start - 1
            while self.text[comma] in _WHITE:
                comma -= 1
            if self.text[comma] == "," and _CLOSED.match(self.text, end):
                start = comma
            settled.append(Splice(start=start, end=end, text=""))
        return settled

    def _written(self, value: Value, span: Span) -> str:
        """In the manner of the text: escapes where it is pure ASCII, escaped slashes where they stood."""
        written = json.dumps(value, ensure_ascii=self.text.isascii())
        return written.replace("/", "\\/") if "\\/" in self.text[span.start : span.end] else written

    def _added(self, edit: Edit) -> Splice | Refusal:
        parent, name = self._node(edit.route[:-1]), edit.route[-1] if edit.route else None
        if parent is None or parent.members is None:
            return Refusal(reason="there is nothing at this place to edit")
        is_list = self.text.startswith("[", parent.start)
        if name != len(parent.members) if is_list else not isinstance(name, str):
            return Refusal(reason="a key can be added to a mapping only, and an item to the end of a list")
        pair = self._written(edit.new, Span(start=0, end=0))
        if not is_list:
            pair = f"{json.dumps(name, ensure_ascii=self.text.isascii())}: {pair}"
        if not parent.members:
            return Splice(start=parent.start + 1, end=parent.start + 1, text=pair)
        # Laid out as the last one: what stands between it and the comma or bracket before it.
        last = next(reversed(parent.members))
        key_start = parent.members[last].start if is_list else parent.keys[str(last)]
        before = len(self.text[:key_start].rstrip(" \t\r\n"))
        end = parent.members[last].end
        return Splice(start=end, end=end, text=f",{self.text[before:key_start] or ' '}{pair}")

    def _removed(self, route: Route) -> Splice | Refusal:
        parent = self._node(route[:-1]) if route else None
        if parent is None or not parent.members or route[-1] not in parent.members:
            return Refusal(reason="it is not there")
        names = list(parent.members)
        at = names.index(route[-1])
        starts = [
            parent.keys[str(name)] if parent.keys else parent.members[name].start
            for name in names[max(0, at - 1) : at + 2]
        ]
        if len(names) == 1:
            return Splice(start=parent.start + 1, end=parent.end - 1, text="")
        if at + 1 < len(names):
            return Splice(start=starts[-2], end=starts[-1], text="")
        return Splice(start=parent.members[names[at - 1]].end, end=parent.members[names[at]].end, text="")


@collector_paused()
def read_json(file: str, text: str) -> JsonText:
    """CatalogError where the text is no JSON, or nested deeper than anyone would write."""
    shift = 1 if text.startswith(BOM) else 0
    try:
        scanner = _Scanner(text, shift)
        root = scanner.scan()
        data = json.loads(text[shift:], parse_int=_whole_number)
    except _BadJsonError as error:
        raise CatalogError(
            f"{file}:{text.count(chr(10), 0, error.offset) + 1}", error.what, _REMEDY
        ) from None
    except json.JSONDecodeError as error:
        raise CatalogError(f"{file}:{error.lineno}", f"this is not JSON: {error.msg}", _REMEDY) from None
    return JsonText(file, text, data, root, tuple(scanner.repeated))


_REMEDY = "mend the JSON there, often a comma, quote or bracket on that line or the one before"


def _whole_number(digits: str) -> int | str:
    """Python refuses to read integers of more than 4,300 digits."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


class _BadJsonError(Exception):
    def __init__(self, offset: int, what: str) -> None:
        super().__init__(offset, what)
        self.offset = offset
        self.what = what


class _Scanner:
    """One pass over the tokens, with a stack of its own: a text of brackets must not fill Python's."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.position = start
        self.stack: list[_Node] = []
        self.count = 0
        self.repeated: list[tuple[int, str]] = []

    def scan(self) -> _Node:
        root = _Node(0)
        top = root
        key: str | None = None
        while True:
            found = _TOKEN.match(self.text, self.position)
            if found is None:
                break
            self.position = found.end()
            start = found.start(found.lastindex or 1)
            word = found[found.lastindex or 1]
            if word in "{[":
                node = self._place(start, key)
                node.members, key = {}, None
                if len(self.stack) >= MAX_DEPTH:
                    raise _BadJsonError(start, f"values are nested more than {MAX_DEPTH} deep")
                self.stack.append(node)
                top = node if len(self.stack) == 1 else top
            elif word in "]}":
                if not self.stack:
                    raise _BadJsonError(start, "a bracket is closed that was not opened")
                self.stack.pop().end = self.position
            elif word not in ",:":
                key, is_root = self._scalar(start, word, key), not self.stack
                if is_root:
                    top = _Node(start, self.position)
        return top

    def _scalar(self, start: int, word: str, key: str | None) -> str | None:
        """A value, or a key: the key that the next value has."""
        if not self.stack:
            return None
        if self.text.startswith("{", self.stack[-1].start) and key is None:
            name = self._decoded(start, word)
            if self.stack[-1].keys.pop(name, None) is not None:  # the last counts, as in the data
                self.repeated.append((start, name))
            self.stack[-1].keys[name] = start
            return name
        self._place(start, key).end = self.position
        return None

    def _decoded(self, start: int, word: str) -> str:
        try:
            return str(json.loads(word))
        except ValueError:
            raise _BadJsonError(start, "this is not JSON: a key is written without quotes") from None

    def _place(self, start: int, key: str | None) -> _Node:
        node = _Node(start)
        self.count += 1
        if self.count > MAX_NODES:
            raise _BadJsonError(start, f"the catalog has more than {MAX_NODES:,} values")
        if self.stack:
            members = self.stack[-1].members
            assert members is not None
            name: str | int = len(members) if key is None else key
            members.pop(name, None)
            members[name] = node
        return node


def _unescaped(source: str, position: int) -> tuple[str, int]:
    """The character that is written at a place, and where the next is written."""
    if source[position] != "\\":
        return source[position], position + 1
    end = position + (6 if source.startswith("\\u", position) else 2)
    if _SURROGATE_PAIR.match(source, position):
        end = position + 12
    return str(json.loads(f'"{source[position:end]}"')), end
