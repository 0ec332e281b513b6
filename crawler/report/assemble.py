"""From what a run concluded to the report's own values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.catalog.model import Edit, Link, Problem, format_route
from crawler.probe import urls
from crawler.probe.past import Sighting
from crawler.report.case import dump_case
from crawler.report.model import (
    EditReport,
    LinkReport,
    PageReport,
    ProblemReport,
    SuggestionReport,
)

if TYPE_CHECKING:
    from crawler.judge.model import Case, Verdict
    from crawler.page.model import PageFacts
    from crawler.probe.past import Past
    from crawler.probe.plan import Target
    from crawler.suggest.model import Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What a run says of one link: `case` is None where it was not asked."""

    link: Link
    verdict: Verdict
    memory: Past
    case: Case | None = None


@dataclass(slots=True)
class Said:
    """What a report says of one link: all that is kept of it, as the evidence of 100,000 would be 500 MB."""

    file: str
    line: int
    column: int
    report: LinkReport
    proposals: tuple[Suggestion, ...]


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
        because=verdict.because,
        signals=tuple(signal.code for signal in verdict.signals),
        moved_to=verdict.moved_to,
        final_url=evidence.final_url if evidence and answer else None,
        http_status=answer.status if answer else None,
        since=memory.since.date().isoformat(),
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
    )


def page_report(page: PageFacts) -> PageReport:
    """What the page says of itself, as far as reports show it."""
    return PageReport(
        title=page.title,
        description=page.description,
        language=page.language,
        canonical=page.canonical,
        authors=page.authors,
        published=page.published,
        content_type=page.content_type,
    )


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


def edit_report(edit: Edit) -> EditReport:
    """One edit with its route spelled out."""
    path = format_route(edit.route)
    return EditReport(file=edit.file, line=edit.line, path=path, old=edit.old, new=edit.new, at=edit.at)


def problem_report(problem: Problem) -> ProblemReport:
    """One row of `problems`."""
    return ProblemReport(file=problem.file, line=problem.line, code=problem.code, message=problem.message)
