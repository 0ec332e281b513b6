"""A whole run in this process: a catalog of URLs, real sockets, a history in a folder."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler import run
from crawler.catalog import read_catalog
from crawler.history import History
from crawler.net import Net
from crawler.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from crawler.net import NetSettings, Sent
    from crawler.run import RunResult

TITLE = "A Good Book"
PAGE = b"<html><head><title>A Good Book</title></head><body><h1>A Good Book</h1></body></html>"


def catalog_text(urls: Mapping[str, str]) -> str:
    """A native catalog with one entry for each id and URL."""
    entries = [f"  - {{id: {name}, title: {TITLE}, url: '{url}'}}" for name, url in urls.items()]
    return "\n".join(["version: 1", "resources:", *entries, ""])


async def check(
    urls: Mapping[str, str],
    net: NetSettings,
    folder: Path,
    *,
    journal: Callable[[Sent], None] = lambda _sent: None,
    watch: Callable[[int, int], None] = lambda _done, _total: None,
) -> RunResult:
    """Check once, with a history in `folder`; robots.txt as `net` says."""
    now = datetime.now(UTC)
    catalog = read_catalog("catalog.yaml", catalog_text(urls).encode(), today=now.date())
    settings = Settings(
        state=state_of(folder),
        concurrency=net.concurrency,
        host_interval=net.host_interval_s,
        timeout=net.timeout_s,
        nameserver=net.nameserver,
    )
    with History.open(settings.state) as history:
        ports = run.Ports(
            now=lambda: datetime.now(UTC),
            token="0123456789abcdef",
            net=Net(net, journal=journal),
            history=history,
            path_in_repository=lambda file: file,
            watch=watch,
        )
        return await run.check(settings, [catalog], ports)


def state_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'state.db'}"


def verdicts(result: RunResult) -> dict[str, tuple[str, str]]:
    """Status and reason by entry."""
    return {link.entry: (link.status, link.reason) for link in result.report.links}
