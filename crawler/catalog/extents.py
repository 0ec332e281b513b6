"""Where the children of a node begin and end in the text: PyYAML's own end marks say too much."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from crawler.catalog.nodes import children
from crawler.catalog.spelling import HEADER

if TYPE_CHECKING:
    from crawler.catalog.document import Document

_WHITE = "[ \t\n\r\x85\u2028\u2029]"
_BETWEEN_TOKENS = re.compile(f"(?:{_WHITE}|(?<={_WHITE})#[^\n\r\x85\u2028\u2029]*)*")


@dataclass(frozen=True, slots=True)
class Extent:
    """One child: `end` is its last character's, comments and blank lines after it not counted."""

    node: yaml.Node
    start: int
    end: int
    is_alias: bool = False


def extent(document: Document, parent: yaml.Node, number: int) -> Extent:
    """The `number`-th child, its anchor or tag included; a mapping's keys and values are counted in turn."""
    if document.survey.has_anchors:
        node, start, is_alias = _starts(document, parent)[number]
        if is_alias:
            at = bisect_left(document.survey.alias_starts, start - document.shift)
            return Extent(node, start, document.survey.alias_ends[at] + document.shift, is_alias=True)
    elif isinstance(parent, yaml.MappingNode):
        node = parent.value[number // 2][number % 2]
    else:
        node = parent.value[number]
    return Extent(node, document.start(node), end_of(document, node))


def _starts(document: Document, parent: yaml.Node) -> list[tuple[yaml.Node, int, bool]]:
    """Once for each node: a composed alias is its anchor's node, so that only the order can tell."""
    known = document.starts.get(id(parent))
    if known is None:
        known = document.starts[id(parent)] = []
        floor = document.start(parent)
        for node in children(parent):
            is_alias = document.start(node) < floor
            if is_alias:
                at = bisect_left(document.survey.alias_starts, floor - document.shift)
                known.append((node, document.survey.alias_starts[at] + document.shift, True))
                floor = document.survey.alias_ends[at] + document.shift
            else:
                known.append((node, document.start(node), False))
                floor = max(floor, document.end(node))
    return known


def end_of(document: Document, node: yaml.Node) -> int:
    """Where a node ends: that of its last leaf, as the end mark of a block collection lies behind all that
    follows it, even the heading of the next section.
    """
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        count = len(node.value) * (2 if isinstance(node, yaml.MappingNode) else 1)
        if document.survey.has_anchors:
            last = extent(document, node, count - 1)
            return last.end
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return _end_of_leaf(document, node)


def last_leaf(node: yaml.Node) -> yaml.Node:
    """The node at whose end a node ends."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def _end_of_leaf(document: Document, node: yaml.Node) -> int:
    end = document.end(node)
    if not isinstance(node, yaml.ScalarNode) or node.style not in ("|", ">"):
        return end
    # A block of lines ends in its last line break, and the indentation of what follows may be counted too.
    start = content_start(document, node)
    source = document.text[start:end]
    header = HEADER.match(source)
    if header is None:
        return end
    if "+" in header[0].split("#", 1)[0]:
        kept = source.rstrip(" ")
        return start + max(len(kept.removesuffix("\n").removesuffix("\r")), len(header[0].rstrip()))
    return start + len(source.rstrip())


def content_start(document: Document, node: yaml.Node) -> int:
    """Where a node begins behind its anchor and tag."""
    return document.span_of(node).start


def keeps_blank_lines(document: Document, node: yaml.Node) -> bool:
    """Whether blank lines after a node are a part of it: a block scalar with `+`."""
    return _chomping(document, node) == "+"


def needs_line_end(document: Document, node: yaml.Node) -> bool:
    """Whether the line break after a node is a part of it: a block scalar without `-`."""
    return _chomping(document, node) in ("", "+")


def _chomping(document: Document, node: yaml.Node) -> str | None:
    leaf = last_leaf(node)
    if not isinstance(leaf, yaml.ScalarNode) or leaf.style not in ("|", ">"):
        return None
    header = HEADER.match(document.text, content_start(document, leaf))
    return header[1] or header[3] if header else None


def after_blank(text: str, at: int) -> int:
    """The next token: white space, line breaks and comments are passed over."""
    found = _BETWEEN_TOKENS.match(text, at)
    assert found is not None
    return found.end()
