"""The options of the commands, as types that the command line reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def _say_version(is_asked: bool) -> None:  # noqa: FBT001 - as typer calls it
    if is_asked:
        from crawler import __version__  # noqa: PLC0415 - only where it is asked for

        typer.echo(f"crawler {__version__}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
]
Catalogs = Annotated[
    list[str] | None, typer.Argument(metavar="CATALOG", help="Files, folders, globs. Default: catalog.yaml.")
]
Paths = Annotated[
    list[str] | None, typer.Argument(metavar="PATH", help="Folders, files, globs. Default: here.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace a configuration that is there.")]
Config = Annotated[Path | None, typer.Option("--config", help="Configuration file. Default: crawler.yaml.")]
Reports = Annotated[Path | None, typer.Option(help="Folder for the reports. Default: reports.")]
State = Annotated[
    str | None, typer.Option(help="SQLAlchemy URL of the history. Default: sqlite:///.crawler/state.db.")
]
LinkName = Annotated[str, typer.Argument(metavar="LINK", help="An entry's id, `id:field`, or a URL.")]
Only = Annotated[str | None, typer.Option(metavar="GLOB", help="Only entries or URLs that match.")]
Shard = Annotated[str | None, typer.Option(metavar="I/N", help="Only the I-th of N parts, by host.")]
Due = Annotated[bool | None, typer.Option("--due", help="Only links whose re-check is due.")]
FailOn = Annotated[
    str | None, typer.Option(metavar="STATUS,...", help="Statuses that exit with 1. Default: dead,changed.")
]
NewOnly = Annotated[bool | None, typer.Option("--new-only", help="Old failures do not exit with 1.")]
NoMetadata = Annotated[bool | None, typer.Option("--no-metadata", help="Statuses only; read no page.")]
Concurrency = Annotated[
    int | None, typer.Option(metavar="N", help="Requests at once, over all hosts. Default: 256.")
]
HostConcurrency = Annotated[
    int | None, typer.Option(metavar="N", help="Requests at once to one host. Default: 2.")
]
HostInterval = Annotated[
    float | None, typer.Option(metavar="SECONDS", help="Pause between requests to one host. Default: 0.25.")
]
AddressConcurrency = Annotated[
    int | None, typer.Option(metavar="N", help="Requests at once to one address. Default: 8.")
]
Timeout = Annotated[
    float | None, typer.Option(metavar="SECONDS", help="For each request as a whole. Default: 20.")
]
Robots = Annotated[
    str | None, typer.Option(metavar="respect|ignore", help="What robots.txt counts for. Default: respect.")
]
Proxy = Annotated[
    str | None,
    typer.Option(metavar="env|none", help="With env, use HTTP(S)_PROXY and NO_PROXY. Default: none."),
]
Nameserver = Annotated[str | None, typer.Option(metavar="ADDR[:PORT]", help="Ask this name server.")]
ConnectTo = Annotated[
    list[str] | None, typer.Option(metavar="HOST:PORT:ADDR:PORT", help="Dial another address, as curl's.")
]
AllowPrivate = Annotated[bool | None, typer.Option("--allow-private", help="Dial non-public addresses.")]
Log = Annotated[Path | None, typer.Option(metavar="FILE", help="Write each request as a line of JSON.")]
Quiet = Annotated[bool | None, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
JobStore = Annotated[str, typer.Option(help="SQLAlchemy URL of the job store.")]
DeclinedIds = Annotated[list[str], typer.Argument(metavar="ID", help="Suggestions of the last report.")]
Because = Annotated[str, typer.Option(metavar="REASON", help="Why, for whoever asks next year.")]
