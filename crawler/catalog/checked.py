"""A catalog in a shape of its own, once its entries and links are known: checked, its problems in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.catalog.checks import run_checks
from crawler.catalog.listing import Listing
from crawler.catalog.model import Catalog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crawler.catalog.formats import Parsed
    from crawler.catalog.listing import Address
    from crawler.catalog.model import Entry, Problem


def checked_catalog(
    parsed: Parsed,
    entries: Sequence[Entry],
    addresses: Sequence[Address],
    *,
    today: date,
    problems: Sequence[Problem] = (),
) -> Catalog:
    """What browsers refuse as a URL is a problem and no link; `problems` are those of the layout."""
    listing = Listing(
        file=parsed.file,
        today=today,
        entries=(),
        addresses=tuple(addresses),
        line_of_rule=lambda placed: placed.line,
        text=parsed.text,
    )
    found = [*parsed.problems(), *problems, *run_checks(listing)]
    return Catalog(
        file=parsed.file,
        text=parsed.text,
        entries=tuple(entries),
        links=tuple(address.link for address in addresses if address.is_link),
        problems=tuple(sorted(found, key=lambda problem: (problem.line, problem.code))),
        data=parsed.data,
    )
