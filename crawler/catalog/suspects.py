"""Which of many edits spoil a proof: those made nearest to where the text says something else than it should.

One address that its place cannot hold, among the 9,000 edits of a large file, took 26 readings of the whole
file to be found by halves; the place where the data differ leads there in two.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any

from crawler.catalog.intent import is_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.catalog.model import Route

_MOST_DIFFERENCES = 200


def suspects(said: Any, meant: Any, groups: Sequence[Iterable[Route]]) -> set[int]:
    """The indexes of the groups whose routes are nearest to the first places where two data differ."""
    places = sorted((_sortable(route), index) for index, routes in enumerate(groups) for route in routes)
    keys = [key for key, _ in places]
    found: set[int] = set()
    for route in islice(_differences(said, meant, ()), _MOST_DIFFERENCES):
        wanted = _sortable(route)
        at = bisect_left(keys, wanted)
        near = [(_common(keys[one], wanted), one) for one in (at - 1, at) if 0 <= one < len(keys)]
        depth = max(near, default=(0, 0))[0]
        found |= {places[one][1] for common, one in near if common == depth}
    return found


def _differences(said: Any, meant: Any, route: Route) -> Iterator[Route]:
    """As deep as the data are alike."""
    if isinstance(said, dict) and isinstance(meant, dict) and said.keys() == meant.keys():
        for key in said:
            yield from _differences(said[key], meant[key], (*route, key))
    elif isinstance(said, list) and isinstance(meant, list):
        unlike = [at for at, pair in enumerate(zip(said, meant, strict=False)) if not is_same(*pair)]
        # What follows an item too many differs all through, and is not to blame.
        blamed = unlike if len(said) == len(meant) else unlike[:1]
        for at in blamed:
            yield from _differences(said[at], meant[at], (*route, at))
        if len(said) != len(meant) and not blamed:
            yield route
    elif not is_same(said, meant):
        yield route


def _sortable(route: Route) -> tuple[tuple[bool, int, str], ...]:
    """A route that compares with any other, though steps are numbers or text."""
    return tuple((True, step, "") if isinstance(step, int) else (False, 0, str(step)) for step in route)


def _common(one: Sequence[Any], other: Sequence[Any]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
