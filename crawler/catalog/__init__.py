"""Catalog text to entries, links and problems; later, edits back into text, every other byte kept.

read_catalog    text to `Catalog`             native.py: bounds, document, entries, checks
apply_edits     text and edits to new text    edits.py: splices, scalars, and the proof
unified_patch   two texts to a patch          patch.py

Catalogs that are not native are read by reading.py, each in its format (formats.py): data with keys (`mapped`
and a layout), or links between words (linked_text.py). Of the latter markdown_text.py and html_text.py read
blocks; rst_text.py, asciidoc_text.py, org_text.py and plain_text.py walk over lines, as markup.py has it.
"""

from __future__ import annotations

from crawler.catalog.edits import Batch, apply_edits, apply_groups, edit_for
from crawler.catalog.model import (
    Alternate,
    Catalog,
    CheckRule,
    Edit,
    Entry,
    Link,
    Problem,
    Refusal,
    Route,
    Span,
    format_route,
    parse_route,
)
from crawler.catalog.native import read_catalog
from crawler.catalog.patch import unified_patch

__all__ = [
    "Alternate",
    "Batch",
    "Catalog",
    "CheckRule",
    "Edit",
    "Entry",
    "Link",
    "Problem",
    "Refusal",
    "Route",
    "Span",
    "apply_edits",
    "apply_groups",
    "edit_for",
    "format_route",
    "parse_route",
    "read_catalog",
    "unified_patch",
]
