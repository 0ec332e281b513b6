"""A name server for the demo web, over UDP: one question a message (RFC 1035), bounded."""

from __future__ import annotations

import asyncio
import ipaddress
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

_HEADER = struct.Struct("!6H")
_TYPE_AND_CLASS = struct.Struct("!2H")
_RECORD = struct.Struct("!3HIH")
_A = 1
_IN = 1
_IS_RESPONSE = 0x8000
_RECURSION_AVAILABLE = 0x0080
_KEPT_FLAGS = 0x7900
"""Operation code and recursion desired: copied from the question."""
_POINTER_TO_QUESTION = 0xC00C
_TTL_S = 0
"""Nothing is cached: a name that resolves today may be gone tomorrow, a moment later."""
_LONGEST_NAME = 255
_LONGEST_LABEL = 63

NO_ERROR = 0
FORMAT_ERROR = 1
SERVER_FAILURE = 2
NAME_ERROR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAnswer:
    """What is said of a name: an RCODE (RFC 1035 4.1.1) and, with NOERROR, perhaps an IPv4 address."""

    code: int = NO_ERROR
    address: str | None = None


def reply(query: bytes, look_up: Callable[[str], NameAnswer | None]) -> bytes | None:
    """The message that answers a query; None where the name is never answered, or no header can be read."""
    if len(query) < _HEADER.size:
        return None
    number, flags, *_ = _HEADER.unpack_from(query)
    flags = flags & _KEPT_FLAGS | _IS_RESPONSE | _RECURSION_AVAILABLE
    question = _read_question(query)
    if question is None:
        return _HEADER.pack(number, flags | FORMAT_ERROR, 0, 0, 0, 0)
    name, kind, end = question
    answer = look_up(name)
    if answer is None:
        return None
    record = _record(answer) if kind == (_A, _IN) else b""
    head = _HEADER.pack(number, flags | answer.code, 1, bool(record), 0, 0)
    # The question goes back byte for byte: clients compare it, with its capitals mixed on purpose.
    return head + query[_HEADER.size : end] + record


def _read_question(query: bytes) -> tuple[str, tuple[int, int], int] | None:
    """The name in lower case, its type and class, and where the question ends; None where it is malformed."""
    labels: list[str] = []
    at = _HEADER.size
    while at < min(len(query), _HEADER.size + _LONGEST_NAME):
        length = query[at]
        at += 1
        if length == 0:
            break
        if length > _LONGEST_LABEL:  # a compression pointer has nothing to point at in a question
            return None
        labels.append(query[at : at + length].decode("latin-1").lower())
        at += length
    else:
        return None
    if at + _TYPE_AND_CLASS.size > len(query):
        return None
    kind, class_ = _TYPE_AND_CLASS.unpack_from(query, at)
    return ".".join(labels), (kind, class_), at + _TYPE_AND_CLASS.size


def _record(answer: NameAnswer) -> bytes:
    if answer.address is None:
        return b""
    packed = ipaddress.IPv4Address(answer.address).packed
    return _RECORD.pack(_POINTER_TO_QUESTION, _A, _IN, _TTL_S, len(packed)) + packed


class NameServer(asyncio.DatagramProtocol):
    """Answers each datagram with `reply`; `asked` keeps the names in order."""

    def __init__(self, look_up: Callable[[str], NameAnswer | None]) -> None:
        self._look_up = look_up
        self._transport: asyncio.DatagramTransport | None = None
        self.asked: list[str] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = reply(data, self._recorded)
        if message is not None and self._transport is not None:
            self._transport.sendto(message, addr)

    def _recorded(self, name: str) -> NameAnswer | None:
        self.asked.append(name)
        return self._look_up(name)
