"""What the page that was reached says, against the entry, the control page and earlier runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.judge.model import Case
from crawler.judge.signals_page import (
    gate_before_front_page,
    login_page,
    one_shell_for_all,
    same_as_control,
    title_fell,
    title_matches_entry,
    title_says_missing,
    title_unlike_entry,
)
from crawler.judge.signals_takeover import parked_page
from crawler.page.alike import SHELL_MAX_CHARACTERS
from crawler.page.model import PageFacts
from crawler.probe.doubt import LIKE_FROM, UNLIKE_BELOW
from crawler.probe.flow import PARKED_TEXT_CHARACTERS
from crawler.probe.model import Answer, Exchange, Probe
from crawler.probe.past import Past, Status

MakeCase = Callable[..., Case]
MENU = " ".join(f"entry{number}" for number in range(60))
THEN = datetime(2026, 11, 1, tzinfo=UTC)


def _page(title: str | None = None, h1: str | None = None, **facts: Any) -> PageFacts:
    return PageFacts(title=title, html_title=title, h1=h1, **facts)


def _control(status: int = 200, url: str = "https://a.test/books/tok") -> Exchange:
    return Exchange(probe=Probe(url=url, purpose="control"), outcome=Answer(status=status))


@pytest.mark.parametrize(
    ("page", "said", "missing"),
    [
        (_page("Page not found"), "200", True),
        (_page("Academy", "Page not found"), "200", True),
        (_page("Academy", "Vectors", text_sample="Page not found"), "200", False),
        (_page("Page not found"), "404", False),
        (_page(), "200", False),
        (None, "200", False),
    ],
)
def test_missing_by_title_or_heading(
    make_case: MakeCase, page: PageFacts | None, said: str, *, missing: bool
) -> None:
    """Only a page that answered, and only its title or first heading, is heard."""
    assert missing == (title_says_missing(make_case(said, page=page)) is not None)


@pytest.mark.parametrize(
    ("match", "codes"),
    [
        (None, (False, False)),
        (1.0, (True, False)),
        (LIKE_FROM, (True, False)),
        (LIKE_FROM - 0.001, (False, False)),
        (UNLIKE_BELOW, (False, False)),
        (UNLIKE_BELOW - 0.001, (False, True)),
        (0.0, (False, True)),
    ],
)
def test_title_against_entry(make_case: MakeCase, match: float | None, codes: tuple[bool, bool]) -> None:
    """Between like and unlike lies a range that says nothing."""
    case = make_case(page=_page("x"), match=match)

    assert codes == (title_matches_entry(case) is not None, title_unlike_entry(case) is not None)
    error = make_case("404", page=_page("x"), match=match)
    assert (None, None) == (title_matches_entry(error), title_unlike_entry(error))


@pytest.mark.parametrize(
    ("best", "match", "past_title", "fell"),
    [
        (1.0, 0.0, None, True),
        (LIKE_FROM, UNLIKE_BELOW - 0.001, "Bayes Rules!", True),
        (LIKE_FROM - 0.001, 0.0, None, False),
        (1.0, UNLIKE_BELOW, None, False),
        (None, 0.0, None, False),
        (1.0, None, None, False),
        # The page is called as before: the entry's own title was edited
        (1.0, 0.0, "Casino", False),
    ],
)
def test_title_fell(
    make_case: MakeCase, best: float | None, match: float | None, past_title: str | None, *, fell: bool
) -> None:
    """A fall is from a page that was the entry's to one that is not, and by another name."""
    past = Past(
        status=Status.ALIVE,
        reason="ok",
        confirmed=True,
        since=THEN,
        asked_at=THEN,
        best_title_match=best,
        title=past_title,
    )
    case = make_case(page=_page("Casino"), match=match, past=past)

    assert fell == (title_fell(case) is not None)
    assert None is title_fell(make_case(page=_page("Casino"), match=match))


@pytest.mark.parametrize(
    ("body", "page", "parked"),
    [
        (b"", _page("bayes.test", "This domain is for sale!"), True),
        (b"", _page("bayes.test", text_sample="Buy this domain"), True),
        (b"", _page("bayes.test", description="The domain name has expired"), True),
        (b"", _page("Vectors", text_sample="x" * PARKED_TEXT_CHARACTERS + " buy this domain"), False),
        (b"<script src='https://img.sedoparking.com/x.js'>", _page("bayes.test"), True),
        (b"<SCRIPT SRC=//d1lxhc4jvstzrp.cloudfront.net/a.js>", _page("bayes.test"), True),
        (b"<script>window.park = 'eyJ'</script>", _page("bayes.test"), True),
        (b'<iframe src="https://www.hugedomains.com/x">', _page("bayes.test"), True),
        (b'<a href="https://www.hugedomains.com/x">', _page("Vectors"), False),
        (b"<p>hugedomains.com, dan.com and the domain owner</p>", _page("Vectors"), False),
        (b"<script src='/js/park.js'>", _page("Yellowstone"), False),
        (b"<script src='https://jordan.com/x.js'>", _page("Basketball"), False),
        (b"<script src='https://cdn.dan.com/x.js'>", _page("bayes.test"), True),
    ],
)
def test_parked(make_case: MakeCase, body: bytes, page: PageFacts, *, parked: bool) -> None:
    """A parking page says so or loads a parking service; to link to one or to tell of one is no mark."""
    case = make_case(Answer(status=200, body=body), page=page)

    assert parked == (parked_page(case) is not None)


