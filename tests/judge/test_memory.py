"""The confirmation policy of the design, as tables over simulated nights and as properties of random ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from crawler.judge import Verdict, recall, remember
from crawler.page.model import PageFacts
from crawler.probe.past import FAILING, REACHED, Past, Status

START = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)
WORDS = {
    "ok": Status.ALIVE,
    "moved": Status.MOVED,
    "404": Status.DEAD,
    "parked": Status.CHANGED,
    "down": Status.UNREACHABLE,
    "cert": Status.INSECURE,
    "wall": Status.BLOCKED,
    "skip": Status.SKIPPED,
}
Nights = list[tuple[float, str]]
"""When, in hours since the first night, and what was said."""


def _verdict(status: Status) -> Verdict:
    return Verdict(status=status, reason=f"reason-{status}", confidence="high", because=("why",))


def _at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def _live(nights: Nights) -> tuple[Verdict, Past]:
    past: Past | None = None
    for hours, word in nights:
        verdict, past = remember(_verdict(WORDS[word]), past, _at(hours))
    assert past is not None
    return verdict, past


def _nightly(words: str) -> Nights:
    """One run each night; `-` is a night without one."""
    return [(24.0 * night, word) for night, word in enumerate(words.split()) if word != "-"]


@pytest.mark.parametrize(
    ("nights", "status", "confirmed"),
    [
        # Gone: two failing runs at least 20 hours apart
        ([(0, "404")], "dead", False),
        ([(0, "404"), (19, "404")], "dead", False),
        ([(0, "404"), (19.99, "404")], "dead", False),
        ([(0, "404"), (20, "404")], "dead", True),
        ([(0, "404"), (1, "404"), (2, "404"), (3, "404")], "dead", False),
        ([(0, "404"), (10, "404"), (20, "404")], "dead", True),
        ([(0, "parked"), (20, "parked")], "changed", True),
        ([(0, "404"), (20, "parked")], "changed", True),
        ([(0, "parked"), (20, "404")], "dead", True),
        ([(0, "404"), (24 * 365, "404")], "dead", True),
        # A success between starts anew
        ([(0, "404"), (20, "ok"), (40, "404")], "dead", False),
        ([(0, "404"), (20, "moved"), (40, "404"), (60, "404")], "dead", True),
        # What says nothing leaves the streak as it is
        ([(0, "404"), (10, "wall"), (20, "404")], "dead", True),
        ([(0, "404"), (10, "skip"), (15, "wall"), (19, "404")], "dead", False),
        # Trouble that may pass is no proof of death, and forgets none
        ([(0, "down"), (20, "404")], "dead", False),
        ([(0, "404"), (20, "down"), (40, "404")], "dead", True),
        ([(0, "404"), (20, "cert"), (40, "404")], "dead", True),
        # Insecure and unreachable are sure after two nights, and stay what they are
        ([(0, "cert")], "insecure", False),
        ([(0, "cert"), (20, "cert")], "insecure", True),
        ([(0, "down"), (20, "down")], "unreachable", True),
        ([(0, "down"), (19, "down")], "unreachable", False),
        # The others are never in doubt
        ([(0, "ok")], "alive", True),
        ([(0, "moved")], "moved", True),
        ([(0, "wall")], "blocked", True),
        ([(0, "404"), (20, "wall")], "blocked", True),
        ([(0, "skip")], "skipped", True),
    ],
)
def test_confirmation(nights: Nights, status: str, *, confirmed: bool) -> None:
    """One bad answer is said at once and confirmed by another one a night later."""
    verdict, past = _live(nights)

    assert (status, confirmed) == (verdict.status, verdict.confirmed)
    assert (status, confirmed) == (past.status, past.confirmed)


@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        # Three failing runs on three days that span six days or more
        ("down down down down down down", "unreachable", "reason-unreachable"),
        ("down down down down down down down", "dead", "unreachable-for-long"),
        ("down - - - - - down", "unreachable", "reason-unreachable"),
        ("down - - down - - down", "dead", "unreachable-for-long"),
        ("down - - down - down", "unreachable", "reason-unreachable"),
        ("down - - - - - - - - - down down", "dead", "unreachable-for-long"),
        # No success between
        ("down down down ok down down down down", "unreachable", "reason-unreachable"),
        ("down down down moved down down down", "unreachable", "reason-unreachable"),
        # What says nothing neither counts nor ends
        ("down wall wall down wall wall down", "dead", "unreachable-for-long"),
        ("down wall wall wall wall wall down", "unreachable", "reason-unreachable"),
        ("down skip - down - skip down", "dead", "unreachable-for-long"),
        # A 404 between is no answer of the resource either
        ("down - - 404 - - down", "dead", "unreachable-for-long"),
        # Nights that answered, if wrongly, count nothing towards silence
        ("cert cert cert cert cert cert cert down", "unreachable", "reason-unreachable"),
        ("parked parked parked parked parked parked parked down", "unreachable", "reason-unreachable"),
        ("down down down cert down down down down", "unreachable", "reason-unreachable"),
        ("cert down - - down - - down", "dead", "unreachable-for-long"),
        ("cert cert cert wall cert cert cert wall down", "unreachable", "reason-unreachable"),
        ("cert wall down - - down - - down", "dead", "unreachable-for-long"),
        ("down - - wall down - wall down", "dead", "unreachable-for-long"),
        # A bad certificate never becomes death by itself
        ("cert cert cert cert cert cert cert cert cert", "insecure", "reason-insecure"),
    ],
)
def test_out_of_reach_for_long(words: str, status: str, reason: str) -> None:
    """Silence becomes death only after three runs on three days that span six."""
    verdict, _ = _live(_nightly(words))

    assert (status, reason) == (verdict.status, verdict.reason)


def test_many_runs_of_one_day_are_one_day() -> None:
    """Runs are counted, and so are the days in UTC on which they fell."""
    hours = [0, 1, 2, 24 * 6, 24 * 6 + 1]
    verdict, past = _live([(hour, "down") for hour in hours])

    assert past.failing is not None
    assert (5, 2) == (past.failing.runs, past.failing.days)
    assert Status.UNREACHABLE is verdict.status


def test_dead_by_silence_says_so() -> None:
    """The verdict names the runs and days, and keeps what it was made of."""
    verdict, past = _live(_nightly("down - - down - - down"))

    assert ("out of reach in 3 runs on 3 days", "why") == verdict.because
    assert verdict.confirmed
    assert START == past.since


def test_recovery_forgets() -> None:
    """A success ends both streaks and is remembered as the last one."""
    _, past = _live(_nightly("404 down ok"))

    assert (None, None) == (past.failing, past.gone)
    assert _at(48) == past.succeeded_at
    assert Status.ALIVE is past.status


def test_dead_link_may_come_back_and_go_again() -> None:
    """After a recovery a death has to be confirmed again."""
    verdict, past = _live(_nightly("404 404 ok 404"))

    assert (Status.DEAD, False) == (verdict.status, verdict.confirmed)
    assert past.gone is not None
    assert (1, _at(72)) == (past.gone.runs, past.gone.first_at)


@pytest.mark.parametrize(
    ("words", "night"),
    [
        ("ok ok ok", 0),
        ("ok moved moved", 1),
        ("ok 404 404", 1),
        ("404 wall 404", 0),
        ("ok down down", 1),
        ("ok down wall down", 1),
        ("ok 404 down", 2),
        ("ok down down 404", 3),
        ("404 ok", 1),
        ("wall wall", 0),
        ("404 wall", 1),
        ("cert cert down", 2),
        ("down - - down - - down", 0),
    ],
)
def test_since(words: str, night: int) -> None:
    """What is said now dates from when it was first said, inconclusive nights aside."""
    _, past = _live(_nightly(words))

    assert _at(24 * night) == past.since


@pytest.mark.parametrize(
    ("words", "flips"),
    [
        ("ok ok", 0),
        ("ok 404", 1),
        ("ok 404 404", 1),
        ("ok 404 ok", 2),
        ("ok down ok down ok", 4),
        ("404 404", 0),
        ("404 ok", 1),
        ("ok wall ok", 0),
        ("ok 404 wall 404", 1),
        ("ok 404 wall ok", 2),
        ("wall 404", 0),
        ("ok wall down", 1),
        ("cert down cert", 0),
    ],
)
def test_flips(words: str, flips: int) -> None:
    """A flip is a change between reached and failing, whatever inconclusive nights lie between."""
    assert flips == _live(_nightly(words))[1].flips


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("ok 404 ok", None),
        ("ok 404 ok 404", "flapping: 3 turns between working and failing in 4 runs"),
        ("ok down ok down ok", "flapping: 4 turns between working and failing in 5 runs"),
        ("ok down wall ok - - down", "flapping: 3 turns between working and failing in 5 runs"),
        ("ok down down down ok down", "flapping: 3 turns between working and failing in 6 runs"),
        ("404 ok 404 ok", "flapping: 3 turns between working and failing in 4 runs"),
        # Three quiet weeks are no month, five are
        ("ok 404 ok 404 ok" + 20 * " ok", "flapping: 4 turns between working and failing in 25 runs"),
        ("ok 404 ok 404 ok" + 35 * " ok", None),
        ("ok 404 ok 404 ok" + 35 * " ok" + " 404", None),
        ("ok 404 ok 404 ok" + 35 * " ok" + " 404 ok", None),
        (
            "ok 404 ok 404 ok" + 35 * " ok" + " 404 ok 404",
            "flapping: 3 turns between working and failing in 4 runs",
        ),
        ("ok 404 ok 404" + 35 * " 404", None),
    ],
)
def test_flapping_is_named_as_such(words: str, told: str | None) -> None:
    """A link that keeps turning is called flapping, with how often in how many runs, until it keeps still."""
    verdict, _ = _live(_nightly(words))

    named = [signal.detail for signal in verdict.signals if signal.code == "flapping"]
    assert ([told] if told else []) == named
    assert (told in verdict.because) == (told is not None)


def test_flapping_is_named_where_a_link_is_not_asked() -> None:
    """What is carried over from an earlier run says it too, for as long as it is news."""
    _, past = _live(_nightly("ok 404 ok 404"))

    soon = recall(past, ("not due",), _at(24 * 5))
    late = recall(past, ("not due",), _at(24 * 60))
    assert ("not due", "flapping: 3 turns between working and failing in 4 runs") == soon.because
    assert ("not due",) == late.because


def test_a_clock_set_back_binds_nothing() -> None:
    """What was seen by a clock that was years ahead counts as of now: the streak goes on from here."""
    ahead = 24 * 365 * 70
    nights: Nights = [(0, "ok"), (ahead, "404"), (24, "404")]
    verdict, past = _live(nights)

    assert (Status.DEAD, False) == (verdict.status, verdict.confirmed)
    assert (_at(24), _at(24)) == (past.since, past.asked_at)
    assert past.gone is not None
    assert (2, 1, _at(24), _at(24)) == (
        past.gone.runs, past.gone.days, past.gone.first_at, past.gone.last_at,
    )  # fmt: skip
    verdict, past = _live([*nights, (44, "404")])
    assert (Status.DEAD, True) == (verdict.status, verdict.confirmed)


def test_a_clock_set_back_by_an_hour_loses_nothing() -> None:
    """Only what lies after now is drawn back: the beginning of a streak stays."""
    verdict, past = _live([(0, "404"), (21, "404"), (20, "404")])

    assert verdict.confirmed
    assert (START, _at(20)) == (past.since, past.asked_at)


@pytest.mark.parametrize("hours", [-12, -5, 0, 2, 5.5, 14])
def test_time_zones_do_not_matter(hours: float) -> None:
    """Days are those of UTC, wherever the clock that gave the time stands."""
    zone = timezone(timedelta(hours=hours))
    past: Past | None = None
    for night in (0, 0.9, 2.5, 6):
        at = _at(24 * night).astimezone(zone)
        verdict, past = remember(_verdict(Status.UNREACHABLE), past, at)

    assert past is not None
    assert past.failing is not None
    assert (4, 4) == (past.failing.runs, past.failing.days)
    assert (START, timedelta(0)) == (past.since, past.since.utcoffset())
    assert Status.DEAD is verdict.status


@pytest.mark.parametrize(
    ("words", "failing_runs", "since_night"),
    [
        ("404 - - - - 404", 2, 0),
        ("404 - - wall - - 404", 2, 0),
        ("ok - - - 404 - - 404", 2, 4),
        ("down - 404 - down", 3, 4),
        ("404 skip skip skip 404 404", 3, 0),
        ("404 ok - - 404", 1, 4),
        ("ok wall 404 wall wall 404", 2, 2),
    ],
)
def test_gaps_in_the_schedule(words: str, failing_runs: int, since_night: int) -> None:
    """A night without a run is no run: streaks count runs, and begin where they began."""
    _, past = _live(_nightly(words))

    assert past.failing is not None
    assert failing_runs == past.failing.runs
    assert _at(24 * since_night) == past.since


def test_two_runs_a_day_are_two_runs_of_one_day() -> None:
    """Mornings and evenings count as runs; for days there is one."""
    _, past = _live([(0, "down"), (8, "down"), (24, "down"), (32, "down")])

    assert past.failing is not None
    assert (4, 2) == (past.failing.runs, past.failing.days)


def test_runs_and_times() -> None:
    """Every run is counted, and the last one's time is kept."""
    _, past = _live(_nightly("ok 404 wall skip"))

    assert (4, _at(72), _at(0)) == (past.runs, past.asked_at, past.succeeded_at)


