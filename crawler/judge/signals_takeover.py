"""Who has the address now: a dealer in domains or in anything else, or whoever closed the work down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.judge.model import Case, Signal
from crawler.judge.parking import SELLERS, parked_name_servers
from crawler.judge.signals_earlier import text_unlike_before
from crawler.judge.signals_page import (
    gate_before_front_page,
    is_one_page_of_many,
    reached_page,
    same_as_control,
)
from crawler.judge.signals_proof import same_as_front_page
from crawler.page.endings import farewell_phrase
from crawler.page.likeness import is_in_another_script, named_in, telling_words, title_match
from crawler.page.notices import NOTICE_CHARACTERS, excuse_phrase
from crawler.page.registrars import registrar_phrase
from crawler.page.spam import is_of_trade, spam_phrase, spam_pitches
from crawler.page.wording import closing_phrase, fold, parked_phrase
from crawler.probe import urls
from crawler.probe.doubt import FULL_TEXT_CHARACTERS, LIKE_FROM, UNLIKE_BELOW, is_unlike_within
from crawler.probe.flow import PARKED_TEXT_CHARACTERS
from crawler.probe.naming import is_called_by_its_host, is_name_of_host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crawler.page.model import PageFacts

_TELLING_LETTERS = 4
_LONG_NAME = 8
_HREFLANG = re.compile(rb"(?i)\bhreflang\b")
_ABSOLUTE = re.compile(r"(?:https?:)?//[^\s\"'<>]{1,300}")
_SEVERAL, _MANY, _PITCHES_SHOWN = 2, 3, 3
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
    is_short = len(page.text_sample) <= PARKED_TEXT_CHARACTERS
    phrase = _parked_phrase(case, page) if is_short and not is_one_page_of_many(case) else None
    if phrase:
        return Signal(code="parked-page", detail=f'the page says "{phrase}"')
    # These have no name in the Public Suffix List above them, which thus need not be read.
    seller = ".".join(urls.host_of(case.evidence.final_url).split(".")[-2:])
    is_offer = seller in SELLERS or _FOR_SALE.match(case.evidence.final_url) is not None
    if is_offer and not urls.same_site(case.evidence.url, case.evidence.final_url):
        return Signal(code="parked-page", detail=f"the domain is offered by {seller}")
    # Pages that send visitors on to a host for their session say it themselves.
    on_the_way = case.evidence.exchanges if case.evidence.hops else ()
    passed = (
        each.answer.body
        for each in on_the_way
        if each.answer and each.probe.purpose == "page" and each is not case.evidence.final
    )
    markup = b"\n".join((*passed, answer.body)).lower()
    found = (pattern.search(markup) for pattern in (_PARKING_SCRIPT, *_PARKING_CALLS))
    script = next(filter(None, found), None)
    return Signal(code="parked-page", detail=f"the page loads {script[1].decode()}") if script else None


def _parked_phrase(case: Case, page: PageFacts) -> str | None:
    """Sellers name the domain where others say "this domain": "example.org is for sale"."""
    text = fold(" ".join(filter(None, (*page.headings, page.description, page.text_sample))))
    if found := parked_phrase(text) or registrar_phrase(text):
        return found
    names = {fold(urls.site_of(url)) for url in (case.evidence.url, case.evidence.final_url)}
    for name in sorted(filter(None, names)):
        if name not in text:
            continue
        called = text.replace(name, "this domain")
        if found := parked_phrase(called) or registrar_phrase(called):
            return found.replace("this domain", name, 1)
    return None


def called_by_its_host(case: Case) -> Signal | None:
    """The name that matches is the domain's own, as on every page of those who serve parked domains."""
    page, title = reached_page(case), case.link.title
    if page is None or title is None or case.title_match is None or case.title_match < LIKE_FROM:
        return None
    others = [name for name in page.names if not is_name_of_host(name, case.evidence.final_url)]
    is_called_otherwise = (title_match(title, others) or 0.0) >= LIKE_FROM
    if is_called_otherwise and not is_called_by_its_host(page, case.evidence.final_url):
        return None
    if not (parked_page(case) or parked_name_servers(case)):
        return None
    return Signal(code="called-by-its-host", detail=f'the page is called "{page.title}", as its host is')


def spam_topic(case: Case) -> Signal | None:
    """The page is not called as the entry is, or is all new, and offers what domains are taken over for."""
    page = reached_page(case)
    if page is None:
        return None
    names = " | ".join(page.headings)
    text = " | ".join(filter(None, (page.description, page.text_sample)))
    phrase = _spam(case, names, text)
    return Signal(code="spam-topic", detail=f'the page advertises "{phrase}"') if phrase else None


