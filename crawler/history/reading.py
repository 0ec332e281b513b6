"""What is asked of the history, on an open connection."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, exists, func, or_, select

from crawler.history.model import PastSighting, RunRecord
from crawler.history.tables import cases, observations, occurrences, runs, url_key
from crawler.probe.past import Occurrence, Past, Status, Streak

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    AnyRow = Row[*tuple[Any, ...]]

Place = tuple[Occurrence, str]
"""A place of a catalog and the URL that stood there."""

_KEYS_PER_QUERY = 500  # below every backend's limit of parameters; 2,000 was no faster

_LATEST = select(observations).where(
    observations.c.id.in_(
        select(func.max(observations.c.id))
        .where(
            observations.c.url_key.in_(bindparam("keys", expanding=True)),
            observations.c.provisional.is_(False),
        )
        .group_by(observations.c.url_key)
    )
)
_OF_URL = (
    select(observations)
    .where(observations.c.url_key == bindparam("key"))
    .order_by(observations.c.id.desc())
    .limit(bindparam("limit"))
)
# A killed run leaves provisional observations: their cases are shown only where nothing better is known.
_CASE = (
    select(cases.c.body)
    .join(observations)
    .where(observations.c.url_key == bindparam("key"))
    .order_by(observations.c.provisional, observations.c.id.desc())
    .limit(1)
)
_NEWEST_RUNS = select(runs).order_by(runs.c.started_at.desc(), runs.c.id.desc()).limit(bindparam("limit"))
_FINISHED_RUNS = (
    select(runs).where(runs.c.finished_at.is_not(None)).order_by(runs.c.finished_at.desc(), runs.c.id.desc())
)
_COUNTS = (
    select(observations.c.run_id, observations.c.status, func.count().label("links"))
    .where(
        observations.c.run_id.in_(bindparam("ids", expanding=True)),
        observations.c.provisional.is_(False),
    )
    .group_by(observations.c.run_id, observations.c.status)
)
_PLACE_COLUMNS = (occurrences.c.file, occurrences.c.entry, occurrences.c.field)
_PLACES_OF_RUN = (
    select(*_PLACE_COLUMNS, observations.c.url)
    .join(observations)
    .where(observations.c.run_id == bindparam("run"))
    .order_by(*_PLACE_COLUMNS)
)


def memories(connection: Connection, urls: Iterable[str]) -> dict[str, Past]:
    """Recall each URL that has a memory."""
    by_key = {url_key(url): url for url in urls}
    keys = iter(by_key)
    found: dict[str, Past] = {}
    while some := list(islice(keys, _KEYS_PER_QUERY)):
        for row in connection.execute(_LATEST, {"keys": some}):
            found[by_key[row.url_key]] = _past(row)
    return found


def newest_runs(connection: Connection, limit: int) -> tuple[RunRecord, ...]:
    return tuple(_with_counts(connection, connection.execute(_NEWEST_RUNS, {"limit": limit}).all()))


def places_of_run(connection: Connection, run_id: str) -> tuple[Place, ...]:
    return tuple((_occurrence(row), row.url) for row in connection.execute(_PLACES_OF_RUN, {"run": run_id}))


def last_words(
    connection: Connection, files: Sequence[str], before_run: str | None
) -> dict[Occurrence, tuple[str, Past]]:
    """Tell URL and memory of each place when it was last asked, provisional answers left out."""
    counted = and_(
        occurrences.c.file.in_(files),
        observations.c.provisional.is_(False),
        observations.c.run_id != (before_run or ""),
    )
    return {
        _occurrence(row): (row.url, _past(row))
        for row in _latest_at_places(connection, counted, *observations.c)
    }


def last_places(
    connection: Connection, files: Iterable[str], before_run: str | None
) -> frozenset[Occurrence]:
    """List what the last run over the whole of each file asked, which ended before `before_run` began."""
    found: set[Occurrence] = set()
    # A run that a clock which was ahead dated after now would be the last one until that day comes.
    began = select(runs.c.started_at).where(runs.c.id == before_run).scalar_subquery()
    earlier = [runs.c.id != before_run, runs.c.finished_at <= began] if before_run is not None else []
    # One run mostly asked all of the files: read for each of 1,500, its places took a minute.
    by_run: dict[str, dict[str, set[Occurrence]]] = {}
    for file in files:
        asked_file = exists(
            select(occurrences.c.position)
            .select_from(observations.join(occurrences))
            .where(observations.c.run_id == runs.c.id, occurrences.c.file == file)
        )
        newest_first = _FINISHED_RUNS.with_only_columns(runs.c.id, runs.c.settings)
        rows = connection.execute(newest_first.where(asked_file, *earlier))
        run_id = next((row.id for row in rows if not _is_partial(row.settings)), None)
        if run_id is not None:
            if run_id not in by_run:
                by_run[run_id] = _places_by_file(connection, run_id)
            found |= by_run[run_id].get(file, set())
    return frozenset(found)


def _places_by_file(connection: Connection, run_id: str) -> dict[str, set[Occurrence]]:
    places: dict[str, set[Occurrence]] = {}
    for place, _ in places_of_run(connection, run_id):
        places.setdefault(place.file, set()).add(place)
    return places


def _is_partial(settings: Mapping[str, object]) -> bool:
    """Tell whether a run left links of its catalogs unasked: what it did not look at is not gone."""
    return any(settings.get(name) for name in ("only", "shard", "due"))


def sightings(connection: Connection, url: str, limit: int) -> tuple[PastSighting, ...]:
    rows = connection.execute(_OF_URL, {"key": url_key(url), "limit": limit})
    return tuple(_past_sighting(row) for row in rows)


def case(connection: Connection, url: str) -> str | None:
    return connection.scalar(_CASE, {"key": url_key(url)})


def find(connection: Connection, link: str) -> tuple[Place, ...]:
    """Places whose entry, `entry:field` or URL is `link`, each with the URL that stood there last."""
    named: list[ColumnElement[bool]] = [occurrences.c.entry == link]
    named += [
        and_(occurrences.c.entry == entry, occurrences.c.field == field) for entry, field in _splits(link)
    ]
    meant = or_(observations.c.url_key == url_key(link), *named)
    rows = _latest_at_places(connection, meant, observations.c.url)
    return tuple((_occurrence(row), row.url) for row in rows)


def _splits(link: str) -> Iterator[tuple[str, str]]:
    """Every reading as `entry:field`: the ids of foreign catalogs may hold colons themselves."""
    for at, letter in enumerate(link):
        if letter == ":":
            yield link[:at], link[at + 1 :]


def _latest_at_places(
    connection: Connection, meant: ColumnElement[bool], *columns: ColumnElement[Any]
) -> Sequence[AnyRow]:
    """Fetch each place's latest observation among those meant, in the order of places."""
    latest = (
        select(*_PLACE_COLUMNS, func.max(occurrences.c.observation_id).label("number"))
        .join(observations)
        .where(meant)
        .group_by(*_PLACE_COLUMNS)
        .subquery()
    )
    place = (latest.c.file, latest.c.entry, latest.c.field)
    query = select(*place, *columns).join(latest, observations.c.id == latest.c.number).order_by(*place)
    return connection.execute(query).all()


