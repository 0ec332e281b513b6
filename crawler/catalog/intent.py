"""What edits mean for the data: whether one fits what is there, and what the data is to be afterwards."""

from __future__ import annotations

import base64
import math
from datetime import date
from typing import TYPE_CHECKING, Any

from crawler.catalog.model import Refusal
from crawler.catalog.wording import described

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crawler.catalog.model import Edit, Route, Value

MISSING = object()
_REMOVED = object()
_TWICE = Refusal(reason="two edits change the same value")


def plain(value: Any) -> Value:
    """Parsed data as JSON can say it: dates as text, keys as text, sets as lists."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(inner) for inner in value), key=str)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, date):
        return value.isoformat()
    is_number = isinstance(value, float) and math.isfinite(value)
    return value if value is None or is_number or isinstance(value, str | int) else str(value)


def look_up(data: Any, route: Route) -> Any:
    """What stands at a route, or `MISSING`."""
    for step in route:
        is_key = isinstance(data, dict) and step in data
        is_index = isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)
        if not is_key and not is_index:
            return MISSING
        data = data[step]
    return data


def misfit(data: Any, edit: Edit) -> Refusal | None:
    """Why an edit cannot be made of this data; None where it can. Made once, it does not fit any more."""
    found = look_up(data, edit.route)
    if edit.at is not None:
        return _misfit_of_part(found, edit, edit.at)
    if edit.new is None and found is MISSING:
        return Refusal(reason="it is not there any more")
    present = plain(None if found is MISSING else found)
    if is_same(present, plain(edit.old)):
        return _misfit_of_removal(data, edit.route) if edit.new is None else None
    is_done = edit.new is not None and is_same(present, plain(edit.new))
    return _outdated(edit, found, is_done=is_done)


def _misfit_of_removal(data: Any, route: Route) -> Refusal | None:
    if not route:
        return Refusal(reason="the whole of a catalog is not removed")
    around = look_up(data, route[:-1])
    at = route[-1]
    if isinstance(around, list) and isinstance(at, int) and at + 1 < len(around):
        # The removal, made once more, would take the twin as well.
        twin = is_same(around[at], around[at + 1])
        return Refusal(reason="an item just like it follows; remove one of them by hand") if twin else None
    return None


def _misfit_of_part(found: Any, edit: Edit, at: int) -> Refusal | None:
    old, new = edit.old, edit.new
    if not isinstance(old, str) or not isinstance(new, str) or not old or at < 0:
        return Refusal(reason="a part of a text is some text, and only some text can stand for it")
    if not isinstance(found, str):
        return Refusal(reason=f"it was a part of a text and is {_said(found)} now")
    if old != new and found.startswith(new, at) and (new.startswith(old) or not found.startswith(old, at)):
        return _outdated(edit, found[at : at + len(new)], is_done=True)
    if not found.startswith(old, at):
        return _outdated(edit, found[at : at + len(old)], is_done=False)
    after = new + found[at + len(old) : at + len(old) + len(old)]
    if after.startswith(old) and not new.startswith(old):
        return Refusal(reason="made twice it would change the text twice; edit it by hand")
    return None


def _outdated(edit: Edit, found: Any, *, is_done: bool) -> Refusal:
    reason = f"it was {_said(edit.old)} and is {_said(found)} now"
    return Refusal(reason=f"{reason}; that is done already" if is_done else reason)


def _said(value: Any) -> str:
    return "not there" if value is None or value is MISSING else described(value)


def intended(data: Any, edits: Iterable[Edit]) -> Any:
    """The data with the edits made, their routes and offsets those of the old data; or a Refusal.

    A copy along the routes alone: what an alias repeats elsewhere stays as it was, so that a proof sees it.
    """
    at_routes: dict[Route, list[Edit]] = {}
    for edit in edits:
        at_routes.setdefault(edit.route, []).append(edit)
    news: dict[Route, list[Any]] = {}
    for route, several in at_routes.items():
        found = look_up(data, route)
        is_append = found is MISSING and isinstance(route[-1], int)
        values = _values(found, several, is_append=is_append)
        if values is None:
            return _TWICE
        news[route] = values
    return _with(data, news)


def _values(found: Any, edits: list[Edit], *, is_append: bool) -> list[Any] | None:
    """What comes to stand at one route: one value, or several where they are appended to a list."""
    parts = [edit for edit in edits if edit.at is not None]
    if len(parts) < len(edits):
        news = [_REMOVED if edit.new is None else edit.new for edit in edits]
        return news if len(edits) == 1 or (is_append and not parts) else None
    text, position, pieces = str(found), 0, []
    for part in sorted(parts, key=lambda edit: edit.at or 0):
        start = part.at or 0
        if start < position:
            return None
        pieces += [text[position:start], str(part.new)]
        position = start + len(str(part.old))
    return ["".join([*pieces, text[position:]])]


def _with(data: Any, news: Mapping[Route, list[Any]]) -> Any:
    below: dict[str | int, dict[Route, list[Any]]] = {}
    for route, values in news.items():
        if not route:
            return values[0] if len(news) == 1 and len(values) == 1 else _TWICE
        below.setdefault(route[0], {})[route[1:]] = values
    if not isinstance(data, dict | list):
        return Refusal(reason="there is nothing at this place to edit")
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    for step, further in below.items():
        if isinstance(copy, list) and step == len(data):
            copy += further.get((), ())
            continue
        value = _with(copy.get(step) if isinstance(copy, dict) else copy[step], further)
        if isinstance(value, Refusal):
            return value
        copy[step] = value
    return _without_removed(copy, below)


def _without_removed(copy: Any, steps: Iterable[Any]) -> Any:
    if isinstance(copy, list):
        return [value for value in copy if value is not _REMOVED]
    for step in steps:
        if copy[step] is _REMOVED:
            del copy[step]
    return copy


def is_same(left: Any, right: Any) -> bool:
    """Equal, and of equal types all through: 1, 1.0 and True are three things, and NaN is itself."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(is_same(left[key], right[key]) for key in left)
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(is_same, left, right))
    return bool(left == right or (left != left and right != right))  # noqa: PLR0124 - only NaN differs from itself
