"""Ways through the tree of nodes that PyYAML composes, in which an alias is its anchor's node once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from yaml.constructor import ConstructorError

if TYPE_CHECKING:
    from collections.abc import Iterator

    Pair = tuple[yaml.Node, yaml.Node]

MERGE_TAG = "tag:yaml.org,2002:merge"


def children(node: yaml.Node) -> list[yaml.Node]:
    """Keys and values, or items; the same node several times where it is repeated."""
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def unique_nodes(root: yaml.Node | None) -> Iterator[yaml.Node]:
    """Every node once, however many aliases lead to it."""
    pending = [] if root is None else [root]
    seen: set[int] = set()
    while pending:
        node = pending.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            pending += children(node)


def merged_pairs(node: yaml.MappingNode) -> list[Pair]:
    """The pairs of a mapping, those of its merge keys before its own: the last of equal keys counts.

    PyYAML writes merged pairs into the node itself, which would hide where a key stands. ConstructorError for
    a merge of what is no mapping.
    """
    own = [pair for pair in node.value if pair[0].tag != MERGE_TAG]
    if len(own) == len(node.value):
        return own
    merged: list[Pair] = []
    for key, value in node.value:
        if key.tag == MERGE_TAG:
            merged += _pairs_to_merge(value)
    return merged + own


def _pairs_to_merge(value: yaml.Node) -> list[Pair]:
    sources = value.value if isinstance(value, yaml.SequenceNode) else [value]
    pairs: list[Pair] = []
    for source in reversed(sources):  # in a list of merged mappings the first one counts
        if not isinstance(source, yaml.MappingNode):
            raise ConstructorError(None, None, "only mappings can be merged with `<<`", source.start_mark)
        pairs += merged_pairs(source)
    return pairs
