"""What markups that are read line by line have in common: headings, items, runs of text, and links in them.

reStructuredText, AsciiDoc, Org and plain text are scanned by modules of our own (`rst_text` and so on), each
a walk over lines that says what is text, and one expression for what stands in text. docutils was rejected,
as it keeps no columns, and asciidoctor and Org's own parser are of other languages. Where one of these
scanners is in doubt it refuses the edit: an address is written only if no markup could be seen in it.

Expressions are made so that what has no end is taken up to the end of its run, and never looked at again
from each of its beginnings: a megabyte of brackets takes as long as a megabyte of words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.catalog.bare import bare_urls
from crawler.catalog.lines import LINE_END
from crawler.catalog.linked_text import NOT_IN_URL, LinkedText
from crawler.catalog.markdown_blocks import Block, Unit, Url
from crawler.catalog.markdown_found import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_TOPIC_WORDS = 300
_MOST_NESTED = 64


@dataclass(frozen=True, eq=False)
class MarkupText(LinkedText):
    """A text in one of these markups."""

    spell: Callable[[str, Url, str], str | None] = field(kw_only=True)
    """A new address, its place and the text: as it is to be written, None where that cannot be said there."""

    def written(self, new: str, url: Url) -> str | None:
        return None if NOT_IN_URL.search(new) else self.spell(new, url, self.text)

    def label(self, url: Url) -> tuple[int, int] | None:
        return url.label if url.label and url.text.rstrip("/") == url.url.rstrip("/") else None


@dataclass(slots=True, kw_only=True)
class Run:
    """Lines `first` up to `last`, counted from 0, that are read as one text; or what was found already."""

    first: int
    last: int
    topic: tuple[str, ...]
    within: tuple[int, ...]
    unit: Unit | None
    owner: int
    is_cell: bool = False
    found: list[Found] | None = None


@dataclass(slots=True)
class _Item:
    rank: int | str
    unit: Unit
    is_counted: bool
    owner: int


class Outline:
    """A text's lines, and the runs that a walk over them makes."""

    def __init__(self, text: str) -> None:
        self.text = text
        breaks = [(found.start(), found.end()) for found in LINE_END.finditer(text)]
        self.starts = [int(text.startswith("\ufeff")), *(end for _, end in breaks)]
        self.ends = [*(start for start, _ in breaks), len(text)]
        self.runs: list[Run] = []
        self._topic: list[tuple[int, str]] = []
        self._items: list[_Item] = []
        self._open: Run | None = None
        self._owners = 0
        self.at = 0
        """The line that the walk is at, counted from 0."""

    def __len__(self) -> int:
        return len(self.starts)

    def line(self, number: int) -> str:
        """Without its end; empty behind the last one."""
        return self.text[self.starts[number] : self.ends[number]] if 0 <= number < len(self) else ""

    def lines(self) -> Iterator[str]:
        """Walk from line to line; whoever has taken more of them than one moves `at` to the last."""
        while self.at < len(self):
            yield self.line(self.at)
            self.at += 1

    def line_of(self, offset: int) -> int:
        """The number of the line that an offset is on."""
        return bisect_right(self.starts, offset) - 1 if offset >= self.starts[0] else 0

    def head(self, level: int, words: str) -> None:
        """Take a heading into the topic of what follows; items end there."""
        self.end_items(self.at)
        self._topic = [pair for pair in self._topic if pair[0] < level]
        if words.strip():
            self._topic.append((level, " ".join(words[:_TOPIC_WORDS].split())))

    def head_above(self, level: int, words: str) -> None:
        """What was taken for a run of one line is a heading: this line underlines it."""
        run = self.runs[-1]
        self.end_run()
        self.head(level, words)
        run.topic = tuple(said for _, said in self._topic)

    def begin_item(self, rank: int | str, *, is_counted: bool = False) -> None:
        """An item begins on this line, within those that are open."""
        self.end_run()
        first = self.at
        for around in self._items:
            around.unit.has_nested = True
        unit = Unit(first, first + 1, "", [])
        unit.siblings.append(unit)
        unit.shares_its_line = bool(self._items) and self._items[-1].unit.first == first
        self._owners += 1
        self._items = [*self._items[:_MOST_NESTED], _Item(rank, unit, is_counted, self._owners)]

    def end_items(self, before: int, keep: Callable[[int | str], bool] = lambda _: False) -> None:
        """Items from the first that is not kept on end above a line."""
        kept = next((at for at, item in enumerate(self._items) if not keep(item.rank)), len(self._items))
        if kept < len(self._items):
            self.end_run()
            for item in self._items[kept:]:
                item.unit.last = before
            del self._items[kept:]

    @property
    def ranks(self) -> list[int | str]:
        """Of the items that are open, from the outside in."""
        return [item.rank for item in self._items]

    @property
    def is_in_run(self) -> bool:
        return self._open is not None

    @property
    def run_length(self) -> int:
        """How many lines the open run has."""
        return self._open.last - self._open.first if self._open else 0

    def take(self) -> None:
        """This line is text and goes on with the one above."""
        if self._open is None:
            self._open = self._run()
        self._open.last = self.at + 1

    def take_alone(self, *, is_cell: bool = False, found: list[Found] | None = None) -> None:
        """This line is read by itself."""
        self.end_run()
        run = self._run()
        run.is_cell, run.found = is_cell, found
        if is_cell:
            run.unit, run.within = None, (*run.within, self.at)
            self._owners += 1
            run.owner = self._owners

    def end_run(self) -> None:
        self._open = None

    def _run(self) -> Run:
        if not self._items:
            self._owners += 1
        item = self._items[-1] if self._items else None
        run = Run(
            first=self.at,
            last=self.at + 1,
            topic=tuple(words for _, words in self._topic),
            within=tuple(one.unit.first for one in self._items),
            unit=None if item is None or item.is_counted else item.unit,
            owner=item.owner if item else self._owners,
        )
        self.runs.append(run)
        return run

    def read(self, links: Callable[[int, int, Run], Iterable[tuple[int, Found]]]) -> None:
        """Find the links of each run that is text, in the order of their places."""
        self.end_items(len(self))
        for run in self.runs:
            if run.found is None:
                found = sorted(links(self.starts[run.first], self.ends[run.last - 1], run), key=_place)
                run.found = [one for _, one in found]

    def blocks(self) -> list[Block]:
        """The runs with links in them, those of one item together."""
        blocks: list[Block] = []
        for run in self.runs:
            found = [one for one in run.found or () if is_web(one.url)]
            urls = [placed(one, line=run.first, is_in_cell=run.is_cell) for one in found]
            if blocks and blocks[-1].owner == run.owner:
                blocks[-1].urls += urls
                blocks[-1].last = run.last
            else:
                blocks.append(
                    Block(
                        first=run.first,
                        last=run.last,
                        topic=run.topic,
                        owner=run.owner,
                        within=run.within,
                        unit=run.unit,
                        urls=urls,
                    )
                )
        return [block for block in blocks if block.urls]


