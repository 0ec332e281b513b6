"""Paths through plain data, as a configuration writes them: `landscape[].subcategories[].items[]`.

key          a key of a mapping            ["a.b"]   the same, for keys with dots or brackets
[]           each item of a list           {}        each value of a mapping
[3]          one item of a list            **        every text below, at the end of a path alone
.            the entry itself, in a list of bare addresses
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from crawler.catalog.model import format_route
from crawler.catalog.wording import described, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.catalog.model import Route

_TOKEN = re.compile(r'\[(\d*)\]|\{(\})|\[("(?:[^"\\]|\\.)*")\]|(\*\*)$|([^.*\[\]{}"]+)')
_MAX_STEPS = 32
_MAX_TEXTS = 100_000
_SHOWN_KEYS = 8


class Each(Enum):
    """Steps that branch."""

    ITEM = "[]"
    VALUE = "{}"
    TEXT = "**"


Step = str | int | Each
Path = tuple[Step, ...]


def parse_path(text: str) -> Path:
    """ValueError, in words for the operator, for what is no path."""
    steps: list[Step] = []
    position = 1 if text == "." else 0
    while position < len(text):
        if text[position] == "." and 0 < position < len(text) - 1:
            position += 1
        found = _TOKEN.match(text, position)
        if found is None or len(steps) >= _MAX_STEPS:
            raise ValueError(f"{quoted(text)} is no path; write one like `groups[].items[]` or `links.home`")
        steps.append(_step(found))
        position = found.end()
    return tuple(steps)


def _step(found: re.Match[str]) -> Step:
    index, braces, key, every, plain = found.groups()
    if index is not None:
        return int(index) if index else Each.ITEM
    if braces:
        return Each.VALUE
    if key:
        return str(json.loads(key, strict=False))
    return Each.TEXT if every else str(plain).strip()


@dataclass(slots=True)
class Misses:
    """Where paths led nowhere; the first is told, since the others are mostly alike."""

    first: str = ""

    def note(self, route: Route, value: Any, step: Step) -> None:
        if self.first:
            return
        where = f"`{format_route(route)}`" if route else "the root"
        if isinstance(step, str) and isinstance(value, dict):
            keys = ", ".join(quoted(str(key)) for key in list(value)[:_SHOWN_KEYS])
            self.first = f"{where} has no key {quoted(step)}, only {keys or 'none'}"
        else:
            wanted = "a mapping" if isinstance(step, str) or step is Each.VALUE else "a list"
            self.first = f"{where} is {described(value)}, not {wanted}"


def select(
    data: Any, path: Path, *, below: Route = (), misses: Misses | None = None
) -> Iterator[tuple[Route, Any]]:
    """Every place that a path leads to, in the text's order, with its value; `below` goes before the
    routes.
    """
    if not path:
        yield below, data
        return
    step, rest = path[0], path[1:]
    if step is Each.TEXT:
        yield from _texts(data, below)
        return
    if step is Each.ITEM and isinstance(data, list):
        members: Any = enumerate(data)
    elif step is Each.VALUE and isinstance(data, dict):
        members = ((key, value) for key, value in data.items() if _is_addressable(key))
    elif (isinstance(step, str) and isinstance(data, dict) and step in data) or (
        isinstance(step, int) and isinstance(data, list) and step < len(data)
    ):
        members = ((step, data[step]),)  # type: ignore[index]  # each step fits its data
    else:
        if misses is not None and data is not None:
            misses.note(below, data, step)
        return
    for key, value in members:
        yield from select(value, rest, below=(*below, key), misses=misses)


def _is_addressable(key: Any) -> bool:
    return type(key) in (str, int)


def _texts(data: Any, below: Route) -> Iterator[tuple[Route, str]]:
    """Every text of a tree, in order; bounded, since aliases can make a small text a large tree."""
    pending: list[tuple[Route, Any]] = [(below, data)]
    seen = 0
    while pending and seen < _MAX_TEXTS:
        seen += 1
        route, value = pending.pop()
        if isinstance(value, str):
            yield route, value
        elif isinstance(value, dict):
            pending += [((*route, key), value[key]) for key in reversed(list(value)) if _is_addressable(key)]
        elif isinstance(value, list):
            pending += reversed([((*route, at), item) for at, item in enumerate(value)])
