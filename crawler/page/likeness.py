"""How alike two texts are: a page's names and an entry's title, one page's words and another's."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.page.words import shingles, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# What stands between a work and its site. A bare hyphen separates only with spaces around it, so that e-mail
# and 18-01sc stay whole; a colon begins a subtitle, which is the work's own.
_SEPARATOR = re.compile(
    r"\s+[-\u2013\u2014\u2012|/\\:\u00b7\u2022\u00bb\u203a>~]+\s+|\s*[|\u00b7\u2022\u00bb\u203a\u2014]\s*"
)
# A repository's page: owner and name come before what it is about.
_REPOSITORY = re.compile(r"GitHub - [\w.-]{1,60}/([\w.-]{1,100})(?=:|$)")
_COLON = re.compile(r":\s+")
# With a letter in it: a number alone may be a year, an edition or an error as well.
_COURSE_NUMBER = re.compile(r"[a-z]{1,6}\d{2,5}[a-z]{0,3}|\d{2,4}[a-z]{1,2}")
# Spelt apart: "CS 285", "15-445", "6.S191" are each one word. A capital begins a department's name; what may
# stand before any number ("Part 12", "Fall 2024") is none.
_SPELT_APART = re.compile(
    r"\b(?!(?:Part|Unit|Week|Book|Fall|Year|Page|Day|Top|Vol|Ch|Sec|No|May|June|July)\b)"
    r"([A-Z][A-Za-z]{1,4})[ -](?!(?:19|20)\d\d\b)(\d{2,4}[A-Za-z]{0,2})\b(?![-.]\d)"
    r"|\b(\d{2})-(\d{3})\b|(?<![\d.])(\d{1,2})\.(\d{3}|[sS]\d{2,3})(?![\d.])"
)
_NUMBERED = re.compile(r"([a-z]{1,6}\d{2,4})[a-z]{1,2}")
# Editions and years: a work's new edition is the work.
_EDITION = re.compile(
    r"(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th|e)|ed|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
)
_VOLUMES = {
    numeral: number
    for number, pair in enumerate(
        ["1 i", "2 ii", "3 iii", "4 iv", "5 v", "6 vi", "7 vii", "8 viii", "9 ix", "10 x"], start=1
    )
    for numeral in pair.split()
}
# Words that say nothing about which work is meant.
_FILLER = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "for",
        "in",
        "on",
        "and",
        "or",
        "with",
        "by",
        "from",
        "at",
        "as",
        "is",
        "are",
        "your",
        "you",
        "der",
        "die",
        "das",
        "und",
        "fur",
        "von",
        "zu",
        "le",
        "la",
        "les",
        "de",
        "du",
        "des",
        "et",
        "pour",
        "el",
        "los",
        "las",
        "y",
        "en",
        "para",
        "o",
        "e",
        "i",
        "il",
        "lo",
        "gli",
        "di",
    ]
)
# Words that half of all titles in a catalog of learning material have.
_COMMON = frozenset(
    [
        "introduction",
        "intro",
        "introductory",
        "course",
        "lecture",
        "video",
        "book",
        "tutorial",
        "guide",
        "note",
        "chapter",
        "part",
        "edition",
        "volume",
        "online",
        "free",
        "home",
        "page",
        "website",
        "official",
        "welcome",
        "university",
        "youtube",
        "pdf",
        "github",
        "com",
        "www",
        "serie",
        "playlist",
        "class",
        # The same in other languages, without accents.
        "vorlesung",
        "skript",
        "kurs",
        "einfuhrung",
        "cour",
        "cours",
        "curso",
        "corso",
        "apunte",
        "introduccion",
        "introducao",
        "introduzione",
        "курс",
        "лекции",
        "лекций",
        "введение",
        # Where half of them are.
        "opencourseware",
        "ocw",
        "mit",
        "coursera",
        "edx",
        "udacity",
        "udemy",
        "openstax",
        "wikipedia",
        "arxiv",
    ]
)
_TWO_WORKS = 0.5
"""The most that two titles reach of which each has a word that the other lacks."""
_NEARLY_ALL = 0.9
_CONTENT = 1.0
"""The weight of a word that tells works apart."""
_SHORT_WORD = 3
_RECENT = 2_048
"""Words come again and again, and a page's names are compared when it is read and when it is judged."""
_COMPARED_LATELY = 512
"""Pages that are read, and judged soon after."""


@lru_cache(maxsize=_RECENT)
def _weight(word: str) -> float:
    """What sharing a word proves: course numbers most, filler next to nothing."""
    if word in _FILLER:
        return 0.1
    if _COURSE_NUMBER.fullmatch(word) and not _EDITION.fullmatch(word):
        return 2.0
    return 0.3 if _stem(word) in _COMMON or _EDITION.fullmatch(word) else 1.0


def _total(words: Iterable[str]) -> float:
    return sum(map(_weight, words))


def _stem(word: str) -> str:
    """A plural and its singular are one word here, and so are British and American -ization and what is
    written with an apostrophe or without; nothing more is cut, since titles are short.
    """
    word = word.replace("isation", "ization").removesuffix("'s").replace("'", "")
    is_plural = len(word) > _SHORT_WORD and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


@lru_cache(maxsize=_RECENT)
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(_stem, words_of(_SPELT_APART.sub(_joined, text))))


def _joined(found: re.Match[str]) -> str:
    # "6.824" and "15-445" get a letter, as every course number has.
    parts = [part for part in found.groups() if part]
    return "".join(parts) if parts[0].isalpha() else "n" + "".join(parts)


