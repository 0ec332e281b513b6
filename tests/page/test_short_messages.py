"""Titles of pages that refuse, fail, or stand where nothing is yet."""

from __future__ import annotations

import pytest

from crawler.page.short_messages import absence_code, failure, placeholder, refusal, status_said


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("403 Forbidden | Hill College", 403),
        ("501 - Not Implemented", 501),
        ("Error 410: Gone", 410),
        ("404 Mana tarishkachu", 404),
        ("505", 505),
        ("404", 404),
        ("500 Greatest Songs", None),
        ("Room 403", None),
        ("Math 410", None),
        ("404.5 metres", None),
        ("42", None),
    ],
)
def test_status_said(name: str, status: int | None) -> None:
    """A status stands alone or with its reason; other words stand behind 404 and 410 only."""
    assert status == status_said(name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Acceso denegado", "refusal"),
        ("アクセスが拒否されました", "refusal"),
        ("407 Proxy Authentication Required", "refusal"),
        ("Interner Serverfehler", "failure"),
        ("507 Insufficient Storage", "failure"),
        ("Sitio en construcción - Hostería", "placeholder"),
        ("Account opgeschort!", "placeholder"),
        ("410 Gone", "absence"),
        ("How we moved a site under construction to another host", None),
        ("Why access is denied to whoever asks too often, and what to do", None),
        ("Linear Algebra", None),
    ],
)
def test_kinds_of_messages(name: str, kind: str | None) -> None:
    """Each message is of one kind, and sentences about such messages are of none."""
    seekers = {"refusal": refusal, "failure": failure, "placeholder": placeholder, "absence": absence_code}

    assert ([kind] if kind else []) == [each for each, seek in seekers.items() if seek(name)]
