"""Org as one of the formats: `[[url][text]]`, `<url>`, and addresses that stand free.

Source and example blocks, comments, fixed-width lines, verbatim text and subtrees that are commented out hold
none. What drawers say (`:URL: https://…`) is read, since people open it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.catalog.markdown_found import Found
from crawler.catalog.markup import MarkupText, Outline, indentation, is_free, links_in, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.catalog.markdown_blocks import Url
    from crawler.catalog.markup import Run

_HEADING = re.compile(
    r"(?P<level>\*+)[ \t]+(?:(?:TODO|DONE|NEXT|WAITING|CANCELED|CANCELLED)[ \t]+)?(?:\[#\w\][ \t]+)?"
    r"(?P<words>\S.*?)(?:[ \t]+:[\w@#%:]+:)?[ \t]*"
)
_BEGIN = re.compile(r"[ \t]*#\+begin_(?P<name>\S+)(?:[ \t].*)?", re.IGNORECASE)
_PARSED = frozenset({"quote", "center", "verse", "details", "note", "tip", "warning", "aside"})
_UNREAD = re.compile(r"[ \t]*(?:#(?:\+.*|[ \t].*)?|:(?:[ \t].*)?)")
"""Comments, keywords, fixed-width lines."""
_ITEM = re.compile(r"(?:[-+]|(?<=[ \t])\*|(?P<counted>(?:\d+|[a-zA-Z])[.)]))(?:[ \t]+|$)")
_DRAWER = re.compile(r"[ \t]*:[\w-]+:(?:[ \t].*)?")
_INLINE = re.compile(
    r"\[\[(?P<url>(?:[^\[\]\\]|\\.)+)\](?:\[(?P<said>(?:[^\]]|\](?!\]))*)(?P<closed>\]\])?|(?P<alone>\]))"
    r"|<(?P<angle>https?://[^<>\n]+)>"
    r"|(?<![^\s\-({'\"])(?P<sign>[=~])(?=\S)[^\n]{1,200}?(?<=\S)(?P=sign)(?![^\s\-.,;:!?'\")}\[|\\])",
    re.DOTALL | re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\([\[\]\\])")
_WEB = re.compile(r"https?://[^\s\[\]<>]+", re.IGNORECASE)
_PICTURE = re.compile(r"[^?#]*\.(?:png|jpe?g|gif|svg|webp|avif)", re.IGNORECASE)
_UNSAFE = re.compile(r"[\s\[\]<>\\|\"`{}]")
_FREE_END = re.compile(r"[\w/=&%~+$#-]\Z")


def read_org(file: str, text: str) -> MarkupText:
    """Any text is Org."""
    return _Reader(text).read(file)


class _Reader:
    """One text on its way: lines to runs, then runs to links."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.outline = Outline(text)
        self._closing = ""
        self._commented = 0
        """The level of a subtree that is commented out."""
        self._blanks = 0

    def read(self, file: str) -> MarkupText:
        for line in self.outline.lines():
            self._step(line)
        self.outline.read(self._links)
        return MarkupText(file, self.text, self.outline.blocks(), self.outline.starts, spell=_spell)

    def _step(self, line: str) -> None:
        heading = _HEADING.fullmatch(line)
        if heading:
            self._head(heading)
        elif self._closing:
            self._closing = "" if line.strip().lower() == self._closing else self._closing
        elif not line.strip():
            self._blank()
        elif not self._commented:
            self._blanks = 0
            self._text(line)

    def _head(self, heading: re.Match[str]) -> None:
        self._closing, self._blanks, level = "", 0, len(heading["level"])
        if self._commented and level > self._commented:
            return
        self._commented = level if heading["words"].startswith("COMMENT") else 0
        self.outline.head(level, _plain(heading["words"]))
        if not self._commented:
            self.outline.take_alone()

    def _blank(self) -> None:
        self.outline.end_run()
        self._blanks += 1
        if self._blanks > 1:
            self.outline.end_items(self.outline.at - 1)

    def _text(self, line: str) -> None:
        begin = _BEGIN.fullmatch(line)
        indent = indentation(line)
        self.outline.end_items(self.outline.at, lambda rank: int(rank) < indent)
        if begin and begin["name"].lower() not in _PARSED:
            self._closing = f"#+end_{begin['name'].lower()}"
            self.outline.end_run()
        elif _UNREAD.fullmatch(line):
            self.outline.end_run()
        elif line.lstrip().startswith("|") or _DRAWER.fullmatch(line):
            self.outline.take_alone(is_cell=line.lstrip().startswith("|"))
        else:
            item = _ITEM.match(line, len(line) - len(line.lstrip()))
            if item:
                self.outline.begin_item(indent, is_counted=item["counted"] is not None)
            self.outline.take()

    def _links(self, start: int, end: int, run: Run) -> Iterator[tuple[int, Found]]:
        stops = "[]|" if run.is_cell else "[]"
        return links_in(self.text, (start, end), _INLINE, _read_inline, stops=stops)


def _read_inline(match: re.Match[str]) -> list[Found] | None:
    if match["angle"]:
        start, end = match.span("angle")
        return [Found(url=match["angle"], kind="autolink", start=start, end=end)]
    if match["url"] is None:
        return []
    if not match["closed"] and not match["alone"]:
        return None
    start, end = match.span("url")
    words = match["said"] or ""
    url = _ESCAPE.sub(r"\1", match["url"])
    is_image = not words and _PICTURE.fullmatch(url) is not None
    found = Found(
        url=url,
        kind="image" if is_image else "link",
        start=start,
        end=end,
        text=_plain(words),
        is_image=is_image,
    )
    if words == found.text:
        found.shown = match.span("said")
    if not _WEB.fullmatch(words) or words.rstrip("/") == url.rstrip("/"):
        return [found]
    # The words of a link that are an address themselves are shown as the picture there.
    first, last = match.span("said")
    found.text, found.shown = "", None
    return [found, Found(url=words, kind="image", start=first, end=last, is_image=True)]


_EMPHASIS = re.compile(r"(?<![\w])([*/_=~+])(?=\S)(.{1,200}?)(?<=\S)\1(?!\w)")


_WRITTEN_LINK = re.compile(r"\[\[[^\[\]]+\]\[([^\[\]]*)\]\]")


def _plain(words: str) -> str:
    return said(_EMPHASIS.sub(r"\2", _WRITTEN_LINK.sub(r"\1", words)))


def _spell(new: str, url: Url, _: str) -> str | None:
    if _UNSAFE.search(new):
        return None
    if url.kind == "bare" and not (is_free(new) and _FREE_END.search(new) and "(" not in new):
        return None
    return new
