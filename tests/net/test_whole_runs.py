"""Whole runs in trouble: a network that goes away under them, servers that misbehave beside sound ones."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import math
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from support.hostile import ROWS, behaviour_of
from support.whole_run import PAGE, check, verdicts

from crawler.net import ConnectTo, NetSettings

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


SOUND_HOSTS = 160
MISBEHAVING_HOSTS = 40
SOUND = (
    # How four in five hosts answer, and what must be said of them whoever stands beside them.
    (PAGE, "200 OK", b"", ("alive", "ok")),
    (b"<title>Gone</title>", "404 Not Found", b"", ("dead", "not-found")),
    (b"<title>Gone</title>", "410 Gone", b"", ("dead", "gone")),
    (b"", "301 Moved", b"Location: /moved\r\n", ("moved", "permanent-redirect")),
    (b"", "403 Forbidden", b"", ("blocked", "forbidden")),
    (PAGE, "200 OK", b"X-More: 1\r\n", ("alive", "ok")),
)
RUDE_REDIRECTS = (
    b"data:text/html,<title>A Good Book</title>",
    b"file:///etc/passwd",
    b"javascript:alert(1)",
    b"ftp://a.test/",
    b"http://127.0.0.1/",
    b"http://user:pass@[::1]/",
    b"/%0d%0aSet-Cookie:%20a=b",
    b"/" + b"x" * 90_000,
    b"//",
    b"",
)


def _hostile_sites() -> list[Any]:
    """Behaviours for plain http: the hostile table's, and redirects to nowhere."""
    rows = [row for row in ROWS if "send" in row and "tls" not in row and "ask" not in row]
    redirects = [
        {"send": [f"HTTP/1.1 302 F\r\nLocation: {where.decode()}\r\nContent-Length: 0\r\n\r\n"]}
        for where in RUDE_REDIRECTS
    ]
    return [behaviour_of(row) for row in (*redirects, *rows)]


def _run_beside(folder: Path, serve: Any, page: Any, *, hostile: list[Any]) -> RunResult:
    """One run over 160 sound hosts, and as many hostile ones as there are, all at addresses of loopback."""

    async def behave(visit: Any) -> None:
        host = visit.head.partition(b"Host: ")[2].partition(b".test")[0].decode()
        kind, number = host[0], int(host[1:])
        if kind == "m":
            await hostile[number](visit)
            return
        body, status, extra, _ = SOUND[number % len(SOUND)]
        is_second_hop = visit.path == "/moved"
        answer = page(PAGE) if is_second_hop else page(body, status=status, extra=extra)
        await visit.send(answer)
        visit.writer.close()

    async def run() -> RunResult:
        async with serve(behave) as server:
            rule = ConnectTo(to_host="127.0.0.1", to_port=server.port)
            settings = NetSettings(
                connect_to=(rule,), robots="ignore", host_interval_s=0.0, timeout_s=4.0, concurrency=64
            )
            sound = [f"s{n}" for n in range(SOUND_HOSTS)]
            rude = [f"m{n}" for n in range(len(hostile))]
            # As a catalog would list them: four sound hosts, then one that is not.
            turns = zip(*[iter(sound)] * 4, itertools.chain(rude, itertools.repeat(None)), strict=False)
            names = [name for turn in turns for name in turn if name is not None]
            urls = {name: f"http://{name}.test/book" for name in names}
            return await check(urls, settings, folder)

    return asyncio.run(run())


@pytest.mark.parametrize("part", range(math.ceil(len(_hostile_sites()) / MISBEHAVING_HOSTS)))
def test_the_sound_are_judged_as_if_the_rude_were_not_there(
    serve: Any, page: Any, tmp_path: Path, part: int
) -> None:
    """One server in five misbehaves and ends in a status; the other four have the status they always had."""
    hostile = _hostile_sites()[part * MISBEHAVING_HOSTS : (part + 1) * MISBEHAVING_HOSTS]

    result = _run_beside(tmp_path, serve, page, hostile=hostile)

    said = verdicts(result)
    expected = {f"s{n}": SOUND[n % len(SOUND)][-1] for n in range(SOUND_HOSTS)}
    assert result.trouble is None
    assert expected == {name: verdict for name, verdict in said.items() if name.startswith("s")}
    assert {f"m{n}" for n in range(len(hostile))} == said.keys() - expected.keys()
    assert {"internal-error"}.isdisjoint(reason for _, reason in said.values())


def test_rude_redirects_lead_nowhere(serve: Any, page: Any, tmp_path: Path) -> None:
    """Other schemes and private addresses are not followed, and none of it is offered as a replacement."""
    result = _run_beside(tmp_path, serve, page, hostile=_hostile_sites()[: len(RUDE_REDIRECTS)])

    rude = [link for link in result.report.links if link.entry.startswith("m")]
    assert {None} == {link.moved_to for link in rude}
    said = verdicts(result)
    assert {("unreachable", "bad-redirect")} == {said[f"m{n}"] for n in range(4)}
    assert {("skipped", "forbidden-address")} == {said[f"m{n}"] for n in (4, 5)}


def test_what_is_verified_waits_for_no_slow_host(serve: Any, page: Any, tmp_path: Path) -> None:
    """A host that is done is asked for its plainer address while another is silent until that was asked."""
    asked_plainly = asyncio.Event()

    async def behave(visit: Any) -> None:
        if b"slow.test" in visit.head:
            await asked_plainly.wait()
        elif visit.path == "/book":
            asked_plainly.set()
        await visit.send(page(PAGE))
        visit.writer.close()

    async def run() -> RunResult:
        async with serve(behave) as server:
            rule = ConnectTo(to_host="127.0.0.1", to_port=server.port)
            settings = NetSettings(connect_to=(rule,), robots="ignore", timeout_s=5.0)
            urls = {"quick": "http://quick.test/book?utm_source=a", "slow": "http://slow.test/book"}
            return await check(urls, settings, tmp_path)

    result = asyncio.run(run())

    assert {("alive", "ok")} == set(verdicts(result).values())
    assert "strip-tracking" in {suggestion.code for suggestion in result.report.suggestions}
