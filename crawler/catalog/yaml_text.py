"""YAML as one of the formats: a `Document` that plans its own edits and knows where its values stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.catalog.document import Document, read_document
from crawler.catalog.model import Span
from crawler.catalog.splices import plan_splice

if TYPE_CHECKING:
    from crawler.catalog.model import Edit, Refusal, Route, Splice


@dataclass(frozen=True, slots=True)
class YamlText:
    """What `formats.Parsed` asks for, of a YAML document."""

    document: Document

    @property
    def file(self) -> str:
        return self.document.file

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def data(self) -> Any:
        return self.document.data

    def plan(self, edit: Edit) -> Splice | Refusal:
        return plan_splice(self.document, edit)

    def span(self, route: Route, part: tuple[int, int] | None = None) -> Span | None:
        places = list(self.document.walk(route))
        if len(places) <= len(route):
            return None
        span = places[-1].span
        if part is None or places[-1].is_alias:
            return span if part is None else None
        decoded = str(places[-1].node.value)
        return same_occurrence(self.text, span, decoded, part)

    def line(self, offset: int) -> int:
        return self.document.line(offset)

    def column(self, offset: int) -> int:
        return self.document.column(offset)


def read_yaml(file: str, text: str) -> YamlText:
    """CatalogError where the text is no YAML or exceeds the bounds."""
    return YamlText(read_document(file, text))


def same_occurrence(text: str, span: Span, decoded: str, part: tuple[int, int]) -> Span | None:
    """The part in the source of a scalar: if it stands as often there as in what the scalar says, the n-th is
    the n-th. Escapes, folding or a comment in a block's header that spoil the count make it None.
    """
    at, length = part
    words = decoded[at : at + length]
    start = span.start
    if text.startswith(("|", ">"), start):
        start = text.find("\n", start, span.end) + 1
    source = text[start : span.end]
    if not words or not start or source.count(words) != decoded.count(words):
        return None
    found = source.find(words)
    for _ in range(decoded.count(words, 0, at)):
        found = source.find(words, found + len(words))
    return Span(start=start + found, end=start + found + len(words))
