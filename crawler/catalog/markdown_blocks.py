"""A Markdown text as blocks with URLs in them: list items, table rows, paragraphs, headings, pieces of HTML.

Block tokens of markdown-it-py know their lines, and the content of each is those lines without what comes
before and after the words. So an offset in the content is found in the text line by line; what cannot be
found (a tab that was spread over two blocks) has no place, and is asked without being editable.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import normalizeReference

from crawler.catalog.front_matter import fenced_in
from crawler.catalog.lines import LINE_END
from crawler.catalog.markdown_html import html_urls
from crawler.catalog.markdown_inline import destination, inline_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.catalog.markdown_found import Found

_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){1,999})\]:[ \t]*")
_TITLE_WORDS = 300
_UNITS = frozenset({"list_item_open", "tr_open"})
_GROUPS = frozenset({"bullet_list_open", "ordered_list_open", "thead_open", "tbody_open"})


@dataclass(slots=True, kw_only=True)
class Url:
    """One URL of a document; `start` and `end` are its place in the text, None where that is not known."""

    url: str
    kind: str
    text: str
    start: int | None
    end: int | None
    line: int
    """Counted from 0, as the parser counts."""
    is_image: bool
    is_in_cell: bool = False
    """In a table, where a `|` would end the cell."""
    label: tuple[int, int] | None = None
    """Where its link shows it, if the reader knows already."""


@dataclass(slots=True)
class Unit:
    """A list item or a table row: the lines `first` up to `last`, blank ones at its end included."""

    first: int
    last: int
    number: str
    """What it is counted with in an ordered list."""
    siblings: list[Unit] = field(repr=False)
    """All of its list or table part, itself among them."""
    is_header: bool = False
    shares_its_line: bool = False
    """It begins on the line of the item around it."""
    has_nested: bool = False


@dataclass(slots=True, kw_only=True)
class Block:
    """What stands together: the lines `first` up to `last`, counted from 0, under the headings of `topic`."""

    first: int
    last: int
    topic: tuple[str, ...]
    owner: int
    """The list item or row that it belongs to; each other block is its own."""
    within: tuple[int, ...]
    """The first lines of the list items and rows around it, its own last."""
    unit: Unit | None = None
    """The item or row that it is, or is a part of."""
    name: str = ""
    """What the text itself calls it by, as the key of a bibliography's entry."""
    extent: tuple[int, int] | None = None
    """Where it stands exactly, in markup whose blocks share lines."""
    urls: list[Url] = field(default_factory=list)


class Document:
    """One text, its lines, and the blocks that hold URLs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [int(text.startswith("\ufeff")), *(found.end() for found in LINE_END.finditer(text))]
        self.top = self.starts[0]
        """Where what is read begins: behind the metadata."""
        self.ends = [*(found.start() for found in LINE_END.finditer(text)), len(text)]
        self._reader = inline_reader()
        self._environment: dict[str, Any] = {"references": {}}
        self._defined: set[str] = set()
        self.blocks = [block for block in self._read() if block.urls]

    def _read(self) -> list[Block]:
        parser = self._reader.parser
        tokens: list[Any] = []
        source = LINE_END.sub("\n", self._without_front_matter()).replace("\0", "\ufffd")
        parser.block.parse(source, parser, self._environment, tokens)
        walk = _Walk()
        blocks: list[Block] = []
        cursor = 0
        for number, token in enumerate(tokens):
            walk.enter(number, token)
            if token.type == "inline":
                cursor = 0 if tokens[number - 2].type == "tr_open" else cursor
                segments, cursor = self._segments(token, walk, cursor)
                found = self._reader.read(token.content, self._environment)
                walk.hear(self._reader.words)
            elif token.type == "html_block":
                segments, found = self._html(token)
            else:
                continue
            block = Block(
                first=token.map[0],
                last=token.map[1],
                topic=walk.topic,
                owner=walk.owner(number),
                within=walk.within,
                unit=walk.unit,
            )
            block.urls = [url for one in found if (url := self._placed(one, segments, block)) is not None]
            if blocks and blocks[-1].owner == block.owner:
                blocks[-1].urls += block.urls
                blocks[-1].last = max(blocks[-1].last, block.last)
            else:
                blocks.append(block)
        return blocks

    def _without_front_matter(self) -> str:
        """The text with the metadata at its top blank."""
        fenced = fenced_in(self.text)
        if fenced is None:
            return self.text.removeprefix("\ufeff")
        self.top = fenced.body
        return "\n" * len(LINE_END.findall(self.text, 0, fenced.body)) + self.text[fenced.body :]

    def _segments(self, token: Any, walk: _Walk, cursor: int) -> tuple[Segments, int]:
        """Where the content of a token stands, and up to where its line is used up."""
        segments = Segments(is_cell=walk.is_cell)
        if walk.is_cell:
            return segments, self._cell(token, segments, cursor)
        offset = 0
        for number, line in enumerate(token.content.split("\n"), token.map[0]):
            words = line.strip()
            start = self._find(number, words) if words and number < len(self.starts) else None
            if start is not None:
                segments.add(offset + line.index(words), start, len(words))
            offset += len(line) + 1
        return segments, 0

    def _find(self, number: int, words: str) -> int | None:
        start, end = self.starts[number], self.ends[number]
        line = self.text[start:end].replace("\0", "\ufffd")
        # Mostly what is wanted ends its line; only a heading may be closed by more signs.
        at = len(line.rstrip()) - len(words)
        if at < 0 or not line.startswith(words, at):
            at = line.find(words)
        return start + at if at >= 0 else None

    def _cell(self, token: Any, segments: Segments, cursor: int) -> int:
        """A cell's content has lost the backslash before each `|`."""
        start, end = self.starts[token.map[0]], self.ends[token.map[0]]
        line = self.text[start:end].replace("\0", "\ufffd")
        at = line.find(token.content.replace("|", "\\|"), cursor)
        if at < 0 or not token.content:
            return cursor
        offset = 0
        for piece in re.split(r"(?=\|)", token.content):
            at += piece.startswith("|")
            segments.add(offset, start + at, len(piece))
            offset, at = offset + len(piece), at + len(piece)
        return at

    def _html(self, token: Any) -> tuple[Segments, list[Found]]:
        segments = Segments()
        first, last = token.map
        start, end = self.starts[first], self.ends[min(last, len(self.ends)) - 1]
        segments.add(0, start, end - start)
        piece = self.text[start:end]
        found = html_urls(piece, 0, len(piece))
        return segments, [one for one in found if one.url.lower().startswith(("http://", "https://"))]

    def _placed(self, found: Found, segments: Segments, block: Block) -> Url | None:
        if found.label is not None:
            return self._definition(found)
        start, end = segments.place(found.start), segments.place(found.end - 1)
        is_known = start is not None and end is not None and end - start >= found.end - found.start - 1
        line = bisect_right(self.starts, start) - 1 if start is not None else block.first
        return Url(
            url=found.url,
            kind=found.kind,
            text=found.text,
            start=start if is_known else None,
            end=end + 1 if is_known and end is not None else None,
            line=line,
            is_image=found.is_image,
            is_in_cell=segments.is_cell,
        )

    def _definition(self, found: Found) -> Url | None:
        """The address of a reference, at its definition; the first use makes it one of the block's."""
        label = found.label or ""
        reference = self._environment["references"].get(label)
        if reference is None or label in self._defined:
            return None
        self._defined.add(label)
        if not reference["href"].lower().startswith(("http://", "https://")):
            return None
        first, last = reference["map"]
        place = next(self._definitions(label, first, last), None)
        return Url(
            url=reference["href"],
            kind="definition",
            text=found.text,
            start=place[0] if place else None,
            end=place[1] if place else None,
            line=bisect_right(self.starts, place[0]) - 1 if place else first,
            is_image=found.is_image,
        )

    def _definitions(self, label: str, first: int, last: int) -> Iterator[tuple[int, int]]:
        line = self.text[self.starts[first] : self.ends[first]]
        for found in _LABEL.finditer(line):
            if normalizeReference(found[1]) != label:
                continue
            number, position = first, found.end()
            if position >= len(line.rstrip()) and first + 1 < last:
                number = first + 1
                line = self.text[self.starts[number] : self.ends[number]]
                position = len(line) - len(line.lstrip(" \t>"))
            place = destination(line, position, len(line))
            if place:
                yield self.starts[number] + place[0], self.starts[number] + place[1]


