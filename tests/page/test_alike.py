"""Pages of one host that are one page with another address in it."""

from __future__ import annotations

import pytest

from crawler.page.alike import SHELL_MAX_CHARACTERS, are_alike, are_echoes, is_shell, without_address
from crawler.page.model import PageFacts

HERE, THERE = "https://a.test/wiki/Linear_Algebra", "https://a.test/wiki/no-such-page"


def _page(title: str = "", text: str = "", h1: str | None = None, *, scripts: bool = False) -> PageFacts:
    named = title or None
    return PageFacts(title=named, html_title=named, h1=h1, text_sample=text, has_scripts=scripts)


LONG = "Everybody may write here, and nobody has to sign in before. " * 4


@pytest.mark.parametrize(
    ("page", "other", "alike"),
    [
        (_page("Wiki", LONG), _page("Wiki", LONG), True),
        (_page("Linear Algebra - Wiki", LONG), _page("no-such-page - Wiki", LONG), True),
        (_page("Linear Algebra - Wiki", LONG), _page("Wiki", LONG), False),
        (_page("Wiki", "On Linear_Algebra nothing."), _page("Wiki", "On no-such-page nothing."), True),
        (_page("Wiki", "/wiki/Linear_Algebra is not"), _page("Wiki", "/wiki/no-such-page is not"), True),
        (_page("Wiki", "Request 81723 failed"), _page("Wiki", "Request 99121 failed"), True),
        (_page("Wiki", "Vectors and matrices."), _page("Wiki", "There is nothing here."), False),
        (_page("Vectors", LONG), _page("Matrices", LONG), False),
        (_page("Wiki", LONG, "Vectors"), _page("Wiki", LONG, "Sorry"), False),
        (_page(), _page(), False),
    ],
)
def test_alike(page: PageFacts, other: PageFacts, *, alike: bool) -> None:
    """What differs but in the own address, and in what is new in every answer, is another page."""
    assert alike == are_alike(page, HERE, other, THERE)
    assert alike == are_alike(other, THERE, page, HERE)


@pytest.mark.parametrize(
    ("name", "other", "echo"),
    [
        ("Linear Algebra - Wiki", "no-such-page - Wiki", True),
        ("linear_algebra", "no such page", True),
        ("Linear Algebra - Wiki", "Wiki", False),
        ("Linear Algebra", "no-such-page - Wiki", False),
        ("Wiki", "Wiki", False),
    ],
)
def test_echoes(name: str, other: str, *, echo: bool) -> None:
    """Both names have their addresses in one pattern."""
    assert echo == are_echoes(_page(name), HERE, _page(other), THERE)


@pytest.mark.parametrize(
    ("name", "url", "rest"),
    [
        ("Linear Algebra - Wiki", HERE, "- wiki"),
        ("Linear Algebra", "https://a.test/linear-algebra.html", ""),
        ("Linear Algebra", "https://a.test/", "linear algebra"),
        ("Nonlinear Algebra", HERE, "nonlinear algebra"),
        ("線形代数 | 講座", "https://a.test/線形代数", "| 講座"),
    ],
)
def test_without_address(name: str, url: str, rest: str) -> None:
    """Only whole words of the last segment go."""
    assert rest == without_address(name, url).strip()


@pytest.mark.parametrize(
    ("page", "shell"),
    [
        (_page("App", scripts=True), True),
        (_page("App", "Menu", scripts=True), True),
        (_page("App"), False),
        (_page("App", h1="Vectors", scripts=True), False),
        (_page("App", "x" * (SHELL_MAX_CHARACTERS + 1), scripts=True), False),
        (_page("App", "404 This page does not exist", scripts=True), False),
    ],
)
def test_shell(page: PageFacts, *, shell: bool) -> None:
    """A script fills a shell in; one that says that nothing is there has been filled in."""
    assert shell == is_shell(page)
