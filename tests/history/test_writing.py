"""What is committed stays through a kill, and many may write at once."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from crawler.history.store import History

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from crawler.probe.past import Sighting

    Seen = Callable[..., Sighting]
    Day = Callable[[int], datetime]

RECORD = """
import sys
from datetime import UTC, datetime
from crawler.history.store import History
from crawler.probe.past import Occurrence, Past, Sighting, Status

url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
at = datetime(2026, 11, 1, tzinfo=UTC)
past = Past(status=Status.ALIVE, reason="ok", confirmed=True, since=at, asked_at=at)
with History.open(url) as history:
    history.begin_run(name, at, catalogs=["catalog.yaml"], settings={})
    for number in range(count):
        link = f"https://{name}.example/{number}"
        place = Occurrence(file="catalog.yaml", entry=f"{name}-{number}", field="url")
        history.record(name, Sighting(
            url=link, occurrences=(place,), provisional=False, http_status=200, final_url=link,
            confidence="high", memory=past, case="x" * 20_000))
        print(link, flush=True)
"""


def start_recording(environment: dict[str, str], url: str, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RECORD, url, name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.mark.parametrize("lines_before_kill", [1, 20, 333])
def test_killed_run_keeps_what_was_recorded(
    tmp_path: Path,
    child_environment: dict[str, str],
    lines_before_kill: int,
    seen: Seen,
    day: Day,
) -> None:
    """After SIGKILL the file is whole, all that the run reported is in it, and the next run works."""
    url = f"sqlite:///{tmp_path}/state.db"
    child = start_recording(child_environment, url, "killed", 1_000_000)
    with child:
        assert child.stdout is not None
        reported = [child.stdout.readline().rstrip("\n") for _ in range(lines_before_kill)]
        child.send_signal(signal.SIGKILL)
        # The last line may be torn; a torn line was not reported.
        reported += [line.rstrip("\n") for line in child.stdout if line.endswith("\n")]

    assert child.returncode == -signal.SIGKILL
    with History.open(url) as history:
        assert set(reported) <= history.memories(reported).keys()
        assert ["x" * 20_000] * len(reported) == [history.case(link) for link in reported]
        assert [(run.id, run.finished_at) for run in history.runs()] == [("killed", None)]
        history.begin_run("next", day(2), catalogs=["catalog.yaml"], settings={})
        history.record("next", seen(reported[0], 2))
        assert history.memories(reported)[reported[0]].runs == 2
    with closing(sqlite3.connect(tmp_path / "state.db")) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []


def test_two_processes_write_at_once(state_url: str, child_environment: dict[str, str]) -> None:
    """Neither fails nor loses a sighting."""
    children = [start_recording(child_environment, state_url, name, 150) for name in ("one", "two")]
    for child in children:
        child.communicate(timeout=60)

    assert [child.returncode for child in children] == [0, 0]
    with History.open(state_url) as history:
        assert {run.id: sum(run.counts.values()) for run in history.runs()} == {"one": 150, "two": 150}


def test_writing_waits_for_another_writer(tmp_path: Path, child_environment: dict[str, str]) -> None:
    """A program that holds the file for a moment delays a run and does not break it."""
    url = f"sqlite:///{tmp_path}/state.db"
    History.open(url).close()
    with closing(sqlite3.connect(tmp_path / "state.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        child = start_recording(child_environment, url, "waiting", 1)
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(timeout=1.5)
        other.execute("ROLLBACK")
    with child:
        assert child.communicate(timeout=60)[0] == "https://waiting.example/0\n"


def test_no_rows_are_left_of_a_discarded_run(tmp_path: Path, seen: Seen, day: Day) -> None:
    """Every table is as it was before, byte for byte of its rows."""
    with History.open(f"sqlite:///{tmp_path}/state.db") as history:
        history.begin_run("r1", day(1), catalogs=["catalog.yaml"], settings={})
        history.record("r1", seen("https://a.example/"))
        history.finish_run("r1", day(1))
        before = rows(tmp_path / "state.db")
        history.begin_run("r2", day(2), catalogs=["catalog.yaml"], settings={})
        history.record_all("r2", [seen("https://a.example/", 2), seen("https://b.example/", 2)])
        during = rows(tmp_path / "state.db")
        history.discard_run("r2")

    assert before != during
    assert before == rows(tmp_path / "state.db")


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as plain:
        tables = [name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: plain.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
