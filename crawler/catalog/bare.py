"""URLs that stand in running text: in a description, a block of lines, a Markdown paragraph.

Where they end is GFM's rule (extended autolinks): at white space or `<`, without the punctuation that closes
the sentence, and without a closing parenthesis that was opened before the URL.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Beyond GFM a quote, a backtick, a backslash before punctuation and the middle of a Markdown link end it too:
# text of YAML and JSON holds HTML, code and links that were not taken apart before.
_START = re.compile(r"(?<![a-z])https?://", re.IGNORECASE)
_STOP = re.compile(r"[\s<>\"`]|\](?=[(\[])")
_WWW = re.compile(r"(?<![\w@/.:-])www\.(?=[\w-]{1,63}\.)(?:(?!\]\(|\]\[)[^\s<>\"`])+", re.IGNORECASE)
_TRAILING = "?!.,:*_~'\u2019\u201d]|\\"
_LONGEST_ENTITY = 33
_ENTITY = re.compile(r"&[A-Za-z0-9]{1,31};$")


def bare_urls(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every http or https URL that stands free in a text."""
    position = stop = 0
    while start := _START.search(text, position):
        # Looked for once in a run without spaces, which may be all of a hostile text.
        if start.end() >= stop:
            found = _STOP.search(text, start.end())
            stop = found.start() if found else len(text)
        position = max(_end_of_enclosed(text, start.start(), stop), start.end())
        end = start.start() + url_end(text[start.start() : position])
        if end > start.end():
            yield start.start(), end


def _end_of_enclosed(text: str, start: int, stop: int) -> int:
    """What stands in parentheses ends with them, as in `[the fund](https://fund.test)'s grant`."""
    depth = 0
    for at in range(start, stop) if text[start - 1 : start] == "(" else ():
        depth += (text[at] == "(") - (text[at] == ")")
        if depth < 0:
            return at
    return stop


def url_end(text: str) -> int:
    """How much of a run without spaces is URL, rather than the punctuation after it."""
    end = len(text)
    unmatched = text.count(")") - text.count("(")
    while end:
        last = text[end - 1]
        if last == ";":
            entity = _ENTITY.search(text, max(0, end - _LONGEST_ENTITY), end)
            end = entity.start() if entity else end - 1
        elif last in _TRAILING:
            end -= 1
        elif last == ")" and unmatched > 0:
            end -= 1
            unmatched -= 1
        else:
            break
    return end


def www_urls(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of what begins with `www.` and has no scheme; GFM makes a link of it."""
    for found in _WWW.finditer(text):
        yield found.start(), found.start() + url_end(found[0])
