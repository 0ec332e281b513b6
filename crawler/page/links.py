"""Addresses that a page states: its base, its canonical address, and where a meta refresh leads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import ada_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MAX_URL = 8192
_MAX_DELAY_DIGITS = 9
_SPACE = r"[\t\n\f\r ]*"
# HTML, "shared declarative refresh steps": a number, whose fraction is read and ignored, then the rest.
# The runs of digits are possessive: given back one by one, a long one would cost its square.
_REFRESH = re.compile(
    rf"{_SPACE}(?:([0-9]++)[0-9.]*+|\.[0-9.]*+)(?:{_SPACE}\Z|(?=[\t\n\f\r ;,]){_SPACE}[;,]?{_SPACE}(.*))",
    re.DOTALL,
)
_URL_PREFIX = re.compile(rf"url{_SPACE}={_SPACE}", re.IGNORECASE)


def resolve(reference: str, base: str) -> str | None:
    """Absolute http or https URL that a reference means, as WHATWG serialises it; None for all else."""
    if len(reference) > _MAX_URL:
        return None
    try:
        url = ada_url.join_url(base, reference)
    except ValueError:  # also what a lone surrogate in either raises
        return None
    return url if url.startswith(("http://", "https://")) else None


def base_of(bases: Iterable[str], url: str) -> str:
    """Address that a page's references are relative to: its first base over http, else its own."""
    return next((base for href in bases if (base := resolve(href, url))), url)


def canonical_of(canonicals: Iterable[str], og_urls: Iterable[str], base: str) -> str | None:
    """First usable canonical link, else the first usable og:url."""
    urls = (resolve(reference, base) for reference in [*canonicals, *og_urls] if reference.strip())
    return next(filter(None, urls), None)


def refresh_of(metas: Iterable[Mapping[str, str]], *, base: str, url: str) -> tuple[float, str] | None:
    """Delay and target of the first meta refresh that leads to an http address, be it the page's own."""
    for meta in metas:
        if meta.get("http-equiv", "").strip().lower() == "refresh":
            refresh = parse_refresh(meta.get("content", ""), base=base, url=url)
            if refresh is not None:
                return refresh
    return None


def parse_refresh(content: str, *, base: str, url: str) -> tuple[float, str] | None:
    """Read `5; url=next.html` in all the spellings that the HTML standard takes."""
    match = _REFRESH.match(content[: 2 * _MAX_URL])
    if match is None:
        return None
    delay = float((match[1] or "0")[:_MAX_DELAY_DIGITS])
    target = resolve(_unquoted(match[2]), base) if match[2] else resolve(url, url)
    return (delay, target) if target is not None else None


def _unquoted(reference: str) -> str:
    reference = _URL_PREFIX.sub("", reference, count=1) if _URL_PREFIX.match(reference) else reference
    quote = reference[:1]
    return reference[1:].partition(quote)[0] if quote in {"'", '"'} else reference
