"""Reads a catalog of any format: natively, by its layout, or by the layout that it seems to have."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, TypeVar, cast

from crawler.catalog.document import decode
from crawler.catalog.formats import MARKDOWN, YAML, Parsed, format_of, parse, require_readable
from crawler.catalog.front_matter import FrontMatter, read_front_matter
from crawler.catalog.guess import ASIDE, Guess, guess_layout
from crawler.catalog.layout import Layout
from crawler.catalog.linked_entries import read_linked
from crawler.catalog.mapped import read_mapped
from crawler.catalog.native import ROOT_KEYS, read_catalog
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from crawler.catalog.linked_text import LinkedText
    from crawler.catalog.model import Catalog

Read = TypeVar("Read")

_SAMPLED = 25
ALIKE_FROM = 3
"""So many files of one kind in a folder are taken for entries, one each."""
_MOST_OF = 0.6


def read_any(file: str, content: bytes, layout: Layout | None, *, today: date) -> Catalog:
    """Read a catalog; CatalogError where that cannot be done. Without a layout YAML is the native format."""
    kind = format_of(file)
    require_readable(file)
    if kind is YAML and layout is None:
        return read_native(file, content, today=today)
    parsed = parse(file, decode(file, content))
    if not kind.has_keys:
        return read_linked(cast("LinkedText", parsed), layout, today=today)
    if layout is None and is_native(parsed.data):
        return read_catalog(file, content, today=today)
    if layout is None or layout.finds_nothing:
        layout = guessed(parsed, layout)
    return read_mapped(parsed, layout, today=today)


def read_native(file: str, content: bytes, *, today: date) -> Catalog:
    """A native catalog; the error of what has another shape says how that is read."""
    try:
        return read_catalog(file, content, today=today)
    except CatalogError as error:
        if not _has_another_shape(file, content):
            raise
        remedy = f"{error.remedy}, or run `crawler init {file}` for a catalog in a shape of its own"
        raise CatalogError(error.where, error.what, remedy) from None


def _has_another_shape(file: str, content: bytes) -> bool:
    try:
        data = parse(file, decode(file, content)).data
    except CatalogError:
        return False
    is_other = bool(data) and not (isinstance(data, dict) and ROOT_KEYS & data.keys())
    return is_other and guess_layout([data]) is not None


def is_native(data: Any) -> bool:
    return isinstance(data, dict) and data.keys() >= ROOT_KEYS and isinstance(data["resources"], list)


def guessed(parsed: Parsed, layout: Layout | None = None) -> Layout:
    """The layout of one text by itself; CatalogError where no URL is in it."""
    guess = guess_layout([parsed.data])
    if guess is None:
        raise CatalogError(
            f"{parsed.file}:1", "no URL was found in it", "say in the configuration where they are (`url:`)"
        )
    return layout_of(layout.path if layout else parsed.file, guess)


def shared_layouts(contents: Mapping[str, bytes]) -> dict[str, Layout | None]:
    """For files that were found in folders: the layout of those alike, by folder and suffix."""
    layouts: dict[str, Layout | None] = dict.fromkeys(contents)
    groups: dict[tuple[str, str], list[str]] = {}
    for file in contents:
        folder, name = posixpath.split(file)
        groups.setdefault((folder, posixpath.splitext(name)[1].lower()), []).append(file)
    for files in groups.values():
        sample = files[:_SAMPLED]
        if format_of(files[0]) is MARKDOWN:
            guess = guess_matter([_readable(read_front_matter, file, contents[file]) for file in sample])
            layouts |= {file: layout_of(file, guess) for file in files if guess}
        if not format_of(files[0]).has_keys:
            continue
        found = (_readable(parse, file, contents[file]) for file in sample)
        data = [one.data for one in found if one is not None]
        others = [one for one in data if not is_native(one)]
        shared = guess_layout(others)
        for file in files if shared else ():
            layouts[file] = layout_of(file, shared) if shared and len(others) == len(data) else None
    return layouts


def guess_matter(found: Sequence[FrontMatter | CatalogError | None]) -> Guess | None:
    """The layout of the metadata of pages side by side, where most that have any have an address there."""
    matters = [one for one in found if isinstance(one, FrontMatter)]
    with_urls = [one.data for one in matters if has_own_address(one)]
    if len(with_urls) < ALIKE_FROM or len(with_urls) < _MOST_OF * len(matters):
        return None
    return guess_layout(with_urls)


def has_own_address(found: FrontMatter | CatalogError | None) -> bool:
    """Whether the metadata of a page lead to more than pictures, as those of any blog do."""
    guess = guess_layout([found.data]) if isinstance(found, FrontMatter) else None
    return guess is not None and any(
        not ASIDE.search(path.rpartition(".")[2]) for path in (*guess.url, *guess.text)
    )


def _readable(read: Callable[[str, str], Read], file: str, content: bytes) -> Read | None:
    """None for what cannot be read, which is said where it is read for good."""
    try:
        return read(file, decode(file, content))
    except CatalogError:
        return None


def layout_of(path: str, guess: Guess) -> Layout:
    """A guess as the configuration would hold it."""
    said = {"items": guess.items, "url": guess.url, "text": guess.text, "title": guess.title, "id": guess.id}
    return Layout.model_validate(
        {"path": path}
        | {key: list(value) if isinstance(value, tuple) else value for key, value in said.items() if value}
    )
