"""What a proposal must know of the other links: which addresses the catalog has already, which rules its
moves show, which titles are alive elsewhere.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, overload

from crawler.probe import urls
from crawler.probe.past import REACHED, Status
from crawler.suggest.facts import are_other_languages, are_other_people
from crawler.suggest.rewrites import Rules, learn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from crawler.catalog.model import Link
    from crawler.suggest.model import Lead

_ARCHIVES = frozenset({"web.archive.org", "archive.ph", "archive.today", "archive.is", "perma.cc"})
_NO_WORD = re.compile(r"[\W_]+")
_SHORTEST_TITLE = 8
"""Folded characters: `Notes` or `Home` is the title of many works."""


class Said(Protocol):
    """What a run has said of one link."""

    @property
    def link(self) -> Link: ...
    @property
    def lead(self) -> Lead | None: ...
    @property
    def status(self) -> str: ...


class Surroundings:
    """The catalogs as one run found them; nothing is looked up before somebody asks."""

    def __init__(self, said: Sequence[Said], links: Sequence[Link]) -> None:
        """`links` are those of the catalogs, asked in this run or not."""
        self._said = said
        self._links = links

    @cached_property
    def leads(self) -> Sequence[Lead]:
        return _Leads(self._said)

    @cached_property
    def addresses(self) -> Mapping[str, Link]:
        """The first link of each address, as WHATWG serialises it, fragment left out."""
        found: dict[str, Link] = {}
        for link in self._links:
            found.setdefault(address_of(link), link)
        return found

    @cached_property
    def rules(self) -> Rules:
        return learn((lead.link.url, lead.moved_to) for lead in self.leads if lead.moved_to is not None)

    @cached_property
    def _twins(self) -> Mapping[str, Sequence[Link]]:
        found: dict[str, list[Link]] = {}
        for link in self._of_status(REACHED):
            key = title_key(link) if link.is_main else None
            if key is not None:
                found.setdefault(key, []).append(link)
        return found

    @cached_property
    def lasting(self) -> frozenset[tuple[str, str]]:
        """File and id of the entries of which another address than the main one, be it walled or not asked,
        was not found dead in this run. Images are decoration.
        """
        dead = {(link.file, link.entry, link.field) for link in self._of_status({Status.DEAD})}
        others = (link for link in self._links if not link.is_main and link.kind != "image")
        return frozenset(
            (link.file, link.entry) for link in others if (link.file, link.entry, link.field) not in dead
        )

    @cached_property
    def archived(self) -> frozenset[tuple[str, str]]:
        """File and id of the entries that list an archive's address already."""
        others = (link for link in self._links if not link.is_main)
        return frozenset((link.file, link.entry) for link in others if is_archive(link))

    @cached_property
    def with_languages(self) -> frozenset[str]:
        """Files in which any entry gives its language."""
        return frozenset(link.file for link in self._links if link.language is not None)

    @cached_property
    def without_https(self) -> frozenset[str]:
        """Hosts that answered https with a failure in this run."""
        failing = self._of_status({Status.INSECURE, Status.UNREACHABLE})
        return frozenset(urls.host_of(link.url) for link in failing if urls.scheme_of(link.url) == "https")

    def owner_of(self, url: str) -> Link | None:
        """Whose address this is already."""
        return self.addresses.get(urls.normalise(url) or url)

    def twins_of(self, link: Link) -> list[Link]:
        """The links of other entries that have this one's title, and were reached; what many works are called
        is told apart by authors, year and language.
        """
        mine = urls.normalise(link.url)
        others = self._twins.get(title_key(link) or "", ())
        return [
            other
            for other in others
            if (other.file, other.entry) != (link.file, link.entry)
            and urls.normalise(other.url) != mine
            and not _are_other_works(link, other)
        ]

    def _of_status(self, statuses: Collection[Status]) -> Iterator[Link]:
        return (one.link for one in self._said if one.status in statuses)


class _Leads(Sequence["Lead"]):
    """Each looked up when it is asked for: those of 100,000 links would take 60 MB."""

    def __init__(self, said: Sequence[Said]) -> None:
        self._said = said
        self._numbers = array("L", (number for number, one in enumerate(said) if one.lead is not None))

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Lead: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Lead, ...]: ...
    def __getitem__(self, index: int | slice) -> Lead | tuple[Lead, ...]:
        if isinstance(index, slice):
            return tuple(self[one] for one in range(*index.indices(len(self))))
        lead = self._said[self._numbers[index]].lead
        assert lead is not None
        return lead


def address_of(link: Link) -> str:
    """As WHATWG serialises it, fragment left out: what is asked once, however many links lead there."""
    return urls.normalise(link.url) or link.url


def title_key(link: Link) -> str | None:
    """A title by which an entry is known again; None for one that is too short to be a work's own."""
    folded = _NO_WORD.sub(" ", (link.title or "").casefold()).strip()
    return folded if len(folded) >= _SHORTEST_TITLE else None


def _are_other_works(one: Link, other: Link) -> bool:
    is_other_year = None not in (one.year, other.year) and one.year != other.year
    is_other = are_other_people(one.authors, other.authors) or are_other_languages(
        one.language, other.language
    )
    return is_other or is_other_year


def is_archive(link: Link) -> bool:
    """An alternate that is a snapshot, by its kind or its host."""
    return link.kind == "archive" or urls.host_of(link.url) in _ARCHIVES
