"""What `crawler init` proposes: which of the files that it was shown are catalogs, and in which layout."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.catalog.formats import parse
from crawler.catalog.guess import Guess, guess_layout
from crawler.catalog.markdown_text import MarkdownText
from crawler.catalog.paths import Each, Path, parse_path, select
from crawler.catalog.reading import ALIKE_FROM, guess_matter, is_native
from crawler.catalog.scalars import is_plain_safe
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crawler.catalog.formats import Parsed
    from crawler.catalog.model import Catalog

    Place = tuple[str, str]
    """A folder and a suffix."""

_GENERATED_FROM = 20
_NEARLY_ALL = 0.9
_MOST_OF = 0.6
_LIST_FROM = 5
"""So many links make a list; a file that was named itself needs but one."""
_LISTED_SHARE = 0.5
_NO_CATALOG = frozenset(
    {
        "changelog", "license", "code_of_conduct", "contributing", "security", "history", "governance",
        "support", "howto",
        "pull_request_template", "issue_template", "sponsors", "sponsorship", "backers", "maintainers",
    }
)  # fmt: skip
_NO_CATALOGS = frozenset({"test", "tests", "__tests__", "testdata", "fixtures", "schema", "schemas"})
"""Folders whose addresses are examples; who means them names them."""
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
    by_place: dict[Place, list[Parsed]] = {}
    for file in sorted(texts):
        folders = posixpath.dirname(file).lower().split("/")
        is_meant = file in named or not _NO_CATALOGS.intersection(folders)
        parsed = _parsed(file, texts[file]) if is_meant else None
        if parsed is not None:
            by_place.setdefault(_place_of(file), []).append(parsed)
    alike = {place: found for place, found in by_place.items() if not isinstance(found[0], MarkdownText)}
    pages = {place: found for place, found in by_place.items() if place not in alike}
    rows = [(row, True) for row in (*_across_folders(alike), *_pages_across_folders(pages))]
    done = {_place_of(file) for row, _ in rows for file in row.files}
    for place, found in by_place.items():
        if place not in done:
            rows += _rows_of(place, found, named)
    strong = [row for row, is_strong in rows if is_strong]
    # Prose that links to something is a catalog only where nothing else is.
    chosen = _folded([row for row, _ in rows if row in strong or not strong], texts)
    return sorted(chosen, key=lambda row: (row.path.count("/"), row.path))


def _place_of(file: str) -> Place:
    folder, name = posixpath.split(file)
    return folder, posixpath.splitext(name)[1].lower()


def _across_folders(by_place: Mapping[Place, list[Parsed]]) -> Iterator[Row]:
    """Files of one layout in several folders side by side: `entries/a/*.json`, `entries/b/*.json`."""
    for pattern, parsed in _families(by_place):
        guess = _shared(parsed)
        if guess is not None and _is_everywhere(guess, parsed):
            yield Row(pattern, tuple(one.file for one in parsed), guess)


def _pages_across_folders(by_place: Mapping[Place, list[Parsed]]) -> Iterator[Row]:
    """Pages with addresses in their metadata, in a folder each: `content/projects/a/index.md`."""
    for pattern, parsed in _families(by_place):
        guess = _guess_pages(parsed)
        if guess is not None:
            yield Row(pattern, tuple(one.file for one in parsed), guess)


def _guess_pages(parsed: Sequence[Parsed]) -> Guess | None:
    return guess_matter([one.matter for one in parsed if isinstance(one, MarkdownText)])


def _families(by_place: Mapping[Place, list[Parsed]]) -> Iterator[tuple[str, list[Parsed]]]:
    """The files of several folders side by side, and the glob for them."""
    families: dict[Place, list[Parsed]] = {}
    counts: Counter[Place] = Counter()
    for (folder, suffix), found in by_place.items():
        if folder:
            family = (posixpath.dirname(folder), suffix)
            families.setdefault(family, []).extend(found)
            counts[family] += 1
    for (parent, suffix), parsed in families.items():
        if parent and counts[parent, suffix] >= ALIKE_FROM:
            yield posixpath.join(parent, "*", f"*{suffix}"), parsed


def _is_everywhere(guess: Guess, parsed: list[Parsed]) -> bool:
    """Whether every folder has addresses where the layout has them, most under one key: all are of a kind."""
    folders = {posixpath.dirname(one.file) for one in parsed if guess_layout([one.data]) is not None}
    items = [parse_path(path) for path in guess.items] or [()]
    found = [
        {
            posixpath.dirname(one.file)
            for one in parsed
            for path in items
            if any(True for _ in select(one.data, (*(path or _root(one)), *parse_path(below))))
        }
        for below in guess.url
    ]
    return set().union(*found) >= folders and max(map(len, found), default=0) >= _MOST_OF * len(folders)


def _root(parsed: Parsed) -> Path:
    return (Each.ITEM,) if isinstance(parsed.data, list) else ()


def _rows_of(place: Place, parsed: list[Parsed], named: frozenset[str]) -> Iterator[tuple[Row, bool]]:
    markdown = [one for one in parsed if isinstance(one, MarkdownText)]
    of_pages = _guess_pages(markdown)
    if of_pages is not None:
        files = tuple(text.file for text in markdown)
        yield Row(posixpath.join(place[0], f"*{place[1]}"), files, of_pages), True
        return
    for text in markdown:
        if text.blocks and (is_strong := _is_list(text)) | _is_front_page(text.file) | (text.file in named):
            is_meant = text.file in named
            alone = guess_layout([text.matter.data]) if is_meant and text.matter else None
            yield Row(text.file, (text.file,), alone), is_strong or is_meant
    data = [one for one in parsed if not isinstance(one, MarkdownText)]
    for one in data:
        if is_native(one.data):
            yield Row(one.file, (one.file,)), True
    data = [one for one in data if not is_native(one.data)]
    folder, suffix = place
    guess = _shared(data)
    if guess is not None:
        yield Row(posixpath.join(folder, f"*{suffix}"), tuple(one.file for one in data), guess), True
        return
    for one in data:
        alone = guess_layout([one.data])
        if alone is not None and (one.file in named or _count(one, alone) >= ALIKE_FROM):
            yield Row(one.file, (one.file,), alone), True


def _shared(parsed: list[Parsed]) -> Guess | None:
    """The one layout of files alike: each is an entry, or each a list of entries in the same place."""
    kinds = {type(one.data) for one in parsed}
    if len(parsed) < ALIKE_FROM or len(kinds) > 1 or any(is_native(one.data) for one in parsed):
        return None
    shared = guess_layout([one.data for one in parsed])
    if shared is None:
        return None
    if kinds == {dict} and shared.items in {(), ("{}",)}:
        return shared
    alone = [(one, guess) for one in parsed if (guess := guess_layout([one.data])) is not None]
    is_alike = all(guess.items == shared.items for _, guess in alone)
    return shared if is_alike and any(_count(one, guess) >= ALIKE_FROM for one, guess in alone) else None


def _folded(rows: list[Row], texts: Mapping[str, str]) -> list[Row]:
    """Many Markdown files of one folder are named by a glob, where it stands for hardly any others."""
    folders: dict[Place, list[str]] = {}
    for row in rows:
        if row.guess is None and (row.path,) == row.files:
            folder, name = posixpath.split(row.path)
            folders.setdefault((folder, posixpath.splitext(name)[1]), []).append(name)
    for (folder, suffix), mine in folders.items():
        there = [posixpath.basename(file) for file in texts if posixpath.dirname(file) == folder]
        start = posixpath.commonprefix(mine) if len(mine) < sum(map(_ends_with(suffix), there)) else ""
        meant = [name for name in there if name.endswith(suffix) and name.startswith(start)]
        # The others are young lists, with too few links to be known for one.
        if folder and len(mine) >= ALIKE_FROM and len(meant) <= (2 if start else 1) * len(mine):
            files = tuple(posixpath.join(folder, name) for name in sorted(meant))
            rows = [row for row in rows if not set(row.files) <= set(files)]
            rows.append(Row(posixpath.join(folder, f"{start}*{suffix}"), files))
    return rows


def _ends_with(suffix: str) -> Callable[[str], bool]:
    return lambda name: name.endswith(suffix)


def _parsed(file: str, text: str) -> Parsed | None:
    """None for what is no catalog because it cannot be read."""
    try:
        return parse(file, text)
    except CatalogError:
        return None


def _count(parsed: Parsed, guess: Guess) -> int:
    """How many entries a text has in a layout."""
    paths = guess.items or (("[]",) if isinstance(parsed.data, list) else ())
    return sum(1 for path in paths for _ in select(parsed.data, parse_path(path))) or 1


def _is_front_page(file: str) -> bool:
    return posixpath.splitext(file)[0].lower() == "readme"


def _is_list(parsed: MarkdownText) -> bool:
    """Whether most blocks with links are items of lists or rows of tables, and there are some."""
    name = posixpath.splitext(posixpath.basename(parsed.file))[0].lower().replace("-", "_")
    listed = [block for block in parsed.blocks if block.within]
    return (
        not any(f"{name}_".startswith(f"{other}_") for other in _NO_CATALOG)
        and len(listed) >= _LIST_FROM
        and len(listed) >= _LISTED_SHARE * len(parsed.blocks)
    )


def generated(rows: Sequence[Row], catalogs: Sequence[Catalog], *, named: Sequence[str]) -> dict[str, str]:
    """Markdown files that are made of a catalog in data, by that row's path: an edit there would be lost."""
    urls = {catalog.file: {link.url for link in catalog.links} for catalog in catalogs}
    found: dict[str, str] = {}
    for row in rows:
        mine = urls[row.path] if row.guess is None and row.path in urls and row.path not in named else set()
        for source in rows if len(mine) >= _GENERATED_FROM else ():
            shared = (
                mine & set().union(*(urls[file] for file in source.files)) if source.guess else mine & set()
            )
            if len(shared) >= _NEARLY_ALL * len(mine):
                found.setdefault(row.path, source.path)
    return found


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
