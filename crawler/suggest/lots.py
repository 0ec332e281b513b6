"""Which questions a run puts where there are more than it may: as the lot falls, another part every day."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Lots:
    """Tells of a lot, while others may still be withdrawn, that it will be among the `most` lowest.

    So what is asked early is what would have been asked late, whichever answers came first.
    """

    def __init__(self, lots: Iterable[float], most: int) -> None:
        self._lots = array("d", sorted(lots))
        self._is_withdrawn = bytearray(len(self._lots))
        self._edge = min(most, len(self._lots))
        """Below it are the lowest that have not been withdrawn, as many as may be."""

    def withdraw(self, lot: float) -> None:
        """Take back a lot that asks nothing; the next one moves up for it."""
        position = bisect_left(self._lots, lot)
        if position == len(self._lots) or self._lots[position] != lot:
            return  # it never was among them
        self._is_withdrawn[position] = True
        if position < self._edge:
            next_one = self._is_withdrawn.find(0, self._edge)
            self._edge = len(self._lots) if next_one < 0 else next_one + 1

    def is_drawn(self, lot: float) -> bool:
        return bisect_left(self._lots, lot) < self._edge
