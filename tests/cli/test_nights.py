"""Several nights through the whole program: what is remembered of a link over them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from cli.bench import Bench, site, web_of

from crawler.demo.answers import NOT_FOUND, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.demo.model import Request, Response

TIMES = (
    "since",
    "asked_at",
    "succeeded_at",
    "failing_first_at",
    "failing_last_at",
    "gone_first_at",
    "gone_last_at",
)


class Nights:
    """Two links whose answers a test sets from night to night."""

    def __init__(self, bench: Bench, works: dict[str, bool]) -> None:
        self.bench, self.works = bench, works

    def night(
        self, *, one: bool, other: bool, options: tuple[str, ...] = (), days: int = 1
    ) -> dict[str, tuple[str, int, bool]]:
        """Check, then let so many days pass; status, failing runs and certainty of each link."""
        self.works |= {"one.test": one, "other.test": other}
        self.bench.check(*options)
        found = {
            link["entry"]: (link["status"], link["failing_runs"], link["confirmed"])
            for link in self.bench.report()["links"]
        }
        with closing(sqlite3.connect(self.bench.folder / ".crawler/state.db")) as state, state:
            shifts = ", ".join(f"{name} = datetime({name}, '-{days} days') || '.000000'" for name in TIMES)
            state.execute(f"UPDATE observations SET {shifts}")
        return found


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    """A catalog of two entries on two hosts."""
    works: dict[str, bool] = {}

    def respond(request: Request) -> Response:
        return page("A Good Book") if works[request.host] else NOT_FOUND

    with web_of([site("one", respond), site("other", respond)]) as web:
        bench = Bench(tmp_path, web)
        entries = [
            f"  - {{id: {name}, title: A Good Book, url: 'https://{name}.test/book'}}"
            for name in ("one", "other")
        ]
        (tmp_path / "catalog.yaml").write_text("\n".join(["version: 1", "resources:", *entries, ""]), "utf-8")
        yield Nights(bench, works)


def test_parts_of_a_catalog_keep_their_own_count(nights: Nights) -> None:
    """A run over one entry, or over the shard of one host, counts for that one alone."""
    nights.night(one=False, other=False)
    assert {"one": ("dead", 2, True)} == nights.night(one=False, other=False, options=("--only", "one"))
    nights.night(one=False, other=False, options=("--shard", "1/2"))
    nights.night(one=False, other=False, options=("--shard", "2/2"))
    last = nights.night(one=False, other=False)

    assert {"one": ("dead", 4, True), "other": ("dead", 3, True)} == last


def test_flapping_is_told_everywhere(nights: Nights) -> None:
    """Report, page, `explain` and `history` name a link that keeps turning; its neighbour is not named."""
    for works in (True, False, True, False):
        last = nights.night(one=works, other=True)

    told = "3 turns between working and failing"
    assert {"one": ("dead", 1, False), "other": ("alive", 0, True)} == last
    links = {link["entry"]: link for link in nights.bench.report()["links"]}
    assert "flapping" in links["one"]["signals"]
    assert "flapping" not in links["other"]["signals"]
    markdown = (nights.bench.folder / "reports/latest.md").read_text("utf-8")
    assert "## Flapping (1)" in markdown
    assert f"`one` `catalog.yaml:3`: dead now; flapping: {told} in 4 runs" in markdown
    assert told in (nights.bench.folder / "reports/index.html").read_text("utf-8")
    explained = nights.bench.run("explain", "one").out
    assert f"  because flapping: {told} in 4 runs\n  signals: not-found, flapping\n" in explained
    assert f"newest first:\n  {told}; failed in 2 of these 4 runs\n" in explained
    assert "; 1 failing run; last reached 2" in explained.split("\n\n")[1]
    assert f"{told}; failed in 2 of these 4 runs" in nights.bench.run("history", "one").out
    assert told not in nights.bench.run("history", "other").out


def test_weeks_without_a_run_are_no_runs(nights: Nights) -> None:
    """After a gap in the schedule a death goes on from its beginning, and counts the runs there were."""
    nights.night(one=True, other=True)
    nights.night(one=False, other=True, days=40)
    last = nights.night(one=False, other=True)

    assert {"one": ("dead", 2, True), "other": ("alive", 0, True)} == last
    link = nights.bench.report()["links"][0]
    run = nights.bench.report()["run"]["started_at"][:10]
    assert link["since"] < run
