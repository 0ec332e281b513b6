"""Hostile text made safe to show: titles, URLs and answers are written by strangers."""

from __future__ import annotations

import re

SHOWN_AT_MOST = 300
"""Characters of one text in a page for people; the JSON and the patches keep all of it."""

_BREAK = "\u200b"
"""Zero-width space: GitHub looks for mentions and references in rendered text, where no escape is left."""

# Control characters, what turns the writing direction, and what cannot be seen at all: with these a title
# or a proposed URL can look like another one. U+200C and U+200D stay: scripts and emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_HTTP = re.compile(r"https?://", re.IGNORECASE)

_BREAKS = (
    re.compile(r"(?<=@)(?=\S)"),  # @someone, @org/team, and addresses of mail
    re.compile(r"(?<=#)(?=\d)"),  # #123
    re.compile(r"(?<=\bGH-)(?=\d)", re.IGNORECASE),
    re.compile(r"(?<=:)(?=//)"),  # http://..., linked without any brackets
    re.compile(r"(?<=\bwww)(?=\.)", re.IGNORECASE),
    re.compile(r"(?<=:)(?=[\w+-]+(?::|$))"),  # :emoji: (the page itself may add the second colon)
)
_MAY_BREAK = re.compile(r"[@#:]|GH-|www", re.IGNORECASE)
"""Without any of these there is nothing to be broken up: one look instead of six."""
_ESCAPES = str.maketrans(
    {char: f"\\{char}" for char in "\\`*_~[]|#"}
    # Entities rather than backslashes, for renderers that look for tags or formulas before Markdown is read.
    | {"<": "&lt;", ">": "&gt;", "&": "&amp;", "$": "&#36;"}
)
# Without what ends a sentence, and without `|`, which would end a table cell even in code.
_ADDRESS = re.compile(r"""(\bhttps?://[^\s|`<>"']*[^\s|`<>"'.,;:!?)\]])""", re.IGNORECASE)
_START_OF_BLOCK = re.compile(r"^\d*(?=[-+=:.)])")


def make_visible(text: str) -> str:
    """Put the text on one line, each invisible or direction-turning character spelled out as ⟨U+202E⟩."""
    if text.isascii() and text.isprintable():  # nearly all texts, and then nothing but spaces is left to mend
        return " ".join(text.split())
    return _UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", " ".join(text.split()))


def clip(text: str, limit: int = SHOWN_AT_MOST) -> str:
    """Cut the visible text to at most `limit` characters and three dots."""
    # Cut before as well: a text of megabytes is not worth a look at each character.
    shown = make_visible(text[: limit * 4])
    return shown if len(shown) <= limit and len(text) <= limit * 4 else shown[:limit].rstrip() + "…"


def escape_markdown(text: str) -> str:
    """Write GitHub Markdown that shows just the text, in a paragraph, list item, heading or table cell.

    No tag, link, image, emphasis, formula, mention or reference comes of it. Addresses become code spans, to
    be copied but not followed; zero-width spaces stand where GitHub would still make a link of plain text.
    """
    pieces = _ADDRESS.split(make_visible(text))
    escaped = "".join(
        code_span(piece) if odd % 2 else _escape_words(piece) for odd, piece in enumerate(pieces)
    )
    return _START_OF_BLOCK.sub(r"\g<0>\\", escaped)


def _escape_words(words: str) -> str:
    for place in _BREAKS if _MAY_BREAK.search(words) else ():
        words = place.sub(_BREAK, words)
    return words.translate(_ESCAPES)


def code_span(text: str) -> str:
    """Write a Markdown code span that shows the text as it is; `|` would end a table cell even in it."""
    # `##[` starts a workflow command even in the middle of a line, and a code span knows no escapes.
    shown = make_visible(text).replace("##[", f"##{_BREAK}[") or "(empty)"
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def link_target(url: str | None) -> str | None:
    """Give the URL if a page may link to it: http and https alone, with nothing unseen in it."""
    return url if url is not None and _HTTP.match(url) and not _UNSEEN.search(url) else None
