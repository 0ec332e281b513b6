"""What origins answered for robots.txt, on an open connection inside a transaction."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from crawler.history.tables import robots, url_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

_FORGET = delete(robots).where(robots.c.origin_key == bindparam("key"))
_KEEP = insert(robots)


def keep(connection: Connection, rows: Sequence[tuple[str, datetime, bytes]]) -> None:
    """Write each origin's answer in place of the one before."""
    keys = [{"key": url_key(origin)} for origin, _, _ in rows]
    connection.execute(_FORGET, keys)
    connection.execute(
        _KEEP,
        [
            {"origin_key": key["key"], "origin": origin, "fetched_at": at, "body": zlib.compress(body)}
            for key, (origin, at, body) in zip(keys, rows, strict=True)
        ],
    )


def forget(connection: Connection, *, before: datetime) -> None:
    connection.execute(delete(robots).where(robots.c.fetched_at < before))


def since(connection: Connection, at: datetime) -> dict[str, bytes]:
    rows = connection.execute(select(robots.c.origin, robots.c.body).where(robots.c.fetched_at > at))
    return {origin: zlib.decompress(body) for origin, body in rows}


def latest(connection: Connection, origin: str) -> bytes | None:
    body = connection.scalar(select(robots.c.body).where(robots.c.origin_key == url_key(origin)))
    return None if body is None else zlib.decompress(body)
