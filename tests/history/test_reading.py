"""What is asked of a history of several runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.dialects import sqlite

from crawler.history import reading
from crawler.history.store import History
from crawler.probe.past import Occurrence, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from crawler.probe.past import Sighting

    Seen = Callable[..., Sighting]
    Day = Callable[[int], datetime]
    Run = Callable[..., None]


A, B = "https://a.example/", "https://b.example/"
CATALOG = "catalog.yaml"


def place(entry: str, field: str = "url", file: str = CATALOG) -> Occurrence:
    return Occurrence(file=file, entry=entry, field=field)


@pytest.fixture
def run(history: History, day: Day) -> Run:
    """Record a run of a day: its sightings, whether it was finished, over which catalogs."""

    def record(
        number: int, *sightings: Sighting, finish: bool = True, catalogs: tuple[str, ...] = (CATALOG,)
    ) -> None:
        history.begin_run(f"r{number}", day(number), catalogs=catalogs, settings={"timeout": 20.5})
        history.record_all(f"r{number}", sightings)
        if finish:
            history.finish_run(f"r{number}", day(number))

    return record


def test_runs_are_listed_newest_first(history: History, run: Run, seen: Seen, day: Day) -> None:
    """Times, settings and counts by status are told, worst first; an unfinished run has no end."""
    run(1, seen(A, 1), seen(B, 1, status=Status.DEAD))
    run(2, seen(A, 2), finish=False, catalogs=("b.yaml", "a.yaml"))
    newest, oldest = history.runs()

    assert (newest.id, newest.finished_at, newest.catalogs) == ("r2", None, ("b.yaml", "a.yaml"))
    assert (day(1), day(1), {"timeout": 20.5}) == (oldest.started_at, oldest.finished_at, oldest.settings)
    assert list(oldest.counts.items()) == [(Status.DEAD, 1), (Status.ALIVE, 1)]


def test_no_more_runs_are_listed_than_wanted(history: History, run: Run) -> None:
    """`limit` keeps the newest."""
    for number in (1, 2, 3):
        run(number)

    assert [record.id for record in history.runs(limit=2)] == ["r3", "r2"]


def test_after_a_killed_run_alone_nothing_has_gone(history: History, run: Run, seen: Seen) -> None:
    """With nothing finished there is nothing to compare with, and nothing can have gone."""
    run(1, seen(A, 1), finish=False)

    assert history.last_places([CATALOG]) == frozenset()


def test_first_run_has_none_before_it(history: History) -> None:
    """An empty history answers every question with nothing."""
    assert history.last_occurrences([CATALOG]) == {}
    assert frozenset() == history.last_places([CATALOG])
    assert history.runs() == ()
    assert history.occurrences("r1") == ()
    assert history.find(A) == ()


def test_occurrences_of_a_run_are_its_own(history: History, run: Run, seen: Seen) -> None:
    """A URL at two places is told at both; another run's places are not told."""
    run(1, seen(B, 1, places=("old:url",)))
    run(2, seen(A, 2, places=("book:url", "book:alternates[0].url")))

    assert (
        (place("book", "alternates[0].url"), A),
        (place("book"), A),
    ) == history.occurrences("r2")


def test_last_word_on_each_place_is_told(history: History, run: Run, seen: Seen) -> None:
    """A place that the last run did not ask keeps what was said of it earlier."""
    run(1, seen(A, 1, places=("a:url",)), seen(B, 1, places=("b:url",)))
    run(2, seen(A, 2, places=("a:url",)))

    expected = {place("a"): (A, seen(A, 2).memory), place("b"): (B, seen(B, 1).memory)}
    assert expected == history.last_occurrences([CATALOG])


def test_last_word_of_a_killed_run_is_told(history: History, run: Run, seen: Seen) -> None:
    """What a killed run found broken was not found by the run after it."""
    run(1, seen(A, 1))
    run(2, seen(A, 2, status=Status.DEAD), finish=False)

    told = history.last_occurrences([CATALOG])
    assert {place("book"): Status.DEAD} == {where: past.status for where, (_, past) in told.items()}


def test_run_under_way_is_left_out(history: History, run: Run, seen: Seen) -> None:
    """A run is compared with what was there before it, whenever it asks."""
    run(1, seen(A, 1))
    run(2, seen(A, 2), seen(B, 2, places=("new:url",)))

    assert {place("book"): (A, seen(A, 1).memory)} == history.last_occurrences([CATALOG], before_run="r2")
    assert frozenset({place("book")}) == history.last_places([CATALOG], before_run="r2")


