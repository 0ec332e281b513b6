"""Arguments, exit codes and console output: the only place that prints.

Exit codes: 0 nothing found, 1 findings, 2 a mistake of the operator, 3 inconclusive, 130 interrupted.

Whatever a command needs is imported inside it: `crawler --help` must not pay for the HTML parser, the
database layer and the HTTP stack, which take ten times as long to load as the command line itself.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.errors import CatalogError, OperatorError, ReportError, SettingsError, StateError
from crawler.options import (
    AddressConcurrency,
    AllowPrivate,
    Catalogs,
    Concurrency,
    Config,
    ConnectTo,
    Due,
    FailOn,
    HostConcurrency,
    HostInterval,
    LinkName,
    Log,
    Nameserver,
    NewOnly,
    NoMetadata,
    Only,
    Quiet,
    Reports,
    Robots,
    Shard,
    State,
    Timeout,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crawler.catalog.model import Catalog
    from crawler.history import History
    from crawler.net import NetSettings, Sent
    from crawler.report.model import Report
    from crawler.run import RunResult
    from crawler.settings import Settings

FOUND, MISTAKE, INCONCLUSIVE, INTERRUPTED = 1, 2, 3, 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Keeps a catalog of links healthy: asks every link, remembers, and proposes mends.",
)


def main() -> None:
    """Run the command line; every operator's mistake ends here as one line on standard error."""
    try:
        sys.exit(app(standalone_mode=False))
    except OperatorError as error:
        _say_error(str(error))
        sys.exit(MISTAKE)
    except typer.TyperException as error:
        if len(sys.argv) == 1:  # no mistake to be told in one line, but the help
            typer.echo(error.format_message(), err=True)
        else:
            _say_error(f"{error.format_message().removesuffix('.')}; see `crawler --help`")
        sys.exit(MISTAKE)
    except BrokenPipeError:
        # The reader went away, as `| head` does; nothing more can be said to it.
        _give_up_standard_output()
        sys.exit(FOUND)


@app.command()
def check(  # noqa: PLR0913 - one parameter per option is how typer works
    catalogs: Catalogs = None,
    *,
    config: Config = None,
    reports: Reports = None,
    state: State = None,
    only: Only = None,
    shard: Shard = None,
    due: Due = None,
    fail_on: FailOn = None,
    new_only: NewOnly = None,
    no_metadata: NoMetadata = None,
    concurrency: Concurrency = None,
    host_concurrency: HostConcurrency = None,
    host_interval: HostInterval = None,
    address_concurrency: AddressConcurrency = None,
    timeout: Timeout = None,
    robots: Robots = None,
    nameserver: Nameserver = None,
    connect_to: ConnectTo = None,
    allow_private: AllowPrivate = None,
    log: Log = None,
    quiet: Quiet = None,
) -> None:
    """Check every link, compare with the last run, and write the reports."""
    from crawler.console import result_lines

    flags: dict[str, Any] = {
        name: value for name, value in locals().items() if name not in {"config", "catalogs", "result_lines"}
    }
    flags["connect_to"] = connect_to or None
    settings = _settings(flags | {"catalogs": catalogs or None}, config)
    read = _read_catalogs(settings)
    problems = [problem for catalog in read for problem in catalog.problems]
    result = _run_check(settings, read)
    if not settings.quiet:
        _say(*result_lines(result, settings.reports))
    mistakes = [problem for problem in problems if problem.is_operator_error]
    for problem in mistakes:
        _say_error(f"{problem.file}:{problem.line}: {problem.message}")
    if mistakes:
        raise typer.Exit(MISTAKE)
    if result.trouble:
        _say_error(f"inconclusive: {result.trouble}; nothing was recorded")
        raise typer.Exit(INCONCLUSIVE)
    if result.findings:
        raise typer.Exit(FOUND)


@app.command()
def demo(
    reports: Annotated[Path, typer.Option(help="Folder for its catalog and reports.")] = Path("demo-out"),
) -> None:
    """Run the whole main job on a small misbehaving web on loopback, twice, with no network."""
    from crawler.console import demo_lines
    from crawler.demo.play import play

    days = play(reports, say=_say)
    for line in demo_lines(days, reports):
        _say(line)
    if any(row.is_wrong for day in days for row in day.rows):
        raise typer.Exit(FOUND)


@app.command()
def lint(catalogs: Catalogs = None, *, config: Config = None) -> None:
    """Check the entries alone, offline: schema, duplicates, malformed URLs, missing fields."""
    settings = _settings({"catalogs": catalogs or None}, config)
    problems = [problem for catalog in _read_catalogs(settings) for problem in catalog.problems]
    for problem in problems:
        _say(f"{problem.file}:{problem.line}: {problem.code}: {problem.message}")
    _say(f"{len(problems) or 'no'} problem{'s' * (len(problems) != 1)} in {', '.join(settings.catalogs)}")
    if any(problem.is_operator_error for problem in problems):
        raise typer.Exit(MISTAKE)
    if problems:
        raise typer.Exit(FOUND)


