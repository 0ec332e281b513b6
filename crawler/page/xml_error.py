"""Errors that interfaces answer in XML: of object stores, maps, harvesting (OAI-PMH), SOAP and RFC 9457."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOTS = frozenset(
    {"error", "errors", "errorresponse", "exceptionreport", "serviceexceptionreport", "problem", "fault"}
)
_WITHIN = frozenset({"error", "err"})
"""With a code: an answer may also say that it has no error."""
_MESSAGES = (
    "message", "exceptiontext", "serviceexception", "faultstring", "detail", "text", "error", "title",
)  # fmt: skip
_CODES = ("code", "exceptioncode", "status")
_MOST_ELEMENTS = 40
"""An error is short; where more stands before it, it is a part of an answer."""
# Looked for before anything is parsed: nearly all XML is feeds and data.
_MAY_BE_ERROR = re.compile(
    rb"<(?:[\w-]+:)?(?:errors?|errorresponse|(?:service)?exceptionreport|problem|fault|err)[\s>/]",
    re.IGNORECASE,
)


def may_be_xml_error(opening: bytes) -> bool:
    return _MAY_BE_ERROR.search(opening) is not None


def xml_error(text: str) -> tuple[str, ...]:
    """The code and the message of an answer that is nothing but an error."""
    elements = list(_elements(text))
    names = [name for name, _ in elements]
    is_within = any(name in _WITHIN and element.get("code") for name, element in elements)
    if not names or not (names[0] in _ROOTS or is_within or "fault" in names):
        return ()
    codes = (element.get(name) for _, element in elements for name in ("code", "exceptionCode"))
    told = (element.text for name, element in elements if name in _CODES)
    code = next((each.strip() for each in (*codes, *told) if each and each.strip()), "")
    attributes = (element.get("msg") for _, element in elements)
    texts = (element.text for wanted in _MESSAGES for name, element in elements if name == wanted)
    message = next((each.strip() for each in (*attributes, *texts) if each and each.strip()), "")
    return tuple(filter(None, (code, message)))


def _elements(text: str) -> Iterator[tuple[str, etree._Element]]:
    """The first elements with their names in lower case, without namespaces; none where there are more."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(text.lstrip().encode(), parser)
    except (etree.LxmlError, ValueError):
        return
    elements = list(root.iter(etree.Element)) if root is not None else []
    for element in elements if len(elements) <= _MOST_ELEMENTS else ():
        yield etree.QName(element).localname.lower(), element
