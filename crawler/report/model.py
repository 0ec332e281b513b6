"""`latest.json`, schema 1: the contract that scripts rely on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_serializer,
)

from crawler.catalog.patch import unquote_name

ChangeKind = Literal["new", "broke", "recovered", "moved", "same", "gone"]
SCHEMA_VERSION: Final = 1


def _read_name(name: object) -> object:
    is_quoted = isinstance(name, str) and _NOT_UTF_8.fullmatch(name) is not None
    return unquote_name(str(name)) if is_quoted else name


_NOT_UTF_8 = re.compile(r'"[^"]*\\[23][0-7]{2}.*"', re.DOTALL)
FileName = Annotated[str, BeforeValidator(_read_name)]
"""As the operator named it; in JSON as git quotes it where its bytes are no UTF-8."""


def _rows_as_given(rows: object, read: ValidatorFunctionWrapHandler) -> Any:
    is_lazy = isinstance(rows, Sequence) and not isinstance(rows, str | list | tuple)
    return rows if is_lazy else tuple(read(rows))


T = TypeVar("T")
Rows = Annotated[Sequence[T], WrapValidator(_rows_as_given)]
"""As many as there are links: a tuple, or a sequence that makes each row when it is asked for."""


class _Report(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Row:
    """What there may be one of for each link: a dataclass with slots takes a tenth of a model's memory."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


class RunReport(_Report):
    """The run itself; times are ISO 8601 in UTC."""

    id: str
    started_at: str
    finished_at: str
    catalogs: tuple[FileName, ...]
    settings: dict[str, Any]
    requests: int
    bytes_received: int
    inconclusive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReport(_Row):
    """What the page says of itself."""

    title: str | None
    description: str | None
    language: str | None
    canonical: str | None
    authors: tuple[str, ...]
    published: str | None
    content_type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport(_Row):
    """One link of one entry at one place; the same URL in two places is two of these."""

    entry: str
    field: str
    file: FileName
    line: int
    url: str
    status: str
    reason: str
    confidence: Literal["high", "medium", "low"]
    confirmed: bool
    because: tuple[str, ...]
    signals: tuple[str, ...]
    moved_to: str | None
    final_url: str | None
    http_status: int | None
    since: str
    failing_runs: int
    page: PageReport | None
    title_match: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReport(_Row):
    """How a link differs from what the last run said of it; `before` and `after` are statuses."""

    entry: str
    field: str
    kind: ChangeKind
    before: str | None
    after: str | None


class EditReport(_Report):
    """One edit; `path` is a route such as `resources[3].url`.

    `old` is null where something is added, and `new` where it is removed; both are any JSON. `at` stands only
    where `old` is a part of a longer text: the number of characters before it.
    """

    file: FileName
    line: int
    path: str
    old: Any
    new: Any
    at: int | None = None

    @model_serializer(mode="wrap")
    def _without_idle_at(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        row: dict[str, Any] = write(self)
        if self.at is None:
            del row["at"]
        return row


class SuggestionReport(_Report):
    """One proposal with its edits."""

    id: str
    entry: str
    field: str
    code: str
    disposition: Literal["safe", "review", "note"]
    because: tuple[str, ...]
    edits: tuple[EditReport, ...]


class RefusalReport(_Report):
    """A suggestion whose edit could not be proved."""

    suggestion: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemReport(_Row):
    """Something about an entry that a maintainer should mend."""

    file: FileName
    line: int
    code: str
    message: str


class Report(_Report):
    """`latest.json` as a whole."""

    schema_: Literal[1] = Field(default=SCHEMA_VERSION, alias="schema")
    run: RunReport
    summary: dict[str, int]
    links: Rows[LinkReport]
    changes: tuple[ChangeReport, ...]
    suggestions: tuple[SuggestionReport, ...]
    refusals: tuple[RefusalReport, ...]
    problems: Rows[ProblemReport]
