"""Nights on which little or nothing has changed: what servers are asked, and what is said of their pages."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from cli.bench import Bench, site, web_of

from crawler import run
from crawler.catalog import read_catalog
from crawler.checking import net_settings
from crawler.demo.answers import NOT_FOUND, by_day, everywhere, html, page, redirect, routes, unless_known
from crawler.demo.model import Request, Response
from crawler.history import History
from crawler.net import Net, RobotsMemory, fast
from crawler.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.demo import DemoWeb
    from crawler.demo.connection import SeenRequest
    from crawler.report.model import LinkReport

FIRST_NIGHT = datetime(2026, 11, 2, 3, 17, tzinfo=UTC)
MONDAY = "Mon, 26 Oct 2026 03:17:00 GMT"
TITLE = "A Good Book"
LONG = page(TITLE, head='<meta name="description" content="All of it.">', body="<p>Much to read.</p>" * 2_000)
BY_ETAG = unless_known(LONG, 'W/"v1"')
GONE_SOFTLY = page("Page not found", body="<p>We could not find this page.</p>")


def _by_date(request: Request) -> Response:
    if request.headers.get("if-modified-since") == MONDAY:
        return Response(status=304)
    return html(LONG.body.decode(), headers=(("Last-Modified", MONDAY),))


def _cookie_first(request: Request) -> Response:
    """Sends new visitors around by way of a cookie; a page with an ETag for whoever brings it."""
    if "cookie" not in request.headers:
        return redirect("/book", 302, headers=(("Set-Cookie", "seen=1"),))
    return unless_known(LONG, '"for-one"')(request)


def _says_unchanged(request: Request) -> Response:
    """Behind it the page is gone; to whoever names any version it says that nothing has changed."""
    if "if-none-match" in request.headers:
        return Response(status=304)
    return GONE_SOFTLY


def _chokes(request: Request) -> Response:
    return Response(status=412) if "if-none-match" in request.headers else unless_known(LONG, '"v1"')(request)


SITES = (
    site("by-etag", routes({"/book": BY_ETAG})),
    site("by-date", routes({"/book": _by_date})),
    site("moved", routes({"/book": redirect("/new"), "/new": BY_ETAG})),
    site("changes", by_day(BY_ETAG, unless_known(page("A Good Book, 2nd edition"), '"v2"'))),
    site("dies", by_day(BY_ETAG, everywhere(NOT_FOUND))),
    site("cookie", routes({"/book": _cookie_first})),
    site("lies", by_day(BY_ETAG, _says_unchanged)),
    site("chokes", routes({"/book": _chokes})),
    site("unlike", routes({"/book": unless_known(page("Something Else Entirely"), '"v1"')}), title="A Book"),
    site("star", routes({"/book": html(LONG.body.decode(), headers=(("ETag", "*"),))})),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What a night came to, and what the servers saw of it."""

    links: dict[str, LinkReport]
    seen: tuple[SeenRequest, ...]
    bytes_received: int

    def asked(self, name: str) -> list[tuple[str, bool]]:
        """The paths that a site was asked for, but robots.txt, and whether by a condition."""
        return [
            (each.path, "if-none-match" in each.headers or "if-modified-since" in each.headers)
            for each in self.seen
            if each.host == f"{name}.test" and each.path != "/robots.txt"
        ]

    def robots(self) -> int:
        return sum(each.path == "/robots.txt" for each in self.seen)


