"""`crawler schedule` stays up, makes up once for all runs that it missed, and leaves nobody behind."""

from __future__ import annotations

import pickle
import re
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from cli.bench import Bench, until

from crawler.errors import SettingsError
from crawler.schedule import cron_trigger

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

SUNDAY = datetime(2026, 11, 1, tzinfo=UTC)
YEARLY = "0 0 1 1 *"
"""Rare enough that no test meets it by chance."""


def _start(bench: Bench, *args: str, cron: str = YEARLY) -> subprocess.Popen[str]:
    """A scheduler that has said when the next check is."""
    process = bench.start("schedule", "--cron", cron, *args)
    assert process.stdout is not None
    first = process.stdout.readline()
    assert re.fullmatch(r"next check: \d{4}-01-01 00:00 UTC\n", first), first
    return process


def _stop(bench: Bench, process: subprocess.Popen[str], number: signal.Signals = signal.SIGTERM) -> str:
    process.send_signal(number)
    said = bench.end(process)
    assert 0 == said.code
    return said.err


def _store(bench: Bench) -> Path:
    return bench.folder / ".crawler/schedule.db"


def _next_run(bench: Bench) -> datetime:
    with closing(sqlite3.connect(_store(bench))) as connection:
        ((when,),) = connection.execute("SELECT next_run_time FROM apscheduler_jobs").fetchall()
    return datetime.fromtimestamp(when, UTC)


def _miss(bench: Bench, since: datetime) -> None:
    """Make it as though the scheduler had been down since then."""
    with closing(sqlite3.connect(_store(bench))) as connection, connection:
        ((state,),) = connection.execute("SELECT job_state FROM apscheduler_jobs").fetchall()
        job = pickle.loads(state) | {"next_run_time": since}
        changed = (since.timestamp(), pickle.dumps(job))
        connection.execute("UPDATE apscheduler_jobs SET next_run_time = ?, job_state = ?", changed)


@pytest.mark.parametrize(
    ("cron", "said"),
    [
        ("nightly", "'nightly' is no schedule (1 fields instead of 5); write it as \"17 3 * * *\""),
        ("0 0 31 2 *", "'0 0 31 2 *' never comes; name a day that some month has"),
    ],
)
def test_a_wrong_schedule_is_said_in_one_line(bench: Bench, cron: str, said: str) -> None:
    """A cron line that is none, or that never comes, ends with 2 and makes no job store."""
    outcome = bench.run("schedule", "--cron", cron)

    assert (2, "", f"crawler: --cron: {said}\n") == (outcome.code, outcome.out, outcome.err)
    assert [] == list(bench.folder.iterdir())


@pytest.mark.parametrize("store", ["nonsense", "sqlite:///text.db", "sqlite:///text.db/x.db"])
def test_an_unusable_job_store_is_said_in_one_line(bench: Bench, store: str) -> None:
    """What is no database is left as it is."""
    (bench.folder / "text.db").write_text("text " * 1000)

    said = bench.run("schedule", "--cron", YEARLY, "--store", store)

    assert (2, "", 1) == (said.code, said.out, said.err.count("\n"))
    assert said.err.startswith("crawler: --store: the job store cannot be opened (")
    assert "text " * 1000 == (bench.folder / "text.db").read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_job_outlives_the_process(bench: Bench, number: signal.Signals) -> None:
    """Stopped by either signal it ends with 0, says nothing more, and its job is kept with its next time."""
    assert "" == _stop(bench, _start(bench), number)
    kept = _next_run(bench)

    assert "" == _stop(bench, _start(bench))
    assert kept == _next_run(bench)
    assert (1, 1, 0, 0) == (kept.month, kept.day, kept.hour, kept.minute)
    assert [] == list(bench.web.requests)


def test_three_missed_runs_are_made_up_by_one(bench: Bench) -> None:
    """Down for three years of a yearly schedule: one check at start, with its arguments, and then none."""
    bench.write("alive")
    arguments = ("--quiet", *bench.network)
    _stop(bench, _start(bench, *arguments))
    kept = _next_run(bench)
    _miss(bench, kept.replace(year=kept.year - 3))

    process = _start(bench, *arguments)
    assert process.stderr is not None
    ended = process.stderr.readline()
    rest = _stop(bench, process)

    assert ("crawler: the check ended with exit code 0\n", "") == (ended, rest)
    assert [(1, 1)] == bench.query("SELECT count(*), count(finished_at) FROM runs")
    assert 1 == bench.asked("alive.test")
    assert kept == _next_run(bench)


def test_another_schedule_takes_the_place_of_the_old_one(bench: Bench) -> None:
    """Started with other arguments, the one job there is has these, and what was missed before is dropped."""
    bench.write("alive")
    _stop(bench, _start(bench, "--quiet"))
    kept = _next_run(bench)
    _miss(bench, kept.replace(year=kept.year - 3))

    assert "" == _stop(bench, _start(bench, "--only", "alive"))

    assert kept == _next_run(bench)
    assert [] == list(bench.web.requests)


