"""Arguments, exit codes and console output: the only place that prints.

Exit codes: 0 nothing found, 1 findings, 2 a mistake of the operator, 3 inconclusive, 130 interrupted.

Whatever a command needs is imported inside it: `crawler --help` must not pay for the HTML parser, the
database layer and the HTTP stack, which take ten times as long to load as the command line itself.
"""

from __future__ import annotations

import gc
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.errors import OperatorError, ReportError
from crawler.options import (
    AddressConcurrency,
    AllowPrivate,
    Because,
    Catalogs,
    Concurrency,
    Config,
    ConnectTo,
    DeclinedIds,
    Due,
    FailOn,
    Force,
    HostConcurrency,
    HostInterval,
    JobStore,
    LinkName,
    Log,
    Nameserver,
    NewOnly,
    NoMetadata,
    Only,
    Paths,
    Proxy,
    Quiet,
    Reports,
    Robots,
    Shard,
    State,
    Timeout,
    Version,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.catalog.model import Catalog
    from crawler.history import History
    from crawler.run import RunResult
    from crawler.settings import Settings

# What is loaded and read stays: looking it over 170 times, as Python does, took 0.1 s; twice, still 0.03 s.
gc.set_threshold(200_000, *gc.get_threshold()[1:])

FOUND, MISTAKE, INCONCLUSIVE = 1, 2, 3

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line; every operator's mistake ends here as one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # for terminals that do not know all letters
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(app(standalone_mode=False))
    except OperatorError as error:
        _say_error(str(error))
        sys.exit(MISTAKE)
    except typer.TyperException as error:
        if len(sys.argv) == 1:  # no mistake to be told in one line, but the help
            typer.echo(error.format_message(), err=True)
        else:
            context = getattr(error, "ctx", None)
            command = f"{context.info_name} " if context is not None and context.parent is not None else ""
            _say_error(f"{error.format_message().removesuffix('.')}; see `crawler {command}--help`")
        sys.exit(MISTAKE)
    except BrokenPipeError:  # the reader went away, as `| head` does
        _give_up_standard_output()
        sys.exit(FOUND)


@app.callback()
def begin(*, _version: Version = False) -> None:
    """Keep a catalog of links healthy: ask every link, remember, and propose mends."""


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
    proxy: Proxy = None,
    nameserver: Nameserver = None,
    connect_to: ConnectTo = None,
    allow_private: AllowPrivate = None,
    log: Log = None,
    quiet: Quiet = None,
) -> None:
    """Check every link, compare with the last run, write the reports."""
    flags: dict[str, Any] = dict(locals())  # before anything else has a name here
    from crawler.console import result_lines
    from crawler.inputs import read_catalogs

    del flags["config"]
    settings = _settings(flags | {"catalogs": catalogs or None, "connect_to": connect_to or None}, config)
    read = read_catalogs(settings.catalogs, settings.layouts, settings.ignore)
    mistakes = [problem for catalog in read for problem in catalog.problems if problem.is_operator_error]
    result = _check_until_stopped(settings, read)
    if not settings.quiet:
        _say(*result_lines(result, settings.reports))
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
    """Run the whole job on a small misbehaving web, without a network."""
    from crawler.console import demo_lines
    from crawler.demo.play import play

    days = play(reports, say=_say)
    _say(*demo_lines(days, reports))
    if any(row.is_wrong for day in days for row in day.rows):
        raise typer.Exit(FOUND)


@app.command()
def init(paths: Paths = None, *, config: Config = None, force: Force = False) -> None:
    """Look for catalogs, and write down how they are to be checked."""
    from crawler.configuring import write_config

    _say(*write_config(paths or ["."], config, is_forced=force))


