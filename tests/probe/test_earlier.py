"""Whether another page stands where one was, and what is asked then."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from support.replay import Web, replay

from crawler.page.model import PageFacts
from crawler.page.sketch import text_sketch
from crawler.probe.earlier import is_other_page, is_other_text, is_other_title
from crawler.probe.model import EarlierText

OLD = " ".join(f"old{number}" for number in range(90))
NEW = " ".join(f"new{number}" for number in range(90))
HALF = " ".join((OLD[:200], NEW[:200]))
THEN = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)


def _earlier(text: str = OLD, title: str | None = "Notes on priors") -> EarlierText:
    return EarlierText(sketch=text_sketch(text), title=title, language=None, read_at=THEN)


@pytest.mark.parametrize(
    ("text", "is_other"),
    [(OLD, False), (NEW, True), (HALF, False), (OLD[:120], False), (NEW[:30], False), ("", False)],
)
def test_only_a_text_of_which_nothing_is_left_is_another(text: str, *, is_other: bool) -> None:
    """A part of it is not, and of a few words nothing is said."""
    assert is_other == is_other_text(text_sketch(text), _earlier())
    assert not is_other_text(text_sketch(text), None)


@pytest.mark.parametrize(
    ("was", "names", "is_other"),
    [
        ("Notes on priors", ("Notes on priors | A Lab",), False),
        ("Notes on priors", ("Priors and posteriors",), False),
        ("Notes on priors", ("Removals", "Storage"), True),
        ("Notes on priors", (), True),
        (None, ("Removals",), True),
    ],
)
def test_a_title_is_another_where_hardly_a_word_is_left(
    was: str | None, names: tuple[str, ...], *, is_other: bool
) -> None:
    """Any of the page's names may keep it; where there is none, nothing speaks for the page."""
    assert is_other == is_other_title(PageFacts(names=names), _earlier(title=was))


def test_a_page_is_another_by_both() -> None:
    """A news list keeps its title, a page with a new title its text."""
    other, same = PageFacts(names=("Removals",)), PageFacts(names=("Notes on priors",))

    assert is_other_page(other, text_sketch(NEW), _earlier())
    assert not is_other_page(same, text_sketch(NEW), _earlier())
    assert not is_other_page(other, text_sketch(OLD), _earlier())
    assert not is_other_page(other, text_sketch(NEW), None)


def _page(title: str, text: str) -> dict[str, Any]:
    return {"html": f"<title>{title}</title><body><h1>{title}</h1><p>{text}</p>"}


@pytest.mark.parametrize(
    ("path", "title", "page", "asks"),
    [
        ("/notes/priors", None, _page("Removals", NEW), True),
        ("/notes/priors", None, _page("Removals", OLD), False),
        ("/notes/priors", None, _page("Notes on priors", NEW), False),
        ("/notes/priors", "Removals", _page("Removals", NEW), False),
        ("/", None, _page("Removals", NEW), False),
    ],
)
def test_another_page_smells(path: str, title: str | None, page: dict[str, Any], *, asks: bool) -> None:
    """The control page is asked for; not for a front page, which may show everywhere, nor under the title."""
    web = Web({f"https://a.test{path}": page, "*": {"status": 404}})
    evidence = replay(f"https://a.test{path}", title, web, earlier=_earlier())

    assert asks == (evidence.control is not None)


@pytest.mark.parametrize(
    "answer", [{"status": 404, "html": f"<h1>x</h1>{NEW}"}, {"fail": "read-timeout"}, {"text": NEW}]
)
def test_nothing_is_sketched_but_a_page_that_was_reached(answer: dict[str, Any]) -> None:
    """An error's text is nobody's, and what is no page has none."""
    assert b"" == replay("https://a.test/x", None, Web({"*": answer})).sketch
