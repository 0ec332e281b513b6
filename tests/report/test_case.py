"""One link's whole case, kept as JSON and told in lines."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from support.replay import all_cases, case_of, verdict_of

from crawler.judge import Case, Signal, Verdict
from crawler.page.model import PageFacts
from crawler.probe import urls
from crawler.probe.model import (
    Answer,
    Delegation,
    EarlierText,
    Evidence,
    Exchange,
    Failure,
    FailureKind,
    Probe,
)
from crawler.probe.past import Past, Status, Streak
from crawler.report.case import dump_case
from crawler.report.explain import tell_case

URL = "https://a.test/book"


def _case(*exchanges: Exchange, page: PageFacts | None = None, title: str | None = "Bayes Rules!") -> Case:
    link = case_of(all_cases()[0]).link
    evidence = Evidence(url=URL, exchanges=exchanges, hops=(), final=exchanges[-1], page=page)
    match = 0.931 if title and page else None
    return Case(
        link=type(link)(**_fields(link) | {"title": title}), evidence=evidence, past=None, title_match=match
    )


def _fields(link: Any) -> dict[str, Any]:
    return {name: getattr(link, name) for name in link.__dataclass_fields__}


def _verdict(**fields: Any) -> Verdict:
    said: dict[str, Any] = {
        "status": Status.DEAD,
        "reason": "not-found",
        "confidence": "high",
        "because": ("404 from it",),
        "confirmed": False,
    }
    return Verdict(**said | fields)


REFUSED = Exchange(
    probe=Probe(url=URL),
    outcome=Failure(kind=FailureKind.CONNECTION_RESET, detail="by peer"),
    elapsed_s=0.12345,
)
MISSING = Exchange(
    probe=Probe(url=URL, attempt=2, wait_s=1.5, stack="second"),
    outcome=Answer(
        status=404,
        headers=(("server", "nginx"), ("set-cookie", "secret=1"), ("location", "x" * 1000)),
        body=b"never kept",
    ),
    elapsed_s=2.0,
    address="192.0.2.1",
    bytes_received=512,
)


def test_exchanges_are_kept() -> None:
    """Each request and its outcome is kept in order, with what tells who answered; no cookie, no body."""
    text = dump_case(_case(REFUSED, MISSING), _verdict())
    told = json.loads(text)

    assert ["connection-reset: by peer", None] == [exchange["failure"] for exchange in told["exchanges"]]
    last = told["exchanges"][1]
    expected = {
        "purpose": "page",
        "method": "GET",
        "url": URL,
        "attempt": 2,
        "waited_s": 1.5,
        "stack": "second",
        "address": "192.0.2.1",
        "elapsed_s": 2.0,
        "bytes": 512,
        "status": 404,
        "conditions": [],
        "headers": [["server", "nginx"], ["location", "x" * 1000], ["set-cookie", "secret=..."]],
        "failure": None,
        "body": None,
        "body_error": None,
    }
    assert expected == last
    assert 0.123 == told["exchanges"][0]["elapsed_s"]
    assert "secret=1" not in text
    assert "never kept" not in text


def test_verdict_is_kept() -> None:
    """What was said and why is kept with it."""
    told = json.loads(dump_case(_case(MISSING), _verdict(moved_to="https://b.test/")))

    expected = {
        "status": "dead",
        "reason": "not-found",
        "confidence": "high",
        "confirmed": False,
        "because": ["404 from it"],
        "moved_to": "https://b.test/",
    }
    assert expected == told["verdict"]


def test_link_that_was_not_asked() -> None:
    """A skipped link has a case too, with its reason and nothing else, and it can be told."""
    told = json.loads(dump_case(None, _verdict(status=Status.SKIPPED, reason="ignored", because=("a wall",))))

    assert [] == told["exchanges"]
    lines = tell_case(URL, told)
    assert "skipped (ignored), high confidence, not yet confirmed" in lines
    assert "  because a wall" in lines


def test_case_is_told() -> None:
    """A person reads the verdict first, then what was asked and answered, then what was seen."""
    page = PageFacts(title="Bayes Rules! 2e")
    case = _case(REFUSED, MISSING, page=page)
    lines = tell_case(URL, json.loads(dump_case(case, _verdict(confirmed=True, moved_to="https://b.test/"))))

    expected = [
        URL,
        "",
        "dead (not-found), high confidence, confirmed",
        "  dead means gone: not found, or no such domain",
        "  the catalog should carry https://b.test/",
        "",
        "Why, what decided first:",
        "  because 404 from it",
        "",
        'The error\'s page is called "Bayes Rules! 2e".',
        "",
        "What was asked, in order:",
        f"  1. GET {URL} -> connection-reset: by peer",
        "     not dialled, pyreqwest, 0.12 s, 0 bytes",
        f"  2. GET {URL} -> 404",
        "     192.0.2.1, second, 2.00 s, 512 bytes, attempt 2, after waiting 1.5 s",
        "     server: nginx",
        "     location: " + "x" * 300,
        "     set-cookie: secret=...",
    ]
    assert expected == lines


def test_missing_titles_are_said() -> None:
    """A page or an entry without a title is told as such, not as `None`."""
    found = replace(MISSING, outcome=Answer(status=200))
    lines = tell_case(URL, json.loads(dump_case(_case(found, page=PageFacts(), title=None), _verdict())))

    assert "The page has no title; the entry has no title to compare." in lines


@pytest.mark.parametrize(
    ("status", "title", "words"),
    [
        (200, "Bayes", 'The page is called "Bayes"; the entry says "Bayes Rules!"'),
        (304, "Bayes", 'The page, as it was read before, is called "Bayes"; the entry says "Bayes Rules!"'),
        (404, "Lost", 'The error\'s page is called "Lost".'),
        (404, None, None),
    ],
)
def test_whose_title_it_is_is_said(status: int, title: str | None, words: str | None) -> None:
    """An error's page is not the entry's, and that of a 304 was not read tonight."""
    case = _case(replace(MISSING, outcome=Answer(status=status)), page=PageFacts(title=title))
    lines = tell_case(URL, json.loads(dump_case(case, _verdict())))

    told = [line for line in lines if "called" in line or "has no title" in line]
    assert ([words] if words else []) == [line[: len(words or "")] for line in told]


NIGHT = datetime(2026, 11, 3, 3, 17, tzinfo=UTC)
ONE_RUN = Streak(runs=1, days=1, first_at=NIGHT, last_at=NIGHT)


def _past(status: Status, reason: str = "x", *, confirmed: bool = False, **more: Any) -> Past:
    return Past(status=status, reason=reason, confirmed=confirmed, since=NIGHT, asked_at=NIGHT, **more)


@pytest.mark.parametrize(
    ("past", "lines"),
    [
        (_past(Status.ALIVE, succeeded_at=NIGHT), ["alive since 2026-11-03"]),
        (
            _past(Status.DEAD, failing=ONE_RUN, gone=ONE_RUN),
            [
                "dead since 2026-11-03; 1 failing run; never reached so far",
                "a failing run from 2026-11-03 23:17 UTC on confirms it",
            ],
        ),
        (
            _past(Status.UNREACHABLE, "read-timeout", confirmed=True, failing=ONE_RUN),
            [
                "unreachable since 2026-11-03; 1 failing run; never reached so far",
                "it becomes dead after failing runs on 3 days that span 6",
            ],
        ),
        (
            _past(Status.UNREACHABLE, "client-error", confirmed=True, failing=replace(ONE_RUN, days=0)),
            [
                "unreachable since 2026-11-03; 1 failing run; never reached so far",
                "the server answers, so it does not become dead, however long that lasts",
            ],
        ),
        (
            _past(Status.BLOCKED, confirmed=True, failing=ONE_RUN, succeeded_at=NIGHT),
            [
                "blocked since 2026-11-03; 1 failing run; last reached 2026-11-03",
                "this says nothing either way, so the failing runs before it still count",
            ],
        ),
    ],
)
def test_what_memory_makes_of_it_stands_below_the_verdict(past: Past, lines: list[str]) -> None:
    """Since when, how often, and what the next nights would make of it."""
    told = json.loads(dump_case(_case(MISSING), _verdict()))
    said = tell_case(URL, told, (), past)

    begin = said.index("dead (not-found), high confidence, not yet confirmed") + 2
    assert [f"  {line}" for line in lines] == said[begin : said.index("", begin)]


def test_every_case_can_be_kept_and_told() -> None:
    """Every case file's case survives the way through JSON, and each of its facts is told."""
    for file in all_cases():
        case, verdict = case_of(file), verdict_of(file)
        lines = "\n".join(tell_case(case.link.url, json.loads(dump_case(case, verdict))))
        assert f"{verdict.status} ({verdict.reason})" in lines, file.name
        assert all(signal.detail in lines for signal in verdict.signals), file.name
        assert all(exchange.probe.url in lines for exchange in case.evidence.exchanges), file.name


