"""What both pages for people show, in the order in which they show it; only the media differ."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import takewhile
from typing import TYPE_CHECKING

from crawler.catalog.linked_text import as_written
from crawler.probe.past import FAILING, Status
from crawler.report.compare import is_turn
from crawler.report.outline import outlines
from crawler.suggest.codes import CODES
from crawler.suggest.conclusions import DECLINED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crawler.report.model import (
        ChangeKind,
        ChangeReport,
        LinkReport,
        ProblemReport,
        RefusalReport,
        Report,
        SuggestionReport,
    )
    from crawler.report.outline import Outline

PROBLEMS_AT_MOST = 100
"""Of one kind: where every title is like another's, thousands of such rows would bury the one that is not."""

STATUS_MEANS = {
    Status.DEAD: "gone: not found, or no such domain",
    Status.CHANGED: "something answers, but it is not the resource any more",
    Status.UNREACHABLE: "failed in a way that may pass",
    Status.INSECURE: "answers, but without a valid certificate",
    Status.MOVED: "reached through a permanent move",
    Status.BLOCKED: "the server refuses automated visitors; a person may well be let in",
    Status.SKIPPED: "not asked",
    Status.ALIVE: "reached, and nothing speaks against it",
}
TURNED: ChangeKind = "same"
"""Of what is as broken as it was, that is news which fails otherwise."""
NEWS: tuple[tuple[ChangeKind, str], ...] = (
    ("broke", "Newly broken"),
    (TURNED, "Broken otherwise than before"),
    ("recovered", "Recovered"),
    ("moved", "Moved"),
    ("new", "New in the catalog"),
    ("gone", "Gone from the catalog"),
)
ADVICE: tuple[tuple[str, str], ...] = (
    ("safe", "Safe to apply unread"),
    ("review", "Worth a look first"),
    ("note", "Notes, with nothing to apply"),
)
_QUIET = frozenset({"cosmetic"})
"""Moves in spelling alone: a row each would bury the others."""
_ASIDE = (Status.BLOCKED, Status.SKIPPED)
_RANK = {status.value: rank for rank, status in enumerate(Status)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One change with its link; a gone link has none. `number` is the link's place in the report.

    The link is read when it is looked at; what rows are sorted and grouped by is here.
    """

    change: ChangeReport | None
    links: Sequence[LinkReport] = field(repr=False, compare=False)
    number: int = -1
    status: str | None = None
    confirmed: bool = False
    is_flapping: bool = False

    @property
    def link(self) -> LinkReport | None:
        return self.links[self.number] if self.number >= 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The changes of one kind, failing ones first."""

    kind: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusGroup:
    """The links of one status, confirmed ones first."""

    status: str
    means: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One suggestion and the place that it is about: a note has no edit that would say."""

    suggestion: SuggestionReport
    file: str | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeGroup:
    """The suggestions of one code; `is_quiet` are those whose number says all that most readers want."""

    code: str
    means: str
    is_quiet: bool
    rows: tuple[Advice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceGroup:
    """The suggestions of one disposition, by code."""

    disposition: str
    title: str
    count: int
    codes: tuple[CodeGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A report, arranged for reading."""

    report: Report
    rows: tuple[Row, ...]
    """Every link, worst first."""
    is_first_run: bool
    news: tuple[News, ...]
    safe: int
    """How many suggestions may be merged unread."""
    broken: tuple[StatusGroup, ...]
    flapping: tuple[tuple[Row, str], ...]
    """Links that keep turning between working and failing, each with how often it did."""
    aside: tuple[StatusGroup, ...]
    advice: tuple[AdviceGroup, ...]
    declined: int
    """How many suggestions were not made again, since somebody declined them."""
    refusals: tuple[RefusalReport, ...]
    """The others that are not offered."""
    problems: tuple[ProblemReport, ...]
    """Those that are shown: the first `PROBLEMS_AT_MOST` of each kind."""


def arrange(report: Report) -> View:
    """Group and order a report for people; groups with nothing in them are left out."""
    rows = pair(report.links, report.changes)
    worst_first = tuple(sorted((row for row in rows if row.number >= 0), key=_badness))
    is_first_run = bool(rows) and all(row.change and row.change.kind == "new" for row in rows)
    return View(
        report=report,
        rows=worst_first,
        is_first_run=is_first_run,
        news=() if is_first_run else _news(rows),
        safe=sum(each.disposition == "safe" for each in report.suggestions),
        broken=_groups(worst_first, tuple(status for status in Status if status in FAILING)),
        flapping=_flapping(worst_first),
        aside=_groups(worst_first, _ASIDE),
        advice=_advice(report),
        declined=sum(refusal.reason == DECLINED for refusal in report.refusals),
        refusals=tuple(refusal for refusal in report.refusals if refusal.reason != DECLINED),
        problems=_shown_problems(report.problems),
    )


def pair(links: Sequence[LinkReport], changes: Sequence[ChangeReport]) -> tuple[Row, ...]:
    """Join links and changes, gone ones last; a change names no file, so the order decides among equals."""
    present = [change for change in changes if change.kind != "gone"]
    # A run's own report has them in the order of its links, and 100,000 queues would take 80 MB.
    told_of = outlines(links)
    aligned = takewhile(lambda both: _name(both[0]) == _name(both[1]), zip(present, told_of, strict=False))
    known = sum(1 for _ in aligned)
    waiting: dict[tuple[str, str], deque[ChangeReport]] = defaultdict(deque)
    for change in present[known:]:
        waiting[_name(change)].append(change)
    rows = []
    for number, link in enumerate(told_of):
        queue = waiting.get(_name(link))
        waits = queue.popleft() if queue else None
        rows.append(_row(present[number] if number < known else waits, links, number, link))
    gone = [Row(change=change, links=links) for change in changes if change.kind == "gone"]
    return (*rows, *gone)


def _name(of: Outline | ChangeReport) -> tuple[str, str]:
    return of.entry, of.field


def _row(change: ChangeReport | None, links: Sequence[LinkReport], number: int, link: Outline) -> Row:
    return Row(
        change=change,
        links=links,
        number=number,
        status=link.status,
        confirmed=link.confirmed,
        is_flapping="flapping" in link.signals,
    )


def _shown_problems(problems: Iterable[ProblemReport]) -> tuple[ProblemReport, ...]:
    seen_of: dict[str, int] = defaultdict(int)
    shown = []
    for problem in problems:
        seen_of[problem.code] += 1
        if seen_of[problem.code] <= PROBLEMS_AT_MOST:
            shown.append(problem)
    return tuple(shown)


def address(entry: str, field: str) -> str:
    """Name a link as `crawler explain` does: the entry's id, and the field if it is not the main one."""
    return entry if field == "url" else f"{entry}:{field}"


def count(number: int, noun: str) -> str:
    """Write `1 link`, `2,000 links`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def words(code: str) -> str:
    """Read a code as words: `redirect-to-home` says what it means once the hyphens are gone."""
    return code.replace("-", " ")


def told(value: object) -> str:
    """Show an edit's old or new value: text as it is, what a text says of an entry too, the rest as JSON."""
    text = value if isinstance(value, str) else as_written(value)
    return json.dumps(value, ensure_ascii=False) if text is None else text


def moment(at: str) -> str:
    """`2026-11-03 03:17 UTC`, which nobody has to take apart; what is no moment of a run stays as it is."""
    try:
        when = datetime.fromisoformat(at).astimezone(UTC)
    except (ValueError, OverflowError):
        return at
    return f"{when:%Y-%m-%d %H:%M} UTC"


def evidence(link: LinkReport) -> str | None:
    """What decided, in words: the first reason."""
    return link.because[0] if link.because else None


def seen(link: LinkReport) -> str:
    """Say since when a link fails, how often it was seen to, and whether that is enough to be sure."""
    if link.confirmed:
        return f"since {link.since}, {count(link.failing_runs, 'failing run')}"
    return f"first seen {link.since}, {count(link.failing_runs, 'failing run')}, not confirmed yet"


def _badness(row: Row) -> tuple[int, bool]:
    return _RANK.get(row.status or "", len(_RANK)), not row.confirmed


def _news(rows: Sequence[Row]) -> tuple[News, ...]:
    groups = []
    for kind, title in NEWS:
        found = [row for row in rows if row.change and row.change.kind == kind and _is_news(row.change)]
        if found:
            found.sort(key=lambda row: _badness(row) if row.number >= 0 else (0, False))
            groups.append(News(kind=kind, title=title, rows=tuple(found)))
    return tuple(groups)


def together(rows: Sequence[Row]) -> list[list[Row]]:
    """Put places of one address together where the same is to be said of them, in the order of the first."""
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        link = row.link
        before = row.change.before if row.change else None
        said = (
            (link.url, link.status, link.reason, link.because, link.since, before) if link else (row.change,)
        )
        found.setdefault(said, []).append(row)
    return list(found.values())


def _is_news(change: ChangeReport) -> bool:
    return change.kind != TURNED or is_turn(change)


def _groups(rows: Sequence[Row], statuses: Sequence[Status]) -> tuple[StatusGroup, ...]:
    groups = []
    for status in statuses:
        found = tuple(row for row in rows if row.status == status)
        if found:
            groups.append(StatusGroup(status=status.value, means=STATUS_MEANS[status], rows=found))
    return tuple(groups)


def _flapping(rows: Sequence[Row]) -> tuple[tuple[Row, str], ...]:
    found = [(row, row.link) for row in rows if row.is_flapping and row.link]
    return tuple(
        (row, next((b for b in link.because if b.startswith("flapping: ")), "")) for row, link in found
    )


def _advice(report: Report) -> tuple[AdviceGroup, ...]:
    places: dict[tuple[str, str], tuple[str, int]] = {}
    wanted = {(each.entry, each.field) for each in report.suggestions}
    for link in outlines(report.links) if wanted else ():
        if _name(link) in wanted:
            places.setdefault(_name(link), (link.file, link.line))
    groups = []
    for disposition, title in ADVICE:
        found = [each for each in report.suggestions if each.disposition == disposition]
        if found:
            codes = _by_code(found, places)
            groups.append(AdviceGroup(disposition=disposition, title=title, count=len(found), codes=codes))
    return tuple(groups)


def _by_code(
    suggestions: Sequence[SuggestionReport], places: Mapping[tuple[str, str], tuple[str, int]]
) -> tuple[CodeGroup, ...]:
    rows: dict[str, list[Advice]] = defaultdict(list)
    for each in suggestions:
        file, line = places.get((each.entry, each.field), (None, 0))
        rows[each.code].append(Advice(suggestion=each, file=file, line=line))
    means = {code.name: code.what.replace("`", "") for code in CODES}
    # What an older report holds and nobody knows any more comes last.
    ordered = [*(code for code in means if code in rows), *(code for code in rows if code not in means)]
    return tuple(
        CodeGroup(code=code, means=means.get(code, ""), is_quiet=code in _QUIET, rows=tuple(rows[code]))
        for code in ordered
    )
