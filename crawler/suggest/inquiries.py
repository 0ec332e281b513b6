"""The registry of suggesters that ask before they propose: which question a lead raises, and what its answer
must show. At most one question of a round is asked for each link, the first that applies.

A redirect of the answer is followed as everywhere, and the end must be as fit as that of any move: alive, no
sign-in, consent, error or session address, no front page that the link was not, no fall back to http.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crawler.catalog.tracking import tracking_parameters, without_tracking
from crawler.judge import build_case, judge
from crawler.judge.replacement import refused_because
from crawler.page.alike import are_alike, are_echoes
from crawler.probe import urls
from crawler.probe.doubt import LIKE_FROM
from crawler.probe.flow import FlowPolicy, check_link
from crawler.probe.forges import below_repository
from crawler.probe.model import Exchange, Probe
from crawler.probe.past import GONE, Status
from crawler.suggest.leads import carried_url, may_have_twin
from crawler.suggest.looks import is_same_page, look_of
from crawler.suggest.model import Lead, Suggestion, Withheld, new_url, proposal, suggestion_id, text_of
from crawler.suggest.moves import code_of_move, loses_path
from crawler.suggest.rewrites import rewritten
from crawler.suggest.secure import twin_of

if TYPE_CHECKING:
    from crawler.judge import Case
    from crawler.probe.model import Evidence
    from crawler.suggest.surroundings import Surroundings

MOST_TRIED = 3
"""Addresses that are tried for one link."""
_FINE = frozenset({"ok", "site-says-exists", "temporary-redirect"})
_TWINS_FINE = frozenset({*_FINE, "single-page-shell", "title-unlike-entry"})
"""What is no worse at the twin than it is at the link itself, where both show the same page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Addresses to ask in turn, until one of them will do; `because` is what led to each."""

    code: str
    lead: Lead
    candidates: tuple[tuple[str, tuple[str, ...]], ...]
    """Without fragments, so that the links of one address ask one question."""
    silent: set[str] = field(default_factory=set, compare=False)
    """Origins that gave no answer, found while asking: nobody else need wait for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An address that will do, what it stands for, and what asking it saw."""

    url: str
    because: tuple[str, ...]
    case: Case


Meaning = Callable[[Lead], Suggestion | Withheld | None]
"""What an answer means for each of the links of one address."""
Talk = Generator[Probe, Exchange, Meaning]


def accept(lead: Lead, asked: str, evidence: Evidence, *, fine: frozenset[str] = _FINE) -> Found | None:
    """Where a candidate is alive and fit to be carried: its address, or where it moved for good."""
    link = replace(lead.link, url=asked)
    case = build_case(link, evidence, None)
    verdict = judge(case)
    target = verdict.moved_to if verdict.status is Status.MOVED else asked
    is_fine = verdict.status is Status.MOVED or (verdict.status is Status.ALIVE and verdict.reason in fine)
    if target is None or not is_fine:
        return None
    return None if refused_because(case, target, lead.link.url) else Found(url=target, because=(), case=case)


def _try_each(
    question: Question, policy: FlowPolicy, will_do: Callable[[Found], bool], *, fine: frozenset[str] = _FINE
) -> Generator[Probe, Exchange, Found | None]:
    for url, because in question.candidates[:MOST_TRIED]:
        evidence = yield from check_link(url, question.lead.link.title, policy)
        if evidence.final.answer is None:
            question.silent.add(urls.origin_of(evidence.final_url))
        found = accept(question.lead, url, evidence, fine=fine)
        if found is not None and will_do(found):
            return replace(found, because=because)
    return None


def _ask(code: str, lead: Lead, *candidates: tuple[str, tuple[str, ...]]) -> Question:
    plain = tuple((url.strip().partition("#")[0], because) for url, because in candidates)
    return Question(code=code, lead=lead, candidates=plain)


def _shows_title(found: Found) -> bool:
    return found.case.title_match is not None and found.case.title_match >= LIKE_FROM


def _may_show_title(found: Found) -> bool:
    return found.case.title_match is None or _shows_title(found)


# --- a move that nothing proves: does the host send every address there? -----------------------------------


def unproved_move(lead: Lead, _around: Surroundings) -> Question | None:
    """A permanent move whose page does not carry the entry's title, with no control page asked."""
    if lead.status is not Status.MOVED or lead.moved_to is None or lead.is_proved:
        return None
    if urls.is_cosmetic(lead.link.url, lead.moved_to):
        return None
    return _ask("moved", lead, (lead.link.url, ()))


