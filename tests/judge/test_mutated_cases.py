"""The judge's laws over every case file and what chance makes of it: every signal and every row is reached.

Small random webs, as in `test_properties`, seldom come near a wall's header or a parking script. Each case is
one that does; it is changed at one to three places and must still be judged by the same laws.
"""

from __future__ import annotations

import copy
import os
import random
from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.laws import HARD_FACTS, PASSING, REFUSED_KINDS
from support.replay import CaseFile, all_cases

from crawler.judge import Case, Verdict, decide, judge, read_signals, remember
from crawler.judge.verdict import TABLE
from crawler.probe import urls
from crawler.probe.past import FAILING, REACHED, Status
from crawler.probe.retry import RETRIED_STATUSES
from crawler.report.case_replay import LAST_NIGHT, Web, case_of

if TYPE_CHECKING:
    from collections.abc import Callable

Said = dict[str, Any]
EXAMPLES = int(os.environ.get("CRAWLER_PROPERTY_EXAMPLES", "2"))
HARD = HARD_FACTS | {"text-says-missing"}
ECHOES = {
    "redirect-to-search", "says-closed", "called-by-its-host", "text-unlike-before", "text-unlike-title",
    "title-echoes-address", "text-says-missing", "only-a-notice", "spam-under-title", "rival-page",
    "another-year", "empty-listing", "another-course", "article-farm", "front-without-work",
    "newly-installed", "states-gone",
}  # fmt: skip
"""Facts beside which a title that matches speaks for nothing."""
ALL = [case.said for case in all_cases()]


def _other_title(said: Said, other: Said, _chance: random.Random) -> None:
    said["entry"]["title"] = other["entry"].get("title")


def _other_past(said: Said, other: Said, _chance: random.Random) -> None:
    said.pop("past", None)
    said |= {"past": other["past"]} if "past" in other else {}


def _other_answer(said: Said, other: Said, chance: random.Random) -> None:
    """An answer of another case's web at an address of this one's; redirects lead where they led there."""
    said["answers"][chance.choice(_addresses(said))] = other["answers"][chance.choice(_addresses(other))]


def _other_status(said: Said, _other: Said, chance: random.Random) -> None:
    answers = said["answers"]
    address = chance.choice(_addresses(said))
    answer = answers[address][-1] if isinstance(answers[address], list) else answers[address]
    answers[address] = {**answer, "status": chance.choice([200, 203, 301, 302, 401, 403, 404, 410, 500])}


def _one_hop_more(said: Said, _other: Said, chance: random.Random) -> None:
    """The link is one that leads to where it was."""
    code, before = chance.choice([301, 302, 307, 308]), "https://before.test/some/where"
    said["answers"][before] = {"status": code, "headers": {"location": said["entry"]["url"]}}
    said["entry"]["url"] = before


def _crowd(said: Said, _other: Said, chance: random.Random) -> None:
    said["crowd"] = chance.choice([0, 3, 7])


MUTATIONS: tuple[Callable[[Said, Said, random.Random], None], ...] = (
    _other_title,
    _other_past,
    _other_answer,
    _other_status,
    _one_hop_more,
    _crowd,
)
CHANCES = st.randoms(use_true_random=False)
laws = settings(max_examples=EXAMPLES, deadline=None)


def _addresses(said: Said) -> list[str]:
    return sorted(set(said["answers"]) - {"dns"})


def _mutated(case: CaseFile, chance: random.Random) -> Said:
    """The case itself a quarter of the times."""
    said = copy.deepcopy(case.said)
    for _ in range(chance.randrange(4)):
        chance.choice(MUTATIONS)(said, chance.choice(ALL), chance)
    return said


def _case(said: Said) -> Case:
    """What nobody says anything of is not there."""
    return case_of(said, Web(copy.deepcopy(said["answers"])))


def _told(verdict: Verdict) -> tuple[object, ...]:
    return verdict.status, verdict.reason, verdict.confidence, verdict.moved_to


def test_the_cases_reach_every_row() -> None:
    """What the laws below are tried on starts from each row of the table, and so from each signal in it."""
    reached = {
        next(number for number, row in enumerate(TABLE) if row.fits(frozenset(said["expect"]["signals"])))
        for said in ALL
    }

    assert set(range(len(TABLE))) == reached


@laws
@given(CHANCES)
def test_order_of_signals_does_not_matter(case: CaseFile, chance: random.Random) -> None:
    """However the facts are shuffled, the same is said, for the same reasons."""
    judged = _case(_mutated(case, chance))
    signals = list(read_signals(judged))
    first = decide(judged, tuple(signals))
    chance.shuffle(signals)
    again = decide(judged, tuple(signals))

    assert _told(first) == _told(again)
    assert sorted(first.because) == sorted(again.because)


