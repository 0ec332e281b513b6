"""robots.txt over runs, with a real history and real servers: who was asked, and what counted."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from crawler.errors import StateError
from crawler.history import History
from crawler.net import Net, RobotsMemory, fast
from crawler.net.robots import Robots
from crawler.net.robots_memory import BATCH, MOST_BYTES, READ_ANEW_DAYS
from crawler.net.target import Target, read_target
from crawler.probe.model import (
    FIRST_STACK,
    HTTP2_STACK,
    Answer,
    Exchange,
    Failure,
    FailureKind,
    Probe,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = datetime(2026, 11, 2, 3, 17, tzinfo=UTC)
RULES = b"User-agent: *\nDisallow: /private"


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History.open(f"sqlite:///{tmp_path}/state.db") as opened:
        yield opened


class _Site:
    """A server whose robots.txt changes between runs."""

    def __init__(self, history: History, settings: Any, serve: Any, page: Any) -> None:
        self.history, self.settings, self.serve, self.page = history, settings, serve, page

    def night(self, robots: bytes | None, *, hours: float) -> tuple[str | None, list[str]]:
        """Ask for a private page so many hours after the first run: its failure, and what the server saw."""

        async def behave(visit: Any) -> None:
            if visit.path != "/robots.txt":
                await visit.send(self.page())
            elif robots is None:
                await asyncio.sleep(60)
            else:
                await visit.send(robots)

        async def run() -> tuple[str | None, list[str]]:
            memory = RobotsMemory(self.history, lambda: FIRST + timedelta(hours=hours))
            async with self.serve(behave) as server:
                paced = self.settings(("a.test", 80, server.port), robots="respect", timeout_s=0.5)
                async with Net(paced, robots_memory=memory) as net:
                    exchange = await net.ask(Probe(url="http://a.test/private"))
                failure = exchange.failure
                return None if failure is None else failure.kind.value, server.paths

        return asyncio.run(run())


@pytest.fixture
def site(history: History, settings: Any, serve: Any, page: Any) -> _Site:
    return _Site(history, settings, serve, page)


@pytest.mark.parametrize(("hours", "fetches"), [(0.1, 0), (23.9, 0), (24.1, 1)])
def test_one_fetch_a_day(site: _Site, page: Any, hours: float, fetches: int) -> None:
    """A later run within 24 hours takes what is kept; after that it asks, and what it hears counts."""
    assert ("robots-disallowed", ["/robots.txt"]) == site.night(page(RULES), hours=0)

    said, paths = site.night(page(b""), hours=hours)
    assert fetches == paths.count("/robots.txt")
    assert (None if fetches else "robots-disallowed") == said


def test_an_absence_is_kept_as_well(site: _Site, page: Any) -> None:
    """A 404 allows all, for a day."""
    site.night(page(status="404 Not Found"), hours=0)

    assert (None, ["/private"]) == site.night(page(RULES), hours=1)


@pytest.mark.parametrize("status", ["503 Service Unavailable", "500 Internal Server Error", None])
def test_an_old_copy_counts_while_robots_are_unreachable(site: _Site, page: Any, status: str | None) -> None:
    """RFC 9309: a server error or a time-out now leaves the rules of two days ago in force."""
    site.night(page(RULES), hours=0)
    broken = None if status is None else page(status=status)

    assert ("robots-disallowed", ["/robots.txt"]) == site.night(broken, hours=48)


def test_an_old_permission_counts_as_well(site: _Site, page: Any) -> None:
    """Where all was allowed, an outage of robots.txt does not forbid the page."""
    site.night(page(status="404 Not Found"), hours=0)

    assert (None, ["/robots.txt", "/private"]) == site.night(page(status="503 X"), hours=48)


def test_without_a_copy_an_outage_forbids(site: _Site, page: Any) -> None:
    """Complete disallow; and the outage itself is not kept, so the next run asks again."""
    assert ("robots-unreachable", ["/robots.txt"]) == site.night(page(status="503 X"), hours=0)
    assert (None, ["/robots.txt", "/private"]) == site.night(page(b""), hours=1)


def test_rules_of_a_clock_that_was_ahead_are_asked_again(site: _Site, page: Any) -> None:
    """What is dated after now is of no known age: else it would be fresh until that day comes."""
    site.night(page(b""), hours=24 * 400)

    assert ("robots-disallowed", ["/robots.txt"]) == site.night(page(RULES), hours=0)


def test_too_many_requests_allow_for_now_only(site: _Site, page: Any) -> None:
    """A 429 is no absence for a day: the next run asks again and finds the rules."""
    site.night(page(status="429 Too Many Requests"), hours=0)

    assert ("robots-disallowed", ["/robots.txt"]) == site.night(page(RULES), hours=1)


def test_writes_come_in_batches_and_at_the_end(history: History) -> None:
    """Nothing is written before a batch is full, all of it after `flush`, and an overlong one never."""
    memory = RobotsMemory(history, lambda: FIRST)
    before = FIRST - timedelta(hours=1)
    counts = []
    for number in range(BATCH + 1):
        memory.keep(f"http://h{number}.test", b"")
        counts.append(len(history.robots_between(before, FIRST)) if number >= BATCH - 2 else 0)
    memory.keep("http://long.test", b"x" * (MOST_BYTES + 1))
    memory.flush()

    assert [0, BATCH, BATCH] == counts[-3:]
    assert len(history.robots_between(before, FIRST)) == BATCH + 1
    assert history.robots_of("http://long.test") is None


def test_nothing_fetched_writes_nothing(history: History, tmp_path: Path) -> None:
    """A run that reached nobody leaves the history as it was."""
    before = (tmp_path / "state.db").read_bytes()
    memory = RobotsMemory(history, lambda: FIRST)
    assert memory.fresh("http://a.test") is None
    memory.flush()

    assert before == (tmp_path / "state.db").read_bytes()


def test_a_store_that_fails_is_the_operators_trouble(site: _Site, history: History, page: Any) -> None:
    """It ends the run instead of being told of a link."""
    with history._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE robots")

    with pytest.raises(StateError):
        site.night(page(RULES), hours=0)


def _by_etag(page: Any, seen: list[bytes], *, body: bytes = RULES, etag: bytes = b'"1"') -> Any:
    """A server whose robots.txt has an ETag; 304 for whoever names that one."""

    async def behave(visit: Any) -> None:
        if visit.path != "/robots.txt":
            await visit.send(page())
            return
        seen.append(visit.head.lower())
        if b"if-none-match: " + etag in visit.head.lower():
            await visit.send(b"HTTP/1.1 304 Not Modified\r\n\r\n")
        else:
            await visit.send(page(body, extra=b"ETag: " + etag + b"\r\n"))

    return behave


def _ask_at(history: History, settings: Any, serve: Any, behave: Any, *, hours: float) -> str | None:
    """Ask for a private page; the failure's kind, None where it may be asked."""

    async def run() -> str | None:
        memory = RobotsMemory(history, lambda: FIRST + timedelta(hours=hours))
        async with serve(behave) as server:
            paced = settings(("a.test", 80, server.port), robots="respect")
            async with Net(paced, robots_memory=memory) as net:
                exchange = await net.ask(Probe(url="http://a.test/private"))
        return None if exchange.failure is None else exchange.failure.kind.value

    return asyncio.run(run())


