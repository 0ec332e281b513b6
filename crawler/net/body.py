"""Bounded reading of bodies: as much as is wanted, never more than the cap, however a coding expands."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.probe.codings import MOST_CODINGS, codings_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Callable, Iterator, Sequence

    from crawler.net.settings import StopWhen
    from crawler.probe.model import Answer, Probe

HTML_HEAD_LIMIT = 256_000
PDF_LIMIT = 1_000_000
DATA_LIMIT = 8_192
"""Of JSON and text only so much as an error's message takes."""
ALL_LIMIT = 2_000_000
ROBOTS_LIMIT = 500_000
"""RFC 9309 2.5 asks for at least 500 kibibytes; no list of rules for people is that long."""

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
PDF_TYPES = frozenset({"application/pdf", "application/x-pdf"})
DATA_TYPES = frozenset(
    {
        "application/json", "application/problem+json", "application/vnd.api+json", "application/hal+json",
        "application/graphql-response+json", "text/json", "text/plain", "application/xml", "text/xml",
        "application/problem+xml", "application/rss+xml", "application/atom+xml",
    }
)  # fmt: skip
REDIRECTS = frozenset({301, 302, 303, 307, 308})
BODILESS = frozenset({101, 204, 304})
MOST_PIECES = 5_000
"""Chunks of one body: of one byte each, they took a second of Python up to a page's limit; a page that is
sent line by line has a thousand."""
_SLICE = 65_536
_GZIP = 16 + zlib.MAX_WBITS
_RAW_DEFLATE = -zlib.MAX_WBITS
_CODINGS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}


