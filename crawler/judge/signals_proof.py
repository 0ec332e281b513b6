"""What a page that cannot exist, and the site's front page, prove of the page that was reached.

A page that its host gives for an address that nobody has is not the link's own, whatever its title. What it
is instead (a door, trouble, an absence) is read from its words, which alone would prove nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.judge.brief import NOTICE_ALONE
from crawler.judge.model import Case, Signal
from crawler.judge.signals_earlier import text_unlike_before
from crawler.judge.signals_page import (
    gate_before_front_page,
    is_given_for_nothing,
    reached_page,
    same_as_control,
)
from crawler.page.absences import absence_phrase
from crawler.page.alike import are_alike, are_echoes, are_said_alike, is_shell
from crawler.page.model import SAMPLE_CHARACTERS
from crawler.page.notices import NOTICE_CHARACTERS, asking_phrase, excuse_phrase, says_plain_failure
from crawler.page.wording import consent_phrase, login_phrase
from crawler.probe import urls
from crawler.probe.doubt import (
    FULL_TEXT_CHARACTERS,
    LIKE_FROM,
    UNLIKE_BELOW,
    is_called_missing,
    is_error_object,
    is_full,
    is_record,
    is_slight,
    is_unlike_within,
    is_whole,
)
from crawler.probe.model import control_asked
from crawler.probe.way_back import door_of, is_one_door

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.page.model import PageFacts

_FIRST_ERROR = 400
_READ_WHOLE = SAMPLE_CHARACTERS - 100
"""A text of no more was not cut."""


def same_as_front_page(case: Case) -> Signal | None:
    """Without being sent there, the link, a page that cannot exist and the front page all show one text."""
    page, front, other = reached_page(case), case.evidence.front, case.evidence.front_page
    answer = front.answer if front else None
    if page is None or other is None or front is None or same_as_control(case) is None:
        return None
    if gate_before_front_page(case):
        return None
    is_reached = answer is not None and answer.is_success
    if not is_reached or not are_alike(page, case.evidence.url, other, front.probe.url):
        return None
    return Signal(code="same-as-front-page", detail="the site's own front page shows the same")


def long_page_for_all(case: Case) -> Signal | None:
    """What every address shows has much to say and asks nothing: no door, but somebody's own front page."""
    page = reached_page(case)
    if page is None or len(page.text_sample) < FULL_TEXT_CHARACTERS or same_as_front_page(case) is None:
        return None
    texts = (*page.headings, page.text_sample)
    if page.asks_first or any(_asks(text) or excuse_phrase(text) for text in texts):
        return None
    return Signal(code="long-page-for-all", detail="it has much to say, and asks nothing of its visitors")


def title_echoes_address(case: Case) -> Signal | None:
    """The page is called by its address, in the pattern by which a page that cannot exist is called."""
    page, asked, other = reached_page(case), control_asked(case.evidence), case.evidence.control_page
    if (
        page is None
        or asked is None
        or other is None
        or not are_echoes(page, case.evidence.url, other, asked)
    ):
        return None
    return Signal(code="title-echoes-address", detail="whatever address is asked for is put into the title")


def called_gone(case: Case) -> Signal | None:
    """The host calls this very page gone, by its status, where an address cannot exist; nothing but that
    status tells the two apart. Its front page is another, as no application's is.
    """
    page, control, front = reached_page(case), case.evidence.control, case.evidence.front
    if page is None or not page.text_sample or control is None or control.answer is None:
        return None
    if case.evidence.final.answer is None or not control.answer.is_gone or not is_given_for_nothing(case):
        return None
    # What was not read may tell the two apart: all pages of a site begin with its long menu.
    if len(page.text_sample) > _READ_WHOLE or not is_whole(case.evidence.final.answer):
        return None
    if front is None or front.answer is None:
        return None
    other = case.evidence.front_page if front.answer.is_success else None
    if other is not None and are_alike(page, case.evidence.url, other, front.probe.url):
        return None
    detail = f"a page that cannot exist gets the same, with the status {control.answer.status}"
    return Signal(code="called-gone", detail=detail)


