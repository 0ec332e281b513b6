"""URLs as the network sees them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.net.target import Target, politeness_host, read_target
from crawler.probe.model import Failure, FailureKind


def _target(url: str) -> Target:
    target = read_target(url)
    assert isinstance(target, Target)
    return target


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0x7F.0.0.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("127.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("%31%32%37.0.0.1", "127.0.0.1"),
        ("\uff11\uff12\uff17.\uff10.\uff10.\uff11", "127.0.0.1"),
        ("127。0。0。1", "127.0.0.1"),
        ("0", "0.0.0.0"),
        ("10.1", "10.0.0.1"),
        ("0xa9fea9fe", "169.254.169.254"),
        ("[::1]", "::1"),
        ("[0:0:0:0:0:0:0:1]", "::1"),
        ("[::ffff:127.0.0.1]", "::ffff:7f00:1"),
        ("[::127.0.0.1]", "::7f00:1"),
    ],
)
def test_every_form_of_an_address_is_read_as_browsers_read_it(host: str, address: str) -> None:
    """Decimal, octal, hex, short, escaped and full-width hosts become the one address that they mean."""
    target = _target(f"http://{host}/")

    assert (address, True) == (target.host, target.is_literal)


@pytest.mark.parametrize(
    ("url", "scheme", "host", "port", "path", "host_header"),
    [
        ("http://example.com", "http", "example.com", 80, "/", "example.com"),
        ("HTTPS://EXAMPLE.com:443/A?b#c", "https", "example.com", 443, "/A?b", "example.com"),
        ("http://example.com:8080/", "http", "example.com", 8080, "/", "example.com:8080"),
        ("https://example.com:80/", "https", "example.com", 80, "/", "example.com:80"),
        ("http://münchen.de/ä?ö", "http", "xn--mnchen-3ya.de", 80, "/%C3%A4?%C3%B6", "xn--mnchen-3ya.de"),
        ("http://user:secret@example.com/", "http", "example.com", 80, "/", "example.com"),
        ("http://example.com./", "http", "example.com.", 80, "/", "example.com."),
        ("http://[2001:db8::1]:81/", "http", "2001:db8::1", 81, "/", "[2001:db8::1]:81"),
        ("http://a/%7e|'{}?<>", "http", "a", 80, "/%7e|'%7B%7D?%3C%3E", "a"),
    ],
)
def test_parts_of_a_url(url: str, scheme: str, host: str, port: int, path: str, host_header: str) -> None:
    """Scheme, host, port, target and Host are those that a browser would use, without the credentials."""
    target = _target(url)

    assert (scheme, host, port, path) == (target.scheme, target.host, target.port, target.path)
    assert host_header == target.host_header


def test_name_and_origin() -> None:
    """DNS and certificates know no trailing dot; an origin is scheme, host and port."""
    target = _target("https://www.example.com.:8443/x")

    assert "www.example.com" == target.name
    assert "https://www.example.com.:8443" == target.origin


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("", FailureKind.INVALID_URL),
        ("example.com", FailureKind.INVALID_URL),
        ("http://", FailureKind.INVALID_URL),
        ("http:///", FailureKind.INVALID_URL),
        ("http://a b/", FailureKind.INVALID_URL),
        ("http://999.0.0.1/", FailureKind.INVALID_URL),
        ("http://[::1/", FailureKind.INVALID_URL),
        ("http://[fe80::1%25eth0]/", FailureKind.INVALID_URL),
        ("http://a:99999/", FailureKind.INVALID_URL),
        ("http://\ud800/", FailureKind.INVALID_URL),
        ("mailto:a@example.com", FailureKind.UNSUPPORTED_SCHEME),
        ("ftp://example.com/", FailureKind.UNSUPPORTED_SCHEME),
        ("file:///etc/passwd", FailureKind.UNSUPPORTED_SCHEME),
        ("javascript:alert(1)", FailureKind.UNSUPPORTED_SCHEME),
        ("data:text/html,hello", FailureKind.UNSUPPORTED_SCHEME),
        ("gopher://127.0.0.1:25/", FailureKind.UNSUPPORTED_SCHEME),
    ],
)
def test_what_is_not_asked(url: str, kind: FailureKind) -> None:
    """What is no URL, and every scheme but http and https, is a failure and not an exception."""
    failure = read_target(url)

    assert isinstance(failure, Failure)
    assert kind == failure.kind


@pytest.mark.parametrize(
    ("host", "is_localhost"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("a.localhost", True),
        ("localhost.com", False),
        ("xlocalhost", False),
    ],
)
def test_names_of_loopback(host: str, is_localhost: bool) -> None:
    """RFC 6761: `localhost` and all below it are loopback."""
    assert is_localhost == _target(f"http://{host}/").is_localhost


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Example.com/a", "example.com"),
        ("http://example.com:8080/", "example.com"),
        ("http://wwwexample.com/", "wwwexample.com"),
        ("http://www.www.example.com/", "www.example.com"),
        ("http://sub.example.com/", "sub.example.com"),
        ("http://example.com./", "example.com"),
        ("http://127.1/", "127.0.0.1"),
        ("mailto:a@b", ""),
        ("nonsense", ""),
    ],
)
def test_politeness_host(url: str, host: str) -> None:
    """`www.` and the bare name, and all ports of them, are one host to be polite to."""
    assert host == politeness_host(url)


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    """Whatever stands in a catalog is a target or a failure."""
    assert isinstance(read_target("http://" + text), Target | Failure)
    assert isinstance(read_target(text), Target | Failure)
