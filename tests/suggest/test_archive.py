"""What the archive's index says, and which snapshot is chosen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from support.replay import link_of

from crawler.probe.model import Answer, Failure, FailureKind
from crawler.probe.past import Status
from crawler.suggest.archive import choose, index_query, read_index
from crawler.suggest.model import Lead

URL = "https://a.test/work?x=1&y=2#part"
NAMES = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


def _lead(*, alive_at: datetime | None = None, failing_since: datetime | None = None) -> Lead:
    return Lead(
        link=link_of({"entry": {"url": URL, "title": "T"}}),
        status=Status.DEAD,
        is_confirmed=True,
        is_sure=True,
        alive_at=alive_at,
        failing_since=failing_since,
        moved_to=None,
        final_url=URL,
        is_proved=False,
        look=None,
    )


def _at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def _answer(body: object, status: int = 200) -> Answer:
    return Answer(status=status, body=body if isinstance(body, bytes) else json.dumps(body).encode())


def test_question() -> None:
    """The index is asked for good answers, nearest to the last good day, not after the death."""
    query = index_query(_lead(alive_at=_at("2026-10-01"), failing_since=_at("2026-10-09")))

    asked = parse_qs(urlsplit(query).query)
    assert ["https://a.test/work?x=1&y=2"] == asked["url"]
    assert (["statuscode:200"], ["json"]) == (asked["filter"], asked["output"])
    assert (["20261001000000"], ["20261009000000"]) == (asked["closest"], asked["to"])


@pytest.mark.parametrize(
    "rows",
    [
        [NAMES, ["test,a)/", "20200102030405", URL, "text/html", "200", "X", "1"]],
        [["timestamp", "original", "statuscode"], ["20200102030405", URL, "200"]],
        [["20200102030405", URL, "200"]],
        [NAMES, ["k", "20200102030405", URL, "text/html", "200"], ["k", "20200102030405", URL, "-", "404"]],
        [
            NAMES,
            ["k", "20200231000000", URL],
            ["k", "2020", URL],
            ["k", "2020010203040", URL],
            ["k", "99990102030405", URL],
            ["k"],
            ["k", "20200102030405", URL],
        ],
    ],
)
def test_rows(rows: list[list[str]]) -> None:
    """Columns are known by their names; what is no good row is passed over."""
    assert [(datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC), URL)] == read_index(_answer(rows))


@pytest.mark.parametrize(
    "outcome",
    [
        _answer([], 503),
        _answer(b"<html>busy</html>"),
        _answer({"a": 1}),
        _answer(["a"]),
        _answer(b"[" * 100_000),
        Failure(kind=FailureKind.READ_TIMEOUT, detail="x"),
    ],
)
def test_trouble_is_said(outcome: Answer | Failure) -> None:
    """Whatever comes in the place of an index is told in words, and never an error."""
    assert str(read_index(outcome)).startswith("web.archive.org ")


def test_nothing_there() -> None:
    """An empty index is an answer."""
    assert [] == read_index(_answer([]))
    assert [] == read_index(_answer(b""))


ROWS = [
    (_at(day), URL.partition("#")[0])
    for day in ("2019-05-05", "2025-12-01", "2026-09-01", "2026-10-05", "2026-10-20")
]


@pytest.mark.parametrize(
    ("alive_at", "days"),
    [
        ("2026-10-08", ["2026-10-05", "2026-09-01", "2025-12-01"]),
        ("2026-08-01", ["2026-09-01", "2026-10-05", "2025-12-01"]),
        ("2020-01-01", ["2019-05-05", "2025-12-01", "2026-09-01"]),
    ],
)
def test_nearest_to_the_last_good_day(alive_at: str, days: list[str]) -> None:
    """Three at most, nearest first, and none from after the death: those show what came instead."""
    found = choose(ROWS, _lead(alive_at=_at(alive_at), failing_since=_at("2026-10-09")))

    assert days == [f"{each.taken_at:%Y-%m-%d}" for each in found]
    days_of = [each.url.split("/")[4][:8] for each in found]
    assert [day.replace("-", "") for day in days] == days_of
    assert all(each.url.endswith("000000/https://a.test/work?x=1&y=2") for each in found)


def test_one_of_the_last_day() -> None:
    """The night on which it failed is not after the death."""
    found = choose(ROWS, _lead(alive_at=_at("2026-10-04"), failing_since=_at("2026-10-05")))

    assert _at("2026-10-05") == found[0].taken_at


def test_never_seen_alive() -> None:
    """Then the newest, one from the middle and the oldest are looked at."""
    found = choose(ROWS, _lead())

    assert ["2026-10-20", "2026-09-01", "2019-05-05"] == [f"{each.taken_at:%Y-%m-%d}" for each in found]
    assert [_at("2019-05-05")] == [each.taken_at for each in choose(ROWS[:1], _lead())]
    assert [] == choose([], _lead())


@pytest.mark.parametrize(
    "original",
    ["https://b.test/work", "https://a.test/work", "javascript:alert(1)", "", "https://a.test/Work?x=1&y=2"],
)
def test_snapshots_of_something_else(original: str) -> None:
    """The index is a stranger: what it calls the original must be the address that was asked for."""
    assert [] == choose([(_at("2020-01-01"), original)], _lead())


@pytest.mark.parametrize(
    ("url", "original", "is_one"),
    [
        ("https://a.test/~ada/x", "http://www.a.test:80/%7Eada/x/", True),
        ("https://a.test/%7eada", "https://a.test/~ada", True),
        ("https://a.test/caf%C3%A9", "https://a.test/caf%c3%a9", True),
        ("https://a.test/%41%5F%39", "https://a.test/A_9", True),
        ("https://a.test/a%2Fb", "https://a.test/a/b", False),
        ("https://a.test/a%3Fb", "https://a.test/a?b", False),
    ],
)
def test_spellings_of_one_address(url: str, original: str, *, is_one: bool) -> None:
    """The index may escape what needs it not; an escape that is needed makes another address."""
    lead = _lead()
    lead = replace(lead, link=replace(lead.link, url=url))

    assert is_one == bool(choose([(_at("2020-01-01"), original)], lead))


def test_question_without_a_past() -> None:
    """Where no run saw it alive, or fail, no day is named; of a failure the day is the nearest known."""
    asked = parse_qs(urlsplit(index_query(_lead())).query)
    assert not {"to", "closest", "sort"} & asked.keys()
    assert ["50"] == asked["limit"]

    asked = parse_qs(urlsplit(index_query(_lead(failing_since=_at("2026-10-09")))).query)
    assert (["20261009000000"], ["20261009000000"]) == (asked["to"], asked["closest"])
