"""From a URL to an engine over a history of ours, or to a refusal that changes nothing.

A SQLite file is looked at before it is opened for writing: SQLite itself takes a file of one byte for an
empty database, and opening a foreign database with our settings would rewrite its header.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import URL, NullPool, create_engine, event, func, insert, inspect, make_url, select, update
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from crawler.errors import StateError
from crawler.history.tables import SCHEMA_VERSION, metadata, pages, robots, schema_version
from crawler.history.trouble import remedy_of, spoken

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection, Engine, Table
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor

WRITES = "crawler_writes"
"""The execution option of a connection that is going to write."""
_MAGIC = b"SQLite format 3\0"
_CREDENTIALS = re.compile(r"//.*@", re.DOTALL)
_PASSWORD = re.compile(r"password\s*=.*", re.IGNORECASE | re.DOTALL)
"""As in what libpq takes beside URLs: all that follows may belong to it."""
_ANOTHER_STATE = "give --state another place, e.g. sqlite:///.crawler/state.db"
_BUSY_MS = 10_000
_WAL_ATTEMPTS, _WAL_PAUSE_S = 200, 0.05
_PRAGMAS = (
    f"PRAGMA busy_timeout={_BUSY_MS}",  # for all that follows
    "PRAGMA synchronous=NORMAL",  # a killed process loses nothing; a power cut, the last commits
    "PRAGMA foreign_keys=ON",
)
_POSTGRES_OPTIONS = {
    "connect_timeout": 10,
    # A server that vanished without a word would be waited for for a quarter of an hour, by all of the run.
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
ADDED_IN: dict[int, tuple[Table, ...]] = {2: (robots,), 3: (pages,)}
"""The tables that each version after the first added."""
WIDENED_IN: dict[int, tuple[Column[Any], ...]] = {
    3: (robots.c.etag, robots.c.last_modified),
    4: (pages.c.sketch, pages.c.sketched_at, pages.c.language),
}
"""The columns that each version added to tables of earlier ones."""
_CREATION_LOCK = 0x63726177  # "craw": PostgreSQL fails where two sessions create one table at once


def open_engine(url: str, *, create: bool) -> tuple[Engine, str]:
    """Give an engine over a settled schema, and the words that name the place without its password."""
    parsed = _parse(url)
    where = parsed.set(query={}).render_as_string(hide_password=True)
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise StateError(where, "a history is kept in SQLite or PostgreSQL", _ANOTHER_STATE)
    if parsed.get_backend_name() == "sqlite":
        _look_at_file(parsed, where, create=create)
    engine = _build_engine(parsed, where)
    try:
        with engine.execution_options(**{WRITES: True}).begin() as connection:
            _settle(connection, where, create=create)
    except DBAPIError as error:
        engine.dispose()
        raise _unusable(error, parsed, where) from error
    except BaseException:
        engine.dispose()
        raise
    return engine, where


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        where = _PASSWORD.sub("password=***", _CREDENTIALS.sub("//***@", url))
        raise StateError(where, "this is no database URL", _ANOTHER_STATE) from error
    if "@" in (parsed.host or ""):
        # What stands before the last `@` was meant as a password, a part of which is a host now.
        where = _CREDENTIALS.sub("//***@", url)
        raise StateError(where, "an @ stands in its password", "write it as %40, as in any URL")
    if parsed.drivername in {"postgresql", "postgres"}:
        # Its own tools take both names; SQLAlchemy 2.0 and 2.1 differ in the driver that they mean.
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _look_at_file(url: URL, where: str, *, create: bool) -> None:
    """Refuse a path that is not a history, without opening it for writing."""
    if (
        url.query
        or url.database in {None, "", ":memory:"}
        or url.drivername not in {"sqlite", "sqlite+pysqlite"}
    ):
        raise StateError(where, "a history is kept in a plain SQLite file", _ANOTHER_STATE)
    assert url.database is not None
    path = Path(url.database)
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.exists():
            raise _no_history_yet(where)
        has_content = path.exists() and _has_content(path, where)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise StateError(where, f"cannot be opened: {reason}", _ANOTHER_STATE) from error
    if has_content:
        _look_inside(path, where)


def _has_content(path: Path, where: str) -> bool:
    if not path.is_file():  # opening a pipe would wait for ever
        raise StateError(where, "this is no regular file", _ANOTHER_STATE)
    with path.open("rb") as stream:
        start = stream.read(len(_MAGIC))
    if start and start != _MAGIC:
        raise StateError(where, "this file is no SQLite database", _ANOTHER_STATE)
    return bool(start)


def _look_inside(path: Path, where: str) -> None:
    # A read-only connection leaves -shm and -wal files beside a database in WAL mode. An immutable one does
    # not, but sees neither a log nor a writer at work: then the former has the last word.
    ways = ["mode=ro"] if path.with_name(path.name + "-wal").exists() else ["immutable=1", "mode=ro"]
    for way in ways:
        uri = f"file:{quote(str(path.absolute()))}?{way}"
        engine = create_engine(
            "sqlite://", creator=partial(sqlite3.connect, uri, uri=True), poolclass=NullPool
        )
        try:
            with engine.connect() as connection:
                _refuse_unless_ours(connection, where)
        except DBAPIError as error:
            refusal = StateError(where, f"this file cannot be read: {spoken(error)}", _ANOTHER_STATE)
            refusal.__cause__ = error
        else:
            return
    raise refusal


def _build_engine(url: URL, where: str) -> Engine:
    try:
        dialect = url.get_dialect()
        if dialect.is_async:
            raise StateError(where, "this driver is asynchronous", "use postgresql:// or sqlite:///")
        options: dict[str, Any] = {"hide_parameters": True}
        if dialect.driver.startswith("psycopg"):
            options["connect_args"] = _POSTGRES_OPTIONS
            # A server that was restarted between two batches costs a new connection, not the run.
            options["pool_pre_ping"] = True
            # Where nobody listens Python prints warnings by itself; what they say is in the error as well.
            logging.getLogger("psycopg").addHandler(logging.NullHandler())
        engine = create_engine(url, **options)
    except NoSuchModuleError as error:
        raise StateError(where, "this driver is not known", "use postgresql:// or sqlite:///") from error
    except ImportError as error:
        remedy = f"install the driver, e.g. pip install 'psycopg[binary]', or {_ANOTHER_STATE}"
        raise StateError(where, f"its driver is missing: {error}", remedy) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgres)
    return engine


def _prepare_sqlite(raw: DBAPIConnection, _record: object) -> None:
    raw.isolation_level = None  # the driver begins nothing by itself; `_begin_sqlite` does
    cursor = raw.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    _enter_wal(cursor)
    cursor.close()


def _enter_wal(cursor: DBAPICursor) -> None:
    """Turn the write-ahead log on; SQLite does not wait where two processes do so to a new file at once."""
    for attempt in range(_WAL_ATTEMPTS):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or attempt == _WAL_ATTEMPTS - 1:
                raise
            time.sleep(_WAL_PAUSE_S)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails where another one wrote between: take turns.
    is_writing = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def _begin_postgres(connection: Connection) -> None:
    # By default a lock is waited for without end. For this transaction alone, since poolers pass sessions on.
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_BUSY_MS}")


def _settle(connection: Connection, where: str, *, create: bool) -> None:
    """Make the tables in an empty database; every look before this one may be out of date by now."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_CREATION_LOCK)))
    version = _refuse_unless_ours(connection, where)
    if version is not None:
        _migrate(connection, version)
        return
    if not create:
        raise _no_history_yet(where)
    metadata.create_all(connection, checkfirst=False)
    connection.execute(insert(schema_version).values(version=SCHEMA_VERSION))


