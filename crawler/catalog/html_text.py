"""HTML as one of the formats: pages that are lists of links, and the bookmarks that browsers export.

Tags are read as those within Markdown are (`markdown_html`), which knows where each attribute stands; lxml
was rejected, since it keeps lines but no columns, and mends what it reads. Entries are what stands between
the tags of blocks; comments, scripts and styles hold none.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.catalog.linked_text import NOT_IN_URL, LinkedText
from crawler.catalog.markdown_blocks import Block, Unit
from crawler.catalog.markdown_html import attribute_value_at, html_urls
from crawler.catalog.markdown_label import label_of
from crawler.catalog.markup import Outline, is_web, placed, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.catalog.markdown_blocks import Url

_NOT_TEXT = re.compile(
    r"<!--(?:[^-]|-(?!->))*(?:-->)?"
    r"|(?P<opening><(?P<name>script|style|textarea|title|xmp|noembed)\b[^<>]{0,2000}>)",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"<(?P<end>/?)(?P<name>h[1-6]|li|dt|dd|tr|p|dl|ul|ol|table|div|section|article|header|footer|nav|aside|main|"
    r"blockquote|pre|figure|form|fieldset|details|summary|hr|body|head|caption|center)(?=[\s/>])[^<>]{0,2000}>?",
    re.IGNORECASE,
)
_ITEMS = frozenset({"li", "dt", "dd", "tr"})
_TAG = re.compile(r"<[^<>]*>")
_ALONE = re.compile(
    r"\s*<(?:li\b[^<>]*>(?:(?!</?li\b).)*</li\s*>|dt\b[^<>]*>(?:(?!<dt\b|<h3\b|</a\s*>).)*</a\s*>(?:</dt\s*>)?)\s*",
    re.IGNORECASE,
)
_BOOKMARKS = re.compile(r"\s*<!DOCTYPE\s+NETSCAPE-Bookmark-file-1", re.IGNORECASE)
_LONGEST_HEADING = 2_000
_LONGEST_LINE = 20_000


@dataclass(frozen=True, eq=False)
class HtmlText(LinkedText):
    """A page, or a file of bookmarks."""

    def written(self, new: str, url: Url) -> str | None:
        return None if NOT_IN_URL.search(new) else attribute_value_at(new, url, self.text)

    def label(self, url: Url) -> tuple[int, int] | None:
        return label_of(self.text, url)


def is_bookmarks(text: str) -> bool:
    """Whether a browser has written it to take bookmarks elsewhere."""
    return _BOOKMARKS.match(text.removeprefix("\ufeff")) is not None


def read_html(file: str, text: str) -> HtmlText:
    """Any text is HTML."""
    outline = Outline(text)
    return HtmlText(file, text, list(_blocks(outline, _masked(text))), outline.starts)


def _masked(text: str) -> str:
    """The text with what is no text blank, everything else in its place."""
    pieces, position = [], 0
    while match := _NOT_TEXT.search(text, position):
        start, end = match.span()
        if match["name"]:
            start = match.end()
            closing = re.compile(rf"</{match['name']}\b", re.IGNORECASE).search(text, start)
            end = closing.start() if closing else len(text)
        pieces += [text[position:start], " " * (end - start)]
        position = end
    return "".join([*pieces, text[position:]])


def _blocks(outline: Outline, text: str) -> Iterator[Block]:
    """What stands between two tags of blocks, under its headings; bookmarks nest in lists under theirs."""
    nests = is_bookmarks(text)
    walk = _Walk(nests=nests)
    start, is_item = 0, False
    bounds = [*_BOUNDARY.finditer(text), None]
    for number, bound in enumerate(bounds):
        end = bound.start() if bound else len(text)
        block = _block(outline, text, (start, end), walk.topic)
        if block is not None:
            if is_item:
                block.within = (block.first,)
                block.unit = _unit(outline, block)
            block.owner = number
            yield block
        if bound:
            start = bound.end()
            walk.enter(bound, text)
            is_item = (not bound["end"] and bound["name"].lower() in _ITEMS) or (
                is_item and _is_within(bound)
            )


def _is_within(bound: re.Match[str]) -> bool:
    """Whether what comes after a tag is still the item's."""
    return not bound["end"] and bound["name"].lower() in {"p", "div", "summary", "figure"}


def _block(outline: Outline, text: str, span: tuple[int, int], topic: tuple[str, ...]) -> Block | None:
    start, end = span
    urls = [placed(one) for one in html_urls(text, start, end) if is_web(one.url)]
    if not urls:
        return None
    first, last = outline.line_of(urls[0].start or 0), outline.line_of(urls[-1].end or 0) + 1
    return Block(first=first, last=last, topic=topic, owner=0, within=(), urls=urls, extent=span)


def _unit(outline: Outline, block: Block) -> Unit | None:
    """A line that holds one whole item can go as that."""
    line = outline.line(block.first)
    if block.last != block.first + 1 or len(line) > _LONGEST_LINE or not _ALONE.fullmatch(line):
        return None
    unit = Unit(block.first, block.last, "", [])
    unit.siblings.append(unit)
    return unit


class _Walk:
    """The headings above a place."""

    def __init__(self, *, nests: bool) -> None:
        self.topic: tuple[str, ...] = ()
        self._levels: list[int] = []
        self._nests = nests
        self._depth = 0

    def enter(self, bound: re.Match[str], text: str) -> None:
        name = bound["name"].lower()
        if self._nests and name == "dl":
            self._depth += -1 if bound["end"] else 1
            if bound["end"]:
                self._keep(self._depth)
        elif not bound["end"] and name[0] == "h" and name[1:].isdecimal():
            level = self._depth if self._nests else int(name[1])
            closing = re.compile(rf"</{name}", re.IGNORECASE).search(
                text, bound.end(), bound.end() + _LONGEST_HEADING
            )
            words = text[bound.end() : closing.start()] if closing else ""
            self._keep(level)
            self._levels.append(level)
            self.topic = (*self.topic, said(html.unescape(_TAG.sub(" ", words))))

    def _keep(self, below: int) -> None:
        kept = sum(level < below for level in self._levels)
        self._levels, self.topic = self._levels[:kept], self.topic[:kept]
