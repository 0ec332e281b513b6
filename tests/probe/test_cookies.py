"""Cookies go back to whom they belong, and to nobody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.probe import urls
from crawler.probe.cookies import ConversationCookies
from crawler.probe.model import Answer

HERE = "https://www.a.test/docs/page"


def _after(*fields: str, url: str = HERE, date: str | None = None) -> ConversationCookies:
    cookies = ConversationCookies()
    headers = [("set-cookie", field) for field in fields] + ([("date", date)] if date else [])
    cookies.keep(url, Answer(status=200, headers=tuple(headers)))
    return cookies


@pytest.mark.parametrize(
    ("field", "url", "expected"),
    [
        # The host alone, where no domain is named
        ("a=1", HERE, "a=1"),
        ("a=1", "https://a.test/docs/", None),
        ("a=1", "https://b.www.a.test/docs/", None),
        ("a=1", "https://b.test/docs/", None),
        ("a=1; Domain=", "https://sub.www.a.test/docs/", None),
        # A domain above
        ("a=1; Domain=a.test", "https://a.test/docs/", "a=1"),
        ("a=1; Domain=.A.TEST", "https://other.a.test/docs/", "a=1"),
        ("a=1; Domain=www.a.test", "https://sub.www.a.test/docs/", "a=1"),
        ("a=1; Domain=a.test", "https://nota.test/docs/", None),
        ("a=1; Domain=b.test", "https://b.test/docs/", None),
        ("a=1; Domain=test", "https://b.test/docs/", None),
        ("a=1; Domain=sub.www.a.test", "https://sub.www.a.test/docs/", None),
        # Paths
        ("a=1", "https://www.a.test/docs", "a=1"),
        ("a=1", "https://www.a.test/docs/deep/er", "a=1"),
        ("a=1", "https://www.a.test/docserver", None),
        ("a=1", "https://www.a.test/", None),
        ("a=1; Path=/", "https://www.a.test/", "a=1"),
        ("a=1; Path=/other", "https://www.a.test/other/x", "a=1"),
        ("a=1; Path=other", "https://www.a.test/docs/x", "a=1"),
        # Secure, and attributes that say nothing here
        ("a=1; Path=/; Secure", "https://www.a.test/", "a=1"),
        ("a=1; Path=/; Secure", "http://www.a.test/", None),
        ("a=1; Path=/; HttpOnly; SameSite=Strict; Partitioned", "http://www.a.test/", "a=1"),
        ("a=1; Path=/", "https://www.a.test:8443/", "a=1"),
        # Values
        ("a=", HERE, "a="),
        ("a=b=c", HERE, "a=b=c"),
        (' a = "x y" ', HERE, 'a="x y"'),
        ("a=\u00e9", HERE, "a=\u00e9"),
        ("=1", HERE, None),
        ("novalue", HERE, None),
        ("", HERE, None),
        ("a=1\r\nX: y", HERE, None),
        ("a=" + "x" * 5000, HERE, None),
        # Ages
        ("a=1; Max-Age=60", HERE, "a=1"),
        ("a=1; Max-Age=soon", HERE, "a=1"),
        ("a=1; Max-Age=0", HERE, None),
        ("a=1; Max-Age=-1", HERE, None),
        ("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", HERE, None),
        ("a=1; Expires=Thu, 01-Jan-1970 00:00:00 GMT; Path=/docs", HERE, None),
        ("a=1; Expires=Fri, 01 Jan 2100 00:00:00 GMT", HERE, "a=1"),
        ("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60", HERE, "a=1"),
        ("a=1; Expires=never", HERE, "a=1"),
    ],
)
def test_whom_a_cookie_is_for(field: str, url: str, expected: str | None) -> None:
    """RFC 6265 5.3 and 5.4: domain, path, Secure and age decide where a cookie goes."""
    assert expected == _after(field).header_for(url)


def test_ages_are_told_by_the_answers_own_date() -> None:
    """A date that is past for the server deletes, whatever this machine's clock says."""
    field = "a=1; Expires=Fri, 01 Jan 2100 00:00:00 GMT"

    assert None is _after(field, date="Sat, 02 Jan 2100 00:00:00 GMT").header_for(HERE)


def test_shared_domains_keep_apart() -> None:
    """No site of a public suffix sets cookies for its neighbours, not even the suffix's own host."""
    neighbour = _after("a=1; Domain=github.io; Path=/", url="https://smith.github.io/")
    owner = _after("a=1; Domain=github.io; Path=/", url="https://github.io/")

    assert None is neighbour.header_for("https://jones.github.io/")
    assert None is owner.header_for("https://jones.github.io/")
    assert "a=1" == owner.header_for("https://github.io/")


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost"])
def test_addresses_and_bare_names(host: str) -> None:
    """An address has no domain above it, and its own cookies come back to it."""
    cookies = _after("a=1", "b=2; Domain=0.0.1", url=f"http://{host}:8000/")

    assert "a=1" == cookies.header_for(f"http://{host}:9000/")
    assert None is cookies.header_for("http://126.0.0.1/")


def test_secure_cookies_come_over_https_alone() -> None:
    """Who could be anybody on the way sets no Secure cookie."""
    assert None is _after("a=1; Secure", url="http://a.test/").header_for("https://a.test/")


def test_last_word_counts() -> None:
    """The same name, domain and path is one cookie: set anew, deleted, and kept apart from others."""
    cookies = _after("a=1; Path=/", "a=2; Path=/", "b=3; Path=/", "a=4; Path=/docs")
    cookies.keep(HERE, Answer(status=200, headers=(("set-cookie", "b=; Path=/; Max-Age=0"),)))

    assert "a=4; a=2" == cookies.header_for(HERE)


def test_longer_paths_first() -> None:
    """RFC 6265 5.4: the more specific path comes first, else the order of arrival."""
    cookies = _after("a=1; Path=/", "b=2; Path=/docs", "c=3; Path=/")

    assert "b=2; a=1; c=3" == cookies.header_for(HERE)


def test_nothing_kept_nothing_sent() -> None:
    """Without cookies there is no field."""
    assert None is ConversationCookies().header_for(HERE)


def test_number_of_cookies_is_bounded() -> None:
    """A server that sets thousands gets fifty back; those it has may still be renewed."""
    cookies = _after(*(f"a{number}=1; Path=/" for number in range(49)))
    cookies.keep(
        HERE, Answer(status=200, headers=(("set-cookie", "z=1; Path=/"), ("set-cookie", "y=1; Path=/")))
    )
    cookies.keep(HERE, Answer(status=200, headers=(("set-cookie", "z=2; Path=/"),)))

    header = cookies.header_for(HERE) or ""
    assert 50 == len(header.split("; "))
    assert "z=2" in header
    assert 50 == len((_after(*(f"a{n}=1" for n in range(2000))).header_for(HERE) or "").split("; "))


@given(st.lists(st.text(max_size=40) | st.sampled_from(["a=1; Domain=a.test; Path=/", "b=2"]), max_size=5))
def test_no_field_reaches_another_site(fields: list[str]) -> None:
    """Whatever the fields say, nothing raises, nothing goes to another site, and no line break is sent."""
    cookies = _after(*fields)

    assert None is cookies.header_for("https://b.test/docs/page")
    header = cookies.header_for(HERE)
    assert header is None or not {"\r", "\n", "\0"} & set(header)


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_address_raises(url: str, asked: str) -> None:
    """Addresses that are none hold no cookies and get none."""
    cookies = _after("a=1; Path=/", url="https://" + url)

    if cookies.header_for(asked) is not None:
        assert urls.host_of("https://" + url) == urls.host_of(asked)
