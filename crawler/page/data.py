"""What an answer of data or plain text says: the text itself, and the message of an error object.

Programs' interfaces answer `{"error": "not found"}` with 200, others `<ExceptionReport>`. Such an object's
message stands where a page has its title, so that it is read as one.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from crawler.page.encoding import decode
from crawler.page.model import SAMPLE_CHARACTERS, PageFacts
from crawler.page.text import clean
from crawler.page.xml_error import xml_error

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ_BYTES = 8_192
_MAX_MESSAGE = 300
_MESSAGES = tuple(
    "error errors fault message msg errormessage error_message errormsg error_msg errmsg faultstring "  # noqa: SIM905 - words, not literals
    "error_description detail details info reason description".split()
)
_ERRORS_OWN = frozenset({"error", "errors", "fault"})
_BESIDE_A_MESSAGE = frozenset(
    "success ok result data timestamp time path request_id requestid trace_id traceid title type "  # noqa: SIM905 - words, not literals
    "name instance help documentation_url exception __type".split()
)
"""What stands beside the message of an answer that is one; a record with a message has more."""
_RESULTS = ("data", "result", "results", "items", "rows", "records")
_CODES = ("status", "code", "statuscode", "status_code", "errorcode", "error_code", "errno", "errcode")
_ERRORS = range(400, 600)
_ABSENT = frozenset({"404", "410"})
_MAX_KEYS = 12
"""An error object says little else; a record may well have a field called `message`."""
_MAX_DEPTH = 3
# A program's word, made of people's: `NoSuchKey`, `NOT_FOUND`, `invalid_endpoint`.
_IDENTIFIER = re.compile(r"[A-Za-z]+(?:[_.][A-Za-z]+)*")
_WORD_BORDER = re.compile(r"[_.]|(?<=[a-z])(?=[A-Z])")


def read_data(body: bytes, *, content_type: str | None, charset: str | None) -> PageFacts:
    """Read the beginning of a text; it has no title, but for that of an error object."""
    decoded = decode(body[:_READ_BYTES], charset)
    is_markup = decoded.text.lstrip()[:1] == "<"
    said = xml_error(decoded.text) if is_markup else _json_error(decoded.text)
    return PageFacts(
        content_type=content_type,
        encoding=decoded.encoding,
        html_title=clean(_joined(said), _MAX_MESSAGE) or None,
        text_sample=clean(decoded.text, SAMPLE_CHARACTERS),
    )


def _json_error(text: str) -> tuple[str, ...]:
    try:
        said = json.loads(text) if text.lstrip()[:1] == "{" else None
    except (ValueError, RecursionError):
        return ()
    return tuple(_said(said, _MAX_DEPTH, is_own=False)) if isinstance(said, dict) else ()


def _joined(said: tuple[str, ...]) -> str:
    """Codes and a message as a title has them: a number that is an absence's stands apart."""
    words = [
        _WORD_BORDER.sub(" ", each) if _IDENTIFIER.fullmatch(each) else each for each in dict.fromkeys(said)
    ]
    return (" - " if _ABSENT.intersection(words) else " ").join(words)


def _said(said: dict[str, Any], depth: int, *, is_own: bool) -> Iterator[str]:
    """The code and the message of an error object; `is_own` where it stands in a field of that name."""
    if len(said) > _MAX_KEYS or not depth:
        return
    by_name = {str(name).casefold().replace("-", "_"): value for name, value in said.items()}
    names = {name for name, value in by_name.items() if value}
    is_message = is_own or names <= _BESIDE_A_MESSAGE.union(_MESSAGES, _CODES)
    if (not is_message and names.isdisjoint(_ERRORS_OWN)) or (not is_own and _has_results(by_name)):
        return
    codes = tuple(_codes(by_name))
    for name in _MESSAGES:
        words = _words(by_name.get(name), depth, is_own=is_own or name in _ERRORS_OWN)
        if words or (by_name.get(name) and not is_message):
            yield from (*codes, *words) if words else ()
            return
    # RFC 9457: `title` says of which kind the error is that has this code.
    title = by_name.get("title")
    if len(by_name) <= 2 or is_own or (codes and isinstance(title, str)):  # noqa: PLR2004 - a code and what it is of
        yield from (*codes, *((title,) if codes and isinstance(title, str) else ()))


def _has_results(by_name: dict[str, Any]) -> bool:
    """What was asked for was found, and something beside it was not: half an answer is one."""
    return any(isinstance(value := by_name.get(name), list | dict) and value for name in _RESULTS)


def _words(value: Any, depth: int, *, is_own: bool) -> tuple[str, ...]:
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, dict):
        return tuple(_said(first, depth - 1, is_own=is_own))
    return (first,) if isinstance(first, str) and first else ()


def _codes(by_name: dict[str, Any]) -> Iterator[str]:
    codes = (by_name.get(name) for name in _CODES)
    yield from (str(code) for code in codes if str(code).isdecimal() and int(str(code)[:4]) in _ERRORS)
