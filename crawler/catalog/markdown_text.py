"""Markdown as one of the formats: entries are list items, table rows and paragraphs that have URLs.

Its data is `{"entries": [{"topic", "under", "text", "links": [{"url", "text", "kind"}]}], "rest", "matter"}`,
`matter` being what its metadata say, where they can be read. Every other character of the text is in `text`
or `rest`, but those of the URLs that are found, also where a link shows its own, and the line ends and blank
lines between entries. So the proof of an edit sees all that changed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crawler.catalog.bare import bare_urls
from crawler.catalog.front_matter import FrontMatter, read_front_matter
from crawler.catalog.lines import TextWithLines
from crawler.catalog.markdown_blocks import Block, Document, Url
from crawler.catalog.markdown_html import attribute_value
from crawler.catalog.markdown_label import label_of, shown_as
from crawler.catalog.markdown_removal import end_of, plan_removal
from crawler.catalog.model import Refusal, Span, Splice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.catalog.model import Edit, Route
    from crawler.errors import CatalogError

_URL_ROUTE_LENGTH = 5
_ENTRY_ROUTE_LENGTH = 2
_TOLD_APART = 200
"""So much of its first line tells a list item from its neighbours; the whole line has no bound."""
MATTER = "matter"
_HOLE = "\0"
"""What stands for a URL in the text around it."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)
"""In a heading: it is the URL of an entry, and would be taken for a change of the topic of all below."""
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,32};)")
_ESCAPABLE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_LINE_END = re.compile(r"\r\n?|\n")
_NOT_UNQUOTED = re.compile("[\"'=<>`]")
_NOT_IN_URL = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, eq=False)
class MarkdownText(TextWithLines):
    """What `formats.Parsed` asks for, of a Markdown text."""

    file: str
    text: str
    blocks: list[Block] = field(repr=False)
    starts: list[int] = field(repr=False)
    top: int = 0
    """Where the metadata end."""

    @cached_property
    def read_matter(self) -> FrontMatter | CatalogError | None:
        """The metadata, or what is wrong with them."""
        return read_front_matter(self.file, self.text)

    @property
    def matter(self) -> FrontMatter | None:
        return self.read_matter if isinstance(self.read_matter, FrontMatter) else None

    @cached_property
    def data(self) -> Any:
        urls = [url for block in self.blocks for url in block.urls]
        places = {(url.start, url.end) for url in urls if url.start is not None and url.end is not None}
        labels = {id(url): label for url in urls if (label := label_of(self.text, url)) is not None}
        holes = sorted(places | set(labels.values()))
        ranges = [self._range(block) for block in self.blocks]
        entries = [
            {
                "topic": [_ADDRESS.sub(_HOLE, words) for words in block.topic],
                "under": [self._first_line(line, holes) for line in block.within[:-1]],
                "text": _around(self.text, *part, holes).rstrip("\r\n"),
                "links": [
                    {"url": url.url, "text": "" if id(url) in labels else url.text, "kind": url.kind}
                    for url in block.urls
                ],
            }
            for block, part in zip(self.blocks, ranges, strict=True)
        ]
        first = self.top if self.matter else self.starts[0]
        edges = [first, *(edge for part in ranges for edge in part), len(self.text)]
        gaps = zip(edges[::2], edges[1::2], strict=True)
        rest = "".join(_around(self.text, start, end, holes) for start, end in gaps if start < end)
        return {
            "entries": entries,
            "rest": "\n".join(line for line in _LINE_END.split(rest) if line.strip()),
            **({MATTER: self.matter.data} if self.matter else {}),
        }

    def _first_line(self, line: int, holes: list[tuple[int, int]]) -> str:
        """Cut where the addresses are out already: a longer one must not move the cut."""
        start, cut = self.starts[line], self.starts[line] + _TOLD_APART
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        for at in range(bisect_left(holes, (start, 0)), len(holes)):
            opening, closing = holes[at]
            if opening >= cut:
                break
            cut += closing - opening
        return _around(self.text, start, min(end, cut), holes)

    def _range(self, block: Block) -> tuple[int, int]:
        first, last, unit = block.first, block.last, block.unit
        if unit is not None and not unit.has_nested:
            first, last = unit.first, end_of(self.text, self.starts, unit)
        return self.starts[first], self.starts[last] if last < len(self.starts) else len(self.text)

    def url_at(self, route: Route) -> Url | None:
        """The URL at `("entries", n, "links", m, "url")`."""
        if len(route) != _URL_ROUTE_LENGTH or (route[0], route[2], route[4]) != ("entries", "links", "url"):
            return None
        number, position = route[1], route[3]
        if not isinstance(number, int) or not isinstance(position, int) or number >= len(self.blocks):
            return None
        urls = self.blocks[number].urls
        return urls[position] if position < len(urls) else None

    def span(self, route: Route, part: tuple[int, int] | None = None) -> Span | None:
        if route[:1] == (MATTER,):
            return self.matter.span(route[1:], part) if self.matter else None
        url = self.url_at(route)
        if url is not None and part is None:
            return None if url.start is None or url.end is None else Span(start=url.start, end=url.end)
        if part is not None or not self._is_entry(route):
            return None
        start, end = self._range(self.blocks[int(route[1])])
        return Span(start=start, end=end)

    def _is_entry(self, route: Route) -> bool:
        is_route = len(route) == _ENTRY_ROUTE_LENGTH and route[0] == "entries" and isinstance(route[1], int)
        return is_route and 0 <= int(route[1]) < len(self.blocks)

    def plan(self, edit: Edit) -> Splice | Refusal:
        if edit.route[:1] == (MATTER,) and self.matter:
            return self.matter.plan(replace(edit, route=edit.route[1:]))
        if edit.new is None and self._is_entry(edit.route):
            return plan_removal(self.text, self.starts, self.blocks[int(edit.route[1])])
        url = self.url_at(edit.route)
        if url is None or edit.at is not None or not isinstance(edit.new, str):
            return Refusal(reason="in Markdown only addresses are changed, and whole entries removed")
        if url.start is None or url.end is None:
            return Refusal(reason="its exact place in the text is not known; edit it by hand")
        written = _written(edit.new, url, self.text)
        if written is None:
            return Refusal(
                reason="the new address cannot be written there as the old one is; edit it by hand"
            )
        label = label_of(self.text, url)
        if label is None:
            return Splice(start=url.start, end=url.end, text=written)
        shown = shown_as(edit.new, url)
        if label[0] < url.start:
            return Splice(start=label[0], end=url.end, text=shown + self.text[label[1] : url.start] + written)
        return Splice(start=url.start, end=label[1], text=written + self.text[url.end : label[0]] + shown)

    def settled(self, splices: Sequence[Splice]) -> Sequence[Splice]:
        return self.matter.settled(splices) if self.matter else splices


