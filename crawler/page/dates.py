"""Dates as pages write them, to ISO 8601 with as much precision as is certain."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_EARLIEST, _LATEST = 1400, 2200
_MAX_CHARS = 100
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS_IN_A_YEAR = len(_MONTHS)


def read_date(text: str) -> str | None:
    """`YYYY-MM-DD`, `YYYY-MM` or `YYYY`, the day as written in any time zone; None for no date."""
    text = text[:_MAX_CHARS].strip()
    for pattern, read in _FORMS:
        match = pattern.search(text)
        if match is not None:
            return read(match)
    return None


def _spell(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """Longest part that is a date: `2019-00-00` says no more than 2019."""
    if not _EARLIEST <= year <= _LATEST:
        return None
    if not month or month > _MONTHS_IN_A_YEAR:
        return f"{year:04}"
    try:
        return date(year, month, day or 0).isoformat()
    except ValueError:
        return f"{year:04}-{month:02}"


def _year_first(match: re.Match[str]) -> str | None:
    return _spell(*(int(part) for part in match.groups() if part))


def _named_month(match: re.Match[str]) -> str | None:
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    day = match.groupdict().get("day")
    return _spell(int(match["year"]), month, int(day) if day else None)


def _year_last(match: re.Match[str]) -> str | None:
    """`31/12/2019`; where day and month could be either way round, only the year is certain."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or first > _MONTHS_IN_A_YEAR or first == second:
        return _spell(year, second, first)
    return _spell(year, first, second) if second > _MONTHS_IN_A_YEAR else _spell(year)


_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    # PDF: D:20191231235959Z; also without prefix, but only in lengths that no epoch time has.
    (re.compile(r"^D:(\d{4})(\d\d)?(\d\d)?"), _year_first),
    (re.compile(r"^(\d{4})(\d\d)(\d\d)(?:\d{6})?(?!\d)"), _year_first),
    (re.compile(r"^(\d{4})(?:\s?[-/.年]\s?(\d{1,2})(?:\s?[-/.月]\s?(\d{1,2}))?)?(?!\d)"), _year_first),
    (re.compile(rf"\b{_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}", re.IGNORECASE), _named_month),
    (re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}", re.IGNORECASE), _named_month),
    (re.compile(rf"\b{_MONTH},?\s+{_YEAR}", re.IGNORECASE), _named_month),
    (re.compile(r"^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)"), _year_last),
)
