"""Links of Markdown that show their own address: `[https://a.test](https://a.test)`, or `<a>` around it.

What is shown is the address a second time, so both are written by one edit. One that is shown without its
scheme is a name, and stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.catalog.markdown_blocks import Url

_OPENING = re.compile(r"\]\(<?$")
_MARKS = "`*_~"
_END_OF_TAG = re.compile(r"[^<>]*>\s*")
_CLOSING_TAG = re.compile(r"\s*</a\s*>", re.IGNORECASE)
_MOST_MARKS = 8
_LONGEST_TAG = 2_000


def label_of(text: str, url: Url) -> tuple[int, int] | None:
    """Where a link shows its address, final slash aside; None where it says something else."""
    if url.start is None or url.end is None or url.text.rstrip("/") != url.url.rstrip("/"):
        return None
    shown = url.text
    if url.kind == "link":
        opening = _OPENING.search(text, max(url.start - 3, 0), url.start)
        end = opening.start() if opening else 0
        while end and text[end - 1] in _MARKS:
            end -= 1
        start = end - len(shown)
        before = text[max(start - _MOST_MARKS, 0) : max(start, 0)].rstrip(_MARKS)
        return (start, end) if before.endswith("[") and text.startswith(shown, start) else None
    if url.kind == "html":
        tag = _END_OF_TAG.match(text, url.end, url.end + _LONGEST_TAG)
        start = tag.end() if tag else 0
        if tag and text.startswith(shown, start) and _CLOSING_TAG.match(text, start + len(shown)):
            return start, start + len(shown)
    return None
