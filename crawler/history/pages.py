"""Healthy pages, as far as they are remembered, on an open connection: one for each URL, not for each run."""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from crawler.history.tables import pages, url_key
from crawler.probe.past import KeptPage
from crawler.probe.validators import Validators

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from crawler.probe.past import Sighting

KEPT = timedelta(days=30)
"""Longer than any 304 is believed: of what is older the facts go, and all of it where there is no sketch.
That tells, years later, that a domain that nobody renewed has come back as something else."""

_newer = pages.alias("newer")
_FORGET = delete(pages).where(
    pages.c.run_id == bindparam("run"), pages.c.url_key.in_(bindparam("keys", expanding=True))
)
_KEEP = insert(pages)
_LATEST = select(pages).where(pages.c.url_key == bindparam("key")).order_by(pages.c.id.desc()).limit(1)
_DROP_OLDER = delete(pages).where(
    pages.c.id.in_(
        select(pages.c.id)
        .join(_newer, (_newer.c.url_key == pages.c.url_key) & (_newer.c.id > pages.c.id))
        .where(_newer.c.run_id == bindparam("run"))
    )
)
_IS_OLD = pages.c.read_at < bindparam("before")
_DROP_OLD = delete(pages).where(_IS_OLD, pages.c.sketch.is_(None))
_DROP_OLD_FACTS = (
    update(pages).where(_IS_OLD, pages.c.facts.is_not(None)).values(facts=None, etag=None, last_modified=None)
)


def keep(connection: Connection, run_id: str, sightings: Sequence[Sighting]) -> None:
    """Write the pages that sightings bring; those of earlier runs stay until this one is finished."""
    rows = [_row(run_id, sighting.url, sighting.page) for sighting in sightings if sighting.page is not None]
    if rows:
        connection.execute(_FORGET, {"run": run_id, "keys": [row["url_key"] for row in rows]})
        connection.execute(_KEEP, rows)


def drop_older(connection: Connection, run_id: str, finished_at: datetime) -> None:
    """Leave one page for each URL that a run has read, and none that nobody will ask by again."""
    connection.execute(_DROP_OLDER, {"run": run_id})
    for statement in (_DROP_OLD, _DROP_OLD_FACTS):
        connection.execute(statement, {"before": finished_at - KEPT})


def latest(connection: Connection, url: str) -> KeptPage | None:
    row = connection.execute(_LATEST, {"key": url_key(url)}).one_or_none()
    if row is None:
        return None
    validators = Validators(etag=row.etag, last_modified=row.last_modified)
    return KeptPage(
        url=row.page_url,
        validators=validators if validators.conditions else None,
        read_at=row.read_at,
        facts=None if row.facts is None else zlib.decompress(row.facts).decode("ascii"),
        sketch=row.sketch or b"",
        sketched_at=row.sketched_at,
        language=row.language,
    )


def _row(run_id: str, url: str, page: KeptPage) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "url_key": url_key(url),
        "page_url": page.url,
        "etag": page.validators and page.validators.etag,
        "last_modified": page.validators and page.validators.last_modified,
        "read_at": page.read_at,
        "facts": None if page.facts is None else zlib.compress(page.facts.encode("ascii")),
        "sketch": page.sketch or None,
        "sketched_at": page.sketched_at,
        "language": page.language,
    }
