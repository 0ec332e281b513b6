"""Which addresses a run asks, which it skips and why, and when each is due again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from crawler.catalog.templates import is_template
from crawler.probe import urls
from crawler.probe.fragments import places_of
from crawler.probe.past import FAILING, GONE, Occurrence, Past

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.catalog.model import Catalog, Link

ALIVE_INTERVAL = timedelta(days=7)
FAILING_INTERVAL = timedelta(hours=20)
DEAD_INTERVAL = timedelta(days=30)
_NAMED_FILES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One address and every link that leads to it: asked once, reported everywhere."""

    url: str
    """As WHATWG serialises it, without fragment: the key of its memory."""
    links: tuple[Link, ...]

    @property
    def lead(self) -> Link:
        """The link whose title the page is judged by: the first that has one, and is not ignored."""
        if len(self.links) == 1:
            return self.links[0]
        asked = [link for link in self.links if link.ignored_because is None] or self.links
        return next((link for link in asked if link.title), asked[0])

    @property
    def places(self) -> frozenset[str]:
        """Every place of the page that one of the links names by its fragment."""
        return places_of(link.url for link in self.links if link.ignored_because is None)

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        return tuple(Occurrence(file=link.file, entry=link.entry, field=link.field) for link in self.links)


def gather(
    links: Iterable[Link], *, only: str | None = None, shard: tuple[int, int] | None = None
) -> tuple[Target, ...]:
    """Links by address, in catalog order; `only` is a glob over entry ids and URLs, `shard` is (I, N)."""
    by_url: dict[str, list[Link]] = {}
    for link in links:
        if only is None or fnmatchcase(link.entry, only) or fnmatchcase(link.url, only):
            by_url.setdefault(urls.normalise(link.url) or link.url, []).append(link)
    targets = (Target(url=url, links=tuple(group)) for url, group in by_url.items())
    return tuple(target for target in targets if shard is None or shard_of(target.url, shard[1]) == shard[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """A link that is not asked: `reason` is a code, `detail` says it in words."""

    reason: str
    detail: str


def plan(link: Link) -> Skip | None:
    """Why a link is not asked at all; None where it is."""
    if link.ignored_because is not None:
        return Skip(reason="ignored", detail=link.ignored_because)
    if is_template(link.url):
        return Skip(reason="template", detail="a program fills a part of this address in before it is asked")
    scheme = urls.scheme_of(link.url)
    if scheme not in {"http", "https"}:
        return Skip(
            reason="unsupported-scheme", detail=f"{scheme or 'no'} scheme; only http and https are asked"
        )
    return None


def nothing_found(catalogs: Sequence[Catalog], *, only: str | None) -> str | None:
    """Why a run has nothing to check, as it would pass for ever unseen; an empty shard is no trouble."""
    links = [link for catalog in catalogs for link in catalog.links]
    if gather(links, only=only):
        return None
    if links:
        return f"no link matches --only {only}"
    files = [catalog.file for catalog in catalogs]
    more = f" and {len(files) - _NAMED_FILES} more" if len(files) > _NAMED_FILES + 1 else ""
    return "no link was found in " + ", ".join(files[:_NAMED_FILES] if more else files) + more


def is_due(url: str, past: Past | None, now: datetime) -> bool:
    """Whether a link should be asked; what was asked after `now` was asked by a clock that was ahead."""
    return past is None or past.asked_at > now or due_at(url, past) <= now


def due_at(url: str, past: Past) -> datetime:
    """When a link that was asked before should be asked again.

    Alive links wait 7 to 14 days, spread by their URL so that they do not all fall on one night; failing ones
    are asked every night until confirmed, confirmed dead ones every 30 days.
    """
    if past.status in FAILING:
        is_settled = past.confirmed and past.status in GONE
        return past.asked_at + (DEAD_INTERVAL if is_settled else FAILING_INTERVAL)
    return past.asked_at + ALIVE_INTERVAL * (1 + spread_of(url))


def reread_at(url: str, read_at: datetime) -> datetime:
    """When a page is read in full again, whatever its server says.

    A server may answer 304 to everything, and a cache may vouch for a page that is gone. Neither is believed
    for longer than `--due` trusts a healthy link unasked, which spreads the full readings over nights, too.
    """
    return read_at + ALIVE_INTERVAL * (1 + spread_of(url))


def spread_of(text: str) -> float:
    """A number from 0 to 1 that is the same for the same text in every run."""
    return int.from_bytes(hashlib.sha256(text.encode(errors="surrogatepass")).digest()[:4]) / 2**32


def shard_of(url: str, shards: int) -> int:
    """The shard (1 to `shards`) that asks a URL; a host is whole in one shard, so that its pace holds."""
    digest = hashlib.sha256(urls.host_of(url).removeprefix("www.").encode()).digest()
    return int.from_bytes(digest[:8]) % shards + 1
