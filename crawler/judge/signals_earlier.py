"""What the page that was reached says beside what it was when it was last well.

A redesign changes all of a page's text and none of its work, so a new text is a fact that is shown and that
decides nothing alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.judge.model import Case, Signal
from crawler.judge.signals_page import reached_page
from crawler.page.languages import offers_language
from crawler.page.likeness import telling_words
from crawler.page.sketch import is_of_long_text
from crawler.probe.doubt import UNLIKE_BELOW
from crawler.probe.earlier import is_emptied, is_other_text, is_other_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.page.model import PageFacts
    from crawler.probe.model import EarlierText


def text_unlike_before(case: Case) -> Signal | None:
    """Hardly anything is left of the text that the page had when it was last well."""
    earlier = case.evidence.earlier
    # After a 304 there is no text to compare.
    if earlier is None or reached_page(case) is None or case.evidence.unchanged:
        return None
    if not (is_other_text(case.evidence.sketch, earlier) or is_emptied(case.evidence.sketch, earlier)):
        return None
    detail = f"hardly anything is left of the text that the page had on {earlier.read_at:%Y-%m-%d}"
    return Signal(code="text-unlike-before", detail=detail)


def language_changed(case: Case) -> Signal | None:
    """A page whose text is another names another language than before."""
    earlier, page = case.evidence.earlier, reached_page(case)
    if earlier is None or page is None or text_unlike_before(case) is None:
        return None
    was, now = (said and said.partition("-")[0] for said in (earlier.language, page.language))
    if not was or not now or was == now:
        return None
    return Signal(code="language-changed", detail=f'the page called its language "{was}", and now "{now}"')


def in_another_language(case: Case) -> Signal | None:
    """The page calls its language another than before, and offers the earlier one beside it: hosts choose by
    what a visitor seems to speak, and whoever takes a domain over has nothing in its language.
    """
    earlier, page, answer = case.evidence.earlier, reached_page(case), case.evidence.final.answer
    if earlier is None or page is None or answer is None or not earlier.language or not page.language:
        return None
    was, now = earlier.language.partition("-")[0], page.language.partition("-")[0]
    if was == now or not offers_language(answer.body, was):
        return None
    detail = f'the page is in "{now}" now, and offers itself in "{was}" as before'
    return Signal(code="in-another-language", detail=detail)


def page_replaced(case: Case) -> Signal | None:
    """Text and title are wholly others, and no telling word of the entry's or the earlier title is in them.

    A page that was translated keeps proper names, and one of the same work in other words its subject's; of
    a short text nothing is said, as the words may stand below what was read.
    """
    earlier, page = case.evidence.earlier, reached_page(case)
    if earlier is None or page is None or text_unlike_before(case) is None:
        return None
    is_unlike_entry = case.title_match is None or case.title_match < UNLIKE_BELOW
    if not is_unlike_entry or not is_other_title(page, earlier) or not is_of_long_text(case.evidence.sketch):
        return None
    sought = _sought(case, earlier)
    if not sought or sought & telling_words(_said(page)):
        return None
    shown = f'"{page.title}"' if page.title else "something without a title"
    was = f'"{earlier.title}"' if earlier.title else "the page that was there"
    return Signal(code="page-replaced", detail=f"{shown} stands where {was} was, and has none of its words")


def _sought(case: Case, earlier: EarlierText) -> frozenset[str]:
    return telling_words(case.link.title or "") | telling_words(earlier.title or "")


def _said(page: PageFacts) -> str:
    return " ".join((*page.names, page.site_name or "", page.description or "", page.text_sample))


EARLIER_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (
    text_unlike_before,
    language_changed,
    in_another_language,
    page_replaced,
)
