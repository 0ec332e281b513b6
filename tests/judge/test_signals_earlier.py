"""A page beside what it was when it was last well: each fact with what must be so for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.judge.model import Case, Signal
from crawler.judge.signals_earlier import language_changed, page_replaced, text_unlike_before
from crawler.judge.signals_takeover import spam_topic
from crawler.page.model import PageFacts
from crawler.page.sketch import text_sketch
from crawler.probe.model import EarlierText

MakeCase = Callable[..., Case]

OLD = " ".join(f"old{number}" for number in range(90))
NEW = " ".join(f"new{number}" for number in range(90))
THEN = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)
EARLIER = EarlierText(sketch=text_sketch(OLD), title="Ecology lab", language="en-GB", read_at=THEN)
ADVERT = f"{NEW} online casino free spins"


@pytest.fixture
def case_of(make_case: MakeCase) -> MakeCase:
    """Make a case of a page with a text, that had another before."""

    def make(text: str = NEW, *, outcome: str = "200", **changes: Any) -> Case:
        case = {name: changes.pop(name) for name in ("match", "title") if name in changes}
        earlier = changes.pop("earlier", EARLIER)
        name = changes.pop("name", "Removals")
        page = PageFacts(title=name, names=(name,), text_sample=text, **changes)
        return make_case(outcome, page=page, sketch=text_sketch(text), earlier=earlier, **case)

    return make


def test_a_text_that_is_all_new_is_told_with_its_date(case_of: MakeCase) -> None:
    """When the earlier one was read is what a maintainer looks for in an archive."""
    told = text_unlike_before(case_of())

    assert told == Signal(
        code="text-unlike-before",
        detail="hardly anything is left of the text that the page had on 2026-11-01",
    )


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (OLD, {}),
        (f"{OLD[:300]} {NEW}", {}),
        (NEW[:40], {"earlier": replace(EARLIER, sketch=text_sketch(OLD[:40]))}),
        (NEW, {"earlier": None}),
        (NEW, {"outcome": "404"}),
    ],
)
def test_what_is_left_or_unknown_is_no_new_text(
    case_of: MakeCase, text: str, changes: dict[str, Any]
) -> None:
    """A part of the text, a few words, no memory, an error: none of it is told."""
    case = case_of(text, **changes)

    assert [None] * 3 == [observe(case) for observe in (text_unlike_before, language_changed, page_replaced)]


def test_a_long_text_of_which_a_few_words_are_left_is_told(case_of: MakeCase) -> None:
    """Nothing else is known of it then: so short a text replaces none."""
    case = case_of(NEW[:40])

    assert [True, False] == [observe(case) is not None for observe in (text_unlike_before, page_replaced)]


@pytest.mark.parametrize(
    ("text", "language", "is_told"),
    [(NEW, "id", True), (NEW, "en-US", False), (NEW, None, False), (OLD, "id", False)],
)
def test_a_language_changes_with_the_text(
    case_of: MakeCase, text: str, language: str | None, *, is_told: bool
) -> None:
    """A region is no language, and an attribute that was mended no translation."""
    told = language_changed(case_of(text, language=language))

    assert is_told == (told is not None)
    assert not told or 'called its language "en", and now "id"' in told.detail


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({"title": "Bayesian Statistics", "match": 0.0}, True),
        ({"title": None}, True),
        # The entry's title, or enough of it
        ({"title": "Bayesian Statistics", "match": 0.5}, False),
        # The earlier title
        ({"name": "Ecology"}, False),
        # A telling word of either, wherever it stands
        ({"text": f"{NEW} bayesian", "title": "Bayesian Statistics", "match": 0.0}, False),
        ({"text": f"{NEW} ecology"}, False),
        ({"description": "All about ecology"}, False),
        ({"site_name": "Ecology.org"}, False),
        # So few words that others may stand below
        ({"text": NEW[:250]}, False),
        # Nothing to look for: half of all titles have such words
        (
            {
                "earlier": replace(EARLIER, title="Home page"),
                "title": "Introduction to the course",
                "match": 0.0,
            },
            False,
        ),
        ({"earlier": replace(EARLIER, title=None)}, False),
    ],
)
def test_a_page_is_replaced_where_no_word_of_it_is_left(
    case_of: MakeCase, changes: dict[str, Any], *, is_told: bool
) -> None:
    """Text, title, and every telling word of both titles."""
    assert is_told == (page_replaced(case_of(**changes)) is not None)


@pytest.mark.parametrize(
    ("text", "changes", "is_told"),
    [
        (ADVERT, {"title": "Bayes", "match": 1.0}, True),
        (ADVERT, {"title": "Bayes", "match": 0.0, "earlier": None}, True),
        (ADVERT, {"title": "Bayes", "match": 0.5, "earlier": None}, False),
        (ADVERT, {"title": None, "earlier": None}, False),
        (ADVERT, {"title": None}, True),
        (f"{OLD} online casino free spins", {"title": "Bayes", "match": 1.0}, False),
        (f"{NEW} online casino", {"title": "Bayes", "match": 0.0}, False),
        (ADVERT, {"title": "Is any online casino fair?", "match": 0.0}, False),
        (ADVERT, {"title": "Bayes", "match": 0.0, "outcome": "404"}, False),
    ],
)
def test_several_phrases_of_a_trade_on_another_page(
    case_of: MakeCase, text: str, changes: dict[str, Any], *, is_told: bool
) -> None:
    """Called unlike the entry or all new, and about nothing of the kind by the entry's own title."""
    assert is_told == (spam_topic(case_of(text, **changes)) is not None)
