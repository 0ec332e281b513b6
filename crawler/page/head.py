"""The elements of an HTML head that say something about the page, in document order.

Collected from lxml's parser as it goes, without a tree: 0.04 ms for a small head, where BeautifulSoup with a
strainer took 0.17, and for a whole page 20.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON_LD_TYPE = "application/ld+json"
_MAX_ELEMENTS = 500
_WANTED = frozenset({"title", "meta", "link", "base"})
# Kept so that what stands in them is nested, and so told from the page's own elements.
_ENCLOSURES = frozenset({"svg", "math", "noscript", "template", "object"})
_CODE = frozenset({"script", "style", "template"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadTags:
    """Attributes and texts as the parser gives them: entities decoded, nothing else normalised."""

    html: Mapping[str, str]
    titles: tuple[str, ...]
    metas: tuple[Mapping[str, str], ...]
    canonicals: tuple[str, ...]
    """As written, by `<link rel=canonical>`."""
    bases: tuple[str, ...]
    json_ld: tuple[str, ...]


def is_json_ld(attributes: Mapping[Any, Any]) -> bool:
    """Whether a script's type is JSON-LD, parameters aside."""
    return str(attributes.get("type", "")).partition(";")[0].strip().lower() == JSON_LD_TYPE


def is_canonical(attributes: Mapping[Any, Any]) -> bool:
    """Whether a link's relations include the canonical address."""
    return "canonical" in str(attributes.get("rel", "")).lower().split()


def read_head(markup: bytes) -> HeadTags:
    """Read UTF-8 markup up to the end of the head; it may be cut anywhere."""
    reader = _Reader()
    # In HTML, names and values are text; the stubs speak of XML.
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True)  # type: ignore[arg-type]
    try:
        parser.feed(markup)
        parser.close()
    except etree.LxmlError:
        pass  # what was read before stands
    named = reader.elements
    return HeadTags(
        html=reader.html,
        titles=tuple("".join(each.text) for each in named if each.name == "title"),
        metas=tuple(each.attributes for each in named if each.name == "meta"),
        canonicals=_hrefs(named, "link"),
        bases=_hrefs(named, "base"),
        json_ld=tuple("".join(each.text) for each in named if each.name == "script"),
    )


@dataclass(frozen=True, slots=True)
class _Element:
    name: str
    attributes: dict[str, str]
    text: list[str]


def _hrefs(elements: list[_Element], name: str) -> tuple[str, ...]:
    return tuple(
        each.attributes["href"] for each in elements if each.name == name and "href" in each.attributes
    )


class _Reader:
    """Told each tag by the parser: keeps the outermost of those that are wanted, and their text."""

    def __init__(self) -> None:
        self.html: dict[str, str] = {}
        """The attributes of `<html>`, which encloses everything."""
        self.elements: list[_Element] = []
        self._kept = 0
        self._inside: list[str] = []
        """What is open, from an element that is kept on."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._inside:
            if name == "html" and not self.html:
                self.html = dict(attributes)
            if not _is_kept(name, attributes):
                return
            self._kept += 1
            if self._kept <= _MAX_ELEMENTS:
                self.elements.append(_Element(name, dict(attributes), []))
        self._inside.append(name)

    def data(self, data: str) -> None:
        # A script or a style that stands in a title, as in broken pages, is none of its words.
        is_code = len(self._inside) > 1 and self._inside[-1] in _CODE
        if self._inside and self._kept <= _MAX_ELEMENTS and not is_code:
            self.elements[-1].text.append(data)

    def end(self, _name: str) -> None:
        if self._inside:
            self._inside.pop()

    def close(self) -> None:
        """The parser calls it; everything is known by then."""


def _is_kept(name: str, attributes: Mapping[str, str]) -> bool:
    # Most links and scripts are about styling.
    if name == "link":
        return is_canonical(attributes)
    if name == "script":
        return is_json_ld(attributes)
    return name in _WANTED or name in _ENCLOSURES
