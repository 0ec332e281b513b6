"""Cookies within one conversation: kept between its hops, forgotten with it.

RFC 6265 without persistence, and without a clock: the age of a cookie is told by the answer's own Date field.
The standard library's jar is no choice here: it reads the machine's clock, lets one site of a shared domain
(`a.github.io`) set cookies for all of them, and through httpx raises on a field that is not ASCII.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.probe import urls
from crawler.probe.retry_after import http_date

if TYPE_CHECKING:
    from crawler.probe.model import Answer

_FIELDS_MAX = 50
_COOKIES_MAX = 50
_COOKIE_CHARACTERS = 4096
"""RFC 6265 6.1: what a user agent should hold at least; one that is longer is not kept."""
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Deletions name a day of 1970 or so: told from real ages where an answer has no Date field."""

_Key = tuple[str, str, str]
"""Domain, path and name: what tells one cookie from another (RFC 6265 5.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cookie:
    pair: str
    is_host_only: bool
    is_secure: bool


class ConversationCookies:
    """The cookies of one conversation, each sent only to whom it belongs."""

    def __init__(self) -> None:
        self._kept: dict[_Key, _Cookie] = {}

    def keep(self, url: str, answer: Answer) -> None:
        """Take the Set-Cookie fields of an answer, but none that is malformed or not the host's to set."""
        fields = answer.header_values("set-cookie")[:_FIELDS_MAX]
        now = (http_date(answer.header("date")) if fields else None) or _LONG_AGO
        for field in fields:
            self._take(url, field, now)

    def _take(self, url: str, field: str, now: datetime) -> None:
        pair, _, rest = field.partition(";")
        name, equals, value = pair.partition("=")
        attributes = _attributes(rest)
        domain = _domain(url, attributes.get("domain", ""))
        if not (name.strip() and equals and domain and _is_sendable(field)):
            return
        is_secure = "secure" in attributes
        if is_secure and urls.scheme_of(url) != "https":
            return
        key = (domain, _path(url, attributes.get("path", "")), name.strip())
        if _is_deletion(attributes, now):
            self._kept.pop(key, None)
        elif key in self._kept or len(self._kept) < _COOKIES_MAX:
            self._kept[key] = _Cookie(
                pair=f"{name.strip()}={value.strip()}",
                # A host that is a public suffix itself may set cookies, but for nobody below it.
                is_host_only=not attributes.get("domain") or urls.is_public_suffix(domain),
                is_secure=is_secure,
            )

    def header_for(self, url: str) -> str | None:
        """The Cookie field for a request, None where no kept cookie belongs to it; longer paths first."""
        mine = [
            (path, cookie.pair)
            for (domain, path, _), cookie in self._kept.items()
            if _is_of(url, domain, cookie) and _covers(path, urls.path_of(url))
        ]
        mine.sort(key=lambda found: -len(found[0]))
        return "; ".join(pair for _, pair in mine) or None


def _attributes(rest: str) -> dict[str, str]:
    pairs = (attribute.partition("=") for attribute in rest.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _is_sendable(field: str) -> bool:
    """No line break or other control character, which could end the header field it is sent back in."""
    return len(field) <= _COOKIE_CHARACTERS and not any((c < " " and c != "\t") or c == "\x7f" for c in field)


def _domain(url: str, named: str) -> str | None:
    """Whom a cookie is for: the host itself, or a domain above it that is no public suffix; else None."""
    host, named = urls.host_of(url), named.removeprefix(".").lower()
    if not named or named == host:
        return host or None
    is_above = host.endswith(f".{named}") and urls.site_of(url) != host
    return named if is_above and not urls.is_public_suffix(named) else None


def _path(url: str, named: str) -> str:
    """RFC 6265 5.1.4: the folder of the address where a cookie names no path of its own."""
    if named.startswith("/"):
        return named
    return urls.path_of(url).rpartition("/")[0] or "/"


def _is_deletion(attributes: dict[str, str], now: datetime) -> bool:
    age = attributes.get("max-age", "")
    if age.removeprefix("-").isdecimal():
        return age.startswith("-") or not age.strip("0")
    until = http_date(attributes.get("expires"))
    return until is not None and until <= now


def _is_of(url: str, domain: str, cookie: _Cookie) -> bool:
    host = urls.host_of(url)
    is_below = not cookie.is_host_only and host.endswith(f".{domain}")
    return (host == domain or is_below) and not (cookie.is_secure and urls.scheme_of(url) != "https")


def _covers(path: str, asked: str) -> bool:
    """RFC 6265 5.1.4: `/a` covers `/a` and `/a/b`, not `/ab`."""
    return asked == path or (asked.startswith(path) and (path.endswith("/") or asked[len(path)] == "/"))
