"""Whether an address keeps the one that was asked for, in whatever spelling: doors do, to lead visitors back.

The address is looked for in the values of the query and in the path: as it is, escaped once or often, in
base64 or in hexadecimal digits, whole or from its path on. What is left is the pattern of the door, and a
link's door is one for all where a page that cannot exist comes to the same pattern.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, unquote_plus, urlsplit

from crawler.probe import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_CHARACTERS = 8_192
_MAX_PARTS = 60
_MAX_UNQUOTED = 4
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{6,4000}={0,2}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){4,2000}")
# A search for the words of an address, and an error page that names what it lacks, lead nowhere back.
_NO_WAY = re.compile(
    r"q|s|query|search\w*|keywords?|terms?|text|words?|phrase|find|"
    r".*(?:error|40[34]|410|missing|not_?-?found|notfound|broken|dead|bad|invalid|lost|old).*",
    re.IGNORECASE,
)
# These may as well say where a visitor came from.
_WHENCE = re.compile(
    r"(?:http_?)?ref(?:err?er)?|from(?:_?(?:url|page|path))?|src|source|origin|via|utm_\w+", re.IGNORECASE
)
# And these can only mean the way back.
_BACK = re.compile(
    r"(?:\w*[_-])?(?:ret(?:urn)?|next|redir|continue|back|go_?to|came_?from)\w*", re.IGNORECASE
)


_HOST = re.compile(r"(?:(?:https?:)?//)?(?:[\w@-]+(?:[.:][\w-]+)+)?", re.IGNORECASE)


class Door(NamedTuple):
    """An address without the one that it keeps: host, path, and the name of the field that keeps it."""

    place: str
    path: str
    field: str

    @property
    def says_back(self) -> bool:
        """It says by the field's name what the address is kept for; a viewer's says `doc` or `u`."""
        return _BACK.fullmatch(self.field) is not None

    def is_at(self, end: str) -> bool:
        """Whether a walk from anywhere came to this door, with something kept or nothing."""
        parts = urlsplit(end)
        path = parts.path.rstrip("/")
        is_same = path == self.path.rstrip("/") if self.field else f"{path}/".startswith(f"{self.path}/")
        return parts.netloc == self.place and is_same

    @property
    def may_be_referrer(self) -> bool:
        return bool(self.field) and bool(_WHENCE.fullmatch(self.field))


def door_of(end: str, asked: str) -> Door | None:
    """The door that keeps an asked address on the way in; None where it is not kept."""
    wanted = _wanted(asked)
    if not wanted or len(end) > _MAX_CHARACTERS:
        return None
    parts = urlsplit(end)
    for pair in parts.query.split("&")[:_MAX_PARTS]:
        name, _, value = pair.partition("=")
        if not _NO_WAY.fullmatch(unquote(name)) and _keeps(value, wanted, is_escaped=True):
            return Door(parts.netloc, parts.path, unquote(name))
    return _door_in_path(parts.netloc, parts.path, wanted)


def _door_in_path(place: str, path: str, wanted: tuple[str, ...]) -> Door | None:
    segments = path.split("/")[:_MAX_PARTS]
    for number, segment in enumerate(segments):
        # As it stands, a path within a path is how sites move: only an escaped one was put there to be kept.
        if segment and _keeps(segment, wanted, is_escaped=False):
            return Door(place, "/".join(segments[:number]), "")
    whole = re.search(r"/https?:/{1,2}", path, re.IGNORECASE)
    if whole and _ends_as(path[whole.start() + 1 :].replace(":/", "://").replace(":///", "://"), wanted):
        return Door(place, path[: whole.start()], "")
    return None


def _wanted(asked: str) -> tuple[str, ...]:
    """Endings by which the asked address is known: its path, and that with its query; none for a front page
    without a query, whose path is that of many.
    """
    parts = urlsplit(asked)
    path = unquote(parts.path).rstrip("/")
    if not path:
        whole = f"{parts.netloc}/" if parts.netloc else ""
        return (whole, whole.rstrip("/"), f"?{parts.query}") if parts.query else (whole, whole.rstrip("/"))
    return (path, f"{path}?{unquote(parts.query)}") if parts.query else (path,)


def _keeps(value: str, wanted: tuple[str, ...], *, is_escaped: bool) -> bool:
    return any(
        (is_escaped or text != value) and _ends_as(text, wanted)
        for text in _readings(value[:_MAX_CHARACTERS])
    )


def _ends_as(text: str, wanted: tuple[str, ...]) -> bool:
    # What follows the address is its own fragment or fields that were added to it.
    plain = text.partition("#")[0].rstrip("/")
    bare = plain.partition("?")[0].rstrip("/")
    return any(ending and (_is_end(plain, ending) or _is_end(bare, ending)) for ending in wanted)


def _is_end(text: str, ending: str) -> bool:
    ending = ending.rstrip("/")
    if not ending or not text.endswith(ending):
        return False
    # Nothing but a host may stand before it: `/archive/books/bayes` is another page.
    before = text[: -len(ending)]
    return _HOST.fullmatch(before) is not None


def _readings(value: str) -> Iterator[str]:
    """What a value may mean: itself, unescaped as often as it was escaped, and decoded."""
    text = value
    for _ in range(_MAX_UNQUOTED):
        yield text
        yield from _decoded(text)
        plain = unquote_plus(text) if "+" in text and "%" not in text else unquote(text)
        if plain == text:
            return
        text = plain


def _decoded(text: str) -> Iterator[str]:
    if _HEX.fullmatch(text):
        yield bytes.fromhex(text).decode("utf-8", "replace")
    if _BASE64.fullmatch(text):
        plain = text.rstrip("=").translate(str.maketrans("-_", "+/"))
        try:
            yield unquote(base64.b64decode(plain + "=" * (-len(plain) % 4)).decode("utf-8", "replace"))
        except (binascii.Error, ValueError):
            return


def is_one_door(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two walks, from what was asked to an end each, came to one door that keeps what was asked."""
    asked, end = one
    door = door_of(end, asked)
    return door is not None and door == door_of(other[1], other[0]) and not urls.is_home(end)