@pytest.mark.parametrize("is_installed", [True, False])
def test_rules_of_yesterday_are_asked_for_news(
    history: History,
    settings: Any,
    serve: Any,
    page: Any,
    monkeypatch: pytest.MonkeyPatch,
    is_installed: bool,
) -> None:
    """A 304 puts them in force for another day, on either stack, and for the days after as well."""
    monkeypatch.setattr(fast, "IS_INSTALLED", is_installed and fast.IS_INSTALLED)
    seen: list[bytes] = []
    behave = _by_etag(page, seen)
    said = [_ask_at(history, settings, serve, behave, hours=hours) for hours in (0, 25, 48, 50, 75)]

    assert ["robots-disallowed"] * 5 == said
    assert [False, True, True, True] == [b'if-none-match: "1"' in head for head in seen]


def test_changed_rules_are_read(history: History, settings: Any, serve: Any, page: Any) -> None:
    """200 to the old version: what it says counts from now on."""
    seen: list[bytes] = []
    _ask_at(history, settings, serve, _by_etag(page, seen), hours=0)
    said = _ask_at(history, settings, serve, _by_etag(page, seen, body=b"", etag=b'"2"'), hours=25)
    later = _ask_at(history, settings, serve, _by_etag(page, seen, body=b"", etag=b'"2"'), hours=50)

    assert (None, None) == (said, later)
    assert [False, True, True] == [b"if-none-match" in head for head in seen]
    assert b'if-none-match: "2"' in seen[2]


