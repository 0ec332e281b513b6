"""Plain text as one of the formats: addresses that stand free, a line each where the line begins with one.

A line that begins with `#` is a comment, as in every list of addresses that programs read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.catalog.markup import MarkupText, Outline, is_free, links_in

if TYPE_CHECKING:
    from crawler.catalog.markdown_blocks import Url

_ITEM = re.compile(r"[ \t]*(?:[-*+\u2022][ \t]+)?<?https?://\S", re.IGNORECASE)
_NOTHING = re.compile(r"(?!)")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_LIST_FROM = 3


def read_plain(file: str, text: str) -> MarkupText:
    """Any text is plain text."""
    outline = Outline(text)
    for line in outline.lines():
        if not line.strip() or line.lstrip().startswith("#"):
            outline.end_items(outline.at)
            outline.end_run()
        elif _ITEM.match(line):
            outline.end_items(outline.at)
            outline.begin_item(0)
            outline.take()
        elif outline.ranks and not line[0].isspace():
            outline.end_items(outline.at)
            outline.take()
        else:
            outline.take()
    outline.read(lambda start, end, _: links_in(text, (start, end), _NOTHING, lambda _: None))
    return MarkupText(file, text, outline.blocks(), outline.starts, spell=_spell)


def lists_addresses(text: str) -> bool:
    """Whether most lines are an address and nothing else."""
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    found = sum(_ADDRESS.fullmatch(line) is not None for line in lines)
    return found >= _LIST_FROM and found > len(lines) / 2


def _spell(new: str, url: Url, _: str) -> str | None:
    return new if is_free(new) and url.kind == "bare" else None
