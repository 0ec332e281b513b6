"""Addresses with a place left open: `https://host/{user}`, `https://host/v$version/file.zip`.

A program fills them in, so no browser ever asks for them as they stand, and an answer would tell nothing.
Only forms that no address in use has are taken: `{8C2F…}` is the name of a page in SharePoint, `$FILE` a
folder in Domino, and `%7Bid%7D` was made by a browser.
"""

from __future__ import annotations

import re

_OPEN_PLACE = re.compile(
    r"\{[{%]|\$?\{(?![0-9A-Fa-f-]{8,}\})[A-Za-z_][\w .:|-]{0,60}\}|<[A-Za-z_][\w .-]{0,60}>|%s"
    r"|(?-i:__[A-Z]+(?:_[A-Z]+)*__)"
    r"|\$(?:base|match|major|minor|patch|pre|under|dash|dot|clean|file|app|build|release)?_?"
    r"(?:version|url|tag|arch|basename|branch|major|minor|patch|date|year|month|day|head|tail)\b",
    re.IGNORECASE,
)
_SIGNS = ("{", "<", "$", "%s", "%S", "__")


def is_template(url: str) -> bool:
    """Whether something must still be put into an address before it is one."""
    return any(sign in url for sign in _SIGNS) and _OPEN_PLACE.search(url) is not None
