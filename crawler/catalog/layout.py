"""Where the entries of a catalog in its own shape are, as `crawler.yaml` says it, and for which files."""

from __future__ import annotations

import posixpath
import re
from fnmatch import translate
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from crawler.catalog.paths import Path, parse_path

GLOB = re.compile(r"[*?\[]")


def _path(value: object) -> object:
    if isinstance(value, str):
        return parse_path(value)
    if isinstance(value, tuple):
        return value
    raise ValueError("a path is text such as `groups[].items[]`")


def _paths(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


OnePath = Annotated[Path, BeforeValidator(_path)]
Paths = Annotated[tuple[OnePath, ...], BeforeValidator(_paths)]


class Layout(BaseModel):
    """One row of `catalogs:` that is more than a name: which files, and what their entries are made of.

    Paths but `items` begin at an entry. `url` are addresses, `text` is prose in which addresses may stand;
    what an entry lacks of the others may be proposed, where they are keys of the entry itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Annotated[str, Field(min_length=1)]
    items: Paths = ()
    url: Paths = ()
    text: Paths = ()
    title: Paths = ()
    """Of several keys the first that an entry has counts, here and below."""
    id: Paths = ()
    authors: Paths = ()
    year: Paths = ()
    language: Paths = ()
    archive: OnePath | None = None
    """Where the snapshot of a link that died is put, and then checked as any other address."""

    def matches(self, file: str) -> bool:
        return is_match(self.path, file)

    @property
    def to_fill(self) -> dict[str, Path | None]:
        """Where what an entry lacks is put: of several keys the first."""
        said = {"authors": self.authors, "year": self.year, "language": self.language}
        return {name: next(iter(paths), None) for name, paths in said.items()} | {"archive": self.archive}

    @property
    def finds_nothing(self) -> bool:
        return not self.url and not self.text


def is_match(pattern: str, file: str) -> bool:
    """Whether a file is what a name, a folder's name or a glob (`*` within a folder, `**` across) stands
    for.
    """
    pattern, file = posixpath.normpath(pattern), posixpath.normpath(file)
    if pattern in {file, "."}:
        return True
    return _expression(pattern).fullmatch(file) is not None


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str]:
    if not GLOB.search(pattern):
        return re.compile(re.escape(pattern) + "/.*", re.DOTALL)
    parts = []
    for segment in pattern.split("/"):
        if segment == "**":
            parts.append("(?:[^/]+/)*")
        else:
            # `translate` writes `.` for any character; within a segment none of them is a slash.
            parts.append(_segment(segment) + "/")
    return re.compile("".join(parts).removesuffix("/") + ("[^/]+" if pattern.endswith("**") else ""))


def _segment(segment: str) -> str:
    pieces = re.split(r"(\*+|\?|\[[^\]/]+\])", segment)
    return "".join(
        "[^/]*" if piece.startswith("*") else "[^/]" if piece == "?" else _literal(piece) for piece in pieces
    )


def _literal(piece: str) -> str:
    if piece.startswith("[") and piece.endswith("]"):
        return translate(piece).removeprefix("(?s:").removesuffix(r")\Z")
    return re.escape(piece)


def split_catalogs(rows: Any) -> tuple[Any, Any]:
    """The names among the rows of `catalogs:`, with those of the mappings, and the mappings themselves."""
    if not isinstance(rows, list):
        return rows, ()
    # A mapping without a path is the layout's mistake to tell.
    names = [str(row.get("path", "")) if isinstance(row, dict) else row for row in rows]
    return names, [row for row in rows if isinstance(row, dict)]
