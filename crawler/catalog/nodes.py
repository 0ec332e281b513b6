"""Ways through the tree of nodes that PyYAML composes, in which an alias is its anchor's node once more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import yaml
from yaml.constructor import ConstructorError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Pair = tuple[yaml.Node, yaml.Node]

MERGE_TAG = "tag:yaml.org,2002:merge"


def children(node: yaml.Node) -> Sequence[yaml.Node]:
    """Keys and values, or items; the same node several times where it is repeated."""
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return node.value if isinstance(node, yaml.SequenceNode) else ()


def unique_nodes(root: yaml.Node | None, *, has_anchors: bool = True) -> Iterator[yaml.Node]:
    """Every node once, however many aliases lead to it; without anchors none is kept after it was given."""
    pending: list[Iterator[yaml.Node]] = [iter(() if root is None else (root,))]
    seen: set[int] = set()
    while pending:
        node = next(pending[-1], None)
        if node is None:
            pending.pop()
        elif not has_anchors or id(node) not in seen:
            if has_anchors:
                seen.add(id(node))
            yield node
            if not isinstance(node, yaml.ScalarNode):
                pending.append(_each(children(node)))


def _each(nodes: Sequence[yaml.Node]) -> Iterator[yaml.Node]:
    """By index: a list that is composed in pieces knows only so where its items stand."""
    return (nodes[at] for at in range(len(nodes)))


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


@dataclass(frozen=True, slots=True)
class LargeMapping:
    """A mapping whose pairs are found by their keys' texts, as looking through all of them for each key takes
    the square of their number: 13 s for 8,000.
    """

    node: yaml.MappingNode
    pairs: Mapping[str, Sequence[Pair]]
    own: frozenset[int]
    """Its own keys, by identity; the others come through merge keys."""

    @classmethod
    def of(cls, node: yaml.MappingNode) -> Self:
        pairs: dict[str, list[Pair]] = {}
        for pair in reversed(merged_pairs(node)):
            if isinstance(pair[0], yaml.ScalarNode):
                pairs.setdefault(pair[0].value, []).append(pair)
        return cls(node, pairs, frozenset(id(key) for key, _ in node.value))
