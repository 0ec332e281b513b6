"""Values written as YAML in the manner of an example from the same text: quotes, braces, indentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import yaml

from crawler.catalog.extents import content_start, end_of
from crawler.catalog.nodes import unique_nodes
from crawler.catalog.scalars import Style, write_scalar

if TYPE_CHECKING:
    from crawler.catalog.document import Document

_USUAL_GAP = 2
"""From a dash to what follows it."""


class Unwritable(Exception):  # noqa: N818 - no mistake of the operator, and caught where a refusal is made of it
    """A value that YAML in UTF-8 cannot say."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Writes as a document is written."""

    document: Document

    def inline(self, value: Any, example: yaml.Node | None, *, in_flow: bool) -> str:
        """A value on one line, a list in brackets, a mapping in braces."""
        if isinstance(value, list):
            first = first_item(example)
            return self._bracketed("[]", [self.inline(item, first, in_flow=True) for item in value], example)
        if isinstance(value, dict):
            parts = [self.pair(key, inner, example, in_flow=True) for key, inner in value.items()]
            return self._bracketed("{}", parts, example)
        written = write_scalar(value, _quotes_of(example), in_flow=in_flow)
        if written is None:
            raise Unwritable
        return written

    def pair(self, key: str, value: Any, example: yaml.Node | None, *, in_flow: bool) -> str:
        """`key: value`, the value in the manner of the example's value of that key."""
        name = write_scalar(key, "", in_flow=in_flow)
        if name is None:
            raise Unwritable
        return f"{name}: {self.inline(value, value_of(example, key), in_flow=in_flow)}"

    def items(self, values: list[Any], example: yaml.Node | None, column: int, line_break: str) -> str:
        """Items with their dashes, each from a line of its own on but the first, whose place is known."""
        lines = [line for value in values for line in self._item(value, example)]
        return f"{line_break}{' ' * column}".join(lines)

    def _item(self, value: Any, example: yaml.Node | None) -> list[str]:
        model = first_item(example)
        gap = self._gap(example, model)
        is_block = isinstance(model, yaml.MappingNode) and not model.flow_style
        if not is_block or not isinstance(value, dict) or not value:
            return [f"-{' ' * (gap - 1)}{self.inline(value, model, in_flow=False)}"]
        pairs = [self.pair(key, inner, model, in_flow=False) for key, inner in value.items()]
        return [f"-{' ' * (gap - 1)}{pairs[0]}", *(f"{' ' * gap}{one}" for one in pairs[1:])]

    def _gap(self, example: yaml.Node | None, model: yaml.Node | None) -> int:
        if example is None or model is None or getattr(example, "flow_style", True):
            return _USUAL_GAP
        lines = self.document.lines
        dash, item = content_start(self.document, example), self.document.start(model)
        return item - dash if lines.of(dash) == lines.of(item) and item - dash > 1 else _USUAL_GAP

    def _bracketed(self, brackets: str, parts: list[str], example: yaml.Node | None) -> str:
        pad = " " if parts and self._is_padded(example) else ""
        return f"{brackets[0]}{pad}{', '.join(parts)}{pad}{brackets[1]}"

    def _is_padded(self, example: yaml.Node | None) -> bool:
        if not isinstance(example, yaml.CollectionNode) or not example.flow_style or not example.value:
            return False
        at = content_start(self.document, example)
        return self.document.text.startswith((" ", "  "), at + 1)


def first_item(example: yaml.Node | None) -> yaml.Node | None:
    """The first item of an example that is a list."""
    return example.value[0] if isinstance(example, yaml.SequenceNode) and example.value else None


def value_of(example: yaml.Node | None, key: str) -> yaml.Node | None:
    """An example's value of a key."""
    if not isinstance(example, yaml.MappingNode):
        return None
    return next((value for name, value in example.value if name.value == key), None)


def _quotes_of(example: yaml.Node | None) -> Style:
    style = getattr(example, "style", None)
    return cast("Style", style) if style in ("'", '"') else ""


def has_comments(document: Document, node: yaml.Node) -> bool:
    """Whether a comment stands within a collection: what is written anew would lose it."""
    at, end = content_start(document, node), end_of(document, node)
    scalars = (one for one in unique_nodes(node) if isinstance(one, yaml.ScalarNode))
    for start, stop in sorted((document.start(one), document.end(one)) for one in scalars):
        if at <= start and "#" in document.text[at:start]:
            return True
        at = max(at, stop)
    return "#" in document.text[at:end]
