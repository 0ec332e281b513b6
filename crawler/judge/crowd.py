"""Many links of one host that come to one page: evidence that needs no request.

Sites that redirect whatever they lost to their courses' list, or answer it with one page of excuses, give
each link an answer that looks well alone. Several works cannot all be that one page. What a run keeps for
this is a few words of each link that could belong to a crowd; most links redirect to a page of their own.

A page that a crowd comes to may also be a door (sign-in, consent, maintenance), a script shell, or the page
on which the works were put together: the first are left out here, the last by the titles in its text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from crawler.judge.signals_page import reached_page, shared_page
from crawler.judge.signals_redirect import names_the_work, shared_target
from crawler.judge.verdict import decide
from crawler.page.alike import is_shell
from crawler.page.likeness import title_match
from crawler.page.notices import NOTICE_CHARACTERS, asking_phrase, excuse_phrase
from crawler.page.outline import read_outline, shared_part
from crawler.page.wording import consent_phrase, fold, maintenance_phrase
from crawler.page.words import words_of
from crawler.probe import urls
from crawler.probe.doubt import LIKE_FROM, UNLIKE_BELOW
from crawler.probe.past import Status

if TYPE_CHECKING:
    from crawler.judge.model import Case, Verdict
    from crawler.page.model import PageFacts

CROWD_FROM = 3
"""Differing links to differing works: two may well have been put together on one page."""
_TEXT_MIN_CHARACTERS = 200
_ANSWERED = frozenset({Status.ALIVE, Status.MOVED, Status.DEAD, Status.CHANGED})
_ENDING = re.compile(r"\.\w{2,5}$")
_PLACES_OF_ANY_PAGE = frozenset(
    "content main index header footer nav navigation menu search top home page body logo sidebar wrapper"  # noqa: SIM905 - words, not literals
    " container title start login contact about news".split()
)
_PAGE_ENDING = re.compile(r"(?:/(?:index|default))?\.\w{2,5}$")


class _Meeting(NamedTuple):
    """Where links of a host come together: at an address, or before pages of the same words."""

    host: str
    end: str


class _Member(NamedTuple):
    origin: str
    work: str
    is_titled: bool
    part: str
    """The numbered part that its title names and the page has; empty where there is none."""


class Crowds:
    """The links of a run that could all have come to one page, by that page."""

    def __init__(self) -> None:
        self._members: dict[_Meeting, dict[str, _Member]] = {}
        self._meeting_of: dict[str, _Meeting] = {}
        self._own: set[_Meeting] = set()

    def note(self, url: str, case: Case, verdict: Verdict) -> None:
        """Remember where a link came out, where others that come there too would tell against it."""
        # An error page may be one text for a whole host: its status says all that is to say.
        page = reached_page(case)
        if case.evidence.unchanged is not None and not case.evidence.hops:
            return  # of a page that was not read again there are no words
        if page is None or verdict.status not in _ANSWERED:
            return
        if case.title_match is not None and case.title_match >= UNLIKE_BELOW:
            if case.title_match >= LIKE_FROM and case.evidence.hops:
                self._own.add(_at_address(case))
            return
        meeting = _meeting(case, page)
        if meeting is None or _is_door(page) or names_the_work(case) or _has_place_for(case, page):
            return
        part = shared_part(case.link.title or "", page.text_sample) or ""
        member = _Member(_origin(case, page), _work(case), is_titled=bool(case.link.title), part=part)
        self._members.setdefault(meeting, {})[url] = member
        self._meeting_of[url] = meeting

    def may_hold(self, url: str) -> bool:
        """Whether a link came out where others might come too."""
        return url in self._meeting_of

    def size(self, url: str) -> int:
        """How many differing links to differing works met where this one did; 0 for too few to tell.

        What has no title may well be what the page is about, and says nothing of a work that is not.
        """
        meeting = self._meeting_of.get(url)
        if meeting is None or meeting in self._own:
            return 0
        met = self._members[meeting]
        # "Sheet 1", "Sheet 2": each its own; where all have the same, it tells nothing.
        parts = Counter(member.part for member in met.values())
        if met[url].part and parts[met[url].part] == 1:
            return 0
        members = [member for member in met.values() if member.is_titled or not met[url].is_titled]
        size = min(len({member.origin for member in members}), len({member.work for member in members}))
        return size if size >= CROWD_FROM else 0

    def judged(self, url: str, case: Case, verdict: Verdict) -> tuple[Case, Verdict]:
        """The case with the crowd that its link belongs to, judged again; as it was where there is none."""
        size = self.size(url)
        if not size:
            return case, verdict
        case = replace(case, crowd=size)
        seen = shared_target(case) or shared_page(case)
        assert seen is not None  # a crowd is of links that answered
        # The signals are not read anew: nothing is left of a page's text by now.
        anew = decide(case, (*verdict.signals, seen))
        return case, replace(anew, because=(seen.detail, *verdict.because))


def _meeting(case: Case, page: PageFacts) -> _Meeting | None:
    """Where others might come to as well; None where this link has a page of its own."""
    origin, end = case.evidence.url, case.evidence.final_url
    if not case.evidence.hops:
        # Without a title nothing tells that the page is not the link's own.
        is_telling = case.title_match is not None and _says_enough(page)
        return _Meeting(_host(origin), _words(page, origin)) if is_telling else None
    if urls.is_cosmetic(origin, end) or urls.is_shallower(origin, end) or urls.is_home(origin):
        return None
    return _at_address(case)


def _has_place_for(case: Case, page: PageFacts) -> bool:
    """Some heading or link of a page is called what the entry is, or some place of it by the link's address.

    Of a page on which many works were put together, the text that is read ends before the last of them.
    """
    answer = case.evidence.final.answer
    if not case.evidence.hops or answer is None or (not page.h1 and not page.text_sample):
        return False
    outline = read_outline(answer.body, content_type=answer.header("content-type"))
    name = _ENDING.sub("", unquote(urls.path_of(case.evidence.url)).rstrip("/").rpartition("/")[2])
    if fold(name) in outline.places - _PLACES_OF_ANY_PAGE:
        return True
    title = case.link.title
    return title is not None and (title_match(title, outline.labels) or 0.0) >= LIKE_FROM


def _at_address(case: Case) -> _Meeting:
    return _Meeting(_host(case.evidence.url), case.evidence.final_url)


def _host(url: str) -> str:
    return urls.host_of(url).removeprefix("www.")


def _says_enough(page: PageFacts) -> bool:
    """A page that a script fills has the same few words at every address, and says nothing by them."""
    return page.h1 is not None and (not page.has_scripts or len(page.text_sample) >= _TEXT_MIN_CHARACTERS)


def _words(page: PageFacts, url: str) -> str:
    """A fingerprint of what a page says, without the words of its own address."""
    own = set(words_of(unquote(urls.path_of(url))))
    said = words_of(" ".join((*page.headings, page.text_sample)))
    text = " ".join(word for word in said if word not in own)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _is_door(page: PageFacts) -> bool:
    is_closed = any(consent_phrase(name) or maintenance_phrase(name) for name in page.headings)
    return page.has_password_field or page.asks_first or is_shell(page) or is_closed or _asks_or_fails(page)


def _asks_or_fails(page: PageFacts) -> bool:
    text = page.text_sample
    return len(text) <= NOTICE_CHARACTERS and bool(asking_phrase(text) or excuse_phrase(text))


def _origin(case: Case, page: PageFacts) -> str:
    """The link's address without what spelling alone makes differ, so that one document counts once."""
    url = case.evidence.url
    path = _PAGE_ENDING.sub("", urls.path_of(url).casefold()).rstrip("/")
    # Viewers and players answer each `?id=` with the same words, and fill them in by script.
    is_telling = bool(case.evidence.hops) or not page.has_scripts
    return path + (urls.selecting_query(url) if is_telling else "")


def _work(case: Case) -> str:
    title = case.link.title
    return " ".join(words_of(title)) if title else f"{case.link.file}:{case.link.entry}"
