"""Several nights of one address that says something else from some night on, through the whole program."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from cli.bench import Bench, site, web_of
from cli.test_nights import TIMES

from crawler.demo.answers import NOT_FOUND, html, page, refusal
from crawler.demo.sites_rewritten import CASINO, FIRST_WEEK, RELAUNCH, REMOVALS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.demo.model import Request, Response

TITLE = "A Gentle Guide to Copulas"
HEALTHY = page(TITLE, body=FIRST_WEEK)
REDESIGNED = page(TITLE, h1="Start", body=RELAUNCH)
TAKEN = page(TITLE, body=CASINO)
MOVED_IN = page("Removals and Storage", body=REMOVALS)
WALL = refusal(403, "Just a moment...", headers=(("cf-mitigated", "challenge"),))
DOWN = refusal(503, "503 Service Unavailable")
NOTE = "text-unlike-before"


class Address:
    """One link, whose answer a test sets from night to night."""

    def __init__(self, bench: Bench, shown: dict[str, Response]) -> None:
        self.bench, self._shown = bench, shown

    def night(self, answer: Response, *, days: int = 1) -> tuple[str, str, bool]:
        """Check, then let so many days pass; status, reason, and whether it is confirmed."""
        self._shown["/book"] = answer
        said = self.bench.check()
        assert said.err == ""
        with closing(sqlite3.connect(self.bench.folder / ".crawler/state.db")) as state, state:
            for table, names in (("observations", TIMES), ("pages", ("read_at", "sketched_at"))):
                shifts = ", ".join(
                    f"{name} = datetime({name}, '-{days} days') || '.000000'" for name in names
                )
                state.execute(f"UPDATE {table} SET {shifts}")
        link = self.link
        return link["status"], link["reason"], link["confirmed"]

    @property
    def link(self) -> dict[str, Any]:
        link: dict[str, Any] = self.bench.report()["links"][0]
        return link


@pytest.fixture
def address(tmp_path: Path) -> Iterator[Address]:
    shown: dict[str, Response] = {}

    def respond(request: Request) -> Response:
        return shown.get(request.path, NOT_FOUND)

    with web_of([site("one", respond)]) as web:
        bench = Bench(tmp_path, web)
        entry = f"  - {{id: one, title: {TITLE}, url: 'https://one.test/book'}}"
        (tmp_path / "catalog.yaml").write_text(f"version: 1\nresources:\n{entry}\n", "utf-8")
        yield Address(bench, shown)


def test_a_casino_under_the_old_title(address: Address) -> None:
    """A redesign is noted once and is alive; a casino is changed, sure on its second night, and forgotten."""
    assert ("alive", "ok", True) == address.night(HEALTHY)
    assert ("alive", "ok", True) == address.night(REDESIGNED)
    assert NOTE in address.link["signals"]
    assert ("alive", "ok", True) == address.night(REDESIGNED)
    assert NOTE not in address.link["signals"]
    assert ("changed", "spam-topic", False) == address.night(TAKEN)
    assert ("blocked", "bot-wall", True) == address.night(WALL)
    # Compared with the page that was well, not with last night's.
    assert ("changed", "spam-topic", True) == address.night(TAKEN)
    assert NOTE in address.link["signals"]
    assert ("alive", "ok", True) == address.night(REDESIGNED)
    assert NOTE not in address.link["signals"]


def test_a_domain_comes_back_as_something_else(address: Address) -> None:
    """After months of silence; what its page was like is remembered longer than what a 304 stands for."""
    named = html(HEALTHY.body.decode().replace(TITLE, "Dependence"), headers=(("ETag", '"1"'),))
    assert ("alive", "title-unlike-entry", True) == address.night(named, days=60)
    assert "unreachable" == address.night(DOWN, days=60)[0]
    assert ("changed", "content-changed", False) == address.night(MOVED_IN)
    assert "page-replaced" in address.link["signals"]
    told = address.bench.run("explain", "one").out
    assert '"Removals and Storage" stands where "Dependence" was, and has none of its words' in told


def test_a_run_without_metadata_forgets_no_text(address: Address) -> None:
    """It reads no page, so it keeps what there is of one."""
    versioned = html(HEALTHY.body.decode(), headers=(("ETag", '"1"'),))
    address.night(versioned)
    address.bench.check("--no-metadata")

    assert ("changed", "spam-topic", False) == address.night(TAKEN)
