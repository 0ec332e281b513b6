"""What a catalog is once it has been read: entries, links with their places, and problems."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Sequence

Route = tuple[str | int, ...]
"""A place in the parsed data: mapping keys and sequence indexes from the root."""

Value = str | int | float | bool | list[Any] | dict[str, Any] | None
"""Plain data, as JSON can say it too."""

_PLAIN_KEY = re.compile(r"[^.\[\]{}\"\x00-\x1f]+")
_ROUTE_STEP = re.compile(r'\[(-?\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.\[\]{}"]+)', re.DOTALL)

Kind = Literal[
    "book",
    "chapter",
    "course",
    "video-lectures",
    "paper",
    "article",
    "collection",
    "notes",
    "code",
    "tool",
]
Level = Literal["beginner", "intermediate", "advanced"]


def format_route(route: Route) -> str:
    """`("resources", 3, "url")` is written `resources[3].url`; a key with a dot, a bracket or a quote in it
    stands as a JSON string in brackets: `links["v1.0"]`.
    """
    return "".join(map(_format_step, route)).removeprefix(".")


def _format_step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN_KEY.fullmatch(step) else f"[{json.dumps(step)}]"


def parse_route(path: str) -> Route:
    """Read what `format_route` wrote; whatever else stands there is passed over."""
    return tuple(
        int(index) if index else json.loads(quoted, strict=False) if quoted else key
        for index, quoted, key in _ROUTE_STEP.findall(path)
    )


class Alternate(BaseModel):
    """Another address of the same work; its URL is a link of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: str
    url: str
    title: str | None = None


class CheckRule(BaseModel):
    """An entry's own rule for the checker: ignored, with a reason, until a date (inclusive)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    ignore: str
    until: date


class Entry(BaseModel):
    """One resource of the native catalog."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: str
    title: str | None = None
    url: str | None = None
    url_source: Literal["editor"] | None = None
    kind: Kind | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    year: int | None = None
    language: str | None = None
    topics: tuple[str, ...] = ()
    level: Level | None = None
    alternates: tuple[Alternate, ...] = ()
    listed_by: tuple[str, ...] = ()
    check: CheckRule | None = None


Shape = Literal["text", "number", "list", "alternates"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A key of an entry under which a fact of this name may be put, and what its values are like there."""

    name: str
    key: str
    shape: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Half-open character offsets into the catalog's text, quotes of a scalar included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One URL in a catalog and where it stands; `line` and `column` count from 1."""

    entry: str
    field: str
    """`url` or `alternates[0].url`: the route below the entry, as written in reports."""
    url: str
    file: str
    line: int
    column: int
    span: Span
    route: Route
    at: int | None = None
    """Where the URL begins in the text at the route, if it is only a part of that text."""
    entry_route: Route = dataclasses.field(default=(), compare=False)
    """The whole entry's place, where `field` does not tell: see `entry_route`."""
    entry_is: Literal["item", "file", "text"] = dataclasses.field(default="item", compare=False)
    """One of several of its kind, all that its file holds, or running text."""
    is_main: bool = dataclasses.field(default=False, compare=False)
    """The entry is about what is behind this link."""
    slots: tuple[Slot, ...] = dataclasses.field(default=(), compare=False)
    """Where what the entry lacks may be put."""
    title_route: Route | None = dataclasses.field(default=None, compare=False)
    """Where the title stands or would be added; None where the format has no place for one."""
    title: str | None
    """What the page behind the link should be called, where the entry says so."""
    authors: tuple[str, ...] = ()
    kind: str | None = None
    year: int | None = None
    language: str | None = None
    ignored_because: str | None = None
    """What an ignore rule that is in force today says, and where: in the entry or the configuration."""

    def slot(self, name: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.name == name), None)


def entry_route(link: Link) -> Route:
    """Where the link's entry stands: what a removal removes."""
    if link.entry_route or link.field == "url":
        return link.entry_route or link.route[:-1]
    return link.route[: len(link.route) - len(parse_route(link.field))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something about an entry that a maintainer should mend; it stops no other entry from being checked."""

    file: str
    line: int
    code: str
    message: str
    is_operator_error: bool = False
    """True for what makes the catalog ambiguous (duplicate id, URL without host): the run ends with 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """One catalog file as read: `text` is byte-faithful (BOM and line endings kept) once encoded as UTF-8."""

    file: str
    text: str
    entries: Sequence[Entry]
    links: tuple[Link, ...]
    problems: Sequence[Problem]
    data: Any = field(repr=False)
    """The plain parsed data, for proving edits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change of the data at a route: `old` None adds what is not there, `new` None removes what is.

    A route to an item that a list does not have yet (its index is the list's length) appends to the list.
    """

    file: str
    line: int
    route: Route
    old: Value
    new: Value
    at: int | None = None
    """Where `old` stands in the text at the route, in characters, when it is a part of a longer one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Splice:
    """`text` in the place of the characters from `start` to `end`; nothing else changes."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an edit is not offered: the text could not be proved to say exactly what was meant."""

    reason: str
