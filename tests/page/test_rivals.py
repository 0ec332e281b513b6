"""How rivals call their pages by the work that they want to replace."""

from __future__ import annotations

import pytest

from crawler.page.rivals import rival_phrase


@pytest.mark.parametrize(
    "name",
    [
        "The best Loomwriter alternative | Barsoft",
        "5 alternatives to Loomwriter",
        "Barsoft vs. Loomwriter",
        "Loomwriter vs Barsoft",
        "Switch from Loomwriter today",
        "Die Alternative zu Loomwriter",
        "Une alternative \u00e0 Loomwriter",
        "La alternativa a LOOMWRITER",
    ],
)
def test_rivals(name: str) -> None:
    """Beside the work, in words of a comparison."""
    assert rival_phrase("Loomwriter", name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Loomwriter", "Loomwriter"),
        ("Loomwriter", "Loomwriter is better than ever"),
        ("Loomwriter", "Loomwriter: an alternative to Barsoft"),
        ("Loomwriter", "Barsoft (formerly Loomwriter)"),
        ("Loomwriter vs Barsoft", "Loomwriter vs Barsoft"),
        ("Alternatives to Loomwriter", "Alternatives to Loomwriter"),
        ("Alternative", "Alternative medicine"),
        ("", "The best alternative"),
    ],
)
def test_no_rivals(title: str, name: str) -> None:
    """The work itself, its successor, and a work that compares."""
    assert rival_phrase(title, name) is None
