"""What of a value under a key is an address, and what only stands in the place of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from crawler.catalog.bare import bare_urls
from crawler.catalog.listing import parse_url
from crawler.catalog.templates import is_template

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SPACE = re.compile(r"\s")
_NO_ADDRESS = re.compile(
    r"(?!//\w)(?:[^.:]*|[./#$?{].*|(?!www\.)(?:[\w-]+/)*[\w-]+\."
    r"(?:md|txt|json|ya?ml|[ct]sv|xlsx?|html?|pdf|png|jpe?g|svg|gif|webp|ico|zip|py))",
    re.IGNORECASE | re.DOTALL,
)
"""What stands in the place of an address and is none: `none`, `/about`, `data/table.csv`, `$url.sha256`.

`//host/path` was meant as one.
"""
_WHOLE = re.compile(r"https?://[^\s<>\"]*[\w/]", re.IGNORECASE)
"""All of a value: nothing stands around it, so a `_` at its end is its own, as in `v__LATEST__`."""
_PATTERN = re.compile(r"\\|\[\^|\(\?|\.\*|\.\+")
"""What makes an expression of an address, to which no page answers, as `https://host/.+`."""


@dataclass(frozen=True, slots=True)
class Found:
    """One URL of a text: where it begins there, if it is not the whole."""

    url: str
    at: int | None


def urls_of(value: Any, *, is_prose: bool) -> list[Found]:
    """The URLs of one value: itself, where it is one word and no prose is expected, or those that stand in
    it.
    """
    if not isinstance(value, str):
        return []
    word = value.strip()
    is_address = has_scheme(word) or not any(bare_urls(word))
    if word and not is_prose and is_address and not _SPACE.search(word):
        if _NO_ADDRESS.fullmatch(word):
            return []
        return [Found(word, None if word == value else value.index(word))]
    if _WHOLE.fullmatch(word) and not _PATTERN.search(word):
        return [Found(word, None if word == value else value.index(word))]
    return [
        Found(value[start:end], None if end - start == len(value) else start)
        for start, end in bare_urls(value)
        if not _PATTERN.search(value, start, end) and (end - start == len(value) or _is_url(value[start:end]))
    ]


def has_scheme(word: str) -> bool:
    """Whether it says by itself how it is reached."""
    return _SCHEME.match(word) is not None


def _is_url(text: str) -> bool:
    """In prose and code, what no browser takes (`https://host:port/`) is no mistake."""
    return is_template(text) or parse_url(text) is not None
