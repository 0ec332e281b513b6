"""YAML as one of the formats: a `Document` that plans its own edits and knows where its values stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.catalog.document import Document, Place, read_document
from crawler.catalog.replacement import part_span
from crawler.catalog.splices import plan_splice
from crawler.catalog.structure import structure_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.catalog.model import Edit, Problem, Refusal, Route, Span, Splice


@dataclass(frozen=True, slots=True)
class YamlText:
    """What `formats.Parsed` asks for, of a YAML document."""

    document: Document
    _trail: list[tuple[Any, Place]] = field(default_factory=list, repr=False)
    """The steps of the route asked for last: the next one mostly differs in its end alone."""

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
        place = self._place(route)
        if place is None:
            return None
        if part is None or place.is_alias:
            return place.span if part is None else None
        return part_span(self.document, place, *part)

    def _place(self, route: Route) -> Place | None:
        shared = 0
        while shared < min(len(route), len(self._trail)) and self._trail[shared][0] == route[shared]:
            shared += 1
        del self._trail[shared:]
        place = self._trail[-1][1] if self._trail else self.document.top()
        for step in route[shared:]:
            place = self.document.child(place, step) if place is not None else None
            if place is None:
                return None
            self._trail.append((step, place))
        return place

    def problems(self) -> Iterator[Problem]:
        return structure_problems(self.document)

    def settled(self, splices: Sequence[Splice]) -> Sequence[Splice]:
        return splices

    def line(self, offset: int) -> int:
        return self.document.line(offset)

    def column(self, offset: int) -> int:
        return self.document.column(offset)


def read_yaml(file: str, text: str, *, like: Any = None) -> YamlText:
    """CatalogError where the text is no YAML or exceeds the bounds."""
    return YamlText(read_document(file, text, is_stream=True, like=like))
