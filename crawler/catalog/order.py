"""Lists whose file says that they are sorted, in a comment: are they?

`# sorted by: title` (or `id`, `url`) before the first entry speaks of the whole file; `# keep-sorted start`
and `# keep-sorted end` (the words of google/keep-sorted) of the entries between them, by title unless
`by: id` or `by: url` follows. Case and accents do not count, and neither does a leading article.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.catalog.model import Link

_COMMENT = r"(?:#|//|<!--)[ \t]{0,9}"
_MARK = re.compile(
    rf"{_COMMENT}(?:sorted by[ :=]{{1,3}}(?P<whole>title|id|url)\b|"
    rf"keep-sorted (?P<edge>start|end)(?:[ ,]{{1,3}}by[ :=]{{1,3}}(?P<by>title|id|url)\b)?)",
    re.IGNORECASE,
)
_MOST_MARKS = 200
"""More are nobody's: each of them has all links looked at."""
_ARTICLE = re.compile(r"(?:the|a|an) (?=\S)")


@dataclass(frozen=True, slots=True)
class Sorted:
    """A run of lines whose entries are said to be sorted by a key."""

    first_line: int
    last_line: int
    by: str


def claims(text: str) -> Iterator[Sorted]:
    """What a file says of its own order."""
    last_line = text.count("\n") + 1
    start: tuple[int, str] | None = None
    for mark in islice(_MARK.finditer(text), _MOST_MARKS):
        line = text.count("\n", 0, mark.start()) + 1
        if mark["whole"]:
            yield Sorted(line, last_line, mark["whole"].lower())
        elif mark["edge"].lower() == "start":
            start = line, (mark["by"] or "title").lower()
        elif start is not None:
            yield Sorted(start[0], line, start[1])
            start = None
    if start is not None:
        yield Sorted(start[0], last_line, start[1])


def out_of_order(text: str, links: Sequence[Link]) -> Iterator[tuple[Link, Link, str]]:
    """Each main link that should stand before the one above it, that one, and the key that says so."""
    for claim in claims(text):
        within = [link for link in links if claim.first_line <= link.line <= claim.last_line]
        for above, link in pairwise(within):
            if _key(link, claim.by) < _key(above, claim.by):
                yield link, above, claim.by


def _key(link: Link, by: str) -> str:
    said = {"title": link.title or link.entry, "id": link.entry, "url": link.url}[by]
    folded = unicodedata.normalize("NFKD", said.casefold())
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return _ARTICLE.sub("", plain, count=1) if by == "title" and _ARTICLE.match(plain) else plain
