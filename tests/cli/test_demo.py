"""`crawler demo`: the first thing that a newcomer runs."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from crawler import cli
from crawler.demo import SITES, catalog, play
from crawler.demo.model import DAYS, Expectation, Section
from crawler.judge.verdict import TABLE
from crawler.probe.past import Status

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from cli.bench import Bench, Said

REPORTS = ["index.html", "latest.json", "latest.md", "safe.patch", "suggested.patch"]


@pytest.fixture(scope="module")
def demo(started_demo: tuple[Bench, subprocess.Popen[str]]) -> tuple[Path, Said]:
    """The folder of the whole demo, and what it said."""
    bench, process = started_demo
    return bench.folder / "demo-out", bench.end(process)


@pytest.fixture
def told(demo: tuple[Path, Said]) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((demo[0] / "latest.json").read_text("utf-8"))
    return report


def test_it_shows_no_difference_and_ends_with_0(demo: tuple[Path, Said]) -> None:
    """What is said of each site on both days is what its label expects."""
    _, said = demo

    wrong = [line for line in said.out.splitlines() if line.startswith("!")]
    assert (0, "", []) == (said.code, said.err, wrong)
    assert "no differences between expected and said" in said.out.splitlines()


def test_it_names_every_site_on_both_days(demo: tuple[Path, Said]) -> None:
    """Each site has its line for each day, with expected and said."""
    _, said = demo

    named = [line.split()[0] for line in said.out.splitlines() if line.startswith("  ")]
    assert ["site", *(site.id for site in SITES)] * len(DAYS) == named
    assert len(SITES) >= 60


def test_it_shows_every_signal_that_loopback_can(demo: tuple[Path, Said]) -> None:
    """Each signal that the verdict table reads was seen, but for what a machine's own loopback cannot do."""
    out_of_reach = {
        "certificate-invalid",  # every fault of a certificate that can be made here has a kind of its own
        "connect-timeout",  # loopback answers every knock
        "internal-error",  # would be a fault of this program
        "invalid-url",  # the catalog's reader keeps such an entry from being asked
        "network-unreachable",  # loopback has a route
        "no-ipv6-here",  # as above
        "shared-page",  # each site of the demo is a host of its own, and a crowd is of one host
        "shared-target",  # as above
        "text-names-entry",  # saves links whose new front page names the work: a case alone shows it
        "script-handover",  # a browser would have to run it
        "title-says-trouble",  # the demo's troubles have honest statuses
        "parked-name-servers",  # the demo's name server knows addresses alone
        "protocol-error",  # depends on whether the greeting or the closing is read first
        "proxy-failed",  # the demo asks its own loopback directly
        "unsupported-scheme",  # is skipped before anything is asked
    }
    # Rows against one another's mistakes, each shown by a case that says why.
    out_of_reach |= {
        "called-by-its-host", "keeps-way-back", "long-page-for-all", "only-a-notice",
        "page-under-error-status", "redirect-to-listing", "redirect-to-search", "says-closed",
        "text-says-trouble", "text-unlike-title", "title-echoes-address", "title-in-another-script",
        "untitled-shared-target", "broken-document", "in-another-language", "interface-root",
        "another-year", "empty-listing", "front-page-is-well", "rival-page", "unread-page",
        "nothing-of-its-host", "page-is-closed", "same-document", "shown-elsewhere", "slow-redirects",
        "called-gone", "marked-missing", "status-in-title", "no-connection-over-ipv6", "site-is-silent",
        "undecodable-page", "another-slug", "another-course", "article-farm", "front-without-work",
        "newly-installed", "program-failed", "redirect-without-trace", "states-closed", "states-gone",
        "states-trouble", "called-an-error", "named-as-missing", "nothing-of-entry",
    }  # fmt: skip
    with closing(sqlite3.connect(demo[0] / "state.db")) as history:
        cases = [json.loads(body) for (body,) in history.execute("SELECT body FROM cases")]

    seen = {signal["code"] for case in cases for signal in case["signals"]}
    assert {code for row in TABLE for code in row.needs | row.unless} - seen <= out_of_reach


def test_it_ends_by_naming_the_report_and_the_patch(demo: tuple[Path, Said]) -> None:
    """The last two lines lead to the report and the patch, and both are there."""
    folder, said = demo

    assert [
        "the report lies in demo-out/index.html (and latest.md, latest.json)",
        "the patch lies in demo-out/suggested.patch (its safe part alone: safe.patch)",
    ] == said.out.splitlines()[-2:]
    assert {*REPORTS, "catalog.yaml", "state.db"} <= {path.name for path in folder.iterdir()}


