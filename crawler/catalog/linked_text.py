"""A text that holds links between its words, in whatever markup: entries are its items, rows and paragraphs
that have URLs.

Its data is `{"entries": [{"topic", "under", "text", "links": [{"url", "text", "kind"}]}], "rest"}`. Every
other character of the text is in `text` or `rest`, but those of the URLs that are found, also where a link
shows its own, and the line ends and blank lines between entries. So the proof of an edit sees all that
changed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crawler.catalog.lines import LINE_END, TextWithLines
from crawler.catalog.markdown_removal import end_of, plan_removal
from crawler.catalog.model import Refusal, Span, Splice

if TYPE_CHECKING:
    from crawler.catalog.front_matter import FrontMatter
    from crawler.catalog.markdown_blocks import Block, Url
    from crawler.catalog.model import Edit, Route
    from crawler.errors import CatalogError

_URL_ROUTE_LENGTH = 5
_ENTRY_ROUTE_LENGTH = 2
_TOLD_APART = 200
"""So much of its first line tells a list item from its neighbours; the whole line has no bound."""
_HOLE = "\0"
"""What stands for a URL in the text around it."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)
"""In a heading: it is the URL of an entry, and would be taken for a change of the topic of all below."""
NOT_IN_URL = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, eq=False)
class LinkedText(TextWithLines):
    """What `formats.Parsed` asks for; each markup says how an address is written and where one is shown."""

    file: str
    text: str
    blocks: list[Block] = field(repr=False)
    starts: list[int] = field(repr=False)
    top: int = 0
    """Where the metadata end."""

    @property
    def read_matter(self) -> FrontMatter | CatalogError | None:
        """The metadata at the top, or what is wrong with them."""
        return None

    @property
    def matter(self) -> FrontMatter | None:
        return None

    def written(self, new: str, url: Url) -> str | None:
        """An address as its place wants it; None where that place cannot say it. The proof has the last
        word.
        """
        raise NotImplementedError

    def label(self, url: Url) -> tuple[int, int] | None:
        """Where a link shows its address, final slash aside; None where it says something else."""
        raise NotImplementedError

    @cached_property
    def data(self) -> Any:
        urls = [url for block in self.blocks for url in block.urls]
        places = {(url.start, url.end) for url in urls if url.start is not None and url.end is not None}
        labels = {id(url): label for url in urls if (label := self.label(url)) is not None}
        holes = sorted(places | set(labels.values()))
        ranges = [self.extent(block) for block in self.blocks]
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
            "rest": "\n".join(line for line in LINE_END.split(rest) if line.strip()),
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

    def extent(self, block: Block) -> tuple[int, int]:
        """What of the text is a block's."""
        first, last, unit = block.first, block.last, block.unit
        if unit is not None and not unit.has_nested:
            first, last = unit.first, end_of(self.text, self.starts, unit)
        elif block.extent is not None:
            return block.extent
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
        url = self.url_at(route)
        if url is not None and part is None:
            return None if url.start is None or url.end is None else Span(start=url.start, end=url.end)
        if part is not None or not self._is_entry(route):
            return None
        start, end = self.extent(self.blocks[int(route[1])])
        return Span(start=start, end=end)

    def _is_entry(self, route: Route) -> bool:
        is_route = len(route) == _ENTRY_ROUTE_LENGTH and route[0] == "entries" and isinstance(route[1], int)
        return is_route and 0 <= int(route[1]) < len(self.blocks)

    def plan(self, edit: Edit) -> Splice | Refusal:
        if edit.new is None and self._is_entry(edit.route):
            return plan_removal(self.text, self.starts, self.blocks[int(edit.route[1])])
        url = self.url_at(edit.route)
        if url is None or edit.at is not None or not isinstance(edit.new, str):
            return Refusal(reason="in a text only addresses are changed, and whole entries removed")
        if url.start is None or url.end is None:
            what = "its exact place in the text is not known, or in several pieces"
            return Refusal(reason=f"{what}; edit it by hand")
        written = self.written(edit.new, url)
        if written is None:
            return Refusal(
                reason="the new address cannot be written there as the old one is; edit it by hand"
            )
        label = self.label(url)
        if label is None:
            return Splice(start=url.start, end=url.end, text=written)
        shown = _shown_as(edit.new, url)
        if label[0] < url.start:
            return Splice(start=label[0], end=url.end, text=shown + self.text[label[1] : url.start] + written)
        return Splice(start=url.start, end=label[1], text=written + self.text[url.end : label[0]] + shown)


def _shown_as(new: str, url: Url) -> str:
    """The new address as the old one is shown: without the final slash where that was left out."""
    leaves_out = url.url.endswith("/") and not url.text.endswith("/")
    return new.removesuffix("/") if leaves_out else new


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


def as_written(entry: Any) -> str | None:
    """How an entry of such a text stands in its file, to be shown; None for any other value.

    Where only some of its addresses stand in it, as with those that are defined elsewhere, dots take their
    places: which gap is whose is known no longer.
    """
    match entry:
        case {"topic": _, "under": _, "text": str(text), "links": [{"url": str()}, *_] as links}:
            words = text.split(_HOLE)
            urls = [str(link.get("url")) if isinstance(link, dict) else "" for link in links]
        case _:
            return None
    gaps = len(words) - 1
    told = urls * gaps if len(urls) == 1 else urls if len(urls) == gaps else ["…"] * gaps
    return words[0] + "".join(url + then for url, then in zip(told, words[1:], strict=True))
