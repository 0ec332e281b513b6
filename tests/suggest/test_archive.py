"""What the archive's index says, and which snapshot is chosen."""

from __future__ import annotations

import json
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
        [NAMES, ["k", "20200231000000", URL], ["k", "2020", URL], ["k"], ["k", "20200102030405", URL]],
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


ROWS = [(_at(day), URL.partition("#")[0]) for day in ("2019-05-05", "2026-09-01", "2026-10-05", "2026-10-20")]


def test_nearest_to_the_last_good_day() -> None:
    """Nearest first, and none from after the death: those show what came instead."""
    found = choose(ROWS, _lead(alive_at=_at("2026-10-08"), failing_since=_at("2026-10-09")))

    assert ["2026-10-05", "2026-09-01", "2019-05-05"] == [f"{each.taken_at:%Y-%m-%d}" for each in found]
    assert "https://web.archive.org/web/20261005000000/https://a.test/work?x=1&y=2" == found[0].url


def test_never_seen_alive() -> None:
    """Then the newest, one from the middle and the oldest are looked at."""
    found = choose(ROWS, _lead())

    assert ["2026-10-20", "2026-10-05", "2019-05-05"] == [f"{each.taken_at:%Y-%m-%d}" for each in found]


@pytest.mark.parametrize(
    "original", ["https://b.test/work", "https://a.test/work", "javascript:alert(1)", ""]
)
def test_snapshots_of_something_else(original: str) -> None:
    """The index is a stranger: what it calls the original must be the address that was asked for."""
    assert [] == choose([(_at("2020-01-01"), original)], _lead())
