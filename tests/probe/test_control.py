"""Addresses that cannot exist."""

from __future__ import annotations

import pytest

from crawler.probe.control import beside, in_query


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://a.test/view.php?t=812", "https://a.test/view.php?t=958420196"),
        ("https://a.test/view?title=Bayes", "https://a.test/view?title=no-such-page"),
        (
            "https://a.test/view?utm_source=x&id=7&page=2",
            "https://a.test/view?utm_source=x&id=958420196&page=2",
        ),
        ("https://a.test/?p12", "https://a.test/?no-such-page"),
        ("https://a.test/view?utm_source=x", None),
        ("https://a.test/view", None),
    ],
)
def test_in_query(url: str, other: str | None) -> None:
    """The first parameter that selects something is another, of the same kind."""
    assert other == in_query(url, "no-such-page")


def test_beside() -> None:
    """In the same folder, with the same ending; a front page has none."""
    assert "https://a.test/b/tok.html" == beside("https://a.test/b/c.html?x=1", "tok")
    assert None is beside("https://a.test/", "tok")
