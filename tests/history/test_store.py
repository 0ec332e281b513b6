"""What a run records is what later runs remember."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import StatementError

from crawler.errors import StateError
from crawler.history.model import PastSighting
from crawler.history.store import History
from crawler.probe.past import KeptPage, Occurrence, Past, Sighting, Status, Streak
from crawler.probe.validators import Validators

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import ClauseElement, Connection

    Seen = Callable[..., Sighting]
    Day = Callable[[int], datetime]


A, B, C = "https://a.example/", "https://b.example/", "https://c.example/#part"

TEXT = st.text(st.characters(), max_size=20)  # surrogates and NUL included
TIMES = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
COUNTS = st.integers(0, 2**31 - 1)
STREAKS = st.builds(Streak, runs=COUNTS, days=COUNTS, first_at=TIMES, last_at=TIMES)
PASTS = st.builds(
    Past,
    status=st.sampled_from(Status),
    reason=TEXT,
    confirmed=st.booleans(),
    since=TIMES,
    asked_at=TIMES,
    succeeded_at=st.none() | TIMES,
    failing=st.none() | STREAKS,
    gone=st.none() | STREAKS,
    best_title_match=st.none() | st.floats(0, 1),
    title=st.none() | TEXT,
    moved_to=st.none() | TEXT,
    flips=COUNTS,
    runs=COUNTS,
)
SIGHTINGS = st.builds(
    Sighting,
    url=TEXT,
    occurrences=st.lists(
        st.builds(Occurrence, file=TEXT, entry=TEXT, field=TEXT), max_size=3, unique=True
    ).map(tuple),
    provisional=st.just(False),
    http_status=st.none() | st.integers(100, 999),
    final_url=st.none() | TEXT,
    confidence=st.sampled_from(["high", "medium", "low"]),
    memory=PASTS,
    case=TEXT,
)


def begin(history: History, run_id: str, at: datetime, *sightings: Sighting, finish: bool = True) -> None:
    """One run over `catalog.yaml` with these sightings."""
    history.begin_run(run_id, at, catalogs=["catalog.yaml"], settings={})
    history.record_all(run_id, sightings)
    if finish:
        history.finish_run(run_id, at)


@given(sighting=SIGHTINGS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sighting_comes_back_as_it_was(history: History, sighting: Sighting) -> None:
    """Any text, time or None survives the database, on every backend."""
    run_id = uuid4().hex
    history.begin_run(run_id, sighting.memory.asked_at, catalogs=[], settings={})
    history.record(run_id, sighting)
    places = [(place, sighting.url) for place in sighting.occurrences]

    assert {sighting.url: sighting.memory} == history.memories([sighting.url])
    assert sighting.case == history.case(sighting.url)
    assert set(places) == set(history.occurrences(run_id))
    assert all(place in history.find(place[0].entry) for place in places)
    assert told(run_id, sighting) == history.sightings(sighting.url)[0]
    history.discard_run(run_id)
    assert history.memories([sighting.url]) == {}


def told(run_id: str, sighting: Sighting) -> PastSighting:
    return PastSighting(
        run_id=run_id,
        at=sighting.memory.asked_at,
        status=sighting.memory.status,
        reason=sighting.memory.reason,
        confidence=sighting.confidence,
        confirmed=sighting.memory.confirmed,
        provisional=sighting.provisional,
        http_status=sighting.http_status,
        final_url=sighting.final_url,
        moved_to=sighting.memory.moved_to,
    )


def test_unknown_url_has_no_memory(history: History, seen: Seen, day: Day) -> None:
    """A URL that was never asked is not mistaken for one that was."""
    begin(history, "r1", day(1), seen(A))

    assert None is history.memory(B)
    assert None is history.case(B)
    assert history.sightings(B) == ()
    assert history.memories([]) == {}


def test_memory_is_that_of_the_latest_run(history: History, seen: Seen, day: Day) -> None:
    """Each URL has its own latest run."""
    begin(history, "r1", day(1), seen(A, 1), seen(B, 1))
    begin(history, "r2", day(2), seen(A, 2))

    assert {url: past.runs for url, past in history.memories([A, B, C]).items()} == {A: 2, B: 1}


def test_memory_of_an_unfinished_run_counts(history: History, seen: Seen, day: Day) -> None:
    """What was done before a kill is not done again in vain."""
    begin(history, "r1", day(1), seen(A, 1), finish=False)

    assert seen(A, 1).memory == history.memory(A)


def test_many_memories_are_found(history: History, seen: Seen, day: Day) -> None:
    """More URLs than one query asks for, repeats included, are all answered."""
    urls = [f"https://a.example/{number}" for number in range(1201)]
    begin(history, "r1", day(1), *(seen(url, places=()) for url in urls))

    assert set(urls) == history.memories([*urls, *urls]).keys()


def test_provisional_sighting_never_counts(history: History, seen: Seen, day: Day) -> None:
    """A first failure that had no second opinion changes neither memory, comparison nor counts."""
    begin(history, "r1", day(1), seen(A, 1))
    begin(history, "r2", day(2), seen(A, 2, status=Status.DEAD, provisional=True), finish=False)
    place = Occurrence(file="catalog.yaml", entry="book", field="url")

    assert seen(A, 1).memory == history.memory(A)
    assert {place: (A, seen(A, 1).memory)} == history.last_occurrences(["catalog.yaml"])
    assert history.case(A) == '{"day": 1}'
    assert [run.counts for run in history.runs()] == [{}, {Status.ALIVE: 1}]
    assert [sighting.provisional for sighting in history.sightings(A)] == [True, False]


def test_provisional_case_is_better_than_none(history: History, seen: Seen, day: Day) -> None:
    """`crawler explain` after a kill in the first run shows what is there."""
    begin(history, "r1", day(1), seen(A, provisional=True, case="only"), finish=False)

    assert history.case(A) == "only"


def test_second_opinion_replaces_the_first(history: History, seen: Seen, day: Day) -> None:
    """A run says one thing of a URL: the last."""
    begin(
        history, "r1", day(1), seen(A, status=Status.DEAD, provisional=True, places=("a:url",)), finish=False
    )
    history.record("r1", seen(A, places=("b:url",), case="second"))

    assert [sighting.status for sighting in history.sightings(A)] == [Status.ALIVE]
    assert [(place.entry, url) for place, url in history.occurrences("r1")] == [("b", A)]
    assert history.case(A) == "second"


def test_second_opinion_is_later_than_what_another_run_said_between(
    history: History, seen: Seen, day: Day
) -> None:
    """The memory is that of the last word, not of the run that began last."""
    begin(history, "r1", day(1), seen(A, 1, provisional=True), finish=False)
    begin(history, "r2", day(2), seen(A, 2))
    history.record("r1", seen(A, 3))

    assert seen(A, 3).memory == history.memory(A)


def test_discarded_run_gives_back_memories_and_cases(history: History, seen: Seen, day: Day) -> None:
    """Discarding restores exactly what was there, for links that the run changed and links that it found."""
    begin(history, "r1", day(1), seen(A, 1))
    asked: list[Callable[[], object]] = [
        lambda: history.memories([A, B]),
        lambda: history.case(A),
        lambda: history.case(B),
        history.runs,
    ]
    before = [ask() for ask in asked]
    begin(history, "r2", day(2), seen(A, 2, status=Status.DEAD), seen(B, 2), finish=False)
    during = [ask() for ask in asked]
    history.discard_run("r2")

    assert all(then != now for then, now in zip(before, during, strict=True))
    assert before == [ask() for ask in asked]


def test_discarding_an_unknown_run_changes_nothing(history: History, seen: Seen, day: Day) -> None:
    """To discard twice is to discard once."""
    begin(history, "r1", day(1), seen(A))
    history.discard_run("r2")

    assert [run.id for run in history.runs()] == ["r1"]


def test_only_the_latest_case_is_kept(tmp_path: Path, seen: Seen, day: Day) -> None:
    """Finishing a run drops the cases that it replaced, and no others."""
    with History.open(f"sqlite:///{tmp_path}/state.db") as history:
        begin(history, "r1", day(1), seen(A, 1, case="a1"), seen(B, 1, case="b1"))
        begin(history, "r2", day(2), seen(A, 2, case="a2"), seen(C, 2, case="c2"))
    with closing(sqlite3.connect(tmp_path / "state.db")) as plain:
        kept = {body for (body,) in plain.execute("SELECT body FROM cases")}

    assert {"a2", "b1", "c2"} == kept


def test_provisional_case_drops_no_other(history: History, seen: Seen, day: Day) -> None:
    """An interrupted run that is finished without second opinions leaves the earlier cases."""
    begin(history, "r1", day(1), seen(A, 1, case="sound"))
    begin(history, "r2", day(2), seen(A, 2, case="hasty", provisional=True))

    assert history.case(A) == "sound"


def test_finishing_drops_no_later_case(history: History, seen: Seen, day: Day) -> None:
    """A run that ends late does not take away what another run said after it."""
    begin(history, "slow", day(1), seen(A, 1, case="early"), finish=False)
    begin(history, "quick", day(2), seen(A, 2, case="late"), finish=False)
    history.finish_run("slow", day(3))

    assert history.case(A) == "late"


def test_finishing_an_unknown_run_is_an_error(history: History, day: Day) -> None:
    """A run that somebody discarded meanwhile is not reported as recorded."""
    with pytest.raises(StateError, match="run r9 is not in this history"):
        history.finish_run("r9", day(1))


def test_sighting_of_an_unknown_run_is_refused(history: History, seen: Seen) -> None:
    """Nothing is kept that no run answers for."""
    with pytest.raises(StateError, match="the history failed: "):
        history.record("r9", seen(A))

    assert None is history.memory(A)


def test_run_is_begun_once(history: History, day: Day) -> None:
    """Two runs never share an id."""
    begin(history, "r1", day(1))
    with pytest.raises(StateError, match="the history failed: "):
        begin(history, "r1", day(2))


def test_all_or_none_of_many_sightings_are_kept(history: History, seen: Seen, day: Day) -> None:
    """A sighting that cannot be kept takes the others of its call with it."""
    broken = seen(B)
    object.__setattr__(broken.memory, "since", datetime(2026, 11, 1))  # noqa: DTZ001 - the mistake itself
    begin(history, "r1", day(1))
    with pytest.raises(StatementError, match="without a zone"):
        history.record_all("r1", [seen(A), broken])

    assert None is history.memory(A)


def test_full_disk_is_an_operator_error(tmp_path: Path, seen: Seen, day: Day) -> None:
    """A database that can grow no more ends the run in one line and keeps what it had."""
    url = f"sqlite:///{tmp_path}/state.db"
    with History.open(url) as history:
        begin(history, "r1", day(1), seen(A, 1), finish=False)

        @event.listens_for(history._engine, "begin", insert=False)
        def shrink(connection: Connection) -> None:
            connection.exec_driver_sql("PRAGMA max_page_count=1")

        with pytest.raises(StateError, match=r"database or disk is full; make room"):
            history.record("r1", seen(B, 1, case="x" * 1_000_000))
        assert {A} == history.memories([A, B]).keys()


def test_history_may_be_used_from_another_thread(history: History, seen: Seen, day: Day) -> None:
    """The event loop hands database work to threads."""
    begin(history, "r1", day(1))
    urls = [f"https://a.example/{number}" for number in range(40)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda url: history.record("r1", seen(url)), urls))

    assert set(urls) == history.memories(urls).keys()


def test_very_long_url_is_kept(history: History, seen: Seen, day: Day) -> None:
    """A URL that no index row of PostgreSQL could hold is a link like any other."""
    noise = "".join(sha256(bytes([number])).hexdigest() for number in range(250))  # does not compress
    url = f"https://a.example/{noise}"
    begin(history, "r1", day(1), seen(url))

    assert {url: seen(url).memory} == history.memories([url, url[:-1]])


def test_text_in_sql_stays_text(history: History, seen: Seen, day: Day) -> None:
    """Quotes, semicolons and comments in any value are only letters."""
    hostile = "'); DROP TABLE runs; --\" %s :run ?"
    begin(history, hostile, day(1), seen(hostile, places=(f"{hostile.replace(':', '')}:url",), case=hostile))

    assert hostile == history.case(hostile)
    assert [hostile] == [run.id for run in history.runs()]
    assert [hostile] == [url for _, url in history.find(hostile)]


def test_every_statement_exists_on_postgresql(tmp_path: Path, seen: Seen, day: Day) -> None:
    """All that the history ever executes compiles in PostgreSQL's dialect."""
    compiled: list[str] = []
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # published without types
    with History.open(f"sqlite:///{tmp_path}/state.db") as history:

        @event.listens_for(history._engine, "before_execute")
        def compile_too(_connection: Connection, statement: ClauseElement, *_more: object) -> None:
            compiled.append(str(statement.compile(dialect=dialect)))

        read = KeptPage(url=A, validators=Validators(etag='"1"'), read_at=day(1), facts=None)
        begin(history, "r1", day(1), replace(seen(A), page=read))
        history.memory(A)
        history.runs()
        history.robots_between(day(1), day(2))
        history.occurrences("r1")
        history.last_occurrences(["catalog.yaml"], before_run="r2")
        history.last_places(["catalog.yaml"])
        history.sightings(A)
        history.case(A)
        history.kept_page(A)
        history.robots_validators()
        history.find("book:url")
        history.discard_run("r1")

    words = {statement.split()[0] for statement in compiled}
    assert ({"INSERT", "UPDATE", "DELETE", "SELECT"}, 26) == (words, len(compiled))
