"""Heads of requests and responses, without a socket."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.demo.connection import parse_head, response_head
from crawler.demo.model import Framing, Response, Tail


def test_a_request_head_is_read() -> None:
    """Names are lower case, values have no white space around them."""
    head = parse_head(b"GET /a?b=1 HTTP/1.1\r\nHost: X.test\r\nACCEPT:  */* \r\n\r\n")

    assert head is not None
    assert (head.method, head.target, head.wants_close) == ("GET", "/a?b=1", False)
    assert head.headers == {"host": "X.test", "accept": "*/*"}


@pytest.mark.parametrize("text", [b"GET / HTTP/1.0\r\n\r\n", b"GET / HTTP/1.1\r\nConnection: Close\r\n\r\n"])
def test_some_requests_want_the_connection_closed(text: bytes) -> None:
    """HTTP/1.0, and whoever says so."""
    head = parse_head(text)

    assert head is not None
    assert head.wants_close


@given(st.binary(max_size=300))
def test_any_head_is_survived(text: bytes) -> None:
    """What is no request is None, never an error."""
    head = parse_head(text + b"\r\n\r\n")

    assert head is None or head.target.startswith("/")


@pytest.mark.parametrize(
    ("response", "last"),
    [
        (Response(body=b"abc"), "Content-Length: 3"),
        (Response(), "Content-Length: 0"),
        (Response(body=b"abc", declared_length=9), "Content-Length: 9"),
        (Response(body=b"abc", tail=Tail(piece=b"de", times=4)), "Content-Length: 11"),
        (Response(framing=Framing.CHUNKED), "Transfer-Encoding: chunked"),
        (Response(status=204), "HTTP/1.1 204 No Content"),
    ],
)
def test_the_end_of_a_body_is_told(response: Response, last: str) -> None:
    """By its length, by chunks, or not at all where there is none."""
    assert last == response_head(response).decode().removesuffix("\r\n\r\n").split("\r\n")[-1]


def test_an_unregistered_status_has_a_phrase() -> None:
    """999 is answered as the network that invented it does."""
    assert response_head(Response(status=999)).startswith(b"HTTP/1.1 999 Request denied\r\n")