def test_best_match_is_of_successes() -> None:
    """The best match that a page ever had is kept; a failing night's page neither raises nor lowers it."""
    past: Past | None = None
    best = []
    for status, match in [
        (Status.DEAD, 1.0),
        (Status.ALIVE, 0.7),
        (Status.ALIVE, None),
        (Status.MOVED, 0.9),
        (Status.CHANGED, 0.0),
        (Status.ALIVE, 0.2),
    ]:
        _, past = remember(_verdict(status), past, START, title_match=match)
        best.append(past.best_title_match)

    assert [None, 0.7, 0.7, 0.9, 0.9, 0.9] == best


def test_new_address_is_that_of_the_last_run() -> None:
    """The address to carry is remembered while the link is said to have moved, and no longer."""
    past: Past | None = None
    found = []
    for status, moved_to in [(Status.MOVED, "https://b.test/"), (Status.ALIVE, None)]:
        _, past = remember(replace(_verdict(status), moved_to=moved_to), past, START)
        found.append(past.moved_to)

    assert ["https://b.test/", None] == found


def test_title_is_of_the_resource() -> None:
    """An error page's or a stranger's title does not stand in for the resource's own."""
    past: Past | None = None
    titles = []
    for status, title in [
        (Status.BLOCKED, "Just a moment..."),
        (Status.ALIVE, "Bayes Rules!"),
        (Status.DEAD, "Not found"),
        (Status.CHANGED, "Casino"),
        (Status.ALIVE, "Bayes Rules! 2e"),
    ]:
        _, past = remember(_verdict(status), past, START, page=PageFacts(title=title))
        titles.append(past.title)

    assert [None, "Bayes Rules!", "Bayes Rules!", "Bayes Rules!", "Bayes Rules! 2e"] == titles


