"""Bounded reading of bodies."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.net.body import (
    ALL_LIMIT,
    DATA_LIMIT,
    DATA_TYPES,
    HTML_HEAD_LIMIT,
    MOST_PIECES,
    PDF_LIMIT,
    Appetite,
    Body,
    BodyError,
    appetite_of,
    decoder_for,
    is_bodiless,
    media_type_of,
    read_body,
)
from crawler.page import media
from crawler.probe.model import Answer, Probe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable


def _head(status: int = 200, **headers: str) -> Answer:
    return Answer(status=status, headers=tuple((k.replace("_", "-"), v) for k, v in headers.items()))


def _probe(**changes: str) -> Probe:
    return Probe(url="http://a.test/", **changes)  # type: ignore[arg-type] # rows of a table


@pytest.mark.parametrize(
    ("probe", "head", "limit"),
    [
        (_probe(), _head(content_type="text/html"), HTML_HEAD_LIMIT),
        (_probe(), _head(content_type="TEXT/HTML; charset=utf-8"), HTML_HEAD_LIMIT),
        (_probe(), _head(content_type="application/xhtml+xml"), HTML_HEAD_LIMIT),
        (_probe(), _head(), HTML_HEAD_LIMIT),
        (_probe(), _head(404, content_type="text/html"), HTML_HEAD_LIMIT),
        (_probe(), _head(300, content_type="text/html"), HTML_HEAD_LIMIT),
        (_probe(), _head(content_type="application/pdf"), PDF_LIMIT),
        (_probe(), _head(content_type="application/json; charset=utf-8"), DATA_LIMIT),
        (_probe(), _head(content_type="text/plain"), DATA_LIMIT),
        (_probe(), _head(content_type="text/csv"), None),
        (_probe(), _head(content_type="image/png"), None),
        (_probe(), _head(content_type="application/zip"), None),
        (_probe(), _head(301, location="/x"), None),
        (_probe(), _head(204), None),
        (_probe(read="none"), _head(content_type="text/html"), None),
        (_probe(method="HEAD"), _head(content_type="text/html"), None),
        (_probe(read="all"), _head(content_type="application/json"), ALL_LIMIT),
        (_probe(read="all"), _head(302, location="/x"), None),
        # Browsers show what comes where it is not said where to go.
        (_probe(read="all"), _head(302), ALL_LIMIT),
        (_probe(read="all"), _head(302, location=""), ALL_LIMIT),
        (_probe(read="page"), _head(content_type="text/html"), ALL_LIMIT),
        (_probe(read="page"), _head(content_type="application/pdf"), PDF_LIMIT),
        (_probe(read="page"), _head(content_type="application/zip"), None),
    ],
)
def test_appetite(probe: Probe, head: Answer, limit: int | None) -> None:
    """How much is read follows from the probe, the status and the media type."""
    appetite = appetite_of(probe, head, None)

    assert limit == (appetite and appetite.limit)


def test_all_data_that_pages_are_read_of_is_received() -> None:
    """The network knows no pages, so the types stand in both rooms: what one reads the other must fetch."""
    assert media.DATA_TYPES <= DATA_TYPES


def test_the_watch_is_set_on_html_alone() -> None:
    """A watch for the end of a head knows HTML, not PDF."""
    made: list[int] = []

    def watch() -> object:
        made.append(1)
        return lambda _: True

    html = appetite_of(_probe(), _head(content_type="text/html"), watch)  # type: ignore[arg-type] # stands for any
    pdf = appetite_of(_probe(), _head(content_type="application/pdf"), watch)  # type: ignore[arg-type] # as above

    assert html is not None
    assert html.stop_when is not None
    assert pdf is not None
    assert pdf.stop_when is None
    assert [1] == made


@pytest.mark.parametrize(
    ("probe", "head", "expected"),
    [
        (_probe(method="HEAD"), _head(), True),
        (_probe(), _head(304), True),
        (_probe(), _head(301, content_length="0"), True),
        (_probe(), _head(301, content_length="9"), False),
        (_probe(), _head(), False),
    ],
)
def test_bodiless(probe: Probe, head: Answer, expected: bool) -> None:
    """What has no body has been read completely without reading."""
    assert expected == is_bodiless(probe, head)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text/html", "text/html"),
        (" Text/HTML ;charset=x", "text/html"),
        ("html", None),
        ("", None),
        ("a b/c", None),
    ],
)
def test_media_type(value: str, expected: str | None) -> None:
    """Parameters and case are dropped; what is no media type is none."""
    assert expected == media_type_of(_head(content_type=value))


async def _chunks(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def _read(parts: Iterable[bytes], head: Answer, appetite: Appetite) -> Body:
    body = Body()
    asyncio.run(read_body(body, head, _chunks(parts), appetite))
    return body


def test_reading_ends_when_the_watch_says_so() -> None:
    """What came until then is kept, and the body counts as incomplete."""
    appetite = Appetite(limit=100, stop_when=lambda part: b"</head" in part)
    body = _read([b"<head>", b"</head>", b"<body>"], _head(), appetite)

    assert (b"<head></head>", False, 13) == (body.content, body.is_complete, body.wire_bytes)


def test_the_watch_sees_decoded_bytes() -> None:
    """The watch is shown what the coding hid."""
    seen: list[bytes] = []

    def watch(part: bytes) -> bool:
        seen.append(part)
        return False

    _read([gzip.compress(b"hello")], _head(content_encoding="gzip"), Appetite(limit=100, stop_when=watch))

    assert b"hello" == b"".join(seen)


@pytest.mark.parametrize(("size", "complete"), [(99, True), (100, False), (101, False), (1000, False)])
def test_the_cap_is_exact(size: int, complete: bool) -> None:
    """Never a byte more than the limit is kept; a body that fills it may have been longer."""
    body = _read([b"x" * size], _head(), Appetite(limit=100))

    assert (min(size, 100), complete) == (len(body.content), body.is_complete)


def test_pieces_are_capped_too() -> None:
    """A body in chunks of one byte ends early, as at its limit: what was read is there, and is no error."""
    body = _read([b"x"] * (MOST_PIECES + 1), Answer(status=200), Appetite(limit=2 * MOST_PIECES))

    assert (MOST_PIECES, False, None) == (len(body.content), body.is_complete, body.error)


def test_wire_bytes_are_capped_too() -> None:
    """A coding that expands to nothing is not read for ever."""
    empty = gzip.compress(b"")
    taken: list[int] = []

    def endless() -> Iterable[bytes]:
        for number in range(10_000):
            taken.append(number)
            yield empty * 10

    body = _read(endless(), _head(content_encoding="gzip"), Appetite(limit=1000))

    assert b"" == body.content
    assert len(taken) < 10


@pytest.mark.parametrize("size", [1, 7, 65_536])
@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "GZIP", "identity, gzip"])
def test_codings_in_any_slices(coding: str, size: int) -> None:
    """Slicing on the wire makes no difference, down to single bytes."""
    plain = b"The quick brown fox. " * 500
    wire = zlib.compress(plain) if coding == "deflate" else gzip.compress(plain)
    parts = [wire[start : start + size] for start in range(0, len(wire), size)]
    body = _read(parts, _head(content_encoding=coding), Appetite(limit=100_000))

    assert (plain, True) == (body.content, body.is_complete)


def test_gzip_members_follow_each_other() -> None:
    """RFC 1952: members in a row are one body, and padding behind them is none of it."""
    wire = gzip.compress(b"one ") + gzip.compress(b"two")

    assert b"one two" == _read([wire], _head(content_encoding="gzip"), Appetite(limit=100)).content
    assert (
        b"one two" == _read([wire + b"\0" * 9], _head(content_encoding="gzip"), Appetite(limit=100)).content
    )


@pytest.mark.parametrize("coding", ["gzip, gzip", "deflate, gzip", "gzip, deflate", "gzip, gzip, gzip"])
@pytest.mark.parametrize("step", [1, 7, 1000])
def test_codings_on_top_of_each_other(coding: str, step: int) -> None:
    """The last named is taken off first, in whatever pieces it comes."""
    wire = b"one two"
    for name in coding.split(", "):
        wire = gzip.compress(wire) if name == "gzip" else zlib.compress(wire)
    chunks = [wire[at : at + step] for at in range(0, len(wire), step)]

    assert b"one two" == _read(chunks, _head(content_encoding=coding), Appetite(limit=100)).content


def test_what_passes_between_codings_is_bounded() -> None:
    """A megabyte of empty members, which come to nothing, is not opened to its end."""
    empty = gzip.compress(gzip.compress(b"") * 200_000)
    with pytest.raises(BodyError, match="more than a page"):
        _read([empty], _head(content_encoding="gzip, gzip"), Appetite(limit=100_000))


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, br", "gzip, gzip, gzip, gzip"])
def test_a_coding_that_was_not_asked_for(coding: str) -> None:
    """Such a body is left, and the error names the coding."""
    with pytest.raises(BodyError, match=coding):
        _read([b"x"], _head(content_encoding=coding), Appetite(limit=100))


@pytest.mark.parametrize("coding", ["UTF-8", "none", "binary", "text/html", "x", "gzip, x"])
def test_what_is_no_coding_is_passed_over(coding: str) -> None:
    """Browsers show such a body as it came."""
    assert b"<title>x" == _read([b"<title>x"], _head(content_encoding=coding), Appetite(limit=100)).content


def test_a_bomb_costs_no_more_memory_than_a_page() -> None:
    """400 MB behind 400 kB are decoded to the cap, in less memory than a few of them."""
    compressor = zlib.compressobj(9, wbits=31)
    block = b"\0" * 1_000_000
    wire = b"".join(compressor.compress(block) for _ in range(400)) + compressor.flush()
    tracemalloc.start()
    body = _read([wire], _head(content_encoding="gzip"), Appetite(limit=HTML_HEAD_LIMIT))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(body.content) == HTML_HEAD_LIMIT
    assert peak < 4 * HTML_HEAD_LIMIT + len(wire)


@given(st.lists(st.binary(max_size=300), max_size=8), st.sampled_from(["gzip", "deflate", "identity"]))
def test_noise_never_exceeds_the_room(parts: list[bytes], coding: str) -> None:
    """Random bytes under any coding are at most the room, or a BodyError."""
    decode = decoder_for((coding,))
    for part in parts:
        try:
            decoded = b"".join(decode(part, 100))
        except BodyError:
            return
        assert len(decoded) <= 100


@given(st.binary(max_size=2000), st.integers(1, 3000))
def test_what_was_compressed_comes_back_up_to_the_cap(plain: bytes, limit: int) -> None:
    """Decoding is the inverse of compressing, cut at the limit."""
    for coding, wire in (("gzip", gzip.compress(plain)), ("deflate", zlib.compress(plain))):
        decode = decoder_for((coding,))

        assert plain[:limit] == b"".join(decode(wire, limit))
