"""Answers that are nothing but a message: a page, a feed, a file or an object that states what became of the
thing which its address promises, an error of the program that should have made it, a script that sends back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.judge.brief import BRIEF_CHARACTERS, NOTICE_ALONE, said
from crawler.judge.model import Case, Signal
from crawler.judge.signals_closed import page_is_closed
from crawler.judge.signals_notice import is_something_left, only_a_notice
from crawler.judge.signals_page import is_given_for_nothing, reached_page, same_as_control, title_says_missing
from crawler.judge.signals_proof import text_says_missing
from crawler.judge.signals_substitute import default_page, title_says_trouble
from crawler.judge.subject import is_about_trouble
from crawler.page.absences import absence_phrase
from crawler.page.alike import without_address
from crawler.page.likeness import title_match
from crawler.page.messages import alert_of, feed_messages, program_error, state_messages
from crawler.page.notices import asking_phrase
from crawler.page.statements import CLOSED, GONE, TROUBLE, Statement, sentences_of, statement
from crawler.page.traces import words_of_address
from crawler.page.wording import fold, missing_phrase
from crawler.page.words import words_of
from crawler.probe import urls
from crawler.probe.doubt import LIKE_FROM, UNLIKE_BELOW, is_error_object, is_record, is_slight, is_whole
from crawler.probe.naming import is_name_of_host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crawler.page.model import PageFacts

_FIRST = 3
"""A message comes to the point: what is said further down is said of something else."""
_DATA = re.compile(
    r"\.(?:csv|tsv|tab|dat|txt|json|jsonl|geojson|xml|rdf|ttl|nt|bib|ris|ics|kml|gpx|arff|md|r|py)$",
    re.IGNORECASE,
)
_LINE = 300
"""A file of one line so short is no file, where that line is a message."""
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
_OF_ITSELF = re.compile(r"(?:(?:sorry|unfortunately|notice|note|warning)[,:!]? )?(?:this|these|all)\b")
_EMPTY_SLOT = re.compile(r"[-\u2013\u2014|\u00b7\u2022:\u00bb]\s+(\S.{0,60})")


def _signal(kind: str, detail: str) -> Signal:
    return Signal(code=f"states-{kind}", detail=detail)


def _expected(case: Case) -> str:
    return fold(f"{case.link.title or ''} {urls.normalise(case.link.url) or case.link.url}")


def _is_the_works(case: Case, found: Statement) -> bool:
    """The entry or its address is called so: then the words are what the page is about."""
    is_called_so = statement(case.link.title or "") is not None or found.words in _expected(case)
    return is_called_so or is_about_trouble(case.link)


def _stated(case: Case, texts: Iterable[str]) -> Statement | None:
    for each in texts:
        found = statement(each)
        if found is not None and not _is_the_works(case, found):
            return found
    return None


def _heading_stated(case: Case, page: PageFacts) -> Statement | None:
    """By a title or first heading that is not called as the entry is, nor as the address, which names what a
    page is about; servers put the address itself into such headings.
    """
    url, title = case.evidence.final_url, case.link.title or ""
    bare = [without_address(name, url) for name in page.headings]
    own = [name for name in bare if (title_match(title, [name]) or 0.0) < LIKE_FROM]
    subject = words_of_address(url)
    return _stated(case, sentences_of(tuple(name for name in own if subject.isdisjoint(words_of(name)))))


def _is_of_entry(case: Case, page: PageFacts) -> bool:
    bare = [without_address(name, case.evidence.final_url) for name in page.names]
    return (title_match(case.link.title or "", bare) or 0.0) >= LIKE_FROM


def stated(case: Case) -> Signal | None:
    """A short page states by its names, or by the first that it says, what became of the thing asked for."""
    page, answer = reached_page(case), case.evidence.final.answer
    if page is None or answer is None or case.evidence.unchanged or is_record(page) or is_error_object(page):
        return None
    if not is_slight(case.evidence.final, page) or is_given_for_nothing(case):
        return None
    found = _page_stated(case, page)
    if found is None or (found.kind != CLOSED and is_something_left(case, page)):
        return None
    # These say the same in words that are known.
    if any(told(case) for told in (only_a_notice, page_is_closed, title_says_missing, default_page)):
        return None
    return _signal(found.kind, f'the page states "{found.words}"')


def _page_stated(case: Case, page: PageFacts) -> Statement | None:
    pieces, is_of_entry = said(case), _is_of_entry(case, page)
    is_brief = sum(map(len, pieces)) <= BRIEF_CHARACTERS
    if not is_brief and (is_of_entry or case.link.title is None):
        return None
    found = _heading_stated(case, page)
    if found is not None or not is_brief:
        return found
    opening = _opening(page, pieces)
    if is_of_entry:
        # A work's own page may have news as well, behind what it says of the work.
        opening = [text for place, text in enumerate(opening) if _is_of_itself(text, is_first=not place)]
    if not pieces and len(page.text_sample) <= NOTICE_ALONE:
        # All of it stands in one form, as some frameworks have it.
        opening = sentences_of((page.text_sample,))[:_FIRST]
    return _stated(case, opening)


def _is_of_itself(text: str, *, is_first: bool) -> bool:
    """A sentence is of the page: the first as well, but for the words of doors, which works explain."""
    found = statement(text)
    if found is None or found.kind == TROUBLE:
        return False
    return _OF_ITSELF.match(fold(text)) is not None or (is_first and found.kind == GONE)


def _opening(page: PageFacts, pieces: tuple[str, ...]) -> list[str]:
    """The first sentences beside the names of page and site."""
    names = {fold(name) for name in (*page.names, page.site_name) if name}
    own = tuple(piece for piece in pieces if fold(piece) not in names)
    first = sentences_of(own)[:_FIRST]
    # Elements part sentences, and sentences a line: "<b>0</b> records returned".
    joined = sentences_of((" ".join(own),))[:1]
    return [*first, *(each for each in joined if each not in first)]


def feed_stated(case: Case, texts: list[str]) -> Statement | None:
    """What a feed states by half of its few texts; the name of one article proves nothing."""
    found = [each for each in map(statement, texts) if each is not None]
    return _stated(case, texts) if texts and 2 * len(found) >= len(texts) else None


def message_among(case: Case, texts: Iterable[str]) -> Statement | None:
    """What the first of some texts states that states anything, or that something is not there."""
    own = list(texts)
    return _stated(case, own) or next(filter(None, map(_absence, own)), None)


def _absence(text: str) -> Statement | None:
    words = missing_phrase(text) or absence_phrase(text)
    return Statement(GONE, words) if words else None


def stated_in_data(case: Case) -> Signal | None:
    """A file, feed or object of data has nothing in it but a message."""
    answer = case.evidence.final.answer
    is_reached = answer is not None and answer.is_success and not case.evidence.chain_error
    if answer is None or not is_reached or case.evidence.unchanged or not answer.body_complete:
        return None
    if same_as_control(case) or text_says_missing(case) or is_about_trouble(case.link):
        return None
    is_feed = _FEED.search(answer.body[:1_000]) is not None
    found = (
        feed_stated(case, feed_messages(answer.body))
        if is_feed
        else message_among(case, _messages(case, answer.body))
    )
    return _signal(found.kind, f'nothing came but "{found.words}"') if found else None


def _messages(case: Case, body: bytes) -> list[str]:
    page = case.evidence.page
    if page is None:
        return []
    if is_error_object(page) and page.html_title:
        return [page.html_title, *sentences_of((page.html_title,))]
    is_file = _DATA.search(urls.path_of(case.evidence.url)) is not None
    is_plain = (
        page.html_title is None and page.text_sample[:1] not in "{[<" and page.content_type != "text/html"
    )
    if is_file and is_plain and 0 < len(page.text_sample) <= _LINE and body.strip().count(b"\n") == 0:
        return sentences_of((page.text_sample,))
    return []


def sent_back(case: Case) -> Signal | None:
    """A document without a text is a script that shows a message and sends its visitors back."""
    page, answer = reached_page(case), case.evidence.final.answer
    if page is None or answer is None or page.text_sample or not is_whole(answer):
        return None
    message = alert_of(answer.body)
    if message is None:
        return None
    told = statement(message)
    says_gone = absence_phrase(message) is not None or (told is not None and told.kind == GONE)
    is_gone = says_gone and asking_phrase(message) is None
    return _signal(GONE if is_gone else CLOSED, f'a script says "{message[:100]}", and leads back')


def program_failed(case: Case) -> Signal | None:
    """The answer is the error of the program that should have made the page, and no page."""
    page, answer = reached_page(case), case.evidence.final.answer
    if page is None or answer is None or not is_slight(case.evidence.final, page) or title_says_trouble(case):
        return None
    phrase = None if _is_of_entry(case, page) else program_error(page.text_sample)
    if phrase and not words_of_address(case.evidence.final_url).isdisjoint(words_of(phrase)):
        return None
    return Signal(code="program-failed", detail=f'a program says "{phrase}"') if phrase else None


def _names_nothing(case: Case, page: PageFacts) -> str | None:
    """The whole title, where it is the site's name alone, or a template's with nothing in it."""
    title = page.html_title or ""
    slot = _EMPTY_SLOT.fullmatch(title)
    site = slot[1] if slot else title
    is_site = is_name_of_host(site, case.evidence.final_url) or fold(site) == fold(page.site_name or "-")
    is_bare = page.h1 is None or fold(page.h1) in {fold(site), fold(title)}
    return title if is_site and is_bare and title else None


def platform_states(case: Case) -> Signal | None:
    """A page at a deep address that is called as its site alone is has, in its script's data, the message by
    which it tells visitors why it shows nothing.
    """
    page, answer = reached_page(case), case.evidence.final.answer
    if page is None or answer is None or urls.is_home(case.evidence.final_url) or not is_whole(answer):
        return None
    is_belied = case.title_match is not None and case.title_match < UNLIKE_BELOW and not case.evidence.site
    name = _names_nothing(case, page) if is_belied else None
    if name is None:
        return None
    found = message_among(case, state_messages(answer.body))
    return _signal(found.kind, f'under "{name}" its script has "{found.words}"') if found else None


_PLACES = (stated, stated_in_data, sent_back, platform_states)


def states(case: Case) -> Signal | None:
    """Wherever the message stands, it is one."""
    return next(filter(None, (find(case) for find in _PLACES)), None)


MESSAGE_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (states, program_failed)