# Quarters of an hour, so that no sum of hours is off by rounding.
STEPS = st.lists(
    st.tuples(st.integers(2, 24 * 9 * 4), st.sampled_from(sorted(WORDS))), min_size=1, max_size=14
)


def _nights(steps: list[tuple[int, str]]) -> Nights:
    return [(sum(gap for gap, _ in steps[: number + 1]) / 4, word) for number, (_, word) in enumerate(steps)]


HISTORIES = STEPS.map(_nights)


@given(HISTORIES)
@example(_nights([(2, "cert"), (81, "cert"), (2, "skip"), (493, "down")]))
@example([(2, "cert"), (81, "cert"), (83, "skip"), (493, "down")])
@example(_nightly("404 cert cert skip down"))
@example(_nightly("404 cert cert skip - - - down"))
@example(_nightly("404 cert cert skip - - - down - - - - - - down"))
def test_confirmed_death_has_been_earned(nights: Nights) -> None:
    """A confirmed death rests on two such answers 20 hours apart or long silence since the last success."""
    verdict, _ = _live(nights)
    words = [word for _, word in nights]
    last = max((place for place, word in enumerate(words) if word in {"ok", "moved"}), default=-1)
    since = nights[last + 1 :]
    gone = [hours for hours, word in since if word in {"404", "parked"}]
    silent = [hours for hours, word in since if word in {"404", "down"}]

    if verdict.status is Status.DEAD and verdict.confirmed:
        is_gone = len(gone) >= 2 and gone[-1] - gone[0] >= 20
        is_lost = len(silent) >= 3 and silent[-1] - silent[0] >= 24 * 6
        assert is_gone or is_lost
    if words[-1] in {"404", "parked"} and len(gone) >= 2 and gone[-1] - gone[0] >= 20:
        assert verdict.confirmed