class Nights:
    """One history over several nights, of which each test says the time."""

    def __init__(self, folder: Path, web: DemoWeb) -> None:
        self._web = web
        self._state = f"sqlite:///{folder}/state.db"

    def check(self, *names: str, day: float, **changes: Any) -> Night:
        self._web.day = 1 if day == 1 else 2
        self._web.requests.clear()
        entries = (
            f"  - {{id: {each.id}, title: {each.title}, url: '{each.url}'}}\n"
            for each in SITES
            if each.id in names
        )
        text = f"version: 1\nresources:\n{''.join(entries)}"
        catalog = read_catalog("catalog.yaml", text.encode(), today=FIRST_NIGHT.date())
        result = asyncio.run(self._check(catalog, FIRST_NIGHT + timedelta(days=day - 1), changes))
        return Night(
            links={link.entry: link for link in result.report.links},
            seen=tuple(self._web.requests),
            bytes_received=result.report.run.bytes_received,
        )

    async def _check(self, catalog: Any, now: datetime, changes: dict[str, Any]) -> run.RunResult:
        settings = Settings(
            state=self._state, host_interval=0, timeout=5, nameserver=self._web.nameserver,
            connect_to=self._web.connect_to, **changes,
        )  # fmt: skip
        with History.open(self._state) as history:
            memory = RobotsMemory(history, lambda: now)
            ports = run.Ports(
                now=lambda: now,
                token="no-such-page",
                net=Net(net_settings(settings), robots_memory=memory),
                history=history,
                path_in_repository=str,
            )
            return await run.check(settings, [catalog], ports)


@pytest.fixture(scope="module")
def unchanging_web() -> Iterator[DemoWeb]:
    with web_of(SITES) as web:
        yield web


