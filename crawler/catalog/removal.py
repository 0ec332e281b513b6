"""Taking a key or an item out of a YAML text, with its own comments and no one else's.

What is an item's own, besides the comment at the end of each of its lines: comments below it that stand
deeper than its dash, and comments right above it, in the column of its dash, with no blank line between. The
latter are a heading, and stay, where one of their lines is decorated (`# --- Books`), or where the next item
follows without a gap and they stand below a blank line, or open the list, or the list is opened in this way:
then they speak of all items up to the next gap. Of the blank lines above and below an item the wider gap
stays. Comments above a key stay: what they say may be of several keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from crawler.catalog.extents import (
    after_blank,
    content_start,
    end_of,
    extent,
    keeps_blank_lines,
    needs_line_end,
)
from crawler.catalog.flow_removal import plan_removal_from_flow
from crawler.catalog.model import Refusal, Splice

if TYPE_CHECKING:
    from crawler.catalog.document import Document, Place

DECORATED = re.compile(r"#[ \t#]*([-=*~_#+/\u2500-\u257f])\1\1|.*([-=*~_#+/\u2500-\u257f])\2\2[ \t]*$")
_EXPLICIT_KEY = re.compile(r"\?[ \t]+(?:[&!]\S*[ \t]+)*$")
_MARK = re.compile(r"(?:---|\.\.\.)(?![^ \t\r\n])")
"""Between the documents of a stream, always at the beginning of a line."""
_NO_PLACE = Refusal(reason="where it begins could not be told; edit it by hand")


def plan_removal(document: Document, parent: Place, step: str | int) -> Splice | Refusal:
    """The splice that takes a key or an item away."""
    node = parent.node
    assert isinstance(node, yaml.CollectionNode)
    number = step if isinstance(step, int) else _number_of(node, step)
    if node.flow_style:
        return plan_removal_from_flow(document, node, number)
    found = _Child.of(document, node, number)
    if found is None:
        return _NO_PLACE
    if len(node.value) == 1:
        return _emptied(document, parent, found)
    if not document.lines.begins(found.start):
        return _first_on_a_shared_line(document, node, found)
    return _Cut(document, node, found).splice()


def _number_of(node: yaml.CollectionNode, name: str) -> int:
    """Of equal keys the last one counts."""
    named = [number for number, (key, _) in enumerate(node.value) if key.value == name]
    return named[-1]


@dataclass(frozen=True, slots=True)
class _Child:
    """A pair or item in block style: `start` is its key or dash, `bottom` the line below all of its own."""

    number: int
    start: int
    end: int
    column: int
    bottom: int

    @staticmethod
    def of(document: Document, node: yaml.CollectionNode, number: int) -> _Child | None:
        if isinstance(node, yaml.MappingNode):
            start: int | None = extent(document, node, 2 * number).start
            end = max(extent(document, node, 2 * number).end, extent(document, node, 2 * number + 1).end)
        else:
            start, end = _dash(document, node, number), extent(document, node, number).end
        lines = document.lines
        if start is None or _EXPLICIT_KEY.search(document.text, lines.starts[lines.of(start)], start):
            return None
        column = lines.column(start)
        end = max(end, start + 1)
        return _Child(number, start, end, column, below(document, end, column))


def _dash(document: Document, node: yaml.CollectionNode, number: int) -> int | None:
    """That of an item, which stands in the column of the first one's."""
    lines, first = document.lines, content_start(document, node)
    if not document.text.startswith("-", first):
        return None
    column, at = lines.column(first), extent(document, node, number).start
    for line in range(lines.of(at), lines.of(first) - 1, -1):
        place = lines.starts[line] + column
        is_dash = place < at and document.text.startswith("-", place)
        if place == first or (is_dash and lines.begins(place)):
            return place
    return None


def below(document: Document, end: int, column: int) -> int:
    """The line below the last one that belongs to what ends at `end`: comments that stand deeper do."""
    lines = document.lines
    bottom = line = lines.of(end) + 1
    while line < len(lines):
        comment = lines.comment_column(line)
        if comment is not None and comment > column:
            bottom = line + 1
        elif not lines.is_blank(line):
            break
        line += 1
    return bottom


def _emptied(document: Document, parent: Place, child: _Child) -> Splice | Refusal:
    """The only child: what is left is `{}` or `[]`, on the line of the key or dash that leads to it."""
    lines, text = document.lines, document.text
    empty = "{}" if isinstance(parent.node, yaml.MappingNode) else "[]"
    end = lines.ends[child.bottom - 1]
    if not lines.begins(child.start) or document.is_top(parent.node):
        return Splice(start=child.start, end=end, text=empty)
    top = lines.of(child.start)
    opener = _opener(document, parent, child)
    if opener is None:
        return _NO_PLACE
    between = text[opener : lines.ends[top - 1]]
    return Splice(start=opener, end=end, text=f" {empty}{between}")


def _opener(document: Document, parent: Place, child: _Child) -> int | None:
    """Behind the colon, dash or anchor before the first child."""
    text = document.text
    if document.start(parent.node) < parent.span.start:
        return (
            len(text[: parent.span.start].rstrip()) if "#" not in _before(document, parent, child) else None
        )
    if parent.key is None:
        dash = text.rfind("-", 0, child.start)
        return dash + 1 if after_blank(text, dash + 1) == child.start else None
    colon = after_blank(text, document.end(parent.key))
    is_colon = text.startswith(":", colon) and after_blank(text, colon + 1) == child.start
    return colon + 1 if is_colon else None