def read_markdown(file: str, text: str) -> MarkdownText:
    """Any text is Markdown."""
    document = Document(text)
    return MarkdownText(file, text, document.blocks, document.starts, document.top)


def _around(text: str, start: int, end: int, holes: list[tuple[int, int]]) -> str:
    """A stretch of text with each URL in it taken out."""
    pieces = []
    position = start
    for opening, closing in _within(holes, start, end):
        if opening >= position:
            pieces += [text[position:opening], _HOLE]
            position = closing
    return "".join([*pieces, text[position:end]])


def _within(holes: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    return holes[bisect_left(holes, (start, 0)) : bisect_left(holes, (end, 0))]


def _written(new: str, url: Url, text: str) -> str | None:
    """An address as its place wants it; None where that place cannot say it. The proof has the last word."""
    if _NOT_IN_URL.search(new) or not _fits(new, url, text):
        return None
    written = _spelled(new, url, text)
    return written.replace("|", "\\|") if url.is_in_cell else written


def _fits(new: str, url: Url, text: str) -> bool:
    """Told beforehand where that is easy: a failed proof costs two more readings of the whole text."""
    assert url.start is not None
    if url.kind == "bare":
        return next(bare_urls(new), None) == (0, len(new))
    is_quoted = url.kind != "html" or text[url.start - 1].strip() not in {"", "="}
    return is_quoted or not _NOT_UNQUOTED.search(new)


def _spelled(new: str, url: Url, text: str) -> str:
    assert url.start is not None
    if url.kind == "autolink":
        return new
    if url.kind == "html":
        quote, is_escaped = text[url.start - 1], text[url.start : url.end] != url.url
        return attribute_value(new, quote=quote, is_escaped=is_escaped)
    escaped = _ENTITY.sub("&amp;", _ESCAPABLE.sub(r"\\\\", new))
    if url.kind != "bare" and text[url.start - 1 : url.start] == "<":
        return re.sub(r"[<>]", r"\\\g<0>", escaped)
    if url.kind != "bare" and not _is_balanced(escaped):
        escaped = re.sub(r"[()]", r"\\\g<0>", escaped)
    return escaped


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0
