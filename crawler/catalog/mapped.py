"""Reads a catalog in a shape of its own, as a `Layout` describes it: YAML, JSON, TOML, CSV."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from crawler.catalog.checked import checked_catalog
from crawler.catalog.document import collector_paused
from crawler.catalog.guess import is_aside
from crawler.catalog.layout import GLOB
from crawler.catalog.listing import Address
from crawler.catalog.listing import Parsed as ParsedUrl
from crawler.catalog.mapped_facts import authors_of, language_of, slots_of, year_of
from crawler.catalog.mapped_urls import Found, has_scheme, urls_of
from crawler.catalog.model import Entry, Link, Problem, Span, format_route
from crawler.catalog.paths import Each, Misses, select
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from crawler.catalog.formats import Parsed
    from crawler.catalog.layout import Layout, Paths
    from crawler.catalog.model import Catalog, Route, Slot

MAX_ENTRIES = 200_000
_NOT_IN_SLUG = re.compile(r"[\W_]+")
_LONGEST_SLUG = 80
_ASKED_HOST = re.compile(r"//(?:www\.)?([^/?#:]+)")
_LONGEST_TITLE = 300
_TITLE_KEYS = frozenset({"title", "name", "label"})
_NESTED = 2
_MOST_KEYS_OF_A_RECORD = 200
"""More are a table of many addresses: none of its keys is what one of them is called."""
_NAMELESS_FILES = frozenset({"index", "_index"})
_FEW, _RARE = 5, 0.05
"""What so few entries lack is missing there; what more of them lack is not asked of an entry."""


@collector_paused()
def read_mapped(parsed: Parsed, layout: Layout, *, today: date) -> Catalog:
    """A catalog with all links that the layout leads to; CatalogError where it leads to no entry at all."""
    entries, addresses, problems = read_entries(parsed, layout, Identities())
    return checked_catalog(parsed, entries, addresses, today=today, problems=problems)


def read_entries(
    parsed: Parsed, layout: Layout, identities: Identities, *, root: Route = ()
) -> tuple[list[Entry], list[Address], list[Problem]]:
    """The entries of what stands at `root`, their addresses, and what is wrong with them.

    Below a root stand the metadata of a page, where many have no address, and many are within the site.
    """
    if root:
        items = tuple((*root, *path) for path in layout.items) or (root,)
        layout = layout.model_copy(update={"items": items})
    reading = _Reading(parsed, layout, identities, root)
    entries, addresses = reading.read()
    return entries, addresses, reading.problems


def are_few(lacking: int, entries: int) -> bool:
    """Whether what so many entries lack is missing there."""
    return lacking <= max(_FEW, _RARE * entries)


def slug(text: str) -> str:
    """Text as an identity: letters and digits of any script, in lower case, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text[: 4 * _LONGEST_SLUG]).casefold()
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return _NOT_IN_SLUG.sub("-", plain).strip("-")[:_LONGEST_SLUG].rstrip("-")


def host_slug(url: str) -> str:
    """What a link without words is called."""
    host = _ASKED_HOST.search(url)
    return slug(host[1]) if host else ""


