"""The reports of shards joined into one, whatever the order in which they are given.

Shards are disjoint, so the same place in two of them means that a shard was run twice: the run that finished
later wins, and what the earlier one said and proposed of that place is dropped. The same report given twice
counts once.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.catalog.model import parse_route
from crawler.errors import ReportError
from crawler.report.compare import Place, place_of, summarise
from crawler.report.json_report import render_json
from crawler.report.model import Report, RunReport
from crawler.report.view import pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.report.model import ChangeReport, LinkReport, ProblemReport, SuggestionReport

_REMEDY = "give the latest.json of every shard of one run"


class _Linked(NamedTuple):
    link: LinkReport
    change: ChangeReport | None


def merge_reports(reports: Sequence[Report]) -> Report:
    """Join the reports of shards, in the order of the catalogs; raises ReportError where there is none."""
    shards = _oldest_first(reports)
    catalogs = tuple(dict.fromkeys(name for shard in shards for name in shard.run.catalogs))
    linked = _newest_of_each_place(shards)
    places = sorted(linked, key=lambda place: _position(catalogs, linked[place].link))
    links = tuple(linked[place].link for place in places)
    kept = [change for place in places if (change := linked[place].change)]
    changes = (*kept, *_gone(shards, links))
    return Report(
        run=_join_runs([shard.run for shard in shards], catalogs),
        summary=summarise(links, changes),
        links=links,
        changes=changes,
        suggestions=_suggestions(shards, catalogs),
        refusals=tuple(dict.fromkeys(refusal for shard in shards for refusal in shard.refusals)),
        problems=_problems(shards, catalogs),
    )


def _oldest_first(reports: Sequence[Report]) -> list[Report]:
    if not reports:
        raise ReportError("merge", "no report to join", _REMEDY)
    # The JSON breaks ties, so that the order of the arguments decides nothing.
    distinct = {render_json(report): report for report in reports}
    keys = {
        text: (_instant(report.run.finished_at), report.run.id, text) for text, report in distinct.items()
    }
    return [distinct[text] for text in sorted(distinct, key=keys.__getitem__)]


def _newest_of_each_place(shards: Iterable[Report]) -> dict[Place, _Linked]:
    return {
        place_of(row.link): _Linked(row.link, row.change)
        for shard in shards
        for row in pair(shard.links, shard.changes)
        if row.link
    }


def _position(catalogs: Sequence[str], link: LinkReport) -> tuple[Any, ...]:
    # Steps of a route are texts and numbers, which do not compare with one another.
    steps = tuple((isinstance(step, str), step) for step in parse_route(link.field))
    return (*_line_position(catalogs, link.file, link.line), link.entry, steps)


def _line_position(catalogs: Sequence[str], file: str, line: int) -> tuple[int, str, int]:
    rank = catalogs.index(file) if file in catalogs else len(catalogs)
    return rank, file, line


def _gone(shards: Iterable[Report], links: Iterable[LinkReport]) -> tuple[ChangeReport, ...]:
    """Find what no shard has: a change names no file, so the entry and its field decide."""
    here = {(link.entry, link.field) for link in links}
    gone = {
        (change.entry, change.field): change
        for shard in shards
        for change in shard.changes
        if change.kind == "gone" and (change.entry, change.field) not in here
    }
    return tuple(gone[key] for key in sorted(gone))


def _suggestions(shards: Sequence[Report], catalogs: Sequence[str]) -> tuple[SuggestionReport, ...]:
    newest: dict[Place, list[SuggestionReport]] = {}
    for shard in shards:
        for link in shard.links:
            newest.pop(place_of(link), None)
        newest |= _by_place(shard)
    found = (each for proposals in newest.values() for each in proposals)
    return tuple(sorted(found, key=lambda each: _where_proposed(catalogs, each)))


def _by_place(shard: Report) -> dict[Place, list[SuggestionReport]]:
    """Sort suggestions by the link that they came of: for a field that is no link, the entry's main one."""
    files = {(link.entry, link.field): link.file for link in shard.links}
    found = defaultdict(list)
    for each in shard.suggestions:
        field = each.field if (each.entry, each.field) in files else "url"
        file = each.edits[0].file if each.edits else files.get((each.entry, field), "")
        found[Place(file=file, entry=each.entry, field=field)].append(each)
    return found


def _where_proposed(catalogs: Sequence[str], each: SuggestionReport) -> tuple[Any, ...]:
    if not each.edits:
        return (len(catalogs) + 1, "", 0, each.entry, each.field, each.id)
    edit = each.edits[0]
    return (*_line_position(catalogs, edit.file, edit.line), each.entry, each.field, each.id)


def _problems(shards: Iterable[Report], catalogs: Sequence[str]) -> tuple[ProblemReport, ...]:
    distinct = {problem for shard in shards for problem in shard.problems}
    return tuple(
        sorted(
            distinct,
            key=lambda each: (*_line_position(catalogs, each.file, each.line), each.code, each.message),
        )
    )


def _join_runs(runs: Sequence[RunReport], catalogs: tuple[str, ...]) -> RunReport:
    return RunReport(
        id="+".join(sorted({run.id for run in runs})),
        started_at=min((run.started_at for run in runs), key=_instant),
        finished_at=max((run.finished_at for run in runs), key=_instant),
        catalogs=catalogs,
        settings=_join_settings([run.settings for run in runs]),
        requests=sum(run.requests for run in runs),
        bytes_received=sum(run.bytes_received for run in runs),
        inconclusive=any(run.inconclusive for run in runs),
    )


def _join_settings(settings: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Keep what all shards share; what differs (the shard itself) becomes the list of what was said."""
    joined: dict[str, Any] = {}
    for name in sorted({name for each in settings for name in each}):
        said = [each[name] for each in settings if name in each]
        distinct = [value for number, value in enumerate(said) if value not in said[:number]]
        joined[name] = distinct[0] if len(distinct) == 1 else sorted(distinct, key=str)
    return joined


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ReportError("merge", f"{text[:40]!a} is no ISO 8601 time", _REMEDY) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
