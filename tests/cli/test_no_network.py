"""With no network nothing is concluded: a laptop on a train must not bury a catalog."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.bench import Bench, Said

NAMES = ["alive", "moved", "dead", "gone", "untitled", "blocked"]


@pytest.fixture(scope="module")
def dead_nameserver() -> Iterator[str]:
    """A port of this machine at which no name server listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture(scope="module")
def offline(module_bench: Bench, dead_nameserver: str) -> tuple[Bench, Said]:
    """A run without name service, after one that went well."""
    bench = module_bench
    bench.write(*NAMES)
    bench.check()
    return bench, bench.run("check", "--nameserver", dead_nameserver, "--reports", "offline")


def test_it_says_so_and_ends_with_3(offline: tuple[Bench, Said]) -> None:
    """One line on standard error says why nothing is concluded."""
    _, said = offline

    line = "none of 6 hosts could be reached: no connection, no name service"
    assert (3, f"crawler: inconclusive: {line}; nothing was recorded\n") == (said.code, said.err)


def test_it_records_nothing(offline: tuple[Bench, Said]) -> None:
    """The history holds the run before and no trace of this one."""
    bench, _ = offline

    assert [(1, 1)] == bench.query("SELECT count(*), count(finished_at) FROM runs")
    assert [(len(NAMES),)] == bench.query("SELECT count(*) FROM observations")


def test_its_reports_are_inconclusive(offline: tuple[Bench, Said]) -> None:
    """The report says that it is inconclusive, and says nothing of any link."""
    bench, _ = offline

    report = bench.report("offline")
    assert (True, [], [], []) == (
        report["run"]["inconclusive"],
        report["links"],
        report["changes"],
        report["suggestions"],
    )
    assert ["", ""] == [
        (bench.folder / "offline" / name).read_text() for name in ("suggested.patch", "safe.patch")
    ]


def test_the_run_after_it_compares_with_the_run_before_it(offline: tuple[Bench, Said]) -> None:
    """Back on the network, nothing is new and nothing has failed twice."""
    bench, _ = offline

    bench.check()

    assert {"same"} == {change["kind"] for change in bench.report()["changes"]}
    failing = {link["entry"]: link["failing_runs"] for link in bench.report()["links"]}
    assert {"dead": 2, "gone": 2} == {name: runs for name, runs in failing.items() if runs}
