"""Titles of pages that stand in place of a site's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.substitutes import default_page_phrase, trouble_phrase


@pytest.mark.parametrize(
    "title",
    [
        "Welcome to nginx!",
        "Apache2 Ubuntu Default Page: It works",
        "Apache2 Debian Default Page: It works",
        "Test Page for the Nginx HTTP Server on Fedora",
        "HTTP Server Test Page powered by CentOS",
        "It works!",
        "IIS7",
        "IIS Windows Server",
        "Default Web Site Page",
        "Default Parallels Plesk Page",
        "Account Suspended",
        "This Account has been suspended",
        "Website Expired",
        "Future home of something quite cool.",
    ],
)
def test_default_pages(title: str) -> None:
    """Servers, panels and hosts by their own words."""
    assert default_page_phrase(title, in_parts=False)


@pytest.mark.parametrize(
    "title",
    [
        "503 Service Unavailable",
        "503 Service Temporarily Unavailable",
        "Error 502",
        "502 Bad Gateway",
        "500 - Internal Server Error",
        "Service Unavailable",
        "Error establishing a database connection",
        "Under maintenance",
        "Site under maintenance",
        "The site is currently down for maintenance",
        "Scheduled Maintenance",
        "Maintenance mode",
        "We'll be back soon!",
        "Wartungsarbeiten",
        "Site en maintenance",
        "Página en mantenimiento",
        "Site em manutenção",
        "Сайт на обслуживании",
        "メンテナンス中",
        "系统维护中",
    ],
)
def test_trouble(title: str) -> None:
    """A server in trouble, or a site that is being mended, in several languages."""
    assert trouble_phrase(title, in_parts=False)


@pytest.mark.parametrize(
    "title",
    [
        "Maintenance",
        "Predictive Maintenance",
        "Maintenance of Aircraft",
        "How we fixed 503 Service Unavailable in our cluster",
        "Welcome to nginx! A first tour of the configuration",
        "500",
        "500 Miles",
        "Bad Gateway Drugs",
        "Account Suspended: why social networks ban people",
        "It works! A book on luck",
        "Database Errors and how to handle them",
        "",
    ],
)
def test_good_titles(title: str) -> None:
    """A title that only has the words in it is a good page's."""
    assert default_page_phrase(title, in_parts=True) is None
    # A bare 500 is a server's; nobody calls a page so.
    assert trouble_phrase(title, in_parts=True) is None or title == "500"


def test_parts() -> None:
    """A part between separators counts only where the caller has a reason to look closer."""
    title = "503 Service Unavailable - HTTP | A reference"

    assert trouble_phrase(title, in_parts=False) is None
    assert "503 service unavailable" == trouble_phrase(title, in_parts=True)
    assert "account suspended" == default_page_phrase("a.test | Account Suspended", in_parts=True)


@given(st.text())
def test_nothing_raises(title: str) -> None:
    """Whatever a page is called."""
    default_page_phrase(title, in_parts=True)
    trouble_phrase(title * 50, in_parts=True)
