"""One run of `crawler check` with the real world plugged in: clock, randomness, network, history, files."""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
import signal
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

from crawler import run
from crawler.catalog.model import Catalog, Link, Span
from crawler.declining import declined_ids
from crawler.errors import SettingsError
from crawler.history import History, Part, Shelf
from crawler.net import ConnectTo, Journal, Net, NetSettings, Proxies, RobotsMemory
from crawler.page import HeadWatch
from crawler.report import prepare_rendering
from crawler.report.assemble import shared
from crawler.report.writer import path_in_repository, prepare_reports_folder, write_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.net import Sent
    from crawler.settings import Settings


YOUNG_OBJECTS = 10_000
"""How many come to be between two collections. With Python's 700, these took an eighth of a run; with 50,000,
what pages were read with, which is such garbage, took 60 MB. With 10,000 it is a thirtieth: lxml's parser of
a head leaves 29 objects in cycles, and more in C that the collector does not count."""
YOUNG_OBJECTS_WITHOUT_PAGES = 100_000
"""Nothing but few exceptions is garbage then that only a collection finds, which took 4 % of a run."""
PREPARE_AFTER_S = 0.25
"""Into a run: the first requests are out then, and while they are waited for there is time for what only the
end needs. In a thread, as none of the answers is to wait for that."""

INTERRUPTED = 130
"""The exit code, as shells have it."""
_STOPPING = (signal.SIGINT, signal.SIGTERM)
_LINKS_PER_PIECE = 1_000
_LINK_FIELDS = tuple(field.name for field in fields(Link))
_LINK_VALUES = attrgetter(*_LINK_FIELDS)
"""The values alone: what pickles a dataclass by itself takes three times as long."""
_ALIKE = ("title", "slots")
"""Of these, links far apart have equal ones."""
_NOWHERE = Span(start=0, end=0)
"""An edit looks for its place by the route: 100,000 spans would take 11 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observer:
    """Who is told of a run under way."""

    watch: Callable[[int, int], None]
    """Links done, and how many there are."""
    complain: Callable[[str], None]
    """One line about something that did not stop the run."""


def run_check(settings: Settings, catalogs: list[Catalog], observer: Observer) -> run.RunResult:
    """Check, record and write the reports; the catalogs are taken out of their list, so that what a run does
    not need can go. Raises KeyboardInterrupt or CancelledError when stopped: what was done is then kept.
    """
    net = net_settings(settings)
    _require_trust()
    prepare_reports_folder(settings.reports)
    _make_lean(catalogs)
    gc.freeze()  # what is here now stays, so no collection need look at it again
    young = YOUNG_OBJECTS_WITHOUT_PAGES if settings.no_metadata else YOUNG_OBJECTS
    gc.set_threshold(young, *gc.get_threshold()[1:])
    with History.open(settings.state) as store, _journal(settings.log, observer.complain) as journal:
        memory = RobotsMemory(store, _now)
        ports = run.Ports(
            now=_now,
            token=secrets.token_hex(8),
            net=Net(net, journal=journal, robots_memory=memory),
            history=store,
            path_in_repository=path_in_repository,
            watch=observer.watch,
            declined=declined_ids(settings.catalogs),
        )
        results: list[run.RunResult] = []
        asyncio.run(_until_stopped(settings, catalogs, ports, results))
    write_reports(settings.reports, results[0].files)
    return results[0]


def _make_lean(catalogs: list[Catalog]) -> None:
    """Leave what a run asks for: links and text; the problems, which only reports show, stay on the disk.

    Links are written down and read back, since reading a catalog leaves them scattered: each page of memory
    that one of them keeps was filled with what has gone since. Of 100,000 links that is 230 MB against 75 MB.
    """
    links, problems = Shelf(), Shelf()
    lean: list[tuple[str, str, range, Part]] = []
    while catalogs:
        catalog = catalogs.pop(0)
        first_piece, first_problem = len(links), len(problems)
        for start in range(0, len(catalog.links), _LINKS_PER_PIECE):
            links.append([_LINK_VALUES(link) for link in catalog.links[start : start + _LINKS_PER_PIECE]])
        for problem in catalog.problems:
            problems.append(problem)
        own = Part(problems, range(first_problem, len(problems)))
        lean.append((catalog.file, catalog.text, range(first_piece, len(links)), own))
        del catalog
    for file, text, pieces, own in lean:
        read = tuple(_link(values) for piece in pieces for values in links[piece])
        catalogs.append(Catalog(file=file, text=text, entries=(), links=read, problems=own, data=None))


def _link(values: tuple[Any, ...]) -> Link:
    said = dict(zip(_LINK_FIELDS, values, strict=True))
    if said["field"] == "url" and said["entry_route"] == said["route"][:-1]:
        said["entry_route"] = ()  # the field tells
    return Link(**said | {name: shared(said[name]) for name in _ALIKE} | {"span": _NOWHERE})


def net_settings(settings: Settings) -> NetSettings:
    """The settings as far as they are the network's."""
    return NetSettings(
        concurrency=settings.concurrency,
        host_concurrency=settings.host_concurrency,
        host_interval_s=settings.host_interval,
        address_concurrency=settings.address_concurrency,
        timeout_s=settings.timeout,
        robots=settings.robots,
        nameserver=settings.nameserver,
        proxies=Proxies.from_environment(os.environ) if settings.proxy == "env" else None,
        connect_to=tuple(ConnectTo.parse(text) for text in settings.connect_to),
        allow_private=settings.allow_private,
        head_watch=lambda: HeadWatch().feed,
    )


