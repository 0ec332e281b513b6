"""One item of `resources` to an `Entry`: what is broken is said with its line, and the rest is kept."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from operator import eq
from typing import TYPE_CHECKING, Any, overload

from pydantic import BaseModel, ValidationError

from crawler.catalog.model import Alternate, CheckRule, Entry, Problem, Route, format_route
from crawler.catalog.wording import described, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from crawler.catalog.document import Document, Place

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "tuple_type": "a list",
    "date_type": "a date such as 2027-02-01 without quotes",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
}
_SHORT_KEY = 40
_MOST_PASSES = 4
"""An error, then the required key that is missing without it, then what cannot do without that key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedEntry:
    """An entry with its place; `broken` are the fields left out since their values could not be read."""

    id: str
    title: str | None
    url: str | None
    check: CheckRule | None
    number: int
    line: int
    has_own_id: bool
    broken: frozenset[str]
    raw: Any
    """The plain data of the item, for its URLs: they are kept even where what surrounds them is broken."""

    @property
    def name(self) -> str:
        return quoted(self.id) if self.has_own_id else f"entry {self.number}"


class Entries(Sequence[Entry]):
    """A catalog's entries, made when they are asked for: kept, 100,000 of them would take 90 MB."""

    def __init__(self, raw: Sequence[Any], odd: Mapping[int, Entry]) -> None:
        """`odd` are those, by their index, that are more than plain values and lists of such, or broken."""
        self._raw = raw
        self._odd = odd

    def __len__(self) -> int:
        return len(self._raw)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, index: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(index, slice):
            return tuple(self[one] for one in range(*index.indices(len(self))))
        index = range(len(self))[index]
        if index in self._odd:
            return self._odd[index]
        fields = {key: value for key, value in self._raw[index].items() if value is not None}
        return Entry.model_validate(
            {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]  # what is compared by content and holds lists has none


def read_entry(
    document: Document, place: Place, number: int, raw: Any
) -> tuple[PlacedEntry, Entry, list[Problem]]:
    """Validate the `number`-th item (counted from 1); an item without a usable id is called `entry-N`."""
    reading = _Reading(document, place, f"entry {number}")
    if not isinstance(raw, dict):
        entry = Entry(id=f"entry-{number}")
        what = f"entry {number} is {described(raw)}, not a mapping; write it as `- id: …`"
        return reading.placed(entry, number, raw=None), entry, [reading.problem((), "not-an-entry", what)]
    if isinstance(raw.get("id"), str) and raw["id"].strip():
        reading.name = quoted(raw["id"])
    entry = reading.read(raw, number)
    return reading.placed(entry, number, raw=raw), entry, reading.problems


class _Reading:
    """One entry on its way from plain data to a model."""

    def __init__(self, document: Document, place: Place, name: str) -> None:
        self.document = document
        self.place = place
        self.name = name
        self.problems: list[Problem] = []
        self.broken: set[str] = set()

    def placed(self, entry: Entry, number: int, *, raw: Any) -> PlacedEntry:
        return PlacedEntry(
            id=entry.id,
            title=entry.title,
            url=entry.url,
            check=entry.check,
            number=number,
            line=self.document.line_of(self.place),
            has_own_id=self.name != f"entry {number}",
            broken=frozenset(self.broken),
            raw=raw,
        )

    def problem(self, route: Route, code: str, message: str) -> Problem:
        line = self.document.line_of(self._place(route))
        return Problem(file=self.document.file, line=line, code=code, message=message)

    def read(self, raw: dict[Any, Any], number: int) -> Entry:
        fields = self._known(raw, Entry, ())
        if not isinstance(fields.get("id"), str):
            self._complain_of_id(fields.pop("id", None))
        if not str(fields.get("id", "")).strip():
            fields["id"] = f"entry-{number}"
        for attempt in range(_MOST_PASSES):
            try:
                return Entry.model_validate(fields)
            except ValidationError as error:
                details = error.errors(include_url=False, include_context=True)
                if attempt == 0:
                    self._report(details)
                for route in sorted({_route(detail) for detail in details}, key=_from_the_back, reverse=True):
                    _prune(fields, route)
        return Entry(id=fields["id"])

    def _complain_of_id(self, value: Any) -> None:
        if value is not None:
            self.broken.add("id")
            what = f"`id` of {self.name} is {described(value)}, expected text; put it in quotes"
            self.problems.append(self.problem(("id",), "invalid-value", what))

    def _known(self, raw: dict[Any, Any], model: type[BaseModel], route: Route) -> dict[str, Any]:
        """A copy with tuples for lists, as strict models want them, without unknown keys and empty values."""
        known: dict[str, Any] = {}
        for key, value in raw.items():
            if key not in model.model_fields:
                self._complain_of_key(key, model, route)
            elif value is not None or route:
                known[key] = self._shaped(key, value, route)
        return known

    def _shaped(self, key: str, value: Any, route: Route) -> Any:
        if route or not isinstance(value, list | dict):
            return tuple(value) if isinstance(value, list) else value
        if key == "check" and isinstance(value, dict):
            return self._known(value, CheckRule, (key,))
        if key == "alternates" and isinstance(value, list):
            return tuple(
                self._known(item, Alternate, (key, index)) if isinstance(item, dict) else item
                for index, item in enumerate(value)
            )
        return tuple(value) if isinstance(value, list) else value

    def _complain_of_key(self, key: Any, model: type[BaseModel], route: Route) -> None:
        near = difflib.get_close_matches(str(key)[:_SHORT_KEY], model.model_fields, n=1)
        remedy = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(model.model_fields)}"
        where = f"`{format_route(route)}` of {self.name}" if route else self.name
        what = f"{where} has an unknown key {described(key)}; {remedy}"
        line = self.document.key_line(self._place(route), key)
        self.problems.append(Problem(file=self.document.file, line=line, code="unknown-key", message=what))

    def _report(self, details: list[ErrorDetails]) -> None:
        for detail in details:
            route = _route(detail)
            self.broken.add(str(route[0]))
            if detail["type"] == "missing":
                what = f"`{format_route(route[:-1])}` of {self.name} has no `{route[-1]}`; add it"
                self.problems.append(self.problem(route[:-1], "missing-key", what))
            else:
                self.problems.append(self.problem(route, "invalid-value", self._said(route, detail)))

    def _said(self, route: Route, detail: ErrorDetails) -> str:
        what, remedy = said_of_value(detail)
        return f"`{format_route(route)}` of {self.name} {what}; {remedy}"

    def _place(self, route: Route) -> Place:
        """As far along the route as there are places."""
        place = self.place
        for step in route:
            below = self.document.child(place, step)
            if below is None:
                break
            place = below
        return place


