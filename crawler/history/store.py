"""`History`: what earlier runs saw, as the run and the read commands ask for it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from sqlalchemy.exc import DBAPIError

from crawler.errors import StateError
from crawler.history import pages, reading, robots, writing
from crawler.history.opening import WRITES, open_engine
from crawler.history.trouble import remedy_of, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from types import TracebackType

    from sqlalchemy import Connection, Engine

    from crawler.history.model import PastSighting, RunRecord
    from crawler.probe.past import KeptPage, Occurrence, Past, Sighting
    from crawler.probe.validators import Validators

_ROWS_PER_STATEMENT = 100  # two dozen columns each: below every backend's limit of parameters


class History:
    """An open history; what a method wrote is committed when it returns. Any of them may raise StateError."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{WRITES: True})
        self._where = where

    @classmethod
    def open(cls, url: str, *, create: bool = True) -> Self:
        """Open the history at a SQLAlchemy URL, made where it is missing unless `create` is False.

        StateError for what is not a history, is newer, or cannot be written; nothing is changed then.
        """
        engine, where = open_engine(url, create=create)
        return cls(engine, where)

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def memory(self, url: str) -> Past | None:
        """Recall a URL: its latest observation that is not provisional."""
        return self.memories([url]).get(url)

    def memories(self, urls: Iterable[str]) -> dict[str, Past]:
        """Recall each URL that has a memory."""
        with self._reading() as connection:
            return reading.memories(connection, urls)

    def begin_run(
        self,
        run_id: str,
        started_at: datetime,
        *,
        catalogs: Sequence[str],
        settings: Mapping[str, object],
    ) -> None:
        """Begin a run; `settings` holds only what JSON can say."""
        with self._writing() as connection:
            writing.begin_run(connection, run_id, started_at, catalogs=catalogs, settings=settings)

    def record(self, run_id: str, sighting: Sighting) -> None:
        """Keep a sighting in place of what the same run said of that URL before."""
        with self._writing() as connection:
            writing.record(connection, run_id, [sighting])

    def record_all(self, run_id: str, sightings: Iterable[Sighting]) -> None:
        """Keep all of the sightings or, on an error, none."""
        with self._writing() as connection:
            for some in _without_repeats(sightings):
                writing.record(connection, run_id, some)

    def finish_run(self, run_id: str, finished_at: datetime) -> None:
        """Mark a run as finished; from here on its cases stand in place of earlier ones."""
        with self._writing() as connection:
            is_known = writing.finish_run(connection, run_id, finished_at)
        if not is_known:
            raise StateError(self._where, f"run {run_id} is not in this history", "run the check again")

    def discard_run(self, run_id: str) -> None:
        """Take a run away as though it had never been: memories and cases before it are back.

        Of a run that is already finished the earlier cases are not: they were dropped when it ended.
        """
        with self._writing() as connection:
            writing.discard_run(connection, run_id)

    def runs(self, limit: int = 50) -> tuple[RunRecord, ...]:
        """List runs, finished or not, newest first."""
        with self._reading() as connection:
            return reading.newest_runs(connection, limit)

    def occurrences(self, run_id: str) -> tuple[tuple[Occurrence, str], ...]:
        """List every place that a run asked, with the URL there, by file, entry and field."""
        with self._reading() as connection:
            return reading.places_of_run(connection, run_id)

    def last_occurrences(
        self, files: Sequence[str], *, before_run: str | None = None
    ) -> dict[Occurrence, tuple[str, Past]]:
        """Tell what was last said of each place that the files ever had, by runs other than `before_run`.

        For comparing. What has gone from a catalog is asked of `last_places`: here it stays for ever.
        """
        with self._reading() as connection:
            return reading.last_words(connection, files, before_run)

    def last_places(self, files: Sequence[str], *, before_run: str | None = None) -> frozenset[Occurrence]:
        """List the places that the last finished run of each file asked, `before_run` left out."""
        with self._reading() as connection:
            return reading.last_places(connection, files, before_run)

    def sightings(self, url: str, limit: int = 50) -> tuple[PastSighting, ...]:
        """List what runs said of a URL, newest first, provisional ones included."""
        with self._reading() as connection:
            return reading.sightings(connection, url, limit)

    def case(self, url: str) -> str | None:
        """Give the latest case of a URL; a provisional one only where there is no other."""
        with self._reading() as connection:
            return reading.case(connection, url)

    def kept_page(self, url: str) -> KeptPage | None:
        """Give the page to which a URL led when it was last read in full, as far as one was kept."""
        with self._reading() as connection:
            return pages.latest(connection, url)

    def find(self, link: str) -> tuple[tuple[Occurrence, str], ...]:
        """Find the places that an entry's id, `id:field` or a URL names, each with its latest URL."""
        with self._reading() as connection:
            return reading.find(connection, link)

    def keep_robots(
        self, rows: Sequence[tuple[str, datetime, bytes, Validators | None]], *, forget_before: datetime
    ) -> None:
        """Keep what origins answered for robots.txt, and forget what is older than `forget_before`."""
        with self._writing() as connection:
            robots.keep(connection, rows)
            robots.forget(connection, before=forget_before)

    def robots_between(self, start: datetime, end: datetime) -> dict[str, bytes]:
        """Give each origin's robots.txt that was fetched after `start`, up to `end`."""
        with self._reading() as connection:
            return robots.between(connection, start, end)

    def robots_validators(self) -> dict[str, Validators]:
        """Tell by what each origin may be asked whether its robots.txt has changed."""
        with self._reading() as connection:
            return robots.validators(connection)

    def robots_of(self, origin: str) -> bytes | None:
        """Give the last robots.txt of an origin that is still kept, however old."""
        with self._reading() as connection:
            return robots.latest(connection, origin)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._border(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._border(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _border(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise StateError(self._where, f"the history failed: {spoken(error)}", remedy_of(error)) from error


def _without_repeats(sightings: Iterable[Sighting]) -> Iterator[list[Sighting]]:
    """Runs of sightings whose URLs differ: one statement cannot write two rows of one URL."""
    some: dict[str, Sighting] = {}
    for sighting in sightings:
        if sighting.url in some or len(some) == _ROWS_PER_STATEMENT:
            yield list(some.values())
            some = {}
        some[sighting.url] = sighting
    if some:
        yield list(some.values())
