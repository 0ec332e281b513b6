"""What a page amounts to that has next to nothing to say: a notice that a work has ended, or is not there.

Read from its words, where they are all that there is beside the menu, and from the marks that programs put
into the pages that they show for what they lack.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.judge.brief import FILE_ENDING, LINK_TO, NOTICE_ALONE, belied_brief_page, brief_message, said
from crawler.judge.model import Case, Signal
from crawler.judge.signals_earlier import text_unlike_before
from crawler.judge.signals_page import (
    denials,
    has_nothing_of_entry,
    is_given_for_nothing,
    reached_page,
)
from crawler.judge.subject import is_about_trouble
from crawler.page.absences import absence_phrase
from crawler.page.alike import own_text, without_address
from crawler.page.endings import elsewhere_phrase, obituary_phrase
from crawler.page.likeness import named_in, title_match
from crawler.page.marks import mark_for_machines, mark_of_part, mark_of_whole
from crawler.page.short_messages import absence_code
from crawler.page.wikis import unwritten_phrase
from crawler.page.wording import fold
from crawler.page.words import words_of
from crawler.probe.doubt import LIKE_FROM, UNLIKE_BELOW, is_called_missing, is_record, is_slight

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.page.model import PageFacts

_REMAINS = re.compile(
    r"\b(?:(?<!metadata )remains?|still available|archived (?:copy|version|materials)|"
    r"(?<!available for )download|"
    r"materials?(?! (?:were|was|are|is|have been|has been) (?:also )?"
    r"(?:removed|deleted|withdrawn|taken down|gone|no longer))|"
    r"(?:the|our|my|its) archives? (?:stays?|is|are|of)(?! (?:gone|closed|offline|deleted|removed|no))|"
    r"now (?:at|on|lives)|moved to|continues?|weiterhin|reste(?:nt)? disponibles?|siguen? disponibles?)\b"
)
"""Words of what is left after all, or of where it went."""
_FILE = re.compile(LINK_TO + rb"(?:" + FILE_ENDING + rb"|/(?:pdf|download|files?|bitstream)/)")
_EMPTY_LIST = re.compile(
    r"(?:no|0|zero|none|nothing|keine?|aucune?|ningun|nenhum|nessun|sin|geen|brak|inga|ingen)\b"
    # In Spanish and Catalan "no" denies a verb.
    r"(?! such| longer| (?:se|s'ha|s'han|encontrad|trobad?|localizad|exist)|"
    r".{0,60} (?:specified|given|selected|chosen|supplied))"
)
_NAME = re.compile(r"\w*\d+")


def only_a_notice(case: Case) -> Signal | None:
    """Of the work nothing is left but the notice that it has come to an end, or is not there."""
    page = reached_page(case)
    if page is None:
        return None
    phrase = _ending_alone(case, page) or _unwritten(case, page) or _absence_alone(case, page)
    if phrase is None or _is_subject(case) or is_something_left(case, page):
        return None
    return Signal(code="only-a-notice", detail=f'the page has nothing but a notice: "{phrase}"')


def _is_subject(case: Case) -> bool:
    """A work may be called so, "This Site Has Been Deleted", a novel; or be about what was withdrawn."""
    return obituary_phrase(case.link.title or "") is not None or is_about_trouble(case.link)


def _ending_alone(case: Case, page: PageFacts) -> str | None:
    if not _is_alone(case, page):
        return None
    names = [name for name in (case.link.title, page.html_title, page.site_name) if name]
    return obituary_phrase(page.text_sample, names=names)


def is_something_left(case: Case, page: PageFacts) -> bool:
    """A text says so, or the page has files."""
    answer = case.evidence.final.answer
    has_files = answer is not None and _FILE.search(answer.body) is not None
    text = page.text_sample if _is_alone(case, page) else " ".join(said(case))
    return has_files or _REMAINS.search(fold(text)) is not None


def status_in_title(case: Case) -> Signal | None:
    """A page of a success is called by the status of what is missing, over next to no text."""
    code = brief_message(case, absence_code)
    if code is None or any(is_subject for _, is_subject in denials(case)):
        return None
    return Signal(code="status-in-title", detail=f"the page calls itself {code}")


def marked_missing(case: Case) -> Signal | None:
    """Program and page are of one mind: the page is not called as the entry is, and its markup is that of a
    page that is shown for what is missing: as a whole, in a part beside which next to nothing is said, or by
    what its scripts and robots are told, where it has no trace of the entry.
    """
    page, answer, match = reached_page(case), case.evidence.final.answer, case.title_match
    if page is None or answer is None or is_record(page) or not (match is None or match < UNLIKE_BELOW):
        return None
    title = case.link.title or ""
    mark = None
    if match is not None and named_in(title, page.text_sample) < UNLIKE_BELOW:
        mark = mark_of_whole(answer.body)
    if mark is None and belied_brief_page(case):
        mark = mark_of_part(answer.body)
    if mark is None and has_nothing_of_entry(case):
        mark = mark_of_whole(answer.body) or mark_for_machines(answer.body)
    return Signal(code="marked-missing", detail=f'its markup calls the page "{mark}"') if mark else None


def _unwritten(case: Case, page: PageFacts) -> str | None:
    """A wiki has no such page, and says so under the name that its address asked for, which is no title."""
    if not _is_alone(case, page):
        return None
    own = [without_address(name, case.evidence.final_url) for name in page.headings]
    is_of_entry = (title_match(case.link.title or "", own) or 0.0) >= LIKE_FROM
    return None if is_of_entry else unwritten_phrase(page.text_sample)


def _is_alone(case: Case, page: PageFacts) -> bool:
    """A page has no more to say than a notice, beside what the host's page for what cannot exist says too."""
    if not is_slight(case.evidence.final, page):
        return False
    other = case.evidence.control_page
    text = page.text_sample
    return len(text) <= NOTICE_ALONE or (other is not None and len(own_text(page, other)) <= NOTICE_ALONE)