def said_of_value(detail: ErrorDetails) -> tuple[str, str]:
    """What a value is and what was expected of it, and the remedy."""
    value, kind = detail["input"], detail["type"]
    expected = _EXPECTED.get(kind) or str(detail.get("ctx", {}).get("expected") or detail["msg"])
    in_quotes = kind == "string_type" and not isinstance(value, dict | list | tuple | type(None))
    remedy = "put it in quotes" if in_quotes else "correct it"
    return f"is {described(value)}, expected {expected}", remedy


def _route(detail: ErrorDetails) -> Route:
    return tuple(detail["loc"])


def _from_the_back(route: Route) -> tuple[str, ...]:
    return tuple(f"{step:012d}" if isinstance(step, int) else step for step in route)


def _prune(fields: dict[str, Any], route: Route) -> None:
    """Drop what a route points to, or the nearest thing around it that can be dropped."""
    field = str(route[0])
    value = fields.get(field)
    if len(route) > 1 and isinstance(value, tuple) and isinstance(route[1], int) and route[1] < len(value):
        item = value[route[1]]
        if len(route) > 2 and isinstance(item, dict) and route[2] in item:  # noqa: PLR2004 - field, index, key
            del item[route[2]]
        else:
            fields[field] = value[: route[1]] + value[route[1] + 1 :]
    else:
        fields.pop(field, None)
