"""http links whose https twin somebody has seen working: this run, or an earlier one over any catalog.

The check of the catalog by itself (`http-where-https`) knows only that a host is listed with https.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from crawler.catalog.model import Problem
from crawler.probe import urls
from crawler.probe.past import REACHED, Status
from crawler.suggest.leads import may_have_twin
from crawler.suggest.model import suggestion_id, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crawler.catalog.model import Catalog, Link
    from crawler.probe.past import Past
    from crawler.suggest.conclusions import Remembered
    from crawler.suggest.model import Suggestion
    from crawler.suggest.surroundings import Said

CODE = "http-where-https"
_FELL_BACK = frozenset({"temporary-redirect", "redirect-without-replacement"})
"""An https address that is alive may lead to http."""
_LINKS_PER_QUERY = 500


def twin_of(url: str) -> str:
    """The same address at https."""
    return "https:" + url.strip().partition(":")[2]


def secure_twins(
    said: Iterable[Said],
    suggestions: Iterable[Suggestion],
    catalogs: Mapping[str, Catalog],
    remembered: Remembered,
) -> tuple[Problem, ...]:
    """One problem for each such link; none where a suggestion was made or declined, or `lint` says it."""
    pending = ((one.link, _reached(one)) for one in said if may_have_twin(one.link.url))
    found: list[tuple[Link, str]] = []
    while some := list(islice(pending, _LINKS_PER_QUERY)):
        found += _seen(some, remembered)
    found = [(link, message) for link, message in found if not _is_declined(link, remembered)]
    if not found:
        return ()
    noted = {(each.entry, each.field) for each in suggestions if each.code == "duplicate"}
    mended = {(edit.file, each.entry, each.field) for each in suggestions for edit in each.edits}
    listed = {
        (problem.file, problem.line)
        for file in {link.file for link, _ in found}
        for problem in catalogs[file].problems
        if problem.code == CODE
    }
    return tuple(
        Problem(file=link.file, line=link.line, code=CODE, message=message)
        for link, message in found
        if (link.file, link.entry, link.field) not in mended
        and (link.entry, link.field) not in noted
        and (link.file, link.line) not in listed
    )


def _reached(one: Said) -> str | None:
    """Where a link led in this run, as far as that is kept."""
    return one.lead.final_url if one.status in REACHED and one.lead is not None else None


def _seen(some: Iterable[tuple[Link, str | None]], remembered: Remembered) -> Iterator[tuple[Link, str]]:
    twins = [(link, urls.normalise(twin_of(link.url)) or link.url, reached) for link, reached in some]
    known = remembered.memories(twin for _, twin, _ in twins)
    for link, twin, reached in twins:
        past = known.get(twin)
        if reached is not None and urls.normalise(reached) == twin:
            yield link, _message(link, twin, "it led there in this run")
        elif past is not None and _worked(past):
            yield link, _message(link, twin, f"reached on {past.asked_at:%Y-%m-%d}")


def _worked(past: Past) -> bool:
    """Alive by itself, or moved, which is never to http: a fall back to that is no twin."""
    is_alive = past.status is Status.ALIVE and past.reason not in _FELL_BACK
    return is_alive or past.status is Status.MOVED


def _is_declined(link: Link, remembered: Remembered) -> bool:
    # The id of the suggestion that would be made of it, see `suggest.model.proposal`.
    name = suggestion_id(link.entry, text_of(link), link.url, twin_of(link.url))
    return name in remembered.declined


def _message(link: Link, twin: str, seen: str) -> str:
    return (
        f"`{link.field}` of '{link.entry}' is http, and {twin} works ({seen}); write it if it shows the same"
    )
