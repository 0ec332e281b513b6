"""The confirmation policy: what several runs together say of a link.

One bad answer is said at once, unconfirmed. Gone (404, 410, vanished, soft 404, parked) is confirmed by 2
failing runs at least 20 hours apart; unreachable becomes dead after 3 failing runs on 3 different days that
span 6 days. Any success ends both streaks; a blocked, skipped or otherwise inconclusive answer leaves them as
they are, since it says nothing either way. A wrong answer (insecure, changed, a request turned down with 400,
405 or 406) is still an answer: the nights before it count nothing towards `unreachable-for-long`, nor do
its own.

Runs may come at any times: nights are skipped, two runs fall on one day, parts of a catalog are asked apart.
So runs and days are counted as they were, never expected; and where the clock was set back, what is
remembered from after now counts as of now.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crawler.judge.model import Signal, Verdict
from crawler.judge.verdict import decide
from crawler.probe.past import FAILING, GONE, REACHED, Past, Status, Streak

if TYPE_CHECKING:
    from crawler.judge.model import Case
    from crawler.page.model import PageFacts

GONE_RUNS = 2
GONE_APART = timedelta(hours=20)
LOST_RUNS = 3
LOST_DAYS = 3
LOST_SPAN = timedelta(days=6)
FLAPPING_FROM = 3
"""Turns between working and failing: down, up, and down again. One outage alone has two."""
QUIET = timedelta(days=30)
"""After so long in one state a link has settled, and turns are counted anew."""
_LOST = "unreachable-for-long"
_ANSWERING = frozenset({Status.INSECURE, Status.CHANGED})
_ANSWERS = frozenset(
    {
        "client-error",
        "unexpected-status",
        "title-says-trouble",
        "text-says-trouble",
        "called-an-error",
        "program-failed",
        "states-trouble",
        "empty-page",
        "broken-document",
        "robots-unreachable",
        "no-connection-over-ipv6",
        "site-is-silent",
        "undecodable-page",
    }
)
"""Reasons of `unreachable` that are no silence: a server that is well turns this request down, a page's words
alone speak of trouble, or what fails is robots.txt, IPv6, a site's interface or a coding, behind which the
page may be well. However long that lasts, it does not become `dead`."""


def remember(
    verdict: Verdict,
    past: Past | None,
    at: datetime,
    *,
    page: PageFacts | None = None,
    title_match: float | None = None,
) -> tuple[Verdict, Past]:
    """One run's verdict with memory applied, and the memory after it; `at` is aware."""
    at = at.astimezone(UTC)
    past = _as_of(past, at) if past else None
    is_answer = _is_answer(verdict.status, verdict.reason)
    so_far = _failing_so_far(past, verdict.status, is_answer=is_answer)
    failing = _extend(so_far, verdict.status, FAILING, at, counts_days=not is_answer)
    gone = _extend(past.gone if past else None, verdict.status, GONE, at)
    verdict = _confirm(verdict, failing, gone)
    flips, runs = _turns(past, verdict.status, at)
    since = _since(verdict.status, past, at, failing=failing, gone=gone)
    return _with_flapping(verdict, flips, runs, at - since), Past(
        status=verdict.status,
        reason=verdict.reason,
        confirmed=verdict.confirmed,
        since=since,
        asked_at=at,
        succeeded_at=at if verdict.status in REACHED else past.succeeded_at if past else None,
        failing=failing,
        gone=gone,
        best_title_match=_best(past, title_match if verdict.status in REACHED else None),
        # Only of a page that was the resource: an error page's title would hide that the page has changed.
        title=page.title if page and verdict.status in REACHED else past.title if past else None,
        # Kept while the link fails: where a redirect led may outlive the redirect.
        moved_to=past.moved_to if past and verdict.status not in REACHED else verdict.moved_to,
        flips=flips,
        runs=runs,
    )


def recall(past: Past, because: tuple[str, ...], at: datetime) -> Verdict:
    """What was last said of a link, for a run that does not ask it."""
    verdict = Verdict(
        status=past.status,
        reason=past.reason,
        confidence="medium",
        because=because,
        confirmed=past.confirmed,
        moved_to=past.moved_to if past.status is Status.MOVED else None,
    )
    return _with_flapping(verdict, past.flips, past.runs, at - past.since)


def may_become_dead(past: Past) -> bool:
    """Whether a link that is out of reach becomes `dead` if it stays so: silence does, answers do not."""
    return past.status is Status.UNREACHABLE and not _is_answer(past.status, past.reason)


