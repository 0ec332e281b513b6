"""Whether a page has any trace of a work: a word of its title, authors or address, wherever it stands.

A page that a site wrote for a link nearly always has one, in its text, its menu or its markup. Of 2,733 pages
of packages' documentation and demonstrations with at most 600 characters beside their links, 17 had none of
the words of their own address, before compounds were compared without spaces.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawler.page.encoding import decode
from crawler.page.likeness import telling_words
from crawler.page.wording import fold
from crawler.page.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_READ = 256 * 1024
_WORD_LETTERS = 4
_ENDING_LETTERS = 3
"""So much of a word may be another's in another case or number."""
_SEVERAL = 2
_LEAST_BEGINNING = 5
# What names no work: how addresses say that something is a page, a file, or one of many.
_OF_ADDRESSES = frozenset(
    "index default main start home page pages view show display node item items content html xhtml shtml "  # noqa: SIM905 - words, not literals
    "aspx text article articles post posts document documents file files data download downloads docs site "
    "info read topic topics thread threads detail details entry record public static about news blog".split()
)
_ABSOLUTE = re.compile(r"(?:https?:)?//[^\s\"'<>]{1,500}")
_ENDING = re.compile(r"\.\w{2,5}$")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_INDEX = re.compile(r"(?i)index|default|main|home|start")
_BREAKS = re.compile(r"[\W_]+")


def words_of_address(url: str) -> frozenset[str]:
    """The telling words of an address's last step; numbers, signs and initials are none."""
    steps = [_ENDING.sub("", each) for each in unquote(_path(url).partition("?")[0]).split("/") if each]
    while steps and _INDEX.fullmatch(steps[-1]):
        del steps[-1]
    spelt = _HUMP.sub(" ", steps[-1]).replace("_", " ") if steps else ""
    words = (word for word in telling_words(spelt) if len(word) >= _WORD_LETTERS and word.isalpha())
    return frozenset(words) - _OF_ADDRESSES


def words_of_owner(url: str) -> frozenset[str]:
    """By whose home page it is, as its owner's pages are often called."""
    return frozenset(step[1:].lower() for step in unquote(_path(url)).split("/") if step.startswith("~"))


def words_of_work(title: str, authors: Iterable[str] = ()) -> frozenset[str]:
    """By what a page may be known to be of a work."""
    names = frozenset(word for name in authors for word in words_of(name) if len(word) >= _WORD_LETTERS)
    return telling_words(title) | names


def has_trace(words: frozenset[str], body: bytes, charset: str | None, *, url: str) -> bool:
    """Some of the words stand in a page's text or markup, outside of addresses of sites and of its own."""
    said, run_together = _said(body, charset, _path(url))
    return any(_beginning(word) in said or _beginning(word) in run_together for word in words)


def missing_words(words: Iterable[str], body: bytes, charset: str | None, *, url: str) -> frozenset[str]:
    """Those like which no word of a page's text or markup begins, outside of addresses."""
    said, _ = _said(body, charset, _path(url))
    return frozenset(word for word in words if not _begins_like(word).search(said))


def _begins_like(word: str) -> re.Pattern[str]:
    beginning = word[: max(_LEAST_BEGINNING, len(word) - 2)]
    return re.compile((r"(?<![^\W_])" if beginning.isascii() else "") + re.escape(beginning))


def tells(title: str, url: str) -> bool:
    """Title and address have words enough for it to mean something that a page has none of them."""
    return len(telling_words(title) | words_of_address(url)) >= _SEVERAL


def _beginning(word: str) -> str:
    plain = _BREAKS.sub("", word)
    return plain[: max(_WORD_LETTERS, len(plain) - _ENDING_LETTERS)]


def _path(url: str) -> str:
    return url.partition("#")[0].partition("://")[2].partition("/")[2]


@lru_cache(maxsize=2)
def _said(body: bytes, charset: str | None, path: str) -> tuple[str, str]:
    """A page's markup, folded, without addresses; and the same without spaces and signs."""
    markup = unquote(html.unescape(decode(body[:_READ], charset).text))
    text = fold(_ABSOLUTE.sub(" ", markup))
    # Servers put the address that was asked for into texts and links.
    for own in {path, unquote(path)} - {""}:
        text = text.replace(fold(f"/{own}"), " ")
    return text, _BREAKS.sub("", text)
