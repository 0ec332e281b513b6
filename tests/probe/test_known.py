"""The page that a 304 stands for: kept as text, and asked by only where that is safe."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.page import read_page
from crawler.page.model import PageFacts
from crawler.probe.known import known_page, written_facts
from crawler.probe.past import REACHED, KeptPage, Past, Status
from crawler.probe.plan import ALIVE_INTERVAL, reread_at
from crawler.probe.validators import Validators

if TYPE_CHECKING:
    from crawler.probe.model import KnownPage, ReadAmount

URL = "https://a.test/book"
READ_AT = datetime(2026, 11, 2, 3, 17, tzinfo=UTC)
KNOWN = Validators(etag='"v1"')
MARKUP = (
    '<html lang="en"><title>A \u201cGood\u201d Book</title><meta name=author content="Ada"><meta name=author '
    'content="Bob"><meta http-equiv=refresh content="300; url=/x"><link rel=canonical href=/book>'
    "<script></script><h1>Good</h1><p>Text.</p>"
)


def _page() -> PageFacts:
    page = read_page(MARKUP.encode(), url=URL, content_type="text/html; charset=utf-8")
    assert page is not None
    return page


def _kept(facts: str | None) -> KeptPage:
    return KeptPage(url=URL, validators=KNOWN, read_at=READ_AT, facts=facts)


def _past(status: Status = Status.ALIVE) -> Past:
    return Past(status=status, reason="x", confirmed=True, since=READ_AT, asked_at=READ_AT)


def _known(kept: KeptPage | None, *, read: ReadAmount = "head", days: float = 1) -> KnownPage | None:
    return known_page(URL, _past(), kept, read=read, at=READ_AT + timedelta(days=days))


def test_facts_come_back_as_they_were_read() -> None:
    """Every kind of field, but for the text: that was judged when it was read."""
    page = _page()
    filled = {field.name for field in fields(PageFacts) if getattr(page, field.name)}
    known = _known(_kept(written_facts(page)))

    # A fact whose type JSON cannot say, and tuples cannot give back, would show here.
    assert {"names", "authors", "meta_refresh", "canonical", "language", "has_scripts"} <= filled
    assert page.text_sample
    assert known is not None
    assert replace(page, text_sample="") == known.page
    assert (URL, KNOWN, READ_AT) == (known.url, known.validators, known.read_at)


def test_a_file_that_is_no_page_has_no_facts_and_is_known_all_the_same() -> None:
    """An archive is as unchanged as a page."""
    known = _known(_kept(written_facts(None)))

    assert known is not None
    assert known.page is None


def test_facts_of_another_version_are_not_taken() -> None:
    """A field that this version has and that one had not would be missing for as long as 304s come."""
    text = written_facts(_page())
    assert text is not None

    assert _known(_kept("[1" + text[text.index(",") :])) is None


def test_facts_that_are_too_long_are_not_kept() -> None:
    """A hostile page fills no history."""
    assert written_facts(replace(_page(), authors=("x" * 200,) * 200)) is None


@pytest.mark.parametrize(
    ("has_facts", "read", "is_asked", "has_page"),
    [
        (True, "head", True, True),
        (True, "none", True, False),
        (False, "none", True, False),
        (False, "head", False, False),
    ],
)
def test_settings_decide_what_is_needed(
    has_facts: bool, read: ReadAmount, is_asked: bool, has_page: bool
) -> None:
    """A run that reads pages needs facts; one that does not shows none, as though it had asked in full."""
    known = _known(_kept(written_facts(_page()) if has_facts else None), read=read)

    assert is_asked == (known is not None)
    assert has_page == bool(known and known.page)


def test_a_page_is_read_again_after_a_while() -> None:
    """Between one and two weeks, by its address: no server is believed for longer."""
    kept = _kept(written_facts(_page()))
    at = reread_at(URL, READ_AT)

    assert ALIVE_INTERVAL <= at - READ_AT <= 2 * ALIVE_INTERVAL
    before, after = (_known(kept, days=(at - READ_AT) / timedelta(days=1) + s) for s in (-1e-6, 1e-6))
    assert before is not None
    assert after is None
    assert len({reread_at(f"https://a.test/{i}", READ_AT).date() for i in range(100)}) == 8


def test_a_page_of_the_future_is_read_again() -> None:
    """A clock that went wrong for a night must not vouch for a page until its date comes."""
    assert _known(_kept(written_facts(_page())), days=-1) is None


@pytest.mark.parametrize("past", [None, *map(_past, Status)])
def test_only_a_healthy_link_is_asked_by_what_is_known(past: Past | None) -> None:
    """Where it failed, unchanged would mean the failure."""
    known = known_page(URL, past, _kept(written_facts(_page())), read="head", at=READ_AT)

    assert (past is not None and past.status in REACHED) == (known is not None)


def test_nothing_is_known_where_nothing_was_kept() -> None:
    assert _known(None) is None
