"""URLs in running text end where GFM says."""

from __future__ import annotations

import pytest

from crawler.catalog.bare import bare_urls, www_urls


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see https://a.test/b. And", ["https://a.test/b"]),
        ("(https://a.test/b_(c)) (https://a.test/)", ["https://a.test/b_(c)", "https://a.test/"]),
        ("https://a.test/?a=1&amp; https://a.test/?b=2&c;", ["https://a.test/?a=1", "https://a.test/?b=2"]),
        (
            '[t](https://a.test/b) [https://c.test](https://d.test "e")',
            ["https://a.test/b", "https://c.test", "https://d.test"],
        ),
        (
            "<https://a.test> \"https://b.test\" 'https://c.test' `https://d.test`",
            ["https://a.test", "https://b.test", "https://c.test", "https://d.test"],
        ),
        ("xhttps://a.test", []),
        (
            "[a](https://a.test/)\u2019s [b](https://b.test/x_(y)):see(https://c.test/(z))z",
            ["https://a.test/", "https://b.test/x_(y)", "https://c.test/(z)"],
        ),
        (
            "end.https://a.test _https://b.test_ 链接https://c.test -https://d.test https://e.test/https://f.test",
            [
                "https://a.test",
                "https://b.test",
                "https://c.test",
                "https://d.test",
                "https://e.test/https://f.test",
            ],
        ),
        (
            "HTTPS://A.test, **https://b.test**; https://c.test!?",
            ["HTTPS://A.test", "https://b.test", "https://c.test"],
        ),
        ("https:// http://) https://.", []),
        ("“https://a.test/é”", ["https://a.test/é"]),
    ],
)
def test_where_a_url_ends(text: str, urls: list[str]) -> None:
    """Punctuation that closes the sentence is not part of it."""
    assert urls == [text[start:end] for start, end in bare_urls(text)]


def test_www_without_a_scheme() -> None:
    """GFM makes a link of it; a URL's own `www.` is none."""
    text = "www.a.test/x, https://www.b.test www.c"

    assert ["www.a.test/x"] == [text[start:end] for start, end in www_urls(text)]
