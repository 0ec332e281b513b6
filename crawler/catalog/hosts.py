"""Hosts that cannot be, and hosts that are not what they look like."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LONGEST_LABEL, _LONGEST_NAME = 63, 253
# Cyrillic and Greek letters that a reader takes for Latin ones; a label of nothing else is a disguise.
_LIKE_LATIN = frozenset(
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0455\u0458"
    "\u04bb\u0501\u0475\u051d\u04cf\u051b\u03bf\u03b1\u03bd\u03c1\u03b9"
)
# Scripts that are written together (UTS 39, "highly restrictive"), Latin always allowed with these.
_TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "LATIN"}),
    frozenset({"CJK", "BOPOMOFO", "LATIN"}),
    frozenset({"CJK", "HANGUL", "LATIN"}),
)


def malformed_because(hostname: str) -> str | None:
    """What is wrong with a host as browsers serialise it; None for names that can exist, and addresses."""
    if hostname.startswith("[") or hostname.replace(".", "").isdigit() or hostname == "localhost":
        return None
    labels = hostname.removesuffix(".").split(".")
    if len(labels) == 1:
        return "it has no dot, so that only one network knows it"
    if len(hostname) > _LONGEST_NAME or any(len(label) > _LONGEST_LABEL for label in labels):
        return "it is longer than a name can be"
    if not all(labels):
        return "it has two dots in a row"
    odd = next((label for label in labels if label.startswith("-") or label.endswith("-")), None)
    return f"its part {odd!r} begins or ends with a hyphen" if odd else None


@lru_cache(maxsize=4096)
def disguise_of(hostname: str) -> str | None:
    """Why a host may be taken for another one, in words; None for nearly every host."""
    if "xn--" not in hostname:
        return None
    for label in map(_decoded, hostname.split(".")):
        scripts = {_script(letter) for letter in label if letter.isalpha()}
        if len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER):
            return f"{label!r} mixes {' and '.join(sorted(map(str.capitalize, scripts)))} letters"
        letters = {letter for letter in label if letter.isalpha()}
        if letters and letters <= _LIKE_LATIN and hostname.rpartition(".")[2].isascii():
            script = next(iter(scripts)).capitalize()
            return f"{label!r} is written in {script} letters that look like Latin ones"
    return None


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _script(letter: str) -> str:
    """The first word of the letter's name, which is its script for all that hosts may hold."""
    name = unicodedata.name(letter, "UNKNOWN").partition(" ")[0]
    return "CJK" if name.startswith("CJK") else name
