"""The configuration file: what it says, and at which line each of its settings stands.

It is read as a catalog is, within the same bounds: nothing nested without end, no alias that stands for a
million values, no key given twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.catalog.document import decode, read_document
from crawler.catalog.layout import split_catalogs
from crawler.catalog.structure import structure_problems
from crawler.catalog.wording import quoted
from crawler.disk import read_at_most
from crawler.errors import CatalogError, SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.catalog.document import Document

MOST_BYTES = 1_000_000
"""Room for 10,000 layouts; a catalog that was named as a configuration is no such."""


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """One file that was read; `said` has the names of `catalogs:` apart from their layouts."""

    document: Document
    said: dict[str, Any]

    def where(self, *route: str | int) -> str:
        """`file:line` of the key or row at the end of a route, as far as it leads."""
        return f"{self.document.file}:{self.line(*route)}"

    def where_layout(self, number: int, key: str) -> str:
        """`file:line` of a key in one of the mappings among the catalogs, counted from 0."""
        rows = [at for at, row in enumerate(self.document.data["catalogs"]) if isinstance(row, dict)]
        return self.where("catalogs", rows[number], key)

    def line(self, *route: str | int) -> int:
        *before, last = self.document.walk(route)
        if last.key is None or last.is_merged or len(before) < len(route):
            return self.document.line_of(last)
        return self.document.line(self.document.start(last.key))


def read_config_file(path: Path) -> ConfigFile | None:
    """What the file says, None where there is none; SettingsError for what cannot be meant, with its line."""
    try:
        content = read_at_most(path, MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(
            str(path), f"cannot be read ({error.strerror})", "make it a readable file"
        ) from None
    if len(content) > MOST_BYTES:
        what = f"is longer than {MOST_BYTES:,} bytes"
        raise SettingsError(str(path), what, "name the configuration, not a catalog, by --config")
    try:
        document = read_document(str(path), decode(str(path), content))
    except CatalogError as error:
        raise SettingsError(error.where, error.what, error.remedy) from None
    for problem in structure_problems(document):
        what, _, remedy = problem.message.rpartition("; ")
        raise SettingsError(f"{path}:{problem.line}", what, remedy)
    return ConfigFile(document, _settings(document))


def _settings(document: Document) -> dict[str, Any]:
    data = document.data
    if data is None:
        return {}
    if not isinstance(data, dict):
        where = f"{document.file}:{document.line_of(place) if (place := document.top()) else 1}"
        raise SettingsError(where, "is no mapping of settings", "write `name: value` lines")
    for key in data:
        # `layouts` is how the mappings among the catalogs are called from here on.
        if not isinstance(key, str) or key == "layouts":
            where = ConfigFile(document, {}).where(key)
            raise SettingsError(f"{where}: {quoted(str(key))}", "there is no such setting", "remove it")
    said = dict(data)
    names, layouts = split_catalogs(data.get("catalogs", ()))
    if layouts:
        said |= {"catalogs": names, "layouts": layouts}
    if "ignore" in data:
        said["ignore"] = _placed_rules(document, names)
    return said


def _placed_rules(document: Document, names: Any) -> dict[str, Any]:
    """Ignore rules with their lines, and the catalogs for which they are."""
    rows = document.data["ignore"] if document.data["ignore"] is not None else []
    if isinstance(rows, list):
        file = ConfigFile(document, {})
        rows = [{"line": file.line("ignore", number), "rule": row} for number, row in enumerate(rows)]
    own = names if isinstance(names, list | tuple) else str(names).split(",")
    return {"file": document.file, "catalogs": [str(name).strip() for name in own], "rules": rows}
