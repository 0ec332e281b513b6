"""The decision table: complete, without dead rows, and never condemning what the evidence does not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.laws import HARD_FACTS

from crawler.judge.model import Case, Signal, Verdict
from crawler.judge.verdict import TABLE, Row, decide
from crawler.probe.past import Status

MakeCase = Callable[..., Case]
CODES = sorted(code for row in TABLE for code in row.needs | row.unless)
SETS_OF_CODES = st.frozensets(st.sampled_from(CODES), max_size=6)
# Statuses of an answer that speak for themselves, whatever the page says.
REFUSED = {"unauthorized", "payment-required", "forbidden", "legal-reasons", "rate-limited", "request-denied"}
HARD = HARD_FACTS | {"text-says-missing"}


def _decide(make_case: MakeCase, codes: frozenset[str], hops: str = "301 /new") -> Verdict:
    signals = tuple(Signal(code=code, detail=f"saw {code}") for code in sorted(codes))
    return decide(make_case(hops=hops, match=1.0), signals)


def _row(codes: frozenset[str]) -> Row:
    return next(row for row in TABLE if row.fits(codes))


def test_last_row_fits_everything() -> None:
    """Whatever was seen, some row decides."""
    assert (frozenset(), frozenset()) == (TABLE[-1].needs, TABLE[-1].unless)
    assert Status.ALIVE is TABLE[-1].status


def test_reasons_are_kebab_case() -> None:
    """A row's reason is a code."""
    assert [] == [row.reason for row in TABLE if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", row.reason)]


def test_no_row_hides_another() -> None:
    """No later row asks for all that an earlier one asks for and more: it could never decide."""
    hidden = [
        (row.reason, earlier.reason)
        for number, row in enumerate(TABLE)
        for earlier in TABLE[:number]
        if earlier.needs <= row.needs and earlier.unless <= row.unless and not earlier.unless & row.needs
    ]

    assert [] == hidden


def test_one_reason_one_status() -> None:
    """Scripts may rely on a reason meaning one status, but for certificates that nothing answers behind."""
    statuses: dict[str, set[Status]] = {}
    for row in TABLE:
        statuses.setdefault(row.reason, set()).add(row.status)

    several = {reason: found for reason, found in statuses.items() if len(found) > 1}
    assert all(reason.startswith("certificate-") for reason in several)
    assert all({Status.INSECURE, Status.UNREACHABLE} == found for found in several.values())


@given(SETS_OF_CODES)
def test_death_needs_a_hard_fact(codes: frozenset[str]) -> None:
    """No combination of facts is called dead without one that names death."""
    row = _row(codes)

    assert row.status is not Status.DEAD or row.needs & HARD


def test_matching_title_is_never_condemned_by_words() -> None:
    """A page that carries the entry's title dies only of its status, its name or its site's own word, or of
    where it was led to by a redirect or a seller of its domain, where the title is an echo; of what a page
    that cannot exist proves of the title; of what it says beside the title (another year, a rival, what it
    sells); or where nothing is left of what else it said.
    """
    condemning = [
        row
        for row in TABLE
        if row.status in {Status.DEAD, Status.CHANGED}
        and not row.needs & {"text-unlike-before", "title-unlike-entry"}
    ]

    expected = {"not-found", "gone", "name-not-found", "site-says-gone"}
    alone = {
        "only-a-notice", "empty-listing", "rival-page", "another-year", "another-course", "states-gone",
        "article-farm", "front-without-work", "newly-installed",
    }  # fmt: skip
    echoes = {"redirect-to-search", "says-closed", "called-by-its-host"}
    by_control = {row for row in condemning if row.needs & {"text-says-missing", "title-echoes-address"}}
    proved = {row.reason for row in by_control} | {"text-unlike-title", "spam-topic"}
    condemned = [row for row in condemning if "title-matches-entry" not in row.unless]
    assert expected | alone | proved == {row.reason for row in condemned if not echoes & row.needs}
    spared = {row.reason for row in condemning if "title-matches-entry" in row.unless}
    assert not (expected | alone) & spared


@given(SETS_OF_CODES, st.sampled_from(sorted(REFUSED)))
def test_refusal_is_never_death(codes: frozenset[str], refusal: str) -> None:
    """Whoever refuses an automated visitor has said nothing of the page."""
    statuses = {"not-found", "gone", "site-says-gone", "name-not-found"}
    row = _row((codes - statuses) | {refusal})

    assert row.status not in {Status.DEAD, Status.CHANGED}


@given(SETS_OF_CODES)
def test_wall_is_never_death(codes: frozenset[str]) -> None:
    """Behind a challenge with 404 there may be anything."""
    row = _row((codes - {"site-says-gone", "name-not-found", "title-matches-entry"}) | {"bot-wall"})

    assert row.status not in {Status.DEAD, Status.CHANGED}


@given(SETS_OF_CODES)
def test_moved_needs_a_fit_replacement(codes: frozenset[str]) -> None:
    """Nothing is called moved without an address to offer."""
    row = _row(codes)

    assert row.status is not Status.MOVED or "replacement-fit" in codes


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        ("", "ok"),
        ("recovered-on-retry", "ok"),
        ("not-found bot-wall", "bot-wall"),
        ("bot-wall title-matches-entry", "ok"),
        ("forbidden bot-wall", "bot-wall"),
        ("not-found title-matches-entry", "not-found"),
        ("not-found permanent-redirect replacement-fit", "not-found"),
        ("site-says-exists title-says-missing", "site-says-exists"),
        ("site-says-gone title-matches-entry", "site-says-gone"),
        ("site-says-private not-found", "site-says-private"),
        ("certificate-expired", "certificate-expired"),
        ("tls-handshake", "tls-handshake"),
        ("tls-handshake answers-without-certificate", "tls-too-old"),
        ("redirect-to-login title-says-missing", "redirect-to-login"),
        ("redirect-to-consent same-as-control", "redirect-to-consent"),
        ("parked-page same-as-control title-unlike-entry", "parked"),
        ("parked-page title-matches-entry", "ok"),
        ("title-says-missing same-as-control", "soft-404"),
        ("title-says-missing title-matches-entry", "ok"),
        ("title-fell title-unlike-entry same-as-control", "content-changed"),
        ("title-fell same-as-control gate-before-front-page", "gate-before-front-page"),
        ("same-as-control shared-target gate-before-front-page", "gate-before-front-page"),
        ("title-says-missing same-as-control gate-before-front-page", "soft-404"),
        ("redirect-to-error-page gate-before-front-page", "redirect-to-error-page"),
        ("title-says-trouble gate-before-front-page", "title-says-trouble"),
        ("gate-before-front-page title-matches-entry temporary-redirect", "temporary-redirect"),
        ("title-fell title-unlike-entry redirect-to-home", "redirect-to-home"),
        ("redirect-to-home cross-site-redirect", "ok"),
        ("redirect-to-home cross-site-redirect temporary-redirect", "temporary-redirect"),
        ("redirect-to-home cross-site-redirect title-unlike-entry", "redirect-to-home"),
        ("redirect-to-home cross-site-redirect same-as-control", "redirect-to-home"),
        ("redirect-to-home", "redirect-to-home"),
        ("one-shell-for-all title-unlike-entry", "single-page-shell"),
        ("permanent-redirect replacement-fit", "permanent-redirect"),
        ("permanent-redirect replacement-unfit", "redirect-without-replacement"),
        ("temporary-redirect", "temporary-redirect"),
        ("meta-refresh cross-site-redirect", "ok"),
        ("title-unlike-entry temporary-redirect", "title-unlike-entry"),
    ],
)
def test_precedence(make_case: MakeCase, codes: str, reason: str) -> None:
    """Where facts speak for different verdicts, the table's order decides."""
    assert reason == _decide(make_case, frozenset(codes.split())).reason


def test_what_decided_is_said_first(make_case: MakeCase) -> None:
    """The deciding facts come first, then every other that was seen."""
    verdict = _decide(make_case, frozenset({"recovered-on-retry", "not-found", "temporary-redirect"}))

    assert ("saw not-found", "saw recovered-on-retry", "saw temporary-redirect") == verdict.because
    assert 3 == len(verdict.signals)


def test_nothing_seen_still_says_why(make_case: MakeCase) -> None:
    """A verdict without any signal tells its status and place."""
    assert ("200 from https://a.test/new",) == _decide(make_case, frozenset()).because


def test_replacement_only_where_moved(make_case: MakeCase) -> None:
    """The address to carry is given with the verdict `moved` alone."""
    fit = frozenset({"permanent-redirect", "replacement-fit"})

    assert "https://a.test/new" == _decide(make_case, fit).moved_to
    assert None is _decide(make_case, fit | {"not-found"}).moved_to
