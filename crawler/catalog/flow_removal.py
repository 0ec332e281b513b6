"""Taking a child out of a list in brackets or a mapping in braces, with the comma that parted it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from crawler.catalog.extents import after_blank, content_start, extent
from crawler.catalog.model import Refusal, Splice

if TYPE_CHECKING:
    from crawler.catalog.document import Document

_REST_OF_LINE = re.compile("[ \t]*(?:#[^\n\r\x85\u2028\u2029]*)?(?=[\n\r\x85\u2028\u2029]|$)")


@dataclass(frozen=True, slots=True)
class Unit:
    """One item or pair; `comma` is where the comma after it stands, if there is one."""

    start: int
    end: int
    comma: int | None


def unit(document: Document, node: yaml.CollectionNode, number: int) -> Unit:
    """The `number`-th item or pair of a collection in flow style."""
    if isinstance(node, yaml.MappingNode):
        key, value = (extent(document, node, 2 * number + one) for one in (0, 1))
        start, end = key.start, max(key.end, value.end)
    else:
        item = extent(document, node, number)
        start, end = item.start, item.end
    comma = after_blank(document.text, end)
    return Unit(start, end, comma if document.text.startswith(",", comma) else None)


def plan_removal_from_flow(document: Document, node: yaml.CollectionNode, number: int) -> Splice | Refusal:
    """The splice that takes away one child; the brackets stay."""
    opening = content_start(document, node)
    if document.text[opening : opening + 1] not in ("[", "{"):
        return Refusal(reason="it is a mapping without braces; edit it by hand")
    found = unit(document, node, number)
    if len(node.value) == 1:
        return _only(document, found, opening + 1, document.end(node) - 1)
    rest = stands_alone(document, found)
    if rest is not None:
        return _own_lines(document, node, number, rest)
    if number + 1 < len(node.value):
        return _followed(document, found, unit(document, node, number + 1))
    before = unit(document, node, number - 1)
    between = document.text[before.end : found.start]
    kept = between.replace(",", "", 1) if "#" in between else ""
    return Splice(start=before.end, end=found.end, text=kept)


def stands_alone(document: Document, found: Unit) -> int | None:
    """The end of a child's last line, comma and comment included, if no other child stands on its lines."""
    if not document.lines.begins(found.start):
        return None
    end = found.end
    if found.comma is not None and document.lines.of(found.comma) == document.lines.of(end):
        end = found.comma + 1
    rest = _REST_OF_LINE.match(document.text, end)
    return rest.end() if rest else None


def _only(document: Document, found: Unit, opening: int, closing: int) -> Splice:
    text = document.text
    end = found.end if found.comma is None else found.comma + 1
    if "#" in text[opening : found.start] or "#" in text[end:closing]:
        return Splice(start=found.start, end=end, text="")
    return Splice(start=opening, end=closing, text="")


def _own_lines(document: Document, node: yaml.CollectionNode, number: int, rest: int) -> Splice:
    lines, found = document.lines, unit(document, node, number)
    before = unit(document, node, number - 1) if number else None
    top = lines.of(found.start)
    floor = lines.of(before.end if before else content_start(document, node)) + 1
    while top > floor and lines.comment_column(top - 1) == lines.column(found.start):
        top -= 1
    end = lines.start(lines.of(rest) + 1)
    is_last = number + 1 == len(node.value)
    if not is_last or found.comma is not None or before is None or before.comma is None:
        return Splice(start=lines.starts[top], end=end, text="")
    return Splice(start=before.comma, end=end, text=document.text[before.comma + 1 : lines.starts[top]])


def _followed(document: Document, found: Unit, after: Unit) -> Splice | Refusal:
    if found.comma is None:
        return Refusal(reason="the comma after it could not be found; edit it by hand")
    between = document.text[found.comma + 1 : after.start]
    if between.strip(" \t") == "":
        return Splice(start=found.start, end=after.start, text="")
    return Splice(start=found.start, end=found.comma + 1, text="")
