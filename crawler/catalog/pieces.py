"""A long list of entries composed piece by piece: the nodes of 100,000 entries would take 500 MB.

Only lists laid out as usual are cut: the last key of the root, in block style, without anchors. Each piece is
composed from the beginning of its first line, so that its nodes differ from those of the whole in nothing but
the offsets, which are moved. A piece that does not compose to as many items as it has lines that begin with
the list's dash was cut in the middle of a value; then the text is composed as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

import yaml

from crawler.catalog.bounds import LOADER

if TYPE_CHECKING:
    from collections.abc import Iterator

FROM_CHARACTERS = 2 * 1024 * 1024
"""Below it a whole tree takes less than 100 MB, and a sixth less time."""
ITEMS_PER_PIECE = 200
_HEAD = re.compile(r"(?:(?![%-])[^\n]*\n)*?resources:[ ]*\n(?:[ ]*(?:#[^\n]*)?\n)*(?=([ ]*)-\s)")


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a node begins or ends: all that is asked of PyYAML's own marks."""

    index: int
    line: int
    column: int


class CutError(yaml.YAMLError):
    """The text cannot be composed in pieces."""


class Items(Sequence[yaml.Node]):
    """The items of a list, composed when they are asked for; one piece is kept."""

    def __init__(self, body: str, dashes: Sequence[int], indentation: int) -> None:
        self._body = body
        self._dashes = dashes
        self._indentation = indentation
        self._number = -1
        self._piece: list[yaml.Node] = []

    def __len__(self) -> int:
        return len(self._dashes)

    @overload
    def __getitem__(self, index: int) -> yaml.Node: ...
    @overload
    def __getitem__(self, index: slice) -> list[yaml.Node]: ...
    def __getitem__(self, index: int | slice) -> yaml.Node | list[yaml.Node]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        index = range(len(self))[index]
        number, place = divmod(index, ITEMS_PER_PIECE)
        if number != self._number:
            self._piece = self._compose(number)
            self._number = number
        item = self._piece[place]
        if not isinstance(item.start_mark, _Mark):
            by = self._dashes[number * ITEMS_PER_PIECE] - self._indentation
            for node in _below(item):
                node.start_mark, node.end_mark = _moved(node.start_mark, by), _moved(node.end_mark, by)
        return item

    def __iter__(self) -> Iterator[yaml.Node]:
        """The items as composed, for whoever does not ask where they stand."""
        pieces = range(0, len(self), ITEMS_PER_PIECE)
        return (node for number, _ in enumerate(pieces) for node in self._compose(number))

    def _compose(self, number: int) -> list[yaml.Node]:
        dashes = self._dashes[number * ITEMS_PER_PIECE : (number + 1) * ITEMS_PER_PIECE + 1]
        is_last = len(self._dashes) <= (number + 1) * ITEMS_PER_PIECE
        start = dashes[0] - self._indentation
        root = yaml.compose(self._body[start : None if is_last else dashes[-1]], Loader=LOADER)
        count = len(dashes) if is_last else len(dashes) - 1
        if not isinstance(root, yaml.SequenceNode) or len(root.value) != count:
            raise CutError
        return list(root.value)


def _below(node: yaml.Node) -> Iterator[yaml.Node]:
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, yaml.MappingNode):
            for pair in node.value:
                pending += pair
        elif isinstance(node, yaml.SequenceNode):
            pending += node.value


def _moved(mark: Any, by: int) -> Any:
    return _Mark(mark.index + by, mark.line, mark.column)


def compose_in_pieces(body: str) -> yaml.Node | None:
    """The tree of a text, its list of `resources` composed when it is asked for; None where it is not so laid
    out. Asking for any item may raise `yaml.YAMLError`: the caller then composes the whole.
    """
    head = _HEAD.match(body) if len(body) >= FROM_CHARACTERS else None
    if head is None:
        return None
    dash = re.compile(rf"^{head[1]}(?=-\s)", re.MULTILINE)
    dashes = tuple(found.end() for found in dash.finditer(body, head.end()))
    root = yaml.compose(head[0], Loader=LOADER)
    if not isinstance(root, yaml.MappingNode) or root.value[-1][0].value != "resources":
        return None
    key = root.value[-1][0]
    ends: Any = _Mark(len(body), 0, 0)
    items: Any = Items(body, dashes, len(head[1]))
    starts: Any = _Mark(dashes[0], 0, len(head[1]))
    root.value[-1] = (key, yaml.SequenceNode("tag:yaml.org,2002:seq", items, starts, ends, flow_style=False))
    root.end_mark = ends
    return root
