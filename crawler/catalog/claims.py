"""Which groups of edits cannot be made together: those that were planned first have their places.

Found here, a conflict costs a look at its neighbours; left to the proof, several readings of the text.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.catalog.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crawler.catalog.model import Edit, Route, Splice

    Range = tuple[int, int]

_TWICE = Refusal(reason="two edits change the same value")
_OVERLAP = Refusal(reason="two edits overlap")


@dataclass(slots=True)
class Claims:
    """What earlier groups change, in the data and in the text."""

    values: set[tuple[Route, int | None]] = field(default_factory=set)
    written: list[Range] = field(default_factory=list)
    """What is replaced or where something is put, sorted; no two overlap."""
    taken: list[Range] = field(default_factory=list)
    """What is only taken away, sorted and joined: two groups may both take the comma between them."""

    def claim(self, edits: Sequence[Edit], splices: Sequence[Splice]) -> Refusal | None:
        """Take the places of a group, all or none; what it claims twice itself is left to the proof."""
        values = {(edit.route, edit.at) for edit in edits if not is_append(edit)}
        if values & self.values:
            return _TWICE
        if any(self._is_in_the_way(splice) for splice in splices):
            return _OVERLAP
        self.values |= values
        for splice in splices:
            span = (splice.start, splice.end)
            if splice.text:
                insort(self.written, span)
            else:
                _join(self.taken, span)
        return None

    def _is_in_the_way(self, splice: Splice) -> bool:
        span = (splice.start, splice.end)
        is_met = _overlap if splice.text else _is_within
        return _meets(self.written, span, _overlap) or _meets(self.taken, span, is_met)


def is_append(edit: Edit) -> bool:
    """Several items may be put at the end of one list."""
    return edit.old is None and isinstance(edit.route[-1], int)


def _meets(ranges: list[Range], span: Range, is_met: Callable[[Range, Range], bool]) -> bool:
    at = bisect_left(ranges, span)
    return any(is_met(ranges[near], span) for near in range(max(at - 1, 0), min(at + 2, len(ranges))))


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _is_within(one: Range, other: Range) -> bool:
    """Whether one of them holds the other: a key of an entry, say, that goes as a whole."""
    (start, end), (first, last) = one, other
    return (start <= first and last <= end) or (first <= start and end <= last)


def _join(ranges: list[Range], span: Range) -> None:
    at = bisect_left(ranges, span)
    first = at - 1 if at and ranges[at - 1][1] >= span[0] else at
    last = at
    while last < len(ranges) and ranges[last][0] <= span[1]:
        last += 1
    joined = [*ranges[first:last], span]
    ranges[first:last] = [(min(start for start, _ in joined), max(end for _, end in joined))]
