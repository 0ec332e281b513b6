"""Who has the address now: a dealer in domains or in anything else, or whoever closed the work down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.judge.model import Case, Signal
from crawler.judge.parking import SELLERS, parked_name_servers
from crawler.judge.signals_earlier import text_unlike_before
from crawler.judge.signals_page import reached_page
from crawler.page.spam import spam_phrase, spam_pitches
from crawler.page.wording import closing_phrase, fold, parked_phrase
from crawler.probe import urls
from crawler.probe.doubt import LIKE_FROM, UNLIKE_BELOW
from crawler.probe.flow import PARKED_TEXT_CHARACTERS
from crawler.probe.naming import is_called_by_its_host

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.page.model import PageFacts

_SEVERAL, _PITCHES_SHOWN = 2, 3
# What only parking pages load; a link to such a host, or a word about it, is any article's.
# In lower case and beginning with its letters, which the engine finds 50 times as fast as in either case.
_PARKING_SCRIPT = re.compile(
    rb"""src(?<!\wsrc)\s{0,5}=\s{0,5}["']?(?:https?:)?//(?:[\w-]+\.){0,4}(sedoparking\.com|parkingcrew\.net|bodis\.com|"""
    rb"""d1lxhc4jvstzrp\.cloudfront\.net|parklogic\.com|above\.com|dan\.com|hugedomains\.com|afternic\.com|"""
    rb"""domainmarket\.com|uniregistry\.com|wsimg\.com/parking-lander)/"""
)
_PARKING_CALLS = (
    # Apart, since each begins with letters of its own: as one pattern of two they took 40 times as long.
    re.compile(rb"(window\.park)\s{0,5}="),
    re.compile(rb"""window\.location\.href\s{0,5}=\s{0,5}["'](/lander)["']"""),
)
# Registrars sell domains among other things.
_FOR_SALE = re.compile(
    r"https?://(?:[\w-]+\.)?(?:godaddy\.com|dynadot\.com|namecheap\.com)/(?:[\w-]+/)?forsale/"
)


def parked_page(case: Case) -> Signal | None:
    """The page is a domain seller's or a parking service's."""
    page, answer = reached_page(case), case.evidence.final.answer
    # A page that has not changed was looked at when it was read; its text is not here any more.
    if page is None or answer is None or case.evidence.unchanged:
        return None
    phrase = _parked_phrase(case, page) if len(page.text_sample) <= PARKED_TEXT_CHARACTERS else None
    if phrase:
        return Signal(code="parked-page", detail=f'the page says "{phrase}"')
    # These have no name in the Public Suffix List above them, which thus need not be read.
    seller = ".".join(urls.host_of(case.evidence.final_url).split(".")[-2:])
    is_offer = seller in SELLERS or _FOR_SALE.match(case.evidence.final_url) is not None
    if is_offer and not urls.same_site(case.evidence.url, case.evidence.final_url):
        return Signal(code="parked-page", detail=f"the domain is offered by {seller}")
    markup = answer.body.lower()
    found = (pattern.search(markup) for pattern in (_PARKING_SCRIPT, *_PARKING_CALLS))
    script = next(filter(None, found), None)
    return Signal(code="parked-page", detail=f"the page loads {script[1].decode()}") if script else None


def _parked_phrase(case: Case, page: PageFacts) -> str | None:
    """Sellers name the domain where others say "this domain": "example.org is for sale"."""
    text = fold(" ".join(filter(None, (page.html_title, page.h1, page.description, page.text_sample))))
    if found := parked_phrase(text):
        return found
    names = {fold(urls.site_of(url)) for url in (case.evidence.url, case.evidence.final_url)}
    for name in sorted(filter(None, names)):
        if name in text and (found := parked_phrase(text.replace(name, "this domain"))):
            return found.replace("this domain", name, 1)
    return None


def called_by_its_host(case: Case) -> Signal | None:
    """The title that matches is the domain's own name, as on every page of those who serve parked domains."""
    page = reached_page(case)
    if page is None or case.title_match is None or case.title_match < LIKE_FROM:
        return None
    if not is_called_by_its_host(page, case.evidence.final_url):
        return None
    if not (parked_page(case) or parked_name_servers(case)):
        return None
    return Signal(code="called-by-its-host", detail=f'the page is called "{page.title}", as its host is')


def spam_topic(case: Case) -> Signal | None:
    """The page is not called as the entry is, or is all new, and offers what domains are taken over for."""
    page = reached_page(case)
    if page is None:
        return None
    names = " | ".join(filter(None, (page.html_title, page.h1)))
    text = " | ".join(filter(None, (page.description, page.text_sample)))
    phrase = _spam(case, names, text)
    return Signal(code="spam-topic", detail=f'the page advertises "{phrase}"') if phrase else None


def _spam(case: Case, names: str, text: str) -> str | None:
    """By the page's names; whoever keeps those by which a domain is found is known by the text."""
    match, expected = case.title_match, f"{case.link.title or ''} {case.link.url}"
    if match is not None and match < LIKE_FROM and (topic := spam_phrase(names, text, expected=expected)):
        return topic
    if not (match is not None and match < UNLIKE_BELOW) and text_unlike_before(case) is None:
        return None
    pitches = spam_pitches(f"{names} | {text}", expected=expected)
    return '", "'.join(pitches[:_PITCHES_SHOWN]) if len(pitches) >= _SEVERAL else None


def says_closed(case: Case) -> Signal | None:
    """A redirect, to more than another spelling, ends at a page whose name says that the work is closed."""
    page, evidence = reached_page(case), case.evidence
    if page is None or not evidence.hops or urls.is_cosmetic(evidence.url, evidence.final_url):
        return None
    for name in filter(None, (page.html_title, page.h1)):
        phrase = closing_phrase(name)
        if phrase and phrase not in fold(case.link.title or ""):
            return Signal(code="says-closed", detail=f'the page calls itself "{name[:120]}"')
    return None


TAKEOVER_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (
    parked_page,
    called_by_its_host,
    spam_topic,
    says_closed,
)
