"""Whether a page offers itself in another language: by its alternates, or by a link that bears its name."""

from __future__ import annotations

import re

from crawler.page.wording import fold

_LOOKED_AT = 256 * 1024
_OWN_NAMES = {
    "ar": ("العربية",),
    "ca": ("català",),
    "cs": ("čeština", "česky"),
    "da": ("dansk",),
    "de": ("deutsch",),
    "el": ("ελληνικά",),
    "en": ("english",),
    "es": ("español", "castellano"),
    "fi": ("suomi", "suomeksi"),
    "fr": ("français",),
    "he": ("עברית",),
    "hu": ("magyar",),
    "it": ("italiano",),
    "ja": ("日本語",),
    "ko": ("한국어",),
    "nl": ("nederlands",),
    "no": ("norsk",),
    "pl": ("polski",),
    "pt": ("português",),
    "ro": ("română",),
    "ru": ("русский",),
    "sv": ("svenska",),
    "tr": ("türkçe",),
    "uk": ("українська",),
    "zh": ("中文", "简体中文", "繁體中文"),
}
_LINK_TEXT = re.compile(
    r"<(?:a|option|button)\b[^<>]{0,500}>\s{0,20}(?:<span[^<>]{0,200}>)?\s{0,20}([^<>]{2,40})<"
)
_ATTRIBUTES = (
    r"""hreflang\s{0,5}=\s{0,5}["']?"""
    r"""|og:locale:alternate["']?\s{1,5}content\s{0,5}=\s{0,5}["']?"""
)


def offers_language(body: bytes, language: str) -> bool:
    """Whether some link or alternate of a page is in a language, by its two letters."""
    text = body[:_LOOKED_AT].decode("utf-8", "replace")
    if re.search(rf"(?:{_ATTRIBUTES}){re.escape(language)}(?![a-z])", text, re.IGNORECASE):
        return True
    names = {fold(name) for name in (*_OWN_NAMES.get(language, ()), language)}
    return any(fold(found) in names for found in _LINK_TEXT.findall(text))