@app.command()
def explain(link: LinkName, *, state: State = None, config: Config = None) -> None:
    """Say why a link has its verdict: every request and answer, the signals, the history."""
    import json

    from crawler.console import sighting_lines
    from crawler.report.case import tell_case

    with _open_history({"state": state}, config) as store:
        for url in _addresses(store, link):
            case = store.case(url)
            _say(*(tell_case(url, json.loads(case)) if case else [url, "", "no case is kept of it"]))
            _say("", *sighting_lines(store.sightings(url)), "")


@app.command()
def history(
    link: Annotated[str | None, typer.Argument(metavar="LINK", help="An id, `id:field`, or a URL.")] = None,
    *,
    state: State = None,
    config: Config = None,
) -> None:
    """Show what earlier runs saw: of one link, or run by run."""
    from crawler.console import run_lines, sighting_lines

    with _open_history({"state": state}, config) as store:
        if link is None:
            _say(*run_lines(store.runs()))
            return
        for url in _addresses(store, link):
            _say(url, *sighting_lines(store.sightings(url)))


@app.command()
def apply(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Only these suggestions.")] = None,
    *,
    safe: Annotated[bool, typer.Option("--safe", help="Only those that may be merged unread.")] = False,
    reports: Reports = None,
    config: Config = None,
) -> None:
    """Write suggestions of the last report into the catalog; comments and layout are kept."""
    from crawler.report.application import chosen, edited_texts
    from crawler.report.writer import write_files

    settings = _settings({"reports": reports}, config)
    report = _read_report(settings.reports / "latest.json")
    picked = chosen(report, ids or (), safe_only=safe)
    texts = {file: _read_text(Path(file)) for file in dict.fromkeys(e.file for s in picked for e in s.edits)}
    written = edited_texts(picked, texts)
    write_files({Path(file): text for file, text in written.items()})
    _say(f"{len(picked)} suggestion{'s' * (len(picked) != 1)} written into {', '.join(written) or 'no file'}")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def schedule(
    context: typer.Context,
    cron: Annotated[str, typer.Option(help='Five cron fields, in UTC: "17 3 * * *".')],
    *,
    store: Annotated[
        str, typer.Option(help="SQLAlchemy URL of the job store.")
    ] = "sqlite:///.crawler/schedule.db",
) -> None:
    """Stay up and run `crawler check` on a schedule; every other argument goes to it."""
    from crawler.schedule import stay_up

    stay_up(cron, context.args, store=store, say=_say)


@app.command()
def merge(
    shards: Annotated[list[Path], typer.Argument(metavar="REPORT", help="latest.json of each shard.")],
    *,
    reports: Reports = None,
    config: Config = None,
) -> None:
    """Join the reports of shards (`check --shard 2/8`) into one, with one patch."""
    from crawler.report import merge_reports, render_all
    from crawler.report.application import patches
    from crawler.report.writer import path_in_repository, prepare_reports_folder, write_reports

    settings = _settings({"reports": reports}, config)
    report = merge_reports([_read_report(path) for path in shards])
    texts = {file: _read_text(Path(file)) for file in report.run.catalogs} if report.suggestions else {}
    suggested, safe = patches(report, texts, path_in_repository)
    prepare_reports_folder(settings.reports)
    write_reports(settings.reports, render_all(report, suggested_patch=suggested, safe_patch=safe))
    _say(f"{len(shards)} reports, {len(report.links)} links; written to {settings.reports}")


def _settings(flags: Mapping[str, Any], config: Path | None) -> Settings:
    from crawler.settings import read_settings

    return read_settings(flags, os.environ, config)


def _read_catalogs(settings: Settings) -> list[Catalog]:
    from datetime import UTC, datetime

    from crawler.catalog import read_catalog

    today = datetime.now(UTC).date()
    return [
        read_catalog(name, _read_bytes(Path(name)), today=today) for name in dict.fromkeys(settings.catalogs)
    ]


def _read_bytes(path: Path) -> bytes:
    """The file, but no more of it than tells that it is too large for a catalog."""
    from crawler.catalog.bounds import MAX_CHARACTERS

    try:
        with path.open("rb") as file:
            return file.read(MAX_CHARACTERS + 1)
    except FileNotFoundError:
        raise CatalogError(str(path), "there is no such catalog", "name one that exists") from None
    except OSError as error:
        raise CatalogError(
            str(path), f"cannot be read ({error.strerror})", "make it a readable file"
        ) from None


def _read_text(path: Path) -> str:
    try:
        return _read_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        raise CatalogError(str(path), "is not UTF-8", "save it as UTF-8") from None