@pytest.mark.parametrize(
    "reason",
    [
        "client-error",
        "unexpected-status",
        "title-says-trouble",
        "robots-unreachable",
        "broken-document",
        "no-connection-over-ipv6",
        "site-is-silent",
        "undecodable-page",
    ],
)
def test_who_answers_is_not_out_of_reach_for_long(reason: str) -> None:
    """A server that turns every request down for weeks is there; silence after it counts apart."""
    past: Past | None = None
    said = []
    for night, why in enumerate([reason] * 9 + ["read-timeout"] * 7):
        verdict, past = remember(replace(_verdict(Status.UNREACHABLE), reason=why), past, _at(24 * night))
        said.append(verdict.status)

    assert [Status.UNREACHABLE] * 15 + [Status.DEAD] == said


def test_silence_begins_anew_after_an_answer() -> None:
    """Nights of silence are not carried over one on which the server turned the request down."""
    past: Past | None = None
    for night, why in enumerate(["read-timeout"] * 6 + ["client-error"] + ["read-timeout"] * 2):
        verdict, past = remember(replace(_verdict(Status.UNREACHABLE), reason=why), past, _at(24 * night))

    assert past is not None
    assert past.failing is not None
    assert (Status.UNREACHABLE, 2) == (verdict.status, past.failing.runs)


