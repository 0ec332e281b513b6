"""What the entries of a catalog in its own shape say of their works, and where what they lack may be put.

The values that are there show how a new one is to be written: authors as a list or as one text, a year as a
number or as text. Where they are of several kinds, nothing is proposed.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from crawler.catalog.model import Slot
from crawler.catalog.paths import select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from crawler.catalog.layout import Layout, Paths
    from crawler.catalog.model import Shape
    from crawler.catalog.paths import Path

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?!\d)")
_MOST_LOOKED_AT = 1_000
_MOST_AUTHORS = 200


def slots_of(layout: Layout, entries: Iterable[Any]) -> tuple[Slot, ...]:
    """The keys of an entry that may be filled, each with the shape that its values have."""
    looked_at = list(islice(entries, _MOST_LOOKED_AT))
    slots = []
    for name, shape_of in _SHAPES.items():
        path = layout.to_fill[name]
        # A key of the entry itself: what lies deeper has no place before its mapping is there.
        if path is None or len(path) != 1 or not isinstance(path[0], str):
            continue
        shape = shape_of(list(_values(looked_at, path)))
        if shape is not None:
            slots.append(Slot(name, path[0], shape))
    return tuple(slots)


def _values(entries: Iterable[Any], path: Path) -> Iterator[Any]:
    found = (value for raw in entries for _, value in select(raw, path))
    return (value for value in found if value is not None and value not in ("", []))


def _texts_or_list(values: list[Any]) -> Shape | None:
    if all(isinstance(value, str) for value in values):
        return "text"
    is_list = all(isinstance(value, list) and all(isinstance(one, str) for one in value) for value in values)
    return "list" if is_list else None


def _authors(values: list[Any]) -> Shape | None:
    return _texts_or_list(values) if values else "list"


def _year(values: list[Any]) -> Shape | None:
    if all(type(value) is int for value in values):
        return "number"
    return "text" if all(isinstance(value, str) and _YEAR.fullmatch(value) for value in values) else None


def _text(values: list[Any]) -> Shape | None:
    return "text" if all(isinstance(value, str) for value in values) else None


_SHAPES: dict[str, Callable[[list[Any]], Shape | None]] = {
    "authors": _authors,
    "year": _year,
    "language": _text,
    "archive": _texts_or_list,
}


def authors_of(layout: Layout, raw: Any) -> tuple[str, ...]:
    """Those under the first of the layout's keys that has any."""
    for path in layout.authors:
        found = (value for _, value in select(raw, path))
        every = (one for value in found for one in (value if isinstance(value, list) else [value]))
        texts = (one for one in every if isinstance(one, str) and one.strip())
        if authors := tuple(islice(texts, _MOST_AUTHORS)):
            return authors
    return ()


def year_of(layout: Layout, raw: Any) -> int | None:
    """The year that a number, a date or a text begins with."""
    return next((year for value in _said(layout.year, raw) if (year := _year_in(value)) is not None), None)


def _year_in(value: Any) -> int | None:
    if isinstance(value, date):
        return value.year
    said = _YEAR.match(str(value)) if type(value) in {int, str} else None
    return int(said[0]) if said else None


def language_of(layout: Layout, raw: Any) -> str | None:
    said = _said(layout.language, raw)
    return next((value for value in said if isinstance(value, str) and value.strip()), None)


def _said(paths: Paths, raw: Any) -> Iterator[Any]:
    """The first value of each path."""
    for path in paths:
        yield next((value for _, value in select(raw, path)), None)
