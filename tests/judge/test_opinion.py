"""Which of two opinions about one link stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest

from crawler.judge import Case, Verdict, judge, settle
from crawler.probe.model import Answer, Exchange, Probe
from crawler.probe.past import Status

MakeCase = Callable[..., Case]
Opinion = tuple[Case, Verdict]


def _opinion(make_case: MakeCase, said: str, stack: str = "httpx") -> Opinion:
    if said == "insecure":
        hidden = Exchange(probe=Probe(url="https://a.test/"), outcome=Answer(status=200))
        case = make_case("certificate-expired", hidden=hidden, stack=stack)
    else:
        case = make_case(said, stack=stack)
    return case, judge(case)


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        # The milder of two answers
        ("404", "200", "200"),
        ("500", "200", "200"),
        ("404", "403", "403"),
        ("404", "500", "500"),
        ("500", "403", "403"),
        ("410", "404", "410"),
        ("404", "410", "404"),
        ("insecure", "200", "200"),
        ("500", "insecure", "insecure"),
        ("403", "insecure", "403"),
        # An answer stands over silence
        ("404", "connect-timeout", "404"),
        ("connect-timeout", "404", "404"),
        ("read-timeout", "200", "200"),
        ("read-timeout", "500", "500"),
        ("dns-failure", "insecure", "insecure"),
        # Of two silences the milder: who times out while connecting has found the name
        ("name-not-found", "connect-timeout", "connect-timeout"),
        ("connection-refused", "name-not-found", "connection-refused"),
        ("name-not-found", "name-not-found", "name-not-found"),
        ("name-not-found", "404", "404"),
        ("connect-timeout", "read-timeout", "connect-timeout"),
        # What was not asked stands last, but that a robots.txt came is an answer of the host's
        ("dns-timeout", "robots-disallowed", "robots-disallowed"),
        ("connection-refused", "robots-disallowed", "robots-disallowed"),
        ("404", "robots-disallowed", "404"),
        ("read-timeout", "forbidden-address", "read-timeout"),
    ],
)
def test_which_stands(make_case: MakeCase, first: str, second: str, stands: str) -> None:
    """The mildest answer that somebody really gave stands, of two alike the first."""
    case, verdict = settle(_opinion(make_case, first), _opinion(make_case, second, "second"))

    expected = _opinion(make_case, stands)[1]
    assert (expected.status, expected.reason) == (verdict.status, verdict.reason)
    assert "httpx" == case.evidence.final.probe.stack or stands == second


SAID = [
    "200",
    "404",
    "410",
    "403",
    "500",
    "insecure",
    "name-not-found",
    "connect-timeout",
    "robots-disallowed",
]


@pytest.mark.parametrize(("first", "second"), list(product(SAID, SAID)))
def test_never_worse_than_both(make_case: MakeCase, first: str, second: str) -> None:
    """One of the two stands, a success always does, and a death only where nobody said anything milder."""
    one, other = _opinion(make_case, first), _opinion(make_case, second, "second")
    _, verdict = settle(one, other)

    statuses = {one[1].status, other[1].status}
    assert verdict.status in statuses
    assert Status.ALIVE not in statuses or Status.ALIVE is verdict.status
    if Status.DEAD is verdict.status:
        assert statuses <= {Status.DEAD, Status.UNREACHABLE, Status.SKIPPED}


def test_both_conversations_are_kept(make_case: MakeCase) -> None:
    """The evidence holds the exchanges of both, in the order in which they happened."""
    one, other = _opinion(make_case, "404"), _opinion(make_case, "200", "second")
    case, _ = settle(one, other)

    assert ["httpx", "second"] == [exchange.probe.stack for exchange in case.evidence.exchanges]
    assert 200 == getattr(case.evidence.final.answer, "status", None)


def test_says_how_they_compare(make_case: MakeCase) -> None:
    """The last reason tells that the link was asked twice, and over which stack."""
    one, other = _opinion(make_case, "404"), _opinion(make_case, "200", "second")

    same = settle(one, _opinion(make_case, "404", "second"))[1].because[-1]
    unlike = settle(one, other)[1].because[-1]

    assert "asked again later (second): the same" == same
    assert "asked twice: not-found at first, ok later (second)" == unlike


def test_replacement_goes_with_its_verdict(make_case: MakeCase) -> None:
    """A replacement that one opinion offers does not slip into the other."""
    case, verdict = _opinion(make_case, "500")
    moved = replace(verdict, status=Status.MOVED, reason="permanent-redirect", moved_to="https://b.test/")

    assert "https://b.test/" == settle((case, verdict), (case, moved))[1].moved_to
    assert None is settle((case, replace(verdict, status=Status.ALIVE)), (case, moved))[1].moved_to
