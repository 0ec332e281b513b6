"""A part of a text that is written with escapes: where in the source it begins and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Unescape = Callable[[str, int], tuple[str, int]]
    """From a source and an offset in it: what the character there says, and the offset of the next."""


def escaped_part(
    text: str, source: tuple[int, int], unescape: Unescape, part: tuple[int, int]
) -> tuple[int, int] | None:
    """The stretch of `text` within `source` that says the characters of `part`, an offset and a length."""
    at, length = part
    position, end = source
    said = 0
    start: int | None = None
    while position < end or said >= at:
        if said == at and start is None:
            start = position
        if said >= at + length and start is not None:
            return (start, position) if said == at + length else None
        if position >= end:
            return None
        words, position = unescape(text, position)
        said += len(words)
    return None
