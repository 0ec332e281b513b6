"""The memory, night by night, against the whole list of nights: two ways to the same counts.

`remember` sees one night and what it remembers; the model here sees every night at once, and says by the
words of the README what must be remembered of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from crawler.judge import Verdict, remember
from crawler.probe.past import FAILING, REACHED, Past, Status, Streak

if TYPE_CHECKING:
    import random

START = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)
SAID = {
    "ok": (Status.ALIVE, "ok"),
    "moved": (Status.MOVED, "permanent-redirect"),
    "404": (Status.DEAD, "not-found"),
    "parked": (Status.CHANGED, "parked"),
    "down": (Status.UNREACHABLE, "connect-timeout"),
    "405": (Status.UNREACHABLE, "client-error"),
    "cert": (Status.INSECURE, "certificate-expired"),
    "wall": (Status.BLOCKED, "bot-wall"),
    "skip": (Status.SKIPPED, "robots-disallowed"),
}
GONE = {"404", "parked"}
ANSWERS = {"405", "cert", "parked"}
INCONCLUSIVE = {"wall", "skip"}


class Night(NamedTuple):
    at: datetime
    said: str

    @property
    def is_reached(self) -> bool:
        return SAID[self.said][0] in REACHED

    @property
    def is_failing(self) -> bool:
        return SAID[self.said][0] in FAILING


Nights = list[Night]


def _dated(steps: list[tuple[int, str]]) -> Nights:
    """Quarters of an hour from night to night: some runs a day, weeks without any."""
    at, nights = START, []
    for quarters, said in steps:
        at += timedelta(minutes=15 * quarters)
        nights.append(Night(at, said))
    return nights


GAPS = st.one_of(st.integers(1, 24 * 4), st.integers(1, 24 * 9 * 4), st.just(24 * 60 * 4))
NIGHTS = st.lists(st.tuples(GAPS, st.sampled_from(sorted(SAID))), min_size=1, max_size=16).map(_dated)


def _live(nights: Nights) -> tuple[Verdict, Past]:
    past: Past | None = None
    for night in nights:
        status, reason = SAID[night.said]
        verdict = Verdict(status=status, reason=reason, confidence="high", because=("why",))
        verdict, past = remember(verdict, past, night.at)
    assert past is not None
    return verdict, past


def _since_success(nights: Nights) -> Nights:
    """The failing nights after the last success."""
    last = max((number for number, night in enumerate(nights) if night.is_reached), default=-1)
    return [night for night in nights[last + 1 :] if night.is_failing]


def _alike(nights: Nights) -> Nights:
    """Those at the end that are all answers, or all silence: neither counts towards the other."""
    kept: Nights = []
    for night in reversed(nights):
        if kept and (night.said in ANSWERS) != (kept[0].said in ANSWERS):
            break
        kept.insert(0, night)
    return kept


def _streak(nights: Nights, *, counts_days: bool) -> Streak | None:
    if not nights:
        return None
    days = len({night.at.date() for night in nights}) if counts_days else 0
    return Streak(runs=len(nights), days=days, first_at=nights[0].at, last_at=nights[-1].at)


def _failing(nights: Nights) -> Streak | None:
    found = _alike(_since_success(nights))
    return _streak(found, counts_days=bool(found) and found[0].said not in ANSWERS)


def _gone(nights: Nights) -> Streak | None:
    return _streak([each for each in _since_success(nights) if each.said in GONE], counts_days=True)


def _is_apart(streak: Streak | None) -> bool:
    return streak is not None and streak.runs >= 2 and streak.last_at - streak.first_at >= timedelta(hours=20)


def _is_lost(nights: Nights) -> bool:
    streak = _failing(nights)
    is_silent = nights[-1].said == "down"
    return (
        is_silent
        and streak is not None
        and min(streak.runs, streak.days) >= 3
        and streak.last_at - streak.first_at >= timedelta(days=6)
    )


@settings(deadline=None, max_examples=200)
@given(NIGHTS)
@example(_dated([(1, "404"), (1, "wall"), (96, "cert"), (1, "skip"), (96, "404")]))
@example(_dated([(1, "down"), (96, "405"), (96, "down"), (96 * 6, "down"), (96, "down")]))
def test_streaks_and_certainty_are_those_of_all_nights(nights: Nights) -> None:
    """Both streaks, whether it is confirmed, and what long silence comes to."""
    verdict, past = _live(nights)
    failing, gone = _failing(nights), _gone(nights)

    assert (past.failing, past.gone) == (failing, gone)
    assert (verdict.reason == "unreachable-for-long") == _is_lost(nights)
    if nights[-1].said in GONE:
        assert verdict.confirmed == _is_apart(gone)
    elif nights[-1].is_failing:
        assert verdict.confirmed == (_is_apart(failing) or _is_lost(nights))
    else:
        assert verdict.confirmed
    assert past.runs <= len(nights)


def _turns(nights: Nights) -> int:
    """How often it went between reached and failing; a link that never worked has not turned yet."""
    told = [night.is_reached for night in nights if night.said not in INCONCLUSIVE]
    return sum(one != other for one, other in pairwise(told))


@settings(deadline=None, max_examples=200)
@given(NIGHTS)
def test_turns_and_recoveries_are_those_of_all_nights(nights: Nights) -> None:
    """Within a month every turn counts; a recovery ends all streaks and is dated."""
    assume(nights[-1].at - nights[0].at <= timedelta(days=30))
    verdict, past = _live(nights)
    reached = [night.at for night in nights if night.is_reached]

    assert (past.flips, past.runs) == (_turns(nights), len(nights))
    assert past.succeeded_at == (reached[-1] if reached else None)
    assert any(signal.code == "flapping" for signal in verdict.signals) == (_turns(nights) >= 3)


@settings(deadline=None, max_examples=200)
@given(NIGHTS)
def test_since_lies_between_the_first_word_and_now(nights: Nights) -> None:
    """It dates a night of the streak, or one on which the present word was said; none before a success."""
    verdict, past = _live(nights)
    last = max((night.at for night in nights if night.is_reached), default=START)
    said = [night.at for night in nights if SAID[night.said][0] is SAID[nights[-1].said][0]]

    assert past.since in {night.at for night in nights}
    assert past.since <= nights[-1].at
    if nights[-1].is_failing:
        assert past.since >= last
    if verdict.status in {Status.DEAD, Status.CHANGED}:
        streak = past.gone or past.failing
        assert streak is not None
        assert past.since == streak.first_at
    elif not nights[-1].is_failing:
        assert past.since in said


@settings(deadline=None, max_examples=150)
@given(NIGHTS, st.lists(st.sampled_from(sorted(INCONCLUSIVE)), min_size=1, max_size=4), st.randoms())
def test_inconclusive_nights_may_stand_anywhere(
    nights: Nights, said: list[str], chance: random.Random
) -> None:
    """Put in between any two nights, they change neither streak, nor turns, nor the last success."""
    assume(any(night.said not in INCONCLUSIVE for night in nights))
    more = sorted(
        [*nights, *(Night(chance.choice(nights).at, word) for word in said)], key=lambda each: each.at
    )
    one, other = _live(nights)[1], _live(more)[1]

    assert (one.failing, one.gone, one.succeeded_at) == (other.failing, other.gone, other.succeeded_at)


@settings(deadline=None, max_examples=150)
@given(NIGHTS, st.integers(1, 400))
def test_a_gap_before_everything_changes_only_dates(nights: Nights, days: int) -> None:
    """The same nights in another month come to the same counts, whatever lay before them."""
    later = [Night(night.at + timedelta(days=days), night.said) for night in nights]
    (one, before), (other, after) = _live(nights), _live(later)

    assert (one.status, one.confirmed, before.runs, before.flips) == (
        other.status, other.confirmed, after.runs, after.flips,
    )  # fmt: skip
    dated: dict[str, Any] = {name: _shifted(getattr(before, name), days) for name in DATED}
    assert replace(before, **dated) == after


DATED = ("since", "asked_at", "succeeded_at", "failing", "gone")


def _shifted(value: datetime | Streak | None, days: int) -> datetime | Streak | None:
    if isinstance(value, Streak):
        shift = timedelta(days=days)
        return replace(value, first_at=value.first_at + shift, last_at=value.last_at + shift)
    return value + timedelta(days=days) if value else None


@settings(deadline=None, max_examples=150)
@given(NIGHTS, NIGHTS, st.integers(1, 24 * 400))
def test_a_clock_set_back_loses_no_run_and_dates_nothing_ahead(
    ahead: Nights, nights: Nights, hours: int
) -> None:
    """Nights by a clock that was ahead still count as runs of a streak that goes on; all lies before now."""
    wrong = [Night(night.at + timedelta(hours=hours), night.said) for night in ahead]
    past = _live([*wrong, *nights])[1]
    now = nights[-1].at

    for at in (past.since, past.asked_at, past.succeeded_at or now):
        assert at <= now
    for streak, of in ((past.failing, _failing), (past.gone, _gone)):
        expected = of([*wrong, *nights])
        assert (streak and streak.runs) == (expected and expected.runs)
        assert streak is None or streak.first_at <= streak.last_at <= now