def test_its_report_has_something_of_everything(told: dict[str, Any]) -> None:
    """Every status and every kind of change is there to be looked at, and suggestions both safe and not."""
    assert set(Status) == {link["status"] for link in told["links"]}
    assert {"broke", "recovered", "moved", "same"} == {change["kind"] for change in told["changes"]}
    assert {"safe", "review"} <= {each["disposition"] for each in told["suggestions"]}
    assert [] == told["refusals"]


def test_its_history_can_be_asked(demo: tuple[Path, Said], module_bench: Bench) -> None:
    """`explain` and `history` work on what the demo leaves behind."""
    state = ("--state", f"sqlite:///{demo[0]}/state.db")

    history = module_bench.run("history", *state)
    explained = module_bench.run("explain", "dies-with-404", *state)

    assert (0, 2) == (history.code, len(history.out.splitlines()))
    assert 0 == explained.code
    assert "2026-11-03 03:17 UTC  dead        not-found (404)" in explained.out


@pytest.mark.parametrize("name", ["catalog.yaml", "state.db", "notes.txt"])
def test_it_writes_over_nothing_of_the_users_own(bench: Bench, name: str) -> None:
    """`--reports .` in one's own project is refused in one line, and every file is left."""
    (bench.folder / name).write_text("mine")

    said = bench.run("demo", "--reports", ".")

    line = "crawler: .: holds something else than a demo; name an empty folder with --reports\n"
    assert (2, "", line) == (said.code, said.out, said.err)
    assert {name: "mine"} == {path.name: path.read_text() for path in bench.folder.iterdir()}


def _play_few(folder: Path, monkeypatch: pytest.MonkeyPatch, **altered: Expectation) -> int:
    """The demo in this process with three quick sites, whose expectations may be altered on day 2."""
    chosen = [site for site in SITES if site.id in {"dies-with-404", "moves-within-site", "plain-page"}]
    sites = tuple(
        replace(site, expects={**site.expects, 2: altered[site.id.replace("-", "_")]})
        if site.id.replace("-", "_") in altered
        else site
        for site in chosen
    )
    monkeypatch.setattr(play, "SITES", sites)
    monkeypatch.setattr(catalog, "SECTIONS", (Section(heading="A few", sites=sites),))
    monkeypatch.setattr(sys, "argv", ["crawler", "demo", "--reports", str(folder)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code if isinstance(ended.value.code, int) else 0


@pytest.mark.parametrize(
    ("altered", "code", "said"),
    [
        ({}, 0, "no differences"),
        ({"dies_with_404": Expectation(status=Status.ALIVE)}, 1, "1 difference"),
        ({"dies_with_404": Expectation(status=Status.DEAD, reason="gone")}, 1, "1 difference"),
        (
            {
                "dies_with_404": Expectation(status=Status.ALIVE),
                "moves_within_site": Expectation(status=Status.MOVED, moved_to="https://elsewhere.test/"),
            },
            1,
            "2 differences",
        ),
    ],
    ids=["none", "status", "reason", "replacement"],
)
def test_it_ends_with_1_where_another_thing_is_said_than_expected(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    altered: dict[str, Expectation],
    code: int,
    said: str,
) -> None:
    """A wrong status, reason or replacement is a difference, marked in its line; it can be played again."""
    before = dict(os.environ)
    codes = {_play_few(tmp_path / "out", monkeypatch, **altered) for _ in range(1 + (not altered))}

    lines = capsys.readouterr().out.splitlines()
    assert {code} == codes
    assert len(altered) == sum(line.startswith("!") for line in lines)
    assert f"{said} between expected and said" in lines
    assert before == dict(os.environ)


def test_its_patch_is_for_its_catalog(demo: tuple[Path, Said]) -> None:
    """The patch names the demo's own catalog from the root, so that it can never touch another one."""
    patch = (demo[0] / "suggested.patch").read_text("utf-8")

    named = {line for line in patch.splitlines() if line.startswith(("--- ", "+++ "))}
    assert {"--- a/demo-out/catalog.yaml", "+++ b/demo-out/catalog.yaml"} == named