def _read_report(path: Path) -> Report:
    from crawler.report import parse_report

    try:
        return parse_report(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        raise ReportError(str(path), "there is no such report", "run `crawler check` first") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ReportError(str(path), f"cannot be read ({error})", "run `crawler check` again") from None


def _run_check(settings: Settings, catalogs: list[Catalog]) -> RunResult:
    """The catalogs are taken out of their list, so that what a run does not need can go."""
    import asyncio
    import gc
    from dataclasses import replace

    from crawler.history import History
    from crawler.report.writer import prepare_reports_folder, write_reports

    net = _net_settings(settings)
    prepare_reports_folder(settings.reports)
    # A run asks for links and text alone; and what is here now stays, so no collection need look at it again.
    catalogs[:] = [replace(catalog, entries=(), data=None) for catalog in catalogs]
    gc.freeze()
    with History.open(settings.state) as store:
        try:
            result = asyncio.run(_check_until_stopped(settings, catalogs, store, net))
        except (KeyboardInterrupt, asyncio.CancelledError):
            _say_error("interrupted; what was done is kept in the history")
            raise typer.Exit(INTERRUPTED) from None
    write_reports(settings.reports, result.files)
    return result


async def _check_until_stopped(
    settings: Settings, catalogs: Sequence[Catalog], store: History, net: NetSettings
) -> RunResult:
    """SIGTERM ends a run as SIGINT does: a cancelled CI job keeps what was learned."""
    import asyncio
    import secrets
    import signal
    from datetime import UTC, datetime

    from crawler import run
    from crawler.net import Net, RobotsMemory
    from crawler.report.writer import path_in_repository

    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with _progress(quiet=settings.quiet) as watch, _journal(settings.log) as journal:
        ports = run.Ports(
            now=lambda: datetime.now(UTC),
            token=secrets.token_hex(8),
            net=Net(net, journal=journal, robots_memory=RobotsMemory(store, lambda: datetime.now(UTC))),
            history=store,
            path_in_repository=path_in_repository,
            watch=watch,
        )
        return await run.check(settings, catalogs, ports)


def _net_settings(settings: Settings) -> NetSettings:
    from crawler.net import ConnectTo, NetSettings
    from crawler.page import HeadWatch

    _require_trust()
    return NetSettings(
        concurrency=settings.concurrency,
        host_concurrency=settings.host_concurrency,
        host_interval_s=settings.host_interval,
        address_concurrency=settings.address_concurrency,
        timeout_s=settings.timeout,
        robots=settings.robots,
        nameserver=settings.nameserver,
        connect_to=tuple(ConnectTo.parse(text) for text in settings.connect_to),
        allow_private=settings.allow_private,
        head_watch=lambda: HeadWatch().feed,
    )


def _require_trust() -> None:
    """An SSL_CERT_FILE without a certificate would make every site look insecure: SettingsError."""
    import ssl

    trusted = os.environ.get("SSL_CERT_FILE")
    if not trusted:
        return
    try:
        ssl.create_default_context(cafile=trusted)
    except OSError:
        what = f"no certificate can be read from {trusted}"
        raise SettingsError("SSL_CERT_FILE", what, "name a PEM file, or unset it") from None


@contextmanager
def _journal(path: Path | None) -> Iterator[Callable[[Sent], None]]:
    """The request log that was asked for, or one that forgets; what ended it early is said."""
    if path is None:
        yield lambda _sent: None
        return
    from crawler.net import Journal

    with Journal(path) as journal:
        yield journal
    if journal.trouble is not None:
        _say_error(f"--log: {journal.trouble}; the run itself is whole")


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal's standard error; nothing where nobody watches."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("asking", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _open_history(flags: Mapping[str, Any], config: Path | None) -> History:
    from crawler.history import History

    return History.open(_settings(flags, config).state, create=False)


def _addresses(store: History, link: str) -> list[str]:
    """The addresses that an id, `id:field` or URL stands for, as far as the history knows them."""
    from crawler.probe import urls

    known = [url for _, url in store.find(link)] or [
        url for _, url in store.find(urls.normalise(link) or link)
    ]
    if not known:
        raise StateError(
            link, "no run has seen such a link", "name an entry's id, `id:field`, or a URL of the catalog"
        )
    return list(dict.fromkeys(known))


def _say(*lines: str) -> None:
    from crawler.console import plain

    try:
        typer.echo("\n".join(map(plain, lines)))
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up_standard_output()
        what = f"cannot be written ({error.strerror})"
        raise ReportError("standard output", what, "send it where there is room") from None


def _give_up_standard_output() -> None:
    """What is still buffered goes nowhere: writing it at exit would fail again, with exit code 120."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_error(text: str) -> None:
    from crawler.console import plain

    typer.echo(f"crawler: {plain(text)}", err=True)