async def _until_stopped(
    settings: Settings, catalogs: list[Catalog], ports: run.Ports, results: list[run.RunResult]
) -> None:
    """SIGTERM ends a run as SIGINT does: a cancelled CI job keeps what was learned.

    The result is put in `results`: what a task returns, asyncio writes out twice when it takes SIGINT back.
    """
    loop = asyncio.get_running_loop()
    prepare = loop.call_later(PREPARE_AFTER_S, loop.run_in_executor, None, prepare_rendering)
    try:
        with _stoppable():
            results.append(await run.check(settings, catalogs, ports))
    finally:
        prepare.cancel()  # a loop that is closing takes no work for threads


@contextmanager
def _stoppable() -> Iterator[None]:
    """The first signal cancels this task, a second one ends the process, also where the loop is at work."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task is not None
    before = {number: signal.getsignal(number) for number in _STOPPING}

    def stop(_number: int, _frame: object) -> None:
        for number in _STOPPING:
            signal.signal(number, _end_at_once)  # to the very end: what is left is closing the history
        loop.call_soon_threadsafe(task.cancel)

    for number in _STOPPING:
        signal.signal(number, stop)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def _end_at_once(_number: int, _frame: object) -> NoReturn:
    """Whoever asks twice does not wait for connections to be closed; the history is whole at any time."""
    os._exit(INTERRUPTED)


def _now() -> datetime:
    return datetime.now(UTC)


def _require_trust() -> None:
    """An SSL_CERT_FILE without a certificate would make every site look insecure: SettingsError."""
    trusted = os.environ.get("SSL_CERT_FILE")
    if not trusted:
        return
    try:
        ssl.create_default_context(cafile=trusted)
    except OSError:
        what = f"no certificate can be read from {trusted}"
        raise SettingsError("SSL_CERT_FILE", what, "name a PEM file, or unset it") from None


@contextmanager
def _journal(path: Path | None, complain: Callable[[str], None]) -> Iterator[Callable[[Sent], None]]:
    """The request log that was asked for, or one that forgets; what ended it early is said."""
    if path is None:
        yield lambda _sent: None
        return
    with Journal(path) as journal:
        yield journal
    if journal.trouble is not None:
        complain(f"--log: {journal.trouble}; the run itself is whole")


@contextmanager
def progress(*, is_shown: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal's standard error; nothing where nobody watches."""
    if not is_shown:
        yield lambda _done, _total: None
        return
    # Here, since a nightly run has nobody who watches, and rich costs a tenth of the start.
    from rich.console import Console  # noqa: PLC0415 - as said
    from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn  # noqa: PLC0415 - as said

    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("asking", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
