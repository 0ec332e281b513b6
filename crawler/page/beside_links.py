"""What a page says beside its links: a menu of 200 entries is no text, and the notice below it is short."""

from __future__ import annotations

from functools import lru_cache

from crawler.page.body import parse_body
from crawler.page.encoding import decode
from crawler.page.text import clean

_UNSAID = frozenset(
    "a button select option label input textarea form nav footer script style noscript template head title "  # noqa: SIM905 - words, not literals
    "svg iframe object canvas audio video".split()
)
_PARSED_BYTES = 256 * 1024


@lru_cache(maxsize=2)
def said_beside_links(body: bytes, charset: str | None, limit: int) -> tuple[str, ...]:
    """Visible texts outside of links, forms, navigation and the foot, as elements part them; of more than
    `limit` characters only so many that this is seen.
    """
    root = parse_body(decode(body[:_PARSED_BYTES], charset).text.encode("utf-8", errors="replace"))
    if root is None:
        return ()
    parts: list[str] = []
    size = 0
    pending = [(root, False)]
    while pending and size <= limit:
        element, is_left = pending.pop()
        text = element.tail if is_left else None
        if not is_left:
            pending.append((element, True))
            if element.tag not in _UNSAID and element.get("hidden") is None:
                text = element.text
                pending.extend((child, False) for child in reversed(element))
        if text and (words := clean(text, 2 * limit)):
            parts.append(words)
            size += len(words)
    return tuple(parts)
