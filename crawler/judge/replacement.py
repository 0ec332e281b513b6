"""Which URL a catalog should carry instead, and under which conditions it is offered."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from crawler.catalog.tracking import may_track
from crawler.judge.brief import NOTICE_ALONE
from crawler.judge.copies import is_copy
from crawler.judge.gate_words import (
    is_called,
    is_front,
    is_gate,
    is_list,
    is_listing,
    is_plain_gate,
    is_results,
)
from crawler.judge.parking import is_parked
from crawler.judge.signals_page import login_page
from crawler.judge.signals_takeover import parked_page
from crawler.page.likeness import is_another_volume
from crawler.page.rivals import rival_phrase
from crawler.page.years import is_of_another_year
from crawler.probe import urls
from crawler.probe.doubt import LIKE_FROM, UNLIKE_BELOW
from crawler.probe.forges import is_forge, repository_of
from crawler.probe.identifiers import is_persistent
from crawler.probe.shorteners import is_shortener
from crawler.probe.way_back import door_of

if TYPE_CHECKING:
    from crawler.catalog.model import Link
    from crawler.judge.model import Case, Verdict
    from crawler.probe.model import Evidence, Hop


def permanent_target(evidence: Evidence) -> str | None:
    """The end of the chain's permanent prefix; None where the first hop is not permanent, or leads back.

    A temporary hop says that its own address stays in use, so nothing after it may replace anything. Nor may
    what is only passed on the way back to an address, as where a cookie is set: whoever has it is at home.
    """
    prefix = list(takewhile(lambda hop: hop.is_permanent, _without_rounds(evidence)))
    if not prefix:
        return None
    at_home = [hop.target for hop in prefix if urls.is_cosmetic(evidence.url, hop.target)]
    if urls.is_cosmetic(evidence.url, evidence.final_url):
        return at_home[-1] if at_home else None
    return prefix[-1].target


def _without_rounds(evidence: Evidence) -> list[Hop]:
    """The hops of a chain without those that only led back to an address where it had been."""
    kept: list[Hop] = []
    for hop in evidence.hops:
        target = urls.normalise(hop.target)
        back_at = next((at for at, each in enumerate(kept) if urls.normalise(each.url) == target), None)
        if back_at is not None:
            del kept[back_at:]
        elif urls.normalise(hop.url) != target:
            kept.append(hop)
    return kept


def replacement(case: Case) -> str | None:
    """The URL that the catalog should carry, with its fragment; None where none may be offered.

    Whether the end of the chain is alive is the verdict table's to say, not this function's.
    """
    target = permanent_target(case.evidence)
    if target is None or refused_because(case, target) is not None:
        return None
    return target if urls.fragment_of(target) else target + urls.fragment_of(case.link.url)


def refused_because(case: Case, target: str, origin: str | None = None) -> str | None:
    """Why a target may not be offered, in words; None where it may. `origin` is the entry's address, where
    another was asked in its place.
    """
    origin, end = origin or case.evidence.url, case.evidence.final_url
    if urls.has_credentials(case.link.url):
        return "the entry's address holds a password, which no patch should repeat"
    if unfit := unfit_because(origin, target, end, title=case.link.title):
        return unfit
    if another := another_because(case, origin, target):
        return another
    if login_page(case) or _is_bare_form(case):
        return "its page asks for a password"
    if parked_page(case):
        return "its page offers the domain"
    return None if _still_matches(case, target) else "its page does not match the entry"


def _is_bare_form(case: Case) -> bool:
    """Fields for a name and a password, and next to no words, be it under the work's title."""
    page = case.evidence.page
    return page is not None and page.has_password_field and len(page.text_sample) <= NOTICE_ALONE


def another_because(case: Case, origin: str, target: str) -> str | None:
    """Which other work a page is by its names, though they may have all of the title."""
    page, title = case.evidence.page, case.link.title
    if page is None or not title:
        return None
    if is_another_volume(title, page.names):
        return "its page is another volume"
    if urls.is_cosmetic(origin, target):
        return None
    if is_of_another_year(title, page.names):
        return "its page is of another year"
    return "its page is a rival's" if rival_name(case, origin) else None


