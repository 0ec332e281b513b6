"""A whole run against a small web on loopback, on chosen days: real sockets, a history on disk."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler import run
from crawler.catalog import read_catalog
from crawler.demo import DemoWeb
from crawler.demo.model import Expectation, Request, Response, Site
from crawler.history import History
from crawler.net import ConnectTo, Net, NetSettings
from crawler.probe.past import Status
from crawler.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FIRST_DAY = datetime(2026, 11, 2, 3, 17, tzinfo=UTC)
_ANY = {day: Expectation(status=Status.ALIVE) for day in (1, 2)}


def site(url: str, respond: Callable[[Request], Response], *also: str) -> Site:
    """A host, and others that answer with it."""
    name = url.partition("//")[2].partition("/")[0].replace(".", "-")
    return Site(id=name, title=None, url=url, why="", expects=_ANY, respond=respond, also=also)


@dataclass
class Rehearsal:
    """One catalog or several, one web, one history; `night` runs and keeps what was said."""

    folder: Path
    text: str
    sites: tuple[Site, ...]
    suggest: dict[str, Any] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()
    name: str = "catalog.yaml"
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Further catalogs of the same runs, by name."""
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Host and path of every request of the last night."""

    def nights(self, *days: int, **settings: Any) -> run.RunResult:
        """Run on these days (counted from 1) and give the last night's result."""
        return asyncio.run(self._nights(days, settings))

    async def _nights(self, days: tuple[int, ...], more: Mapping[str, Any]) -> run.RunResult:
        state = f"sqlite:///{self.folder / 'state.db'}"
        settings = Settings(
            catalogs=(self.name, *self.elsewhere),
            state=state,
            timeout=3.0,
            host_interval=0.0,
            suggest=self.suggest,
            **more,
        )
        texts = {self.name: self.text, **self.elsewhere}
        catalogs = [read_catalog(name, text.encode(), today=FIRST_DAY.date()) for name, text in texts.items()]
        with History.open(state) as history:
            async with DemoWeb(sites=self.sites) as web:
                for day in days:
                    web.day = min(day, 2)
                    web.requests.clear()
                    result = await self._night(settings, catalogs, history, (web, day))
                    self.requests = [(each.host, each.path) for each in web.requests]
        return result

    async def _night(
        self, settings: Settings, catalogs: list[Any], history: History, when: tuple[DemoWeb, int]
    ) -> run.RunResult:
        web, day = when
        before = os.environ.get("SSL_CERT_FILE")
        os.environ["SSL_CERT_FILE"] = web.ca_file
        try:
            ports = run.Ports(
                now=lambda: FIRST_DAY + timedelta(days=day - 1),
                token="no-such-page",
                net=Net(_net(settings, web)),
                history=history,
                path_in_repository=str,
                declined=self.declined,
            )
            return await run.check(settings, catalogs, ports)
        finally:
            if before is None:
                del os.environ["SSL_CERT_FILE"]
            else:
                os.environ["SSL_CERT_FILE"] = before


def _net(settings: Settings, web: DemoWeb) -> NetSettings:
    return NetSettings(
        concurrency=settings.concurrency,
        host_concurrency=settings.host_concurrency,
        host_interval_s=settings.host_interval,
        timeout_s=settings.timeout,
        nameserver=web.nameserver,
        connect_to=tuple(ConnectTo.parse(text) for text in web.connect_to),
    )
