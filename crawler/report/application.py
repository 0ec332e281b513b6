"""Taking up suggestions that a report holds: which, and what the catalogs then say. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.catalog import apply_edits, unified_patch
from crawler.catalog.formats import parse
from crawler.catalog.model import Refusal, format_route
from crawler.catalog.wording import quoted
from crawler.errors import CatalogError, ReportError
from crawler.report.applied import States, digest, edit_of, edits_made, first_record, moved_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crawler.catalog.model import Edit, Route
    from crawler.report.model import Report, SuggestionReport

_AGAIN = "nothing was written; run `crawler check` again"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What becomes of the files: their texts, and what is in them then, as far as it is known."""

    texts: Mapping[str, str]
    count: int
    """Suggestions written, once for each file."""
    states: States


def write_into(
    report: Report,
    suggestions: Sequence[SuggestionReport],
    texts: Mapping[str, str],
    states: States | None,
    *,
    by_place: bool,
) -> Written:
    """What is not in the files yet, each file as it was checked or as `apply` left it.

    CatalogError where one was changed otherwise, unless its places are to tell alone, and where nothing is
    left to write. Without states the places tell, too: a report may have come here by itself.
    """
    left: dict[str, list[SuggestionReport]] = {}
    made: dict[str, frozenset[str]] = {}
    for file, text in texts.items():
        known = (states or {}).get((file, digest(text)))
        if known is None and states is not None and not by_place:
            remedy = "run `crawler check` again, or add --by-place to go by what each place holds"
            raise CatalogError(file, "it was changed since it was checked", f"nothing was written; {remedy}")
        made[file] = known or frozenset()
        of_file = [one for one in suggestions if any(edit.file == file for edit in one.edits)]
        left[file] = [one for one in of_file if one.id not in made[file]]
    if texts and not any(left.values()):
        what = "these suggestions are written already"
        raise CatalogError(next(iter(texts)), what, _AGAIN)
    new = {file: _edited(report, left[file], (file, texts[file]), made[file]) for file in texts if left[file]}
    return Written(
        texts=new,
        count=sum(len(left[file]) for file in new),
        states={
            (file, digest(text)): made[file] | {one.id for one in left[file]}
            for file, text in new.items()
            if (file, digest(texts[file])) in (states or {})
        },
    )


def edited_texts(
    report: Report, suggestions: Sequence[SuggestionReport], texts: Mapping[str, str]
) -> dict[str, str]:
    """Every file's text with the suggestions in it; CatalogError where one does not fit: none is applied."""
    return {file: _edited(report, suggestions, (file, text), frozenset()) for file, text in texts.items()}


def _edited(
    report: Report,
    suggestions: Sequence[SuggestionReport],
    named: tuple[str, str],
    made: frozenset[str],
) -> str:
    file, text = named
    placed = [(one.entry, edit_of(edit)) for one in suggestions for edit in one.edits if edit.file == file]
    if not placed:
        return text
    data = parse(file, text).data
    done = edits_made(report, made, file)
    placed = [(entry, moved_on(edit, done, data)) for entry, edit in placed]
    _see_that_entries_stay(report, placed, data)
    result = apply_edits(text, file, [edit for _, edit in placed])
    if isinstance(result, Refusal):
        raise CatalogError(file, result.reason, _AGAIN)
    return result


def _see_that_entries_stay(report: Report, placed: Sequence[tuple[str, Edit]], data: Any) -> None:
    """What replaces a value is proved by that value; what adds one must still find its entry at its place."""
    additions = [(entry, edit) for entry, edit in placed if edit.old is None]
    urls = _urls_of(report) if additions else {}
    for entry, edit in additions:
        known = urls.get((edit.file, entry))
        if known and known.isdisjoint(_texts(_at(data, edit.route[:-1]))):
            what = f"{format_route(edit.route)}: what stands there now is not {quoted(entry)}"
            raise CatalogError(edit.file, what, _AGAIN)


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


def edited_files(report: Report) -> list[str]:
    """The catalogs that a report has edits of; any other need not even be readable by now."""
    edited = {edit.file for one in report.suggestions for edit in one.edits}
    return [file for file in report.run.catalogs if file in edited]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patches:
    """The patch of all suggestions, that of the safe ones, and the record of the files' states."""

    suggested: str
    safe: str
    record: str


def patches(report: Report, texts: Mapping[str, str], path_of: Callable[[str], str]) -> Patches:
    """Both patches, made again from the catalogs' texts."""
    every = edited_texts(report, chosen(report, (), safe_only=False), texts)
    safe = edited_texts(report, chosen(report, (), safe_only=True), texts)
    edited = {file: new for file, new in every.items() if new != texts[file]}
    return Patches(
        suggested=_patch(texts, every, path_of),
        safe=_patch(texts, safe, path_of),
        record=first_record(report, texts, edited, safe),
    )


def _patch(texts: Mapping[str, str], new: Mapping[str, str], path_of: Callable[[str], str]) -> str:
    return "".join(unified_patch(path_of(file), texts[file], text) for file, text in new.items())
