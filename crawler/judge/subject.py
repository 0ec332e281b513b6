"""Whether words that would tell of a page's state are what its work is about, as an essay on 404 pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawler.page.wording import fold
from crawler.page.words import words_of
from crawler.probe import urls

if TYPE_CHECKING:
    from crawler.catalog.model import Link

_SHORTEST_WORD, _SHORTEST_NUMBER = 4, 3
_STEM = 5
"""Letters that a word shares with its plural and its verb: `moment`, `moments`."""
# What is lacking, for sale or locked may be anything, and most works are called one of these somewhere.
_NEUTRAL_WORDS = """
    page pages site website content article blog book course video document resource file data dataset
    domain paper work item product post account user this that these your have been were with from into
    there here just more longer found cannot could does exist exists available permanently
"""
_NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
_TROUBLE = re.compile(
    r"\b(?:errors?|fehler\w*|erreurs?|errore?s?|error(?:es|i|os)|ошибк\w+|404s?|410|403|50[023]|"
    r"http (?:status|response)|status codes?|not found|missing|(?:broken|dead) (?:link|url)s?|link ?rot|"
    r"withdrawn|retract(?:ed|ions?)|deleted|vanish(?:ed|ing)|obituar\w+|bots?|captchas?|"
    r"(?:domain|website) parking|parked)\b|エラー|错误|錯誤|오류"
)


def is_about(link: Link, words: str) -> bool:
    """All words that say something stand in the entry's title or in the address that it lists."""
    telling = [word for word in words_of(words) if _tells(word)]
    expected = words_of(f"{link.title or ''} {unquote(urls.path_of(link.url))}")
    return bool(telling) and all(any(_is_one_word(word, other) for other in expected) for word in telling)


def is_about_trouble(link: Link) -> bool:
    """The entry's title speaks of errors, of what is missing or of who keeps whom out."""
    return _TROUBLE.search(fold(link.title or "")) is not None


def _tells(word: str) -> bool:
    shortest = _SHORTEST_NUMBER if word.isdigit() else _SHORTEST_WORD
    return len(word) >= shortest and word not in _NEUTRAL


def _is_one_word(word: str, other: str) -> bool:
    return (
        word == other
        or (len(word) >= _STEM and other.startswith(word))
        or (len(other) >= _STEM and word.startswith(other))
    )
