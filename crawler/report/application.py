"""Taking up suggestions that a report holds: which, and what the catalogs then say. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from crawler.catalog import apply_edits, unified_patch
from crawler.catalog.model import Edit, Refusal, parse_route
from crawler.errors import CatalogError, ReportError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crawler.report.model import EditReport, Report, SuggestionReport


def chosen(report: Report, ids: Sequence[str], *, safe_only: bool) -> tuple[SuggestionReport, ...]:
    """The suggestions with edits that were asked for: by id, or all; ReportError for an unknown id."""
    known = {suggestion.id for suggestion in report.suggestions}
    unknown = next((name for name in ids if name not in known), None)
    if unknown is not None:
        raise ReportError(unknown, "the last report has no such suggestion", "take an id from latest.md")
    return tuple(
        suggestion
        for suggestion in report.suggestions
        if suggestion.edits
        and (not ids or suggestion.id in ids)
        and (not safe_only or suggestion.disposition == "safe")
    )


def edited_texts(suggestions: Sequence[SuggestionReport], texts: Mapping[str, str]) -> dict[str, str]:
    """Every file's text with the suggestions in it; CatalogError where one does not fit: none is applied."""
    by_file: dict[str, list[Edit]] = defaultdict(list)
    for edit in (edit for suggestion in suggestions for edit in suggestion.edits):
        by_file[edit.file].append(_edit(edit))
    written = {}
    for file, text in texts.items():
        result = apply_edits(text, file, by_file[file])
        if isinstance(result, Refusal):
            raise CatalogError(file, result.reason, "nothing was written; run `crawler check` again")
        written[file] = result
    return written


def _edit(edit: EditReport) -> Edit:
    route = parse_route(edit.path)
    return Edit(file=edit.file, line=edit.line, route=route, old=edit.old, new=edit.new, at=edit.at)


def patches(report: Report, texts: Mapping[str, str], path_of: Callable[[str], str]) -> tuple[str, str]:
    """The patch of all suggestions and that of the safe ones, made again from the catalogs' texts."""
    every = chosen(report, (), safe_only=False)
    safe = chosen(report, (), safe_only=True)
    return _patch(every, texts, path_of), _patch(safe, texts, path_of)


def _patch(
    suggestions: Sequence[SuggestionReport], texts: Mapping[str, str], path_of: Callable[[str], str]
) -> str:
    new_texts = edited_texts(suggestions, texts)
    return "".join(unified_patch(path_of(file), texts[file], new) for file, new in new_texts.items())
