"""The table."""

from __future__ import annotations

from bench.table import Row, Unmeasured, compared, render


def test_the_ratio_is_the_median_of_the_pairs() -> None:
    """One disturbed pair among five does not count; what runs side by side drifts together."""
    row = compared("U", 1.0, [1.0, 2.0, 9.0, 3.0, 1.0], [2.0, 4.0, 1.0, 6.0, 2.0], "{:.1f} s")

    assert (0.5, True, "2.0 s", "2.0 s") == (row.ratio, row.is_met, row.crawler, row.against)


def test_a_miss_says_by_how_much() -> None:
    """As a multiple of the bar."""
    row = Row(load="U", ratios=(2.6,), bar=1.3, crawler="", against="")

    assert "missed by 2.00 x" in row.cells


def test_every_line_is_as_wide() -> None:
    """Ratios stand first, and a row that was not measured says why."""
    measured = Row(load="U", ratios=(1.0,), bar=1.0, crawler="1 s", against="1 s")
    rows: list[Row | Unmeasured] = [measured, Unmeasured(load="A", why="there is no x")]
    lines = render(rows).splitlines()

    assert 1 == len({len(line) for line in lines})
    assert lines[0].startswith("| ratio | bar ")
    assert "not measured" in lines[3]
