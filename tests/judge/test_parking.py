"""Services that serve domains without a site."""

from __future__ import annotations

import re

import pytest

from crawler.judge.parking import SERVICES, service_of


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("ns1.sedoparking.com", "sedoparking.com"),
        ("sedoparking.com", "sedoparking.com"),
        ("parkingpage.namecheap.com", "parkingpage.namecheap.com"),
        ("dns1.registrar-servers.com", None),
        ("www.namecheap.com", None),
        ("notbodis.com", None),
        ("bodis.com.a.test", None),
        ("", None),
    ],
)
def test_service_of(name: str, service: str | None) -> None:
    """Whole labels from the end count."""
    assert service == service_of(name)


def test_registry() -> None:
    """Names are in lower case and in full."""
    assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain) for domain in SERVICES)