class Segments:
    """Stretches of a content and where each stands in the text."""

    def __init__(self, *, is_cell: bool = False) -> None:
        self.is_cell = is_cell
        self._offsets: list[int] = []
        self._stretches: list[tuple[int, int, int]] = []

    def add(self, offset: int, start: int, length: int) -> None:
        self._offsets.append(offset)
        self._stretches.append((offset, start, length))

    def place(self, offset: int) -> int | None:
        at = bisect_right(self._offsets, offset) - 1
        if at < 0:
            return None
        begins, start, length = self._stretches[at]
        return start + offset - begins if offset < begins + length else None


class _Walk:
    """What stands around a token: headings above it, the list item or row that it is in."""

    def __init__(self) -> None:
        self.topic: tuple[str, ...] = ()
        self.is_cell = False
        self._levels: list[int] = []
        self._owners: list[int] = []
        self._units: list[Unit] = []
        self._siblings: list[list[Unit]] = []
        self._is_head = False
        self._heading = 0

    def enter(self, number: int, token: Any) -> None:
        if token.type in _UNITS:
            self._owners.append(number)
            self._open(token)
        elif token.type in {"list_item_close", "tr_close"}:
            self._owners.pop()
            self._units.pop()
        elif token.type in _GROUPS:
            self._is_head = token.type == "thead_open"
            self._siblings.append([])
        elif token.type.endswith("_close") and token.type.replace("_close", "_open") in _GROUPS:
            self._siblings.pop()
        elif token.type in {"td_open", "th_open", "td_close", "th_close"}:
            self.is_cell = token.type.endswith("open")
        elif token.type in {"heading_open", "heading_close"}:
            self._heading = int(token.tag[1]) if token.type == "heading_open" else 0

    def _open(self, token: Any) -> None:
        for around in self._units:
            around.has_nested = True
        first, last = token.map
        unit = Unit(first, last, token.info, self._siblings[-1])
        unit.is_header = self._is_head and token.type == "tr_open"
        unit.shares_its_line = bool(self._units) and self._units[-1].first == first
        self._siblings[-1].append(unit)
        self._units.append(unit)

    def hear(self, words: str) -> None:
        """Take a heading into the topic of what follows."""
        if not self._heading:
            return
        kept = [pair for pair in zip(self._levels, self.topic, strict=True) if pair[0] < self._heading]
        self._levels = [*(level for level, _ in kept), self._heading]
        self.topic = (*(said for _, said in kept), words[:_TITLE_WORDS])

    @property
    def within(self) -> tuple[int, ...]:
        return tuple(unit.first for unit in self._units)

    @property
    def unit(self) -> Unit | None:
        return self._units[-1] if self._units else None

    def owner(self, number: int) -> int:
        return self._owners[-1] if self._owners else number
