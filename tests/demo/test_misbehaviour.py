"""Servers that reset, hang, drip, never end or lie, seen through plain sockets."""

from __future__ import annotations

import http.client
import time
import zlib
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from crawler.demo.connection import SeenRequest


def test_a_reset_is_a_reset(visitor: Any, url: dict[str, str]) -> None:
    """The request is answered with RST."""
    with visitor.send(url["connection-reset"]) as connection, pytest.raises(ConnectionResetError):
        connection.recv(1)


def test_a_close_is_no_reset(visitor: Any, url: dict[str, str]) -> None:
    """The connection ends without a byte and without an error."""
    with visitor.send(url["closing-server"]) as connection:
        assert connection.recv(1) == b""


def test_a_hanging_server_says_nothing(visitor: Any, url: dict[str, str]) -> None:
    """No byte comes while somebody waits."""
    with visitor.send(url["hanging-server"]) as connection:
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            connection.recv(1)


def test_another_protocol_is_no_http(visitor: Any, url: dict[str, str]) -> None:
    """What comes has no status line."""
    with pytest.raises(http.client.BadStatusLine, match=r"SSH-2\.0"):
        visitor.ask(url["another-protocol"])


def test_a_broken_chunk_comes_after_the_head(visitor: Any, url: dict[str, str]) -> None:
    """Title and heading are there, then comes what is no chunk size."""
    with visitor.send(url["broken-chunk"]) as connection:
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        with pytest.raises((http.client.IncompleteRead, ValueError)):
            answer.read()
    whole = visitor.ask(url["broken-chunk"], limit=300)

    assert b"<title>Measure Theory for Applications</title>" in whole.body


def test_a_content_length_is_wrong(visitor: Any, url: dict[str, str]) -> None:
    """Far less comes than was promised."""
    with visitor.send(url["wrong-content-length"]) as connection:
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        with pytest.raises(http.client.IncompleteRead) as failure:
            answer.read()

    assert b"</html>" in failure.value.partial
    assert len(failure.value.partial) + (failure.value.expected or 0) == 50_000


def test_a_body_drips(visitor: Any, url: dict[str, str]) -> None:
    """The head comes whole, then single bytes."""
    with visitor.send(url["dripping-body"]) as connection:
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        pieces = [answer.read1() for _ in range(3)]

    assert b"<title>Time Series Analysis</title>" in pieces[0]
    assert pieces[1:] == [b".", b"."]


def test_a_head_drips(visitor: Any, url: dict[str, str]) -> None:
    """A good status, a head that is opened, then single bytes."""
    with visitor.send(url["drip-without-a-page"]) as connection:
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        pieces = [answer.read1() for _ in range(3)]

    assert answer.status == 200
    assert pieces[0].endswith(b"<head>\n<script>")
    assert pieces[1:] == [b" ", b" "]


def test_an_endless_body_stops_when_the_client_leaves(visitor: Any, url: dict[str, str]) -> None:
    """Reading a little of the endless body makes the server send little more than what sockets buffer."""
    reply = visitor.ask(url["endless-body"], limit=70_000)

    assert b"<title>The Endless Table of Integrals</title>" in reply.body
    assert b"and so on" in reply.body
    assert _settled(visitor.web.requests[-1]) < 32_000_000


def test_an_endless_body_ends_after_64_mb(visitor: Any, url: dict[str, str]) -> None:
    """Whoever never leaves is let go at last."""
    body = visitor.ask(url["endless-body"], limit=100_000_000).body

    assert 64 << 20 < len(body) < (64 << 20) + 10_000


def test_a_huge_pdf_counts_what_it_sent(visitor: Any, url: dict[str, str]) -> None:
    """300 MB are announced, few are sent to whoever leaves, and the log says how many."""
    reply = visitor.ask(url["huge-pdf"], limit=1_000)

    assert (
        reply.headers["content-type"],
        reply.headers["content-length"],
    ) == ("application/pdf", "300000000")
    assert reply.body.startswith(b"%PDF-1.7")
    assert 1_000 <= _settled(visitor.web.requests[-1]) < 32_000_000


def test_a_gzip_bomb_unpacks_to_a_thousand_times_its_size(visitor: Any, url: dict[str, str]) -> None:
    """The page's head is in front, then zeros without end."""
    body = visitor.ask(url["gzip-bomb"], limit=20_000).body
    opener = zlib.decompressobj(wbits=31)
    start = opener.decompress(body, 1_000)
    rest = opener.decompress(opener.unconsumed_tail)

    assert b"<title>Information Theory" in start
    assert len(rest) > 10_000_000
    assert not rest.strip(b"\0")


def test_the_gzip_bomb_is_a_gigabyte(visitor: Any, url: dict[str, str]) -> None:
    """All of it, read as it comes over the wire, is a megabyte that stands for a gigabyte."""
    body = visitor.ask(url["gzip-bomb"], limit=10_000_000).body
    opener = zlib.decompressobj(wbits=31)
    size, left = 0, body
    while left:
        size += len(opener.decompress(left, 1 << 24))
        left = opener.unconsumed_tail

    assert len(body) < 2_000_000
    assert size > 1_000_000_000


def _settled(seen: SeenRequest) -> int:
    """The bytes sent for a request once they grow no more."""
    deadline = time.monotonic() + 5
    last = -1
    while seen.bytes_sent != last and time.monotonic() < deadline:
        last = seen.bytes_sent
        time.sleep(0.05)
    return int(last)
