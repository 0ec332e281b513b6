"""The addresses in the metadata at the top of a Markdown page (YAML between `---`, TOML between `+++`).

Where a site has a page for each entry, as Jekyll and Hugo do, the entry's own addresses stand there. All of
the metadata is one entry; of its addresses that of the page's subject has the page's title.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.catalog.mapped import urls_of
from crawler.catalog.paths import Each, select
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.catalog.formats import Parsed
    from crawler.catalog.model import Route

_OPENING = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*(?:\r\n?|\n)")
_TITLES = ("title", "name", "label")
_SUBJECT = ("url", "link", "homepage", "website", "site", "home", "web")
"""The keys that lead to what a page is of; others lead to its picture, its sources, its authors."""
_IMAGE = re.compile(r"image|icon|logo|avatar|picture|photo|thumbnail|screenshot|banner|cover", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)


def front_matter(text: str) -> tuple[int, int, int] | None:
    """Where the metadata begins and ends, and where the page does; a `---` without an end is a rule."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    closing = re.compile(rf"(?:\r\n?|\n)(?={re.escape(opening[1])}[ \t]*(?:[\r\n]|\Z))")
    found = closing.search(text, opening.end() - 1)
    if found is None:
        return None
    after = re.compile(r"[^\r\n]*").match(text, found.end())
    return opening.end(), max(found.start(), opening.end()), after.end() if after else found.end()


def front_addresses(text: str, start: int, end: int) -> Iterator[tuple[str, int | None, str, bool]]:
    """Address, place, what the page says of it, and whether it is a picture; the subject's comes first."""
    parsed = _parsed(text, start, end) if "http" in text[start:end] else None
    if parsed is None or not isinstance(parsed.data, dict):
        return
    titles = (parsed.data[key] for key in _TITLES if isinstance(parsed.data.get(key), str))
    title = " ".join(next(titles, "").split())
    found = sorted(select(parsed.data, (Each.TEXT,)), key=lambda leaf: not _is_subject(leaf[0]))
    for route, value in found:
        said = title if _is_subject(route) else ""
        is_image = _IMAGE.search(str(route[-1])) is not None
        for one in urls_of(value, is_prose=False):
            if _WEB.match(one.url):
                place = _place(parsed, route, one.url, one.at)
                yield one.url, None if place is None else start + place, said, is_image


def _parsed(text: str, start: int, end: int) -> Parsed | None:
    """None for what is no metadata after all; whoever builds the page complains of that."""
    from crawler.catalog.formats import parse  # noqa: PLC0415 - formats load this with the first Markdown file

    kind = "toml" if text[:4].lstrip("\ufeff").startswith("+++") else "yaml"
    try:
        return parse(f"front.{kind}", text[start:end])
    except CatalogError:
        return None


def _place(parsed: Parsed, route: Route, url: str, at: int | None) -> int | None:
    """None where it is written otherwise than it reads: folded, escaped, or by an alias."""
    span = parsed.span(route, None if at is None else (at, len(url)))
    if span is None or parsed.text.count(url, span.start, span.end) != 1:
        return None
    return parsed.text.index(url, span.start)


def _is_subject(route: Route) -> bool:
    return len(route) == 1 and str(route[0]).lower() in _SUBJECT
