"""What `crawler init` does: looks for catalogs, and writes down how they are to be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.catalog.document import decode
from crawler.catalog.formats import format_of, parse
from crawler.catalog.layout import GLOB
from crawler.catalog.made_of import generated
from crawler.catalog.model import Catalog
from crawler.catalog.proposal import propose
from crawler.catalog.reading import layout_of, read_any
from crawler.catalog.rows import render_config
from crawler.console import proposal_lines
from crawler.errors import CatalogError, SettingsError
from crawler.files import all_files, files_of, nothing_found, unread_below
from crawler.inputs import read_bytes
from crawler.report.writer import write_files
from crawler.settings import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from crawler.catalog.rows import Row

_MOST_UNREAD = 10
_HARDLY_ANY = 0.2


def write_config(names: Sequence[str], config: Path | None, *, is_forced: bool) -> list[str]:
    """Write the configuration for the catalogs that the named files and folders hold, and say what it covers.

    SettingsError where one is there already; CatalogError where no catalog is found.
    """
    target = config or CONFIG_FILE
    if target.exists() and not is_forced:
        what = "is there already, and was left as it is"
        raise SettingsError(str(target), what, "say `--force` to replace it, or `--config` for another")
    rows, catalogs, passed_over = _look_through(names)
    write_files({target: render_config(rows)})
    next_step = "crawler check" + (f" --config {target}" if config else "")
    return [*proposal_lines(rows, catalogs), *passed_over, f"{target} was written; next: {next_step}"]


def _look_through(names: Sequence[str]) -> tuple[list[Row], list[Catalog], list[str]]:
    """What of the named files and folders seems to be a catalog, those catalogs as they would be read, and
    what is left out with its reason.
    """
    files = all_files(names)
    texts = {file: text for file, is_named in files.items() if (text := _text(file, is_named)) is not None}
    rows = propose(texts, named=frozenset(file for file, is_named in files.items() if is_named))
    if not rows:
        for file, is_named in files.items():
            if is_named:
                parse(file, texts[file])  # says what is wrong with it, and where
        raise nothing_found(names)
    rows = [one for row in rows for one in _meant(row, files)]
    read, broken = _read(rows, texts)
    copies = {} if len(files) == 1 else generated(rows, read, named=[file for file in files if files[file]])
    kept = [row for row in rows if row.path not in copies]
    left_out = [
        f"{file}: left out, since nearly all of its links are those of {copies[file]}" for file in copies
    ]
    seen = {file for row in rows for file in row.files}
    unread = [why for file, text in texts.items() if file not in seen and (why := _unreadable(file, text))]
    return kept, read, [*left_out, *broken, *unread[:_MOST_UNREAD], *unread_below(names)]


def _meant(row: Row, files: Collection[str]) -> Iterator[Row]:
    """Its files one by one, where the glob stands for a tool's as well and for few more: of 3,000 packages
    one may be called `lock.yml`.
    """
    others = set(files_of(row.path)) - set(files) if GLOB.search(row.path) else ()
    if len(others) > _HARDLY_ANY * len(row.files):
        yield from (replace(row, path=file, files=(file,)) for file in row.files)
    else:
        yield row


def _read(rows: Sequence[Row], texts: Mapping[str, str]) -> tuple[list[Catalog], list[str]]:
    """The catalogs as they would be read, and what `check` would say of those that cannot be."""
    today = datetime.now(UTC).date()
    read: list[Catalog] = []
    broken: list[str] = []
    for row in rows:
        layout = layout_of(row.path, row.guess) if row.guess else None
        for file in row.files:
            try:
                read.append(read_any(file, texts[file].encode(), layout, today=today))
            except CatalogError as error:
                broken.append(f"not read: {error}")
                read.append(Catalog(file=file, text="", entries=(), links=(), problems=(), data=None))
    return read, broken


def _unreadable(file: str, text: str) -> str | None:
    """What keeps a file with addresses from being looked at: a maintainer has hardly seen that mistake."""
    if "http" not in text or not format_of(file).has_keys:
        return None
    try:
        parse(file, text)
    except CatalogError as error:
        return f"not read: {error}"
    return None


def _text(file: str, is_named: bool) -> str | None:  # noqa: FBT001 - as `all_files` says it
    """None for what is no text, unless it was named itself: then that is the operator's mistake."""
    try:
        return decode(file, read_bytes(Path(file)))
    except CatalogError:
        if is_named:
            raise
        return None
