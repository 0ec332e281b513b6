"""A run that is stopped in the middle loses nothing that was done, and the next one goes on sanely."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from cli.bench import until

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    from cli.bench import Bench

# The host that hangs keeps each run from its end for as long as the test wants.
NAMES = ["alive", "well", "moved", "dead", "hangs"]
DONE = {
    "https://alive.test/book": ("alive", False),
    "https://well.test/book": ("alive", False),
    "https://moved.test/book": ("moved", False),
    "https://dead.test/book": ("dead", True),
}


@pytest.fixture(autouse=True)
def heeds_ctrl_c() -> Iterator[None]:
    """Who runs these tests in the background ignores SIGINT, and so would every process that they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def _until_done(bench: Bench, *args: str) -> subprocess.Popen[str]:
    """A run that has recorded all but the link that hangs, which it waits for."""
    process = bench.start_check("--timeout", "600", *args)
    until(lambda: set(DONE) <= set(bench.recorded()) and bench.asked("hangs.test"), "all but one recorded")
    return process


def _is_sound(bench: Bench) -> bool:
    return bench.query("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_with_130_and_keeps_what_was_done(
    bench: Bench, number: signal.Signals
) -> None:
    """Ctrl-C and a cancelled CI job end alike: one line, 130, no report; `history` tells what was done."""
    bench.write(*NAMES)
    process = _until_done(bench)

    process.send_signal(number)
    said = bench.end(process)

    line = "crawler: interrupted; what was done is kept in the history\n"
    assert (130, "", line) == (said.code, said.out, said.err)
    assert bench.recorded() == DONE
    assert _is_sound(bench)
    assert [] == list((bench.folder / "reports").iterdir())
    assert bench.run("history").out.endswith("  3 addresses: 1 moved, 2 alive  (interrupted)\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_ends_at_once(bench: Bench, number: signal.Signals) -> None:
    """Whoever presses twice is not shown where in the program it was, and what was recorded stays."""
    bench.write(*NAMES)
    process = _until_done(bench)

    process.send_signal(number)
    process.send_signal(number)
    said = bench.end(process)

    assert (130, "") == (said.code, said.out)
    assert said.err in {"", "crawler: interrupted; what was done is kept in the history\n"}
    assert bench.recorded() == DONE
    assert _is_sound(bench)


def _nothing_answered(bench: Bench) -> object:
    return bench.asked("hangs.test") and bench.asked("hangs-too.test")


def _all_but_one_recorded(bench: Bench) -> object:
    return set(DONE) <= set(bench.recorded()) and bench.asked("hangs.test")


def _waiting_for_the_second_opinion(bench: Bench) -> object:
    return bench.asked("doubtful.test") > 1


@pytest.mark.parametrize(
    ("names", "moment"),
    [
        (["hangs", "hangs-too"], _nothing_answered),
        (NAMES, _all_but_one_recorded),
        (["alive", "dead", "doubtful"], _waiting_for_the_second_opinion),
    ],
    ids=["before any answer", "in the first round", "in the second round"],
)
def test_a_killed_run_leaves_a_sound_history_that_the_next_one_goes_on_with(
    bench: Bench, names: list[str], moment: Callable[[Bench], object]
) -> None:
    """After kill -9 the database is whole, every row stays, and the next run compares with what was kept."""
    bench.write(*names)
    process = bench.start_check("--timeout", "600")
    until(lambda: moment(bench), "the moment to kill")
    process.kill()
    bench.end(process)
    kept = bench.query("SELECT * FROM observations ORDER BY id")
    known = {url for url, (_, is_provisional) in bench.recorded().items() if not is_provisional}
    assert _is_sound(bench)

    bench.web.day = 2
    said = bench.check("--timeout", "2")  # with 0.3 s a loaded machine was too slow for healthy sites

    assert "" == said.err
    assert _is_sound(bench)
    assert kept == bench.query("SELECT * FROM observations ORDER BY id")[: len(kept)]
    kinds = {change["entry"]: change["kind"] for change in bench.report()["changes"]}
    assert {name: "same" if f"https://{name}.test/book" in known else "new" for name in names} == kinds


def test_a_failure_without_a_second_opinion_never_counts(bench: Bench) -> None:
    """Runs killed before the second opinion leave a dead link at its first failing run."""
    bench.write("dead", "doubtful")
    for _ in range(2):
        bench.web.day = 1
        bench.web.requests.clear()
        process = bench.start_check("--timeout", "600")
        until(lambda: bench.asked("doubtful.test") > 1, "the second round")
        process.kill()
        bench.end(process)

    bench.web.day = 2
    said = bench.check()

    links = {link["entry"]: link for link in bench.report()["links"]}
    provisional = {each for each, (_, is_provisional) in bench.recorded().items() if is_provisional}
    assert 1 == said.code
    assert set() == provisional
    assert ("dead", 1, False) == tuple(
        links["doubtful"][name] for name in ("status", "failing_runs", "confirmed")
    )


def test_a_killed_run_leaves_the_reports_of_the_run_before(bench: Bench) -> None:
    """The reports are written at the end alone: those that were there stand, byte for byte."""
    bench.write("alive")
    bench.check()
    before = {path: path.read_bytes() for path in (bench.folder / "reports").iterdir()}
    bench.write(*NAMES)

    process = _until_done(bench)
    process.kill()
    bench.end(process)

    assert before == {path: path.read_bytes() for path in (bench.folder / "reports").iterdir()}
