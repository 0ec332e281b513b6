"""Which years a title and a page's names speak of: a report of another year is another report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.page.likeness import share_course_number

if TYPE_CHECKING:
    from collections.abc import Collection

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-\u2010-\u2015/]\s?((?:19|20)?\d\d)(?!\d)")


def years_of(text: str) -> frozenset[int]:
    """Every year that a text names, and those within its spans: "1998-2004", "2023/24"."""
    years = set(map(int, _YEAR.findall(text)))
    for span in _SPAN.finditer(text):
        first, last = int(span[1]), int(span[1][: 4 - len(span[2])] + span[2])
        years.update(range(first, last + 1))
    return frozenset(years)


def is_of_another_year(title: str, names: Collection[str]) -> bool:
    """Title and names each say years, and none in common; what has a course's number is given anew."""
    ours = years_of(title)
    theirs = frozenset().union(*map(years_of, names)) if ours else frozenset()
    return bool(theirs) and not ours & theirs and not share_course_number(title, names)
