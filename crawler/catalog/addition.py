"""Adding a key to a mapping or an item to a list, where and as the file's other entries have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from crawler.catalog.extents import content_start, extent, needs_line_end
from crawler.catalog.flow_removal import Unit, stands_alone, unit
from crawler.catalog.model import Refusal, Splice
from crawler.catalog.removal import below
from crawler.catalog.written import Hand, Unwritable, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.catalog.document import Document, Place
    from crawler.catalog.model import Edit, Route

_SIBLINGS = {"title": "id"}
"""After which key a new one is put; any other goes where the neighbours have it, or to the end."""
_NEIGHBOURS_ASKED = 20
_USUAL_OFFSET = 2
_UNWRITABLE = Refusal(reason="the new value cannot be written as YAML")
_NO_PLACE = Refusal(reason="there is nothing at this place to edit")
_NO_MAPPING = Refusal(reason="a key can be added to a mapping only")


def plan_addition(document: Document, places: Sequence[Place], edit: Edit) -> Splice | Refusal:
    """The splice that adds what the edit's route names and the last of the places lacks."""
    node, step = places[-1].node, edit.route[-1]
    try:
        if isinstance(node, yaml.SequenceNode) and step == len(node.value):
            return _appended(document, places, edit)
        if isinstance(node, yaml.MappingNode) and isinstance(step, str):
            return _Addition(document, places, edit, tuple(_neighbours(places, edit.route))).splice()
    except Unwritable:
        return _UNWRITABLE
    return _NO_PLACE if isinstance(node, yaml.SequenceNode) else _NO_MAPPING


def _neighbours(places: Sequence[Place], route: Route) -> Iterator[yaml.MappingNode]:
    """What stands at the same place in the entries before and after this one, nearest first."""
    depth = next((n for n in range(len(route) - 2, -1, -1) if isinstance(route[n], int)), None)
    if depth is None:
        return
    around, own = places[depth].node.value, route[depth]
    assert isinstance(own, int)
    for distance in range(1, _NEIGHBOURS_ASKED):
        for at in (own - distance, own + distance):
            node = around[at] if 0 <= at < len(around) else None
            for step in route[depth + 1 : -1]:
                node = value_of(node, str(step))
            if isinstance(node, yaml.MappingNode):
                yield node


@dataclass(frozen=True, slots=True)
class _Addition:
    """A key on its way into a mapping."""

    document: Document
    places: Sequence[Place]
    edit: Edit
    neighbours: tuple[yaml.MappingNode, ...]

    def splice(self) -> Splice | Refusal:
        node = self.places[-1].node
        assert isinstance(node, yaml.MappingNode)
        in_flow = bool(node.flow_style)
        text = self._pair(in_flow=in_flow)
        if not node.value:
            at = self.places[-1].span.start + 1
            return Splice(start=at, end=at, text=text)
        number = self._after(node)
        if in_flow:
            return _beside(self.document, node, number, text)
        return self._below(node, number, text)

    def _example(self) -> yaml.Node | None:
        """A neighbour's value of the same key; quotes are a manner only where all have them, and two do."""
        name = str(self.edit.route[-1])
        found = (value_of(neighbour, name) for neighbour in self.neighbours)
        values = [value for value in found if value is not None and value.value]
        lists = [value for value in values if isinstance(value, yaml.CollectionNode)]
        if isinstance(self.edit.new, list | dict):
            return lists[0] if lists else None
        quotes = {value.style for value in values if isinstance(value, yaml.ScalarNode)}
        return values[0] if len(values) > 1 and not lists and len(quotes) == 1 else None

    def _pair(self, *, in_flow: bool) -> str:
        hand, name, new = Hand(self.document), str(self.edit.route[-1]), self.edit.new
        example = self._example()
        is_block = isinstance(new, list) and bool(new) and not in_flow and _goes_below(new, example)
        key = hand.pair(name, 0, None, in_flow=in_flow).removesuffix(" 0")
        if not is_block:
            return f"{key} {hand.inline(new, example, in_flow=in_flow)}"
        assert isinstance(new, list)
        column = self._column() + self._offset(example)
        line_break = self.document.lines.line_break(self.document.lines.of(self.places[-1].span.start))
        return f"{key}{line_break}{' ' * column}{hand.items(new, example, column, line_break)}"

    def _column(self) -> int:
        return self.document.lines.column(extent(self.document, self.places[-1].node, 0).start)

    def _offset(self, example: yaml.Node | None) -> int:
        """How much deeper than its key a dash stands: as in the example, or else as in the lists around."""
        pairs = [pair for neighbour in self.neighbours for pair in neighbour.value if pair[1] is example]
        pairs += [(place.key, place.node) for place in reversed(self.places) if _is_list_of_lines(place)]
        if not pairs:
            return _USUAL_OFFSET
        key, value = pairs[0]
        return max(0, self._column_of(value) - self._column_of(key))

    def _column_of(self, node: yaml.Node) -> int:
        return self.document.lines.column(content_start(self.document, node))

    def _after(self, node: yaml.MappingNode) -> int:
        """The number of the pair below which the new one is put."""
        name = str(self.edit.route[-1])
        own = [key.value for key, _ in node.value]
        if _SIBLINGS.get(name) in own:
            return own.index(_SIBLINGS[name])
        for neighbour in self.neighbours:
            keys = [key.value for key, _ in neighbour.value]
            if name in keys:
                before = [key for key in keys[: keys.index(name)] if key in own]
                return own.index(before[-1]) if before else len(own) - 1
        return len(own) - 1

    def _below(self, node: yaml.MappingNode, number: int, text: str) -> Splice:
        lines, column = self.document.lines, self._column()
        key, value = (extent(self.document, node, 2 * number + one) for one in (0, 1))
        line = below(self.document, max(key.end, value.end), column) - 1
        line_break = lines.line_break(line)
        if _must_stay_last(self.document, node.value[number][1], line):
            at = key.start
            return Splice(start=at, end=at, text=f"{text}{line_break}{' ' * column}")
        at = lines.ends[line]
        return Splice(start=at, end=at, text=f"{line_break}{' ' * column}{text}")


