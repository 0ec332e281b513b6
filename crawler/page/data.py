"""What an answer of data or plain text says: the text itself, and the message of an error object.

Programs' interfaces answer `{"error": "not found"}` with 200. Such an object's message stands where a page
has its title, so that it is read as one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crawler.page.encoding import decode
from crawler.page.model import PageFacts
from crawler.page.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ_BYTES = 8_192
_MAX_TEXT = 4_000
_MAX_MESSAGE = 300
_MESSAGES = (
    "error",
    "errors",
    "message",
    "msg",
    "error_description",
    "detail",
    "details",
    "reason",
    "description",
)
_ERRORS_OWN = ("error", "errors")
_BESIDE_A_MESSAGE = frozenset(
    "success ok result data timestamp time path request_id requestid trace_id traceid title type "  # noqa: SIM905
    "name instance help documentation_url exception".split()
)
"""What stands beside the message of an answer that is one; a record with a message has more."""
_CODES = ("status", "code", "statuscode", "status_code", "errorcode", "error_code")
_ERRORS = range(400, 600)
_MAX_KEYS = 12
"""An error object says little else; a record may well have a field called `message`."""
_MAX_DEPTH = 3


def read_data(body: bytes, *, content_type: str | None, charset: str | None) -> PageFacts:
    """Read the beginning of a text; it has no title, but for that of an error object."""
    decoded = decode(body[:_READ_BYTES], charset)
    message = _message(decoded.text)
    return PageFacts(
        content_type=content_type,
        encoding=decoded.encoding,
        html_title=message or None,
        text_sample=clean(decoded.text, _MAX_TEXT),
    )


def _message(text: str) -> str:
    try:
        said = json.loads(text) if text.lstrip()[:1] == "{" else None
    except (ValueError, RecursionError):
        return ""
    return clean(" ".join(_said(said, _MAX_DEPTH)), _MAX_MESSAGE) if isinstance(said, dict) else ""


def _said(said: Any, depth: int) -> Iterator[str]:
    """The code and the messages of an error object, in the order in which a title would have them."""
    if not isinstance(said, dict) or len(said) > _MAX_KEYS or not depth:
        return
    by_name = {str(name).casefold().replace("-", "_"): value for name, value in said.items()}
    messages = [by_name[name] for name in _MESSAGES if by_name.get(name)]
    names = {name for name, value in by_name.items() if value}
    is_message = names <= _BESIDE_A_MESSAGE.union(_MESSAGES, _CODES)
    if not is_message and names.isdisjoint(_ERRORS_OWN):
        return
    for value in messages or ():
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str):
            yield from (*_codes(by_name), first)
            return
        if isinstance(first, dict):
            yield from _said(first, depth - 1)
            return
    if len(by_name) <= 2 or messages:  # noqa: PLR2004 - a code and what it is of
        yield from _codes(by_name)


def _codes(by_name: dict[str, Any]) -> Iterator[str]:
    codes = (by_name.get(name) for name in _CODES)
    yield from (str(code) for code in codes if str(code).isdecimal() and int(str(code)[:4]) in _ERRORS)