def test_a_stop_ends_the_check_that_is_under_way(bench: Bench) -> None:
    """SIGTERM reaches the child: both are gone, and what the child had done is kept."""
    bench.write("alive", "hangs")
    arguments = ("--timeout", "600", *bench.network)
    _stop(bench, _start(bench, *arguments))
    kept = _next_run(bench)
    _miss(bench, kept.replace(year=kept.year - 1))

    process = _start(bench, *arguments)
    until(lambda: bench.asked("hangs.test") and bench.recorded(), "the check to be half done")
    # `end` returns once nobody holds the pipes any more, the child among them.
    said = _stop(bench, process)

    assert "crawler: interrupted; what was done is kept in the history\n" == said
    assert {"https://alive.test/book": ("alive", False)} == bench.recorded()
    assert [(1, 0)] == bench.query("SELECT count(*), count(finished_at) FROM runs")


def _days(cron: str, count: int = 7) -> list[str]:
    """The next days on which a schedule fires, beginning with Sunday the first of November 2026."""
    trigger, found, now = cron_trigger(cron), [], SUNDAY
    previous = None
    for _ in range(count):
        previous = trigger.get_next_fire_time(previous, now)
        assert previous is not None
        found.append(f"{previous:%a %d}")
        now = previous
    return found


@pytest.mark.parametrize(
    ("cron", "days"),
    [
        ("0 0 * * 0", ["Sun 01", "Sun 08"]),
        ("0 0 * * 7", ["Sun 01", "Sun 08"]),
        ("0 0 * * sun", ["Sun 01", "Sun 08"]),
        ("0 0 * * SUN", ["Sun 01", "Sun 08"]),
        ("0 0 * * 1", ["Mon 02", "Mon 09"]),
        ("0 0 * * 1-5", ["Mon 02", "Tue 03", "Wed 04", "Thu 05", "Fri 06", "Mon 09"]),
        ("0 0 * * mon-fri", ["Mon 02", "Tue 03", "Wed 04", "Thu 05", "Fri 06", "Mon 09"]),
        ("0 0 * * 5-7", ["Sun 01", "Fri 06", "Sat 07", "Sun 08"]),
        ("0 0 * * fri-sun", ["Sun 01", "Fri 06", "Sat 07", "Sun 08"]),
        ("0 0 * * sun-tue", ["Sun 01", "Mon 02", "Tue 03", "Sun 08"]),
        ("0 0 * * 0-6", ["Sun 01", "Mon 02"]),
        ("0 0 * * *", ["Sun 01", "Mon 02"]),
        ("0 0 * * */2", ["Sun 01", "Tue 03", "Thu 05", "Sat 07", "Sun 08"]),
        ("0 0 * * 1-5/2", ["Mon 02", "Wed 04", "Fri 06", "Mon 09"]),
        ("0 0 * * 0,3,sat", ["Sun 01", "Wed 04", "Sat 07", "Sun 08"]),
        ("0 0 */9 * *", ["Sun 01", "Tue 10", "Thu 19"]),
        ("0 0 5 * 1", ["Mon 02", "Thu 05", "Mon 09"]),
        ("0 0 */9 * 1", ["Mon 28", "Mon 01"]),
        ("0 0 1 nov-DEC *", ["Sun 01", "Tue 01", "Mon 01"]),
        ("0 0 1 dec,jan-mar/2 *", ["Tue 01", "Fri 01", "Mon 01", "Wed 01"]),
    ],
)
def test_days_are_as_cron_means_them(cron: str, days: list[str]) -> None:
    """Sunday is 0 and 7; names and numbers mix; of two kinds of day either will do, but for `*`."""
    assert days == _days(cron, len(days))


@pytest.mark.parametrize(
    "cron",
    [
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "* * * * 1-8",
        "* * * * 5-2",
        "* * * * */0",
        "* * * * someday",
        "* * * * -",
        "* * * * 1-2-3",
        "* * * * ²",
        "* * * * mon-sun-x",
        "* * * * sun-x",
        "* * * * mon/x",
        "* * * * mon#1",
        "* * * * 1,,2",
        "* * * jan-febr *",
        "* * * jan-x *",
        "* * jan * *",
        "* * last * *",
        "* * last,1 * *",
        "@daily",
    ],
)
def test_what_is_no_schedule_is_refused(cron: str) -> None:
    """The message repeats what was given and shows what was wanted."""
    with pytest.raises(SettingsError) as caught:
        cron_trigger(cron)

    assert str(caught.value).startswith(f"--cron: {cron!r} is no schedule (")
    assert str(caught.value).endswith('); write it as "17 3 * * *"')
