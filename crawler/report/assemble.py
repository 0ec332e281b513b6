"""From what a run concluded to the report's own values."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from crawler.catalog.model import Catalog, Edit, Link, Problem, format_route
from crawler.catalog.wording import quoted
from crawler.judge.revisit import page_to_keep
from crawler.judge.signals_fragment import FRAGMENT_MISSING
from crawler.probe import urls
from crawler.probe.past import REACHED, Sighting
from crawler.report.case import dump_case
from crawler.report.compare import summarise
from crawler.report.lazy import LazySequence
from crawler.report.model import (
    EditReport,
    LinkReport,
    PageReport,
    ProblemReport,
    RefusalReport,
    Report,
    SuggestionReport,
)
from crawler.report.outline import outlines
from crawler.suggest import Judged, lead_of, suggest, suggest_again

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.judge.model import Case, Verdict
    from crawler.page.model import PageFacts
    from crawler.probe.past import Past
    from crawler.probe.plan import Target
    from crawler.report.model import ChangeReport, RunReport
    from crawler.report.outline import Outline
    from crawler.suggest.conclusions import Concluded
    from crawler.suggest.model import Lead, Suggestion
    from crawler.suggest.offer import Offer


T = TypeVar("T")


@lru_cache(maxsize=4_096)
def shared(value: T) -> T:
    """The first of equal values: most of 100,000 links and rows have some, and each would hold its own."""
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What a run says of one link: `case` is None where it was not asked."""

    link: Link
    verdict: Verdict
    memory: Past
    case: Case | None = None


@dataclass(slots=True)
class Said:
    """What a report says of one link: all that outlives its evidence."""

    link: Link
    report: LinkReport
    proposals: tuple[Suggestion, ...]
    lead: Lead | None
    """What proposals that ask first rest on; None for most links."""

    @property
    def status(self) -> str:
        return self.report.status


def said_of(conclusion: Conclusion) -> Said:
    """What of a conclusion outlives its evidence."""
    if conclusion.case is None:
        proposals = suggest_again(conclusion.link, conclusion.verdict, conclusion.memory)
        return Said(conclusion.link, link_report(conclusion), proposals, None)
    judged = Judged(case=conclusion.case, verdict=conclusion.verdict)
    lead = lead_of(judged, conclusion.memory)
    return Said(conclusion.link, link_report(conclusion), suggest(judged), lead)


def link_report(conclusion: Conclusion) -> LinkReport:
    """One row of `links`."""
    link, verdict, memory = conclusion.link, conclusion.verdict, conclusion.memory
    evidence = conclusion.case.evidence if conclusion.case else None
    answer = evidence.final.answer if evidence else None
    return LinkReport(
        entry=link.entry,
        field=link.field,
        file=link.file,
        line=link.line,
        url=urls.without_credentials(link.url),
        status=verdict.status.value,
        reason=verdict.reason,
        confidence=verdict.confidence,
        confirmed=verdict.confirmed,
        because=shared(verdict.because),
        signals=shared(tuple(signal.code for signal in verdict.signals)),
        moved_to=verdict.moved_to,
        final_url=evidence.final_url if evidence and answer else None,
        http_status=answer.status if answer else None,
        since=shared(memory.since.date().isoformat()),
        failing_runs=memory.failing.runs if memory.failing else 0,
        page=page_report(evidence.page) if evidence and evidence.page else None,
        title_match=conclusion.case.title_match if conclusion.case else None,
    )


def sighting(target: Target, conclusion: Conclusion, *, provisional: bool) -> Sighting:
    """What the history keeps of an address."""
    case, verdict = conclusion.case, conclusion.verdict
    answer = case.evidence.final.answer if case else None
    return Sighting(
        url=target.url,
        occurrences=target.occurrences,
        provisional=provisional,
        http_status=answer.status if answer else None,
        final_url=case.evidence.final_url if case and answer else None,
        confidence=verdict.confidence,
        memory=conclusion.memory,
        case=dump_case(case, verdict),
        page=page_to_keep(case, verdict, conclusion.memory.asked_at) if case else None,
    )


def page_report(page: PageFacts) -> PageReport:
    """What the page says of itself, as far as reports show it."""
    return PageReport(
        title=page.title,
        description=page.description,
        language=shared(page.language),
        canonical=page.canonical,
        authors=page.authors,
        published=page.published,
        content_type=shared(page.content_type),
    )


def report_of(
    run: RunReport,
    catalogs: Iterable[Catalog],
    links: Sequence[LinkReport],
    changes: tuple[ChangeReport, ...],
    *,
    offered: Offer,
    concluded: Concluded,
) -> Report:
    """All that a run says."""
    return Report(
        run=run,
        summary=summarise(links, changes),
        links=links,
        changes=changes,
        suggestions=suggestion_reports(offered.suggestions),
        refusals=refusal_reports(concluded.withheld, offered.refusals),
        problems=problems_of(catalogs, links, concluded.problems),
    )


def suggestion_reports(suggestions: Iterable[Suggestion]) -> tuple[SuggestionReport, ...]:
    """The rows of `suggestions`."""
    return tuple(map(suggestion_report, suggestions))


def suggestion_report(suggestion: Suggestion) -> SuggestionReport:
    """One row of `suggestions`."""
    return SuggestionReport(
        id=suggestion.id,
        entry=suggestion.entry,
        field=suggestion.field,
        code=suggestion.code,
        disposition=suggestion.disposition,
        because=suggestion.because,
        edits=tuple(edit_report(edit) for edit in suggestion.edits),
    )


def refusal_reports(*refused: Iterable[tuple[str, str]]) -> tuple[RefusalReport, ...]:
    """The rows of `refusals`: what was withheld, and what could not be offered."""
    return tuple(RefusalReport(suggestion=name, reason=reason) for some in refused for name, reason in some)


def edit_report(edit: Edit) -> EditReport:
    """One edit with its route spelled out."""
    path = format_route(edit.route)
    return EditReport(file=edit.file, line=edit.line, path=path, old=edit.old, new=edit.new, at=edit.at)


def problems_of(
    catalogs: Iterable[Catalog], links: Sequence[LinkReport], known: Sequence[Problem] = ()
) -> Sequence[ProblemReport]:
    """Rows of `problems`: what catalogs say wrongly, what the run knows better, places that pages lack."""
    of_places = tuple(_fragment_problems(outlines(links)))
    return _Problems([*(catalog.problems for catalog in catalogs), known, of_places])


class _Problems(LazySequence[ProblemReport]):
    """The problems of several lists, one after another."""

    def __init__(self, lists: Sequence[Sequence[Problem]]) -> None:
        self._lists = [some for some in lists if some]
        self._ends = list(accumulate(map(len, self._lists)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def item(self, number: int) -> ProblemReport:
        at = bisect_right(self._ends, number)
        problem = self._lists[at][number - self._ends[at]]
        return ProblemReport(file=problem.file, line=problem.line, code=problem.code, message=problem.message)


def _fragment_problems(links: Iterable[Outline]) -> Iterator[Problem]:
    """One problem for each link whose page has no such place; the link itself is as alive as its page."""
    for link in links:
        if FRAGMENT_MISSING in link.signals and link.status in REACHED:
            place = quoted(urls.fragment_of(link.url))
            message = f"`{link.field}` of {quoted(link.entry)}: the page has no {place}; name one that it has"
            yield Problem(file=link.file, line=link.line, code=FRAGMENT_MISSING, message=message)
