"""A PDF's title, authors and date, where information dictionary or XMP stand uncompressed in the bytes.

No PDF library: reading a whole document would need all of its bytes, and just its first ones are asked for.
"""

from __future__ import annotations

import html
import re

from crawler.page.dates import read_date
from crawler.page.model import PageFacts
from crawler.page.pdf_strings import read_strings
from crawler.page.text import clean, unique

_MAX_WINDOW = 1024 * 1024
_MAX_DICTIONARY = 64 * 1024
_MAX_TITLE = 500
_MAX_NAME = 200
_MAX_AUTHORS = 50
_INFO_REFERENCE = re.compile(rb"/Info\s{1,9}(\d{1,9})\s{1,9}(\d{1,5})\s{1,9}R\b")
_XMP = re.compile(rb"<x:xmpmeta[\s>](.{0,65536}?)</x:xmpmeta>", re.DOTALL)
_XMP_ITEM = re.compile(r"<rdf:li[^>]*>([^<]*)</rdf:li>")
_XMP_DATE = re.compile(
    r"(?:<dc:date>\s*<rdf:Seq>\s*<rdf:li>|<xmp:CreateDate>|\sxmp:CreateDate\s*=\s*\")([^<\"]{4,40})"
)
# What word processors and TeX put where nobody gave a title: a fact about the file, no name of the work.
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint) - .*|untitled\d*|.*\.(?:docx?|pptx?|tex|dvi|ps|pdf|indd|qxd|rtf|odt))",
    re.IGNORECASE,
)


def read_pdf(body: bytes, *, content_type: str | None) -> PageFacts:
    """Read a PDF that may be cut anywhere; what is compressed, encrypted or beyond the cut is missing."""
    window = body if len(body) <= 2 * _MAX_WINDOW else body[:_MAX_WINDOW] + body[-_MAX_WINDOW:]
    info = _info(window)
    xmp = _xmp(window)
    title = _title(info.get("Title", "")) or _title(next(iter(_xmp_items(xmp, "dc:title")), ""))
    authors = info.get("Author", "").split(";") if info.get("Author") else _xmp_items(xmp, "dc:creator")
    xmp_date = _XMP_DATE.search(xmp)
    return PageFacts(
        content_type=content_type,
        title=title,
        names=(title,) if title else (),
        authors=unique((clean(author, _MAX_NAME) for author in authors), _MAX_AUTHORS),
        published=read_date(info.get("CreationDate", "")) or (read_date(xmp_date[1]) if xmp_date else None),
    )


def _title(text: str) -> str | None:
    title = clean(text, _MAX_TITLE)
    return None if not title or _NO_TITLE.fullmatch(title) else title


def _info(window: bytes) -> dict[str, str]:
    """Strings of the information dictionary that the last trailer at hand names."""
    # Figures in a paper often bring information dictionaries of their own, so none is taken on its looks.
    references = _INFO_REFERENCE.findall(window)
    if not references or b"/Encrypt" in window:  # encrypted strings are noise
        return {}
    number, generation = references[-1]
    opening = re.compile(rb"(?<!\d)%d\s{1,9}%d\s{1,9}obj\s{0,9}<<" % (int(number), int(generation)))
    starts = [match.end() for match in opening.finditer(window)]
    return read_strings(window[starts[-1] : starts[-1] + _MAX_DICTIONARY]) if starts else {}


def _xmp(window: bytes) -> str:
    """Only XMP packet at hand; with several, any could be a figure's."""
    packets = _XMP.findall(window) if window.count(b"<x:xmpmeta") == 1 else []
    return packets[0].decode("utf-8", errors="replace") if packets else ""


def _xmp_items(xmp: str, name: str) -> list[str]:
    inside = xmp.partition(f"<{name}>")[2].partition(f"</{name}>")[0]
    return [html.unescape(item) for item in _XMP_ITEM.findall(inside)]