@app.command()
def lint(catalogs: Catalogs = None, *, config: Config = None) -> None:
    """Check the entries alone, offline: duplicates, malformed URLs."""
    from crawler.console import problem_count
    from crawler.declining import stale_problems
    from crawler.inputs import read_catalogs

    settings = _settings({"catalogs": catalogs or None}, config)
    read = read_catalogs(settings.catalogs, settings.layouts, settings.ignore)
    problems = [problem for catalog in read for problem in catalog.problems]
    for problem in (*problems, *stale_problems(settings.catalogs, read)):
        _say(f"{problem.file}:{problem.line}: {problem.code}: {problem.message}")
    _say(problem_count(problems, settings.catalogs))
    if problems:
        raise typer.Exit(MISTAKE if any(problem.is_operator_error for problem in problems) else FOUND)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the native catalog format, for editors."""
    from crawler.catalog.schema import native_schema_text

    _say(*native_schema_text().splitlines())


@app.command()
def explain(
    link: LinkName,
    *,
    save_case: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as a case of tests/cases as well.")
    ] = None,
    state: State = None,
    config: Config = None,
) -> None:
    """Say why a link has its verdict: requests, answers, history."""
    from datetime import UTC, datetime

    from crawler.explaining import explain_lines, kept_cases, save_cases

    with _open_history({"state": state}, config) as store:
        cases = kept_cases(store, link)
        _say(*explain_lines(store, cases))
    if save_case is not None:
        _say(*save_cases(save_case, cases, datetime.now(UTC).date()))


@app.command()
def history(
    link: Annotated[str | None, typer.Argument(metavar="LINK", help="An id, `id:field`, or a URL.")] = None,
    *,
    state: State = None,
    config: Config = None,
) -> None:
    """Show what earlier runs saw: of one link, or run by run."""
    from crawler.console import run_lines, sighting_lines
    from crawler.explaining import addresses

    with _open_history({"state": state}, config) as store:
        if link is None:
            _say(*run_lines(store.runs()))
        for url in addresses(store, link) if link is not None else ():
            _say(url, *sighting_lines(store.sightings(url)))


@app.command()
def apply(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Only these suggestions.")] = None,
    *,
    safe: Annotated[bool, typer.Option("--safe", help="Only those that may be merged unread.")] = False,
    by_place: Annotated[
        bool,
        typer.Option("--by-place", help="Go by what each place holds, also in a file that was changed."),
    ] = False,
    reports: Reports = None,
    config: Config = None,
) -> None:
    """Write suggestions of the last report into the catalog."""
    from crawler.applying import apply_suggestions

    folder = _settings({"reports": reports}, config).reports
    for line in apply_suggestions(folder, ids or (), safe_only=safe, by_place=by_place):
        _say(line)


@app.command()
def decline(ids: DeclinedIds, *, because: Because, reports: Reports = None, config: Config = None) -> None:
    """Keep suggestions of the last report from being made again."""
    from crawler.declining import decline as keep
    from crawler.inputs import read_report

    latest = _settings({"reports": reports}, config).reports / "latest.json"
    _say(f"declined; kept in {', '.join(keep(read_report(latest), ids, because))}")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def schedule(
    context: typer.Context,
    cron: Annotated[str, typer.Option(help='Five cron fields, in UTC: "17 3 * * *".')],
    *,
    store: JobStore = "sqlite:///.crawler/schedule.db",
) -> None:
    """Stay up and check on a schedule; other options go to `check`."""
    from crawler.schedule import stay_up

    stay_up(cron, context.args, store=store, say=_say)


@app.command()
def merge(
    shards: Annotated[list[Path], typer.Argument(metavar="REPORT", help="latest.json of each shard.")],
    *,
    reports: Reports = None,
    config: Config = None,
) -> None:
    """Join the reports of shards (`check --shard 2/8`) into one."""
    from crawler.inputs import read_report, read_text
    from crawler.report import merge_reports, render_all
    from crawler.report.application import edited_files, patches
    from crawler.report.writer import path_in_repository, prepare_reports_folder, write_reports

    settings = _settings({"reports": reports}, config)
    report = merge_reports([read_report(path) for path in shards])
    texts = {file: read_text(Path(file)) for file in edited_files(report)}
    made = patches(report, texts, path_in_repository)
    prepare_reports_folder(settings.reports)
    files = render_all(report, suggested_patch=made.suggested, safe_patch=made.safe, states=made.record)
    write_reports(settings.reports, files)
    _say(f"{len(shards)} reports, {len(report.links)} links; written to {settings.reports}")


def _settings(flags: Mapping[str, Any], config: Path | None) -> Settings:
    from crawler.settings import read_settings

    return read_settings(flags, os.environ, config)


def _check_until_stopped(settings: Settings, catalogs: list[Catalog]) -> RunResult:
    import asyncio

    from crawler.checking import INTERRUPTED, Observer, progress, run_check

    try:
        with progress(is_shown=not settings.quiet and sys.stderr.isatty()) as watch:
            return run_check(settings, catalogs, Observer(watch=watch, complain=_say_error))
    except (KeyboardInterrupt, asyncio.CancelledError):
        _say_error("interrupted; what was done is kept in the history")
        raise typer.Exit(INTERRUPTED) from None


def _open_history(flags: Mapping[str, Any], config: Path | None) -> History:
    from crawler.history import History

    return History.open(_settings(flags, config).state, create=False)


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
