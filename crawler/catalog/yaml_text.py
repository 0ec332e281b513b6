"""YAML as one of the formats: a `Document` that plans its own edits and knows where its values stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.catalog.document import Document, read_document
from crawler.catalog.replacement import part_span
from crawler.catalog.splices import plan_splice

if TYPE_CHECKING:
    from crawler.catalog.model import Edit, Refusal, Route, Span, Splice


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
        place = places[-1]
        if part is None or place.is_alias:
            return place.span if part is None else None
        return part_span(self.document, place, *part)

    def line(self, offset: int) -> int:
        return self.document.line(offset)

    def column(self, offset: int) -> int:
        return self.document.column(offset)


def read_yaml(file: str, text: str) -> YamlText:
    """CatalogError where the text is no YAML or exceeds the bounds."""
    return YamlText(read_document(file, text))
