"""A history is made where there is none, also by many at once, and opened again."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy import URL

from crawler.history.store import History

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    import pytest

    from crawler.probe.past import Sighting

    Seen = Callable[..., Sighting]
    Day = Callable[[int], datetime]

OPEN_MANY = """
import sys
from crawler.history.store import History
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[2])):
    History.open(sys.argv[1] + f"/{number}/state.db").close()
"""


def make_database(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_missing_folders_and_file_are_made(tmp_path: Path) -> None:
    """The default place `.crawler/state.db` needs no preparation."""
    path = tmp_path / "a" / "b" / "state.db"
    History.open(f"sqlite:///{path}").close()

    assert path.read_bytes().startswith(b"SQLite format 3\0")


def test_relative_path_is_below_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three slashes name a relative path, as in the default."""
    monkeypatch.chdir(tmp_path)
    History.open("sqlite:///.crawler/state.db").close()

    assert (tmp_path / ".crawler" / "state.db").is_file()


def test_odd_characters_in_a_path_are_only_characters(tmp_path: Path) -> None:
    """A hash, a percent sign and a blank are not read as parts of a URI."""
    path = tmp_path / "a b#c%41" / "état.db"
    for _ in range(2):
        History.open(URL.create("sqlite", database=str(path)).render_as_string()).close()

    assert path.is_file()


def test_history_is_opened_again(state_url: str, seen: Seen, day: Day) -> None:
    """What was recorded before is there after closing and opening."""
    with History.open(state_url) as first:
        first.begin_run("r1", day(1), catalogs=["catalog.yaml"], settings={})
        first.record("r1", seen("https://a.example/"))
    with History.open(state_url) as second:
        assert seen("https://a.example/").memory == second.memory("https://a.example/")


def test_closed_history_is_one_file(tmp_path: Path) -> None:
    """The log of SQLite is merged when the last one closes."""
    History.open(f"sqlite:///{tmp_path}/state.db").close()

    assert [path.name for path in tmp_path.iterdir()] == ["state.db"]


def test_empty_file_is_taken(tmp_path: Path) -> None:
    """A file of no bytes is what SQLite itself calls an empty database."""
    (tmp_path / "state.db").touch()
    with History.open(f"sqlite:///{tmp_path}/state.db") as history:
        assert history.runs() == ()


def test_database_without_tables_is_taken(tmp_path: Path) -> None:
    """A kill between the making of the file and of the tables leaves this."""
    make_database(tmp_path / "state.db", "PRAGMA journal_mode=WAL", "PRAGMA user_version=0")
    with History.open(f"sqlite:///{tmp_path}/state.db") as history:
        assert history.runs() == ()


def test_history_is_opened_for_reading(tmp_path: Path) -> None:
    """`create=False` opens what is there."""
    History.open(f"sqlite:///{tmp_path}/state.db").close()
    with History.open(f"sqlite:///{tmp_path}/state.db", create=False) as history:
        assert history.runs() == ()


def test_many_may_make_the_same_history_at_once(tmp_path: Path, child_environment: dict[str, str]) -> None:
    """Three processes that start together on fresh files all succeed."""
    command = [sys.executable, "-c", OPEN_MANY, f"sqlite:///{tmp_path}", "40"]
    children = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=child_environment
        )
        for _ in range(3)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    for child in children:
        child.communicate(timeout=60)

    assert [child.returncode for child in children] == [0, 0, 0]
