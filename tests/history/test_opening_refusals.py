"""Whatever is not a history of ours is refused in one line, without a byte changed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import NullPool, create_engine, inspect, make_url

from crawler.errors import StateError
from crawler.history.store import History
from crawler.history.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    Unprivileged = Callable[[], AbstractContextManager[None]]


def contents(folder: Path) -> dict[str, str]:
    """Each file below a folder with the hash of its bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def refusal(url: str, *, create: bool = True) -> StateError:
    """Catch the refusal, which must be one line."""
    with pytest.raises(StateError) as caught:
        History.open(url, create=create).close()
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


def make_database(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    "content",
    [b"x", b"version: 1\nresources: []\n", b"a" * 511, b"b" * 10_000, b"\0" * 4096],
    ids=["one-byte", "catalog", "short", "long", "zeros"],
)
def test_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    """A catalog given as the state by mistake survives, even one byte that SQLite would overwrite."""
    (tmp_path / "state.db").write_bytes(content)
    before = contents(tmp_path)
    error = refusal(f"sqlite:///{tmp_path}/state.db")

    assert error.what == "this file is no SQLite database"
    assert before == contents(tmp_path)


@pytest.mark.parametrize("content", [b"SQLite format 3\0", b"SQLite format 3\0" + b"\xff" * 8000])
def test_damaged_database_is_refused(tmp_path: Path, content: bytes) -> None:
    """A right beginning alone does not make a database."""
    (tmp_path / "state.db").write_bytes(content)
    before = contents(tmp_path)

    assert (
        refusal(f"sqlite:///{tmp_path}/state.db").what == "this file cannot be read: file is not a database"
    )
    assert before == contents(tmp_path)


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE bookmarks (url TEXT)",
        "CREATE VIEW answer AS SELECT 42",
        "CREATE TABLE crawler_schema (release TEXT, at TEXT)",
    ],
    ids=["table", "view", "same-name"],
)
def test_foreign_database_is_refused(tmp_path: Path, mode: str, statement: str) -> None:
    """Another program's database keeps its bytes and gets no files beside it."""
    make_database(tmp_path / "state.db", f"PRAGMA journal_mode={mode}", statement)
    before = contents(tmp_path)
    error = refusal(f"sqlite:///{tmp_path}/state.db")

    assert error.what == "this database belongs to another program"
    assert before == contents(tmp_path)


def test_foreign_database_with_a_log_is_refused(tmp_path: Path) -> None:
    """Tables that a killed program left in its log only are seen, and neither file nor log is merged."""
    theirs, left = tmp_path / "theirs", tmp_path / "left"
    theirs.mkdir()
    left.mkdir()
    with closing(sqlite3.connect(theirs / "state.db")) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE bookmarks (url TEXT)")
        other.commit()
        for name in ("state.db", "state.db-wal"):  # what a kill at this moment would leave
            shutil.copy(theirs / name, left / name)
    before = contents(left)
    error = refusal(f"sqlite:///{left}/state.db")

    assert error.what == "this database belongs to another program"
    assert before.items() <= contents(left).items()


@pytest.mark.parametrize(
    ("version", "what"),
    [
        (SCHEMA_VERSION + 1, f"this history has schema {SCHEMA_VERSION + 1}"),
        (0, "this history is damaged"),
        (None, "this history is damaged"),
    ],
    ids=["newer", "unknown", "none"],
)
def test_history_of_another_version_is_refused(tmp_path: Path, version: int | None, what: str) -> None:
    """A newer crawler's history is left for the newer crawler."""
    History.open(f"sqlite:///{tmp_path}/state.db").close()
    make_database(tmp_path / "state.db", "DELETE FROM crawler_schema")
    if version is not None:
        make_database(tmp_path / "state.db", f"INSERT INTO crawler_schema VALUES ({version})")
    before = contents(tmp_path)

    assert refusal(f"sqlite:///{tmp_path}/state.db").what.startswith(what)
    assert before == contents(tmp_path)


def test_history_with_a_table_missing_is_refused(tmp_path: Path) -> None:
    """A schema row without its tables is not repaired behind the operator's back."""
    History.open(f"sqlite:///{tmp_path}/state.db").close()
    make_database(tmp_path / "state.db", "DROP TABLE cases")
    before = contents(tmp_path)

    assert refusal(f"sqlite:///{tmp_path}/state.db").what.startswith("this history is damaged")
    assert before == contents(tmp_path)


def test_missing_history_is_not_made_for_reading(tmp_path: Path) -> None:
    """`crawler history` before the first check says what to do and leaves nothing behind."""
    error = refusal(f"sqlite:///{tmp_path}/a/state.db", create=False)

    assert (error.what, error.remedy) == ("there is no history yet", "run `crawler check` first")
    assert list(tmp_path.iterdir()) == []


def test_empty_file_is_no_history_for_reading(tmp_path: Path) -> None:
    """An empty database has nothing to explain."""
    (tmp_path / "state.db").touch()

    assert refusal(f"sqlite:///{tmp_path}/state.db", create=False).what == "there is no history yet"


def test_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    """A folder is no file, and a pipe would be waited on for ever."""
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")

    assert refusal(f"sqlite:///{tmp_path}/folder").what == "this is no regular file"
    assert refusal(f"sqlite:///{tmp_path}/pipe").what == "this is no regular file"


def test_path_below_a_file_is_refused(tmp_path: Path) -> None:
    """A folder cannot be made where a file stands."""
    (tmp_path / "notes").write_text("mine")

    assert refusal(f"sqlite:///{tmp_path}/notes/state.db").what.startswith("cannot be opened: ")
    assert (tmp_path / "notes").read_text() == "mine"


