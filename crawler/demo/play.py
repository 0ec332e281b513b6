"""The demo: the whole main job on the demo web, on two days, and expected against said."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crawler import run
from crawler.catalog import read_catalog
from crawler.checking import net_settings
from crawler.console import plain, result_lines
from crawler.demo.catalog import demo_catalog
from crawler.demo.model import DAYS
from crawler.demo.sites import SITES
from crawler.demo.web import DemoWeb
from crawler.errors import ReportError
from crawler.history import History
from crawler.net import Net
from crawler.report.writer import path_in_repository, prepare_reports_folder, write_reports
from crawler.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from crawler.demo.model import Expectation
    from crawler.report.model import LinkReport

FIRST_DAY = datetime(2026, 11, 2, 3, 17, tzinfo=UTC)
TIMEOUT_S = 3.0
"""Short, since every site is on this machine: the hanging ones cost their whole time-out, twice a day."""
_TOKEN = "no-such-page-5f1c9a"  # noqa: S105 - the name of a page, fixed so that two demos ask the same
CATALOG = "catalog.yaml"
CONSOLE = "console.txt"
"""What `crawler check` would have printed on the last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRow:
    """One site on one day: what should have been said, and what was."""

    site: str
    expected: str
    said: str
    reason: str
    is_wrong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDay:
    """All sites on one day."""

    day: int
    rows: tuple[DemoRow, ...]


def play(folder: Path, *, say: Callable[[str], None]) -> list[DemoDay]:
    """Write the demo catalog into a folder, check it on both days, and leave the second day's reports there.

    ReportError for a folder with anything in it that no demo has left there.
    """
    prepare_reports_folder(folder)
    _require_own(folder)
    write_reports(folder, {CATALOG: demo_catalog()})
    state = folder / "state.db"
    for leftover in folder.glob("state.db*"):
        leftover.unlink()
    return asyncio.run(_play(folder, f"sqlite:///{state}", say))


def _require_own(folder: Path) -> None:
    """A catalog or a history of the user's own must not be written over."""
    catalog = folder / CATALOG
    introduction = demo_catalog().partition("version:")[0].encode()
    is_of_a_demo = catalog.is_file() and catalog.read_bytes().startswith(introduction)
    if any(folder.iterdir()) and not is_of_a_demo:
        raise ReportError(
            str(folder), "holds something else than a demo", "name an empty folder with --reports"
        )


async def _play(folder: Path, state: str, say: Callable[[str], None]) -> list[DemoDay]:
    settings = Settings(
        catalogs=(str(folder / CATALOG),), reports=folder, state=state, timeout=TIMEOUT_S, host_interval=0.05
    )
    days = []
    with History.open(state) as history:
        async with DemoWeb() as web:
            for day in DAYS:
                say(f"day {day}: asking {len(SITES)} sites on loopback ...")
                web.day = day
                result = await _check_day(settings, history, web)
                spoken = "\n".join(map(plain, result_lines(result, folder)))
                write_reports(folder, {**result.files, CONSOLE: spoken + "\n"})
                days.append(_compared(day, result.report.links))
    return days


async def _check_day(settings: Settings, history: History, web: DemoWeb) -> run.RunResult:
    catalog = read_catalog(settings.catalogs[0], demo_catalog().encode(), today=FIRST_DAY.date())
    with _trusting(web.ca_file):
        # Every host is 127.0.0.1 here, but a place of politeness of its own by name.
        own = {"nameserver": web.nameserver, "connect_to": tuple(web.connect_to)}
        net = Net(net_settings(settings.model_copy(update=own)))
        ports = run.Ports(
            now=_clock(FIRST_DAY + timedelta(days=web.day - 1)),
            token=_TOKEN,
            net=net,
            history=history,
            path_in_repository=path_in_repository,
        )
        return await run.check(settings, [catalog], ports)


def _clock(start: datetime) -> Callable[[], datetime]:
    """A clock that starts on a chosen day and runs as fast as the real one."""
    began = time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - began)


@contextmanager
def _trusting(ca_file: str) -> Iterator[None]:
    """Trust the demo's own certificate authority for a while, as an operator would: by SSL_CERT_FILE."""
    before = os.environ.get("SSL_CERT_FILE")
    os.environ["SSL_CERT_FILE"] = ca_file
    try:
        yield
    finally:
        if before is None:
            del os.environ["SSL_CERT_FILE"]
        else:
            os.environ["SSL_CERT_FILE"] = before


def _compared(day: int, links: Sequence[LinkReport]) -> DemoDay:
    said = {link.entry: link for link in links}
    return DemoDay(day=day, rows=tuple(_row(site.id, site.expects[day], said.get(site.id)) for site in SITES))


def _row(site: str, expected: Expectation, link: LinkReport | None) -> DemoRow:
    status, reason, moved_to = (link.status, link.reason, link.moved_to) if link else ("nothing", "", None)
    right = (
        status == expected.status.value
        and (expected.reason is None or expected.reason == reason)
        and expected.moved_to == moved_to
    )
    shown = f"{reason} -> {moved_to}" if moved_to else reason
    return DemoRow(site=site, expected=expected.status.value, said=status, reason=shown, is_wrong=not right)
