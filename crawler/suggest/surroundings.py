"""What a proposal must know of the other links: which addresses the catalog has already, which rules its
moves show, which titles are alive elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.page.likeness import words_of
from crawler.probe import urls
from crawler.probe.past import REACHED, Status
from crawler.suggest.rewrites import Rules, learn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crawler.catalog.model import Link
    from crawler.suggest.model import Lead

_ARCHIVES = frozenset({"web.archive.org", "archive.ph", "archive.today", "archive.is", "perma.cc"})
_SHORTEST_TITLE = 8
"""Folded characters: `Notes` or `Home` is the title of many works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The catalogs as one run found them."""

    addresses: Mapping[str, Link]
    """The first link of each address, as WHATWG serialises it, fragment left out."""
    twins: Mapping[str, tuple[Link, ...]]
    """The main links that were reached, by their folded title."""
    rules: Rules
    alternates_alive: frozenset[tuple[str, str]]
    """File and id of the entries of which another address than the main one was reached."""
    archived: frozenset[tuple[str, str]]
    """File and id of the entries that list an archive's address already."""
    with_languages: frozenset[str]
    """Files in which any entry gives its language."""
    without_https: frozenset[str]
    """Hosts that answered https with a failure in this run."""

    def owner_of(self, url: str) -> Link | None:
        """Whose address this is already."""
        return self.addresses.get(urls.normalise(url) or url)


def survey(
    statuses: Iterable[tuple[Link, Status]], leads: Iterable[Lead], *, every_link: Iterable[Link] = ()
) -> Surroundings:
    """Look at all the links of a run with what was said of them, and at the leads among them; `every_link`
    are those of the catalogs, asked in this run or not.
    """
    addresses: dict[str, Link] = {}
    twins: dict[str, list[Link]] = {}
    alive, archived, failing_hosts, with_languages = set(), set(), set(), set()
    for link in every_link:
        if link.language is not None:
            with_languages.add(link.file)
        addresses.setdefault(urls.normalise(link.url) or link.url, link)
        if link.field != "url" and is_archive(link):
            archived.add((link.file, link.entry))
    for link, status in statuses:
        if status in REACHED and link.field != "url":
            alive.add((link.file, link.entry))
        elif status in REACHED and (title := title_key(link)):
            twins.setdefault(title, []).append(link)
        elif status in {Status.INSECURE, Status.UNREACHABLE} and urls.scheme_of(link.url) == "https":
            failing_hosts.add(urls.host_of(link.url))
    moves = [(lead.link.url, lead.moved_to) for lead in leads if lead.moved_to is not None]
    return Surroundings(
        addresses=addresses,
        twins={title: tuple(links) for title, links in twins.items()},
        rules=learn(moves),
        alternates_alive=frozenset(alive),
        archived=frozenset(archived),
        with_languages=frozenset(with_languages),
        without_https=frozenset(failing_hosts),
    )


def title_key(link: Link) -> str | None:
    """A title by which an entry is known again; None for one that is too short to be a work's own."""
    folded = " ".join(words_of(link.title or ""))
    return folded if len(folded) >= _SHORTEST_TITLE else None


def is_archive(link: Link) -> bool:
    """An alternate that is a snapshot, by its kind or its host."""
    return link.kind == "archive" or urls.host_of(link.url) in _ARCHIVES
