"""Content codings of an answer: which a client must decode, and which are none at all.

An answer may come in a coding that was not asked for: a cache that forgot `Vary` hands on what a browser
had asked it for. Browsers read such a page, and pass over a name that is no coding (`utf-8`, `none`, `8bit`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.probe.model import Answer

ASKED_FOR = frozenset({"gzip", "x-gzip", "deflate"})
MOST_CODINGS = 3
"""On top of each other that are decoded; two have been met, of a server and of a proxy before it."""
_REGISTERED = ASKED_FOR | frozenset(
    "br zstd compress x-compress dcb dcz aes128gcm exi pack200-gzip".split()  # noqa: SIM905 - words, not literals
)
"""The registry of RFC 9110 18.6."""


def codings_of(values: tuple[str, ...]) -> tuple[str, ...]:
    """The codings that a body came in, first applied first; none where a name among them is of no coding."""
    named = (part.strip().strip('"').lower() for value in values for part in value.split(","))
    codings = tuple(coding for coding in named if coding not in ("", "identity"))
    return codings if _REGISTERED.issuperset(codings) else ()


def unread_coding(answer: Answer) -> str | None:
    """The coding in which a body came that was left, since it was not asked for, or one of too many."""
    if answer.body_error is None or answer.body:
        return None
    codings = codings_of(answer.header_values("content-encoding"))
    unread = (each for each in codings if each not in ASKED_FOR)
    return next(unread, codings[0] if len(codings) > MOST_CODINGS else None)
