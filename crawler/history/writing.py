"""What a run writes, on an open connection inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, exists, insert, select, update

from crawler.history import pages
from crawler.history.tables import cases, observations, occurrences, runs, url_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from crawler.probe.past import Past, Sighting, Streak

_newer = observations.alias("newer")
_older = observations.alias("older")

# Built once: SQLAlchemy finds the compiled text of the same statement object without walking it again.
_BEGIN_RUN = insert(runs)
_FINISH_RUN = update(runs).where(runs.c.id == bindparam("run")).values(finished_at=bindparam("at"))
_DISCARD_RUN = delete(runs).where(runs.c.id == bindparam("run"))
_FORGET_OBSERVATION = delete(observations).where(
    observations.c.run_id == bindparam("run"), observations.c.url_key == bindparam("key")
)
_OBSERVE = insert(observations).returning(observations.c.id, sort_by_parameter_order=True)
_PLACE = insert(occurrences)
_KEEP_CASE = insert(cases)
_DROP_OLDER_CASES = delete(cases).where(
    exists(
        select(_older.c.id)
        .join(_newer, and_(_newer.c.url_key == _older.c.url_key, _newer.c.id > _older.c.id))
        .where(
            _older.c.id == cases.c.observation_id,
            _newer.c.run_id == bindparam("run"),
            _newer.c.provisional.is_(False),
        )
    )
)


def begin_run(
    connection: Connection,
    run_id: str,
    started_at: datetime,
    *,
    catalogs: Sequence[str],
    settings: Mapping[str, object],
) -> None:
    row = {
        "id": run_id,
        "started_at": started_at,
        "catalogs": list(catalogs),
        "settings": dict(settings),
    }
    connection.execute(_BEGIN_RUN, row)


def record(connection: Connection, run_id: str, sightings: Sequence[Sighting]) -> None:
    """Write sightings in place of what the same run said of their URLs before, numbered above all others.

    Their URLs differ, and the later of two has the higher number.
    """
    rows = [_observation_row(run_id, sighting) for sighting in sightings]
    # Not an upsert: that would keep the old number, and the second opinion is later than the first.
    connection.execute(_FORGET_OBSERVATION, [{"run": run_id, "key": row["url_key"]} for row in rows])
    numbers = connection.execute(_OBSERVE, rows).scalars().all()
    numbered = list(zip(numbers, sightings, strict=True))
    places = [place for number, sighting in numbered for place in _occurrence_rows(number, sighting)]
    if places:
        connection.execute(_PLACE, places)
    connection.execute(
        _KEEP_CASE, [{"observation_id": number, "body": sighting.case} for number, sighting in numbered]
    )
    pages.keep(connection, run_id, sightings)


def finish_run(connection: Connection, run_id: str, finished_at: datetime) -> bool:
    """Mark a run as finished, drop cases and pages that it made old; False where there is no such run."""
    is_known = connection.execute(_FINISH_RUN, {"run": run_id, "at": finished_at}).rowcount > 0
    # Only now: until here the run may be discarded, which must bring the earlier ones back.
    connection.execute(_DROP_OLDER_CASES, {"run": run_id})
    pages.drop_older(connection, run_id, finished_at)
    return is_known


def discard_run(connection: Connection, run_id: str) -> None:
    connection.execute(_DISCARD_RUN, {"run": run_id})


def _observation_row(run_id: str, sighting: Sighting) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "url_key": url_key(sighting.url),
        "url": sighting.url,
        "provisional": sighting.provisional,
        "http_status": sighting.http_status,
        "final_url": sighting.final_url,
        "confidence": sighting.confidence,
        **_memory_columns(sighting.memory),
    }


def _memory_columns(past: Past) -> dict[str, Any]:
    return {
        "status": past.status.value,
        "reason": past.reason,
        "confirmed": past.confirmed,
        "since": past.since,
        "asked_at": past.asked_at,
        "succeeded_at": past.succeeded_at,
        **_streak_columns("failing", past.failing),
        **_streak_columns("gone", past.gone),
        "best_title_match": past.best_title_match,
        "title": past.title,
        "moved_to": past.moved_to,
        "flips": past.flips,
        "runs": past.runs,
    }


def _streak_columns(name: str, streak: Streak | None) -> dict[str, Any]:
    return {
        f"{name}_runs": streak and streak.runs,
        f"{name}_days": streak and streak.days,
        f"{name}_first_at": streak and streak.first_at,
        f"{name}_last_at": streak and streak.last_at,
    }


def _occurrence_rows(number: int, sighting: Sighting) -> list[dict[str, Any]]:
    return [
        {
            "observation_id": number,
            "position": position,
            "file": occurrence.file,
            "entry": occurrence.entry,
            "field": occurrence.field,
        }
        for position, occurrence in enumerate(sighting.occurrences)
    ]