def _is_belied(case: Case) -> bool:
    """The page is short, all of it was received, and its names share next to nothing with the title."""
    page, match = reached_page(case), case.title_match
    is_unlike = match is not None and match < UNLIKE_BELOW and case.evidence.control is not None
    is_short = page is not None and len(page.text_sample) <= NOTICE_ALONE
    return page is not None and is_unlike and is_short and is_slight(case.evidence.final, page)


def _asks(text: str) -> str | None:
    return asking_phrase(text) or consent_phrase(text)


def _phrase(page: PageFacts, phrase_of: Callable[[str], str | None]) -> str | None:
    is_read = len(page.text_sample) <= NOTICE_CHARACTERS and not is_record(page)
    texts = (*page.headings, page.text_sample) if is_read else page.headings
    return next(filter(None, map(phrase_of, texts)), None)


def page_asks_first(case: Case) -> Signal | None:
    """The page that is shown in the link's place wants something of its visitors first."""
    page = reached_page(case)
    if page is None or not (is_given_for_nothing(case) or _is_belied(case)):
        return None
    phrase = _phrase(page, _asks)
    if phrase:
        return Signal(code="page-asks-first", detail=f'the page asks something first: "{phrase}"')
    is_form = page.asks_first and is_given_for_nothing(case)
    detail = "whatever is asked for, the page is a form to be filled in first"
    return Signal(code="page-asks-first", detail=detail) if is_form else None


def text_says_trouble(case: Case) -> Signal | None:
    """The page that is shown in the link's place says that something went wrong."""
    page = reached_page(case)
    if page is None or not (is_given_for_nothing(case) or _is_belied(case)):
        return None
    # Programs say that something failed when they lack what was asked for.
    if (
        not is_given_for_nothing(case)
        and says_plain_failure(page.text_sample)
        and _phrase(page, absence_phrase)
    ):
        return None
    phrase = _phrase(page, excuse_phrase)
    detail = f'the page says that something went wrong: "{phrase}"'
    return Signal(code="text-says-trouble", detail=detail) if phrase else None


def text_says_missing(case: Case) -> Signal | None:
    """The page says that there is nothing, as it does for what cannot exist, not for the front page."""
    page, other = reached_page(case), case.evidence.control_page
    if page is None or other is None:
        return None
    # A program answers at its root as anywhere; people are shown something there.
    is_told_at_front = same_as_front_page(case) and not is_error_object(page)
    if is_told_at_front and not text_unlike_before(case):
        return None
    phrase, others = _phrase(page, absence_phrase), _phrase(other, absence_phrase)
    if phrase is None or not (is_given_for_nothing(case) or (others and _is_unnamed(case, phrase, others))):
        return None
    detail = f'a page that cannot exist says so too: "{phrase}"'
    return Signal(code="text-says-missing", detail=detail)


def _is_unnamed(case: Case, phrase: str, others: str) -> bool:
    """A short page that is called by its address alone; or, in the same words, otherwise than the entry, or
    as what cannot exist is.
    """
    page, other = reached_page(case), case.evidence.control_page
    asked = control_asked(case.evidence)
    if page is None or other is None or asked is None or not is_slight(case.evidence.final, page):
        return False
    if title_echoes_address(case):
        return True
    # Suggestions may be others at every load.
    same_names = (page.html_title, page.h1) == (other.html_title, other.h1)
    is_said_alike = are_said_alike(phrase, case.evidence.url, others, asked)
    return is_said_alike and (same_names or _is_belied(case))


def front_page_is_well(case: Case) -> Signal | None:
    """What is missing is sent to a page that says that something went wrong; the front page is another."""
    page, front, other = reached_page(case), case.evidence.front, case.evidence.front_page
    if page is None or other is None or front is None or front.answer is None:
        return None
    if not front.answer.is_success or not says_plain_failure(page.text_sample):
        return None
    is_alike = are_alike(page, case.evidence.url, other, front.probe.url)
    if is_alike or urls.is_error_page(front.probe.url) or _phrase(other, excuse_phrase):
        return None
    return Signal(code="front-page-is-well", detail="the site's own front page is well")


