"""The tables of the history, schema version 4.

    crawler_schema   one row: the version of these tables
    runs             one row per run
    observations     one row per run and URL: what was said, and the link's whole memory after it
    occurrences      the places of a catalog at which an observed URL stood
    cases            all that an observation rests on, as JSON text; finished runs drop older ones
    robots           what origins answered for robots.txt, so that one fetch a day does (since version 2)
    pages            by what servers may be asked for news, and what a 304 then stands for (since version 3);
                     what the text of a healthy page is like (since version 4)

Whatever hangs below a run goes with it (ON DELETE CASCADE).
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine

SCHEMA_VERSION = 4
_ESCAPED = "\x1b\\"


class UtcTime(TypeDecorator[datetime]):
    """An aware time that comes back in UTC to the microsecond; a naive one is refused with ValueError."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        # SQLite has no times: SQLAlchemy writes text, whose order is that of times only within one zone.
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone is ambiguous")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class AnyText(TypeDecorator[str]):
    r"""Text that may hold what a backend cannot: NUL (PostgreSQL) and lone surrogates (both) are escaped.

    A hostile page can put either into its title (JSON-LD `"\ud800"`), and a file name that is not UTF-8 has
    surrogates. Equal text is stored equally, so comparing in SQL stays right.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - one form for all
        if value is None or (_is_storable(value) and not value.startswith(_ESCAPED)):
            return value
        return _ESCAPED + value.encode("unicode_escape").decode("ascii")

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - one form for all
        if value is None or not value.startswith(_ESCAPED):
            return value
        return value.removeprefix(_ESCAPED).encode("ascii").decode("unicode_escape")


def _is_storable(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def url_key(url: str) -> str:
    """Identify a URL in indexes: PostgreSQL refuses index rows over 2,704 bytes, and URLs may be longer."""
    return hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


metadata = MetaData()

# SQLite numbers rows by itself only where the type is spelled INTEGER.
_RowId = BigInteger().with_variant(Integer(), "sqlite")

schema_version = Table("crawler_schema", metadata, Column("version", Integer, primary_key=True))

runs = Table(
    "runs",
    metadata,
    Column("id", String, primary_key=True),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("catalogs", JSON, nullable=False),
    Column("settings", JSON, nullable=False),
)

observations = Table(
    "observations",
    metadata,
    # Later observations have higher numbers: the highest one of a URL is the latest.
    Column("id", _RowId, primary_key=True),
    Column("run_id", String, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("url_key", String(32), nullable=False),
    Column("url", AnyText, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("http_status", Integer),
    Column("final_url", AnyText),
    Column("confidence", String, nullable=False),
    # From here on: `crawler.probe.past.Past`, field by field.
    Column("status", String, nullable=False),
    Column("reason", AnyText, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("succeeded_at", UtcTime),
    Column("failing_runs", Integer),
    Column("failing_days", Integer),
    Column("failing_first_at", UtcTime),
    Column("failing_last_at", UtcTime),
    Column("gone_runs", Integer),
    Column("gone_days", Integer),
    Column("gone_first_at", UtcTime),
    Column("gone_last_at", UtcTime),
    Column("best_title_match", Double),
    Column("title", AnyText),
    Column("moved_to", AnyText),
    Column("flips", Integer, nullable=False),
    Column("runs", Integer, nullable=False),
    UniqueConstraint("run_id", "url_key"),
    # Covers the look-up of a URL's latest observation that counts, without reading any row.
    Index("observations_latest", "url_key", "provisional", "id"),
)

occurrences = Table(
    "occurrences",
    metadata,
    Column(
        "observation_id",
        _RowId,
        ForeignKey("observations.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("file", AnyText, nullable=False),
    Column("entry", AnyText, nullable=False),
    Column("field", AnyText, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column(
        "observation_id",
        _RowId,
        ForeignKey("observations.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("body", AnyText, nullable=False),
)

robots = Table(
    "robots",
    metadata,
    Column("origin_key", String(32), primary_key=True),
    Column("origin", AnyText, nullable=False),
    Column("fetched_at", UtcTime, nullable=False),
    # As it came, but compressed: rules repeat themselves.
    Column("body", LargeBinary, nullable=False),
    # By what the server may be asked whether it has changed (since version 3).
    Column("etag", String),
    Column("last_modified", String),
)

pages = Table(
    "pages",
    metadata,
    # As of observations: the highest number of a URL is the latest.
    Column("id", _RowId, primary_key=True),
    Column("run_id", String, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("url_key", String(32), nullable=False),
    Column("page_url", AnyText, nullable=False),
    Column("etag", String),
    Column("last_modified", String),
    Column("read_at", UtcTime, nullable=False),
    # The page's facts, compressed: a page says its title four times.
    Column("facts", LargeBinary),
    # 256 bytes, and in which language it says that it is (since version 4).
    Column("sketch", LargeBinary),
    Column("sketched_at", UtcTime),
    Column("language", String),
    UniqueConstraint("run_id", "url_key"),
    Index("pages_latest", "url_key", "id"),
)