class BodyError(Exception):
    """The body cannot be decoded; caught by whoever reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appetite:
    """How much of one body is wanted: `limit` bounds the bytes on the wire and the decoded ones alike."""

    limit: int
    stop_when: StopWhen | None = None


@dataclass(slots=True)
class Body:
    """What has been read so far; kept by the caller, so that a time-out leaves what had come."""

    content: bytes = b""
    wire_bytes: int = 0
    is_complete: bool = False
    error: str | None = None


def appetite_of(probe: Probe, head: Answer, watch: Callable[[], StopWhen] | None) -> Appetite | None:
    """Say what to read after this head; None for nothing at all."""
    if probe.method == "HEAD" or probe.read == "none" or head.status in BODILESS:
        return None
    # Without a Location browsers show its page.
    if head.status in REDIRECTS and head.header("location"):
        return None
    if probe.read == "all":
        return Appetite(limit=ALL_LIMIT)
    media_type = media_type_of(head)
    if media_type is None or media_type in HTML_TYPES:
        if probe.read == "page":
            return Appetite(limit=ALL_LIMIT)
        return Appetite(limit=HTML_HEAD_LIMIT, stop_when=watch() if watch is not None else None)
    if media_type in DATA_TYPES:
        return Appetite(limit=DATA_LIMIT)
    return Appetite(limit=PDF_LIMIT) if media_type in PDF_TYPES else None


def is_bodiless(probe: Probe, head: Answer) -> bool:
    """Whether nothing was left unread: there is no body at all (RFC 9112 6.3)."""
    return probe.method == "HEAD" or head.status in BODILESS or head.header("content-length") == "0"


def media_type_of(head: Answer) -> str | None:
    value = (head.header("content-type") or "").partition(";")[0].strip().lower()
    return value if re.fullmatch(r"[^/\s]+/[^/\s]+", value) else None


async def read_body(body: Body, head: Answer, chunks: AsyncIterable[bytes], appetite: Appetite) -> None:
    """Read into `body` until the appetite is met; raises what the transport raises, and BodyError."""
    decode = decoder_for(head.header_values("content-encoding"))
    parts: list[bytes] = []
    size = pieces = 0
    try:
        async for chunk in chunks:
            pieces += 1
            wanted = chunk[: max(appetite.limit - body.wire_bytes, 0)]
            body.wire_bytes += len(chunk)
            for part in decode(wanted, appetite.limit - size):
                parts.append(part)
                size += len(part)
                if size >= appetite.limit or (appetite.stop_when is not None and appetite.stop_when(part)):
                    return
            if body.wire_bytes >= appetite.limit or pieces >= MOST_PIECES:
                return
        body.is_complete = True
    finally:
        body.content = b"".join(parts)


def decoder_for(codings: tuple[str, ...]) -> Callable[[bytes, int], Iterator[bytes]]:
    """Make a stateful decoder of wire bytes to at most so many bytes; raises BodyError if it knows none."""
    named = codings_of(codings)
    if not named:
        return _as_is
    if len(named) > MOST_CODINGS or not _CODINGS.keys() >= set(named):
        raise BodyError(f"content coding {', '.join(named)[:60]} was not asked for")
    layers = [_Inflater(_CODINGS[name]).decode for name in reversed(named)]
    return layers[0] if len(layers) == 1 else _Layers(layers).decode


def _as_is(wire: bytes, room: int) -> Iterator[bytes]:
    if wire:
        yield wire[:room]


class _Layers:
    """Codings on top of each other, the outermost first: a server and what stands before it each compressed.

    What passes between two of them is bounded as the page is: a bomb may expand to what comes to nothing.
    """

    def __init__(self, layers: Sequence[Callable[[bytes, int], Iterator[bytes]]]) -> None:
        self._layers = layers
        self._passed = [0] * len(layers)

    def decode(self, wire: bytes, room: int) -> Iterator[bytes]:
        for part in self._through(len(self._layers) - 1, wire, room):
            yield part
            room -= len(part)
            if room <= 0:
                return

    def _through(self, layer: int, wire: bytes, room: int) -> Iterator[bytes]:
        """The bytes of all layers up to this one."""
        decode = self._layers[layer]
        for part in (wire,) if layer == 0 else self._through(layer - 1, wire, ALL_LIMIT):
            for decoded in decode(part, min(room, ALL_LIMIT - self._passed[layer])):
                self._passed[layer] += len(decoded)
                room -= len(decoded)
                if self._passed[layer] >= ALL_LIMIT and layer < len(self._layers) - 1:
                    raise BodyError("broken content coding: what lies below expands to more than a page")
                yield decoded


class _Inflater:
    """Inflates in slices: never more than a slice is expanded at once, so a bomb costs what a page costs."""

    def __init__(self, window_bits: int) -> None:
        self._bits = window_bits
        self._zlib = zlib.decompressobj(window_bits)
        self._has_begun = False

    def decode(self, wire: bytes, room: int) -> Iterator[bytes]:
        while wire and room > 0:
            if self._zlib.eof and not self._begin_next_member(wire):
                return
            part = self._inflate(wire, min(room, _SLICE))
            wire = self._zlib.unused_data if self._zlib.eof else self._zlib.unconsumed_tail
            room -= len(part)
            if part:
                yield part

    def _inflate(self, wire: bytes, most: int) -> bytes:
        try:
            part = self._zlib.decompress(wire, most)
        except zlib.error as error:
            if self._bits != zlib.MAX_WBITS or self._has_begun:
                raise BodyError(f"broken content coding: {error}") from error
            # Half the servers that say `deflate` mean the bare format, and browsers read both.
            self._bits = _RAW_DEFLATE
            self._zlib = zlib.decompressobj(self._bits)
            return self._inflate(wire, most)
        self._has_begun = self._has_begun or bool(part)
        return part

    def _begin_next_member(self, wire: bytes) -> bool:
        """RFC 1952 2.2 lets gzip members follow each other; anything else behind the end is padding."""
        if self._bits != _GZIP or not wire.startswith(b"\x1f\x8b"):
            return False
        self._zlib = zlib.decompressobj(self._bits)
        return True