def test_a_question_beside_the_link_says_what_it_is_for() -> None:
    """Why a gate is taken for one can be followed: the page that cannot exist, then the front page."""
    case = next(file for file in all_cases() if file.name == "gate-for-terms")
    lines = tell_case(URL, json.loads(dump_case(case_of(case), verdict_of(case))))

    asked = [line for line in lines if "GET" in line]
    assert "[control: a page that cannot exist, to compare with] -> 302" in asked[2]
    assert "GET https://a.test/ [front: the site's front page: does it come to the same?] -> 302" in asked[4]
    assert "  because the site sends its own front page there too: https://a.test/terms" in lines


def test_conditions_are_told() -> None:
    """By what a server was asked whether its page has changed; cases of earlier versions know none."""
    probe = Probe(url=URL, headers=(("if-none-match", 'W/"v1"'), ("cookie", "secret=1")))
    told = json.loads(dump_case(_case(Exchange(probe=probe, outcome=Answer(status=304))), _verdict()))
    lines = tell_case(URL, told)
    del told["exchanges"][0]["conditions"]

    assert '     only if changed, if-none-match: W/"v1"' in lines
    assert "secret" not in "\n".join(lines)
    assert len(lines) - 1 == len(tell_case(URL, told))


def test_a_plain_request_after_a_condition_is_explained() -> None:
    """A 304 that was not believed, and the request that followed it."""
    asked = Probe(url=URL, headers=(("if-none-match", '"v1"'),))
    unsure = Exchange(probe=asked, outcome=Answer(status=304))
    lines = tell_case(URL, json.loads(dump_case(_case(unsure, MISSING), _verdict())))

    assert "     says nothing sure of the page, which is asked for plainly next" in lines


