"""Verdicts without a case of their own: skipped links, links that were not due, and one address in many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.judge.memory import recall
from crawler.judge.model import Case, Verdict
from crawler.judge.signals_fragment import with_own_place
from crawler.probe.past import Status
from crawler.probe.plan import Skip, due_at, plan

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.catalog.model import Link
    from crawler.probe.past import Past


def skipped(skip: Skip) -> Verdict:
    """What is said of a link that is not asked at all."""
    return Verdict(status=Status.SKIPPED, reason=skip.reason, confidence="high", because=(skip.detail,))


def not_due(url: str, past: Past, at: datetime) -> Verdict:
    """What was last said of a link that is not due yet."""
    because = f"not due before {due_at(url, past):%Y-%m-%d}; last asked {past.asked_at:%Y-%m-%d}"
    return recall(past, (because,), at)


def for_link(link: Link, case: Case, verdict: Verdict) -> tuple[Case | None, Verdict]:
    """An address's verdict as it applies to one of its links: its own fragment goes along to the new."""
    if link == case.link:
        return case, verdict
    if (skip := plan(link)) is not None:
        # Another entry of the same address is not ignored, so the address was asked all the same.
        return None, skipped(skip)
    return with_own_place(case, verdict, link)