def test_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    """Names beyond the file system's limit, or with NUL, are the operator's mistake."""
    assert (
        refusal(f"sqlite:///{tmp_path}/{'x' * 300}/state.db").what == "cannot be opened: File name too long"
    )
    assert refusal(f"sqlite:///{tmp_path}/\0/state.db").what.startswith("cannot be opened: ")


def test_unwritable_folder_is_refused(public_folder: Path, unprivileged: Unprivileged) -> None:
    """It is said at once, not after an hour of asking links."""
    History.open(f"sqlite:///{public_folder}/warm-up.db").close()
    public_folder.chmod(0o555)
    with unprivileged():
        error = refusal(f"sqlite:///{public_folder}/state.db")
        below = refusal(f"sqlite:///{public_folder}/a/state.db")

    assert error.what == "cannot be opened for writing: unable to open database file"
    assert below.what == "cannot be opened: Permission denied"


def test_read_only_history_is_refused(public_folder: Path, unprivileged: Unprivileged) -> None:
    """A history that could not take a result is refused, and keeps its bytes."""
    History.open(f"sqlite:///{public_folder}/state.db").close()
    (public_folder / "state.db").chmod(0o444)
    public_folder.chmod(0o555)
    before = contents(public_folder)
    with unprivileged():
        error = refusal(f"sqlite:///{public_folder}/state.db")

    assert error.what.startswith("cannot be opened for writing: ")
    assert before == contents(public_folder)


def test_unreadable_history_is_refused(public_folder: Path, unprivileged: Unprivileged) -> None:
    """A file that may not even be read is named with the reason."""
    History.open(f"sqlite:///{public_folder}/state.db").close()
    (public_folder / "state.db").chmod(0o000)
    with unprivileged():
        assert refusal(f"sqlite:///{public_folder}/state.db").what == "cannot be opened: Permission denied"


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("state.db", "this is no database URL"),
        ("", "this is no database URL"),
        ("postgresql://u:p@host:port/db", "this is no database URL"),
        ("sqlite://", "a history is kept in a plain SQLite file"),
        ("sqlite:///:memory:", "a history is kept in a plain SQLite file"),
        ("sqlite:///file:state.db?uri=true", "a history is kept in a plain SQLite file"),
        ("sqlite+aiosqlite:///state.db", "a history is kept in a plain SQLite file"),
        ("redis://localhost/0", "a history is kept in SQLite or PostgreSQL"),
        ("mysql://localhost/db", "a history is kept in SQLite or PostgreSQL"),
        ("postgresql+nothing://localhost/db", "this driver is not known"),
        ("postgresql+asyncpg://localhost/db", "this driver is asynchronous"),
    ],
)
def test_url_that_names_no_history_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, what: str
) -> None:
    """Each kind of wrong URL is told apart, and nothing is made for it."""
    monkeypatch.chdir(tmp_path)

    assert refusal(url).what.startswith(what)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+nothing://crawler:s3cret@localhost/db",
        "postgresql+nothing://crawler@localhost/db?password=s3cret",
        "postgresql://crawler:s3cret@localhost:port/db",
        "post gresql://crawler:s3cret@localhost/db",
        "postgresql://crawler:an@s3cret@localhost/db",
        "host=localhost user=crawler password=s3cret",
        "host=localhost PASSWORD = 'my s3cret'",
        "redis://:s3cret@localhost/0",
    ],
)
def test_refusal_does_not_say_the_password(url: str) -> None:
    """The line ends up in the logs of a public CI."""
    error = refusal(url)

    assert "s3cret" not in str(error)
    assert "localhost" in error.where


def test_the_other_name_of_a_server_is_understood() -> None:
    """`postgres://`, as PostgreSQL's own tools and many providers write it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = refusal(f"postgres://crawler:s3cret@127.0.0.1:{taken.getsockname()[1]}/crawler")

    assert re.match(r"cannot be opened: |its driver is missing: ", error.what)


def test_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's drivers are no dependency: the refusal says what to install."""
    monkeypatch.setitem(sys.modules, "pg8000", None)
    error = refusal("postgresql+pg8000://localhost/db")

    assert error.what.startswith("its driver is missing: ")
    assert "pip install 'psycopg[binary]'" in error.remedy


def test_unreachable_server_is_refused() -> None:
    """A closed port, or no driver to knock at it, is an operator error with the place in it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: nobody else can take it
        error = refusal(f"postgresql://crawler:s3cret@127.0.0.1:{taken.getsockname()[1]}/crawler")

    assert re.match(r"cannot be opened: |its driver is missing: ", error.what)
    assert "s3cret" not in str(error)


def test_foreign_database_on_a_server_is_refused(postgres_url: str) -> None:
    """A database with other tables in it is not ours, and nothing is added to it."""
    engine = create_engine(make_url(postgres_url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE bookmarks (url TEXT)")
    error = refusal(postgres_url)

    assert error.what == "this database belongs to another program"
    assert inspect(engine).get_table_names() == ["bookmarks"]


def test_empty_database_on_a_server_is_no_history_for_reading(postgres_url: str) -> None:
    """`crawler explain` makes no tables."""
    error = refusal(postgres_url, create=False)

    assert error.what == "there is no history yet"


def test_database_that_the_server_does_not_have_is_refused(postgres_url: str) -> None:
    """The server's own words say which name is wrong."""
    error = refusal(make_url(postgres_url).set(database="nowhere").render_as_string(hide_password=False))

    assert 'database "nowhere" does not exist' in error.what
