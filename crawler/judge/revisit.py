"""Which page is kept, so that the next run need only ask whether it has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.probe.known import written_facts
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
    """What is to be remembered of the page that was read; None where the next run should read it again."""
    final = case.evidence.final
    validators = read_validators(final.answer) if final.answer and _is_whole(final.answer) else None
    # With a cookie it may be a page for one visitor.
    if validators is None or not _is_sound(case, verdict) or final.probe.headers != final.probe.conditions:
        return None
    facts = None if final.probe.read == "none" else written_facts(case.evidence.page)
    return KeptPage(url=final.probe.url, validators=validators, read_at=at, facts=facts)


def _is_whole(answer: Answer) -> bool:
    return answer.status == _OK and answer.body_error is None


def _is_sound(case: Case, verdict: Verdict) -> bool:
    """The link is well by what the page itself says, and nothing that should have been asked is open."""
    control = case.evidence.control
    is_compared = any(signal.code in _FROM_COMPARISON for signal in verdict.signals)
    is_open = control is not None and control.answer is None
    return verdict.status in REACHED and not is_compared and not is_open
