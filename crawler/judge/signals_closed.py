"""What a page says of itself that is not shown to everybody, whatever it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.judge.brief import brief_message
from crawler.judge.model import Case, Signal
from crawler.judge.signals_page import reached_page
from crawler.page.closed import closed_phrase
from crawler.page.short_messages import refusal
from crawler.probe.doubt import is_record, is_whole

if TYPE_CHECKING:
    from collections.abc import Callable


def page_is_closed(case: Case) -> Signal | None:
    """A short page, of which nothing is left unread, states that this visitor may not see what is there, or
    is called so.
    """
    page, answer = reached_page(case), case.evidence.final.answer
    if page is None or answer is None or is_record(page) or not is_whole(answer):
        return None
    phrase = closed_phrase(page.text_sample) or brief_message(case, refusal)
    return Signal(code="page-is-closed", detail=f'the page is closed: "{phrase}"') if phrase else None


CLOSED_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (page_is_closed,)
