"""Taking a list item or a table row out of a Markdown text, with the lines that are its own.

Of the blank lines above and below it the wider gap stays. An item that others are nested in stays: whose
they would become is for a person to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.catalog.model import Refusal, Splice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.catalog.markdown_blocks import Block, Unit

_PROSE = Refusal(reason="it is running text, not an item of a list or a row of a table; edit it by hand")
_HEADER = Refusal(reason="it is the first row of a table, which names the columns")
_PARENT = Refusal(reason="other items are nested in it; move or remove them first")
_SHARED = Refusal(reason="it stands on the line of the item around it; edit it by hand")
_NUMBER = Refusal(reason="the list counts on from its number; edit it by hand")
_DEFINED = Refusal(reason="an address of it is defined elsewhere in the text; remove both by hand")


def plan_removal(text: str, starts: Sequence[int], block: Block) -> Splice | Refusal:
    """The splice that takes the whole item or row of a block away."""
    unit = block.unit
    if unit is None:
        return _PROSE
    obstacle = _obstacle(unit)
    if obstacle is not None:
        return obstacle
    first, last = unit.first, end_of(text, starts, unit)
    start, end = starts[first], _start(text, starts, last)
    if any(url.start is not None and not start <= url.start < end for url in block.urls):
        return _DEFINED
    above = _blank_lines(text, starts, range(first - 1, -1, -1))
    below = _blank_lines(text, starts, range(last, len(starts)))
    is_last = last + below >= len(starts) or _start(text, starts, last + below) == len(text)
    if is_last or 0 < above < below:
        start = starts[first - above]
    elif above or first == 0:
        end = _start(text, starts, last + below)
    has_no_line_end = end == len(text) and not text.endswith(("\n", "\r"))
    if has_no_line_end and text[:start].endswith(("\n", "\r")):
        start -= 2 if text.endswith("\r\n", 0, start) else 1
    return Splice(start=start, end=end, text="")


def _obstacle(unit: Unit) -> Refusal | None:
    if unit.is_header:
        return _HEADER
    if unit.has_nested:
        return _PARENT
    if unit.shares_its_line:
        return _SHARED
    is_first = unit.siblings[0] is unit and len(unit.siblings) > 1
    return _NUMBER if is_first and unit.siblings[1].number != unit.number else None


def end_of(text: str, starts: Sequence[int], unit: Unit) -> int:
    """The line below the last one of an item or row; blank lines after it are the list's."""
    last = unit.last
    while last - 1 > unit.first and _is_blank(text, starts, last - 1):
        last -= 1
    return last


def _blank_lines(text: str, starts: Sequence[int], lines: range) -> int:
    """How many of these lines are blank before the first that is not."""
    return next((n for n, line in enumerate(lines) if not _is_blank(text, starts, line)), len(lines))


def _is_blank(text: str, starts: Sequence[int], line: int) -> bool:
    return not text[starts[line] : _start(text, starts, line + 1)].strip()


def _start(text: str, starts: Sequence[int], line: int) -> int:
    return starts[line] if line < len(starts) else len(text)
