"""Pages that are called otherwise than their entries and say next to nothing: their few words weigh more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.judge.signals_page import reached_page
from crawler.page.beside_links import said_beside_links
from crawler.page.likeness import named_in
from crawler.page.media import charset_of
from crawler.probe import urls
from crawler.probe.doubt import UNLIKE_BELOW, is_record, is_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.judge.model import Case
    from crawler.page.model import PageFacts

_OPENING = 3
BRIEF_CHARACTERS = 300
"""A notice and the site's last lines, without what stands in links."""
NOTICE_ALONE = 400
"""The same with the site's menu."""
LINK_TO = rb"""(?i)\bhref\s{0,5}=\s{0,5}["']?[^"'<>\s]{0,300}"""
FILE_ENDING = rb"\.(?:pdf|ps|djvu|epub|zip|tar|t?gz|docx?|pptx?|xlsx?|csv|tex|ipynb|mp[34]|txt|bib)\b"
"""Of works that are files, whose pages need say nothing."""


def said(case: Case) -> tuple[str, ...]:
    """What the page says beside its links, in pieces; nothing where not all of it was received."""
    answer = case.evidence.final.answer
    if answer is None or not is_whole(answer):
        return ()
    charset = charset_of(answer.header("content-type"))
    return said_beside_links(answer.body, charset, BRIEF_CHARACTERS)


def belied_brief_page(case: Case) -> PageFacts | None:
    """The page, where its names share next to nothing with the entry's title, and it has little to say."""
    page, match, title = reached_page(case), case.title_match, case.link.title
    if page is None or title is None or match is None or match >= UNLIKE_BELOW or is_record(page):
        return None
    if not page.text_sample or case.evidence.unchanged or named_in(title, page.text_sample) >= UNLIKE_BELOW:
        return None
    return page if 0 < sum(map(len, said(case))) <= BRIEF_CHARACTERS else None


def brief_message(case: Case, phrase_of: Callable[[str], str | None]) -> str | None:
    """The words of a belied page's title or first heading, or of what it begins with where links are few,
    that its address and the entry's title have not.
    """
    page = belied_brief_page(case)
    if page is None:
        return None
    expected = f"{case.link.title} {urls.normalise(case.link.url) or case.link.url}".casefold()
    pieces = said(case)
    is_mostly_said = len(page.text_sample) <= 2 * sum(map(len, pieces))
    opening = pieces[:_OPENING] if is_mostly_said else ()
    phrases = map(phrase_of, (*page.headings, *opening))
    return next((phrase for phrase in phrases if phrase and phrase not in expected), None)