def _migrate(connection: Connection, version: int) -> None:
    """Bring an older history to this version, within the transaction of opening: all of it or nothing."""
    numbers = range(version + 1, SCHEMA_VERSION + 1)
    new_tables = [table for number in numbers for table in ADDED_IN.get(number, ())]
    for table in new_tables:
        table.create(connection)
    for column in (column for number in numbers for column in WIDENED_IN.get(number, ())):
        if column.table not in new_tables:  # those are made as wide as they are now
            _widen(connection, column)
    if version < SCHEMA_VERSION:
        connection.execute(update(schema_version).values(version=SCHEMA_VERSION))


def _widen(connection: Connection, column: Column[Any]) -> None:
    # Core has no such statement; the names are our own.
    kind = column.type.compile(connection.dialect)
    connection.exec_driver_sql(f"ALTER TABLE {column.table.name} ADD COLUMN {column.name} {kind}")


def _refuse_unless_ours(connection: Connection, where: str) -> int | None:
    """Tell the version of a history, None of a database without tables; StateError for anything else."""
    found = inspect(connection)
    names = {*found.get_table_names(), *found.get_view_names()}
    if not names:
        return None
    columns = found.get_columns("crawler_schema") if "crawler_schema" in names else []
    if [column["name"] for column in columns] != ["version"]:
        raise StateError(where, "this database belongs to another program", _ANOTHER_STATE)
    version = connection.scalar(select(func.max(schema_version.c.version)))
    if not isinstance(version, int) or not 1 <= version <= SCHEMA_VERSION:
        raise _wrong_version(version, where)
    later = {table.name for number, tables in ADDED_IN.items() if number > version for table in tables}
    if not names.issuperset(metadata.tables.keys() - later):
        raise _wrong_version(version, where)
    return version


def _wrong_version(version: object, where: str) -> StateError:
    if isinstance(version, int) and version > SCHEMA_VERSION:
        what = f"this history has schema {version}, and this crawler knows none above {SCHEMA_VERSION}"
        return StateError(where, what, f"install a newer crawler, or {_ANOTHER_STATE}")
    return StateError(where, "this history is damaged: its schema cannot be told", _ANOTHER_STATE)


def _no_history_yet(where: str) -> StateError:
    return StateError(where, "there is no history yet", "run `crawler check` first")


def _unusable(error: DBAPIError, url: URL, where: str) -> StateError:
    if url.get_backend_name() == "sqlite":
        remedy = remedy_of(error, otherwise=_ANOTHER_STATE)
        return StateError(where, f"cannot be opened for writing: {spoken(error)}", remedy)
    unnamed = "see that the server runs and that --state names host, port, user and database rightly"
    return StateError(where, f"cannot be opened: {spoken(error)}", remedy_of(error, otherwise=unnamed))