def _absence_alone(case: Case, page: PageFacts) -> str | None:
    """Words of absence on a page of its own, where there was a long text before; or that has nothing of the
    entry's, in its names or below them.
    """
    title, match = case.link.title, case.title_match
    if text_unlike_before(case):
        return absence_phrase(page.text_sample) if _is_alone(case, page) else None
    if title is None or match is None or match >= UNLIKE_BELOW or is_record(page):
        return None
    if case.evidence.control is None or is_given_for_nothing(case) or is_called_missing(page):
        return None
    pieces = (page.text_sample,) if _is_alone(case, page) else said(case) if belied_brief_page(case) else ()
    phrases = map(absence_phrase, pieces)
    # The name of an error in code is no words.
    phrase = next((each for each in phrases if each and not _NAME.fullmatch(each)), None)
    # Applications begin with an empty list.
    if phrase is None or _EMPTY_LIST.match(phrase) or _names_it(title, page.text_sample, phrase):
        return None
    return phrase


def _names_it(title: str, text: str, phrase: str) -> bool:
    """A text has the title's words, beside those of its notice: "package not available" names no package."""
    notice = set(words_of(phrase))
    own = " ".join(word for word in words_of(title) if word not in notice)
    return not own or named_in(own, text) >= UNLIKE_BELOW


def shown_elsewhere(case: Case) -> Signal | None:
    """The page has nothing but the notice that its work is not shown in the visitor's country."""
    page = reached_page(case)
    is_own = page is not None and _is_alone(case, page) and not is_given_for_nothing(case)
    phrase = elsewhere_phrase(page.text_sample) if page and is_own else None
    return Signal(code="shown-elsewhere", detail=f'the page says "{phrase}"') if phrase else None


NOTICE_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (
    only_a_notice,
    status_in_title,
    marked_missing,
    shown_elsewhere,
)