def title_match(title: str, names: Iterable[str]) -> float | None:
    """How well the best of a page's names says an entry's title, 0 to 1; None where either is empty.

    A name is compared whole and in its parts between separators, so that site names around the title cost
    nothing. The measure is the weighted share of common words: of the title's words found in the name, and,
    for a name that is the shorter of the two, of the name's words found in the title.
    """
    return _title_match(title, tuple(names))


@lru_cache(maxsize=_COMPARED_LATELY)
def _title_match(title: str, names: tuple[str, ...]) -> float | None:
    wanted = _stems(title)
    scores = [_best_part(title, wanted, name) for name in names if name and name.strip()]
    return round(max(scores), 3) if wanted and scores else None


def is_in_another_script(title: str, names: Iterable[str]) -> bool:
    """No name is written in a script of the title's: that they share no word says nothing."""
    wanted, found = _scripts(title), set().union(*map(_scripts, names))
    return bool(wanted and found) and not wanted & found


def _scripts(text: str) -> set[str]:
    # The first word of a letter's name: LATIN, CYRILLIC, CJK, HANGUL.
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in text[:200] if letter.isalpha()}


def named_in(title: str, text: str) -> float:
    """The weighted share of a title's words that stand in a text, 0 to 1."""
    wanted = _stems(title)
    return _total(wanted & _stems(text)) / _total(wanted) if wanted else 0.0


def telling_words(text: str) -> frozenset[str]:
    """The words of a text that tell works apart: no filler, and none that half of all titles have."""
    return frozenset(word for word in _stems(text) if _weight(word) >= _CONTENT)


def shares_filler(title: str, text: str) -> bool:
    """Articles and prepositions of a title stand in a text: both may be of one language. The shortest are of
    several languages at once ("in", "a").
    """
    return any(len(word) >= _SHORT_WORD for word in _stems(title) & _FILLER & _stems(text))


def _best_part(title: str, wanted: frozenset[str], name: str) -> float:
    whole = _stems(name)
    # "Khan Academy" says only half of "Khan Academy - Linear Algebra", and not the half that matters.
    says_all = all(part & whole or not part for part in map(_stems, _SEPARATOR.split(title)))
    parts = [whole, *map(_stems, _SEPARATOR.split(name)), *map(_stems, _REPOSITORY.findall(name))]
    # What stands before a colon is no shorter title: another book may have the same with another subtitle.
    cut = map(_stems, _COLON.split(name))
    score = max(
        *(_overlap(wanted, found, may_be_shorter=says_all) for found in parts),
        *(_overlap(wanted, found, may_be_shorter=False) for found in cut),
    )
    return min(score, _TWO_WORKS) if _are_two_volumes(wanted, whole) else score


def _overlap(wanted: frozenset[str], found: frozenset[str], *, may_be_shorter: bool) -> float:
    found = frozenset(_as_wanted(word, wanted) for word in found)
    shared = wanted & found
    common, of_title, of_name = _total(shared), _total(wanted), _total(found)
    if not common or not of_title or not of_name:
        return 0.0
    # The name may be shorter than the title ("CS231n"), but one filler or one common word proves little:
    # it counts in full only where it carries the weight of two words.
    is_shorter = of_name < of_title and (may_be_shorter or _has_course_number(shared))
    shorter = common / of_name * min(1.0, common / 2.0) if is_shorter else 0.0
    score = max(common / of_title, shorter)
    are_two_works = (
        any(_weight(word) >= _CONTENT for word in found - wanted)
        and any(word not in _FILLER for word in wanted - found)
        and common / of_title < _NEARLY_ALL
        and not _has_course_number(shared)
    )
    return min(score, _TWO_WORKS) if are_two_works else score


def _as_wanted(word: str, wanted: frozenset[str]) -> str:
    """A number as the title has it: "CS50x" and "Math 55a" are "CS50" and "Math 55", "II" is "2"."""
    if word in _VOLUMES:
        return next((own for own in wanted if _VOLUMES.get(own) == _VOLUMES[word]), word)
    numbered = _NUMBERED.fullmatch(word)
    return numbered[1] if numbered and word not in wanted and numbered[1] in wanted else word


def _are_two_volumes(wanted: frozenset[str], found: frozenset[str]) -> bool:
    """Each says which volume it is, and they differ."""
    one, other = ({_VOLUMES[word] for word in words if word in _VOLUMES} for words in (wanted, found))
    return bool(one and other) and not one & other


def is_another_volume(title: str, names: Iterable[str]) -> bool:
    """Some name is of another volume than the title, and none is of the same."""
    wanted, found = _stems(title), [_stems(name) for name in names]
    numbers = {_VOLUMES[word] for words in found for word in words if word in _VOLUMES}
    same = any(_VOLUMES.get(word) in numbers for word in wanted if word in _VOLUMES)
    return not same and any(_are_two_volumes(wanted, words) for words in found)


def share_course_number(title: str, names: Iterable[str]) -> bool:
    """Title and names are of one course, whenever it is given."""
    wanted = _stems(title)
    return any(_has_course_number(wanted & _stems(name)) for name in names)


def _has_course_number(words: frozenset[str]) -> bool:
    return any(_COURSE_NUMBER.fullmatch(word) for word in words)


def text_likeness(one: str, other: str) -> float:
    """The share of common three-word shingles (Jaccard) of two texts, 0 to 1; two empty texts are alike."""
    a, b = shingles(one), shingles(other)
    if not a and not b:
        return 1.0
    return len(a & b) / len(a | b)
