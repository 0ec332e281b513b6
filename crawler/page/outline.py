"""What a page has in it, by its headings, its links and the names of its places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from crawler.page.body import parse_body
from crawler.page.encoding import decode
from crawler.page.media import charset_of
from crawler.page.text import clean
from crawler.page.wording import fold

_READ = 256 * 1024
_MAX_ELEMENTS = 3_000
_MAX_TEXT = 200
_LABELS = ("h1", "h2", "h3", "h4", "h5", "h6", "a", "dt", "summary", "caption", "legend")
# A noun and its number: "Sheet 3", "Lektion 12". Longer numbers are years.
_PART = re.compile(r"([^\W\d_]{4,})\W{1,3}(\d{1,3})(?!\w)")


@dataclass(frozen=True, slots=True)
class Outline:
    """`labels` are what headings and links say, `places` the folded names that fragments lead to."""

    labels: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()


def read_outline(body: bytes, *, content_type: str | None) -> Outline:
    """Of as much of a page as was received, 256 kB at most."""
    markup = decode(body[:_READ], charset_of(content_type)).text.encode("utf-8", "replace")
    root = parse_body(markup)
    if root is None:
        return Outline()
    labels = [
        clean("".join(islice(map(str, element.itertext()), 50)), _MAX_TEXT)
        for element in islice(root.iter(*_LABELS), _MAX_ELEMENTS)
    ]
    places = (element.get("id") or element.get("name") for element in islice(root.iter(), 10 * _MAX_ELEMENTS))
    return Outline(
        labels=tuple(filter(None, labels)),
        places=frozenset(fold(each[:_MAX_TEXT]) for each in places if each),
    )


def parts_in(text: str) -> frozenset[tuple[str, str]]:
    """The numbered parts that a text speaks of, as noun and number."""
    return frozenset((noun, number.lstrip("0")) for noun, number in _PART.findall(fold(text)))


def shared_part(title: str, text: str) -> str | None:
    """The part that a title names and a text has; a compound is its last word too ("Aufgabenblatt 3")."""
    there = parts_in(text)
    for noun, number in sorted(parts_in(title)):
        if any(number == other and _are_one_noun(noun, its) for its, other in there):
            return f"{noun} {number}"
    return None


def _are_one_noun(one: str, other: str) -> bool:
    a, b = (noun.removesuffix("s") for noun in (one, other))
    return a.endswith(b) or b.endswith(a)
