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
_BARE = re.compile(r"(?<![a-z])https?://(?:(?!\]\(|\]\[)[^\s<>\"`])+", re.IGNORECASE)
_WWW = re.compile(r"(?<![\w@/.:-])www\.(?=[\w-]{1,63}\.)(?:(?!\]\(|\]\[)[^\s<>\"`])+", re.IGNORECASE)
_TRAILING = "?!.,:*_~'\u2019\u201d]|\\"
_LONGEST_ENTITY = 33
_ENTITY = re.compile(r"&[A-Za-z0-9]{1,31};$")


def bare_urls(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every http or https URL that stands free in a text."""
    position = 0
    while found := _BARE.search(text, position):
        run = _enclosed(text, found)
        position = found.start() + max(len(run), len("http"))
        end = url_end(run)
        if end > run.index("//") + 2:
            yield found.start(), found.start() + end


def _enclosed(text: str, found: re.Match[str]) -> str:
    """What stands in parentheses ends with them, as in `[the fund](https://fund.test)'s grant`."""
    if text[found.start() - 1 : found.start()] != "(":
        return found[0]
    depth = 0
    for at, character in enumerate(found[0]):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return found[0][:at]
    return found[0]


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