class Identities:
    """Ids that are used once: the second `docs` is called `docs-2`."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        name, number = wanted, self._next.get(wanted, 1)
        while name in self._next:
            number += 1
            name = f"{wanted}-{number}"
        self._next[wanted] = number
        self._next.setdefault(name, 1)
        return name


class _Reading:
    """One catalog on its way from plain data to entries and links."""

    def __init__(self, parsed: Parsed, layout: Layout, identities: Identities, root: Route) -> None:
        self.parsed = parsed
        self.layout = layout
        self.problems: list[Problem] = []
        self._root = root
        self._ids = identities
        self._slots: tuple[Slot, ...] = ()
        self._outer: frozenset[Route] = frozenset()
        """The entries that others are within, which would be gone with them."""
        self._is_expected = not root and any(
            not any(isinstance(step, Each) for step in path) and path for path in layout.url
        )
        """An entry may have no tutorials at all, but it has a home page."""

    def read(self) -> tuple[list[Entry], list[Address]]:
        entries: list[Entry] = []
        addresses: list[Address] = []
        lacking: list[tuple[Route, str]] = []
        items = self._items()
        self._slots = slots_of(self.layout, (raw for _, raw in items))
        self._outer = _around(route for route, _ in items) if len(self.layout.items) > 1 else frozenset()
        for number, (route, raw) in enumerate(items, 1):
            if number > MAX_ENTRIES:
                what = f"there are more than {MAX_ENTRIES:,} entries"
                raise CatalogError(f"{self.parsed.file}:1", what, "split it into several catalogs")
            entry = self._entry(route, raw, number)
            told = len(self.problems)
            links = list(self._links(entry, route, raw))
            entries.append(entry)
            addresses += (
                Address(
                    link=link,
                    owner=f"'{entry.id}'",
                    parsed=ParsedUrl.of(link.url),
                    is_own=is_own,
                    titles_within="data",
                )
                for link, is_own in links
            )
            is_owed = self._is_expected and route not in self._outer and len(self.problems) == told
            if not links and is_owed:
                lacking.append((route, entry.id))
        # A list of people has the pages of some of them, and nobody owes one.
        for route, name in lacking if are_few(len(lacking), len(entries)) else ():
            message = f"'{name}' has no URL where the configuration expects one; add one"
            self.problems.append(self._problem(route, "missing-url", message))
        return entries, addresses

    def _items(self) -> list[tuple[Route, Any]]:
        data = self.parsed.data
        misses = Misses()
        found: list[tuple[Route, Any]] = []
        for path in self.layout.items or (((Each.ITEM,) if isinstance(data, list) else ()),):
            for route, value in select(data, path, misses=misses):
                is_list = isinstance(value, list) and bool(path) and not isinstance(path[-1], Each)
                found += select(value, (Each.ITEM,), below=route) if is_list else [(route, value)]
        if not found and misses.first:
            raise CatalogError(
                f"{self.parsed.file}:1",
                f"no entry is where `items` says: {misses.first}",
                "correct `items` of this catalog in the configuration",
            )
        return found

    def _entry(self, route: Route, raw: Any, number: int) -> Entry:
        title = self._text(raw, self.layout.title, route)
        named = slug(self._text(raw, self.layout.id, route) or "")
        wanted = (
            named
            or slug(self._key(route))
            or slug(title or "")
            or self._host(raw, route)
            or f"entry-{number}"
        )
        # Not validated: ids and titles are text already, and 10,000 validations take as long as the parser.
        return Entry.model_construct(
            id=self._ids.take(wanted),
            title=title,
            authors=authors_of(self.layout, raw),
            year=year_of(self.layout, raw),
            language=language_of(self.layout, raw),
        )

    def _host(self, raw: Any, route: Route) -> str:
        """Of a row without a name: its number would be that of another one once a row is put before it."""
        urls = (
            found.url
            for _, value, kind in self._values(raw, route)
            for found in urls_of(value, is_prose=kind == "prose")
        )
        return host_slug(next(urls, ""))

    def _key(self, route: Route) -> str:
        """What the place itself is called: the key of a mapping's value, or the file of a single entry."""
        if route == self._root:
            return _name_of(self.parsed.file, self.layout.path)
        is_keyed = any(path and path[-1] is Each.VALUE for path in self.layout.items)
        return str(route[-1]) if is_keyed else ""

    def _text(self, raw: Any, paths: Paths, route: Route) -> str | None:
        """What stands at the first of some paths at which there is any text."""
        values = (value for path in paths for _, value in select(raw, path, below=route))
        text = next((str(value) for value in values if type(value) in (str, int) and str(value).strip()), "")
        return " ".join(text[:_LONGEST_TITLE].split()) or None

    def _links(self, entry: Entry, route: Route, raw: Any) -> Iterator[tuple[Link, bool]]:
        """Each link, and whether it is the one that the entry is of."""
        counts: dict[Route, int] = {}
        is_main = True
        for place, value, kind in self._values(raw, route):
            for found in urls_of(value, is_prose=kind == "prose"):
                if self._is_relative(entry, place, found.url):
                    continue
                counts[place] = counts.get(place, 0) + 1
                is_own = (
                    is_main
                    and kind is None
                    and not any(isinstance(step, int) for step in place[len(route) :])
                )
                own = self._of_main(entry, route, raw) if is_own else _of_other(raw, route, place, kind)
                yield self._link(entry, (place, counts[place]), found, own), is_own
                is_main &= not is_own

    def _is_relative(self, entry: Entry, place: Route, url: str) -> bool:
        """Whether it says nothing without the page that it is on; one that lacks the scheme alone is told."""
        if not url.startswith("//"):
            return bool(self._root) and not has_scheme(url)
        message = f"'{entry.id}' has an address without a scheme, which is not asked; write https: before it"
        self.problems.append(self._problem(place, "scheme-relative-url", message))
        return True

    def _of_main(self, entry: Entry, route: Route, raw: Any) -> dict[str, Any]:
        """What is said of the link that an entry is about."""
        paths = self.layout.title
        path = next((one for one in paths if self._text(raw, (one,), route)), paths[0] if paths else ())
        has_key = len(path) == 1 and isinstance(path[0], str)
        return {
            "entry_route": route,
            "title_route": (*route, path[0]) if has_key else None,
            "title": entry.title,
            "authors": entry.authors,
            "year": entry.year,
            "language": entry.language,
            "is_main": True,
        }

    def _values(self, raw: Any, route: Route) -> Iterator[tuple[Route, Any, str | None]]:
        """The values in which URLs are expected, each place once, and whether they are prose, archived, or
        what no entry is of.
        """
        seen: set[Route] = set()
        archive = (self.layout.archive,) if self.layout.archive else ()
        for paths, kind in ((self.layout.url, None), (archive, "archive"), (self.layout.text, "prose")):
            for path in paths:
                beside = "aside" if (path,) != self.layout.url[:1] and is_aside(path) else None
                own_kind = "prose" if Each.TEXT in path else kind or beside
                for place, value in select(raw, path, below=route):
                    for below, leaf in _leaves(place, value):
                        if below not in seen:
                            seen.add(below)
                            yield below, leaf, own_kind

    def _link(self, entry: Entry, place: tuple[Route, int], found: Found, own: dict[str, Any]) -> Link:
        where, number = place
        route: Route = own["entry_route"]
        part = None if found.at is None else (found.at, len(found.url))
        span = self.parsed.span(where, part) or self.parsed.span(where) or Span(start=0, end=0)
        field = format_route(where[len(route) :]) or "url"
        return Link(
            entry=entry.id,
            field=field if number == 1 else f"{field}#{number}",
            url=found.url,
            file=self.parsed.file,
            line=self.parsed.line(span.start),
            column=self.parsed.column(span.start),
            span=span,
            route=where,
            at=found.at,
            entry_is="file" if route == self._root else "text" if route in self._outer else "item",
            slots=self._slots,
            **own,
        )

    def _problem(self, route: Route, code: str, message: str) -> Problem:
        span = self.parsed.span(route)
        line = self.parsed.line(span.start) if span else 1
        return Problem(file=self.parsed.file, line=line, code=code, message=message)


