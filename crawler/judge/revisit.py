"""What is kept of a page, so that the next run can ask for news of it, and tell another in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.page.sketch import is_telling
from crawler.probe.known import written_facts
from crawler.probe.model import EarlierText
from crawler.probe.past import REACHED, KeptPage
from crawler.probe.validators import read_validators

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.judge.model import Case, Verdict
    from crawler.probe.model import Answer

_OK = 200
_FROM_COMPARISON = frozenset({"same-as-control", "one-shell-for-all"})
"""What was seen beside another page of the host: a 304 for the one would say nothing of it."""


def page_to_keep(case: Case, verdict: Verdict, at: datetime) -> KeptPage | None:
    """What is to be remembered of the page that was read; None where nothing new is, or nothing sure."""
    evidence = case.evidence
    final = evidence.final
    if final.answer is None or not _is_whole(final.answer) or not _is_sound(case, verdict):
        return None
    # With a cookie it may be a page for one visitor.
    is_for_all = final.probe.headers == final.probe.conditions
    validators = read_validators(final.answer) if is_for_all else None
    text = _text_to_keep(case, at)
    if validators is None and (text is None or text is evidence.earlier):
        return None
    is_read = validators is not None and final.probe.read != "none"
    return KeptPage(
        url=final.probe.url,
        validators=validators,
        read_at=at,
        facts=written_facts(evidence.page) if is_read else None,
        sketch=text.sketch if text else b"",
        sketched_at=text.read_at if text else None,
        language=text.language if text else None,
    )


def _text_to_keep(case: Case, at: datetime) -> EarlierText | None:
    """What the next run compares a page's text with: the new one, unless that is too short or the same."""
    earlier, sketch, page = case.evidence.earlier, case.evidence.sketch, case.evidence.page
    if page is None or not is_telling(sketch):
        return earlier
    if earlier and (sketch, page.language) == (earlier.sketch, earlier.language):
        return earlier
    return EarlierText(sketch=sketch, title=page.title, language=page.language, read_at=at)


def _is_whole(answer: Answer) -> bool:
    return answer.status == _OK and answer.body_error is None


def _is_sound(case: Case, verdict: Verdict) -> bool:
    """The link is well by what the page itself says, and nothing that should have been asked is open."""
    control = case.evidence.control
    is_compared = any(signal.code in _FROM_COMPARISON for signal in verdict.signals)
    is_open = control is not None and control.answer is None
    return verdict.status in REACHED and not is_compared and not is_open
