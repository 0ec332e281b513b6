"""The address that cannot exist, beside a link's own: of the same program, as far as the link tells."""

from __future__ import annotations

import re
from zlib import crc32

import ada_url

from crawler.probe import urls

_NUMBER = re.compile(r"\d{1,18}")
_FIRST_NUMBER = 900_000_000
"""No table has so many rows, and it still fits the 31 bits that most of them count with."""
_NUMBERS = 99_999_999


def beside(url: str, token: str) -> str | None:
    """The page that cannot exist in the link's folder; None for a front page."""
    return urls.sibling(url, token)


def in_query(url: str, token: str) -> str | None:
    """The same program asked for what cannot exist: the first parameter that selects something is another.

    None where nothing is selected. A program may also pass over the parameter, so that its answer proves
    something only where it says that nothing is there.
    """
    selecting = urls.selecting_query(url).removeprefix("?").split("&")[0]
    if not selecting:
        return None
    name, mark, value = selecting.partition("=")
    other = str(_FIRST_NUMBER + crc32(token.encode()) % _NUMBERS) if _NUMBER.fullmatch(value) else token
    query = ada_url.URL(url).search.removeprefix("?").split("&")
    anew = ada_url.URL(url)
    changed = f"{name}={other}" if mark else other
    anew.search = "?" + "&".join(changed if pair == selecting else pair for pair in query)
    anew.hash = ""
    return anew.href