def _name_of(file: str, pattern: str) -> str:
    """A file's name without its suffix; that of its folder where every folder has such a file."""
    folder, name = posixpath.split(posixpath.splitext(file)[0])
    folders, names = posixpath.split(pattern)
    is_alike = GLOB.search(folders) and not GLOB.search(names)
    return posixpath.basename(folder) if folder and (is_alike or name.lower() in _NAMELESS_FILES) else name


def _around(routes: Iterable[Route]) -> frozenset[Route]:
    return frozenset(route[:end] for route in routes for end in range(len(route)))


def _of_other(raw: Any, route: Route, place: Route, kind: str | None) -> dict[str, Any]:
    title = _title_beside(raw, place[len(route) :])
    return {"entry_route": route, "title": title, "kind": "archive" if kind == "archive" else None}


def _title_beside(raw: Any, below: Route) -> str | None:
    """What a mapping within an entry calls its own URL: `Tutorials[0].Title` beside `Tutorials[0].URL`."""
    for step in below[:-1]:
        raw = raw[step]
    if len(below) < _NESTED or not isinstance(raw, dict) or len(raw) > _MOST_KEYS_OF_A_RECORD:
        return None
    named = (value for key, value in raw.items() if str(key).lower() in _TITLE_KEYS)
    title = next((value for value in named if isinstance(value, str)), "")
    return " ".join(title[:_LONGEST_TITLE].split()) or None


def _leaves(place: Route, value: Any) -> Iterator[tuple[Route, Any]]:
    """A value, or the items of a list of values: a list of URLs under one key needs no `[]`."""
    if isinstance(value, list):
        yield from (((*place, at), item) for at, item in enumerate(value))
    elif value is not None:
        yield place, value
