"""The registry of suggesters: each turns a judged link into at most one proposal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.catalog.model import Edit
from crawler.probe import urls
from crawler.probe.past import REACHED, Status
from crawler.suggest.model import Disposition, Suggestion, suggestion_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.catalog.model import Link
    from crawler.judge.model import Case, Verdict
    from crawler.probe.past import Past


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A case and what was concluded of it."""

    case: Case
    verdict: Verdict


def moved(judged: Judged) -> Suggestion | None:
    """A permanent move whose end the verdict offers: the link's URL becomes that end."""
    link, verdict = judged.case.link, judged.verdict
    if verdict.status is not Status.MOVED or verdict.moved_to is None or verdict.moved_to == link.url:
        return None
    return _move(link, verdict.moved_to, _disposition_of_move(judged), verdict.because)


def _disposition_of_move(judged: Judged) -> Disposition:
    """Safe is a wholly permanent move within the site that changes nothing but the spelling of the address,
    or whose page carries the entry's title; any other wants a look.
    """
    evidence, link = judged.case.evidence, judged.case.link
    stays = all(hop.is_permanent for hop in evidence.hops) and urls.same_site(link.url, evidence.final_url)
    looks_same = urls.is_cosmetic(link.url, evidence.final_url) or judged.verdict.confidence == "high"
    return "safe" if stays and looks_same else "review"


def missing_title(judged: Judged) -> Suggestion | None:
    """An entry without a title whose page has one."""
    link, page = judged.case.link, judged.case.evidence.page
    if (
        link.field != "url"
        or link.title is not None
        or link.title_route is None
        or judged.verdict.status not in {Status.ALIVE, Status.MOVED}
    ):
        return None
    title = page.title if page else None
    if not title:
        return None
    return _title(link, title)


def suggest_again(link: Link, verdict: Verdict, memory: Past) -> tuple[Suggestion, ...]:
    """What an earlier run proposed of a link that was not due: from memory, so for review at best."""
    proposals = []
    if verdict.moved_to is not None and verdict.moved_to != link.url:
        proposals.append(_move(link, verdict.moved_to, "review", verdict.because))
    lacks_title = link.field == "url" and link.title is None and link.title_route is not None
    if lacks_title and memory.title and verdict.status in REACHED:
        proposals.append(_title(link, memory.title))
    return tuple(proposals)


def _move(link: Link, target: str, disposition: Disposition, because: tuple[str, ...]) -> Suggestion:
    edit = Edit(file=link.file, line=link.line, route=link.route, old=link.url, new=target, at=link.at)
    return _proposal(link, "moved", disposition, field=link.field, edit=edit, because=because)


def _title(link: Link, title: str) -> Suggestion:
    # For review at best: the words are a stranger's.
    assert link.title_route is not None, "the callers have looked"
    edit = Edit(file=link.file, line=link.line, route=link.title_route, old=None, new=title)
    because = (f'the page is called "{title}"',)
    return _proposal(link, "missing-title", "review", field="title", edit=edit, because=because)


def _proposal(
    link: Link, code: str, disposition: Disposition, *, field: str, edit: Edit, because: tuple[str, ...]
) -> Suggestion:
    return Suggestion(
        id=suggestion_id(link.entry, field, edit.old, edit.new),
        entry=link.entry,
        field=field,
        code=code,
        disposition=disposition,
        because=because,
        edits=(edit,),
    )


SUGGESTERS: tuple[Callable[[Judged], Suggestion | None], ...] = (moved, missing_title)
"""In the order of reports."""


def suggest(judged: Judged) -> tuple[Suggestion, ...]:
    """Every proposal for one judged link."""
    return tuple(proposal for propose in SUGGESTERS if (proposal := propose(judged)) is not None)
