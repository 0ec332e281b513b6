"""Where a page that is nothing but a redirect by script leads: `location.replace("...")` and its kin.

Read, not run: only an unconditional jump to a literal address counts, in a page so small and so empty that
nothing else can be meant. Whatever depends on the visitor (a browser, a cookie, a click) is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.page.links import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE_BYTES = 8192
_TEXT_CHARACTERS = 300
"""As long as `You are being redirected; if nothing happens, follow this link` gets in any language."""
_DELAY_MAX_MS = 10_000

_SCRIPT = re.compile(rb"<script\b([^>]*)>(.*?)</script", re.IGNORECASE | re.DOTALL)
_NOT_INLINE = re.compile(rb"\bsrc\s*=|json|template", re.IGNORECASE)
_ON_LOAD = re.compile(rb"""\bonload\s{0,5}=\s{0,5}(?:"([^"]{1,2000})"|'([^']{1,2000})')""", re.IGNORECASE)
_JUMP = re.compile(
    rb"""(?<![\w$.])(?:(?:window|self|top|parent|document)\s{0,5}\.\s{0,5}){0,3}location"""
    rb"""(?:\s{0,5}\.\s{0,5}href)?\s{0,5}(?:=(?!=)\s{0,5}|\.\s{0,5}(?:replace|assign)\s{0,5}\(\s{0,5})"""
    rb"""(["'`])([^"'`\s<>]{1,2000})\1"""
    # What a visitor brought along may be handed on; any other continuation is an address that nobody knows.
    rb"""(?:\s{0,5}\+\s{0,5}(?:(?:window|document)\.)?location\.(?:search|hash)){0,2}(?=\s{0,5}(?:[;)}"']|$))"""
)
# `if`, `? :` and their kin, and what only a visitor's own doing sets off.
_CONDITION = re.compile(
    rb"\b(?:if|else|switch|for|while|try|catch|confirm|prompt|onclick|click|submit|cookie|reload|navigator|"
    rb"fetch|XMLHttpRequest|localStorage|sessionStorage)\b|[?]|&&|\|\|",
)
# An address that is kept for something else is no code, whatever its query asks.
_KEPT_ADDRESS = re.compile(rb"""(["'`])https?://[^"'`\s<>$\\]{1,2000}\1""")
# A function with a name waits for somebody to call it, a listener for something to happen.
_WAITING = re.compile(
    rb"\bfunction\s{1,5}[\w$]|(?<!onload)(?<!onload\s)[=:]\s{0,5}(?:async\s{1,5})?"
    rb"(?:function\b|\([^()]{0,100}\)\s{0,5}=>|\w{1,50}\s{0,5}=>)|"
    rb"""addEventListener\s{0,5}\(\s{0,5}["'](?!load|DOMContentLoaded)"""
)
_TIMER = re.compile(rb",\s{0,5}(\d{1,9})\s{0,5}\)")


def script_redirect_of(markup: bytes, *, text: str, base: str) -> str | None:
    """Absolute target of a page's redirect by script; `text` is what the page shows."""
    if len(markup) > _PAGE_BYTES or len(text) > _TEXT_CHARACTERS or b"location" not in markup:
        return None
    targets = {target for script in _scripts(markup) if (target := _target_of(script))}
    literal = targets.pop() if len(targets) == 1 else None
    return resolve(literal, base) if literal else None


def _scripts(markup: bytes) -> Iterator[bytes]:
    for script in _SCRIPT.finditer(markup):
        if not _NOT_INLINE.search(script[1]):
            yield script[2]
    for handler in _ON_LOAD.finditer(markup):
        yield handler[1] or handler[2]


def _target_of(script: bytes) -> str | None:
    jumps = {jump[2].replace(b"\\/", b"/") for jump in _JUMP.finditer(script)}
    rest = _KEPT_ADDRESS.sub(b" ", _JUMP.sub(b" ", script))
    if len(jumps) != 1 or _CONDITION.search(rest) or _WAITING.search(rest):
        return None
    if any(int(delay[1]) > _DELAY_MAX_MS for delay in _TIMER.finditer(rest)):
        return None
    target = jumps.pop()
    return None if b"\\" in target or b"${" in target else target.decode(errors="replace")
