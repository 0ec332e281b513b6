"""Which fragments of catalog URLs name a place that a page should have, and which mean something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawler.probe import urls

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXT_DIRECTIVE = ":~:"
"""Text fragments (WICG): what follows is for the browser's own search and no part of the name."""
# Routes (`#/guide`, `#!topic`), parameters (`#page=2`, `#t=30`), share marks (`#.k4q2`), lines of source
# (`#L10-L20`, `#lines-10`), comments that are loaded later, and the tabs of forges and package indexes
# (`#readme-ov-file`): the page's markup need not have them.
_NO_PLACE = re.compile(
    r"[!/.?].*|.*[=&].*|L-?\d+.*|lines?-\d+.*|(?:issuecomment|discussion|pullrequestreview|commitcomment|note|"
    r"comment|diff|event|issue)[-_]?r?\d[\w-]*|comments|readme|[\w-]+-ov-file|top",
    re.IGNORECASE | re.DOTALL,
)
_NAME_CHARACTERS = 500


def place_of(url: str) -> str | None:
    """The place that a URL's fragment names, as the URL has it; None where there is nothing to find.

    An empty fragment and `#top` mean the top of every page (HTML, "scroll to the fragment").
    """
    name = urls.fragment_of(url)[1:].partition(_TEXT_DIRECTIVE)[0]
    is_place = bool(name) and len(name) <= _NAME_CHARACTERS and not _NO_PLACE.fullmatch(unquote(name))
    return name if is_place else None


def places_of(links: Iterable[str]) -> frozenset[str]:
    """Every place that some URLs of one page name."""
    return frozenset(place for url in links if "#" in url and (place := place_of(url)) is not None)
