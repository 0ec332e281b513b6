"""The string values of a flat PDF dictionary (ISO 32000-1, 7.3.4 and 7.9.2)."""

from __future__ import annotations

import re

_MAX_TOKENS = 200
_TOKEN = re.compile(rb"/([^\s/<>()\[\]{}%]*)|>>|<<|\(|<([0-9A-Fa-f\s]*)>|[^\s/<>()]+|[<>)]")
_LITERAL = re.compile(rb"\\(?:[0-7]{1,3}|\r\n|[\s\S])|[()]|[^\\()]+")
_ESCAPES = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
# PDFDocEncoding (annex D.2) where it differs from Latin-1.
_PDF_DOC = str.maketrans(
    dict(
        zip(
            [*range(0x18, 0x20), *range(0x80, 0x9F), 0xA0],
            "˘ˇˆ˙˝˛˚˜•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž€",  # noqa: RUF001 - the very characters of the table
            strict=True,
        )
    )
)


def read_strings(dictionary: bytes) -> dict[str, str]:
    """Entries whose values are strings, read from behind the opening `<<` up to its end or the cut."""
    values: dict[str, str] = {}
    name, position = "", 0
    for _ in range(_MAX_TOKENS):
        token = _TOKEN.search(dictionary, position)
        if token is None or token[0] in {b">>", b"<<"}:
            break
        position = token.end()
        raw = b""
        if token[0] == b"(":
            raw, position = _literal(dictionary, position)
        elif token[2] is not None:
            raw = _hexadecimal(token[2])
        if name and raw:
            values[name] = _decode(raw)
        # A string behind anything but a name is an array's.
        name = (token[1] or b"").decode("latin-1")
    return values


def _literal(source: bytes, position: int) -> tuple[bytes, int]:
    """Literal string from behind its opening parenthesis, and where it ends."""
    parts: list[bytes] = []
    depth = 1
    for piece in _LITERAL.finditer(source, position):
        position = piece.end()
        depth += {b"(": 1, b")": -1}.get(piece[0], 0)
        if depth == 0:
            break
        parts.append(_unescaped(piece[0]))
    return b"".join(parts), position


def _unescaped(piece: bytes) -> bytes:
    if not piece.startswith(b"\\"):
        return piece
    escaped = piece[1:]
    if escaped[:1].isdigit() and escaped[:1] < b"8":
        return bytes([int(escaped, 8) & 0xFF])
    return _ESCAPES.get(escaped, escaped)


def _hexadecimal(digits: bytes) -> bytes:
    digits = b"".join(digits.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _decode(raw: bytes) -> str:
    """Text string by its byte order mark: UTF-16 of either order, UTF-8 (PDF 2.0), else PDFDocEncoding."""
    for mark, encoding in (
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xef\xbb\xbf", "utf-8"),
    ):
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, errors="replace")
    return raw.decode("latin-1").translate(_PDF_DOC)
