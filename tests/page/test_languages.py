"""Whether a page offers itself in another language."""

from __future__ import annotations

import pytest

from crawler.page.languages import offers_language


@pytest.mark.parametrize(
    "html",
    [
        "<link rel=alternate hreflang=en href='/?lang=en'>",
        '<link rel="alternate" href="/en" hreflang="en-GB">',
        "<meta property='og:locale:alternate' content='en_US'>",
        "<a href='/en/'>English</a>",
        "<a href='/en/'><span>EN</span></a>",
        "<select><option value=en> English </option></select>",
    ],
)
def test_offers(html: str) -> None:
    """By an alternate, or by a link that bears the language's name."""
    assert offers_language(html.encode(), "en")


@pytest.mark.parametrize(
    "html",
    [
        "<a href='/en/'>English casinos</a>",
        "<p>English</p>",
        "<link rel=alternate hreflang=es href=/>",
        "",
        "<html lang=en>",
    ],
)
def test_offers_not(html: str) -> None:
    """Words about a language, another language, and what the page itself is in."""
    assert not offers_language(html.encode(), "en")