def rival_name(case: Case, origin: str) -> str | None:
    """What a page of another site than the link's calls itself beside the work: an alternative to it."""
    page, title = case.evidence.page, case.link.title
    if page is None or title is None or urls.same_site(origin, case.evidence.final_url):
        return None
    return next(filter(None, (rival_phrase(title, name) for name in page.names)), None)


def unfit_because(origin: str, target: str, end: str, *, title: str | None = None) -> str | None:
    """Why no catalog should carry an address instead of another, as far as addresses and the entry's title
    tell; `end` is where asking for the target led.
    """
    if urls.normalise(target) == urls.normalise(origin):
        return "it leads back to the same address"
    if is_persistent(origin) and not is_persistent(target):
        return "a persistent identifier is meant to redirect"
    if urls.scheme_of(origin) == "https" and urls.scheme_of(target) == "http":
        return "it would fall back from https to http"
    for url in dict.fromkeys((target, end)):
        kind = _unfit_kind(url, origin) or _unfit_beside(url, origin, title or "")
        if kind:
            return f"it leads to {kind}"
    if repository_of(origin) and is_forge(target) and not repository_of(target):
        return "it leads to no repository"
    if is_shortener(target) and not is_shortener(origin):
        return "it leads to a shortened address"
    if is_shortener(origin) and not urls.same_site(target, end):
        return "it leads to whoever counts visitors on their way"
    if may_track(target) and not may_track(origin):
        return "its address tells where visitors come from"
    return None


def _unfit_kind(url: str, origin: str) -> str | None:
    """What kind of address no catalog should carry; what the origin itself was is no objection."""
    kinds = (
        ("a sign-in page", urls.is_login),
        ("a consent page", urls.is_consent),
        ("an error page", urls.is_error_page),
        ("a suspended account", urls.is_suspended),
        ("a session's own address", urls.is_session),
        ("an address with a password", urls.has_credentials),
        ("a front page", urls.is_home),
        ("a front page in one language", urls.is_locale_root),
        ("a page that stands in for others", is_plain_gate),
        ("a front page by another name", is_front),
        ("what a search finds", is_results),
        ("a parked domain", is_parked),
        ("a list by tag, category or author", is_listing),
    )
    return next((name for name, is_kind in kinds if is_kind(url) and not is_kind(origin)), None)


def _unfit_beside(url: str, origin: str, title: str) -> str | None:
    """What an address is as the origin's successor, though it may be fit for a link of its own."""
    door = door_of(url, origin)
    if door is not None and door.says_back:
        return "a door, which keeps the asked address for the way back"
    if is_copy(url, origin):
        return "a copy for some visitors"
    if is_called(title, url):  # a guide to plant identification at /identification
        return None
    if is_gate(url) and not is_gate(origin):
        return "a page that stands in for others"
    is_whole = urls.path_of(url).rstrip("/").endswith("/all") or urls.is_shallower(url, origin)
    is_less = is_whole and is_list(url) and not is_list(origin)
    return "a part of the site, and no work in it" if is_less else None


def _still_matches(case: Case, target: str) -> bool:
    """A cosmetic move needs no proof; one to another site must show the entry's title, or be a document of
    the same name; any other must not belie the title.
    """
    match, origin = case.title_match, case.link.url
    if urls.is_cosmetic(origin, target):
        return True
    if match is None:
        return urls.same_site(origin, target) or urls.same_document(origin, target)
    return match >= (UNLIKE_BELOW if urls.same_site(origin, target) else LIKE_FROM)


def with_fragment(verdict: Verdict, lead: Link, link: Link) -> Verdict:
    """A remembered verdict for one link: the new address is remembered with the fragment of the lead."""
    if verdict.moved_to is None or link is lead:
        return verdict
    target = verdict.moved_to.removesuffix(urls.fragment_of(lead.url))
    own = "" if urls.fragment_of(target) else urls.fragment_of(link.url)
    return replace(verdict, moved_to=target + own)
