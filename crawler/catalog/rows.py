"""What `crawler init` writes: the rows of `catalogs:`, and their text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.catalog.scalars import is_plain_safe

if TYPE_CHECKING:
    from crawler.catalog.guess import Guess

_HEAD = """\
# Written by `crawler init`: what `crawler check` looks at. Look it through, and change what was guessed
# wrong.
# `items` is where the entries are, `url` the keys of an entry that hold addresses, `text` those of prose in
# which addresses stand, `title` and `id` the keys that name it.
catalogs:
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of `catalogs:`: a name or a glob, and the layout unless the format says all."""

    path: str
    files: tuple[str, ...]
    guess: Guess | None = None


def render_config(rows: list[Row]) -> str:
    """The text of `crawler.yaml`."""
    return _HEAD + "".join(map(_render_row, rows))


def _render_row(row: Row) -> str:
    if row.guess is None:
        return f"  - {_scalar(row.path)}\n"
    title = (row.guess.title,) if isinstance(row.guess.title, str) else row.guess.title
    fields: dict[str, Any] = {"items": row.guess.items, "url": row.guess.url, "text": row.guess.text}
    fields |= {"title": title, "id": (row.guess.id,) if row.guess.id else ()}
    lines = [f"  - path: {_scalar(row.path)}\n"]
    for name, values in fields.items():
        if values:
            shown = [_scalar(value) for value in values]
            said = shown[0] if len(shown) == 1 else f"[{', '.join(shown)}]"
            lines.append(f"    {name}: {said}\n")
    return "".join(lines)


def _scalar(text: str) -> str:
    return text if is_plain_safe(text, in_flow=True) else json.dumps(text)
