"""What `crawler init` does: looks for catalogs, and writes down how they are to be read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.catalog.document import decode
from crawler.catalog.formats import parse
from crawler.catalog.proposal import propose, render_config
from crawler.catalog.reading import layout_of, read_any
from crawler.console import proposal_lines
from crawler.errors import CatalogError, SettingsError
from crawler.files import all_files
from crawler.inputs import read_bytes
from crawler.report.writer import write_files
from crawler.settings import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.catalog.model import Catalog
    from crawler.catalog.proposal import Row


def write_config(names: Sequence[str], config: Path | None, *, is_forced: bool) -> list[str]:
    """Write the configuration for the catalogs that the named files and folders hold, and say what it covers.

    SettingsError where one is there already; CatalogError where no catalog is found.
    """
    target = config or CONFIG_FILE
    if target.exists() and not is_forced:
        what = "is there already, and was left as it is"
        raise SettingsError(str(target), what, "say `--force` to replace it, or `--config` for another")
    rows, catalogs = _look_through(names)
    write_files({target: render_config(rows)})
    next_step = "crawler check" + (f" --config {target}" if config else "")
    return [*proposal_lines(rows, catalogs), f"{target} was written; next: {next_step}"]


def _look_through(names: Sequence[str]) -> tuple[list[Row], list[Catalog]]:
    """What of the named files and folders seems to be a catalog, and those catalogs as they would be read."""
    files = all_files(names)
    texts = {file: text for file, is_named in files.items() if (text := _text(file, is_named)) is not None}
    rows = propose(texts, named=frozenset(file for file, is_named in files.items() if is_named))
    if not rows:
        for file, is_named in files.items():
            if is_named:
                parse(file, texts[file])  # says what is wrong with it, and where
        where = ", ".join(names)
        raise CatalogError(where, "no catalog with links was found there", "name the file that holds them")
    today = datetime.now(UTC).date()
    read = []
    for row in rows:
        layout = layout_of(row.path, row.guess) if row.guess else None
        read += [read_any(file, texts[file].encode(), layout, today=today) for file in row.files]
    return rows, read


def _text(file: str, is_named: bool) -> str | None:  # noqa: FBT001 - as `all_files` says it
    """None for what is no text, unless it was named itself: then that is the operator's mistake."""
    try:
        return decode(file, read_bytes(Path(file)))
    except CatalogError:
        if is_named:
            raise
        return None