@pytest.mark.parametrize("status", ["304 Not Modified", "412 Precondition Failed", "404 Not Found"])
def test_rules_are_not_lifted_by_an_answer_to_a_condition(
    history: History, settings: Any, serve: Any, page: Any, status: str
) -> None:
    """A 304 that names another version, and any refusal: asked plainly, the rules are as they were."""
    seen: list[bytes] = []
    choked: list[str] = []
    plain = _by_etag(page, seen, etag=b'"1"')

    async def chokes(visit: Any) -> None:
        if b"if-none-match" in visit.head.lower():
            choked.append(visit.path)
            await visit.send(f'HTTP/1.1 {status}\r\nETag: "9"\r\nContent-Length: 0\r\n\r\n'.encode())
        else:
            await plain(visit)

    _ask_at(history, settings, serve, plain, hours=0)

    assert "robots-disallowed" == _ask_at(history, settings, serve, chokes, hours=25)
    assert ["/robots.txt"] == choked
    assert [False, False] == [b"if-none-match" in head for head in seen]


def test_rules_are_read_in_full_now_and_then(history: History, settings: Any, serve: Any, page: Any) -> None:
    """A server that says 304 whatever its rules are by now is believed for two weeks at most."""
    seen: list[bytes] = []
    for day in range(READ_ANEW_DAYS + 1):
        _ask_at(history, settings, serve, _by_etag(page, seen), hours=25 * day)
    is_full = [b"if-none-match" not in head for head in seen]

    assert is_full[0]
    assert sum(is_full[1:]) in {1, 2}


def test_validators_of_a_redirect_target_are_not_the_origins(
    history: History, settings: Any, serve: Any, page: Any
) -> None:
    """The rules stand at another URL: that the redirect is asked by nothing is right."""
    seen: list[bytes] = []
    plain = _by_etag(page, seen)

    async def moved(visit: Any) -> None:
        if visit.path == "/robots.txt":
            seen.append(visit.head.lower())
            await visit.send(b"HTTP/1.1 301 X\r\nLocation: /rules.txt\r\nContent-Length: 0\r\n\r\n")
        elif visit.path == "/rules.txt":
            await visit.send(page(RULES, extra=b'ETag: "1"\r\n'))
        else:
            await plain(visit)

    said = [_ask_at(history, settings, serve, moved, hours=hours) for hours in (0, 25)]

    assert ["robots-disallowed"] * 2 == said
    assert not any(b"if-none-match" in head for head in seen)


def test_a_server_of_http2_alone_is_asked_for_news_as_well(history: History) -> None:
    """Its rules hold when they have not changed: over HTTP/1.1 nobody would say so."""
    asked: list[tuple[str, bool]] = []

    async def ask(probe: Probe) -> Exchange:
        asked.append((probe.stack, bool(probe.conditions)))
        said: Answer | Failure = Failure(kind=FailureKind.TLS_HANDSHAKE, detail="")
        if probe.stack == HTTP2_STACK:
            fields = (("etag", '"1"'),)
            said = (
                Answer(status=304, headers=fields)
                if probe.conditions
                else Answer(status=200, headers=fields, body=RULES)
            )
        return Exchange(probe=probe, outcome=said)

    async def night(hours: float) -> bool:
        robots = Robots(ask, memory=RobotsMemory(history, lambda: FIRST + timedelta(hours=hours)))
        target = read_target("https://a.test/private")
        assert isinstance(target, Target)
        policy = await robots.policy(target)
        await robots.aclose()
        return policy.objection("https://a.test/private") is None

    assert [False, False] == [asyncio.run(night(hours)) for hours in (0, 25)]
    assert [(FIRST_STACK, False), (HTTP2_STACK, False), (FIRST_STACK, True), (HTTP2_STACK, True)] == asked