def ask_control(question: Question, policy: FlowPolicy) -> Talk:
    """Ask for a page that cannot exist beside the link: led to the same end, the move says nothing."""
    lead = question.lead
    evidence = yield from _ask_beside(lead.link.url, replace(policy, read="none"))
    if evidence is None or evidence.final_url != lead.final_url:
        return lambda _lead: None
    return _withhold_move


def _ask_beside(url: str, policy: FlowPolicy) -> Generator[Probe, Exchange, Evidence | None]:
    """Ask for a page that cannot exist, in the folder of another; None where none can be asked for."""
    other = urls.sibling(url, policy.control_token) if policy.control_token else None
    return (yield from check_link(other, None, replace(policy, control_token=""))) if other else None


def _withhold_move(lead: Lead) -> Withheld:
    link = lead.link
    name = suggestion_id(link.entry, text_of(link), link.url, lead.moved_to)
    return Withheld(id=name, reason=f"{link.entry}: the host sends any address to {lead.final_url}")


# --- a link that is gone, and was seen to move before -----------------------------------------------------


def remembered_move(lead: Lead, _around: Surroundings) -> Question | None:
    """A link that is gone, of which an earlier run saw where it moved."""
    if lead.status not in GONE or lead.moved_to is None:
        return None
    because = (f"it was moved to {lead.moved_to} before it was gone",)
    return _ask("moved", lead, (lead.moved_to, because))


def ask_remembered(question: Question, policy: FlowPolicy) -> Talk:
    found = yield from _try_each(question, policy, _may_show_title)
    return _meaning(question.code, found, ("asked in this run: alive",))


# --- a host where nobody listens at http any more ----------------------------------------------------------


def refused_http(lead: Lead, around: Surroundings) -> Question | None:
    """An http address that is refused, be it dead by now; only with a title to know the page by."""
    if not lead.is_refused or not lead.link.title or urls.host_of(lead.link.url) in around.without_https:
        return None
    return _ask("https", lead, (twin_of(lead.link.url), ("nobody answers at http any more",)))


def ask_instead(question: Question, policy: FlowPolicy) -> Talk:
    found = yield from _try_each(question, policy, _shows_title)
    said = "https was asked in this run: alive, and its page carries the entry's title"
    return _meaning(question.code, found, (said,))


# --- rules learned from neighbours ------------------------------------------------------------------------


def neighbour_rule(lead: Lead, around: Surroundings) -> Question | None:
    """A link that is gone, on a host of which others moved by one rule; only with a title to know it by."""
    if lead.status not in GONE or not lead.link.title:
        return None
    candidates = [
        (url, (f"{len(shown)} others moved by the rule {rule}", *_named(shown)))
        for url, rule, shown in rewritten(lead.link.url, around.rules)
    ]
    return _ask("neighbour-rule", lead, *candidates) if candidates else None


def _named(neighbours: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"as {neighbour} did" for neighbour in neighbours[:MOST_TRIED])


def ask_neighbour(question: Question, policy: FlowPolicy) -> Talk:
    """A guessed address proves nothing where the host gives such a page for one that cannot exist."""
    found = yield from _try_each(question, policy, _shows_title)
    if found is not None and (yield from _is_given_for_anything(found, policy)):
        return lambda _lead: None
    said = "asked in this run: alive, and its page carries the entry's title"
    return _meaning(question.code, found, (said,))


def _is_given_for_anything(found: Found, policy: FlowPolicy) -> Generator[Probe, Exchange, bool]:
    evidence = yield from _ask_beside(found.url, policy)
    page = found.case.evidence.page
    if evidence is None or evidence.page is None or page is None:
        return False
    pages = page, found.case.evidence.final_url, evidence.page, evidence.url
    return are_alike(*pages) or are_echoes(*pages)


# --- a repository that moved, the path below it lost ------------------------------------------------------


def lost_path(lead: Lead, _around: Surroundings) -> Question | None:
    """A place within a repository whose redirect leads, or led before it was gone, to the renamed repository
    alone.
    """
    url, target = lead.link.url, lead.moved_to
    if target is None or not loses_path(url, target):
        return None
    kept = target.partition("#")[0].rstrip("/") + below_repository(url)
    return _ask("forge-rename", lead, (kept, (f"the repository moved to {target}",)))


