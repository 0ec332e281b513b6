"""Reads the native catalog format: a mapping with `version: 1` and a list of `resources`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.catalog.checks import run_checks
from crawler.catalog.document import Document, Place, collector_paused, decode, read_document
from crawler.catalog.entries import Entries, PlacedEntry, read_entry
from crawler.catalog.listing import Address, Listing, Parsed
from crawler.catalog.model import Catalog, Entry, Link, Problem, Route, Slot, format_route
from crawler.catalog.structure import structure_problems
from crawler.catalog.wording import described
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

VERSION = 1
ROOT_KEYS = frozenset({"version", "resources"})
SLOTS = (
    Slot("authors", "authors", "list"),
    Slot("year", "year", "number"),
    Slot("language", "language", "text"),
    Slot("archive", "alternates", "alternates"),
)
SAME_WORK_KINDS = frozenset({"short-link"})
"""Kinds of alternates behind which the entry's own title is expected."""


@collector_paused()
def read_catalog(file: str, content: bytes, *, today: date) -> Catalog:
    """Read a catalog with all of its links and problems; CatalogError where it cannot be read as a whole."""
    document = read_document(file, decode(file, content))
    resources = _resources(document)
    problems = [*structure_problems(document), *_unknown_root_keys(document)]
    entries: list[PlacedEntry] = []
    odd: dict[int, Entry] = {}
    addresses: list[Address] = []
    for index, raw in enumerate(document.data["resources"]):
        place = document.child(resources, index)
        assert place is not None
        placed, entry, found = read_entry(document, place, index + 1, raw)
        entries.append(placed)
        if found or entry.alternates or entry.check or not placed.has_own_id:
            odd[index] = entry
        problems += found
        addresses += (
            Address(link=link, owner=placed.name, parsed=Parsed.of(link.url))
            for link in _links(document, place, (placed, entry), today)
        )
    problems += run_checks(
        Listing(
            file=file,
            today=today,
            entries=tuple(entries),
            addresses=tuple(addresses),
            line_of_rule=lambda placed: _line_of_rule(document, resources, placed),
            text=document.text,
        )
    )
    return Catalog(
        file=file,
        text=document.text,
        entries=Entries(document.data["resources"], odd),
        links=tuple(address.link for address in addresses if address.is_link),
        problems=tuple(sorted(problems, key=lambda problem: (problem.line, problem.code))),
        data=document.data,
    )


def _resources(document: Document) -> Place:
    """The place of the list of entries, once the root is known to be what this version reads."""
    root, data = document.top(), document.data
    if root is None:
        raise CatalogError(f"{document.file}:1", "the catalog is empty", _START)
    if not isinstance(data, dict):
        raise _wrong(document, root, f"the catalog is {described(data)}, not a mapping", _START)
    version = document.child(root, "version")
    if version is None:
        raise _wrong(document, root, "the key `version` is missing", "add `version: 1` as the first line")
    # True == 1 in Python.
    if type(data["version"]) is not int or data["version"] != VERSION:
        what = f"`version` is {described(data['version'])}, and only 1 is known"
        raise _wrong(document, version, what, "write `version: 1`, or use a newer crawler")
    resources = document.child(root, "resources")
    if resources is None:
        raise _wrong(
            document, root, "the key `resources` is missing", "add `resources:` with a list of entries"
        )
    if not isinstance(data["resources"], list):
        what = f"`resources` is {described(data['resources'])}, not a list"
        raise _wrong(document, resources, what, "write each entry below it as `- id: …`")
    return resources


_START = "begin it with `version: 1` and a list of `resources:`"


def _wrong(document: Document, place: Place, what: str, remedy: str) -> CatalogError:
    return CatalogError(f"{document.file}:{document.line_of(place)}", what, remedy)


def _unknown_root_keys(document: Document) -> Iterator[Problem]:
    root = document.top()
    assert root is not None
    for key in document.data:
        if key not in ROOT_KEYS:
            message = f"the catalog has an unknown key {described(key)}; known are version and resources"
            line = document.key_line(root, key)
            yield Problem(file=document.file, line=line, code="unknown-key", message=message)


def _links(document: Document, place: Place, whose: tuple[PlacedEntry, Entry], today: date) -> Iterator[Link]:
    """The links of an entry in their order, from whatever of it is text, be the rest of the entry broken."""
    placed, entry = whose
    raw = placed.raw if isinstance(placed.raw, dict) else {}
    ignored = _ignored_because(placed, today)
    main = raw.get("url")
    if isinstance(main, str) and main.strip():
        yield _link(document, place, whose, ("url",), ignored_because=ignored, kind=entry.kind)
    alternates = raw.get("alternates")
    for index, alternate in enumerate(alternates if isinstance(alternates, list) else ()):
        if isinstance(alternate, dict) and isinstance(alternate.get("url"), str):
            route = ("alternates", index, "url")
            yield _link(
                document,
                place,
                (placed, entry),
                route,
                ignored_because=ignored,
                kind=_text(alternate, "kind"),
            )


def _link(
    document: Document,
    place: Place,
    whose: tuple[PlacedEntry, Entry],
    below: Route,
    *,
    ignored_because: str | None,
    kind: str | None,
) -> Link:
    placed, entry = whose
    owner, raw = placed.raw, placed.raw
    for step in below:
        found = document.child(place, step)
        assert found is not None, "the data and the nodes come from one text"
        owner, raw, place = raw, raw[step], found
    is_main = owner is placed.raw
    is_same_work = is_main or kind in SAME_WORK_KINDS
    own_title = None if is_main else _text(owner, "title")
    return Link(
        entry=entry.id,
        field="url" if is_main else format_route(below),
        url=raw,
        file=document.file,
        line=document.line_of(place),
        column=document.column(place.span.start),
        span=place.span,
        route=("resources", placed.number - 1, *below),
        entry_route=("resources", placed.number - 1),
        is_main=is_main,
        slots=SLOTS,
        title_route=("resources", placed.number - 1, *below[:-1], "title"),
        title=own_title or (entry.title if is_same_work else None),
        authors=entry.authors if is_same_work else (),
        kind=kind,
        year=entry.year if is_main else None,
        language=entry.language if is_main else None,
        ignored_because=ignored_because,
    )


def _text(mapping: dict[str, Any], key: str) -> str | None:
    value = mapping.get(key)
    return value if isinstance(value, str) else None


def _ignored_because(placed: PlacedEntry, today: date) -> str | None:
    """What a rule in force says; `checks` speaks of those that expired or give no reason."""
    rule = placed.check
    is_in_force = rule is not None and today <= rule.until and rule.ignore.strip()
    return f"the entry says: {rule.ignore}" if rule is not None and is_in_force else None


def _line_of_rule(document: Document, resources: Place, placed: PlacedEntry) -> int:
    place = document.child(resources, placed.number - 1)
    assert place is not None
    for step in ("check", "until"):
        place = document.child(place, step) or place
    return document.line_of(place)
