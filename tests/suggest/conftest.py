"""A small catalog with its links, and suggestions made by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from crawler.catalog import Catalog, Edit, edit_for, read_catalog
from crawler.suggest.model import Suggestion, suggestion_id

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = """\
version: 1
resources:
  - id: bayes        # the second edition
    title: Bayes Rules!
    url: http://bayes.test/book
  - id: untitled
    url: "https://a.test/notes"
  - {id: tight, title: Tight, url: https://tight.test/}
"""


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture
def read() -> Callable[..., Catalog]:
    def read_named(file: str = "catalog.yaml", content: str = TEXT) -> Catalog:
        return read_catalog(file, content.encode(), today=date(2026, 11, 21))

    return read_named


def _suggestion(*edits: Edit, entry: str = "bayes", disposition: str = "safe") -> Suggestion:
    return Suggestion(
        id=suggestion_id(entry, "url", str(edits[0].old), str(edits[0].new)) if edits else "0" * 12,
        entry=entry,
        field="url",
        code="moved",
        disposition=disposition,  # type: ignore[arg-type] # one of the three
        because=("301",),
        edits=edits,
    )


@pytest.fixture
def suggestion() -> Callable[..., Suggestion]:
    return _suggestion


@pytest.fixture
def edit(read: Callable[..., Catalog]) -> Callable[..., Edit]:
    def edit_url(number: int, new: Any, *, file: str = "catalog.yaml", key: str = "url") -> Edit:
        return edit_for(read(file), ("resources", number, key), new)

    return edit_url
