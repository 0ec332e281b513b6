"""When enough of a page has been received: the head, and 2 kB after the first h1 or 32 kB more.

A scanner that is fed chunk by chunk, remembers sixteen bytes of the last one, and never looks at a byte twice
otherwise. It knows just the constructs in which `<body` would be text, not HTML's whole grammar.
"""

from __future__ import annotations

import re

BYTES_AFTER_HEAD = 32 * 1024
BYTES_AFTER_HEADING = 2 * 1024
"""So much more shows whether a heading is all that there is: a notice is short."""
_OVERLAP = 16
"""More than the longest token below has."""

# An h1 ends the head of a page that leaves out `</head>` and `<body>`, which is valid. Other body elements do
# not count: stray ones stand in the heads of many real pages, with the interesting metas behind them.
_MARKUP = (
    rb"<!--|</head[\s/>]|<body[\s/>]|<frameset[\s/>]|<h1[\s/>]"
    rb"|<(?:meta|title|script|style|noscript|template|textarea)[\s/>]"
)
_PLACES = {
    b"head": re.compile(_MARKUP, re.IGNORECASE),
    b"body": re.compile(
        rb"</h1[\s/>]|<!--|<(?:script|style|noscript|template|textarea)[\s/>]", re.IGNORECASE
    ),
    b"<!--": re.compile(rb"--!?>"),
    b"<meta": re.compile(rb"""=\s{0,8}["']|>"""),
    b'"': re.compile(rb'"'),
    b"'": re.compile(rb"'"),
    **{
        b"<" + name: re.compile(b"</" + name + rb"[\s/>]", re.IGNORECASE)
        for name in (b"title", b"script", b"style", b"noscript", b"template", b"textarea")
    },
}
_HEAD_ENDS = frozenset({b"</head", b"<body", b"<frameset", b"<h1"})
# The end of an opening that may be part of its closing too: `<meta>`, `<!-->`.
_SHARED = {b"<meta": 1, b"<!--": 2}


class HeadWatch:
    """Told each chunk as it comes; says when reading may stop.

    Offsets count bytes without zeros, so that the tags of UTF-16 are seen as well.
    """

    def __init__(self) -> None:
        self.head_end: int | None = None
        """Where the head ends: the offset of the tag that ends it."""
        self.is_enough = False
        self._main = b"head"
        self._place = b"head"
        self._tail = b""
        self._received = 0
        self._heading_end: int | None = None

    def feed(self, chunk: bytes) -> bool:
        """Take the next bytes; True once the head and 2 kB after the first h1, or 32 kB, were received."""
        if self.is_enough:
            return True
        chunk = chunk.replace(b"\0", b"")
        self._received += len(chunk)
        self._scan(self._tail + chunk)
        self.is_enough = self._has_come(self.head_end, BYTES_AFTER_HEAD) or self._has_come(
            self._heading_end, BYTES_AFTER_HEADING
        )
        return self.is_enough

    def _has_come(self, place: int | None, more: int) -> bool:
        return place is not None and self._received - place >= more

    def _scan(self, window: bytes) -> None:
        offset = self._received - len(window)
        position = 0
        while self._heading_end is None:
            match = _PLACES[self._place].search(window, position)
            if match is None:
                break
            position = self._step(match, offset)
        self._tail = window[max(position, len(window) - _OVERLAP) :]

    def _step(self, match: re.Match[bytes], offset: int) -> int:
        """Go where a token leads; the position in the window at which to search on."""
        token = match[0].lower()
        place = token.rstrip(b" \t\n\r\f\v/>")
        if self._place == b"<meta":
            self._place = self._main if token == b">" else token[-1:]
        elif self._place in {b'"', b"'"}:
            self._place = b"<meta"
        elif self._place != self._main:
            self._place = self._main
        elif place in _HEAD_ENDS:
            self.head_end = offset + match.start()
            self._main = self._place = b"body"
        elif place == b"</h1":
            self._heading_end = offset + match.end()
        else:
            self._place = place
            return match.end() - _SHARED.get(place, 0)
        return match.end()


def is_enough(body: bytes) -> bool:
    """Whether the bytes hold a page's head and 2 kB after its first h1, or 32 kB after the head."""
    return HeadWatch().feed(body)
