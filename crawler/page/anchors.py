"""Which of some fragments a whole HTML page has no place for: no id, and no anchor of that name.

Told only where it can be known: a page whose scripts make its places, or may, is never said to lack one.
Read by patterns instead of a tree, because what a tree loses (too deep, badly nested) would look missing;
each pattern stops at the next tag, so that 2 MB take their length in time.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawler.page.encoding import decode
from crawler.page.media import charset_of, kind_of, media_type, sniff

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Also within a script, with its quotes escaped: pages that are put together in the browser carry theirs so.
_VALUE = r"""\s{0,9}=\s{0,9}(?:\\?"([^"<>\\]{1,500})|\\?'([^'<>\\]{1,500})|([^\s"'<>\\]{1,500}))"""
_ID = re.compile(rf"""[\s"'/]id{_VALUE}""", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\s([^<>]{1,2000})", re.IGNORECASE)
_NAME = re.compile(rf"(?:^|[\s\"'/])name{_VALUE}", re.IGNORECASE)
_PLACE = re.compile(
    r"<(?:h[1-6]|section|dt|article)\s[^<>]{0,500}?\bid\s{0,9}=|<a\s[^<>]{0,500}?\b(?:id|name)\s{0,9}=|"
    r"<h[1-6][^<>]{0,500}>\s{0,99}<span\s[^<>]{0,500}?\bid\s{0,9}=",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<script\b[^<>]{0,2000}>", re.IGNORECASE)
_COMMENT_OR_SCRIPT = re.compile(r"<!--|<script\b", re.IGNORECASE)
_COMMENT_END = re.compile("--!?>")
_SCRIPT_END = re.compile("</script", re.IGNORECASE)
_FRAMES = re.compile(r"<(?:frameset|iframe)\b", re.IGNORECASE)
_BY_FORGES = "user-content-"
"""GitHub and GitLab put it before every id that a document brings along, and their scripts find it."""


def missing_fragments(body: bytes, names: Iterable[str], *, content_type: str | None) -> frozenset[str]:
    """Those of `names` (as URLs have them, without `#`) that a complete HTML body surely has no place for."""
    media = media_type(content_type) or sniff(body)
    if kind_of(media, body) not in {"html", "xhtml"}:
        return frozenset()
    markup = _without_comments(decode(body, charset_of(content_type)).text)
    if not _makes_its_places_itself(markup):
        return frozenset()
    places = {*_values(_ID, markup)}
    for anchor in _ANCHOR.finditer(markup):
        places.update(_values(_NAME, anchor[1]))
    by_forges = {place.casefold() for place in places if place.startswith(_BY_FORGES)}
    scripts = _scripts(markup)
    return frozenset(
        name
        for name in names
        if not any(
            spelling in places
            or f"{_BY_FORGES}{spelling}".casefold() in by_forges
            or _is_quoted(spelling, scripts)
            for spelling in _spellings(name)
        )
    )


def _without_comments(markup: str) -> str:
    """What browsers read as elements, and all scripts: these may make places of what stands in them."""
    parts, at = [], 0
    while (opening := _COMMENT_OR_SCRIPT.search(markup, at)) is not None:
        if opening[0] == "<!--":
            parts.append(markup[at : opening.start()])
            # The same dashes may begin and end it: `<!-->`.
            end = _COMMENT_END.search(markup, opening.start() + 2)
            if end is None:
                # Browsers would show nothing more: rather a textarea's, or of a style.
                return "".join((*parts, markup[opening.start() :]))
            at = end.end()
        else:
            end = _SCRIPT_END.search(markup, opening.end())
            stop = end.end() if end is not None else len(markup)
            parts.append(markup[at:stop])
            at = stop
    return "".join((*parts, markup[at:]))


def _spellings(name: str) -> set[str]:
    """As it is, then percent-decoded (HTML, "find a potential indicated element"), or as wikis spell it."""
    decoded = unquote(name, errors="replace")
    return {name, decoded, decoded.replace(" ", "_")}


def _values(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        value = match[1] or match[2] or match[3]
        yield unescape(value) if "&" in value else value


def _makes_its_places_itself(markup: str) -> bool:
    """Headings with ids, or named anchors, stand in the page; or no script could make any."""
    if _PLACE.search(markup):
        return True
    return not _SCRIPT.search(markup) and not _FRAMES.search(markup)


def _scripts(markup: str) -> str:
    """The texts of all scripts, each up to the first closing tag within."""
    parts = []
    opening = _SCRIPT.search(markup)
    while opening is not None:
        end = markup.find("</", opening.end())
        parts.append(markup[opening.end() : end if end >= 0 else None])
        opening = _SCRIPT.search(markup, end) if end >= 0 else None
    return "\n".join(parts)


def _is_quoted(name: str, scripts: str) -> bool:
    """A script names it as a text of its own, and so may make the place."""
    return any(f"{quote}{name}{quote}" in scripts for quote in ('"', "'", "`", '\\"', "\\'"))
