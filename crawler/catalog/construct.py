"""Composed nodes to plain data, as `yaml.safe_load` does it, save that one odd value costs only itself.

A value that PyYAML raises on (`until: 2020-13-45`), or could take minutes over (a number of a million
digits), stays the text that it is, so that the entry's own check can say so. A value with an unknown tag is
read without it.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import yaml
from yaml.constructor import ConstructorError, SafeConstructor

from crawler.catalog.intent import is_same
from crawler.catalog.nodes import MERGE_TAG, merged_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

VALUE_TAG = "tag:yaml.org,2002:value"
_LONGEST_NUMBER = 64
_MISREAD = (ValueError, KeyError, IndexError, AttributeError, OverflowError)
"""What PyYAML's constructors let through for values such as `!!int ''`, `!!bool x` or `!!timestamp x`."""


_STR, _SEQ, _MAP = "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"


def construct(root: yaml.Node | None) -> Any:
    """Plain data of a tree within the bounds; ConstructorError where no data can stand for it."""
    return None if root is None else PlainConstructor().construct_document(root)


class Builder:
    """What `construct` makes of a tree without anchors: in half the time, and without keeping its nodes.

    Items of lists that say just what their counterparts in `like` do are those: a proof reads a text of
    which it has nearly all the data already, and 100,000 entries would take 45 MB more.
    """

    def __init__(self) -> None:
        self._constructor = PlainConstructor()
        self._keys: dict[str, str] = {}  # the same text for the same key of every entry
        self._text = lru_cache(maxsize=1_024)(str)  # and mostly for equal values: kinds, topics, authors
        self.is_odd = False
        """Whether a key was given twice, or a tag may be unknown: `structure` then looks closer."""

    def build(self, node: yaml.Node, like: Any = None) -> Any:
        if isinstance(node, yaml.ScalarNode):
            if node.tag == _STR:
                return self._text(node.value)
            self.is_odd |= node.tag not in KNOWN_TAGS
        elif node.tag == _SEQ and isinstance(node, yaml.SequenceNode):
            return list(self._items(node, like if isinstance(like, list) else []))
        elif node.tag == _MAP and all(key.tag == _STR and _is_scalar(key) for key, _ in node.value):
            known = like if isinstance(like, dict) else {}
            mapping = {
                self._keys.setdefault(key.value, key.value): self.build(value, known.get(key.value))
                for key, value in node.value
            }
            self.is_odd |= len(mapping) < len(node.value)
            return mapping
        else:
            self.is_odd = True
        return self._constructor.construct_document(node)

    def _items(self, node: yaml.SequenceNode, like: list[Any]) -> Iterator[Any]:
        for item, known in zip_longest(node.value, like):
            if item is None:
                return
            built = self.build(item, known)
            yield known if known is not None and is_same(built, known) else built


def _is_scalar(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


class PlainConstructor(SafeConstructor):
    """PyYAML's safe constructor with these differences, and one more: the nodes stay as they were."""

    def construct_mapping(self, node: yaml.Node, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        if not isinstance(node, yaml.MappingNode):
            raise ConstructorError(None, None, "a mapping is expected here", node.start_mark)
        mapping: dict[Hashable, Any] = {}
        for key_node, value_node in merged_pairs(node):
            key = self.construct_object(key_node, deep=deep)
            if not isinstance(key, Hashable):
                raise ConstructorError(None, None, "a list or mapping is used as a key", key_node.start_mark)
            mapping[key] = self.construct_object(value_node, deep=deep)
        return mapping


_STRICT = {
    f"tag:yaml.org,2002:{name}": SafeConstructor.yaml_constructors[f"tag:yaml.org,2002:{name}"]
    for name in ("int", "float", "bool", "timestamp")
}


def _construct_or_keep(constructor: PlainConstructor, node: yaml.ScalarNode) -> Any:
    if len(node.value) > _LONGEST_NUMBER:
        return constructor.construct_scalar(node)
    try:
        return _STRICT[node.tag](constructor, node)
    except _MISREAD:
        return node.value


def _construct_untagged(constructor: PlainConstructor, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return constructor.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return constructor.construct_sequence(node, deep=True)
    return constructor.construct_mapping(node, deep=True)


KNOWN_TAGS = frozenset(tag for tag in SafeConstructor.yaml_constructors if tag) | {MERGE_TAG, VALUE_TAG}
PlainConstructor.yaml_constructors = {
    **SafeConstructor.yaml_constructors,
    **dict.fromkeys(_STRICT, _construct_or_keep),
    None: _construct_untagged,
}
