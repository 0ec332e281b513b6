"""Lists of a folder's files that a server makes by itself, and whether there is any file in one."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from crawler.page.wording import fold

_OPENING = r"(?:index of|directory listing (?:for|of|--)|listing of) ?/"
_CALLED = re.compile(rf"{_OPENING}.{{0,300}}")
_LINK = re.compile(rb"""(?i)<a\b[^<>]{0,300}?\bhref\s{0,5}=\s{0,5}["']?([^"'<>\s]{0,500})""")
_SCRIPT = re.compile(rb"(?i)<(?:script|iframe|frame|object)\b")
# What servers write beside the files: anything else may be a notice, or what somebody put there to be read.
_OF_SERVER = re.compile(
    rf"{_OPENING}\S*|"
    rf"\S{{1,60}}(?: \([^()]{{1,60}}\))?(?: \S{{1,60}}){{0,3}} server(?: at \S{{1,300}} port \d+)?|"
    r"(?:nginx|lighttpd|caddy)(?:/\S*)?|(?:file ?)?name|last modified|size|description|date|type|permissions|"
    r"(?:to )?parent directory|parent folder|up one level|0 (?:files|directories|folders|items)"
)


def is_listing(name: str) -> bool:
    """A name under which a server lists a folder's files."""
    return _CALLED.fullmatch(fold(name)) is not None


def is_empty_listing(names: tuple[str, ...], body: bytes, text: str, *, url: str) -> bool:
    """A server's own list of a folder, all of it received, in which there is nothing but the way up."""
    if not any(map(is_listing, names)) or _SCRIPT.search(body):
        return False
    plain = url.partition("?")[0].partition("#")[0]
    ends = (urljoin(plain, link.decode("utf-8", "replace")).partition("?")[0] for link in _LINK.findall(body))
    is_way_up = all(plain.startswith(end.rstrip("/")) for end in ends)
    return is_way_up and re.search(r"\w", _OF_SERVER.sub(" ", fold(text))) is None