def _is_list_of_lines(place: Place) -> bool:
    return place.key is not None and isinstance(place.node, yaml.SequenceNode) and not place.node.flow_style


def _must_stay_last(document: Document, node: yaml.Node, line: int) -> bool:
    """Whether a line break after a value would become a part of it: a block scalar at the end of a text."""
    return needs_line_end(document, node) and document.lines.start(line + 1) == document.lines.ends[line]


def _goes_below(new: list[Any], example: yaml.Node | None) -> bool:
    """Whether a list gets lines of its own: as the example does, or else if mappings are in it."""
    if isinstance(example, yaml.SequenceNode):
        return not example.flow_style
    return isinstance(new[0], dict)


def _appended(document: Document, places: Sequence[Place], edit: Edit) -> Splice | Refusal:
    node, hand = places[-1].node, Hand(document)
    assert isinstance(node, yaml.SequenceNode)
    if not node.value:
        text = hand.inline(edit.new, None, in_flow=True)
        return Splice(start=places[-1].span.start + 1, end=places[-1].span.start + 1, text=text)
    if node.flow_style:
        text = hand.inline(edit.new, node.value[-1], in_flow=True)
        return _beside(document, node, len(node.value) - 1, text)
    lines, column = document.lines, document.lines.column(places[-1].span.start)
    last = extent(document, node, len(node.value) - 1)
    line = below(document, last.end, column) - 1
    if _must_stay_last(document, node.value[-1], line):
        return Refusal(reason="the block of lines before it ends with the file; edit it by hand")
    line_break = lines.line_break(line)
    text = hand.items([edit.new], node, column, line_break)
    return Splice(start=lines.ends[line], end=lines.ends[line], text=f"{line_break}{' ' * column}{text}")


def _beside(document: Document, node: yaml.CollectionNode, number: int, text: str) -> Splice | Refusal:
    """After a child in brackets or braces: on a line of its own where that one has its own."""
    found = unit(document, node, number)
    rest = stands_alone(document, found)
    if rest is None or document.lines.of(rest) == document.lines.of(document.end(node) - 1):
        return Splice(start=found.end, end=found.end, text=f", {text}")
    return _on_its_own_line(document, found, rest, text)


def _on_its_own_line(document: Document, found: Unit, rest: int, text: str) -> Splice:
    lines = document.lines
    line_break = lines.line_break(lines.of(rest))
    indentation = " " * lines.column(found.start)
    if found.comma is not None:
        return Splice(start=rest, end=rest, text=f"{line_break}{indentation}{text},")
    between = document.text[found.end : rest]
    return Splice(start=found.end, end=rest, text=f",{between}{line_break}{indentation}{text}")
