"""Verdicts without a case of their own: skipped links, links that were not due, and one address in many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.judge.model import Case, Verdict
from crawler.judge.replacement import replacement
from crawler.probe.past import Status
from crawler.probe.plan import Skip, due_at, plan

if TYPE_CHECKING:
    from crawler.catalog.model import Link
    from crawler.probe.past import Past


def skipped(skip: Skip) -> Verdict:
    """What is said of a link that is not asked at all."""
    return Verdict(status=Status.SKIPPED, reason=skip.reason, confidence="high", because=(skip.detail,))


def not_due(url: str, past: Past) -> Verdict:
    """What was last said of a link that is not due yet."""
    because = (f"not due before {due_at(url, past):%Y-%m-%d}; last asked {past.asked_at:%Y-%m-%d}",)
    return Verdict(
        status=past.status,
        reason=past.reason,
        confidence="medium",
        because=because,
        confirmed=past.confirmed,
        moved_to=past.moved_to if past.status is Status.MOVED else None,
    )


def for_link(link: Link, case: Case, verdict: Verdict) -> tuple[Case | None, Verdict]:
    """An address's verdict as it applies to one of its links: its own fragment goes along to the new."""
    if link is case.link:
        return case, verdict
    if (skip := plan(link)) is not None:
        # Another entry of the same address is not ignored, so the address was asked all the same.
        return None, skipped(skip)
    own = replace(case, link=link)
    moved_to = replacement(own) if verdict.status is Status.MOVED else None
    return own, replace(verdict, moved_to=moved_to)
