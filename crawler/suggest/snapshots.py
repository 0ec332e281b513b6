"""The suggester that asks the archive, in a round of its own: only what nothing else mends is looked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.catalog.formats import format_of
from crawler.catalog.model import Edit, entry_route
from crawler.judge import build_case, judge
from crawler.judge.replacement import another_because
from crawler.probe import urls
from crawler.probe.model import without_bodies
from crawler.probe.past import GONE, REACHED
from crawler.suggest.archive import INDEX, Search, Snapshot, find_snapshot
from crawler.suggest.inquiries import Inquiry, Question, Talk
from crawler.suggest.model import (
    Suggestion,
    Withheld,
    note,
    proposal,
    suggestion_id,
)
from crawler.suggest.surroundings import is_archive

if TYPE_CHECKING:
    from crawler.catalog.model import Value
    from crawler.judge import Case
    from crawler.probe.flow import FlowPolicy
    from crawler.probe.model import Evidence
    from crawler.suggest.model import Lead
    from crawler.suggest.surroundings import Surroundings

_NAMELESS = "the configuration names no key for it (`archive`)"
_UNLIKE = "title-unlike-entry"


def confirmed_death(lead: Lead, around: Surroundings) -> Question | None:
    """The main link of an entry, gone for certain, that lists no archive yet."""
    link = lead.link
    is_dead = lead.status in GONE and lead.is_confirmed
    if not is_dead or not link.is_main or is_archive(link) or (link.file, link.entry) in around.archived:
        return None
    return Question(code="archive", lead=lead, candidates=((INDEX, ()),))


def ask_archive(question: Question, policy: FlowPolicy) -> Talk:
    """Offer the snapshot as one more alternate; the entry's own URL stays, and says what the work was."""
    asked = question.lead
    found = yield from find_snapshot(asked, policy, lambda evidence: _may_be_it(asked, evidence))
    # Each meaning is kept until reports are written.
    search = replace(found, evidence=found.evidence and without_bodies(found.evidence))
    return lambda lead: _offer(lead, search)


def _offer(lead: Lead, search: Search) -> Suggestion | Withheld | None:
    link, snapshot = lead.link, search.snapshot
    if search.trouble is not None:
        name = suggestion_id(link.entry, link.field, "archive", link.url)
        return Withheld(id=name, reason=search.trouble, is_trouble=True)
    if snapshot is None or search.evidence is None:
        return None
    url = snapshot.url + urls.fragment_of(link.url)
    because = _reasons(lead, snapshot, _case(lead, search.evidence))
    slot = link.slot("archive")
    if slot is None:
        kind = format_of(link.file)
        lacks = _NAMELESS if kind.has_keys else f"in {kind.name} it has no place"
        return note(link, "archive", url, (*because, f"{lacks}: {url}"))
    item: Value = {"kind": "archive", "url": url} if slot.shape == "alternates" else url
    new: Value = url if slot.shape == "text" else [item]
    route = (*entry_route(link), slot.key)
    edit = Edit(file=link.file, line=link.line, route=route, old=None, new=new)
    return proposal(link, "archive", edit, because, field=slot.key)


def _case(lead: Lead, evidence: Evidence) -> Case:
    # The address as asked, so that it is judged as what it is, not as a fall from what the link was.
    return build_case(replace(lead.link, url=evidence.url), evidence, None)


def _may_be_it(lead: Lead, evidence: Evidence) -> bool:
    """Not where the snapshot shows another page, an error or a sign-in, or is not there. One that cannot be
    looked at is none the worse for it: the index says that a page was there, and whoever reads the report can
    look.
    """
    case, answer = _case(lead, evidence), evidence.final.answer
    verdict = judge(case)
    if answer is None or not answer.is_success:
        return verdict.status not in GONE
    is_other = verdict.reason == _UNLIKE or another_because(case, lead.link.url, evidence.url)
    return verdict.status in REACHED and not is_other


def _reasons(lead: Lead, snapshot: Snapshot, case: Case) -> tuple[str, ...]:
    taken = f"taken {snapshot.taken_at:%Y-%m-%d}"
    if lead.alive_at is not None:
        near = f"{taken}, nearest to when it was last seen alive ({lead.alive_at:%Y-%m-%d})"
    else:
        near = f"{taken}; no run has seen the link alive"
    answer = case.evidence.final.answer
    if answer is None or not answer.is_success:
        came = answer.status if answer else case.evidence.final.failure
        looked = f"the snapshot itself could not be looked at ({getattr(came, 'kind', came)})"
    elif case.title_match is None:
        looked = "the snapshot answers"
    else:
        looked = f"the snapshot's title matches the entry ({case.title_match:.2f})"
    return (near, looked)


ARCHIVE_INQUIRIES = (Inquiry(ask=confirmed_death, talk=ask_archive),)