def redirect_to_form(case: Case) -> Signal | None:
    """A redirect ends at a page of few words that asks for a password, whatever name of the site it bears."""
    page, end = reached_page(case), case.evidence.final_url
    if page is None or not case.evidence.hops or urls.is_cosmetic(case.evidence.url, end):
        return None
    if not page.has_password_field or len(page.text_sample) > NOTICE_ALONE:
        return None
    phrase = _phrase(page, lambda text: login_phrase(text) or asking_phrase(text))
    detail = f'redirected to a form that asks for a password: "{phrase}"'
    return Signal(code="redirect-to-form", detail=detail) if phrase else None


def text_unlike_title(case: Case) -> Signal | None:
    """Every address has the entry's title, and a long text under a heading that have nothing of it."""
    page, title = reached_page(case), case.link.title
    is_like = case.title_match is not None and case.title_match >= LIKE_FROM
    if page is None or title is None or not is_like or not is_unlike_within(page, title):
        return None
    if same_as_front_page(case) is None:
        return None
    detail = f'every address has this title, over "{page.h1}" and a text without a word of it'
    return Signal(code="text-unlike-title", detail=detail)


def page_under_error_status(case: Case) -> Signal | None:
    """The status is an error's, or of a redirect to nowhere, but the page is long, is called what the entry
    is, and the host's page for what cannot exist is another.
    """
    answer, page, match = case.evidence.final.answer, case.evidence.page, case.title_match
    asked, control = control_asked(case.evidence), case.evidence.control
    is_error = answer is not None and not answer.is_success and case.evidence.unchanged is None
    if answer is None or page is None or not is_error or asked is None or control is None:
        return None
    is_like = match is not None and match >= LIKE_FROM
    if not is_like or not is_full(page, is_complete=answer.body_complete) or is_shell(page):
        return None
    if control.answer is None or control.answer.status < _FIRST_ERROR or is_called_missing(page):
        return None
    other = case.evidence.control_page
    if other is not None and _is_of_one_make(page, case.evidence.url, other, asked):
        return None
    detail = "the page is called what the entry is, unlike the host's answer to a missing page"
    return Signal(code="page-under-error-status", detail=detail)


def _is_of_one_make(page: PageFacts, url: str, other: PageFacts, asked: str) -> bool:
    """Names made of addresses, or the names of one page: what the texts then differ in are suggestions."""
    same_names = bool(page.title) and (page.html_title, page.h1) == (other.html_title, other.h1)
    return same_names or are_echoes(page, url, other, asked) or are_alike(page, url, other, asked)


def keeps_way_back(case: Case) -> Signal | None:
    """A redirect of this address, of none that cannot exist, leads where it is kept for the way back."""
    end, control = case.evidence.final_url, case.evidence.control
    page = reached_page(case)
    if page is None or not case.evidence.hops or control is None or control.answer is None:
        return None
    door = door_of(end, case.evidence.url)
    has_name = urls.is_home(end) or urls.is_error_page(end) or urls.is_login(end) or urls.is_consent(end)
    if door is None or not door.says_back or has_name:
        return None
    asked = control_asked(case.evidence)
    if asked and is_one_door((case.evidence.url, end), (asked, control.probe.url)):
        return None
    is_honest = control.answer.is_gone
    return (
        Signal(code="keeps-way-back", detail=f"redirected to a page that leads back: {end}")
        if is_honest
        else None
    )


PROOF_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (
    same_as_front_page,
    called_gone,
    long_page_for_all,
    title_echoes_address,
    page_asks_first,
    text_says_trouble,
    text_says_missing,
    front_page_is_well,
    page_under_error_status,
    keeps_way_back,
    redirect_to_form,
    text_unlike_title,
)