@pytest.mark.parametrize(
    ("records", "words"),
    [
        (Delegation(), "nothing is said of it"),
        (Delegation(name_servers=("ns1.b.test", "ns2.b.test")), "ns1.b.test, ns2.b.test"),
        (Delegation(aliases=("c.test",)), "no name server, another name for c.test"),
        (None, "dns-timeout: after 5 s"),
    ],
)
def test_dns_is_told(records: Delegation | None, words: str) -> None:
    """Who serves a name, or why that was not learnt; no request of HTTP."""
    probe = Probe(url=URL, purpose="delegation")
    failure = Failure(kind=FailureKind.DNS_TIMEOUT, detail="after 5 s")
    asked = Exchange(probe=probe, outcome=Answer(status=0) if records else failure, delegation=records)
    lines = tell_case(URL, json.loads(dump_case(_case(MISSING, asked), _verdict())))

    assert f"  2. DNS, who serves {urls.host_of(URL)} -> {words}" in lines


def test_places_of_other_links_are_told() -> None:
    """A page is asked once for several links, and `explain` tells all of it."""
    case = _case(MISSING)
    case = replace(case, evidence=replace(case.evidence, missing_fragments=frozenset({"two", "one"})))
    lines = tell_case(URL, json.loads(dump_case(case, _verdict())))

    assert "  other links of the page name places that it has not: #one, #two" in lines


def test_best_name_is_kept_wherever_it_stands() -> None:
    """A page may give itself many names; the one that matched the entry is not lost."""
    page = PageFacts(names=(*(f"Name {number}" for number in range(20)), "Bayes Rules!"))
    told = json.loads(dump_case(_case(MISSING, page=page), _verdict()))

    assert (5, "Bayes Rules!") == (len(told["page"]["names"]), told["page"]["names"][-1])


def test_long_silence_is_kept_apart_from_this_run() -> None:
    """Memory makes a death of it; what this run says alone is kept beside that."""
    down = Exchange(probe=Probe(url=URL), outcome=Failure(kind=FailureKind.CONNECT_TIMEOUT, detail="10 s"))
    signals = (Signal(code="connect-timeout", detail="10 s"),)
    told = json.loads(dump_case(_case(down), _verdict(reason="unreachable-for-long", signals=signals)))

    assert {"status": "unreachable", "reason": "connect-timeout"} == told["alone"]
    assert "alone" not in json.loads(dump_case(_case(down), _verdict()))


@pytest.mark.parametrize("text", ["text-unlike-before", "title-matches-entry"])
def test_what_a_text_was_is_kept_where_it_told(text: str) -> None:
    """A case saved from it replays to the same facts; of 100,000 other links it would be 60 MB."""
    earlier = EarlierText(sketch=b"\x01\x02" * 128, title="Bayes", language="en", read_at=NIGHT)
    case = replace(_case(MISSING), past=_past(Status.ALIVE))
    case = replace(case, evidence=replace(case.evidence, earlier=earlier))
    told = json.loads(dump_case(case, _verdict(signals=(Signal(code=text, detail="x"),))))

    kept = {"sketch": "0102" * 128, "language": "en", "read_on": "2026-11-03"}
    assert (text == "text-unlike-before") == (kept.items() <= told["past"].items())
    assert (text == "text-unlike-before") == ("sketch" in told["past"])
