"""Markdown as one of the formats, with the metadata at its top."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crawler.catalog.bare import bare_urls
from crawler.catalog.front_matter import MATTER, FrontMatter, read_front_matter
from crawler.catalog.linked_text import NOT_IN_URL, LinkedText
from crawler.catalog.markdown_blocks import Document
from crawler.catalog.markdown_html import attribute_value_at
from crawler.catalog.markdown_label import label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.catalog.markdown_blocks import Url
    from crawler.catalog.model import Edit, Refusal, Route, Span, Splice
    from crawler.errors import CatalogError

_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,32};)")
_ESCAPABLE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


@dataclass(frozen=True, eq=False)
class MarkdownText(LinkedText):
    """Its data have `matter` as well: what its metadata say, where they can be read."""

    @cached_property
    def read_matter(self) -> FrontMatter | CatalogError | None:
        return read_front_matter(self.file, self.text)

    @property
    def matter(self) -> FrontMatter | None:
        return self.read_matter if isinstance(self.read_matter, FrontMatter) else None

    @cached_property
    def data(self) -> Any:
        return super().data | ({MATTER: self.matter.data} if self.matter else {})

    def span(self, route: Route, part: tuple[int, int] | None = None) -> Span | None:
        if route[:1] == (MATTER,):
            return self.matter.span(route[1:], part) if self.matter else None
        return super().span(route, part)

    def plan(self, edit: Edit) -> Splice | Refusal:
        if edit.route[:1] == (MATTER,) and self.matter:
            return self.matter.plan(replace(edit, route=edit.route[1:]))
        return super().plan(edit)

    def settled(self, splices: Sequence[Splice]) -> Sequence[Splice]:
        return self.matter.settled(splices) if self.matter else splices

    def written(self, new: str, url: Url) -> str | None:
        # A bare one is told beforehand, as that is easy: a failed proof reads the whole text twice more.
        is_bare = url.kind == "bare"
        if NOT_IN_URL.search(new) or (is_bare and next(bare_urls(new), None) != (0, len(new))):
            return None
        is_html = url.kind == "html"
        written = attribute_value_at(new, url, self.text) if is_html else _spelled(new, url, self.text)
        return written.replace("|", "\\|") if written and url.is_in_cell else written

    def label(self, url: Url) -> tuple[int, int] | None:
        return label_of(self.text, url)


def read_markdown(file: str, text: str) -> MarkdownText:
    """Any text is Markdown."""
    document = Document(text)
    return MarkdownText(file, text, document.blocks, document.starts, document.top)


def _spelled(new: str, url: Url, text: str) -> str:
    assert url.start is not None
    if url.kind == "autolink":
        return new
    escaped = _ENTITY.sub("&amp;", _ESCAPABLE.sub(r"\\\\", new))
    if url.kind != "bare" and text[url.start - 1 : url.start] == "<":
        return re.sub(r"[<>]", r"\\\g<0>", escaped)
    if url.kind != "bare" and not _is_balanced(escaped):
        escaped = re.sub(r"[()]", r"\\\g<0>", escaped)
    return escaped


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0