def confirmed_from(past: Past) -> datetime | None:
    """From when on a failing run confirms what is said of a link; None where nothing is left to confirm."""
    streak = past.gone if past.status in GONE else past.failing
    if past.confirmed or past.status not in FAILING or streak is None:
        return None
    return streak.first_at + GONE_APART


def without_memory(case: Case, verdict: Verdict) -> Verdict:
    """What a verdict was before memory made a death of long silence; as it is where it did not."""
    return decide(case, verdict.signals) if verdict.reason == _LOST else verdict


def _as_of(past: Past, at: datetime) -> Past:
    """The memory with nothing in it that lies after `at`: a clock that was ahead must not bind the future."""
    if past.asked_at <= at:
        return past
    return replace(
        past,
        since=min(past.since, at),
        asked_at=at,
        succeeded_at=min(past.succeeded_at, at) if past.succeeded_at else None,
        failing=_streak_as_of(past.failing, at),
        gone=_streak_as_of(past.gone, at),
    )


def _streak_as_of(streak: Streak | None, at: datetime) -> Streak | None:
    if streak is None:
        return None
    first_at, last_at = min(streak.first_at, at), min(streak.last_at, at)
    days = min(streak.days, (last_at.date() - first_at.date()).days + 1)
    return replace(streak, first_at=first_at, last_at=last_at, days=days)


def _is_answer(status: Status, reason: str) -> bool:
    return status in _ANSWERING or (status is Status.UNREACHABLE and reason in _ANSWERS)


def _failing_so_far(past: Past | None, status: Status, *, is_answer: bool) -> Streak | None:
    """The streak that a failing run continues: one of answers is none of silence, nor the other way round."""
    if past is None or past.failing is None or status not in FAILING:
        return past.failing if past else None
    # After an inconclusive night the streak alone tells: no day of silence is in one of answers.
    is_failing = past.status in FAILING
    were_answers = _is_answer(past.status, past.reason) if is_failing else past.failing.days == 0
    return past.failing if were_answers == is_answer else None


def _extend(
    streak: Streak | None,
    status: Status,
    counted: frozenset[Status],
    at: datetime,
    *,
    counts_days: bool = True,
) -> Streak | None:
    if status in REACHED:
        return None
    if status not in counted:
        return streak
    if streak is None:
        return Streak(runs=1, days=int(counts_days), first_at=at, last_at=at)
    is_new_day = streak.last_at.date() != at.date()
    return replace(streak, runs=streak.runs + 1, days=streak.days + (counts_days and is_new_day), last_at=at)


def _confirm(verdict: Verdict, failing: Streak | None, gone: Streak | None) -> Verdict:
    if verdict.status in GONE and gone:
        is_confirmed = gone.runs >= GONE_RUNS and gone.last_at - gone.first_at >= GONE_APART
        return replace(verdict, confirmed=is_confirmed)
    if verdict.status is Status.UNREACHABLE and failing and _is_lost(failing):
        return replace(
            verdict,
            status=Status.DEAD,
            reason=_LOST,
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
    if status in GONE and streak:
        return streak.first_at
    if past and past.status is status:
        return past.since
    goes_on = status in FAILING and past is not None and past.status not in FAILING
    return failing.first_at if goes_on and failing else at


def _best(past: Past | None, match: float | None) -> float | None:
    known = [value for value in (past.best_title_match if past else None, match) if value is not None]
    return max(known, default=None)


def _turns(past: Past | None, status: Status, at: datetime) -> tuple[int, int]:
    """How often a link turned between reached and failing, and in how many runs, since it last kept still."""
    if past is None:
        return 0, 1
    if not _flipped(past, status):
        return past.flips, past.runs + 1
    if at - past.since > QUIET:
        return 1, max(past.failing.runs if past.failing else 0, 1) + 1
    return past.flips + 1, past.runs + 1


def _flipped(past: Past, status: Status) -> bool:
    was_failing = past.failing is not None
    if past.succeeded_at is None and status in FAILING:
        return False
    return was_failing if status in REACHED else status in FAILING and not was_failing


def _with_flapping(verdict: Verdict, flips: int, runs: int, still: timedelta) -> Verdict:
    """The verdict that names a flapping link as such, whatever it is tonight."""
    if flips < FLAPPING_FROM or still > QUIET:
        return verdict
    detail = f"flapping: {flips} turns between working and failing in {runs} runs"
    return replace(
        verdict,
        because=(*verdict.because, detail),
        signals=(*verdict.signals, Signal(code="flapping", detail=detail)),
    )
