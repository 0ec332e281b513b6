"""The operator's words: --connect-to and --nameserver."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import __version__
from crawler.errors import SettingsError
from crawler.net import ConnectTo, NetSettings
from crawler.net.settings import read_nameserver


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a.test:443:127.0.0.1:8443", ("a.test", 443, "127.0.0.1", 8443)),
        ("A.Test.:443:b.test:8443", ("a.test", 443, "b.test", 8443)),
        ("::127.0.0.1:8080", ("", None, "127.0.0.1", 8080)),
        ("a.test:::", ("a.test", None, "", None)),
        (":80::8080", ("", 80, "", 8080)),
        ("[2001:db8::1]:80:[::1]:8080", ("2001:db8::1", 80, "::1", 8080)),
        (":::", ("", None, "", None)),
    ],
)
def test_connect_to_is_read_as_curl_reads_it(
    text: str, rule: tuple[str, int | None, str, int | None]
) -> None:
    """Four fields, each of which may be empty, and IPv6 in brackets."""
    parsed = ConnectTo.parse(text)

    assert rule == (parsed.host, parsed.port, parsed.to_host, parsed.to_port)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a:80:b",
        "a:80:b:80:c",
        "a:x:b:80",
        "a:0:b:80",
        "a:80:b:65536",
        "a:80:b:-1",
        "::1:80:a:80",
        "a:²:b:8",
    ],
)
def test_connect_to_that_is_none(text: str) -> None:
    """What is not four fields with ports is an operator error of one line."""
    with pytest.raises(SettingsError) as caught:
        ConnectTo.parse(text)

    assert "--connect-to" in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text(alphabet="ab1:[]. \n\x00é9", max_size=30))
def test_connect_to_raises_nothing_else(text: str) -> None:
    """No text raises anything but the operator error."""
    try:
        parsed = ConnectTo.parse(text)
    except SettingsError:
        return
    assert isinstance(parsed, ConnectTo)


@pytest.mark.parametrize(
    ("rule", "host", "port", "matches"),
    [
        (ConnectTo(), "a.test", 80, True),
        (ConnectTo(host="a.test"), "A.test.", 443, True),
        (ConnectTo(host="a.test"), "b.test", 443, False),
        (ConnectTo(port=80), "b.test", 80, True),
        (ConnectTo(port=80), "b.test", 81, False),
        (ConnectTo(host="a.test", port=80), "a.test", 80, True),
    ],
)
def test_connect_to_matches(rule: ConnectTo, host: str, port: int, matches: bool) -> None:
    """An empty host or port matches all."""
    assert matches == rule.matches(host, port)


@pytest.mark.parametrize(
    ("text", "address", "port"),
    [
        ("192.0.2.1", "192.0.2.1", 53),
        ("192.0.2.1:5353", "192.0.2.1", 5353),
        ("2001:db8::1", "2001:db8::1", 53),
        ("[2001:db8::1]", "2001:db8::1", 53),
        ("[2001:DB8::1]:5353", "2001:db8::1", 5353),
    ],
)
def test_nameserver(text: str, address: str, port: int) -> None:
    """An address with or without a port, in both families."""
    assert (address, port) == read_nameserver(text)


@pytest.mark.parametrize(
    "text", ["", "dns.test", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:x", "1.2.3.4:5:6", "[::1]:1:2"]
)
def test_nameserver_that_is_none(text: str) -> None:
    """A wrong name server stops the run when the settings are made, in one line."""
    with pytest.raises(SettingsError) as caught:
        NetSettings(nameserver=text)

    assert "--nameserver" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_user_agent_says_who_asks_and_where_to_complain() -> None:
    """The default user agent carries our token, our version and a contact address."""
    expected = f"Mozilla/5.0 (compatible; catalog-crawler/{__version__}; +https://github.com/catalog-crawler/crawler)"

    assert expected == NetSettings().user_agent
