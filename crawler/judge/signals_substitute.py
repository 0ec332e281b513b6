"""What a server shows in place of a page: its own default, its trouble, nothing (yet), or a hand-over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.judge.brief import brief_message, said
from crawler.judge.model import Case, Signal
from crawler.judge.signals_page import host_says_gone, is_one_page_of_many
from crawler.page.absences import absence_phrase
from crawler.page.alike import SHELL_MAX_CHARACTERS
from crawler.page.listings import is_empty_listing
from crawler.page.notices import excuse_phrase
from crawler.page.short_messages import failure, placeholder
from crawler.page.substitutes import default_page_phrase, trouble_phrase
from crawler.page.wording import fold, maintenance_phrase
from crawler.probe import urls
from crawler.probe.codings import codings_of, unread_coding
from crawler.probe.doubt import LIKE_FROM, UNLIKE_BELOW, is_whole

if TYPE_CHECKING:
    from collections.abc import Callable

_OK, _NOT_FOUND = 200, 404
_PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml"})
# A static host's 404 page that hands its address over to the application at the root, as two well-known
# recipes for GitHub Pages do: browsers show the application, and nobody else can.
_HANDOVERS = (b"pathSegmentsToKeep", b"sessionStorage.redirect")
# The third recipe is the application itself as 404.html. It is known by the empty element that it fills.
MOUNT_POINT = re.compile(
    rb"""<(div|main|section)\b[^<>]{0,200}\bid\s?=\s?["']?(?:root|app|__next|__nuxt|q-app)\b[^<>]{0,200}>\s{0,50}</\1|"""
    rb"""<app-root\b[^<>]{0,200}>\s{0,50}</app-root"""
)

_COME_AGAIN = re.compile(
    r"\b(?:check|come|visit|look) (?:us )?(?:back|again) (?:soon|later|shortly)\b"
    r"|\bschau(?:en sie|t)? (?:\w+ ){0,2}(?:bald|spater) (?:wieder|noch ?einmal) (?:vorbei|rein)\b"
    r"|\brevenez (?:nous voir )?(?:bientot|plus tard|prochainement)\b|\bvuelv[ae] (?:pronto|mas tarde)\b"
    r"|\bvolte (?:em breve|mais tarde)\b|\btorna(?:te)? (?:presto|piu tardi)\b"
    r"|\bkom (?:binnenkort|later) (?:nog eens )?terug\b|\bзаходите (?:позже|скоро)\b"  # noqa: RUF001 - Russian
)
_AT_WORK = re.compile(
    r"\b(?:maintenance|wartung\w*|mantenimiento|manutencao|manutenzione|onderhoud|"
    r"back (?:soon|shortly|online)|технически\w+ работ\w*)\b|メンテナンス|维护|維護|점검"
)


def _is_success(case: Case) -> bool:
    answer = case.evidence.final.answer
    return answer is not None and answer.is_success


def _names(case: Case) -> tuple[str, ...]:
    """What the page of a success calls itself; nothing where that is what the entry calls it."""
    page = case.evidence.page
    is_of_entry = case.title_match is not None and case.title_match >= LIKE_FROM
    return page.headings if page and _is_success(case) and not is_of_entry else ()


def _phrase(case: Case, phrase_of: Callable[..., str | None]) -> str | None:
    """Looked for in parts of the names, or in all of them, only where the entry's title belies the page."""
    in_parts = case.title_match is not None and case.title_match < UNLIKE_BELOW
    names = _names(case)[: None if in_parts else 1]
    return next((p for name in names if (p := phrase_of(name, in_parts=in_parts))), None)


def default_page(case: Case) -> Signal | None:
    """The page is a server's or a host's own: nobody has put a site there, or somebody took it away."""
    own = _phrase(case, default_page_phrase)
    phrase = own if own and not is_one_page_of_many(case) else _placeholder(case)
    detail = f'the server shows a page of its own: "{phrase}"'
    return Signal(code="default-page", detail=detail) if phrase else None


def _placeholder(case: Case) -> str | None:
    """Who is at work on a site says too that it is back soon."""
    page = case.evidence.page
    phrase = brief_message(case, placeholder) if page else None
    texts = (*page.headings, *said(case)) if page and phrase else ()
    return None if any(failure(text) or _is_excused(text) for text in texts) else phrase


def _is_excused(text: str) -> bool:
    """Something went wrong or is being mended, and passes; who has no site yet invites for later too."""
    said = _COME_AGAIN.sub(" ", fold(text))
    return _AT_WORK.search(said) is not None or excuse_phrase(said) is not None


