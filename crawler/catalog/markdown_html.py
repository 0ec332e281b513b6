"""The addresses in the HTML of a Markdown text, as a browser reads its tags: `href`, `src` and `srcset`."""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import TYPE_CHECKING

from crawler.catalog.markdown_found import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.catalog.markdown_blocks import Url

_TAG = re.compile(r"<(?:(?P<image>img|video|audio|source|iframe|embed)|a|area)(?=[\s/])", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"[\s/]*(?P<name>[^\s\"'<>/=]+)"
    r"(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'=<>`]+)))?"
)
_CANDIDATE = re.compile(r"(?P<url>[^\s,](?:\S*[^\s,])?)[^,]*")
"""Of `srcset`: an address, then its width or density up to the next comma."""
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_TEXT = re.compile(r"[^<]{0,300}")
_LONGEST_TAG = 2_000
"""Characters behind the attributes of a tag: from each of many that never close, all of a text is far."""
_NOT_UNQUOTED = re.compile("[\"'=<>`]")


def html_urls(text: str, start: int, end: int) -> Iterator[Found]:
    """The addresses in the tags of a piece of HTML, comments not looked into."""
    for piece, offset in _without_comments(text[start:end], start):
        position = 0
        while tag := _TAG.search(piece, position):
            spans: list[tuple[int, int]] = []
            position = tag.end()
            while attribute := _ATTRIBUTE.match(piece, position):
                position = attribute.end()
                spans += _addresses(attribute)
            closing = piece.find(">", position, position + _LONGEST_TAG)
            is_image = tag["image"] is not None
            said = _TEXT.match(text, offset + closing + 1) if closing >= 0 and not is_image else None
            for first, last in spans:
                yield Found(
                    url=attribute_text(piece[first:last]),
                    kind="html",
                    start=offset + first,
                    end=offset + last,
                    text=" ".join(html.unescape(said[0]).split()) if said else "",
                    is_image=is_image,
                )


def _addresses(attribute: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Where the addresses of one attribute stand, without white space around them."""
    name = attribute["name"].lower()
    group = next((one for one in ("double", "single", "bare") if attribute[one] is not None), None)
    if group is None or name not in {"href", "src", "srcset"}:
        return
    begin, value = attribute.start(group), attribute[group]
    if name == "srcset":
        for one in _CANDIDATE.finditer(value):
            yield begin + one.start("url"), begin + one.end("url")
    elif value.strip():
        yield begin + len(value) - len(value.lstrip()), begin + len(value.rstrip())


def attribute_text(written: str) -> str:
    """What an attribute says. Unlike in text, `&copy=1` and `&copyright` have no copyright sign in them."""
    return _REFERENCE.sub(_referred, written)


def _referred(reference: re.Match[str]) -> str:
    said = reference[0]
    if said.endswith(";"):
        return html.unescape(said) if said.startswith("&#") or said[1:] in html5 else said
    is_followed = reference.string[reference.end() : reference.end() + 1] == "="
    return said if is_followed or (said[1] != "#" and said[1:] not in html5) else html.unescape(said)


def attribute_value(text: str, *, quote: str, is_escaped: bool) -> str:
    """A text as an attribute says it, each `&` written out if they are so there, else where it must be."""
    written = text.replace("&", "&amp;") if is_escaped or attribute_text(text) != text else text
    return written.replace(quote, f"&#{ord(quote)};") if quote in {'"', "'"} else written


def attribute_value_at(new: str, url: Url, text: str) -> str | None:
    """An address as the attribute that holds the old one says it; None where it has no quotes and needs
    some.
    """
    assert url.start is not None
    quote, is_escaped = text[url.start - 1], text[url.start : url.end] != url.url
    if quote.strip() in {"", "="} and _NOT_UNQUOTED.search(new):
        return None
    return attribute_value(new, quote=quote, is_escaped=is_escaped)


def _without_comments(piece: str, offset: int) -> Iterator[tuple[str, int]]:
    position = 0
    while (opening := piece.find("<!--", position)) >= 0:
        yield piece[position:opening], offset + position
        closing = piece.find("-->", opening + 4)
        if closing < 0:
            return
        position = closing + 3
    yield piece[position:], offset + position
