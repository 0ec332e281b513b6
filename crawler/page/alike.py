"""Whether two pages of a host are one page with another address in it, and what of a name is but its address.

Servers put the name that was asked for into titles and texts ("Linear_Algebra: no such page"). So the words
of each page's own address are masked before two are compared: what then differs was written for one of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawler.page.likeness import text_likeness, words_of
from crawler.page.notices import absence_phrase
from crawler.page.wording import fold

if TYPE_CHECKING:
    from crawler.page.model import PageFacts

ALIKE_FROM = 0.9
"""Two texts of one host with this share of common shingles are one page with another address in it."""
SHELL_MAX_CHARACTERS = 200
"""A single-page application's shell carries next to no text of its own."""
_MASK = "\u29bf"
"""A sign that is no letter and that no page is called by; in texts it stands as a word."""
_MASK_WORD = "ownaddress"
_ENDING = re.compile(r"\.[A-Za-z]\w{0,4}$")
_SEGMENT_CHARACTERS = 200
# What is new in every answer: numbers of requests, times, session names.
_PASSING = re.compile(r"\d+|(?=\w*\d)(?=\w*[a-z])\w{8,}")


def is_shell(page: PageFacts) -> bool:
    """Next to no text and no heading of its own: a script fills it in. One that says that nothing is there
    has been filled in.
    """
    is_empty = len(page.text_sample) <= SHELL_MAX_CHARACTERS and page.h1 is None
    return is_empty and page.has_scripts and absence_phrase(page.text_sample) is None


def are_alike(page: PageFacts, url: str, other: PageFacts, other_url: str) -> bool:
    """One page with another address in it. The names must be the same: reading stops at the first heading, so
    that two pages of a site with a long menu share nearly all of the text that was received.
    """
    names = (page.title, page.html_title, page.h1)
    others = (other.title, other.html_title, other.h1)
    if not any((page.html_title, page.h1, page.text_sample)):
        return False
    if names == others and text_likeness(page.text_sample, other.text_sample) >= ALIKE_FROM:
        return True
    if any(_masked(a, url) != _masked(b, other_url) for a, b in zip(names, others, strict=True)):
        return False
    texts = (_lasting(page.text_sample, url), _lasting(other.text_sample, other_url))
    return text_likeness(*texts) >= ALIKE_FROM


def are_echoes(page: PageFacts, url: str, other: PageFacts, other_url: str) -> bool:
    """Both pages are called by their addresses, in one pattern: the name of neither was written for it."""
    pairs = ((page.html_title, other.html_title), (page.h1, other.h1), (page.title, other.title))
    return any(
        _MASK in (pattern := _masked(theirs, other_url)) and pattern == _masked(ours, url)
        for ours, theirs in pairs
    )


def without_address(name: str, url: str) -> str:
    """What a name says beside the last segment of its page's own address."""
    return _masked(name, url).replace(_MASK, " ")


def _lasting(text: str, url: str) -> str:
    words = words_of(_masked(text, url).replace(_MASK, f" {_MASK_WORD} "))
    return " ".join(word for word in words if not _PASSING.fullmatch(word))


def _masked(text: str | None, url: str) -> str:
    folded = fold(text or "")
    pattern = _address(url)
    return pattern.sub(_MASK, folded) if pattern else folded


@lru_cache(maxsize=64)
def _address(url: str) -> re.Pattern[str] | None:
    """The last segment of an address however it is spelt, with what stands before it in the path or not."""
    path = re.sub(r"^[a-z]+://[^/]*", "", url.partition("#")[0].partition("?")[0])
    folder, _, name = unquote(path).rstrip("/").rpartition("/")
    words = re.findall(r"[^\W_]+", fold(_ENDING.sub("", name)[:_SEGMENT_CHARACTERS]))
    if not words:
        return None
    ending = _ENDING.search(name)
    spelt = r"[\W_]{0,3}".join(map(re.escape, words)) + (
        f"(?:{re.escape(fold(ending.group()))})?" if ending else ""
    )
    before = re.escape(fold(folder[:_SEGMENT_CHARACTERS])) + "/"
    return re.compile(rf"(?<!\w)(?:(?:https?://[\w.:-]{{1,100}})?{before})?{spelt}(?!\w)/?")
