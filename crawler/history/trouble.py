"""What a database says when it fails, and what the operator can do about that."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

LONGEST = 300
_ROOM = "make room on its disk, and run again"
_RIGHTS = "give this user the right to write there, or name another place in --state"
_HELD = "another program holds it: wait for its end, and run again"
_DAMAGED = "put a sound copy in its place, or move it away to begin anew"
_LOST = "see that the server stays up and can be reached, and run again"
_UNKNOWN = "see that nothing else writes to its place, and run again"

_BY_SQLITE_CODE = {
    sqlite3.SQLITE_FULL: _ROOM,
    sqlite3.SQLITE_BUSY: _HELD,
    sqlite3.SQLITE_LOCKED: _HELD,
    sqlite3.SQLITE_READONLY: _RIGHTS,
    sqlite3.SQLITE_CANTOPEN: _RIGHTS,
    sqlite3.SQLITE_PERM: _RIGHTS,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: "see that its disk is sound and not full, and run again",
}
# By the beginnings of SQLSTATE, the first that fits (PostgreSQL's appendix A).
_BY_SQLSTATE = (
    ("53100", _ROOM),
    ("53300", "let the server take more connections, or wait, and run again"),
    ("42501", _RIGHTS),
    ("25006", _RIGHTS),
    ("55P03", _HELD),
    ("40", _HELD),
    ("28", "see that --state names user and password rightly"),
    ("3D000", "make that database first, or name one that exists in --state"),
    ("57P", _LOST),
    ("08", _LOST),
    ("XX", _DAMAGED),
)


def spoken(error: DBAPIError) -> str:
    """Say it in the driver's own words, on one line, without statement or parameters."""
    return " ".join(str(error.orig).split())[:LONGEST]


def remedy_of(error: DBAPIError, *, otherwise: str = _UNKNOWN) -> str:
    """What to do about it, as far as the database tells what it is; else `otherwise`."""
    # Either driver's own field, which the other lacks.
    cause: Any = error.orig
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _BY_SQLITE_CODE.get(code & 0xFF, otherwise)
    state = getattr(cause, "sqlstate", None)
    if state is None:  # nobody answered, or not any more
        return _LOST if error.connection_invalidated else otherwise
    return next((remedy for begin, remedy in _BY_SQLSTATE if state.startswith(begin)), otherwise)
