"""Bytes to `PageFacts`: what an HTML page, a PDF or a text says of itself; pure, and safe on hostile bytes.

    read_page(body, url=, content_type=)   the door: media, then html (encoding, head, body, json_ld),
                                           pdf or data
    HeadWatch, is_enough                   how much of a body has to be received for it

What is said is found by its words, each kind where it can be meant:

    wording                              in titles and headings: missing, parked, a sign-in, consent, trouble
    short_messages                       as all of a title or of a short page: refused, failed, not built yet
    absences, notices, endings, closed   in a sentence of a short text: nothing is there; something is asked
                                         or failed; it came to an end; it is not for everybody
    not_found                            what eighty languages say for that; in titles and in absences
    statements                           of the very thing that was asked for, by a grammar of things and ends
    messages, installed                  where such stand that are no pages; first words, programs' errors
    substitutes, registrars, spam, rivals   whose page stands in the place of another

No function here raises on any bytes, and each bounds what it hands to a parser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.page.early_stop import HeadWatch, is_enough
from crawler.page.media import charset_of, kind_of, media_type, sniff

if TYPE_CHECKING:
    from crawler.page.model import PageFacts

__all__ = ["HeadWatch", "is_enough", "read_page"]


def read_page(body: bytes, *, url: str, content_type: str | None) -> PageFacts | None:
    """Facts in as much of a body as was received; None where it is neither HTML, XHTML, PDF, JSON nor text.

    `url` is what relative addresses are resolved against; `content_type` is the header's raw value.
    """
    media = media_type(content_type) or sniff(body)
    kind = kind_of(media, body)
    if kind is None:
        return None
    # Here, since a run that reads no page spends a tenth of its start on these parsers.
    if kind == "pdf":
        from crawler.page.pdf import read_pdf  # noqa: PLC0415 - see above

        return read_pdf(body, content_type=media)
    if kind == "data":
        from crawler.page.data import read_data  # noqa: PLC0415 - see above

        return read_data(body, content_type=media, charset=charset_of(content_type))
    from crawler.page.html import read_html  # noqa: PLC0415 - see above

    return read_html(
        body, url=url, content_type=media, charset=charset_of(content_type), is_xml=kind == "xhtml"
    )