def _with_counts(connection: Connection, rows: Sequence[AnyRow]) -> list[RunRecord]:
    counted: dict[str, dict[Status, int]] = {row.id: {} for row in rows}
    for row in connection.execute(_COUNTS, {"ids": list(counted)}):
        counted[row.run_id][Status(row.status)] = row.links
    return [_run_record(row, counted[row.id]) for row in rows]


def _run_record(row: AnyRow, counted: dict[Status, int]) -> RunRecord:
    return RunRecord(
        id=row.id,
        started_at=row.started_at,
        finished_at=row.finished_at,
        catalogs=tuple(row.catalogs),
        settings=row.settings,
        counts={status: counted[status] for status in Status if status in counted},
    )


def _occurrence(row: AnyRow) -> Occurrence:
    return Occurrence(file=row.file, entry=row.entry, field=row.field)


def _past(row: AnyRow) -> Past:
    return Past(
        status=Status(row.status),
        reason=row.reason,
        confirmed=row.confirmed,
        since=row.since,
        asked_at=row.asked_at,
        succeeded_at=row.succeeded_at,
        failing=_streak(row.failing_runs, row.failing_days, row.failing_first_at, row.failing_last_at),
        gone=_streak(row.gone_runs, row.gone_days, row.gone_first_at, row.gone_last_at),
        best_title_match=row.best_title_match,
        title=row.title,
        moved_to=row.moved_to,
        flips=row.flips,
        runs=row.runs,
    )


def _streak(runs: int | None, days: int, first_at: datetime, last_at: datetime) -> Streak | None:
    return None if runs is None else Streak(runs=runs, days=days, first_at=first_at, last_at=last_at)


def _past_sighting(row: AnyRow) -> PastSighting:
    return PastSighting(
        run_id=row.run_id,
        at=row.asked_at,
        status=Status(row.status),
        reason=row.reason,
        confidence=row.confidence,
        confirmed=row.confirmed,
        provisional=row.provisional,
        http_status=row.http_status,
        final_url=row.final_url,
        moved_to=row.moved_to,
    )
