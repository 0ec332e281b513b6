"""Hosts that cannot be, and hosts that are not what they look like."""

from __future__ import annotations

import pytest

from crawler.catalog.hosts import disguise_of, malformed_because


@pytest.mark.parametrize(
    ("host", "is_malformed"),
    [
        ("a.example", False),
        ("a.example.", False),
        ("192.0.2.1", False),
        ("[2001:db8::1]", False),
        ("localhost", False),
        ("with_underscore.example", False),
        ("intranet", True),
        ("a..example", True),
        ("-a.example", True),
        ("a-.example", True),
        ("a" * 64 + ".example", True),
        (".".join(["a" * 50] * 6), True),
    ],
)
def test_malformed(host: str, is_malformed: bool) -> None:
    """What no name server can have is said; addresses and everything usual is not."""
    assert is_malformed == (malformed_because(host) is not None)


def _ascii(name: str) -> str:
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in name.split(".")
    )


@pytest.mark.parametrize(
    ("name", "is_disguised"),
    [
        ("example.org", False),
        ("bücher.example", False),
        ("пример.example", False),
        ("日本語テスト.example", False),
        ("p\u0430ypal.example", True),
        ("\u0430\u0440\u0440\u04cf\u0435.example", True),
        ("go\u03bfgle.example", True),
    ],
)
def test_disguised(name: str, is_disguised: bool) -> None:
    """Mixed scripts, and labels of look-alikes alone; languages that mix scripts by nature are none."""
    assert is_disguised == (disguise_of(_ascii(name)) is not None)


def test_broken_punycode() -> None:
    """What cannot be decoded is no disguise, and no error."""
    assert disguise_of("xn--\u00fc.example") is None
    assert disguise_of("xn--99999999999.example") is None