@laws
@given(CHANCES, st.sampled_from(PASSING))
def test_trouble_that_passes_changes_nothing(case: CaseFile, chance: random.Random, trouble: Said) -> None:
    """Wherever in the conversation an address fails once and answers the next attempt, the same is said."""
    said = _mutated(case, chance)
    calm = _case(said)
    asked = [each for each in calm.evidence.exchanges if each.probe.purpose == "page"]
    probe = chance.choice(asked).probe if asked else None
    answer = said["answers"].get(probe.url) if probe else None
    # What is trouble itself, or another answer at each call, has no calm to compare with.
    if probe is None or not isinstance(answer, dict) or "known" in said or "cookie" in str(probe.headers):
        return
    if "fail" in answer or answer.get("status") in RETRIED_STATUSES:
        return
    passing = _case(said | {"answers": said["answers"] | {probe.url: [trouble, answer]}})

    assert _told(judge(calm)) == _told(judge(passing))


@laws
@given(CHANCES)
def test_dead_needs_a_hard_fact_or_a_streak(case: CaseFile, chance: random.Random) -> None:
    """In one run a fact that names death; in many, silence on three days that span six, and nothing less."""
    judged = _case(_mutated(case, chance))
    verdict = judge(judged)
    hard = HARD & {signal.code for signal in verdict.signals}
    assert verdict.status is not Status.DEAD or hard

    memory, began = None, LAST_NIGHT + timedelta(days=1)
    for night in range(8):
        said, memory = remember(verdict, memory, began + timedelta(days=night))
        is_lost = said.reason == "unreachable-for-long" and night >= 6 and said.confirmed
        assert said.status is not Status.DEAD or hard or is_lost
        assert not said.confirmed or said.status not in FAILING or night >= 1


@laws
@given(CHANCES)
def test_moved_to_is_sound(case: CaseFile, chance: random.Random) -> None:
    """Absolute, elsewhere, alive, at the end of permanent hops, no weaker, and no place for everybody."""
    judged = _case(_mutated(case, chance))
    verdict = judge(judged)

    assert (verdict.moved_to is not None) == (verdict.status is Status.MOVED)
    if verdict.moved_to is None:
        return
    url, target, final = judged.link.url, verdict.moved_to, judged.evidence.final
    assert urls.scheme_of(target) in {"http", "https"}
    assert urls.normalise(target) not in {None, urls.normalise(url)}
    assert final.answer is not None
    assert 200 <= final.answer.status < 300 or judged.evidence.unchanged
    assert not (urls.scheme_of(url) == "https" and urls.scheme_of(target) == "http")
    for is_kind in REFUSED_KINDS:
        assert is_kind(url) or not (is_kind(target) or is_kind(final.probe.url)), is_kind.__name__
    moves = takewhile(lambda hop: hop.is_permanent, judged.evidence.hops)
    assert target in {hop.target + end for hop in moves for end in ("", urls.fragment_of(url))}


@laws
@given(CHANCES)
def test_a_page_under_the_entrys_title_is_not_condemned_by_words(
    case: CaseFile, chance: random.Random
) -> None:
    """Only a status, the site's own word, or what makes the title an echo speaks against it."""
    verdict = judge(_case(_mutated(case, chance)))
    codes = {signal.code for signal in verdict.signals}

    if "title-matches-entry" in codes and verdict.status not in REACHED and not codes & ECHOES:
        assert verdict.reason in SPOKEN


SPOKEN = {
    "site-says-gone", "site-says-private", "site-says-restricted", "server-error", "unauthorized",
    "payment-required", "forbidden", "legal-reasons", "rate-limited", "request-denied",
    # By what a page that cannot exist says too, or a form: a door or an outage, and no death.
    "text-says-trouble", "page-asks-first", "redirect-to-form",
    # Nor is what others are shown.
    "shown-elsewhere", "page-is-closed", "states-closed",
}  # fmt: skip


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.__name__.strip("_"))
def test_each_mutation_changes_what_is_said(mutation: Callable[[Said, Said, random.Random], None]) -> None:
    """A change that changes no verdict would try nothing."""
    chance = random.Random(mutation.__name__)
    changed = 0
    for said in chance.sample(ALL, 180):
        before, after = copy.deepcopy(said), copy.deepcopy(said)
        mutation(after, chance.choice(ALL), chance)
        changed += _told(judge(_case(before))) != _told(judge(_case(after)))

    assert changed
