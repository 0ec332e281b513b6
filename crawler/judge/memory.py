"""The confirmation policy: what several runs together say of a link.

One bad answer is said at once, unconfirmed. Gone (404, 410, vanished, soft 404, parked) is confirmed by 2
failing runs at least 20 hours apart; unreachable becomes dead after 3 failing runs on 3 different days that
span 6 days. Any success ends both streaks; a blocked, skipped or otherwise inconclusive answer leaves them as
they are, since it says nothing either way. A wrong answer (insecure, changed) is still an answer: the nights
before it count nothing towards `unreachable-for-long`, nor do its own.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawler.probe.past import FAILING, REACHED, Past, Status, Streak

if TYPE_CHECKING:
    from crawler.judge.model import Verdict
    from crawler.page.model import PageFacts

GONE_RUNS = 2
GONE_APART = timedelta(hours=20)
LOST_RUNS = 3
LOST_DAYS = 3
LOST_SPAN = timedelta(days=6)
_GONE = frozenset({Status.DEAD, Status.CHANGED})
_ANSWERING = frozenset({Status.INSECURE, Status.CHANGED})


def remember(
    verdict: Verdict,
    past: Past | None,
    at: datetime,
    *,
    page: PageFacts | None = None,
    title_match: float | None = None,
) -> tuple[Verdict, Past]:
    """One run's verdict with memory applied, and the memory after it; `at` is aware, in UTC."""
    failing = _extend(_failing_so_far(past, verdict.status), verdict.status, FAILING, at)
    gone = _extend(past.gone if past else None, verdict.status, _GONE, at)
    verdict = _confirm(verdict, failing, gone)
    return verdict, Past(
        status=verdict.status,
        reason=verdict.reason,
        confirmed=verdict.confirmed,
        since=_since(verdict.status, past, at, failing=failing, gone=gone),
        asked_at=at,
        succeeded_at=at if verdict.status in REACHED else past.succeeded_at if past else None,
        failing=failing,
        gone=gone,
        best_title_match=_best(past, title_match if verdict.status in REACHED else None),
        # Only of a page that was the resource: an error page's title would hide that the page has changed.
        title=page.title if page and verdict.status in REACHED else past.title if past else None,
        # Kept while the link fails: where a redirect led may outlive the redirect.
        moved_to=past.moved_to if past and verdict.status not in REACHED else verdict.moved_to,
        flips=(past.flips if past else 0) + _flipped(past, verdict.status),
        runs=(past.runs if past else 0) + 1,
    )


def _failing_so_far(past: Past | None, status: Status) -> Streak | None:
    """The streak that a failing run continues: one of answers is none of silence, nor the other way round."""
    if past is None:
        return None
    both_fail = past.status in FAILING and status in FAILING
    is_turn = (past.status in _ANSWERING) != (status in _ANSWERING)
    return None if both_fail and is_turn else past.failing


def _extend(streak: Streak | None, status: Status, counted: frozenset[Status], at: datetime) -> Streak | None:
    if status in REACHED:
        return None
    if status not in counted:
        return streak
    if streak is None:
        return Streak(runs=1, days=1, first_at=at, last_at=at)
    is_new_day = streak.last_at.date() != at.date()
    return replace(streak, runs=streak.runs + 1, days=streak.days + is_new_day, last_at=at)


def _confirm(verdict: Verdict, failing: Streak | None, gone: Streak | None) -> Verdict:
    if verdict.status in _GONE and gone:
        is_confirmed = gone.runs >= GONE_RUNS and gone.last_at - gone.first_at >= GONE_APART
        return replace(verdict, confirmed=is_confirmed)
    if verdict.status is Status.UNREACHABLE and failing and _is_lost(failing):
        return replace(
            verdict,
            status=Status.DEAD,
            reason="unreachable-for-long",
            confirmed=True,
            because=(f"out of reach in {failing.runs} runs on {failing.days} days", *verdict.because),
        )
    is_confirmed = verdict.status not in FAILING or _lasts(failing)
    return verdict if verdict.confirmed == is_confirmed else replace(verdict, confirmed=is_confirmed)


def _is_lost(failing: Streak) -> bool:
    span = failing.last_at - failing.first_at
    return failing.runs >= LOST_RUNS and failing.days >= LOST_DAYS and span >= LOST_SPAN


def _lasts(failing: Streak | None) -> bool:
    """Seen twice a night apart: enough to be sure of `insecure` or `unreachable`, not to say dead."""
    return (
        failing is not None and failing.runs >= GONE_RUNS and failing.last_at - failing.first_at >= GONE_APART
    )


def _since(
    status: Status, past: Past | None, at: datetime, *, failing: Streak | None, gone: Streak | None
) -> datetime:
    """When what is said now was first said; for a streak, its first day, whatever came between."""
    streak = gone or failing
    if status in _GONE and streak:
        return streak.first_at
    if past and past.status is status:
        return past.since
    goes_on = status in FAILING and past is not None and past.status not in FAILING
    return failing.first_at if goes_on and failing else at


def _best(past: Past | None, match: float | None) -> float | None:
    known = [value for value in (past.best_title_match if past else None, match) if value is not None]
    return max(known, default=None)


def _flipped(past: Past | None, status: Status) -> bool:
    if past is None:
        return False
    was_failing = past.failing is not None
    if past.succeeded_at is None and status in FAILING:
        return False
    return was_failing if status in REACHED else status in FAILING and not was_failing