@pytest.fixture
def nights(unchanging_web: DemoWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Nights:
    monkeypatch.setenv("SSL_CERT_FILE", unchanging_web.ca_file)
    return Nights(tmp_path, unchanging_web)


@pytest.fixture(params=["pyreqwest", "httpx"])
def either_stack(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first stack, and the second in its place, as where the first has no wheel."""
    if request.param == "httpx":
        monkeypatch.setattr(fast, "IS_INSTALLED", False)


@pytest.mark.usefixtures("either_stack")
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("by-etag", [("/book", True)]),
        ("by-date", [("/book", True)]),
        ("moved", [("/book", False), ("/new", True)]),
        ("unlike", [("/book", True)]),
    ],
)
def test_what_has_not_changed_is_not_sent_again(
    nights: Nights, name: str, asked: list[tuple[str, bool]]
) -> None:
    """The server is asked by what it named and sends no page; the report says what it said before."""
    first = nights.check(name, day=1)
    second, third = nights.check(name, day=2), nights.check(name, day=3)

    assert not any(is_conditional for _, is_conditional in first.asked(name))
    assert [asked, asked] == [second.asked(name), third.asked(name)]
    before, after = first.links[name], second.links[name]
    assert (200, 304) == (before.http_status, after.http_status)
    assert before.page == after.page
    assert before.page is not None
    for what in ("status", "reason", "confidence", "confirmed", "moved_to", "final_url", "title_match"):
        assert getattr(before, what) == getattr(after, what)
    assert {*before.signals, "not-modified"} == {*after.signals}
    for night in (second, third):
        assert "304 Not Modified: the page is as it was on 2026-11-02" in night.links[name].because


@pytest.mark.usefixtures("either_stack")
def test_a_second_night_costs_next_to_nothing(nights: Nights) -> None:
    """Bytes, and requests: one for each link and one for each hop; robots.txt once a day for each host."""
    names = ("by-etag", "by-date", "moved")
    first, second = nights.check(*names, day=1), nights.check(*names, day=1.99)
    third = nights.check(*names, day=3)

    assert second.bytes_received < 0.05 * first.bytes_received
    assert [3, 0, 3] == [night.robots() for night in (first, second, third)]
    assert [7, 4, 7] == [len(night.seen) for night in (first, second, third)]


def test_a_changed_page_is_read_and_known_from_then_on(nights: Nights) -> None:
    """200 to the old version, then 304 to the new one."""
    nights.check("changes", day=1)
    second, third = nights.check("changes", day=2), nights.check("changes", day=3)

    assert [[("/book", True)]] * 2 == [second.asked("changes"), third.asked("changes")]
    assert [200, 304] == [night.links["changes"].http_status for night in (second, third)]
    titles = [night.links["changes"].page for night in (second, third)]
    assert ["A Good Book, 2nd edition"] * 2 == [told and told.title for told in titles]
    assert "304 Not Modified: the page is as it was on 2026-11-03" in third.links["changes"].because


def test_a_link_that_fails_is_asked_in_full(nights: Nights) -> None:
    """The 404 is heard plainly, twice; the night after, nothing is asked by the page that was."""
    nights.check("dies", day=1)
    second, third = nights.check("dies", day=2), nights.check("dies", day=3)

    assert [("/book", True), ("/book", False), ("/book", False)] == second.asked("dies")
    assert [("/book", False), ("/book", False)] == third.asked("dies")
    assert ["dead", "dead"] == [night.links["dies"].status for night in (second, third)]
    assert not any(conditional for each in (second, third) for _, conditional in each.asked("dies")[1:])


def test_a_server_that_always_says_unchanged_is_found_out(nights: Nights) -> None:
    """The page is gone behind a 304 to everybody: within two weeks it is read in full, and called dead."""
    nights.check("lies", day=1)
    early = [nights.check("lies", day=day).links["lies"].status for day in (2, 7)]
    found_out = nights.check("lies", day=15)

    assert ["alive", "alive"] == early
    assert not any(conditional for _, conditional in found_out.asked("lies"))
    assert ("dead", "soft-404") == (found_out.links["lies"].status, found_out.links["lies"].reason)


def test_a_server_that_chokes_on_conditions_is_alive(nights: Nights) -> None:
    """412 to any condition: asked plainly at once, it has a page."""
    nights.check("chokes", day=1)
    second = nights.check("chokes", day=2)

    assert [("/book", True), ("/book", False)] == second.asked("chokes")
    assert ("alive", 200) == (second.links["chokes"].status, second.links["chokes"].http_status)


@pytest.mark.parametrize("name", ["cookie", "star"])
def test_what_cannot_be_asked_by_safely_is_asked_in_full(nights: Nights, name: str) -> None:
    """A page that was read with a cookie, and `*`, which would mean any version at all."""
    nights.check(name, day=1)
    second = nights.check(name, day=2)

    assert not any(conditional for _, conditional in second.asked(name))
    assert ("alive", 200) == (second.links[name].status, second.links[name].http_status)


def test_settings_are_not_mixed(nights: Nights) -> None:
    """A run without metadata may use what a run with it knows; the other way round there are no facts."""
    nights.check("by-etag", day=1, no_metadata=True)
    plain, full = nights.check("by-etag", day=2, no_metadata=True), nights.check("by-etag", day=3)
    plain_again, full_again = nights.check("by-etag", day=4, no_metadata=True), nights.check("by-etag", day=5)

    asked = [night.asked("by-etag")[0][1] for night in (plain, full, plain_again, full_again)]
    assert [True, False, True, True] == asked
    pages = [night.links["by-etag"].page for night in (plain, full, plain_again, full_again)]
    assert [None, pages[1], None, pages[1]] == pages
    assert pages[1] is not None


def test_explain_says_what_a_304_rests_on(unchanging_web: DemoWeb, tmp_path: Path) -> None:
    """As a user sees it, with the request log: when the page was read, by what it was asked."""
    unchanging_web.day = 1
    bench = Bench(tmp_path, unchanging_web)
    (tmp_path / "catalog.yaml").write_text(
        "version: 1\nresources:\n  - {id: book, title: A Good Book, url: 'https://by-etag.test/book'}\n"
    )
    bench.check("--quiet")
    said = bench.check("--quiet", "--log", "requests.jsonl")
    told = bench.run("explain", "book").out
    log = [json.loads(line) for line in (tmp_path / "requests.jsonl").read_text().splitlines()]

    assert (0, "") == (said.code, said.out)
    assert f"because 304 Not Modified: the page is as it was on {datetime.now(UTC):%Y-%m-%d}" in told
    assert 'only if changed, if-none-match: W/"v1"' in told
    assert [(True, 304, "page")] == [(line["conditional"], line["status"], line["purpose"]) for line in log]
