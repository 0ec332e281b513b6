"""Bytes to text as browsers read them: BOM, HTTP charset, meta charset, UTF-8 if it fits, windows-1252."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import webencodings

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
# The standard says 1024; browsers find later ones as well, and heads with long comments have them.
_PRESCAN_BYTES = 4096
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(rb"<meta[\s/]([^>]*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_CHARSET_IN_CONTENT = re.compile(rb"""charset\s*=\s*["']?\s*([^\s"';,]+)""", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text and the WHATWG name of the encoding that gave it."""

    text: str
    encoding: str


def decode(body: bytes, charset: str | None = None) -> Decoded:
    """Decode a body that may be cut anywhere; `charset` is the HTTP header's label."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return Decoded(text=_decode_as(name, body[len(bom) :]), encoding=name)
    declared = _encoding_name(charset) or _meta_encoding(body[:_PRESCAN_BYTES])
    if declared is None:
        return _decode_undeclared(body)
    text = _decode_as(declared, body)
    # The standard would show the replacement characters. A declaration that cannot be right beside a body
    # that is valid UTF-8 (never by chance beyond a few letters) is a leftover, and the title matters more.
    if "\ufffd" in text and declared != "utf-8" and (as_utf8 := _strict_utf8(body)) is not None:
        return Decoded(text=as_utf8, encoding="utf-8")
    return Decoded(text=text, encoding=declared)


def _decode_undeclared(body: bytes) -> Decoded:
    text = _strict_utf8(body)
    if text is not None:
        return Decoded(text=text, encoding="utf-8")
    return Decoded(text=_decode_as("windows-1252", body), encoding="windows-1252")


def _encoding_name(label: str | None) -> str | None:
    """WHATWG's name for a label (`iso-8859-1` is windows-1252); None for one that browsers do not know."""
    encoding = webencodings.lookup(label) if label else None
    return encoding.name if encoding else None


def _meta_encoding(opening: bytes) -> str | None:
    for match in _META.finditer(_COMMENT.sub(b"", opening)):
        name = _encoding_name(_meta_label(match[1]))
        if name is not None:
            # Bytes in which an ASCII meta could be read are not UTF-16 (HTML, "prescan a byte stream").
            return "utf-8" if name.startswith("utf-16") else name
    declaration = _XML_DECLARATION.match(opening)
    return _encoding_name(_ascii(declaration[1])) if declaration else None


def _meta_label(attributes: bytes) -> str | None:
    """Label in `<meta charset>` or `<meta http-equiv=content-type content>`, nowhere else."""
    values = {name.lower(): a or b or c for name, a, b, c in reversed(_ATTRIBUTE.findall(attributes))}
    if b"charset" in values:
        return _ascii(values[b"charset"])
    if values.get(b"http-equiv", b"").lower() != b"content-type":
        return None
    match = _CHARSET_IN_CONTENT.search(values.get(b"content", b""))
    return _ascii(match[1]) if match else None


def _ascii(label: bytes) -> str:
    return label.decode("ascii", errors="replace")


def _decode_as(name: str, body: bytes) -> str:
    """Decode with U+FFFD for what does not fit; a character that is cut off at the end is dropped."""
    # WHATWG reads GBK as its superset; Python's own gbk codec lacks the euro sign and many names.
    codec = codecs.lookup("gb18030") if name == "gbk" else webencodings.lookup(name).codec_info
    return str(codec.incrementaldecoder("replace").decode(body))


def _strict_utf8(body: bytes) -> str | None:
    try:
        return codecs.getincrementaldecoder("utf-8")("strict").decode(body)
    except UnicodeDecodeError:
        return None
