"""One form for every text that a page gives: no invisible characters, single spaces, a bounded length."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# C0 and DEL but for white space, soft hyphen, grapheme joiner, bidi controls, zero-width marks, interlinear
# annotation, non-characters, lone surrogates (JSON can spell them), tag characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# Joiners are spelling in Persian and the Indic scripts and hold emoji together; anywhere else they hide.
_JOINED = "[\u0590-\u1fff\u2600-\ufefe\U0001f000-\U0001faff]"
_STRAY_JOINER = re.compile(f"(?<!{_JOINED})[\u200c\u200d]|[\u200c\u200d](?!{_JOINED})")
# C1 codes are windows-1252 that was called Latin-1 somewhere on the way, as the HTML standard reads `&#146;`.
_C1 = {code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}
_RAW_PER_KEPT = 20
_INVISIBLE_ASCII = dict.fromkeys((*range(0x09), *range(0x0E, 0x1C), 0x7F))


def clean(raw: str, limit: int) -> str:
    """Text on one line of at most `limit` characters; empty where nothing visible is left."""
    # Pages indent and pad their texts, so more than the limit is looked at, but never without bound.
    text = raw[: limit * _RAW_PER_KEPT]
    if text.isascii():
        # Most texts, at a thirtieth of the time.
        return " ".join(text.translate(_INVISIBLE_ASCII).split())[:limit].rstrip()
    text = text.translate(_C1)
    text = _STRAY_JOINER.sub("", _INVISIBLE.sub("", text))
    return _STRAY_JOINER.sub("", " ".join(text.split())[:limit]).rstrip()


def unique(texts: Iterable[str], limit: int) -> tuple[str, ...]:
    """Non-empty texts without repeats (case aside), first come first, at most `limit`."""
    first: dict[str, str] = {}
    for text in texts:
        if text:
            first.setdefault(text.casefold(), text)
    return tuple(first.values())[:limit]
