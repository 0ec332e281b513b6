"""What the received part of an HTML body says: visible text, the first h1, and facts that strayed into it.

lxml's own tree, because the text needs every element: 64 kB take 1 ms, with BeautifulSoup ten times that.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from crawler.page.forms import asks_first
from crawler.page.head import is_json_ld
from crawler.page.model import SAMPLE_CHARACTERS
from crawler.page.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Words, split: written as lists these would take a line for each name.
_UNSEEN = frozenset(
    "head title script style noscript noframes template svg textarea select datalist iframe object "  # noqa: SIM905 - words, not literals
    "canvas audio video".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark math q rp rt ruby "  # noqa: SIM905 - words, not literals
    "s samp small span strike strong sub sup time tt u var wbr".split()
)
_WITHOUT_BREAK = _INLINE | _UNSEEN
_MAX_ELEMENTS = 100
_MAX_H1 = 500
_SCANTY_TEXT = 200
_PLACES = frozenset({"div", "main", "section", "article"})
_MAX_PLACES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyTags:
    """Texts and attributes from a body; `h1` and `text` are normalised, the rest is as parsed."""

    h1: str = ""
    text: str = ""
    has_password_field: bool = False
    asks_first: bool = False
    has_empty_place: bool = False
    titles: tuple[str, ...] = ()
    metas: tuple[Mapping[str, str], ...] = ()
    times: tuple[Mapping[str, str], ...] = ()
    json_ld: tuple[str, ...] = ()


def read_body(markup: bytes) -> BodyTags:
    """Read UTF-8 markup from the end of the head on; it may be cut anywhere."""
    root = parse_body(markup)
    if root is None:
        return BodyTags()
    text = clean(_visible_text(root, SAMPLE_CHARACTERS * 5 // 4), SAMPLE_CHARACTERS)
    return BodyTags(
        h1=next(filter(None, map(_heading, _seen(root, "h1"))), ""),
        text=text,
        has_password_field=any(_is_password(field) for field in root.iter("input")),
        asks_first=asks_first(root),
        has_empty_place=len(text) <= _SCANTY_TEXT and _has_empty_place(root),
        titles=tuple(title.text or "" for title in _seen(root, "title")),
        metas=tuple(_attributes(meta) for meta in _seen(root, "meta")),
        times=tuple(_attributes(time) for time in _seen(root, "time")),
        json_ld=tuple(
            script.text or "" for script in _seen(root, "script") if is_json_ld(_attributes(script))
        ),
    )


def parse_body(markup: bytes) -> etree._Element | None:
    """The tree of UTF-8 markup, whatever is wrong with it; None for what holds no element."""
    # A parser of its own for each page: a shared one would make threads wait for each other.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return etree.fromstring(markup, parser)
    except etree.LxmlError:
        return None


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(key): str(value) for key, value in element.attrib.items()}


def _seen(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    """First elements of a name that no SVG, template or noscript encloses."""
    # The parser nests at most 256 deep, so that looking at all ancestors is bounded.
    for element in islice(root.iter(tag), _MAX_ELEMENTS):
        if all(ancestor.tag not in _UNSEEN or ancestor.tag == "head" for ancestor in element.iterancestors()):
            yield element


def _is_password(field: etree._Element) -> bool:
    return (field.get("type") or "").strip().lower() == "password"


def _has_empty_place(root: etree._Element) -> bool:
    """Some block or custom element holds nothing at all, or the whole body nothing but scripts."""
    places = (each for each in islice(root.iter(), _MAX_PLACES) if _is_place(str(each.tag)))
    return any(not len(place) and not (place.text or "").strip() for place in places) or all(
        each.tag in _UNSEEN for body in root.iter("body") for each in body
    )


def _is_place(tag: str) -> bool:
    return tag in _PLACES or "-" in tag


def _heading(h1: etree._Element) -> str:
    """Heading's text; the texts of its images where it holds nothing else."""
    text = clean(_visible_text(h1, _MAX_H1 * 2), _MAX_H1)
    return text or clean(" ".join(image.get("alt") or "" for image in islice(h1.iter("img"), 5)), _MAX_H1)


def _visible_text(top: etree._Element, wanted: int) -> str:
    """Text below an element, spaces where a block begins or ends, up to about `wanted` characters."""
    parts: list[str] = []
    size = 0
    walk = etree.iterwalk(top, events=("start", "end"))
    for event, element in walk:
        tag, text = element.tag, None
        if event == "start":
            if tag in _UNSEEN or element.get("hidden") is not None:
                walk.skip_subtree()
            else:
                text = element.text
        elif element is top:
            break
        else:
            text = element.tail
        if tag not in _WITHOUT_BREAK:
            parts.append(" ")
        if text:
            parts.append(text)
            size += len(text.strip())
            if size > wanted:
                break
    return "".join(parts)