def test_parked_at_a_seller(make_case: MakeCase) -> None:
    """A redirect to a seller's site is an offer; the seller's own page in a catalog is a page."""
    page = _page("bayes.test")
    sold = make_case(hops="302 https://www.hugedomains.com/domain?d=bayes", page=page)
    own = make_case(url="https://www.hugedomains.com/about", page=page)

    assert [True, False] == [parked_page(case) is not None for case in (sold, own)]
    assert None is parked_page(make_case("404", page=_page("This domain is for sale")))


@pytest.mark.parametrize(
    ("page", "login"),
    [
        (_page("Sign in", has_password_field=True), True),
        (_page("Academy", "Anmelden", has_password_field=True), True),
        (_page("Vectors", has_password_field=True), False),
        (_page("Sign in"), False),
        (_page("Blogging in style", has_password_field=True), False),
    ],
)
def test_login_page(make_case: MakeCase, page: PageFacts, *, login: bool) -> None:
    """A sign-in form asks for a password and says what it is."""
    assert login == (login_page(make_case(page=page)) is not None)


@pytest.mark.parametrize(
    ("page", "other", "same"),
    [
        (_page("Academy", text_sample=MENU), _page("Academy", text_sample=MENU), True),
        (_page("Academy", text_sample=MENU), _page("Academy", text_sample=MENU + " tok"), True),
        (_page("Academy", text_sample=MENU), _page("Other", text_sample=MENU), False),
        (_page("Academy", "Vectors", text_sample=MENU), _page("Academy", "Sorry", text_sample=MENU), False),
        (_page("Academy", text_sample=MENU), _page("Academy", text_sample="something else"), False),
        (_page("Academy"), _page("Academy"), True),
        (_page(), _page(), False),
        (_page("App", has_scripts=True), _page("App", has_scripts=True), False),
        (_page("App", "Vectors", has_scripts=True), _page("App", "Vectors", has_scripts=True), True),
    ],
)
def test_same_as_control(make_case: MakeCase, page: PageFacts, other: PageFacts, *, same: bool) -> None:
    """Two answers are one page where all names are the same and nearly all words."""
    case = make_case(page=page, control=_control(), control_page=other)

    assert same == (same_as_control(case) is not None)


def test_control_that_failed_proves_nothing(make_case: MakeCase) -> None:
    """A host that answers 404 to what cannot exist did not answer 404 to this."""
    page = _page("Academy", text_sample=MENU)

    assert None is same_as_control(make_case(page=page, control=_control(404), control_page=page))
    assert None is same_as_control(make_case(page=page))
    assert None is same_as_control(make_case("404", page=page, control=_control(), control_page=page))


def test_control_that_ends_at_the_same_place(make_case: MakeCase) -> None:
    """Where both are redirected to one address they got one answer, whatever it says today."""
    control = _control(url="https://a.test/start")
    case = make_case(hops="302 /start", page=_page("One"), control=control, control_page=_page("Two"))

    assert same_as_control(case) is not None


@pytest.mark.parametrize(
    ("front", "status", "is_gate"),
    [
        ("https://a.test/terms", 200, True),
        ("https://a.test/terms/", 200, True),
        ("https://a.test/terms", 503, False),
        ("https://a.test/", 200, False),
        ("https://a.test/portal", 200, False),
    ],
)
def test_gate_before_front_page(make_case: MakeCase, front: str, status: int, *, is_gate: bool) -> None:
    """The front page ends, up to spelling, where the link did, and is there."""
    came_to = Exchange(probe=Probe(url=front, purpose="front"), outcome=Answer(status=status))

    assert is_gate == (gate_before_front_page(make_case(hops="302 /terms", front=came_to)) is not None)
    assert None is gate_before_front_page(make_case(hops="302 /terms"))


@pytest.mark.parametrize(
    ("page", "other", "shell"),
    [
        (_page("App", has_scripts=True), _page("App", has_scripts=True), True),
        (_page("App"), _page("App"), False),
        (_page("App", "Heading", has_scripts=True), _page("App", has_scripts=True), False),
        (_page("App", has_scripts=True), _page("App", "Heading", has_scripts=True), False),
        (
            _page("App", has_scripts=True, text_sample="x" * (SHELL_MAX_CHARACTERS + 1)),
            _page("App", has_scripts=True),
            False,
        ),
    ],
)
def test_one_shell_for_all(make_case: MakeCase, page: PageFacts, other: PageFacts, *, shell: bool) -> None:
    """A shell has scripts and next to no text, and the host answers every address with one."""
    case = make_case(page=page, control=_control(), control_page=other)

    assert shell == (one_shell_for_all(case) is not None)
    assert None is one_shell_for_all(make_case(page=page, control=_control(404), control_page=other))
