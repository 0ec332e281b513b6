"""Whole runs in trouble: a network that goes away under them, servers that misbehave beside sound ones."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING, Any

from support.whole_run import PAGE, check, verdicts

from crawler.net import NetSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from crawler.run import RunResult

HOSTS = 90
DEAD_EVERY = 9
FAILS_AFTER = 30


class _Internet:
    """A name server and a web server on loopback, which can be pulled out together and plugged in again."""

    def __init__(self, serve: Any, name_server: Any, page: bytes, *, away_s: float) -> None:
        self._serve = serve
        self._name_server = name_server
        self._page = page
        self._away_s = away_s
        self._plugged: contextlib.AsyncExitStack | None = None
        self._restart: asyncio.Task[None] | None = None
        self.served: Counter[str] = Counter()
        self.names_port = self.web_port = 0
        self.times_away = 0

    async def plug_in(self) -> None:
        self._plugged = contextlib.AsyncExitStack()
        names = self._name_server(self._look_up, port=self.names_port)
        self.names_port = (await self._plugged.enter_async_context(names)).port
        web = self._serve(self._answer, port=self.web_port)
        self.web_port = (await self._plugged.enter_async_context(web)).port

    async def close(self) -> None:
        if self._restart is not None:
            self._restart.cancel()
            await asyncio.gather(self._restart, return_exceptions=True)
        if self._plugged is not None:
            await self._plugged.aclose()

    def _look_up(self, name: str, _kind: str) -> int | list[str]:
        """Some names are truly gone, and some stay so."""
        number = name.removesuffix(".test").removeprefix("h")
        is_gone = not number.isdigit() or int(number) % DEAD_EVERY == 0
        return 3 if is_gone else ["127.0.0.1"]

    async def _answer(self, visit: Any) -> None:
        host = visit.head.partition(b"Host: ")[2].split(b"\r\n")[0].decode()
        await asyncio.sleep(0.01)
        await visit.send(self._page)
        visit.writer.close()
        self.served[host] += 1
        if self._restart is None and self.served.total() >= FAILS_AFTER:
            self._restart = asyncio.ensure_future(self._pull_out())

    async def _pull_out(self) -> None:
        assert self._plugged is not None
        self.times_away += 1
        plugged, self._plugged = self._plugged, None
        await plugged.aclose()
        await asyncio.sleep(self._away_s)
        await self.plug_in()


@contextlib.asynccontextmanager
async def _internet(serve: Any, name_server: Any, page: Any, *, away_s: float) -> AsyncIterator[_Internet]:
    internet = _Internet(serve, name_server, page(PAGE), away_s=away_s)
    await internet.plug_in()
    try:
        yield internet
    finally:
        await internet.close()


def _check(folder: Path, fixtures: Any, *, away_s: float, pause_s: float) -> tuple[RunResult, _Internet]:
    async def run() -> tuple[RunResult, _Internet]:
        async with _internet(*fixtures, away_s=away_s) as internet:
            settings = NetSettings(
                nameserver=f"127.0.0.1:{internet.names_port}",
                allow_private=True,
                robots="ignore",
                concurrency=24,
                address_concurrency=64,
                outage_pause_s=pause_s,
            )
            urls = {f"e{n}": f"http://h{n}.test:{internet.web_port}/book" for n in range(HOSTS)}
            return await check(urls, settings, folder), internet

    return asyncio.run(run())


def test_a_network_that_comes_back_has_called_nothing_dead(
    serve: Any, name_server: Any, page: Any, tmp_path: Path
) -> None:
    """The run waits, asks again what fell into the gap, and ends as if nothing had been."""
    result, internet = _check(tmp_path, (serve, name_server, page), away_s=5.0, pause_s=60.0)

    said = verdicts(result)
    gone = {said.pop(f"e{n}") for n in range(0, HOSTS, DEAD_EVERY)}
    assert internet.times_away == 1
    assert result.trouble is None
    assert {("alive", "ok")} == set(said.values())
    # A name that was asked for in the gap and then found gone has failed in two ways: the milder one is said.
    assert gone <= {("dead", "name-not-found"), ("unreachable", "dns-failure")}


def test_a_network_that_stays_away_leaves_no_trace(
    serve: Any, name_server: Any, page: Any, tmp_path: Path
) -> None:
    """The run is inconclusive, says nothing of any link, and the history knows nothing of it."""
    result, internet = _check(tmp_path, (serve, name_server, page), away_s=3600.0, pause_s=2.0)

    assert internet.times_away == 1
    assert result.trouble is not None
    assert "did not come back" in result.trouble
    assert {} == verdicts(result)
    with contextlib.closing(sqlite3.connect(tmp_path / "state.db")) as history:
        assert [(0,)] == history.execute("SELECT count(*) FROM runs").fetchall()
        assert [(0,)] == history.execute("SELECT count(*) FROM observations").fetchall()
