"""What a page states of a work in fields that were made for works, not for pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.page.dates import read_date
from crawler.page.model import WorkFacts
from crawler.page.text import clean, unique

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crawler.page.json_ld import LinkedData

_TITLES = ("citation_title",)
_AUTHORS = ("citation_author", "book:author")
_DATES = ("citation_publication_date", "citation_date", "citation_year", "book:release_date")
_LANGUAGES = ("citation_language", "og:locale")
_MAX_TITLE = 300
_MAX_AUTHOR = 100
_MAX_AUTHORS = 20
_YEAR = 4
# What publishing systems put where a person's name belongs.
_NOBODY = frozenset({"admin", "administrator", "author", "editor", "webmaster", "staff", "team", "anonymous"})


def read_work(
    metas: Mapping[str, Sequence[str]], linked: LinkedData, language_tag: Callable[[str], str | None]
) -> WorkFacts:
    """The work of a page, from `metas` by lower-case name and from JSON-LD; empty where none is stated."""
    dates = [read_date(text) for text in _said(metas, _DATES)]
    published = next(filter(None, dates), None) or linked.work_published
    stated = [*_said(metas, _AUTHORS), *linked.work_authors]
    names = unique(filter(None, map(_person, stated)), _MAX_AUTHORS + 1)
    titles = (clean(text, _MAX_TITLE) for text in _said(metas, _TITLES))
    return WorkFacts(
        title=next(filter(None, titles), None),
        # A list that was cut would be a wrong one.
        authors=names if len(names) <= _MAX_AUTHORS else (),
        year=int(published[:_YEAR]) if published else None,
        language=next(filter(None, map(language_tag, _said(metas, _LANGUAGES))), None),
    )


def _said(metas: Mapping[str, Sequence[str]], keys: tuple[str, ...]) -> Iterator[str]:
    return (content for key in keys for content in metas.get(key, ()) if content.strip())


def _person(stated: str) -> str:
    """`Hopper, Grace` is Grace Hopper; empty for an address, an account or nobody in particular."""
    name = clean(stated, _MAX_AUTHOR)
    last, comma, first = name.partition(",")
    if comma and first.strip() and "," not in first:
        name = f"{first.strip()} {last.strip()}"
    is_a_name = " " in name and not any(mark in name for mark in ("/", "@", "|", "http"))
    return name if is_a_name and name.casefold() not in _NOBODY else ""
