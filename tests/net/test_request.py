"""Probes as requests."""

from __future__ import annotations

import pytest

from crawler.net.dial import TARGET, Dial
from crawler.net.request import build_request
from crawler.net.target import Target, read_target
from crawler.probe.model import Probe


def _headers(probe: Probe) -> list[tuple[bytes, bytes]]:
    target = read_target(probe.url)
    assert isinstance(target, Target)
    request = build_request(probe, Dial(target=target, endpoints=(), deadline=0, verify=True), "agent/1")
    return list(request.headers.raw)


def test_headers_are_a_browsers_with_an_honest_name() -> None:
    """Host first, then our own name, then what browsers send; only codings that can be bounded."""
    names = [name for name, _ in _headers(Probe(url="http://a.test/"))]
    values = dict(_headers(Probe(url="http://a.test/")))

    assert [
        b"Host",
        b"User-Agent",
        b"Accept",
        b"Accept-Language",
        b"Accept-Encoding",
        b"Upgrade-Insecure-Requests",
    ] == names
    assert (b"agent/1", b"gzip, deflate") == (values[b"User-Agent"], values[b"Accept-Encoding"])


def test_a_probes_headers_are_added_or_replace_ours() -> None:
    """A cookie is added; an Accept of the probe's own is sent instead of ours."""
    headers = _headers(
        Probe(url="http://a.test/", headers=(("Cookie", "a=1"), ("accept", "application/json")))
    )

    assert (b"Cookie", b"a=1") in headers
    assert [b"application/json"] == [value for name, value in headers if name.lower() == b"accept"]


@pytest.mark.parametrize(
    ("value", "raw"), [("caf\xe9", b"caf\xe9"), ("\u20ac", b"\xe2\x82\xac"), ("\udcff", b"?")]
)
def test_a_cookie_goes_back_in_the_bytes_that_it_came_in(value: str, raw: bytes) -> None:
    """Latin-1 is returned as Latin-1, and nothing that a text can hold raises."""
    assert (b"Cookie", raw) in _headers(Probe(url="http://a.test/", headers=(("Cookie", value),)))


def test_credentials_are_not_sent() -> None:
    """Neither an Authorization field nor the target nor Host carries what a URL had before its @."""
    target = read_target("http://user:hunter2@a.test/x?y")
    assert isinstance(target, Target)
    dial = Dial(target=target, endpoints=(), deadline=0, verify=True)
    request = build_request(Probe(url="http://user:hunter2@a.test/x?y"), dial, "agent/1")

    assert b"/x?y" == request.extensions[TARGET]
    assert "hunter2" not in repr((request.url, request.headers, dial))


@pytest.mark.parametrize(
    "path", ["/a|b", "/%7Euser", "/a%2fb?c=%zz", "/[x]", "/" + "x" * 80_000, "/a'b?q='", "//x"]
)
def test_the_request_target_is_that_of_the_url(path: str) -> None:
    """No character is quoted again or unquoted, and no length is refused."""
    target = read_target(f"http://a.test{path}")
    assert isinstance(target, Target)
    request = build_request(
        Probe(url=f"http://a.test{path}"),
        Dial(target=target, endpoints=(), deadline=0, verify=True),
        "agent/1",
    )

    assert target.path.encode() == request.extensions[TARGET]
