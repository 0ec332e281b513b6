"""What `crawler init` proposes: which of the files that it was shown are catalogs, and in which layout."""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.catalog.formats import parse
from crawler.catalog.guess import Guess, guess_layout
from crawler.catalog.markdown_text import MarkdownText
from crawler.catalog.paths import parse_path, select
from crawler.catalog.reading import is_native
from crawler.catalog.scalars import is_plain_safe
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crawler.catalog.formats import Parsed

ALIKE_FROM = 3
"""So many files of one kind in a folder are taken for entries, one each."""
_SAMPLED = 25
_LIST_FROM = 5
"""So many links make a list; a file that was named itself needs but one."""
_LISTED_SHARE = 0.5
_NO_CATALOG = frozenset({"changelog", "license", "code_of_conduct", "contributing", "security", "history"})
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


def propose(texts: Mapping[str, str], *, named: frozenset[str] = frozenset()) -> list[Row]:
    """The rows for the texts that seem to be catalogs, by their paths; `named` are meant to be some."""
    by_place: dict[tuple[str, str], list[str]] = {}
    for file in sorted(texts):
        folder, name = posixpath.split(file)
        by_place.setdefault((folder, posixpath.splitext(name)[1].lower()), []).append(file)
    rows = [row for place, files in by_place.items() for row in _rows_of(place, files, texts, named)]
    listed = [row for row, _ in rows]
    strong = [row for row, is_strong in rows if is_strong]
    # Prose that links to something is a catalog only where nothing else is.
    return sorted(strong or listed, key=lambda row: (row.path.count("/"), row.path))


def _rows_of(
    place: tuple[str, str], files: list[str], texts: Mapping[str, str], named: frozenset[str]
) -> Iterator[tuple[Row, bool]]:
    parsed = [one for file in files if (one := _parsed(file, texts[file])) is not None]
    markdown = [one for one in parsed if isinstance(one, MarkdownText)]
    for one in markdown:
        if one.blocks and (is_strong := _is_list(one)) | _is_front_page(one.file) | (one.file in named):
            yield Row(one.file, (one.file,)), is_strong or one.file in named
    data = [one for one in parsed if not isinstance(one, MarkdownText)]
    for one in data:
        if is_native(one.data):
            yield Row(one.file, (one.file,)), True
    data = [one for one in data if not is_native(one.data)]
    folder, suffix = place
    single = [one for one in data if isinstance(one.data, dict)]
    guess = _of_entries(single) if len(single) >= ALIKE_FROM and len(single) == len(data) else None
    if guess is not None:
        pattern = posixpath.join(folder, f"*{suffix}")
        yield Row(pattern, tuple(one.file for one in single), guess), True
        return
    for one in data:
        alone = guess_layout([one.data])
        if alone is not None and (one.file in named or _count(one, alone) >= ALIKE_FROM):
            yield Row(one.file, (one.file,), alone), True


def _parsed(file: str, text: str) -> Parsed | None:
    """None for what is no catalog because it cannot be read."""
    try:
        return parse(file, text)
    except CatalogError:
        return None


def _of_entries(parsed: list[Parsed]) -> Guess | None:
    """The layout of files that are an entry each; None where they hold lists of entries."""
    step = max(1, len(parsed) // _SAMPLED)
    guess = guess_layout([one.data for one in parsed[::step]])
    return guess if guess is not None and not guess.items else None


def _count(parsed: Parsed, guess: Guess) -> int:
    """How many entries a text has in a layout."""
    paths = guess.items or (("[]",) if isinstance(parsed.data, list) else ())
    return sum(1 for path in paths for _ in select(parsed.data, parse_path(path))) or 1


def _is_front_page(file: str) -> bool:
    return posixpath.splitext(file)[0].lower() == "readme"


def _is_list(parsed: MarkdownText) -> bool:
    """Whether most blocks with links are items of lists or rows of tables, and there are some."""
    name = posixpath.splitext(posixpath.basename(parsed.file))[0].lower()
    listed = [block for block in parsed.blocks if block.within]
    return (
        name not in _NO_CATALOG
        and len(listed) >= _LIST_FROM
        and len(listed) >= _LISTED_SHARE * len(parsed.blocks)
    )


def render_config(rows: list[Row]) -> str:
    """The text of `crawler.yaml`."""
    return _HEAD + "".join(map(_render_row, rows))


def _render_row(row: Row) -> str:
    if row.guess is None:
        return f"  - {_scalar(row.path)}\n"
    fields: dict[str, Any] = {"items": row.guess.items, "url": row.guess.url, "text": row.guess.text}
    lines = [f"  - path: {_scalar(row.path)}\n"]
    for name, values in fields.items():
        if values:
            shown = [_scalar(value) for value in values]
            said = shown[0] if len(shown) == 1 else f"[{', '.join(shown)}]"
            lines.append(f"    {name}: {said}\n")
    for name, value in (("title", row.guess.title), ("id", row.guess.id)):
        if value is not None:
            lines.append(f"    {name}: {_scalar(value)}\n")
    return "".join(lines)


def _scalar(text: str) -> str:
    return text if is_plain_safe(text, in_flow=True) else json.dumps(text)
