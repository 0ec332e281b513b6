"""What is odd about a YAML text whatever it means: keys given twice, tags that say nothing here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from crawler.catalog.construct import KNOWN_TAGS
from crawler.catalog.model import Problem
from crawler.catalog.nodes import MERGE_TAG, unique_nodes
from crawler.catalog.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.catalog.document import Document


def structure_problems(document: Document) -> Iterator[Problem]:
    """`duplicate-key` and `unknown-tag`, each at its line."""
    if not document.is_odd:
        return
    for node in unique_nodes(document.root, has_anchors=document.survey.has_anchors):
        if node.tag not in KNOWN_TAGS:
            message = f"the tag {quoted(node.tag)} means nothing here; remove it, or put the text in quotes"
            yield _problem(document, node, "unknown-tag", message)
        if isinstance(node, yaml.MappingNode):
            yield from _duplicate_keys(document, node)


def _duplicate_keys(document: Document, node: yaml.MappingNode) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.tag == MERGE_TAG:
            continue
        identity = (key.tag, key.value)
        if identity in first:
            message = f"the key {quoted(key.value)} is given again, first at line {first[identity]}; keep one"
            yield _problem(document, key, "duplicate-key", message)
        else:
            first[identity] = document.line(document.start(key))


def _problem(document: Document, node: yaml.Node, code: str, message: str) -> Problem:
    return Problem(file=document.file, line=document.line(document.start(node)), code=code, message=message)
