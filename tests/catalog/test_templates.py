"""Addresses that a program fills in, and those that only look like it."""

from __future__ import annotations

import pytest

from crawler.catalog.templates import is_template


@pytest.mark.parametrize(
    "url",
    [
        "https://aparat.test/{account}",
        "https://a.test/v$version/a-$majorVersion.zip",
        "https://a.test/?q={{ query }}",
        "https://mainnet.test/v3/${INFURA_API_KEY}",
        "https://a.test/<user>/x",
        "https://tile.test/{z}/{x}/{y}.png",
        "https://a.test/v__LATEST__/notes",
        "https://a.test/__RELEASE_CYCLE__",
        "https://a.test/search?q=%s",
        "https://{%",
        "$baseurl/jp-checksums.sha256",
    ],
)
def test_what_is_left_open(url: str) -> None:
    """As package managers, map layers, chat directories and sites' generators write it."""
    assert is_template(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.test/",
        "https://a.test/names.nsf/$FILE/report.pdf",
        "https://a.test/library/ms123401$loband",
        "https://a.test/odata/$metadata",
        "https://a.test/?List={8C2F1A3B-77AA-4C1D-9F00-0123456789AB}",
        "https://a.test/?List={ABCDEF12-77AA-4C1D-9F00-0123456789AB}",
        "https://a.test/%7Bid%7D?a=%20b%d0%b0",
        "https://a.test/pkg/__init__.py",
        "https://a.test/a{}b",
        "https://a.test/v2$price",
    ],
)
def test_what_is_an_address(url: str) -> None:
    """Signs that addresses in use have."""
    assert not is_template(url)