def test_a_run_of_a_clock_that_was_ahead_is_not_the_last_one(history: History, run: Run, seen: Seen) -> None:
    """What was taken out since is gone once, not in every run until the day comes that it is dated."""
    run(1, seen(A, 1, places=("a:url", "b:url")))
    run(400, seen(A, 400, places=("a:url", "b:url")))
    run(2, seen(A, 2, places=("a:url",)))
    run(3, seen(A, 3, places=("a:url",)))

    assert {place("a")} == history.last_places([CATALOG], before_run="r3")


def test_place_tells_the_url_that_stood_there(history: History, run: Run, seen: Seen) -> None:
    """After a URL was mended in the catalog, its place is known by the old one."""
    run(1, seen(A, 1))
    run(2, seen(B, 2))

    assert {place("book"): (B, seen(B, 2).memory)} == history.last_occurrences([CATALOG])
    assert {place("book"): (A, seen(A, 1).memory)} == history.last_occurrences([CATALOG], before_run="r2")


def test_other_files_are_left_out(history: History, run: Run, seen: Seen) -> None:
    """The same entry in another catalog is another place."""
    run(1, seen(A, 1), seen(B, 1, file="other.yaml"), catalogs=(CATALOG, "other.yaml"))

    assert {place("book")} == history.last_occurrences([CATALOG]).keys()
    assert {place("book"), place("book", file="other.yaml")} == history.last_places([CATALOG, "other.yaml"])
    assert history.last_occurrences([]) == {}


def test_last_places_are_those_of_the_last_finished_run_of_each_file(
    history: History, run: Run, seen: Seen
) -> None:
    """A killed run, or one over another file, does not make the rest of a catalog look gone."""
    run(1, seen(A, 1, places=("removed:url",)))
    run(2, seen(A, 2, places=("a:url", "b:url")))
    run(3, seen(A, 3, places=("a:url",)), finish=False)
    run(4, seen(B, 4, file="other.yaml", places=("c:url",)), catalogs=("other.yaml",))

    assert {place("a"), place("b")} == history.last_places([CATALOG])
    assert {place("a"), place("b"), place("c", file="other.yaml")} == history.last_places(
        [CATALOG, "other.yaml"]
    )


def test_sightings_are_newest_first(history: History, run: Run, seen: Seen) -> None:
    """`limit` keeps the newest; other URLs are left out."""
    for number in (1, 2, 3):
        run(number, seen(A, number), seen(B, number))

    assert [sighting.run_id for sighting in history.sightings(A)] == ["r3", "r2", "r1"]
    assert [sighting.run_id for sighting in history.sightings(A, limit=1)] == ["r3"]


@pytest.mark.parametrize(
    ("link", "fields"),
    [
        ("book", ["alternates[0].url", "url"]),
        ("book:url", ["url"]),
        ("book:alternates[0].url", ["alternates[0].url"]),
        (A, ["url"]),
        ("boo", []),
        ("book:", []),
        ("Book", []),
        ("%", []),
        ("", []),
    ],
)
def test_link_is_found_by_entry_field_or_url(
    history: History, run: Run, seen: Seen, link: str, fields: list[str]
) -> None:
    """The three spellings of LINK are told apart, exactly."""
    run(1, seen(A, 1), seen(B, 1, places=("book:alternates[0].url", "bookshelf:url")))

    assert fields == [where.field for where, _ in history.find(link)]


def test_entry_with_a_colon_in_its_id_is_found(history: History, run: Run, seen: Seen) -> None:
    """Catalogs of other formats may have such ids."""
    sighting = seen(A, 1)
    odd = Occurrence(file="README.md", entry="Notes: linear algebra", field="url:1")
    object.__setattr__(sighting, "occurrences", (odd,))
    run(1, sighting)

    assert ((odd, A),) == history.find("Notes: linear algebra")
    assert ((odd, A),) == history.find("Notes: linear algebra:url:1")


def test_entry_is_found_with_its_latest_url(history: History, run: Run, seen: Seen) -> None:
    """A mended entry is explained by its new URL; the old URL still names the place."""
    run(1, seen(A, 1))
    run(2, seen(B, 2))

    assert ((place("book"), B),) == history.find("book")
    assert ((place("book"), A),) == history.find(A)


def test_large_history_is_read_through_its_index(tmp_path: Path) -> None:
    """Looking memories up reads no table from end to end."""
    look_up = reading._LATEST.params(keys=["a", "b"])
    compiled = look_up.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with History.open(f"sqlite:///{tmp_path}/state.db") as history, history._engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
    steps = [row[-1] for row in plan]

    assert any("USING COVERING INDEX observations_latest" in step for step in steps)
    assert not any(step.startswith("SCAN") for step in steps)