def placed(found: Found, *, line: int = 0, is_in_cell: bool = False) -> Url:
    """A URL as blocks have it; without a place where what was found has none of its own."""
    is_known = found.end > found.start
    return Url(
        url=found.url,
        kind=found.kind,
        text=found.text,
        start=found.start if is_known else None,
        end=found.end if is_known else None,
        line=line,
        is_image=found.is_image,
        is_in_cell=is_in_cell,
        label=found.shown,
    )


def _place(found: tuple[int, Found]) -> int:
    return found[0]


def links_in(
    text: str,
    span: tuple[int, int],
    markup: re.Pattern[str],
    read: Callable[[re.Match[str]], Sequence[Found] | None],
    *,
    stops: str = "",
) -> Iterator[tuple[int, Found]]:
    """Where something stands, and what it leads to: what `read` finds in each match, and the URLs that stand
    free around these. `read` says None for what is words all the same; `stops` end a free URL.
    """
    start, end = span
    pieces: list[str] = []
    position = start
    for match in markup.finditer(text, start, end):
        found = read(match)
        if found is not None:
            yield from ((match.start(), one) for one in found)
            pieces += [text[position : match.start()], " " * (match.end() - match.start())]
            position = match.end()
    free = "".join([*pieces, text[position:end]])
    if "://" in free:
        for first, last in bare_urls(free.translate(dict.fromkeys(map(ord, stops), " "))):
            at = start + first
            yield at, Found(url=free[first:last], kind="bare", start=at, end=start + last)


def is_web(url: str) -> bool:
    """Whether it is asked at all; what is relative to the page is not."""
    return _WEB.match(url) is not None


def is_free(new: str) -> bool:
    """Whether an address that stands free is found whole."""
    return next(bare_urls(new), None) == (0, len(new))


def said(text: str) -> str:
    """Words of a link on one line."""
    return " ".join(text.split())


def indentation(line: str) -> int:
    """The column of the first character that is no white space; tabs end at every eighth."""
    expanded = line[: len(line) - len(line.lstrip())].expandtabs()
    return len(expanded)
