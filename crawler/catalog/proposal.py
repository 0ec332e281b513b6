"""What `crawler init` proposes: which of the files that it was shown are catalogs, and in which layout."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.catalog.formats import YAML, parse
from crawler.catalog.guess import Guess, guess_layout
from crawler.catalog.layout import is_match
from crawler.catalog.markdown_text import MarkdownText
from crawler.catalog.paths import Each, Path, parse_path, select
from crawler.catalog.reading import is_native
from crawler.catalog.scalars import is_plain_safe
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crawler.catalog.formats import Parsed
    from crawler.catalog.markdown_blocks import Block
    from crawler.catalog.model import Catalog

    Place = tuple[str, str]
    """A folder and a suffix."""

ALIKE_FROM = 3
"""So many files of one kind in a folder are taken for entries, one each."""
_GENERATED_FROM = 20
_NEARLY_ALL = 0.9
_MOST_OF = 0.6
_LIST_FROM = 5
"""So many links make a list; a file that was named itself needs but one."""
_LISTED_SHARE = 0.5
_TREE_FROM = 10
_LISTS_IN_TREE = 0.3
_LEADING_LINK = re.compile(r"[\W\d]*?(?:\[(?!!)|<(?!img)|https?://)")
"""A paragraph that begins with its link, whatever sign or number stands before it."""
_NO_CATALOG = frozenset(
    {
        "changelog", "license", "code_of_conduct", "contributing", "security", "history", "governance",
        "support", "howto",
        "pull_request_template", "issue_template", "sponsors", "sponsorship", "backers", "maintainers",
    }
)  # fmt: skip
_NO_CATALOGS = frozenset(
    {"test", "tests", "__tests__", "testdata", "fixtures", "schema", "schemas", "template", "templates"}
)
_TEMPLATE = re.compile(r"(?:.*[-_ .])?template(?:[-_ .].*)?", re.IGNORECASE)
"""Folders whose addresses are examples; who means them names them."""
_ANY_YAML = ".y*ml"
_FIRST = 3
_INTERFACES = frozenset({"openapi", "swagger", "asyncapi"})
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
        name = posixpath.splitext(posixpath.basename(file))[0]
        is_meant = file in named or not (_NO_CATALOGS.intersection(folders) or _TEMPLATE.fullmatch(name))
        parsed = _parsed(file, texts[file]) if is_meant else None
        if parsed is not None and (file in named or not _is_for_tools(parsed)):
            by_place.setdefault(_place(file), []).append(parsed)
    alike = {place: found for place, found in by_place.items() if not isinstance(found[0], MarkdownText)}
    rows = [(row, True) for row in _across_folders(alike)]
    done = {posixpath.dirname(file) for row, _ in rows for file in row.files}
    for place, found in by_place.items():
        if place not in alike or place[0] not in done:
            rows += _rows_of(place, found, named)
    rows = _with_trees(rows, [one for found in by_place.values() for one in found], texts, named)
    strong = [row for row, is_strong in rows if is_strong]
    # Prose that links to something is a catalog only where nothing else is.
    chosen = _folded([row for row, _ in rows if row in strong or not strong], texts)
    return sorted(chosen, key=lambda row: (row.path.count("/"), row.path))


def _place(file: str) -> Place:
    """A folder in which YAML ends in both ways is one place all the same."""
    suffix = posixpath.splitext(file)[1].lower()
    return posixpath.dirname(file), _ANY_YAML if suffix in YAML.suffixes else suffix


def _pattern(suffix: str, files: Sequence[Parsed]) -> str:
    found = {posixpath.splitext(one.file)[1] for one in files}
    return f"*{found.pop() if suffix == _ANY_YAML and len(found) == 1 else suffix}"


def _is_for_tools(parsed: Parsed) -> bool:
    """A JSON Schema or the description of an interface: its addresses are names, patterns and examples."""
    if isinstance(parsed, MarkdownText):
        return False
    documents = parsed.data[:_FIRST] if isinstance(parsed.data, list) else [parsed.data]
    return any(isinstance(one, dict) and _describes_data(one) for one in documents)


def _describes_data(data: dict[Any, Any]) -> bool:
    is_schema = data.get("type") == "object" and isinstance(data.get("properties"), dict)
    return is_schema or "json-schema.org" in str(data.get("$schema")) or bool(_INTERFACES & data.keys())


def _across_folders(by_place: Mapping[Place, list[Parsed]]) -> Iterator[Row]:
    """Files of one layout in several folders side by side: `entries/a/*.json`, `entries/b/*.json`."""
    families: dict[Place, list[Parsed]] = {}
    counts: Counter[Place] = Counter()
    for (folder, suffix), found in by_place.items():
        if folder:
            family = (posixpath.dirname(folder), suffix)
            families.setdefault(family, []).extend(found)
            counts[family] += 1
    for (parent, suffix), parsed in families.items():
        guess = _shared(parsed) if parent and counts[parent, suffix] >= ALIKE_FROM else None
        if guess is not None and _is_everywhere(guess, parsed):
            pattern = posixpath.join(parent, "*", _pattern(suffix, parsed))
            yield Row(pattern, tuple(one.file for one in parsed), guess)


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
    entries = [text for text in markdown if text.blocks and _has_own_address(text)]
    are_entries = len(entries) >= max(ALIKE_FROM, _LISTS_IN_TREE * len(markdown))
    for text in markdown:
        is_entry = are_entries and text in entries
        if text.blocks and (is_strong := is_entry or _is_list(text)) | _is_front_page(text.file) | (
            text.file in named
        ):
            yield Row(text.file, (text.file,)), is_strong or text.file in named
    data = [one for one in parsed if not isinstance(one, MarkdownText)]
    for one in data:
        if is_native(one.data):
            yield Row(one.file, (one.file,)), True
    data = [one for one in data if not is_native(one.data)]
    folder, suffix = place
    guess = _shared(data)
    if guess is not None:
        yield (
            Row(posixpath.join(folder, _pattern(suffix, data)), tuple(one.file for one in data), guess),
            True,
        )
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


def _with_trees(
    rows: list[tuple[Row, bool]], parsed: Sequence[Parsed], texts: Mapping[str, str], named: frozenset[str]
) -> list[tuple[Row, bool]]:
    """Where many pages lie in several folders, as those of a course, all of them are taken or none: which
    of them happen to be lists is not what a maintainer wants to be told of.

    They are taken where enough of them are lists, or where there is nothing else.
    """
    trees: dict[str, list[MarkdownText]] = {}
    for one in parsed:
        if isinstance(one, MarkdownText) and one.blocks and "/" in one.file and one.file.endswith(".md"):
            trees.setdefault(one.file.partition("/")[0], []).append(one)
    for tree, pages in trees.items():
        if len(pages) < _TREE_FROM or len({posixpath.dirname(one.file) for one in pages}) == 1:
            continue
        files = {one.file for one in pages} - named
        others = [(row, is_strong) for row, is_strong in rows if row.path not in files]
        has_lists = any(is_strong for row, is_strong in rows if row.path in files)
        lists = sum(_is_list(one, least=1) or _has_own_address(one) for one in pages)
        is_alone = not any(is_strong for _, is_strong in others)
        rows = others
        if has_lists and (is_alone or lists >= _LISTS_IN_TREE * len(pages)):
            pattern = f"{tree}/**/*.md"
            rows.append(
                (Row(pattern, tuple(file for file in sorted(texts) if is_match(pattern, file))), True)
            )
    return rows


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
        if folder and len(mine) >= ALIKE_FROM and len(meant) <= (2 if start else 1.2) * len(mine):
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


def _is_list(parsed: MarkdownText, *, least: int = _LIST_FROM) -> bool:
    """Whether most blocks with links are items of lists or rows of tables, and there are some."""
    name = posixpath.splitext(posixpath.basename(parsed.file))[0].lower().replace("-", "_")
    listed = [block for block in parsed.blocks if block.within or _leads(parsed, block)]
    return (
        not any(f"{name}_".startswith(f"{other}_") for other in _NO_CATALOG)
        and len(listed) >= least
        and len(listed) >= _LISTED_SHARE * len(parsed.blocks)
    )


def _leads(parsed: MarkdownText, block: Block) -> bool:
    return _LEADING_LINK.match(parsed.text, parsed.starts[block.first]) is not None


def _has_own_address(parsed: MarkdownText) -> bool:
    """Whether the metadata of a page lead to more than pictures."""
    return any(url.kind == "front" and not url.is_image for url in parsed.blocks[0].urls)


def generated(rows: Sequence[Row], catalogs: Sequence[Catalog], *, named: Sequence[str]) -> dict[str, str]:
    """Files that are made of catalogs in data, by that row's path: an edit there would be lost.

    Markdown may be made of any data, and one file of data of those that have a file for each entry.
    """
    urls = {catalog.file: {link.url for link in catalog.links} for catalog in catalogs}
    of_data = {row.path: set().union(*(urls[file] for file in row.files)) for row in rows if row.guess}
    found: dict[str, str] = {}
    for row in rows:
        is_one = row.files == (row.path,) and row.path not in named
        mine = urls[row.path] if is_one else set()
        for source in rows if len(mine) >= _GENERATED_FROM else ():
            may_be = source is not row and (row.guess is None or len(source.files) >= ALIKE_FROM)
            theirs = of_data.get(source.path, set()) if may_be else set()
            if len(mine & theirs) >= _NEARLY_ALL * len(mine):
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
