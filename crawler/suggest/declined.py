"""Suggestions that somebody declined, kept in a file beside the catalog: read, written anew, and looked
through for what no longer applies. Pure: the text comes and goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import yaml

from crawler.catalog.model import Problem
from crawler.catalog.wording import quoted
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.catalog.model import Catalog

SUFFIX = ".declined.yaml"
_HEAD = """\
# Suggestions that were declined, and why: `crawler check` does not make them again.
# Written by `crawler decline`; take an item out, and the suggestion comes back.
"""
_MOST_CHARACTERS = 16 * 1024 * 1024
_REMEDY = "mend it by hand, or take the file away"
_KEYS = ("id", "entry", "field", "code", "old", "because", "day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline:
    """One suggestion that is not to be made again."""

    id: str
    entry: str
    field: str
    code: str
    old: str | None
    """What the place held, where it held a text: the decline applies as long as it does."""
    because: str
    day: date
    line: int = 0


def declined_file(catalog: str) -> str:
    """The file beside a catalog, a folder or a pattern: `catalog.yaml` has `catalog.declined.yaml`."""
    fixed = catalog.partition("*")[0].partition("?")[0].partition("[")[0]
    if fixed != catalog:
        fixed = fixed.rpartition("/")[0]
    name = fixed.rstrip("/")
    folder, slash, last = name.rpartition("/")
    stem = last.rpartition(".")[0] or last
    return f"{folder}{slash}{stem if stem.strip('.') else 'catalog'}{SUFFIX}"


def read_declines(file: str, text: str) -> list[Decline]:
    """The declines of a file; CatalogError where it is not what `write_declines` writes."""
    if len(text) > _MOST_CHARACTERS:
        raise CatalogError(f"{file}:1", "is too large for a list of declined suggestions", _REMEDY)
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        items = yaml.load(text, Loader=yaml.CSafeLoader) or []
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise CatalogError(f"{file}:{mark.line + 1 if mark else 1}", "is not YAML", _REMEDY) from None
    if not isinstance(items, list):
        raise CatalogError(f"{file}:1", "is no list of declined suggestions", _REMEDY)
    lines = [node.start_mark.line + 1 for node in root.value] if root is not None else []
    return [_read_one(file, line, item) for line, item in zip(lines, items, strict=True)]


def _read_one(file: str, line: int, item: Any) -> Decline:
    said = item if isinstance(item, dict) else {}
    texts = {key: said.get(key) for key in ("id", "entry", "field", "code", "because")}
    missing = next((key for key, value in texts.items() if not isinstance(value, str) or not value), None)
    if missing is not None:
        raise CatalogError(f"{file}:{line}", f"a declined suggestion has no `{missing}`", _REMEDY)
    day, old = said.get("day"), said.get("old")
    if not isinstance(day, date):
        raise CatalogError(f"{file}:{line}", "`day` is no date such as 2026-11-21", _REMEDY)
    kept = {key: str(value) for key, value in texts.items()}
    return Decline(**kept, old=old if isinstance(old, str) else None, day=day, line=line)


def write_declines(declines: Iterable[Decline]) -> str:
    """The file's text: sorted by entry, then by id; each id once, the latest reason counts."""
    latest = {decline.id: decline for decline in declines}
    ordered = sorted(latest.values(), key=lambda decline: (decline.entry, decline.id))
    return _HEAD + "".join(map(_item, ordered))


def _item(decline: Decline) -> str:
    said = [(key, getattr(decline, key)) for key in _KEYS if getattr(decline, key) is not None]
    lines = (f"{key}: {value if isinstance(value, date) else _quoted(value)}" for key, value in said)
    return "- " + "\n  ".join(lines) + "\n"


def _quoted(text: str) -> str:
    """In double quotes, the one style of YAML that can spell whatever a title or a reason may hold."""
    written: str = yaml.dump(text, Dumper=yaml.SafeDumper, default_style='"', allow_unicode=True, width=10**9)
    # Marks that turn the direction of text stay visible to whoever reviews the file.
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in written.rstrip("\n"))


def stale_declines(file: str, declines: Sequence[Decline], catalogs: Iterable[Catalog]) -> Iterator[Problem]:
    """A note for each decline of an entry that is gone, or of a value that is no longer there."""
    values: dict[tuple[str, str], set[str]] = {}
    entries: set[str] = set()
    for catalog in catalogs:
        entries.update(entry.id for entry in catalog.entries)
        for link in catalog.links:
            entries.add(link.entry)
            values.setdefault((link.entry, link.field), set()).add(link.url)
    for one in declines:
        present = values.get((one.entry, one.field))
        if one.entry not in entries:
            what = f"{quoted(one.entry)} is not in the catalog any more"
        elif one.old is not None and present is not None and one.old not in present:
            what = f"`{one.field}` of {quoted(one.entry)} has changed since"
        else:
            continue
        message = f"the declined suggestion {one.id} no longer applies: {what}; remove it"
        yield Problem(file=file, line=one.line, code="stale-decline", message=message)
