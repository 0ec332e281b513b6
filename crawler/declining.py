"""The files in which declined suggestions are kept, one beside each catalog: read, and written anew."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.catalog.layout import is_match
from crawler.errors import ReportError, SettingsError
from crawler.inputs import read_text
from crawler.report.writer import write_reports
from crawler.suggest.declined import Decline, declined_file, read_declines, stale_declines, write_declines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.catalog.model import Catalog, Problem
    from crawler.report.model import Report, SuggestionReport


def declined_ids(names: Iterable[str]) -> frozenset[str]:
    """The ids that are not to be suggested again; `names` are the catalogs as the operator names them."""
    return frozenset(decline.id for file in _files(names) for decline in _read(file))


def declined_since(report: Report) -> frozenset[str]:
    """The ids that were declined by now, among them what the report still suggests."""
    return declined_ids(_names(report))


def stale_problems(names: Iterable[str], catalogs: Sequence[Catalog]) -> list[Problem]:
    """Notes on what was declined once and applies no longer."""
    return [problem for file in _files(names) for problem in stale_declines(file, _read(file), catalogs)]


def decline(report: Report, ids: Sequence[str], because: str) -> list[str]:
    """Keep a decision on suggestions of the last report; gives the files written.

    ReportError for an id that the report does not have, SettingsError without a reason.
    """
    if not because.strip():
        raise SettingsError("--because", "gives no reason", "say why, for whoever asks next year")
    known = {suggestion.id: suggestion for suggestion in report.suggestions}
    unknown = next((name for name in ids if name not in known), None)
    if unknown is not None:
        raise ReportError(unknown, "the last report has no such suggestion", "take an id from latest.md")
    names = _names(report)
    by_file: dict[str, list[Decline]] = {}
    for name in dict.fromkeys(ids):
        suggestion = known[name]
        file = _file_for(_catalog_of(report, suggestion), names)
        by_file.setdefault(file, _read(file)).append(_decision(suggestion, because.strip()))
    for file, declines in by_file.items():
        write_reports(Path(file).parent, {Path(file).name: write_declines(declines)})
    return list(by_file)


def _names(report: Report) -> list[str]:
    """The catalogs as the operator named them in that run: one name may stand for a folder."""
    named = report.run.settings.get("catalogs")
    return [name for name in named if isinstance(name, str)] if isinstance(named, list) else []


def _decision(suggestion: SuggestionReport, because: str) -> Decline:
    old = suggestion.edits[0].old if suggestion.edits else None
    return Decline(
        id=suggestion.id,
        entry=suggestion.entry,
        field=suggestion.field,
        code=suggestion.code,
        old=old if isinstance(old, str) else None,
        because=because,
        day=datetime.now(UTC).date(),
    )


def _catalog_of(report: Report, suggestion: SuggestionReport) -> str:
    """The catalog that a suggestion is about: a note has no edit, but its entry has links."""
    files = [edit.file for edit in suggestion.edits]
    files += [link.file for link in report.links if link.entry == suggestion.entry]
    return next(iter([*files, *report.run.catalogs]))


def _file_for(catalog: str, names: Sequence[str]) -> str:
    """Beside the catalog as the operator names it: a folder of 1,500 files has one such file.

    It must be among `_files`, since nobody reads any other.
    """
    if catalog in names:
        return declined_file(catalog)
    meant = [name for name in names if is_match(name, catalog)] or [*names, catalog][:1]
    return declined_file(max(meant, key=len))


def _files(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(map(declined_file, names)))


def _read(file: str) -> list[Decline]:
    # Path.exists raises where the name is too long, as that beside a long one may be.
    is_there = os.path.exists(file)  # noqa: PTH110 - as said
    return read_declines(file, read_text(Path(file))) if is_there else []