def _spam(case: Case, names: str, text: str) -> str | None:
    """By the page's names; whoever keeps those by which a domain is found is known by the text."""
    match, expected = case.title_match, _expected(case)
    if match is not None and match < LIKE_FROM and (topic := spam_phrase(names, text, expected=expected)):
        return topic
    if not (match is not None and match < UNLIKE_BELOW) and text_unlike_before(case) is None:
        return None
    return _pitched(case, names, text, at_least=_SEVERAL)


def _pitched(case: Case, names: str, text: str, *, at_least: int) -> str | None:
    pitches = spam_pitches(f"{names} | {text}", expected=_expected(case))
    return '", "'.join(pitches[:_PITCHES_SHOWN]) if len(pitches) >= at_least else None


def _expected(case: Case) -> str:
    return f"{case.link.title or ''} {case.link.url}"


def spam_under_title(case: Case) -> Signal | None:
    """The page has the entry's title and much of what domains are taken over for, below another heading and
    without a word of the title; or its host gives it for every address.
    """
    page, title, match = reached_page(case), case.link.title, case.title_match
    if page is None or title is None or match is None or match < LIKE_FROM or is_of_trade(_expected(case)):
        return None
    if not is_unlike_within(page, title) and same_as_control(case) is None:
        return None
    names = " | ".join(page.headings)
    phrase = _pitched(case, names, page.text_sample, at_least=_MANY)
    return Signal(code="spam-under-title", detail=f'under this title is "{phrase}"') if phrase else None


def says_closed(case: Case) -> Signal | None:
    """A redirect, to more than another spelling, ends at a page whose name says that the work is closed; or
    the whole site says so at every address.
    """
    page, evidence = reached_page(case), case.evidence
    if page is None:
        return None
    title = fold(case.link.title or "")
    if evidence.hops and not urls.is_cosmetic(evidence.url, evidence.final_url):
        for name in page.headings:
            if (phrase := closing_phrase(name)) and phrase not in title:
                return Signal(code="says-closed", detail=f'the page calls itself "{name[:120]}"')
    phrase = _farewell(page) if same_as_front_page(case) or gate_before_front_page(case) else None
    if phrase is None or phrase in title:
        return None
    return Signal(code="says-closed", detail=f'at every address the page says "{phrase}"')


def _farewell(page: PageFacts) -> str | None:
    """In its names, or in a short text, that excuse nothing."""
    names = page.headings
    texts = [page.text_sample] if len(page.text_sample) <= NOTICE_CHARACTERS else []
    if any(excuse_phrase(text) for text in (*names, *texts)):
        return None
    found = (farewell_phrase(name, is_name=True) for name in names)
    return next(filter(None, (*found, *map(farewell_phrase, texts))), None)


def nothing_of_its_host(case: Case) -> Signal | None:
    """The entry is called as its domain is, and a long page of that domain, under another title, has not a
    word of that anywhere: who lives there now has the address for its visitors.
    """
    page, title, answer = reached_page(case), case.link.title, case.evidence.final.answer
    if page is None or title is None or answer is None or not _is_of_something_else(case, page, title):
        return None
    site = urls.site_of(case.evidence.final_url)
    label = site.partition(".")[0]
    words = {word for word in telling_words(title) if len(word) >= _TELLING_LETTERS and word in label}
    # One word may be a brand or an abbreviation, of which the work's own page need not speak; a long one that
    # is all of the domain's name, its page has somewhere.
    is_all = words == {label} and len(label) >= _LONG_NAME
    if (
        not (is_all or len(words) >= _SEVERAL)
        or _HREFLANG.search(answer.body)
        or _mentions(answer.body, words, site)
    ):
        return None
    shown = '" or "'.join(sorted(words))
    detail = f'the page nowhere says "{shown}", by which its domain and the entry are called'
    return Signal(code="nothing-of-its-host", detail=detail)


def _is_of_something_else(case: Case, page: PageFacts, title: str) -> bool:
    """A long page of the link's own site, in the script of the title, has nothing of that."""
    is_unlike = case.title_match is not None and case.title_match < UNLIKE_BELOW
    if not is_unlike or len(page.text_sample) < FULL_TEXT_CHARACTERS:
        return False
    if not urls.same_site(case.evidence.url, case.evidence.final_url):
        return False
    return not is_in_another_script(title, page.names) and named_in(title, page.text_sample) < UNLIKE_BELOW


def _mentions(body: bytes, words: Iterable[str], site: str) -> bool:
    """Text or markup has some of the words, beside the names of its own domain."""
    markup = fold(_ABSOLUTE.sub(" ", body.decode("utf-8", "replace"))).replace(site, " ")
    return any(word in markup for word in words)


TAKEOVER_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (
    parked_page,
    called_by_its_host,
    spam_topic,
    spam_under_title,
    says_closed,
    nothing_of_its_host,
)