def _trouble(name: str, *, in_parts: bool) -> str | None:
    return trouble_phrase(name, in_parts=in_parts) or (maintenance_phrase(name) if in_parts else None)


def _failure(case: Case) -> str | None:
    """Programs that lack something say that something failed as well."""
    phrase = brief_message(case, failure)
    return None if any(map(absence_phrase, said(case))) else phrase


def title_says_trouble(case: Case) -> Signal | None:
    """The page's title or first heading says that the server is in trouble, whatever its status."""
    phrase = _phrase(case, _trouble) or _failure(case)
    return Signal(code="title-says-trouble", detail=f'the page calls itself "{phrase}"') if phrase else None


def empty_page(case: Case) -> Signal | None:
    """The answer is 200 without a byte, of a page or of a file; 204 says itself that there is none."""
    final = case.evidence.final
    answer = final.answer
    if answer is None or answer.status != _OK or answer.body or not answer.body_complete:
        return None
    media_type = (answer.header("content-type") or "").partition(";")[0].strip().lower()
    # Of what is no page, nothing may have been read.
    is_read = media_type in _PAGE_TYPES or answer.header("content-length") == "0"
    if final.probe.method != "GET" or final.probe.read == "none" or not is_read:
        return None
    return Signal(code="empty-page", detail=f"{answer.status} with nothing in it")


def empty_listing(case: Case) -> Signal | None:
    """A server's own list of a folder's files has none in it."""
    answer, page, end = case.evidence.final.answer, case.evidence.page, case.evidence.final_url
    if answer is None or page is None or answer.status != _OK or not is_whole(answer):
        return None
    if not is_empty_listing(page.headings, answer.body, page.text_sample, url=end):
        return None
    return Signal(code="empty-listing", detail=f'"{page.title}", a list of files, has none in it')


def unread_page(case: Case) -> Signal | None:
    """The page came in a coding that was not asked for, which browsers know; what a host has not is told by
    its status, or the link is its front page.
    """
    answer = case.evidence.final.answer
    coding = unread_coding(answer) if answer and answer.is_success else None
    is_told = host_says_gone(case) or urls.is_home(case.evidence.url)
    if coding is None or case.evidence.chain_error or not is_told:
        return None
    return Signal(code="unread-page", detail=f"the page came in the content coding {coding}, for browsers")


def no_page_came(case: Case) -> Signal | None:
    """A success broke off, or dripped until the time was over, before there was anything to be shown.

    Whoever has the whole head and a slow body sees a page; of a head alone, browsers show nothing.
    """
    answer, page = case.evidence.final.answer, case.evidence.page
    if answer is None or answer.body_error is None or not _is_success(case) or case.evidence.chain_error:
        return None
    is_shown = page.is_head_complete or bool(page.text_sample) if page else bool(answer.body)
    if is_shown or unread_page(case):
        return None
    # A time-out or a reset has other words; what a server compresses wrongly, it serves.
    is_coded = bool(codings_of(answer.header_values("content-encoding")))
    if is_coded and not answer.body and "content coding" in answer.body_error:
        return Signal(code="undecodable-page", detail=f"{answer.status}, and then {answer.body_error}")
    came = "only a part of its head" if answer.body else "nothing"
    return Signal(code="no-page-came", detail=f"{answer.status}, and then {came} before it broke off")


def _is_entrys_application(case: Case, body: bytes) -> bool:
    """An application's empty shell under the entry's own title; any other may know that it lacks a page."""
    page = case.evidence.page
    is_named = case.title_match is not None and case.title_match >= LIKE_FROM
    if page is None or not is_named or page.h1 or len(page.text_sample) > SHELL_MAX_CHARACTERS:
        return False
    return page.has_scripts and MOUNT_POINT.search(body) is not None


def script_handover(case: Case) -> Signal | None:
    """A 404 page is the script by which an application on a static host receives its addresses."""
    answer = case.evidence.final.answer
    if answer is None or answer.status != _NOT_FOUND:
        return None
    if not any(mark in answer.body for mark in _HANDOVERS) and not _is_entrys_application(case, answer.body):
        return None
    return Signal(
        code="script-handover", detail="the 404 page hands its address over to a script application"
    )


SUBSTITUTE_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (
    default_page,
    title_says_trouble,
    empty_page,
    empty_listing,
    unread_page,
    no_page_came,
    script_handover,
)