@given(HISTORIES)
def test_silence_alone_needs_six_days(nights: Nights) -> None:
    """A link that was only ever out of reach is never called dead sooner than the policy says."""
    for length in range(1, len(nights) + 1):
        said = [(hours, "down") for hours, _ in nights[:length]]
        verdict, _ = _live(said)
        days = {_at(hours).date() for hours, _ in said}
        is_due = len(said) >= 3 and len(days) >= 3 and said[-1][0] - said[0][0] >= 24 * 6
        assert is_due == (verdict.status is Status.DEAD)


@given(HISTORIES, st.sampled_from(["ok", "moved"]))
def test_success_always_clears(nights: Nights, success: str) -> None:
    """Whatever came before, a success leaves no streak."""
    _, past = _live([*nights, (nights[-1][0] + 1, success)])

    assert (None, None) == (past.failing, past.gone)
    assert past.status in REACHED


@given(HISTORIES, st.sampled_from(["wall", "skip"]))
def test_inconclusive_changes_no_streak(nights: Nights, said: str) -> None:
    """A refusal or a skip says nothing: both streaks stay to the letter."""
    _, before = _live(nights)
    _, after = _live([*nights, (nights[-1][0] + 24, said)])

    assert (before.failing, before.gone) == (after.failing, after.gone)
    assert (before.flips, before.succeeded_at) == (after.flips, after.succeeded_at)


@given(HISTORIES)
def test_memory_is_consistent(nights: Nights) -> None:
    """A failing link has a streak, its counts fit its times, and nothing is dated after the last run."""
    verdict, past = _live(nights)

    assert verdict.status is past.status
    assert (past.failing is not None) or past.status not in FAILING
    for streak in (past.failing, past.gone):
        if streak is not None:
            assert 0 <= streak.days <= streak.runs <= past.runs
            assert streak.first_at <= streak.last_at <= past.asked_at
            assert streak.days <= (streak.last_at.date() - streak.first_at.date()).days + 1
    assert past.since <= past.asked_at
    assert past.flips < past.runs


LEAPS = st.lists(
    st.tuples(st.integers(-24 * 40 * 4, 24 * 40 * 4), st.sampled_from(sorted(WORDS))),
    min_size=1,
    max_size=14,
)


@given(LEAPS)
def test_memory_is_consistent_whatever_the_clock_does(leaps: list[tuple[int, str]]) -> None:
    """Even where the clock leaps back and forth, nothing is dated after now and no streak has more days."""
    verdict, past = _live(_nights(leaps))
    now = _at(_nights(leaps)[-1][0])

    assert verdict.status is past.status
    assert now == past.asked_at >= past.since
    assert past.succeeded_at is None or past.succeeded_at <= now
    for streak in (past.failing, past.gone):
        if streak is not None:
            assert streak.first_at <= streak.last_at <= now
            assert 0 <= streak.days <= streak.runs
            assert streak.days <= (streak.last_at.date() - streak.first_at.date()).days + 1
    assert 0 <= past.flips < past.runs


@given(HISTORIES)
def test_inconclusive_nights_might_as_well_not_have_been(nights: Nights) -> None:
    """Left out of a history, inconclusive nights change no count, wherever they stand in it."""
    without = [(at, word) for at, word in nights if word not in {"wall", "skip"}]
    assume(without)
    _, one = _live(nights)
    _, other = _live(without)

    assert (one.failing, one.gone) == (other.failing, other.gone)
    assert (one.flips > 0, one.succeeded_at) == (other.flips > 0, other.succeeded_at)


def test_a_night_without_the_sites_interface_ends_no_streak() -> None:
    """A removed video is confirmed on the next night that tells, whatever its shell showed between."""
    past: Past | None = None
    said = []
    for night, (status, why) in enumerate(
        [
            (Status.DEAD, "site-says-gone"),
            (Status.UNREACHABLE, "site-is-silent"),
            (Status.UNREACHABLE, "site-is-silent"),
            (Status.DEAD, "site-says-gone"),
        ]
    ):
        verdict, past = remember(replace(_verdict(status), reason=why), past, _at(24 * night))
        said.append((verdict.status, verdict.confirmed))

    assert (Status.DEAD, True) == said[-1]
    assert Status.ALIVE not in {status for status, _ in said}
