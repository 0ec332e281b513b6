"""Taking up suggestions that a report holds: which, and what the catalogs then say. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from crawler.catalog import apply_edits, unified_patch
from crawler.catalog.formats import parse
from crawler.catalog.model import Edit, Refusal, parse_route
from crawler.catalog.wording import quoted
from crawler.errors import CatalogError, ReportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crawler.catalog.model import Route
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


def edited_texts(
    report: Report, suggestions: Sequence[SuggestionReport], texts: Mapping[str, str]
) -> dict[str, str]:
    """Every file's text with the suggestions in it; CatalogError where one does not fit: none is applied."""
    _see_that_entries_stay(report, suggestions, texts)
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


def _see_that_entries_stay(
    report: Report, suggestions: Sequence[SuggestionReport], texts: Mapping[str, str]
) -> None:
    """What replaces a value is proved by that value; what adds one must still find its entry at its place."""
    additions = [(one.entry, edit) for one in suggestions for edit in one.edits if edit.old is None]
    urls = _urls_of(report) if additions else {}
    parsed = {file: parse(file, texts[file]) for file in dict.fromkeys(edit.file for _, edit in additions)}
    for entry, edit in additions:
        known, data = urls.get((edit.file, entry)), getattr(parsed[edit.file], "data", None)
        if known and data is not None and known.isdisjoint(_texts(_at(data, parse_route(edit.path)[:-1]))):
            what = f"{edit.path}: what stands there now is not {quoted(entry)}"
            raise CatalogError(edit.file, what, "nothing was written; run `crawler check` again")


def _urls_of(report: Report) -> dict[tuple[str, str], set[str]]:
    """By file and entry: the addresses of its links, and what an earlier `apply` may have made of them."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for link in report.links:
        found[link.file, link.entry].add(link.url)
    for one in report.suggestions:
        for edit in one.edits:
            if isinstance(edit.new, str) and (edit.file, one.entry) in found:
                found[edit.file, one.entry].add(edit.new)
    return found


def _at(data: Any, route: Route) -> Any:
    """What stands at a place; None where there is no such place."""
    for step in route:
        try:
            data = data[step]
        except (TypeError, KeyError, IndexError):
            return None
    return data


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for below in value.values() if isinstance(value, dict) else value:
            yield from _texts(below)


def _edit(edit: EditReport) -> Edit:
    route = parse_route(edit.path)
    return Edit(file=edit.file, line=edit.line, route=route, old=edit.old, new=edit.new, at=edit.at)


def patches(report: Report, texts: Mapping[str, str], path_of: Callable[[str], str]) -> tuple[str, str]:
    """The patch of all suggestions and that of the safe ones, made again from the catalogs' texts."""
    every = chosen(report, (), safe_only=False)
    safe = chosen(report, (), safe_only=True)
    return _patch(report, every, texts, path_of), _patch(report, safe, texts, path_of)


def _patch(
    report: Report,
    suggestions: Sequence[SuggestionReport],
    texts: Mapping[str, str],
    path_of: Callable[[str], str],
) -> str:
    new_texts = edited_texts(report, suggestions, texts)
    return "".join(unified_patch(path_of(file), texts[file], new) for file, new in new_texts.items())
