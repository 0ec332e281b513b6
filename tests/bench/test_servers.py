"""The servers behave as a link's path says, and tell what they saw."""

from __future__ import annotations

import http.client
from contextlib import closing
from typing import TYPE_CHECKING

import dnslib
import pytest
from bench.loads import RETRY_AFTER_S, TITLE
from bench.name_server import answer_name
from bench.namespace import Place
from bench.slow_server import SlowServer

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.1.2.3"


@pytest.fixture(scope="module")
def server() -> Iterator[SlowServer]:
    """On loopback, as it needs no rights there."""
    with SlowServer(Place(has_names=False)) as running:
        yield running


def ask(server: SlowServer, *paths: str) -> list[http.client.HTTPResponse]:
    """The answers to several requests over one connection."""
    answers = []
    with closing(http.client.HTTPConnection(HOST, server.port, timeout=0.5)) as connection:
        for path in paths:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.body = answer.read()  # type: ignore[attr-defined] # kept beside its head
            answers.append(answer)
    return answers


@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        ("/ok/0/1", [200, 200]),
        ("/gone/0/2", [404, 404]),
        ("/moved/0/3", [301, 301]),
        ("/limited/0/4", [429, 200]),
        ("/flaky/0/5", [503, 200]),
        ("/robots.txt", [404, 404]),
    ],
)
def test_a_path_says_what_is_answered(server: SlowServer, path: str, statuses: list[int]) -> None:
    """At the first request and at the second."""
    assert statuses == [answer.status for answer in ask(server, path, path)]


def test_heads_carry_what_a_checker_reads(server: SlowServer) -> None:
    """A title to match, a place to move to, a time to wait."""
    page, moved, limited = ask(server, "/ok/0/6", "/moved/0/7", "/limited/0/8")

    assert TITLE.encode() in page.body  # type: ignore[attr-defined] # see `ask`
    assert "/ok/0/0" == moved.getheader("location")
    assert str(RETRY_AFTER_S) == limited.getheader("retry-after")


def test_hang_never_answers(server: SlowServer) -> None:
    """It takes the request, and that is all."""
    with pytest.raises(TimeoutError):
        ask(server, "/hang/0/9")


def test_what_was_seen_is_told_once(server: SlowServer) -> None:
    """By host and path, and then counted anew."""
    server.take()
    ask(server, "/ok/0/10", "/ok/0/10", "/gone/0/11")
    seen = server.take()

    assert {f"{HOST}/ok/0/10": 2, f"{HOST}/gone/0/11": 1} == seen.requests
    assert 1 == seen.most_at_once_on_a_host
    assert {} == server.take().requests


@pytest.mark.parametrize(
    ("name", "kind", "code", "addresses"),
    [
        ("h258.bench-web.org", "A", dnslib.RCODE.NOERROR, ["45.1.1.2"]),
        ("h258.bench-web.org", "AAAA", dnslib.RCODE.NOERROR, []),
        ("v258.bench-web.org", "A", dnslib.RCODE.NXDOMAIN, []),
        ("example.org", "A", dnslib.RCODE.NXDOMAIN, []),
    ],
)
def test_names(name: str, kind: str, code: int, addresses: list[str]) -> None:
    """Numbered hosts have an IPv4 address each, nothing else exists."""
    answer = dnslib.DNSRecord.parse(answer_name(dnslib.DNSRecord.question(name, kind).pack()))

    assert code == answer.header.rcode
    assert addresses == [str(record.rdata) for record in answer.rr]
