"""Histories of earlier versions, as those versions wrote them, are brought to this one and lose nothing."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import NullPool, create_engine, inspect, make_url, text

from crawler.history.store import History
from crawler.history.tables import SCHEMA_VERSION
from crawler.probe.past import KeptPage, Status
from crawler.probe.validators import Validators

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine

    from crawler.probe.past import Sighting

    Seen = Callable[..., Sighting]
    Day = Callable[[int], datetime]

OLD = Path(__file__).parent / "old"
"""What `crawler check` of each version left after two runs, as `sqlite3 state.db .dump` tells it."""
OLDER = (1, 2, 3)
HOST = "http://127.0.0.1:8471"
RULES = b"User-agent: *\nDisallow: /private\n"
UNDO = {
    4: tuple(f"ALTER TABLE pages DROP COLUMN {name}" for name in ("sketch", "sketched_at", "language")),
    3: (
        "DROP TABLE pages",
        *(f"ALTER TABLE robots DROP COLUMN {name}" for name in ("etag", "last_modified")),
    ),
    2: ("DROP TABLE robots",),
}
"""What takes each version back to the one before, on every backend."""


def _restored(folder: Path, version: int) -> str:
    path = folder / "state.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((OLD / f"version_{version}.sql").read_text(encoding="utf-8"))
    return f"sqlite:///{path}"


def _engine(url: str) -> Engine:
    place = make_url(url)
    if place.get_backend_name() == "postgresql":
        place = place.set(drivername="postgresql+psycopg")
    return create_engine(place, poolclass=NullPool)


def _taken_back(url: str, version: int) -> None:
    with _engine(url).begin() as connection:
        for number in range(SCHEMA_VERSION, version, -1):
            for statement in UNDO[number]:
                connection.execute(text(statement))
        connection.execute(text(f"UPDATE crawler_schema SET version = {version}"))


def _columns(url: str) -> dict[str, set[str]]:
    found = inspect(_engine(url))
    return {
        table: {f"{column['name']} {column['type']}" for column in found.get_columns(table)}
        for table in found.get_table_names()
    }


@pytest.mark.parametrize("version", OLDER)
def test_what_an_older_crawler_wrote_is_all_there(tmp_path: Path, version: int) -> None:
    """Runs, memories, cases, places and, where there were any, the rules of robots.txt."""
    with History.open(_restored(tmp_path, version)) as history:
        paths = ("book", "old", "lost", "private/book")
        memories = [history.memory(f"{HOST}/{path}") for path in paths]
        runs = history.runs()
        case = history.case(f"{HOST}/old")
        places = history.find("moved")
        rules = history.robots_of(HOST)
        versions = history.robots_validators()
        page = history.kept_page(f"{HOST}/book")

    assert [Status.ALIVE, Status.MOVED, Status.DEAD, Status.SKIPPED] == [m and m.status for m in memories]
    assert [2] * 4 == [m and m.runs for m in memories]
    assert [{"alive": 1, "dead": 1, "moved": 1, "skipped": 1}] * 2 == [dict(run.counts) for run in runs]
    assert case is not None
    assert "permanent-redirect" in case
    assert [f"{HOST}/old"] == [url for _, url in places]
    assert (RULES if version > 1 else None) == rules
    assert {} == versions
    assert (version > 2) == (page is not None)
    assert page is None or (Validators(etag='"b1"'), b"", None) == (
        page.validators,
        page.sketch,
        page.language,
    )


@pytest.mark.parametrize("version", OLDER)
def test_a_migrated_history_is_shaped_as_a_new_one(tmp_path: Path, version: int) -> None:
    """The same tables with the same columns of the same types, and nothing else."""
    (tmp_path / "new").mkdir()
    new = f"sqlite:///{tmp_path}/new/state.db"
    History.open(new).close()
    old = _restored(tmp_path, version)
    History.open(old).close()

    assert _columns(new) == _columns(old)


@pytest.mark.parametrize("version", OLDER)
def test_a_migrated_history_keeps_what_is_new(state_url: str, seen: Seen, day: Day, version: int) -> None:
    """Pages and validators can be kept at once, beside all that was there, and it stays migrated."""
    with History.open(state_url) as first:
        first.begin_run("r1", day(1), catalogs=["catalog.yaml"], settings={"a": 1})
        first.record("r1", seen("https://a.example/", case="{}"))
        first.finish_run("r1", day(1))
        before = (first.runs(), first.memory("https://a.example/"), first.case("https://a.example/"))
    _taken_back(state_url, version)
    known = Validators(etag='"1"')
    page = KeptPage(
        url="https://a.example/",
        validators=known,
        read_at=day(2),
        facts="[1]",
        sketch=b"\0\xff" * 128,
        sketched_at=day(2),
        language="en",
    )
    with History.open(state_url) as migrated:
        after = (migrated.runs(), migrated.memory("https://a.example/"), migrated.case("https://a.example/"))
        migrated.begin_run("r2", day(2), catalogs=["catalog.yaml"], settings={})
        migrated.record("r2", replace(seen("https://a.example/", 2), page=page))
        migrated.keep_robots([("https://a.test", day(1), RULES, known)], forget_before=day(0))
    with History.open(state_url) as again:
        kept = (again.kept_page("https://a.example/"), again.robots_of("https://a.test"))

    assert before == after
    assert (page, RULES) == kept


@pytest.mark.parametrize("version", OLDER)
def test_reading_migrates_too(state_url: str, version: int) -> None:
    """`crawler history` on an older history does not refuse it."""
    History.open(state_url).close()
    _taken_back(state_url, version)
    with History.open(state_url, create=False) as history:
        assert history.runs() == ()
    with _engine(state_url).connect() as connection:
        assert connection.scalar(text("SELECT version FROM crawler_schema")) == SCHEMA_VERSION == 4


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    """A table of that name is in its way: the old version and all it held are still there."""
    url = _restored(tmp_path, 2)
    with closing(sqlite3.connect(tmp_path / "state.db")) as connection:
        connection.execute("CREATE TABLE pages (mine TEXT)")
        connection.commit()
        before = list(connection.iterdump())
    with pytest.raises(Exception, match="pages"):
        History.open(url)
    with closing(sqlite3.connect(tmp_path / "state.db")) as connection:
        assert before == list(connection.iterdump())


def _killed_while_opening(url: str, environment: dict[str, str]) -> None:
    """End a process by SIGKILL when it has done all of a migration but its commit."""
    script = (
        "import os, signal, sys\n"
        "from sqlalchemy import event\n"
        "from sqlalchemy.engine import Engine\n"
        "from crawler.history.store import History\n"
        "def end(*_): os.kill(os.getpid(), signal.SIGKILL)\n"
        "event.listen(Engine, 'commit', end)\n"
        "History.open(sys.argv[1])\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, url], env=environment, check=False)
    assert -signal.SIGKILL == ended.returncode


@pytest.mark.parametrize("version", OLDER)
def test_a_kill_in_the_middle_of_a_migration_loses_nothing(
    state_url: str, child_environment: dict[str, str], seen: Seen, day: Day, version: int
) -> None:
    """The old version is still there, and the next opening brings it to this one with all that it held."""
    with History.open(state_url) as first:
        first.begin_run("r1", day(1), catalogs=["catalog.yaml"], settings={})
        first.record("r1", seen("https://a.example/", case="{}"))
        first.finish_run("r1", day(1))
    _taken_back(state_url, version)
    before = _columns(state_url)
    _killed_while_opening(state_url, child_environment)
    assert before == _columns(state_url)

    with History.open(state_url) as again:
        assert seen("https://a.example/").memory == again.memory("https://a.example/")
    with _engine(state_url).connect() as connection:
        assert connection.scalar(text("SELECT version FROM crawler_schema")) == SCHEMA_VERSION
