"""What origins answered for robots.txt, on an open connection inside a transaction."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, or_, select

from crawler.history.tables import robots, url_key
from crawler.probe.validators import Validators

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    Row = tuple[str, datetime, bytes, Validators | None]

_FORGET = delete(robots).where(robots.c.origin_key == bindparam("key"))
_KEEP = insert(robots)
_VALIDATORS = select(robots.c.origin, robots.c.etag, robots.c.last_modified).where(
    or_(robots.c.etag.is_not(None), robots.c.last_modified.is_not(None))
)


def keep(connection: Connection, rows: Sequence[Row]) -> None:
    """Write each origin's answer in place of the one before."""
    connection.execute(_FORGET, [{"key": url_key(origin)} for origin, *_ in rows])
    connection.execute(_KEEP, [_columns(row) for row in rows])


def _columns(row: Row) -> dict[str, Any]:
    origin, at, body, validators = row
    return {
        "origin_key": url_key(origin),
        "origin": origin,
        "fetched_at": at,
        "body": zlib.compress(body),
        "etag": validators and validators.etag,
        "last_modified": validators and validators.last_modified,
    }


def forget(connection: Connection, *, before: datetime) -> None:
    connection.execute(delete(robots).where(robots.c.fetched_at < before))


def between(connection: Connection, start: datetime, end: datetime) -> dict[str, bytes]:
    fetched = robots.c.fetched_at
    rows = connection.execute(select(robots.c.origin, robots.c.body).where(fetched > start, fetched <= end))
    return {origin: zlib.decompress(body) for origin, body in rows}


def validators(connection: Connection) -> dict[str, Validators]:
    """By what each origin may be asked that named a version of its rules."""
    return {
        row.origin: Validators(etag=row.etag, last_modified=row.last_modified)
        for row in connection.execute(_VALIDATORS)
    }


def latest(connection: Connection, origin: str) -> bytes | None:
    body = connection.scalar(select(robots.c.body).where(robots.c.origin_key == url_key(origin)))
    return None if body is None else zlib.decompress(body)