def _before(document: Document, parent: Place, child: _Child) -> str:
    return document.text[document.start(parent.node) : child.start]


def _first_on_a_shared_line(document: Document, node: yaml.CollectionNode, child: _Child) -> Splice | Refusal:
    """`- id: a` or `- - a`: what follows moves up to its place, be it a comment or the next child."""
    after = _Child.of(document, node, child.number + 1)
    if after is None or child.number:
        return _NO_PLACE
    lines = document.lines
    kept = next(
        (line for line in range(child.bottom, lines.of(after.start)) if not lines.is_blank(line)),
        lines.of(after.start),
    )
    return Splice(start=child.start, end=after_indentation(document, kept), text="")


def after_indentation(document: Document, line: int) -> int:
    """Where the text of a line begins."""
    lines = document.lines
    comment = lines.comment_column(line)
    if comment is not None:
        return lines.starts[line] + comment
    return lines.ends[line] - len(document.text[lines.starts[line] : lines.ends[line]].lstrip(" \t"))


class _Cut:
    """The lines from `top` up to `bottom` on their way out."""

    def __init__(self, document: Document, node: yaml.CollectionNode, child: _Child) -> None:
        self.document = document
        self.lines = document.lines
        self.node = node
        self.child = child
        before = _Child.of(document, node, child.number - 1) if child.number else None
        self.floor = before.bottom if before else _first_free_line(document, child.start)
        self.top = self.lines.of(child.start)
        self.bottom = child.bottom

    def splice(self) -> Splice:
        if isinstance(self.node, yaml.SequenceNode):
            self.top = self._own_comments()
        self._close_the_gap()
        start, end = self.lines.start(self.top), self.lines.start(self.bottom)
        has_no_line_end = end == len(self.document.text) == self.lines.ends[self.bottom - 1]
        if has_no_line_end and self.top and not self._line_end_before_counts():
            start = self.lines.ends[self.top - 1]
        return Splice(start=start, end=end, text="")

    def _own_comments(self) -> int:
        """The first line of the comments right above, unless they are a heading."""
        top = self._comments_above(self.top, self.floor)
        block = range(top, self.top)
        text = self.document.text
        if any(DECORATED.match(text[self.lines.starts[n] : self.lines.ends[n]].strip()) for n in block):
            return self.top
        return self.top if block and self._is_heading(top) else top

    def _comments_above(self, line: int, floor: int) -> int:
        while line > floor and self.lines.comment_column(line - 1) == self.child.column:
            line -= 1
        return line

    def _is_heading(self, top: int) -> bool:
        if not self._is_followed_closely(self.child):
            return False
        opens_the_list = self.child.number == 0
        stands_apart = top > self.floor and self.lines.is_blank(top - 1)
        return opens_the_list or stands_apart or self._list_opens_with_a_heading()

    def _list_opens_with_a_heading(self) -> bool:
        first = _Child.of(self.document, self.node, 0)
        if first is None or not self.lines.begins(first.start):
            return False
        line = self.lines.of(first.start)
        return self._comments_above(line, 0) < line and self._is_followed_closely(first)

    def _is_followed_closely(self, child: _Child) -> bool:
        return self._line_after(child) == child.bottom

    def _close_the_gap(self) -> None:
        """The wider of the two gaps stays; at the end of a text and the begin of a list the outer one."""
        lines, above, below = self.lines, 0, 0
        while self.top - above > self.floor and lines.is_blank(self.top - above - 1):
            above += 1
        while self.bottom + below < len(lines) and lines.is_blank(self.bottom + below):
            below += 1
        before = self._node_right_above()
        opens_the_list = self.child.number == 0 and self.top - above == self.floor
        follows_a_heading = self._is_headed() and self._line_after(self.child) == self.bottom + below
        would_be_kept = before is not None and keeps_blank_lines(self.document, before)
        if follows_a_heading or would_be_kept:
            self.bottom += below
        elif self._ends_the_document(self.bottom + below):
            self.top -= above
        elif opens_the_list or 0 < below <= above:
            self.bottom += below
        elif below > above:
            self.top -= above

    def _ends_the_document(self, line: int) -> bool:
        lines = self.lines
        return line == len(lines) or _MARK.match(self.document.text, lines.starts[line]) is not None

    def _is_headed(self) -> bool:
        """Whether a heading right above stays."""
        return self.top > self.floor and self.lines.comment_column(self.top - 1) == self.child.column

    def _line_after(self, child: _Child) -> int | None:
        """On which line the next child begins."""
        if child.number + 1 >= len(self.node.value):
            return None
        after = _Child.of(self.document, self.node, child.number + 1)
        return self.lines.of(after.start) if after else None

    def _line_end_before_counts(self) -> bool:
        before = self._node_right_above()
        return before is not None and needs_line_end(self.document, before)

    def _node_right_above(self) -> yaml.Node | None:
        """What the lines above end in; a comment in between parts a block scalar from its blank lines."""
        if not self.child.number:
            return None
        before = self.node.value[self.child.number - 1]
        node: yaml.Node = before[1] if isinstance(before, tuple) else before
        return node if self.lines.of(end_of(self.document, node)) == self.top - 1 else None


def _first_free_line(document: Document, at: int) -> int:
    """The line below what stands before the first child: a key, a dash, an anchor, or nothing at all."""
    lines = document.lines
    line = lines.of(at)
    while line and (lines.is_blank(line - 1) or lines.comment_column(line - 1) is not None):
        line -= 1
    return line
