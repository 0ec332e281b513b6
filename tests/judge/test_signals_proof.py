"""What a page that cannot exist, and the front page, prove."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crawler.judge import Case
from crawler.judge.signals_notice import only_a_notice
from crawler.judge.signals_proof import (
    long_page_for_all,
    page_asks_first,
    page_under_error_status,
    redirect_to_form,
    same_as_front_page,
    text_says_missing,
    text_says_trouble,
)
from crawler.page.model import PageFacts
from crawler.probe.model import Answer, Exchange, Probe

MakeCase = Callable[..., Case]
TEXT = "The same text, whatever is asked for, with a line or two more. "


def _page(text: str, title: str = "A Press", **facts: Any) -> PageFacts:
    return PageFacts(title=title, html_title=title, names=(title,), text_sample=text, **facts)


def _asked(url: str, status: int = 200) -> Exchange:
    return Exchange(probe=Probe(url=url, purpose="control"), outcome=Answer(status=status, body=b"x"))


def _everywhere(make_case: MakeCase, page: PageFacts, front: PageFacts | None = None, **more: Any) -> Case:
    """The page is that of an address that nobody has; `front` is the front page, this one where left out."""
    facts: dict[str, Any] = {
        "page": page,
        "control": _asked("https://a.test/books/no-such-page"),
        "control_page": page,
        "front": _asked("https://a.test/"),
        "front_page": front or page,
    }
    return make_case(**facts | more)


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (_page("Please sign in to read on."), "page-asks-first"),
        (_page("Hello.", asks_first=True), "page-asks-first"),
        (_page("Hello.", "Before you continue"), "page-asks-first"),
        (_page("Please try again later."), "text-says-trouble"),
        (_page("No such book."), "text-says-missing"),
        (_page(TEXT), None),
        (_page("Please sign in to read on." + TEXT * 40), None),
    ],
)
def test_notices(make_case: MakeCase, page: PageFacts, code: str | None) -> None:
    """A page that is everybody's is read for what it wants, and only where it is short."""
    case = _everywhere(make_case, page, _page("Books", "Books"))
    seen = [observe(case) for observe in (page_asks_first, text_says_trouble, text_says_missing)]

    assert ([code] if code else []) == [signal.code for signal in seen if signal]


def test_notices_of_a_page_of_its_own(make_case: MakeCase) -> None:
    """Where the host has another page for what cannot exist, words speak against no matching title."""
    for text in ("Please sign in to read on.", "Please try again later.", "No such book."):
        case = _everywhere(make_case, _page(text), control_page=_page(TEXT, "Sorry"), match=1.0)
        assert (None, None, None) == (page_asks_first(case), text_says_trouble(case), text_says_missing(case))


def test_an_honest_404_of_the_same_words(make_case: MakeCase) -> None:
    """A host that gives the same page along with a 404 has said what it is."""
    page = _page("No such book.")

    honest = _everywhere(make_case, page, _page("Books", "Books"), control=_asked("https://a.test/b/x", 404))
    assert text_says_missing(honest)
    assert None is text_says_missing(_everywhere(make_case, page))


@pytest.mark.parametrize(
    ("page", "is_long"),
    [
        (_page(TEXT * 10), True),
        (_page(TEXT), False),
        (_page(TEXT * 10, asks_first=True), False),
        (_page(TEXT * 10 + "I accept the terms."), False),
        (_page(TEXT * 10, "Your privacy choices"), False),
    ],
)
def test_long_page_for_all(make_case: MakeCase, page: PageFacts, *, is_long: bool) -> None:
    """Doors are short, or say what they want."""
    assert same_as_front_page(_everywhere(make_case, page))
    assert is_long == (long_page_for_all(_everywhere(make_case, page)) is not None)
    assert None is long_page_for_all(_everywhere(make_case, page, _page("Books", "Books")))


@pytest.mark.parametrize(
    ("text", "title", "is_notice"),
    [
        ("This course is no longer available.", "Vectors", True),
        ("This course is no longer available. " + TEXT * 10, "Vectors", False),
        ("This course is for everybody.", "Vectors", False),
        ("This course is no longer available.", "This course is no longer available: an essay", False),
    ],
)
def test_only_a_notice(make_case: MakeCase, text: str, title: str, *, is_notice: bool) -> None:
    """Nothing else is left, and the entry is not called so."""
    case = make_case(page=_page(text, "Vectors"), title=title, match=1.0)

    assert is_notice == (only_a_notice(case) is not None)


def test_redirect_to_form(make_case: MakeCase) -> None:
    """A password is asked for in few words, at another address."""
    form = _page("Sign in to continue", has_password_field=True)

    assert redirect_to_form(make_case(hops="301 /account", page=form, match=1.0))
    assert None is redirect_to_form(make_case(page=form, match=1.0))
    assert None is redirect_to_form(make_case(hops="301 /books/bayes/", page=form, match=1.0))
    assert None is redirect_to_form(make_case(hops="301 /account", page=_page("Sign in"), match=1.0))
    long = _page("Sign in. " + TEXT * 10, has_password_field=True)
    assert None is redirect_to_form(make_case(hops="301 /account", page=long, match=1.0))


@pytest.mark.parametrize(
    ("status", "text", "match", "other", "shows"),
    [
        ("404", TEXT * 10, 1.0, _page("Not here.", "Sorry"), True),
        ("500", TEXT * 10, 1.0, None, True),
        ("404", TEXT, 1.0, _page("Not here.", "Sorry"), False),
        ("404", TEXT * 10, 0.5, _page("Not here.", "Sorry"), False),
        ("404", TEXT * 10, 1.0, _page("Something near.", "Vectors"), False),
        ("200", TEXT * 10, 1.0, _page("Not here.", "Sorry"), False),
    ],
)
def test_page_under_error_status(
    make_case: MakeCase, status: str, text: str, match: float, other: PageFacts | None, *, shows: bool
) -> None:
    """The work itself, where a page that cannot exist is called otherwise."""
    control = _asked("https://a.test/books/no-such-page", 404)
    page = _page(text, "Vectors")
    case = make_case(status, page=page, match=match, control=control, control_page=other)

    assert shows == (page_under_error_status(case) is not None)
