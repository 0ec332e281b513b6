"""Staying up and running checks on a schedule, with APScheduler.

Each check is a process of its own: a run that is killed, or leaks, takes nothing along. The job store is
persistent, so a run that was missed while this process was down is made up once; runs never overlap.
"""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from crawler.errors import SettingsError, StateError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apscheduler.triggers.base import BaseTrigger

JOB = "check"
_TIME = "%Y-%m-%d %H:%M"
_CRON_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CRON_MONTHS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CRON_FIELDS = 5
_NAME = re.compile("[a-z]+")
_PART = re.compile(r"(?:\*|\d+(?:-\d+)?)(?:/\d+)?")


def cron_trigger(cron: str) -> BaseTrigger:
    """A trigger in UTC from five cron fields, as crontab(5) means them; raises SettingsError.

    The scheduler counts week days from Monday, cron from Sunday, so that field is spelled in names; of names
    of days and months it passes over what stands behind them (`jan-mar/2`, `sun-x`), so these come to it as
    numbers. And where both days are restricted, cron fires on either, the scheduler only where both fit.
    """
    try:
        triggers = [CronTrigger.from_crontab(fields, timezone="UTC") for fields in _alternatives(cron)]
    except ValueError as error:
        raise SettingsError(
            "--cron", f"{cron!r} is no schedule ({error})", 'write it as "17 3 * * *"'
        ) from None
    return triggers[0] if len(triggers) == 1 else OrTrigger(triggers)


def _alternatives(cron: str) -> list[str]:
    """The same in the scheduler's words: one schedule, or one for each kind of day."""
    fields = cron.split()
    if len(fields) != _CRON_FIELDS:
        raise ValueError(f"{len(fields)} fields instead of {_CRON_FIELDS}")
    minute, hour, day = (_numbered(field) for field in fields[:3])
    month, week_day = _numbered(fields[3], _CRON_MONTHS), _numbered(fields[4], _CRON_DAYS)
    named = ",".join(_named_days(part) for part in week_day.split(","))
    days = [(day, "*"), ("*", named)] if "*" not in {day[0], week_day[0]} else [(day, named)]
    return [f"{minute} {hour} {of_month} {month} {of_week}" for of_month, of_week in days]


def _numbered(field: str, names: tuple[str, ...] = ()) -> str:
    """A field with its names as numbers; ValueError for a part that crontab(5) does not know."""
    numbers = {name: str(number) for number, name in reversed(tuple(enumerate(names))) if name}
    numbered = _NAME.sub(lambda found: numbers.get(found[0], found[0]), field.lower())
    for said, part in zip(field.split(","), numbered.split(","), strict=True):
        if not _PART.fullmatch(part):
            raise ValueError(f"{said!r} is no time")
    return numbered


def _named_days(part: str) -> str:
    """Each of the week days in a part by its name, with a span that goes on over Sunday."""
    if part == "*":
        return part
    span, slash, step = part.partition("/")
    first, dash, last = span.replace("*", "0-6").partition("-")
    end = int(last) if dash else 6 if slash else int(first)
    if end == 0 < int(first):  # `fri-sun`: Sunday is also the seventh day
        end = 7
    if not int(first) <= end < len(_CRON_DAYS):
        raise ValueError(f"{span!r} are no week days")
    return ",".join(dict.fromkeys(_CRON_DAYS[int(first) : end + 1 : int(step) if slash else 1]))


async def run_check(arguments: Sequence[str]) -> None:
    """One check as a process of its own; its output and its exit code go where this process's do."""
    command = [sys.executable, "-m", "crawler", "check", *arguments]
    child = await asyncio.create_subprocess_exec(*command)
    try:
        code = await child.wait()
    except asyncio.CancelledError:
        # Not raised again: the scheduler would print a traceback for a stop that was asked for.
        with suppress(ProcessLookupError):
            child.terminate()
        await child.wait()
        return
    sys.stderr.write(f"crawler: the check ended with exit code {code}\n")


def stay_up(cron: str, arguments: Sequence[str], *, store: str, say: Callable[[str], None]) -> None:
    """Run checks by the schedule until SIGINT or SIGTERM, which also end a check that is under way."""
    trigger = cron_trigger(cron)
    next_at = trigger.get_next_fire_time(None, datetime.now(UTC))
    if next_at is None:
        raise SettingsError("--cron", f"{cron!r} never comes", "name a day that some month has")
    asyncio.run(_stay_up(trigger, list(arguments), store, lambda: say(f"next check: {next_at:{_TIME}} UTC")))


async def _stay_up(
    trigger: BaseTrigger, arguments: list[str], store: str, say_when: Callable[[], None]
) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    scheduler = AsyncIOScheduler(
        jobstores={"default": _job_store(store)},
        # One run makes up for all that were missed, however late; a second never starts beside it.
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
    )
    try:
        scheduler.start(paused=True)
        _keep_job(scheduler, trigger, arguments)
    except SQLAlchemyError as error:
        raise _unusable(error) from None
    scheduler.resume()
    say_when()
    await stopped.wait()
    scheduler.shutdown(wait=False)
    await _end_checks()


def _keep_job(scheduler: AsyncIOScheduler, trigger: BaseTrigger, arguments: list[str]) -> None:
    """Leave an unchanged job as it is stored: adding it anew would forget the run that it has missed."""
    kept = scheduler.get_job(JOB)
    if kept is None or str(kept.trigger) != str(trigger) or list(kept.args[0]) != arguments:
        scheduler.add_job(run_check, trigger, args=[arguments], id=JOB, replace_existing=True)


async def _end_checks() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _job_store(url: str) -> SQLAlchemyJobStore:
    try:
        database = make_url(url).database
        if url.startswith("sqlite") and database:
            Path(database).parent.mkdir(parents=True, exist_ok=True)
        return SQLAlchemyJobStore(url=url)
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise _unusable(error) from None


def _unusable(error: Exception) -> StateError:
    reason = str(error).splitlines()[0]
    return StateError("--store", f"the job store cannot be opened ({reason})", "name a writable one")
