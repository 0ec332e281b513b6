"""What checks look at: entries, and their URLs as browsers read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import ada_url

from crawler.catalog.templates import is_template

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from crawler.catalog.entries import PlacedEntry
    from crawler.catalog.model import Link

WEB_SCHEMES = frozenset({"http:", "https:"})
_KNOWN_SCHEMES = {scheme: scheme for scheme in WEB_SCHEMES}  # one text for all links
_WEB_WITH_AUTHORITY = re.compile(r"https?://[^/\\?#]", re.IGNORECASE)
_WEB = re.compile(r"https?:", re.IGNORECASE)
_STRIPPED = "".join(map(chr, range(0x21)))
"""What the WHATWG URL standard strips from both ends: C0 controls and space."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What is asked of a parsed URL; 100,000 objects of the parser's own would take 60 MB."""

    href: str
    protocol: str
    hostname: str
    has_credentials: bool

    @classmethod
    def of(cls, url: str) -> Parsed | None:
        parsed = parse_url(url)
        if parsed is None:
            return None
        href = parsed.href
        credentials = bool(parsed.username or parsed.password) if "@" in href else False
        return cls(
            url if href == url else href,
            _KNOWN_SCHEMES.get(parsed.protocol) or parsed.protocol,
            parsed.hostname,
            credentials,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A link with its URL as browsers read it; `parsed` is None for what they refuse, or read oddly."""

    link: Link
    owner: str
    """The entry, as it is called in messages."""
    parsed: Parsed | None
    is_own: bool = True
    """Whether it is what the entry is of. Authors, sources and the like may be those of many entries."""
    titles_within: Literal["catalog", "data", "host"] = "catalog"
    """Within what titles tell works apart: in lists of other people's, works share names, as `C Tutorial`.

    In data of any shape many entries may have the name of their kind. Of 16,000 entries of ten public
    catalogs 23 have nearly the title of another, half of them for the same work.
    """

    @property
    def is_link(self) -> bool:
        """What browsers refuse is none, and a problem; but what a program fills in first is told as such.

        Of an address that cannot be read nobody could take a password out of reports.
        """
        url = self.link.url
        return self.parsed is not None or (is_template(url) and "@" not in url)

    @property
    def is_web(self) -> bool:
        return self.parsed is not None and self.parsed.protocol in WEB_SCHEMES

    @property
    def name(self) -> str:
        return f"`{self.link.field}` of {self.owner}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """All that the checks look at."""

    file: str
    today: date
    entries: tuple[PlacedEntry, ...]
    addresses: tuple[Address, ...]
    line_of_rule: Callable[[PlacedEntry], int]
    """The line of an entry's `check.until`."""
    text: str = ""
    """The whole file, for what its comments say of it."""


def parse_url(url: str) -> ada_url.URL | None:
    """Read a URL as WHATWG says; None without a scheme or host, or where a browser would guess the host."""
    stripped = url.strip(_STRIPPED)
    # https:///path has no host by RFC 3986, and the host `path` by WHATWG: a maintainer meant neither.
    if _WEB.match(stripped) and not _WEB_WITH_AUTHORITY.match(stripped):
        return None
    try:
        parsed = ada_url.URL(stripped)
    except ValueError:  # UnicodeEncodeError, for lone surrogates, is one too
        return None
    return parsed if parsed.protocol not in WEB_SCHEMES or parsed.hostname.strip(".") else None
