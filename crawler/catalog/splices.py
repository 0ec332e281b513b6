"""Where in the text an edit goes and what it puts there; whatever cannot be said so is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import yaml

from crawler.catalog.model import Refusal, Splice
from crawler.catalog.scalars import Style, write_scalar

if TYPE_CHECKING:
    from crawler.catalog.document import Document, Place
    from crawler.catalog.model import Edit, Route

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_SIBLINGS = {"title": "id"}
"""After which key a new one is put; any other goes to the end of its entry."""
_KNOWN_STYLES = frozenset({"", "'", '"'})


def plan_splice(document: Document, edit: Edit) -> Splice | Refusal:
    """The splice that makes one edit: a scalar is replaced, or a key is added."""
    if edit.at is not None:
        return Refusal(reason="a part of a longer text is not edited yet")
    if edit.new is None:
        return Refusal(reason="removing a key is not supported yet")
    if isinstance(edit.new, list | dict | float):
        return Refusal(reason="only text and whole numbers are written")
    return _plan_value(document, edit.route, edit.new)


def _plan_value(document: Document, route: Route, new: str | int) -> Splice | Refusal:
    places = list(document.walk(route))
    missing = len(route) + 1 - len(places)
    if missing > 1 or not route:
        return Refusal(reason="there is nothing at this place to edit")
    if any(place.is_merged for place in places):
        return Refusal(reason="it comes through a merge key (<<), so other entries would change with it")
    counts = document.reference_counts
    if any(place.is_alias or counts[id(place.node)] > 1 for place in places):
        return Refusal(
            reason="it is shared through an anchor and alias, so other places would change with it"
        )
    if missing:
        return _added(document, places[-1], route[-1], new)
    return _replaced(document, places[-1], new, in_flow=_is_flow(places[-2]))


def _replaced(document: Document, place: Place, new: str | int, *, in_flow: bool) -> Splice | Refusal:
    node = place.node
    if not isinstance(node, yaml.ScalarNode):
        return Refusal(reason="it is a list or mapping, and only single values are edited")
    style = node.style or ""
    if style not in _KNOWN_STYLES:
        return Refusal(reason="it is written as a block of lines (| or >); edit it by hand")
    source = document.text[place.span.start : place.span.end]
    if source[:1] in ("&", "!"):
        return Refusal(reason="it has an anchor or tag on a line of its own; edit it by hand")
    if document.text[document.start(node) : place.span.start].count("!"):
        return Refusal(reason="it has a tag, which would change what the new text means")
    written = write_scalar(new, cast("Style", style), in_flow=in_flow)
    if written is None:
        return Refusal(reason="the new value cannot be written as YAML")
    if not source and document.text[place.span.start - 1 : place.span.start] == ":":
        written = f" {written}"
    return Splice(start=place.span.start, end=place.span.end, text=written)


def _added(document: Document, parent: Place, name: str | int, new: str | int) -> Splice | Refusal:
    node = parent.node
    if not isinstance(node, yaml.MappingNode) or not isinstance(name, str):
        return Refusal(reason="a key can be added to a mapping only")
    in_flow = _is_flow(parent)
    key, value = write_scalar(name, "", in_flow=in_flow), write_scalar(new, "", in_flow=in_flow)
    if key is None or value is None:
        return Refusal(reason="the new value cannot be written as YAML")
    pair = f"{key}: {value}"
    if not node.value:
        return Splice(start=parent.span.start + 1, end=parent.span.start + 1, text=pair)
    keys = [own.value for own, _ in node.value]
    sibling = keys.index(_SIBLINGS[name]) if _SIBLINGS.get(name) in keys else len(keys) - 1
    end = _end_of_pair(document, node.value[sibling])
    if end is None:
        return Refusal(reason="the key before it is written with an alias; edit it by hand")
    if in_flow:
        return Splice(start=end, end=end, text=f", {pair}")
    return _new_line(document, end, column=node.value[0][0].start_mark.column, text=pair)


def _new_line(document: Document, after: int, *, column: int, text: str) -> Splice:
    """A line of its own below that of `after`, whose comment stays where it is."""
    found = _LINE_END.search(document.text, after)
    at = found.start() if found else len(document.text)
    ending = found or _LINE_END.search(document.text)
    return Splice(start=at, end=at, text=f"{ending[0] if ending else chr(10)}{' ' * column}{text}")


def _end_of_pair(document: Document, pair: tuple[yaml.Node, yaml.Node]) -> int | None:
    """Where a pair ends, comments and blank lines after it not counted; None after an alias.

    The end marks of block collections lie behind all that follows, even the heading of the next section.
    """
    key, value = pair
    node, floor = value, key.end_mark.index
    while True:
        if node.start_mark.index < floor:
            return None
        inner = node.value if isinstance(node, yaml.CollectionNode) and not node.flow_style else None
        if not inner:
            return _end_of_leaf(document, node)
        floor = node.start_mark.index
        if isinstance(node, yaml.MappingNode):
            floor, node = inner[-1][0].end_mark.index, inner[-1][1]
        else:
            node = inner[-1]


def _end_of_leaf(document: Document, node: yaml.Node) -> int:
    end = document.end(node)
    if not isinstance(node, yaml.ScalarNode) or node.style not in ("|", ">"):
        return end
    # A block of lines ends in its last line break, and the indentation of what follows may be counted too.
    source = document.text[document.start(node) : end]
    header = source.split("\n", 1)[0].split("#", 1)[0]
    kept = source.rstrip(" ") if "+" in header else source.rstrip()
    return document.start(node) + len(kept.removesuffix("\n").removesuffix("\r"))


def _is_flow(place: Place) -> bool:
    return bool(getattr(place.node, "flow_style", False))
