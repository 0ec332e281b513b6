"""Which files that look like catalogs are made of others: an edit there would be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.catalog.reading import ALIKE_FROM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.catalog.model import Catalog
    from crawler.catalog.rows import Row

_GENERATED_FROM = 20
_NEARLY_ALL = 0.9


def generated(rows: Sequence[Row], catalogs: Sequence[Catalog], *, named: Sequence[str]) -> dict[str, str]:
    """Files that are made of catalogs in data, by that row's path: an edit there would be lost.

    Markdown may be made of any data, and one file of data of those that have a file for each entry.
    """
    urls = {catalog.file: {link.url for link in catalog.links} for catalog in catalogs}
    of_data = {row.path: set().union(*(urls[file] for file in row.files)) for row in rows if row.guess}
    found: dict[str, str] = {}
    for row in rows:
        may_be_made = row.path not in named and (row.files == (row.path,) or row.guess is None)
        mine = set().union(*(urls[file] for file in row.files)) if may_be_made else set()
        for source in rows if len(mine) >= _GENERATED_FROM else ():
            may_be = source is not row and (row.guess is None or len(source.files) >= ALIKE_FROM)
            theirs = of_data.get(source.path, set()) if may_be else set()
            if len(mine & theirs) >= _NEARLY_ALL * len(mine):
                found.setdefault(row.path, source.path)
    return found
