"""What a script learns from the exit code alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.bench import Bench


@pytest.mark.parametrize(
    ("names", "options", "code"),
    [
        ("alive moved blocked insecure forbidden", (), 0),
        ("alive dead", (), 1),
        ("gone", (), 1),
        ("alive moved", ("--fail-on", "moved"), 1),
        ("blocked", ("--fail-on", "dead, blocked"), 1),
        ("alive dead", ("--fail-on", "moved,insecure"), 0),
        ("dead gone", ("--fail-on", ""), 0),
    ],
)
def test_a_status_that_is_failed_on_ends_with_1(
    bench: Bench, names: str, options: tuple[str, ...], code: int
) -> None:
    """`dead` and `changed` make a run fail unless --fail-on says otherwise; an empty one lets all pass."""
    bench.write(*names.split())

    said = bench.check(*options)

    assert (code, "") == (said.code, said.err)


def test_new_only_forgives_what_was_failing_in_the_last_run(bench: Bench) -> None:
    """With --new-only an old failure ends with 0, and with 1 where another fails too, or a new one."""
    bench.write("dead", "dies")

    codes = [bench.check().code, bench.check("--new-only").code]
    bench.web.day = 2
    codes.append(bench.check("--new-only").code)
    bench.write("dead", "dies", "gone")
    codes.append(bench.check("--new-only").code)

    assert [1, 0, 1, 1] == codes


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--shard", "1/3"), "no link was found in catalog.yaml"),
        (("nothing.yaml", "catalog.yaml"), "no link was found in nothing.yaml, catalog.yaml"),
    ],
)
def test_a_catalog_without_links_is_inconclusive(bench: Bench, options: tuple[str, ...], said: str) -> None:
    """No link at all ends with 3: a catalog that was emptied by mistake must not pass as healthy."""
    bench.write()
    (bench.folder / "nothing.yaml").write_text("version: 1\nresources: []\n")
    (bench.folder / "catalog.yaml").write_text("version: 1\nresources: []\n")

    outcome = bench.check(*options)

    assert (3, f"crawler: inconclusive: {said}; nothing was recorded\n") == (outcome.code, outcome.err)
    assert bench.report()["run"]["inconclusive"] is True
    assert [] == bench.query("SELECT * FROM runs")


@pytest.mark.parametrize("options", [(), ("--shard", "2/2")])
def test_a_glob_that_matches_nothing_is_inconclusive(bench: Bench, options: tuple[str, ...]) -> None:
    """A typing error in --only must not pass as healthy, whatever the shard."""
    bench.write("alive")

    outcome = bench.check("--only", "alife*", *options)

    assert (3, "crawler: inconclusive: no link matches --only alife*; nothing was recorded\n") == (
        outcome.code,
        outcome.err,
    )


def test_an_empty_shard_of_a_catalog_with_links_is_no_trouble(bench: Bench) -> None:
    """One link in two shards: one of them asks it, the other asks nothing, and both end with 0."""
    bench.write("alive")

    codes = [bench.check("--shard", f"{number}/2").code for number in (1, 2)]

    assert ([0, 0], 1) == (codes, bench.asked("alive.test"))
