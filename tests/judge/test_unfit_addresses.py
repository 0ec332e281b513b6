"""Addresses that say what they are, in any language: `unfit_addresses.yaml` has them by kind."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from crawler.judge.replacement import unfit_because
from crawler.probe import urls

ORIGIN = "https://a.test/docs/x/convex-optimization"
KINDS: dict[str, str] = yaml.safe_load(Path(__file__).with_name("unfit_addresses.yaml").read_text("utf-8"))
REASONS = {
    "gates": {"stands in for others", "a sign-in page", "a consent page", "an error page"},
    "fronts": {"a front page by another name", "a front page in one language", "a front page"},
    "lists": {"a part of the site"},
    "results": {"what a search finds", "stands in for others"},
    "copies": {"a copy for some visitors"},
    "doors": {"for the way back"},
}
EVERY = [(kind, end) for kind, ends in KINDS.items() for end in ends.split()]


def _because(end: str, origin: str = ORIGIN) -> str | None:
    target = urls.resolve(origin, end)
    assert target is not None
    return unfit_because(origin, target, target)


@pytest.mark.parametrize(("kind", "end"), EVERY)
def test_what_an_address_says_of_itself(kind: str, end: str) -> None:
    """It is refused for what it says, and nothing is read into an address that says nothing."""
    because = _because(end)

    if kind == "fit":
        assert because is None
    else:
        assert because is not None
        assert any(reason in because for reason in REASONS[kind]), because


@pytest.mark.parametrize(
    ("origin", "end"),
    [
        ("https://a.test/cookies", "/datenschutz"),
        ("https://a.test/en/blog", "/blog/"),
        ("https://m.a.test/x", "https://m.b.test/x"),
        ("https://a.test/suche?q=1", "/search?q=1"),
        ("https://a.test/weblog", "/blog"),
    ],
)
def test_what_the_link_was_itself_is_no_objection(origin: str, end: str) -> None:
    assert _because(end, origin) is None


@pytest.mark.parametrize(
    ("title", "end", "is_fit"),
    [
        ("A Field Guide to Plant Identification", "/identification", True),
        ("Terence Tao's Blog", "/blog", True),
        ("Convex Optimization", "/identification", False),
        ("The Way to FAQ", "/faq", False),
        ("Sign-in Design", "/login", False),
        ("Not Found: a Novel", "/404.html", False),
    ],
)
def test_what_the_work_itself_is_called(title: str, end: str, *, is_fit: bool) -> None:
    """A title of the very word makes it the work's; what can be nothing but a gate stays one."""
    target = f"https://a.test{end}"

    assert is_fit == (unfit_because(ORIGIN, target, target, title=title) is None)


def test_a_root_is_not_replaced_by_a_front_page_of_another_name() -> None:
    """As it is not by that in one language; an index page is the root itself."""
    assert _because("/de/startseite", "https://a.test/") == "it leads to a front page by another name"
    assert _because("/index.html", "https://a.test/") is None


@pytest.mark.parametrize("length", [60, 61, 5_000])
def test_long_names_are_read_in_no_time(length: int) -> None:
    """Words that could be split in many ways are not tried in all of them."""
    assert (_because("/" + ("error" * length)[:length]) is not None) == (length == 60)
