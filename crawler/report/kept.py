"""What a run has said of its links, kept outside of the memory: a catalog may have any number of them.

What stays in memory of a link is how it fares and where the rest lies. A row is put together with its link,
which the catalog holds anyway, whenever somebody looks at it, and nobody looks at all of them at once.
"""

from __future__ import annotations

from array import array
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.probe import urls
from crawler.report.assemble import Said, shared
from crawler.report.lazy import LazySequence
from crawler.report.model import LinkReport, PageReport
from crawler.report.outline import OutlinedRows
from crawler.suggest.looks import Look
from crawler.suggest.model import Lead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.catalog.model import Link
    from crawler.judge.looks import Shelf
    from crawler.report.outline import Outline
    from crawler.suggest.model import Suggestion

_OF_THE_LINK = ("entry", "field", "file", "line")
_WORDS = ("status", "reason", "confidence", "because", "signals", "since")
"""What many rows have in common."""
_NOTHING = -1


class _Packing:
    """The values of a dataclass without its name and those of its fields, which pickling would repeat."""

    def __init__(self, kind: type[Any], *left_out: str) -> None:
        self._kind = kind
        self.names = tuple(field.name for field in fields(kind) if field.name not in left_out)
        self.values = attrgetter(*self.names)

    def made(self, values: tuple[Any, ...] | None, **others: Any) -> Any:
        return None if values is None else self._kind(**dict(zip(self.names, values, strict=True)), **others)


_ROW = _Packing(LinkReport, "page", "url", *_OF_THE_LINK, *_WORDS)
_PAGE = _Packing(PageReport)
_WORDS_OF = attrgetter(*_WORDS)
_LEAD = _Packing(Lead, "look", "link")
_LOOK = _Packing(Look)


class _Fare(NamedTuple):
    """What most rows share with thousands of others, so that each has only a place of it."""

    status: str
    confirmed: bool
    signals: tuple[str, ...]


class _Outline:
    """`Outline`, of what is in memory."""

    __slots__ = ("_link", "confirmed", "entry", "field", "file", "line", "signals", "status")

    def __init__(self, link: Link, fare: _Fare) -> None:
        self._link = link
        self.entry = link.entry
        self.field = link.field
        self.file = link.file
        self.line = link.line
        self.status, self.confirmed, self.signals = fare

    @property
    def url(self) -> str:
        return urls.without_credentials(self._link.url)


class _Kept:
    """`Said`, read when it is asked for."""

    __slots__ = ("_number", "_said")

    def __init__(self, said: AllSaid, number: int) -> None:
        self._said = said
        self._number = number

    @property
    def link(self) -> Link:
        return self._said.link(self._number)

    @property
    def status(self) -> str:
        return self._said.status(self._number)

    @property
    def report(self) -> LinkReport:
        return self._said.row(self._number)

    @property
    def proposals(self) -> tuple[Suggestion, ...]:
        return self._said.proposed(self._number)[0]

    @property
    def lead(self) -> Lead | None:
        return self._said.proposed(self._number)[1]


class AllSaid(LazySequence[_Kept]):
    """Everything that a run says: in the order in which it came, and of the catalogs once it is arranged."""

    def __init__(self, rows: Shelf, proposed: Shelf) -> None:
        self._rows = rows
        self._proposed = proposed
        self._links: list[Link] = []
        self._fares: list[_Fare] = []
        self._proposed_at = array("l")
        """Where on the shelf, or `_NOTHING`, as of most links."""
        self._order: Sequence[int] = ()

    def add(self, said: Said) -> _Kept:
        """Keep it; what is given back reads it again."""
        row = said.report
        url = None if row.url == said.link.url else row.url
        page = _PAGE.values(row.page) if row.page else None
        self._rows.append((_ROW.values(row), _WORDS_OF(row), url, page))
        self._links.append(said.link)
        self._fares.append(shared(_Fare(row.status, row.confirmed, row.signals)))
        is_bare = said.lead is None and not said.proposals
        self._proposed_at.append(_NOTHING if is_bare else len(self._proposed))
        if not is_bare:
            self._proposed.append((said.proposals, _lead_values(said.lead)))
        return _Kept(self, len(self._links) - 1)

    def arrange(self, files: Sequence[str]) -> None:
        """Put all in the order in which they stand in the catalogs."""
        order = {file: position for position, file in enumerate(files)}
        links = self._links
        numbers = list(range(len(links)))
        # From the last key to the first, as sorting is stable: a tuple of keys for each would be 10 MB.
        numbers.sort(key=lambda number: links[number].column)
        numbers.sort(key=lambda number: links[number].line)
        numbers.sort(key=lambda number: order[links[number].file])
        self._order = array("L", numbers)

    @property
    def rows(self) -> OutlinedRows:
        """What reports say of each."""
        return _Rows(self)

    @property
    def outlines(self) -> Sequence[Outline]:
        """As much of each row as needs no reading."""
        return _Outlines(self)

    def __len__(self) -> int:
        return len(self._links)

    def item(self, number: int) -> _Kept:
        return _Kept(self, self._order[number] if self._order else number)

    def link(self, number: int) -> Link:
        return self._links[number]

    def status(self, number: int) -> str:
        return self._fares[number].status

    def outline(self, number: int) -> Outline:
        """The outline of what stands there, in the order of the catalogs."""
        at = self._order[number] if self._order else number
        return _Outline(self._links[at], self._fares[at])

    def row(self, number: int) -> LinkReport:
        values, words, url, page = self._rows[number]
        link = self._links[number]
        row: LinkReport = _ROW.made(
            values,
            **dict(zip(_WORDS, map(shared, words), strict=True)),
            entry=link.entry,
            field=link.field,
            file=link.file,
            line=link.line,
            url=url or link.url,
            page=_PAGE.made(page),
        )
        return row

    def proposed(self, number: int) -> tuple[tuple[Suggestion, ...], Lead | None]:
        at = self._proposed_at[number]
        if at == _NOTHING:
            return (), None
        proposals, lead = self._proposed[at]
        if lead is None:
            return proposals, None
        values, look = lead
        return proposals, _LEAD.made(values, link=self._links[number], look=_LOOK.made(look))


class _Rows(OutlinedRows):
    def __init__(self, said: AllSaid) -> None:
        self._said = said

    def __len__(self) -> int:
        return len(self._said)

    def item(self, number: int) -> LinkReport:
        return self._said[number].report

    @property
    def outlines(self) -> Sequence[Outline]:
        return self._said.outlines


class _Outlines(LazySequence["Outline"]):
    def __init__(self, said: AllSaid) -> None:
        self._said = said

    def __len__(self) -> int:
        return len(self._said)

    def item(self, number: int) -> Outline:
        return self._said.outline(number)


def _lead_values(lead: Lead | None) -> tuple[Any, ...] | None:
    if lead is None:
        return None
    return _LEAD.values(lead), _LOOK.values(lead.look) if lead.look else None
