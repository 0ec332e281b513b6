"""A database that fails in the middle is said in one line, with what to do about that very failure."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import NullPool, create_engine, make_url
from sqlalchemy.exc import DBAPIError

from crawler.errors import StateError
from crawler.history import opening
from crawler.history.store import History
from crawler.history.trouble import remedy_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from crawler.probe.past import Sighting

    Seen = Callable[..., Sighting]
    Day = Callable[[int], datetime]

A, B = "https://a.example/", "https://b.example/"


@pytest.fixture
def server(postgres_url: str) -> Iterator[Connection]:
    """The database of a test, as its administrator sees it."""
    place = make_url(postgres_url).set(drivername="postgresql+psycopg")
    engine = create_engine(place, poolclass=NullPool)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


def _raised(act: Callable[[], object]) -> StateError:
    with pytest.raises(StateError) as caught:
        act()
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


def test_a_damaged_file_is_said(tmp_path: Path, seen: Seen, day: Day) -> None:
    """What was overwritten behind the first pages shows only when it is read."""
    path = tmp_path / "state.db"
    with History.open(f"sqlite:///{path}") as history:
        history.begin_run("r1", day(1), catalogs=[], settings={})
        history.record_all("r1", [seen(f"{A}{number}", case="x" * 2000) for number in range(200)])
        history.finish_run("r1", day(1))
    content = path.read_bytes()
    path.write_bytes(content[:16_384] + b"\xff" * (len(content) - 16_384))

    def read_all() -> None:
        with History.open(f"sqlite:///{path}") as damaged:
            damaged.memories(f"{A}{number}" for number in range(200))
            damaged.find("book")

    assert "put a sound copy in its place, or move it away to begin anew" == _raised(read_all).remedy


def test_a_file_that_another_program_holds_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while of waiting for it."""
    monkeypatch.setattr(opening, "_PRAGMAS", ("PRAGMA busy_timeout=10",))
    url = f"sqlite:///{tmp_path}/state.db"
    History.open(url).close()
    with closing(sqlite3.connect(tmp_path / "state.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        error = _raised(lambda: History.open(url).close())

    assert "another program holds it: wait for its end, and run again" == error.remedy


class _RefusedError(Exception):
    """As a driver raises it."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("refused")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "is_lost", "remedy"),
    [
        ("53100", False, "make room on its disk, and run again"),
        ("42501", False, "give this user the right to write there, or name another place in --state"),
        ("57P01", True, "see that the server stays up and can be reached, and run again"),
        (None, True, "see that the server stays up and can be reached, and run again"),
        (None, False, "look"),
        ("22003", False, "look"),
    ],
)
def test_the_remedy_follows_from_what_the_server_says(
    sqlstate: str | None, *, is_lost: bool, remedy: str
) -> None:
    """By the state that it names, or by the connection that has gone; else as whoever asks has it."""
    error = DBAPIError("SELECT 1", {}, _RefusedError(sqlstate), connection_invalidated=is_lost)

    assert remedy == remedy_of(error, otherwise="look")


def test_a_connection_that_is_cut_between_two_batches_costs_nothing(
    postgres_url: str, server: Connection, seen: Seen, day: Day
) -> None:
    """A server that was restarted is there again: the next batch goes over a new connection."""
    with History.open(postgres_url) as history:
        history.begin_run("r1", day(1), catalogs=[], settings={})
        history.record("r1", seen(A))
        server.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        history.record("r1", seen(B))

        assert {A, B} == history.memories([A, B]).keys()


def test_a_table_that_is_locked_is_not_waited_for_without_end(
    postgres_url: str, server: Connection, seen: Seen, day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten seconds in earnest."""
    monkeypatch.setattr(opening, "_BUSY_MS", 10)
    with History.open(postgres_url) as history:
        history.begin_run("r1", day(1), catalogs=[], settings={})
        with server.execution_options(isolation_level="READ COMMITTED"):
            server.exec_driver_sql("LOCK TABLE observations")
            error = _raised(lambda: history.record("r1", seen(A)))
            server.rollback()

    assert "another program holds it: wait for its end, and run again" == error.remedy


def test_a_user_who_may_only_read_is_told_so(postgres_url: str, server: Connection, day: Day) -> None:
    """Reading works; writing names the right that is missing."""
    History.open(postgres_url).close()
    server.exec_driver_sql("CREATE ROLE crawler_test_reader LOGIN PASSWORD 'reader'")
    try:
        server.exec_driver_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO crawler_test_reader")
        url = make_url(postgres_url).set(username="crawler_test_reader", password="reader")
        with History.open(url.render_as_string(hide_password=False)) as history:
            error = _raised(lambda: history.begin_run("r1", day(1), catalogs=[], settings={}))

            assert () == history.runs()
            assert "give this user the right to write there, or name another place in --state" == error.remedy
    finally:
        server.exec_driver_sql("DROP OWNED BY crawler_test_reader")
        server.exec_driver_sql("DROP ROLE crawler_test_reader")


def test_a_wrong_password_is_said_without_it(postgres_url: str) -> None:
    """The server's own words, and what to look at."""
    url = make_url(postgres_url).set(password="s3cret").render_as_string(hide_password=False)
    error = _raised(lambda: History.open(url).close())

    assert "password authentication failed" in error.what
    assert "s3cret" not in str(error)


def test_the_driver_says_nothing_by_itself() -> None:
    """Python prints a library's warnings where nobody listens, beside our one line."""
    _raised(lambda: History.open("postgresql://crawler@127.0.0.1:1/none").close())

    handlers = logging.getLogger("psycopg").handlers
    assert any(isinstance(handler, logging.NullHandler) for handler in handlers)
