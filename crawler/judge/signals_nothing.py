"""Pages that have nothing of their entry: no word of its title, authors or address, in text or markup.

That alone condemns no page, since lists call works as they like. It says what is meant where a page has next
to nothing to say, calls itself an error, or bears the very names of a page that cannot exist; and it takes
the excuse from a page that denies itself: an essay on missing pages says what it is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.judge.brief import FILE_ENDING, LINK_TO, NOTICE_ALONE
from crawler.judge.model import Case, Signal
from crawler.judge.signals_page import (
    has_nothing_of_entry,
    host_says_gone,
    is_given_for_nothing,
    reached_page,
)
from crawler.page.alike import SHELL_MAX_CHARACTERS, is_shell, own_text
from crawler.page.beside_links import said_beside_links
from crawler.page.likeness import is_in_another_script
from crawler.page.listings import is_listing
from crawler.page.marks import error_for_machines
from crawler.page.media import charset_of
from crawler.page.notices import NOTICE_CHARACTERS, asking_phrase, excuse_phrase
from crawler.page.short_messages import error_alone, failure, refusal
from crawler.page.traces import words_of_address
from crawler.probe import urls
from crawler.probe.naming import is_name_of_host

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.page.model import PageFacts
    from crawler.probe.model import Answer

_LITTLE = 600
"""Characters beside links: a notice, its reasons, and the site's last lines."""
_SHOWN = re.compile(
    rb"(?i)<(?:video|audio|canvas|iframe|frame|object|embed|textarea|input(?!\b[^<>]{0,300}\b(?:type\s?=\s?[\"']?"
    rb"(?:search|submit|hidden|image|button)|name\s?=\s?[\"']?(?:q|s|search|query|keywords?|searchword)\b)))\b"
)
"""What a page may be all about without a word: films, games, tools, questions."""
_NOSCRIPT = re.compile(rb"(?is)<noscript\b.{0,2000}?</noscript>")
_FILLED_LATER = re.compile(
    rb"(?i)<(div|main|section|article)\b[^<>]{0,200}?\b(?:id|class)\s?=\s?[\"']?[^\"'<>]{0,100}?"
    rb"(?<!fb-)(?:root|app|main|content|container|mount|view|__next|__nuxt)[^<>]{0,200}>\s{0,50}</\1>"
)
_FILE = re.compile(LINK_TO + FILE_ENDING)
_IMAGE = re.compile(rb"(?i)<img\b")
_GALLERY = 6
_SHORT_BYTES = 2_048
_HTML = frozenset({"text/html", "application/xhtml+xml"})


def nothing_of_entry(case: Case) -> Signal | None:
    """A page, all of which was received, says next to nothing, and nothing of its entry; an address that
    cannot exist is called missing by its status, so that this is no door or trouble of the whole host's.
    """
    page, answer = reached_page(case), case.evidence.final.answer
    if page is None or answer is None or not page.text_sample or not _is_a_page(case, page, answer):
        return None
    # Cheapest first: for traces all of a page is read.
    if not host_says_gone(case) or page.asks_first or not words_of_address(case.evidence.url):
        return None
    if not _says_little(case, page, answer) or _has_something_to_show(answer):
        return None
    if is_given_for_nothing(case) or not has_nothing_of_entry(case):
        return None
    texts = (*page.headings, page.text_sample)
    if any(seek(text) for text in texts for seek in (asking_phrase, excuse_phrase, refusal, failure)):
        return None
    detail = f'under "{page.title}" stand a few words, and none of the entry or its address'
    return Signal(code="nothing-of-entry", detail=detail)


def _is_a_page(case: Case, page: PageFacts, answer: Answer) -> bool:
    body = answer.body
    # A page without an end may have been cut before it was sent.
    has_end = len(body) <= _SHORT_BYTES or b"</html" in body[-_SHORT_BYTES:].lower()
    is_read = has_end and not case.evidence.unchanged and page.content_type in _HTML
    is_filled = not is_shell(page) or len(page.text_sample) > SHELL_MAX_CHARACTERS
    is_there = not case.evidence.hops or urls.is_cosmetic(case.evidence.url, case.evidence.final_url)
    is_front = page.headings and all(is_name_of_host(name, case.evidence.url) for name in page.headings)
    is_ours = not is_front and not is_in_another_script(
        case.link.title or "", (*page.names, page.text_sample)
    )
    return is_read and is_filled and is_there and is_ours and not urls.is_home(case.evidence.url)


def _says_little(case: Case, page: PageFacts, answer: Answer) -> bool:
    """Beside its links and, links included, beside what the host's page for what cannot exist says too."""
    other = case.evidence.control_page
    own = own_text(page, other) if other else page.text_sample
    if len(own) > NOTICE_CHARACTERS or any(map(is_listing, page.headings)):
        return False
    charset = charset_of(answer.header("content-type"))
    said = sum(map(len, said_beside_links(answer.body, charset, _LITTLE)))
    # What is all links is a list, and may be the work.
    return said <= _LITTLE and len(own) <= max(NOTICE_ALONE, 2 * said)


def _has_something_to_show(answer: Answer) -> bool:
    body = _NOSCRIPT.sub(b"", answer.body)
    is_shown = _SHOWN.search(body) or _FILE.search(body) or _FILLED_LATER.search(body)
    return is_shown is not None or len(_IMAGE.findall(body)) > _GALLERY


def called_an_error(case: Case) -> Signal | None:
    """A page without a trace of its entry calls itself an error to its readers or to machines, and says not
    which.
    """
    page, answer = reached_page(case), case.evidence.final.answer
    if page is None or answer is None:
        return None
    phrase = next(filter(None, map(error_alone, page.headings)), None) or error_for_machines(answer.body)
    if phrase is None or not has_nothing_of_entry(case):
        return None
    return Signal(code="called-an-error", detail=f'the page calls itself "{phrase}"')


def named_as_missing(case: Case) -> Signal | None:
    """A page without a trace of its entry bears the title and heading of one that cannot exist, which are
    not its site's: what else it says, as what it recommends, may be new at every load.
    """
    page, other, control = reached_page(case), case.evidence.control_page, case.evidence.control
    if page is None or other is None or control is None or control.answer is None:
        return None
    names = (page.html_title, page.h1)
    if len(own_text(page, other)) > NOTICE_CHARACTERS or case.evidence.hops:
        return None
    if not all(names) or names != (other.html_title, other.h1) or not has_nothing_of_entry(case):
        return None
    front = case.evidence.front_page
    if front is None or (front.html_title, front.h1) == names or page.h1 == front.h1:
        return None
    return Signal(code="named-as-missing", detail=f'a page that cannot exist is called "{page.title}" too')


NOTHING_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (
    nothing_of_entry,
    called_an_error,
    named_as_missing,
)
