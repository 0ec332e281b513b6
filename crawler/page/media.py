"""What kind of document the bytes are: by the Content-Type header, where it is missing by a look at them."""

from __future__ import annotations

import re
from typing import Literal

from crawler.page.xml_error import may_be_xml_error

Kind = Literal["html", "xhtml", "pdf", "data"]

DATA_TYPES = frozenset(
    {
        "application/json", "application/problem+json", "application/vnd.api+json", "application/hal+json",
        "application/graphql-response+json", "text/json", "text/plain",
    }
)  # fmt: skip
_SNIFFED_BYTES = 4096
_PDF_OPENING = 1024  # readers look for the signature in the first kilobyte
_MEDIA_TYPE = re.compile(r"\s*([\w!#$&^.+-]+/[\w!#$&^.+-]+)\s*(?:$|[;,\s])")
_CHARSET = re.compile(r"""[;,\s]charset\s*=\s*["']?\s*([^\s"';,]+)""", re.IGNORECASE)
# Values by which servers say that they do not know (MIME Sniffing, section 7).
_UNKNOWN = frozenset({"unknown/unknown", "application/unknown"})
# The patterns of MIME Sniffing, section 7.1, after white space.
_HTML_OPENING = re.compile(
    rb"\s*(?:<!--|<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)"
    rb"[\s>])",
    re.IGNORECASE,
)
_XML_OPENING = re.compile(rb"\s*<\?xml[\s?]")
_OBJECT_OPENING = re.compile(rb"\s*\{\s*[\"}]")
_XHTML_ROOT = re.compile(rb"<html[\s>]", re.IGNORECASE)


def media_type(content_type: str | None) -> str | None:
    """Media type in lower case, without parameters; None where the header is missing or says nothing."""
    match = _MEDIA_TYPE.match(content_type or "")
    if match is None or match[1].lower() in _UNKNOWN:
        return None
    return match[1].lower()


def charset_of(content_type: str | None) -> str | None:
    """Charset parameter as written."""
    match = _CHARSET.search(content_type or "")
    return match[1] if match else None


def _opening(body: bytes) -> bytes:
    """First bytes without BOM; without zeros, so that the tags of UTF-16 show."""
    return body[:_SNIFFED_BYTES].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff")


def sniff(body: bytes) -> str | None:
    """Media type that a browser takes bytes without Content-Type for; None for what is no page."""
    opening = _opening(body)
    if opening.startswith(b"%PDF-"):
        return "application/pdf"
    if _HTML_OPENING.match(opening):
        return "text/html"
    return "application/xml" if _XML_OPENING.match(opening) else None


def _is_xml(media: str) -> bool:
    return media in {"application/xml", "text/xml"} or media.endswith("+xml")


def kind_of(media: str | None, body: bytes) -> Kind | None:
    """How to read a body of a media type, if at all."""
    # A PDF served as text/html or application/octet-stream is common, and nothing else begins this way.
    if body.startswith(b"%PDF-") or (media == "application/pdf" and b"%PDF-" in body[:_PDF_OPENING]):
        return "pdf"
    if media == "text/html":
        return "data" if _OBJECT_OPENING.match(_opening(body)) else "html"
    if media == "application/xhtml+xml":
        return "xhtml"
    if media is not None and _is_xml(media) and _XHTML_ROOT.search(_opening(body)):
        return "xhtml"
    if media is not None and _is_xml(media) and may_be_xml_error(_opening(body)):
        return "data"
    is_text = media is not None and media in DATA_TYPES and b"\0" not in body[:_SNIFFED_BYTES]
    return "data" if is_text or (media is None and _OBJECT_OPENING.match(_opening(body))) else None
