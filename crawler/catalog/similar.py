"""What is the same but for its spelling: titles that differ by one letter, URLs that lead to one page.

Nothing here compares each with each: of 10,000 titles those are looked at that share all words but one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from crawler.catalog.tracking import without_tracking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_INDEX_PAGE = re.compile(r"/(?:index|default)\.\w{2,5}$", re.IGNORECASE)
_LONG_WORD = 6
"""Letters: shorter words of one letter's difference are other words, as `part` and `port`."""
_LONGEST_TITLE = 300
_FEWEST_LETTERS = 12


def title_words(title: str) -> tuple[str, ...]:
    """Words without case, accents and punctuation; none for a title too short to tell works apart."""
    folded = unicodedata.normalize("NFKD", title[:_LONGEST_TITLE].casefold())
    words = tuple(_WORD.findall("".join(c for c in folded if not unicodedata.combining(c))))
    return words if sum(map(len, words)) >= _FEWEST_LETTERS else ()


def spelled_alike(titles: Iterable[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Positions of titles and, of each, that of an earlier one with the same words, or the same but for one
    letter of one long word.
    """
    every = list(titles)
    shared = _shared_rests(every)
    whole: dict[tuple[str, ...], int] = {}
    variants: dict[tuple[int, str], int] = {}
    for number, words in enumerate(every):
        if not words:
            continue
        earlier = whole.setdefault(words, number)
        nearly = [variants.setdefault(variant, number) for variant in _variants(words, shared)]
        earlier = min([earlier, *nearly])
        if earlier != number:
            yield number, earlier


def _shared_rests(titles: list[tuple[str, ...]]) -> set[int]:
    """What several titles have in common once one long word is left out, as hashes: in a catalog of 100,000
    nearly nothing, so that no more than this is kept of all titles.
    """
    once: set[int] = set()
    again: set[int] = set()
    for words in titles:
        for rest, _ in _rests(words):
            (again if rest in once else once).add(rest)
    return again


def _rests(words: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    for place, word in enumerate(words):
        if len(word) >= _LONG_WORD and word.isalpha():
            yield hash((place, words[:place], words[place + 1 :])), word


def _variants(words: tuple[str, ...], shared: set[int]) -> Iterator[tuple[int, str]]:
    """Two words within one edit of one another share one of these."""
    for rest, word in _rests(words):
        if rest in shared:
            yield rest, word
            yield from {(rest, word[:at] + word[at + 1 :]) for at in range(len(word))}


def url_key(href: str) -> str:
    """What remains of a serialised URL without scheme, `www.`, index page, final slash and tracking."""
    before, mark, fragment = without_tracking(href).partition("#")
    rest = before.partition("://")[2].removeprefix("www.")
    path, question, query = rest.partition("?")
    return _INDEX_PAGE.sub("", path).rstrip("/") + question + query + mark + fragment
