"""The table: ratios first, each beside its bar."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADINGS = ("ratio", "bar", "met?", "load", "crawler", "against", "ratios from - to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One bar: the median ratio of all alternations, and what it is a ratio of."""

    load: str
    ratios: tuple[float, ...]
    bar: float
    crawler: str
    against: str

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def is_met(self) -> bool:
        return self.ratio <= self.bar

    @property
    def cells(self) -> tuple[str, ...]:
        met = "met" if self.is_met else f"missed by {self.ratio / self.bar:.2f} x" if self.bar else "missed"
        spread = f"{min(self.ratios):.2f} - {max(self.ratios):.2f} ({len(self.ratios)})"
        return f"{self.ratio:.2f}", f"{self.bar:.2f}", met, self.load, self.crawler, self.against, spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmeasured:
    """A row that says why there is none."""

    load: str
    why: str

    @property
    def cells(self) -> tuple[str, ...]:
        return "-", "-", "not measured", self.load, self.why, "", ""


def compared(load: str, bar: float, ours: Sequence[float], theirs: Sequence[float], unit: str) -> Row:
    """A row of pairs that were measured side by side: the ratio of each pair, the median of both."""
    return Row(
        load=load,
        ratios=tuple(our / their for our, their in zip(ours, theirs, strict=True)),
        bar=bar,
        crawler=unit.format(median(ours)),
        against=unit.format(median(theirs)),
    )


def render(rows: Sequence[Row | Unmeasured]) -> str:
    """As a Markdown table that is aligned for the terminal, too."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    ruler = tuple("-" * width for width in widths)
    return "".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |\n"
        for line in (lines[0], ruler, *lines[1:])
    )
