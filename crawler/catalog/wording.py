"""The catalog's own text as a message may show it: on one line, escaped, cut, without secrets."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_LONGEST_SHOWN = 80
_NAMED_MAX = 5
_SHOWABLE_NUMBER = 10**15
_USER_INFO = re.compile(r"^([A-Za-z][A-Za-z0-9+.\-]*:)?([/\\]*)[^/\\?#]*@")
_DROPPED_BY_BROWSERS = str.maketrans("", "", "\t\n\r")


def quoted(text: str) -> str:
    """Text in quotes, with everything that is not printable escaped, cut after 80 characters."""
    # repr() escapes control and bidirectional characters, so no title can forge a line or reverse it.
    return repr(text) if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]!r}…"


def quoted_url(url: str) -> str:
    """A URL in quotes, whose user name and password are not shown."""
    return quoted(_USER_INFO.sub(r"\1\2…@", url.strip().translate(_DROPPED_BY_BROWSERS)))


def described(value: Any) -> str:
    """A parsed value in words."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        # Python refuses to print integers of more than 4,300 digits.
        return f"the number {value}" if abs(value) < _SHOWABLE_NUMBER else "a number"
    if isinstance(value, date):
        return f"the date {value.isoformat()}"
    if isinstance(value, str):
        return quoted(value)
    return (
        "a mapping"
        if isinstance(value, dict)
        else "a list"
        if isinstance(value, list | tuple)
        else "unreadable"
    )


def rule_ended(name: str, until: date, holder: str) -> str:
    """What is said of an ignore rule whose day is over, wherever it stands."""
    ended = f"the ignore rule of {name} ended on {until.isoformat()}"
    return f"{ended}; look again, then renew `until` or remove {holder}"


def named_or_counted(names: Collection[str], kind: str) -> str:
    """A course's 200 pages are counted, not listed."""
    return ", ".join(names) if len(names) <= _NAMED_MAX else f"{len(names)} {kind}"


def as_well(places: Sequence[str], *, unit: str = "") -> str:
    """What follows the first place of several: all others, since one that is not named is not found."""
    if not places:
        return ""
    one, many = (f"{unit} ", f"{unit}s ") if unit else ("", "")
    *others, last = places
    return f", and those at {many}{', '.join(others)} and {last}" if others else f", and that at {one}{last}"
