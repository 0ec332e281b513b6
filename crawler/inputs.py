"""What the operator names, read from disk and bounded: catalogs, texts to edit, reports."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.catalog.across import checked_across
from crawler.catalog.bounds import MAX_CHARACTERS
from crawler.catalog.ignoring import NO_RULES, without_ignored
from crawler.catalog.model import Catalog, Problem
from crawler.catalog.reading import read_any, shared_layouts
from crawler.disk import read_at_most, read_whole
from crawler.errors import CatalogError, ReportError
from crawler.files import all_files
from crawler.report import parse_report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.catalog.ignoring import IgnoreRules
    from crawler.catalog.layout import Layout
    from crawler.report.model import Report

MOST_REPORT_BYTES = 1_000_000_000
"""That of 100,000 links takes a tenth."""


def read_catalogs(
    names: Sequence[str], layouts: Sequence[Layout] = (), ignore: IgnoreRules = NO_RULES
) -> list[Catalog]:
    """Every catalog that is named or that a folder or glob stands for, each once, as of today.

    Files that were found, not named, and have no layout share the one that the first of them seem to have.
    One that cannot be read is a problem where others can: a comma in one of 800 files stops no check.
    Links that a rule of the configuration ignores are marked.
    """
    today = datetime.now(UTC).date()
    files = all_files(names)
    missing = "name one that exists, or let `crawler init` look for those that are here"
    contents, refused = _contents(files, missing)
    known = {file: next((one for one in layouts if one.matches(file)), None) for file in files}
    strays = [file for file in contents if not files[file] and known[file] is None]
    known |= shared_layouts({file: contents[file] for file in strays})
    catalogs: list[Catalog] = []
    for file, is_named in files.items():
        try:
            if file in contents:
                catalogs.append(read_any(file, contents[file], known[file], today=today))
                continue
        except CatalogError as error:
            if is_named:
                raise
            refused[file] = error
        catalogs.append(_unreadable(file, refused[file]))
    if refused and len(refused) == len(catalogs):
        raise next(iter(refused.values()))
    is_all = not refused and set(names).issuperset(ignore.catalogs)
    return without_ignored(checked_across(catalogs, known.get), ignore, today=today, is_all=is_all)


def _contents(files: Mapping[str, bool], missing: str) -> tuple[dict[str, bytes], dict[str, CatalogError]]:
    """What is in each file, and what keeps those from being read that were found, not named: one that has
    gone since, or that only its owner may read, stops no check of 800 others.
    """
    contents: dict[str, bytes] = {}
    refused: dict[str, CatalogError] = {}
    for file, is_named in files.items():
        try:
            contents[file] = read_bytes(Path(file), missing=missing)
        except CatalogError as error:
            if is_named:
                raise
            refused[file] = error
    return contents, refused


def _unreadable(file: str, error: CatalogError) -> Catalog:
    """A catalog without anything in it but what is wrong with it, which still ends the run with 2."""
    line = error.where.removeprefix(f"{file}:")
    problem = Problem(
        file=file,
        line=int(line) if line.isdecimal() else 1,
        code="unreadable",
        message=f"{error.what}; {error.remedy}",
        is_operator_error=True,
    )
    return Catalog(file=file, text="", entries=(), links=(), problems=(problem,), data=None)


def read_text(path: Path) -> str:
    """A catalog's text, for editing: CatalogError where it is no UTF-8."""
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        raise CatalogError(str(path), "is not UTF-8", "save it as UTF-8") from None


def read_report(path: Path) -> Report:
    """A `latest.json`; ReportError where there is none or it is none."""
    try:
        text = read_whole(path, MOST_REPORT_BYTES).decode()
    except FileNotFoundError:
        raise ReportError(str(path), "there is no such report", "run `crawler check` first") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ReportError(str(path), f"cannot be read ({reason})", "run `crawler check` again") from None
    return parse_report(text, str(path))


def read_bytes(path: Path, *, missing: str = "name one that exists") -> bytes:
    """The file, but no more of it than tells that it is too large for a catalog; `missing` is the remedy."""
    try:
        return read_at_most(path, MAX_CHARACTERS + 1)
    except FileNotFoundError:
        raise CatalogError(str(path), "there is no such catalog", missing) from None
    except OSError as error:
        raise CatalogError(
            str(path), f"cannot be read ({error.strerror})", "make it a readable file"
        ) from None
