"""What `crawler init` proposes: which of the files that it was shown are catalogs, and in which layout."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from crawler.catalog.alike import count_entries, has_entries, root_of, shared_guess
from crawler.catalog.formats import YAML, parse
from crawler.catalog.guess import Guess, guess_layout
from crawler.catalog.layout import is_match
from crawler.catalog.linked_text import LinkedText
from crawler.catalog.paths import parse_path, select
from crawler.catalog.reading import ALIKE_FROM, guess_matter, has_own_address, is_native
from crawler.catalog.rows import Row
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crawler.catalog.formats import Parsed
    from crawler.catalog.markdown_blocks import Block

    Place = tuple[str, str]
    """A folder and a suffix."""

_NEARLY_ALL = 0.9
_MOST_OF = 0.6
_SOME_OF = 0.2
_LIST_FROM = 5
"""So many links make a list; a file that was named itself needs but one."""
_LISTED_SHARE = 0.5
_CALLED_ALIKE_FROM = 5
"""So many files of one name in folders side by side are of a kind, whatever stands beside them."""
_TREE_FROM = 10
_LISTS_IN_TREE = 0.3
_PAGES = frozenset({".md", ".rst", ".adoc", ".org"})
_LEADING_LINK = re.compile(r"[\W\d]*?(?:\[(?!!)|<(?!img)|https?://)")
"""A paragraph that begins with its link, whatever sign or number stands before it."""
_NO_CATALOG = frozenset(
    {
        "changelog", "license", "code_of_conduct", "contributing", "security", "history", "governance",
        "support", "howto",
        "pull_request_template", "issue_template", "sponsors", "sponsorship", "backers", "maintainers",
    }
)  # fmt: skip
_NO_CATALOGS = re.compile(r"(?:.*[-_])?tests?|__tests__|testdata|fixtures|schemas?|templates")
_NOT_MEANT = re.compile(r"(?:.*[-_ .])?(?:template|cache|generated|processed)(?:[-_ .].*)?", re.IGNORECASE)
"""Whose addresses are examples, or were put there by a program; who means them names them."""
_ANY_YAML = ".y*ml"
_FIRST = 3
_INTERFACES = frozenset({"openapi", "swagger", "asyncapi"})


def propose(texts: Mapping[str, str], *, named: frozenset[str] = frozenset()) -> list[Row]:
    """The rows for the texts that seem to be catalogs, by their paths; `named` are meant to be some."""
    by_place: dict[Place, list[Parsed]] = {}
    for file in sorted(texts):
        folders = posixpath.dirname(file).lower().split("/")
        name = posixpath.splitext(posixpath.basename(file))[0]
        is_meant = file in named or not (
            any(map(_NO_CATALOGS.fullmatch, folders)) or any(map(_NOT_MEANT.fullmatch, (*folders, name)))
        )
        parsed = _parsed(file, texts[file]) if is_meant else None
        if parsed is not None and (file in named or not _is_for_tools(parsed)):
            by_place.setdefault(_place(file), []).append(parsed)
    alike = {place: found for place, found in by_place.items() if not isinstance(found[0], LinkedText)}
    pages = {place: found for place, found in by_place.items() if place not in alike}
    rows = [(row, True) for row in _of_one_name(alike)]
    alike = _without(alike, rows)
    rows += [(row, True) for row in (*_across_folders(alike), *_pages_across_folders(pages))]
    for place, found in _without(by_place, rows).items():
        rows += _rows_of(place, found, named)
    rows = _with_trees(rows, [one for found in by_place.values() for one in found], texts, named)
    strong = [row for row, is_strong in rows if is_strong]
    # Prose that links to something is a catalog only where nothing else is.
    chosen = _folded([row for row, _ in rows if row in strong or not strong], texts)
    # The first mapping that is for a file says how it is read: what is for all that is left comes last.
    return sorted(chosen, key=lambda row: ("**" in row.path, row.path.count("/"), row.path))


def _place(file: str) -> Place:
    """A folder in which YAML ends in both ways is one place all the same."""
    suffix = posixpath.splitext(file)[1].lower()
    return posixpath.dirname(file), _ANY_YAML if suffix in YAML.suffixes else suffix


def _files(parsed: Sequence[Parsed]) -> tuple[str, ...]:
    return tuple(one.file for one in parsed)


def _pattern(suffix: str, files: Sequence[Parsed]) -> str:
    found = {posixpath.splitext(one.file)[1] for one in files}
    return f"*{found.pop() if suffix == _ANY_YAML and len(found) == 1 else suffix}"


def _is_for_tools(parsed: Parsed) -> bool:
    """A JSON Schema or the description of an interface: its addresses are names, patterns and examples."""
    if isinstance(parsed, LinkedText):
        return False
    documents = parsed.data[:_FIRST] if isinstance(parsed.data, list) else [parsed.data]
    return any(isinstance(one, dict) and _describes_data(one) for one in documents)


def _describes_data(data: dict[Any, Any]) -> bool:
    is_schema = data.get("type") == "object" and isinstance(data.get("properties"), dict)
    return is_schema or "json-schema.org" in str(data.get("$schema")) or bool(_INTERFACES & data.keys())


def _without(
    by_place: Mapping[Place, list[Parsed]], rows: Sequence[tuple[Row, bool]]
) -> dict[Place, list[Parsed]]:
    """What no row is for yet."""
    done = {file for row, _ in rows for file in row.files}
    left = {place: [one for one in found if one.file not in done] for place, found in by_place.items()}
    return {place: found for place, found in left.items() if found}


def _of_one_name(by_place: Mapping[Place, list[Parsed]]) -> Iterator[Row]:
    """Files that are called alike in folders side by side: `chains/*/chain.json`, `chains/*/assets.json`."""
    families: dict[tuple[str, str], list[Parsed]] = {}
    for (folder, _), found in by_place.items():
        for one in found if folder else ():
            family = posixpath.dirname(folder), posixpath.basename(one.file)
            families.setdefault(family, []).append(one)
    for (parent, name), parsed in families.items():
        is_kind = len({type(one.data) for one in parsed}) == 1 and not any(
            is_native(one.data) for one in parsed
        )
        if len(parsed) < _CALLED_ALIKE_FROM or not is_kind:
            continue
        with_urls = sum(guess_layout([one.data]) is not None for one in parsed)
        guess = guess_layout([one.data for one in parsed])
        has_all = guess is not None and all(has_entries(one, guess) for one in parsed)
        if guess is not None and has_all and with_urls >= max(_CALLED_ALIKE_FROM, _SOME_OF * len(parsed)):
            yield Row(posixpath.join(parent, "*", name), _files(parsed), guess)


def _across_folders(by_place: Mapping[Place, list[Parsed]]) -> Iterator[Row]:
    """Files of one layout in several folders side by side: `entries/a/*.json`, `entries/b/*.json`."""
    for pattern, parsed in _families(by_place):
        guess = shared_guess(parsed)
        if guess is not None and _is_everywhere(guess, parsed):
            yield Row(pattern, _files(parsed), guess)


def _pages_across_folders(by_place: Mapping[Place, list[Parsed]]) -> Iterator[Row]:
    """Pages with addresses in their metadata, in a folder each: `content/projects/a/index.md`."""
    for pattern, parsed in _families(by_place):
        guess = _guess_pages(parsed)
        if guess is not None:
            yield Row(pattern, _files(parsed), guess)


def _guess_pages(parsed: Sequence[Parsed]) -> Guess | None:
    return guess_matter([one.matter for one in parsed if isinstance(one, LinkedText)])


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
            yield posixpath.join(parent, "*", _pattern(suffix, parsed)), parsed


def _is_everywhere(guess: Guess, parsed: list[Parsed]) -> bool:
    """Whether every folder has addresses where the layout has them, most under one key: all are of a kind."""
    folders = {posixpath.dirname(one.file) for one in parsed if guess_layout([one.data]) is not None}
    items = [parse_path(path) for path in guess.items] or [()]
    found = [
        {
            posixpath.dirname(one.file)
            for one in parsed
            for path in items
            if any(True for _ in select(one.data, (*(path or root_of(one)), *parse_path(below))))
        }
        for below in guess.url
    ]
    return set().union(*found) >= folders and max(map(len, found), default=0) >= _MOST_OF * len(folders)


def _rows_of(place: Place, parsed: list[Parsed], named: frozenset[str]) -> Iterator[tuple[Row, bool]]:
    linked = [one for one in parsed if isinstance(one, LinkedText)]
    of_pages = _guess_pages(linked)
    if of_pages is not None:
        yield Row(posixpath.join(place[0], f"*{place[1]}"), _files(linked), of_pages), True
        return
    for text in linked:
        is_meant = text.file in named
        alone = guess_layout([text.matter.data]) if is_meant and text.matter else None
        is_strong = is_meant or _is_list(text)
        if alone is not None or (text.blocks and (is_strong or _is_front_page(text.file))):
            yield Row(text.file, (text.file,), alone), is_strong
    data = [one for one in parsed if not isinstance(one, LinkedText)]
    for one in data:
        if is_native(one.data):
            yield Row(one.file, (one.file,)), True
    data = [one for one in data if not is_native(one.data)]
    folder, suffix = place
    guess = shared_guess(data)
    if guess is not None:
        yield Row(posixpath.join(folder, _pattern(suffix, data)), _files(data), guess), True
        return
    for one in data:
        alone = guess_layout([one.data])
        if alone is not None and (one.file in named or count_entries(one, alone) >= ALIKE_FROM):
            yield Row(one.file, (one.file,), alone), True


def _with_trees(
    rows: list[tuple[Row, bool]], parsed: Sequence[Parsed], texts: Mapping[str, str], named: frozenset[str]
) -> list[tuple[Row, bool]]:
    """Where many pages lie in several folders, as those of a course, all of them are taken or none: which
    of them happen to be lists is not what a maintainer wants to be told of.

    They are taken where enough of them are lists or have addresses in their metadata, or where there is
    nothing else.
    """
    trees: dict[Place, list[LinkedText]] = {}
    done = {file for row, _ in rows if row.guess for file in row.files}
    for one in parsed:
        suffix = posixpath.splitext(one.file)[1]
        if isinstance(one, LinkedText) and "/" in one.file and suffix in _PAGES:
            is_page = one.file not in done and (one.blocks or has_own_address(one.matter))
            place = one.file.partition("/")[0], suffix
            trees.setdefault(place, []).extend([one] if is_page else [])
    for (tree, suffix), pages in trees.items():
        folders = {posixpath.dirname(one.file) for one in pages}
        if len(pages) < _TREE_FROM:
            continue
        of_pages = _guess_pages(pages)
        files = {one.file for one in pages} - named
        others = [(row, is_strong) for row, is_strong in rows if row.path not in files]
        has_lists = of_pages is not None or any(is_strong for row, is_strong in rows if row.path in files)
        lists = sum(_is_list(one, least=1) or has_own_address(one.matter) for one in pages)
        if len(folders) == 1 and lists < _MOST_OF * len(pages):
            continue
        is_alone = not any(is_strong for _, is_strong in others)
        rows = others
        if has_lists and (is_alone or lists >= _LISTS_IN_TREE * len(pages)):
            below = f"{tree}/**" if len(folders) > 1 else folders.pop()
            pattern, elsewhere = f"{below}/*{suffix}", {file for row, _ in others for file in row.files}
            taken = (file for file in sorted(texts) if is_match(pattern, file) and file not in elsewhere)
            rows.append((Row(pattern, tuple(taken), of_pages), True))
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


def _is_front_page(file: str) -> bool:
    return posixpath.splitext(file)[0].lower() == "readme"


def _is_list(parsed: LinkedText, *, least: int = _LIST_FROM) -> bool:
    """Whether most blocks with links are items of lists or rows of tables, and there are some."""
    name = posixpath.splitext(posixpath.basename(parsed.file))[0].lower().replace("-", "_")
    listed = [block for block in parsed.blocks if block.within or _leads(parsed, block)]
    return (
        not any(f"{name}_".startswith(f"{other}_") for other in _NO_CATALOG)
        and len(listed) >= least
        and len(listed) >= _LISTED_SHARE * len(parsed.blocks)
    )


def _leads(parsed: LinkedText, block: Block) -> bool:
    return _LEADING_LINK.match(parsed.text, parsed.starts[block.first]) is not None
