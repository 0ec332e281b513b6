"""Whether two pages of a host are one page with another address in it, and what of a name is but its address.

Servers put the name that was asked for into titles and texts ("Linear_Algebra: no such page"). So the words
of each page's own address, and of what its query asks for, are masked before two are compared: what then
differs was written for one of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_plus

from crawler.page.absences import absence_phrase
from crawler.page.likeness import text_likeness
from crawler.page.wording import fold
from crawler.page.words import SHINGLE_WORDS, shingles, words_of

if TYPE_CHECKING:
    from crawler.page.model import PageFacts

ALIKE_FROM = 0.9
"""Two texts of one host with this share of common shingles are one page with another address in it."""
SHELL_MAX_CHARACTERS = 200
"""A single-page application's shell carries next to no text of its own."""
_Address = re.Pattern[str] | None
_MASK = "\u29bf"
"""A sign that is no letter and that no page is called by; in texts it stands as a word."""
_MASK_WORD = "ownaddress"
_ENDING = re.compile(r"\.[A-Za-z]\w{0,4}$")
_SEGMENT_CHARACTERS = 200
_MAX_VALUES = 5
_FOLDERS = re.compile(r"[:/]|\.(?=[A-Z])")
"""`math:groups`, `Main.LieGroups`; an ending is no name."""
_LOADING = re.compile(
    r"\b(?:loading|initiali[sz]ing|please wait|one moment|wird geladen|ladt|bitte warten|chargement|"
    r"patiente[rz]|"
    r"cargando|espere|carregando|aguarde|caricamento|attendere|laden|ladowanie|laddar|indlaeser|yukleniyor|"
    r"загрузка|подождите)\b|加载中|載入中|読み込み|ロード中|로딩|불러오는"
)
_SHORTER = 0.7
_KNOWN_FROM = 0.7
"""Of a list of 14 words drawn from 23, two others of its kind have 0.83; of a page of its own that has the
same menu, half."""
_LABEL_CHARACTERS = 40
"""A name and a word or two, as stand in a shell until it is filled."""
# What is new in every answer: numbers of requests, times, session names.
_PASSING = re.compile(r"\d+|(?=\w*\d)(?=\w*[a-z])\w{8,}")


def is_shell(page: PageFacts) -> bool:
    """Next to no text and no heading of its own: a script fills it in, where there is room for it. One that
    says that nothing is there has been filled in.
    """
    text = page.text_sample
    if len(text) > SHELL_MAX_CHARACTERS or page.h1 is not None or not page.has_scripts:
        return False
    has_room = page.has_empty_place or len(text) <= _LABEL_CHARACTERS or bool(_LOADING.search(fold(text)))
    return has_room and absence_phrase(text) is None


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
    ours, theirs = _addresses(url, other_url)
    if any(_masked(a, ours) != _masked(b, theirs) for a, b in zip(names, others, strict=True)):
        return False
    texts = (_lasting(page.text_sample, ours), _lasting(other.text_sample, theirs))
    return text_likeness(*texts) >= ALIKE_FROM


def is_one_of(page: PageFacts, others: tuple[PageFacts, PageFacts]) -> bool:
    """A page is made as two others are, which differ from each other: it is as long as they are, and nearly
    all of its words stand in one of them.
    """
    words, *known = (set(words_of(each.text_sample)) for each in (page, *others))
    lengths = [len(each.text_sample) for each in others]
    is_as_long = _SHORTER * min(lengths) <= len(page.text_sample) <= max(lengths) / _SHORTER
    return bool(words) and is_as_long and len(words & known[0].union(*known)) >= _KNOWN_FROM * len(words)


def are_echoes(page: PageFacts, url: str, other: PageFacts, other_url: str) -> bool:
    """Both pages are called by their addresses, in one pattern: the name of neither was written for it."""
    pairs = ((page.html_title, other.html_title), (page.h1, other.h1), (page.title, other.title))
    own, others = _addresses(url, other_url)
    return any(
        _MASK in (pattern := _masked(theirs, others)) and pattern == _masked(ours, own)
        for ours, theirs in pairs
    )


def own_text(page: PageFacts, other: PageFacts) -> str:
    """What a page says that another of its site does not: without menu, head and foot."""
    words = words_of(page.text_sample)
    theirs = shingles(other.text_sample)
    common = [words[at : at + SHINGLE_WORDS] in theirs for at in range(len(words))]
    covered = {at + step for at, is_common in enumerate(common) if is_common for step in range(SHINGLE_WORDS)}
    return " ".join(word for at, word in enumerate(words) if at not in covered)


def are_said_alike(words: str, url: str, others: str, other_url: str) -> bool:
    """Two phrases of two pages are one, but for the address that each names."""
    ours, theirs = _addresses(url, other_url)
    return _lasting(words, ours) == _lasting(others, theirs)


def without_address(name: str, url: str) -> str:
    """What a name says beside the last segment of its page's own address, and what its query asks for."""
    return _masked(name, _address(url)).replace(_MASK, " ")


def without_query(name: str, url: str) -> str:
    """What a name says beside what the query of its page's own address asks for."""
    return _masked(name, _address("?" + url.partition("#")[0].partition("?")[2])).replace(_MASK, " ")


def _lasting(text: str, address: _Address) -> str:
    words = words_of(_masked(text, address).replace(_MASK, f" {_MASK_WORD} "))
    return " ".join(word for word in words if not _PASSING.fullmatch(word))


def _masked(text: str | None, address: _Address) -> str:
    folded = fold(text or "")
    return address.sub(_MASK, folded) if address else folded


def _addresses(url: str, other_url: str) -> tuple[_Address, _Address]:
    """What is masked of each of two: what both ask for alike is no name of either."""
    return _address(url, other_url), _address(other_url, url)


@lru_cache(maxsize=64)
def _address(url: str, other_url: str = "") -> _Address:
    """The last segment of an address however it is spelt, with what stands before it in the path or not, and
    the values of its query that another address has not.
    """
    plain, _, query = url.partition("#")[0].partition("?")
    folder, _, name = unquote(re.sub(r"^[a-z]+://[^/]*", "", plain)).rstrip("/").rpartition("/")
    asked = _values(query) - _values(other_url.partition("#")[0].partition("?")[2])
    spelt = [_spelt(each) for each in sorted(asked, key=len, reverse=True)]
    if own := _spelt(_ENDING.sub("", name)):
        ending = _ENDING.search(name)
        before = re.escape(fold(folder[:_SEGMENT_CHARACTERS])) + "/"
        own += f"(?:{re.escape(fold(ending.group()))})?" if ending else ""
        spelt.append(rf"(?:(?:https?://[\w.:-]{{1,100}})?{before})?{own}")
    patterns = list(filter(None, spelt))
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)/?") if patterns else None


def _spelt(name: str) -> str:
    words = re.findall(r"[^\W_]+", fold(name[:_SEGMENT_CHARACTERS]))
    return r"[\W_]{0,3}".join(map(re.escape, words))


def _values(query: str) -> set[str]:
    """What a query asks for; of a name in folders (`math:groups`) the last one as well."""
    pairs = (pair.rpartition("=")[2] for pair in query.split("&", _MAX_VALUES)[:_MAX_VALUES])
    values = {unquote_plus(value) for value in pairs if value}
    return values | {last for value in values if (last := _FOLDERS.split(value)[-1])}
