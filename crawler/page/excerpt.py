"""The part of a page that verdicts rest on, small enough to be kept: for `explain` and for saved cases."""

from __future__ import annotations

import re

from crawler.page.encoding import decode
from crawler.page.media import charset_of

EXCERPT_CHARACTERS = 6_000
_READ_BYTES = 65_536
_TEXT_CHARACTERS = 2_000
# What titles, walls, parking services, sign-ins and refreshes are told by; scripts with their beginning only.
# No piece reaches over a `<`, so that no page makes one start of a match run into the next.
_TELLING = re.compile(
    r"<title\b[^<>]{0,200}>[^<]{0,600}|</title>|"
    r"<h1\b[^<>]{0,200}>(?:[^<]{0,200}<[^<>]{0,200}>){0,8}?[^<]{0,200}</h1>|"
    r"<(?:meta|base|input|iframe|body|form|html)\b[^<>]{0,600}>|<script\b[^<>]{0,600}>[^<]{0,300}|"
    r"""<link\b[^<>]{0,200}rel=["']?canonical[^<>]{0,600}>|"""
    r"""<(?:div|form|section|span)\b[^<>]{0,200}\bid=["']?(?:px-captcha|anubis|cf-error)[^<>]{0,200}>""",
    re.IGNORECASE,
)


def excerpt(body: bytes, content_type: str | None, text: str = "") -> bytes:
    """A short body as it is, the telling parts and the beginning of the text of a long one, in UTF-8.

    `text` is what a reader sees, as far as it is known; empty for what is no text.
    """
    if b"\0" in body[:512]:
        return b""
    markup = decode(body[:_READ_BYTES], charset_of(content_type)).text
    if len(markup) > EXCERPT_CHARACTERS:
        markup = _telling_parts(markup, text)
    return markup.encode("utf-8", "replace")


def _telling_parts(markup: str, text: str) -> str:
    parts: list[str] = []
    room = EXCERPT_CHARACTERS - _TEXT_CHARACTERS
    for found in _TELLING.finditer(markup):
        part = found.group()
        part += "</script>" if part[:7].lower() == "<script" else ""
        if len(part) < room:
            parts.append(part)
            room -= len(part) + 1
    words = text[:_TEXT_CHARACTERS].replace("&", "&amp;").replace("<", "&lt;")
    return "\n".join([*parts, f"<p>{words}</p>"])
