"""What entries that have a file each repeat of one another: a URL, or nearly a title.

Each file is checked by itself when it is read. Only files of one row of the configuration are looked at
together: translations of a list, or this year's conferences and last year's, may well share links.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.catalog.listing import Parsed
from crawler.catalog.mapped import are_few
from crawler.catalog.model import Problem
from crawler.catalog.similar import spelled_alike, title_words, url_key
from crawler.catalog.wording import as_well, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from crawler.catalog.layout import Layout
    from crawler.catalog.model import Catalog, Link


_LACKING = "missing-url"


def checked_across(catalogs: Sequence[Catalog], layout_of: Callable[[str], Layout | None]) -> list[Catalog]:
    """The catalogs, with what they repeat of one another among the problems of those that repeat it."""
    rows: dict[Layout, list[Link]] = {}
    for catalog in catalogs:
        layout = layout_of(catalog.file)
        own = [link for link in catalog.links if link.is_main and link.entry_is == "file"]
        if layout is not None and own:
            rows.setdefault(layout, []).append(own[0])
    catalogs = list(_with_what_is_owed(catalogs, layout_of))
    found: dict[str, list[Problem]] = {}
    for links in rows.values():
        for problem in (*_shared_urls(links), *_near_titles(links)):
            found.setdefault(problem.file, []).append(problem)
    return [_with(catalog, found[catalog.file]) if catalog.file in found else catalog for catalog in catalogs]


def _with_what_is_owed(
    catalogs: Sequence[Catalog], layout_of: Callable[[str], Layout | None]
) -> Iterator[Catalog]:
    """Without `missing-url` where many files of a row have no address, as the notes beside 200 entries."""
    lacking: dict[Layout | None, list[int]] = {}
    for catalog in catalogs:
        lacks = len(catalog.entries) == 1 and any(one.code == _LACKING for one in catalog.problems)
        lacking.setdefault(layout_of(catalog.file), []).append(lacks)
    for catalog in catalogs:
        row = lacking[layout_of(catalog.file)]
        if len(row) > 1 and len(catalog.entries) == 1 and not are_few(sum(row), len(row)):
            kept = tuple(one for one in catalog.problems if one.code != _LACKING)
            catalog = replace(catalog, problems=kept)  # noqa: PLW2901 - the same, with less to say
        yield catalog


def _with(catalog: Catalog, more: Iterable[Problem]) -> Catalog:
    every = sorted((*catalog.problems, *more), key=lambda problem: (problem.line, problem.code))
    return replace(catalog, problems=tuple(every))


def _shared_urls(links: Sequence[Link]) -> Iterator[Problem]:
    """One for each address, in the second file that has it, be it in another spelling."""
    places: dict[str, list[tuple[str, Link]]] = {}
    for link in links:
        parsed = Parsed.of(link.url)
        if parsed is not None:
            places.setdefault(url_key(parsed.href), []).append((parsed.href, link))
    for (href, first), (_, second), *more in (alike for alike in places.values() if len(alike) > 1):
        is_one = {href} == {other for other, _ in places[url_key(href)]}
        code, how = ("duplicate-url", "is") if is_one else ("similar-url", "is but for its spelling")
        what = f"`{second.field}` of '{second.entry}' {how} the same URL as that at {_place(first)}"
        what += as_well([_place(other) for _, other in more])
        yield _problem(second, code, f"{what}; keep one of them")


def _near_titles(links: Sequence[Link]) -> Iterator[Problem]:
    for number, earlier in spelled_alike(title_words(link.title or "") for link in links):
        one, other = links[number], links[earlier]
        if url_key(one.url) != url_key(other.url):
            shown = f"'{one.entry}' has nearly the title of '{other.entry}' at {_place(other)}"
            what = f"{shown}: {quoted(other.title or '')}; keep one of them, or tell them apart"
            yield _problem(one, "similar-title", what)


def _place(link: Link) -> str:
    return f"{link.file}:{link.line}"


def _problem(link: Link, code: str, message: str) -> Problem:
    return Problem(file=link.file, line=link.line, code=code, message=message)