def ask_path(question: Question, policy: FlowPolicy) -> Talk:
    url = question.lead.link.url

    def keeps_path(found: Found) -> bool:
        return not loses_path(url, found.url) and _may_show_title(found)

    found = yield from _try_each(question, policy, keeps_path)
    return _meaning(question.code, found, ("the path below it was asked in this run: alive",))


# --- the same page at another spelling --------------------------------------------------------------------


def tracking(lead: Lead, _around: Surroundings) -> Question | None:
    """An address, or where it moved for good, that carries tracking parameters."""
    tracked = carried_url(lead.link.url, lead.status, lead.moved_to)
    names = tracking_parameters(tracked)
    if lead.look is None or not names:
        return None
    said = ", ".join(dict.fromkeys(names))
    because = (f"the same page answers without {said}, which tells where a visitor came from",)
    return _ask("strip-tracking", lead, (without_tracking(tracked), because))


def https_twin(lead: Lead, around: Surroundings) -> Question | None:
    """A healthy http address, or that to which one moved, whose host did not fail at https in this run.

    Where it moved the twin is asked in the same night: one edit, not the address today and its twin next.
    """
    url = carried_url(lead.link.url, lead.status, lead.moved_to)
    if lead.look is None or not may_have_twin(url) or urls.host_of(url) in around.without_https:
        return None
    because = ("https answers with the same page and a valid certificate",)
    return _ask("https", lead, (twin_of(url), because))


def ask_same(question: Question, policy: FlowPolicy) -> Talk:
    """The other spelling must show the very page; a move from there is followed where it is cosmetic, or
    where the page carries the entry's title.
    """
    look = question.lead.look
    (candidate, _), *_ = question.candidates

    def is_same(found: Found) -> bool:
        theirs = look_of(found.case.evidence)
        end = found.case.evidence.final_url
        stays = urls.is_cosmetic(found.url, candidate) or _shows_title(found)
        is_kept = stays and urls.scheme_of(end) == urls.scheme_of(candidate)
        return is_kept and look is not None and theirs is not None and is_same_page(look, theirs)

    found = yield from _try_each(question, policy, is_same, fine=_TWINS_FINE)
    return _meaning(question.code, found, (), may_be_safe=True)


def _meaning(
    code: str, found: Found | None, because: tuple[str, ...], *, may_be_safe: bool = False
) -> Meaning:
    if found is None:
        return lambda _lead: None
    # A run keeps what a thousand questions came to, and would keep every page that was read for one with it.
    url, because = found.url, (*found.because, *because)
    return lambda lead: _offer(code, lead, url, because, may_be_safe=may_be_safe)


def _offer(
    code: str, lead: Lead, url: str, because: tuple[str, ...], *, may_be_safe: bool
) -> Suggestion | None:
    link = lead.link
    # The address that was asked is one link's; each of the others keeps its own fragment.
    target = url.removesuffix(urls.fragment_of(link.url))
    target = target if urls.fragment_of(target) else target + urls.fragment_of(link.url)
    if lead.moved_to is not None and code == "strip-tracking":
        code, may_be_safe = code_of_move(link.url, target), False
    elif code == "https" and not urls.is_cosmetic(url, link.url):
        code, may_be_safe = code_of_move(link.url, target), may_be_safe and lead.moved_to is not None
    return proposal(link, code, new_url(link, target), because, may_be_safe=may_be_safe)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """One row of the registry: what a lead asks, and the conversation that answers it."""

    ask: Callable[[Lead, Surroundings], Question | None]
    talk: Callable[[Question, FlowPolicy], Talk]


INQUIRIES: tuple[Inquiry, ...] = (
    Inquiry(ask=lost_path, talk=ask_path),
    Inquiry(ask=tracking, talk=ask_same),
    Inquiry(ask=unproved_move, talk=ask_control),
    Inquiry(ask=remembered_move, talk=ask_remembered),
    Inquiry(ask=refused_http, talk=ask_instead),
    Inquiry(ask=neighbour_rule, talk=ask_neighbour),
    Inquiry(ask=https_twin, talk=ask_same),
)
"""The first that asks anything of a lead is put."""
