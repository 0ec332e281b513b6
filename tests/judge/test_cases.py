"""Every case file, and what the case files cover together."""

from __future__ import annotations

import random
from collections import Counter

from support.replay import CaseFile, all_cases, case_of, verdict_of

from crawler.judge.signals import read_signals
from crawler.judge.verdict import TABLE, decide

SIGNAL_CODES = frozenset(code for row in TABLE for code in row.needs | row.unless) | {
    # Facts that no row needs; they are shown as reasons.
    "body-broken",
    "cross-site-redirect",
    "fragment-missing",
    "language-changed",
    "meta-refresh",
    "not-modified",
    "recovered-on-retry",
    "script-redirect",
    "site-says-registered",
}


def test_case_says_what_it_expects(case: CaseFile) -> None:
    """A case's verdict and its exact signals are those that its file names."""
    verdict = verdict_of(case)

    expected = case.expected
    assert expected["status"] == verdict.status, verdict
    assert expected["reason"] == verdict.reason, verdict
    assert expected.get("moved_to") == verdict.moved_to
    assert sorted(expected["signals"]) == sorted(signal.code for signal in verdict.signals)
    if "confidence" in expected:
        assert expected["confidence"] == verdict.confidence


def test_verdict_does_not_depend_on_order(case: CaseFile) -> None:
    """No verdict depends on the order in which signals were seen."""
    evidence = case_of(case)
    signals = list(read_signals(evidence))
    random.Random(case.name).shuffle(signals)

    verdict = decide(evidence, tuple(signals))

    assert verdict_of(case).status == verdict.status
    assert verdict_of(case).reason == verdict.reason


LABELS = {
    "working": {"alive", "moved"},
    "dead": {"dead", "changed"},
    "undecidable": {"blocked"},
}


def test_label_binds_the_status(case: CaseFile) -> None:
    """What a person would find behind the link is what is said of it."""
    label = case.said.get("label")

    assert label is None or verdict_of(case).status in LABELS[label]


def test_every_verdict_says_why(case: CaseFile) -> None:
    """A verdict carries at least one reason in words, in one line each."""
    verdict = verdict_of(case)

    assert verdict.because
    assert all(reason and "\n" not in reason for reason in verdict.because)


def test_dead_has_a_hard_signal(case: CaseFile) -> None:
    """Nothing is called dead without a signal that names death or a place where pages go to die."""
    hard = {
        "not-found", "gone", "name-not-found", "site-says-gone", "title-says-missing", "same-as-control",
        "redirect-to-home", "redirect-to-error-page", "redirect-to-search",
        "redirect-to-listing", "shared-target", "shared-page", "text-says-missing", "same-document",
        "called-gone", "marked-missing", "status-in-title", "named-as-missing",
    }  # fmt: skip
    verdict = verdict_of(case)

    assert verdict.status != "dead" or hard & {signal.code for signal in verdict.signals}


def test_there_are_enough_cases() -> None:
    """At least 250 cases, and of each label enough to tell."""
    labels = Counter(case.said["label"] for case in all_cases() if "label" in case.said)

    assert len(all_cases()) >= 250
    assert sum(labels.values()) >= 100
    assert set(LABELS) == set(labels)


def test_case_names_are_unique() -> None:
    """No two cases share a name."""
    names = Counter(case.name for case in all_cases())

    assert {} == {name: count for name, count in names.items() if count > 1}


def test_every_signal_has_a_hit_and_a_miss() -> None:
    """Each signal fires in some case and stays silent in another."""
    seen = [set(case.expected["signals"]) for case in all_cases()]

    without_hit = SIGNAL_CODES - set.union(*seen)
    without_miss = set.intersection(*seen)
    assert not without_hit, "no case has these signals"
    assert not without_miss, "every case has these signals"
    assert set() == set.union(*seen) - SIGNAL_CODES, "these signals are in no row, nor among the plain facts"


def test_every_row_of_the_table_decides_a_case() -> None:
    """No row of the verdict table is unreachable."""
    deciding = set()
    for case in all_cases():
        codes = frozenset(case.expected["signals"])
        deciding.add(next(position for position, row in enumerate(TABLE) if row.fits(codes)))

    idle = [(row.reason, sorted(row.needs)) for position, row in enumerate(TABLE) if position not in deciding]
    assert [] == idle, "no case reaches these rows"
