"""What changed since the last run: one row for each link now, then one for each that is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crawler.probe import urls
from crawler.probe.past import FAILING, REACHED, Occurrence, Status
from crawler.report.model import ChangeReport
from crawler.report.outline import outlines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.report.model import ChangeKind, LinkReport
    from crawler.report.outline import Outline


Place = Occurrence
"""Where a link stands: the identity that lasts while its URL is edited."""


class Before(NamedTuple):
    """What the last run said of a place; `url` is as memory keeps it, serialised and without fragment."""

    status: str
    url: str


def compare(before: Mapping[Place, Before], after: Sequence[Outline]) -> tuple[ChangeReport, ...]:
    """Give the links' rows in the order of `after`, then the gone places in the order of `before`.

    Every place of `before` that is not in `after` counts as gone, so a run over a part of the catalog passes
    that part of its memory only.
    """
    places = [place_of(link) for link in after]
    kept = [_change(before.get(place), link) for place, link in zip(places, after, strict=True)]
    now = set(places)
    gone = [_gone(place, said) for place, said in before.items() if place not in now]
    return (*kept, *gone)


def place_of(link: Outline) -> Place:
    return Place(file=link.file, entry=link.entry, field=link.field)


def summarise(links: Sequence[LinkReport], changes: Sequence[ChangeReport]) -> dict[str, int]:
    """Count links: all, one number per status (worst first), `new` failures and `fixed` ones."""
    said = [link.status for link in outlines(links)]
    return {
        "links": len(links),
        **{status.value: said.count(status) for status in Status},
        "new": sum(is_new_failure(change) for change in changes),
        "fixed": sum(change.kind == "recovered" for change in changes),
    }


def is_new_failure(change: ChangeReport) -> bool:
    """Tell whether a link fails now, and either not failing in the last run or not known to it."""
    return change.kind == "broke" or (change.kind == "new" and change.after in FAILING)


def is_turn(change: ChangeReport) -> bool:
    """Tell whether a link fails otherwise than it did: what was out of reach for a week is dead now."""
    is_failing = change.before in FAILING and change.after in FAILING
    return change.kind == "same" and is_failing and change.before != change.after


def _change(said: Before | None, link: Outline) -> ChangeReport:
    return ChangeReport(
        entry=link.entry,
        field=link.field,
        kind=_kind(said, link),
        before=said.status if said else None,
        after=link.status,
    )


def _kind(said: Before | None, link: Outline) -> ChangeKind:
    if said is None:
        return "new"
    if said.status not in FAILING:
        return _kind_of_working(said, link)
    # From dead to blocked or skipped is no recovery: nobody has seen the resource.
    return "recovered" if link.status in REACHED else "same"


def _kind_of_working(said: Before, link: Outline) -> ChangeKind:
    if link.status in FAILING:
        return "broke"
    # The URL of a move that was applied may move again: that is news, though the status is the same.
    is_news = said.status != Status.MOVED or said.url != (urls.normalise(link.url) or link.url)
    return "moved" if link.status == Status.MOVED and is_news else "same"


def _gone(place: Place, said: Before) -> ChangeReport:
    return ChangeReport(entry=place.entry, field=place.field, kind="gone", before=said.status, after=None)
