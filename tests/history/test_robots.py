"""robots.txt in the history: kept, replaced, forgotten; and a history of version 1 brought to this one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import NullPool, create_engine, inspect, make_url, text

from crawler.history.store import History
from crawler.history.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crawler.probe.past import Sighting

    Seen = Callable[..., Sighting]
    Day = Callable[[int], datetime]

RULES = b"User-agent: *\nDisallow: /private\n" * 100


def test_bodies_come_back_by_origin_and_age(history: History, day: Day) -> None:
    """Only what is younger than the time asked for; the last one of an origin however old."""
    rows = [("https://old.test", day(1), RULES), ("https://new.test:8443", day(3), b"")]
    history.keep_robots(rows, forget_before=day(1))

    assert {"https://new.test:8443": b""} == history.robots_since(day(2))
    assert {"https://old.test": RULES, "https://new.test:8443": b""} == history.robots_since(day(0))
    assert (RULES, None) == (history.robots_of("https://old.test"), history.robots_of("https://no.test"))


def test_a_later_answer_replaces_an_earlier_one(history: History, day: Day) -> None:
    """One row per origin."""
    for number, body in ((1, RULES), (2, b"other")):
        history.keep_robots([("https://a.test", day(number), body)], forget_before=day(0))

    assert {"https://a.test": b"other"} == history.robots_since(day(0))


def test_what_is_too_old_is_forgotten(history: History, day: Day) -> None:
    """The table does not grow with every host that was ever in a catalog."""
    history.keep_robots([("https://a.test", day(1), RULES)], forget_before=day(0))
    history.keep_robots([("https://b.test", day(40), RULES)], forget_before=day(40) - timedelta(days=30))

    assert (None, RULES) == (history.robots_of("https://a.test"), history.robots_of("https://b.test"))


def _run(url: str, *statements: str) -> None:
    place = make_url(url)
    if place.get_backend_name() == "postgresql":
        place = place.set(drivername="postgresql+psycopg")
    engine = create_engine(place, poolclass=NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _make_version_1(url: str) -> None:
    """Version 1 is this version without its one new table."""
    _run(url, "DROP TABLE robots", "UPDATE crawler_schema SET version = 1")


def test_a_history_of_version_1_keeps_everything(state_url: str, seen: Seen, day: Day) -> None:
    """Runs, memories, places and cases are there after the migration, and robots.txt can be kept."""
    with History.open(state_url) as first:
        first.begin_run("r1", day(1), catalogs=["catalog.yaml"], settings={"a": 1})
        first.record("r1", seen("https://a.example/", case="{}"))
        first.finish_run("r1", day(1))
        before = (
            first.runs(),
            first.memory("https://a.example/"),
            first.case("https://a.example/"),
            first.occurrences("r1"),
        )
    _make_version_1(state_url)
    with History.open(state_url) as migrated:
        after = (
            migrated.runs(),
            migrated.memory("https://a.example/"),
            migrated.case("https://a.example/"),
            migrated.occurrences("r1"),
        )
        migrated.keep_robots([("https://a.test", day(1), RULES)], forget_before=day(0))

        assert before == after
    with History.open(state_url) as again:
        assert again.robots_of("https://a.test") == RULES


def test_reading_migrates_too(state_url: str) -> None:
    """`crawler history` on a history of version 1 does not refuse it."""
    History.open(state_url).close()
    _make_version_1(state_url)
    with History.open(state_url, create=False) as history:
        assert history.runs() == ()
        assert "robots" in inspect(history._engine).get_table_names()
        with history._engine.connect() as connection:
            version = connection.scalar(text("SELECT version FROM crawler_schema"))
    assert version == SCHEMA_VERSION == 2
