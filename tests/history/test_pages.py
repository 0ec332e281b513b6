"""The pages that a 304 may stand for: one for each URL, and gone with the run that read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from crawler.history.pages import KEPT
from crawler.probe.past import KeptPage
from crawler.probe.validators import Validators

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crawler.history.store import History
    from crawler.probe.past import Sighting

    Seen = Callable[..., Sighting]
    Day = Callable[[int], datetime]
    MakePage = Callable[..., KeptPage]

A, B = "https://a.example/", "https://b.example/"
FACTS = '[17,"text/html","utf-8","A \\ud800 Book"]'


@pytest.fixture
def page(day: Day) -> MakePage:
    """Make what was read of a page on a day."""

    def make(number: int, *, url: str = A, etag: str | None = '"v{}"', facts: str | None = FACTS) -> KeptPage:
        validators = Validators(
            etag=etag and etag.format(number), last_modified="Mon, 02 Nov 2026 03:17:00 GMT"
        )
        return KeptPage(url=url, validators=validators, read_at=day(number), facts=facts)

    return make


def _night(history: History, name: str, at: datetime, *sightings: Sighting) -> None:
    history.begin_run(name, at, catalogs=["catalog.yaml"], settings={})
    history.record_all(name, sightings)


def _rows(history: History) -> int:
    with history._engine.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM pages")) or 0)


@pytest.mark.parametrize("facts", [FACTS, None])
@pytest.mark.parametrize("etag", ['W/"x,y*"', None])
def test_a_page_comes_back_as_it_was_kept(
    history: History, seen: Seen, day: Day, page: MakePage, facts: str | None, etag: str | None
) -> None:
    """With the address of the chain's end, the validators to the letter, the time and the facts."""
    kept = page(1, url=B, etag=etag, facts=facts)
    _night(history, "r1", day(1), replace(seen(A), page=kept))

    assert kept == history.kept_page(A)
    assert history.kept_page(B) is None


def test_a_night_that_reads_nothing_leaves_the_page(
    history: History, seen: Seen, day: Day, page: MakePage
) -> None:
    """A 304 writes no page: facts are stored once for a URL, not once for a run."""
    _night(history, "r1", day(1), replace(seen(A), page=page(1)))
    history.finish_run("r1", day(1))
    for number in (2, 3):
        _night(history, f"r{number}", day(number), seen(A, number))
        history.finish_run(f"r{number}", day(number))

    assert page(1) == history.kept_page(A)
    assert _rows(history) == 1


def test_a_page_that_was_read_again_replaces_the_old_one(
    history: History, seen: Seen, day: Day, page: MakePage
) -> None:
    """At once for who asks, for good when the run ends; other URLs keep theirs."""
    _night(history, "r1", day(1), replace(seen(A), page=page(1)), replace(seen(B), page=page(1)))
    history.finish_run("r1", day(1))
    _night(history, "r2", day(2), replace(seen(A, 2), page=page(2)))

    assert (page(2), 3) == (history.kept_page(A), _rows(history))
    history.finish_run("r2", day(2))
    assert (page(2), page(1), 2) == (history.kept_page(A), history.kept_page(B), _rows(history))


def test_a_run_that_is_discarded_takes_its_pages_along(
    history: History, seen: Seen, day: Day, page: MakePage
) -> None:
    """An inconclusive run leaves no trace: what was known before is known again."""
    _night(history, "r1", day(1), replace(seen(A), page=page(1)))
    history.finish_run("r1", day(1))
    _night(history, "r2", day(2), replace(seen(A, 2), page=page(2)), replace(seen(B, 2), page=page(2)))
    history.discard_run("r2")

    assert (page(1), None, 1) == (history.kept_page(A), history.kept_page(B), _rows(history))


def test_the_second_sighting_of_a_run_replaces_its_page(
    history: History, seen: Seen, day: Day, page: MakePage
) -> None:
    """One row for each URL and run, as of sightings."""
    _night(history, "r1", day(1), replace(seen(A), page=page(1, etag='"first"')))
    history.record("r1", replace(seen(A), page=page(1, etag='"second"')))

    assert (page(1, etag='"second"'), 1) == (history.kept_page(A), _rows(history))


def test_what_a_killed_run_read_is_known(history: History, seen: Seen, day: Day, page: MakePage) -> None:
    """What it wrote stands beside its sightings; the next run that reads the page leaves one row."""
    _night(history, "r1", day(1), replace(seen(A), page=page(1)))
    history.finish_run("r1", day(1))
    _night(history, "r2", day(2), replace(seen(A, 2), page=page(2)))  # and never finished
    assert page(2) == history.kept_page(A)

    _night(history, "r3", day(3), replace(seen(A, 3), page=page(3)))
    history.finish_run("r3", day(3))
    assert (page(3), 1) == (history.kept_page(A), _rows(history))


@pytest.mark.parametrize("validators", [Validators(etag='"1"'), None])
def test_what_a_text_was_like_comes_back(
    history: History, seen: Seen, day: Day, page: MakePage, validators: Validators | None
) -> None:
    """With its own date and language, of a page that names no version as well."""
    kept = replace(page(2), validators=validators, facts=None, language="pt-BR")
    kept = replace(kept, sketch=bytes(range(256)), sketched_at=day(1))
    _night(history, "r1", day(2), replace(seen(A), page=kept))

    assert kept == history.kept_page(A)


def test_what_a_text_was_like_is_kept_for_years(
    history: History, seen: Seen, day: Day, page: MakePage
) -> None:
    """Of a page that nobody asks by any more the facts go, and what tells another page in its place stays."""
    kept = replace(page(1), sketch=b"1234", sketched_at=day(1), language="en")
    _night(history, "r1", day(1), replace(seen(A), page=kept))
    history.finish_run("r1", day(1))
    _night(history, "r2", day(2))
    history.finish_run("r2", day(1) + 24 * KEPT)

    assert replace(kept, validators=None, facts=None) == history.kept_page(A)


def test_pages_that_nobody_asks_by_are_dropped(
    history: History, seen: Seen, day: Day, page: MakePage
) -> None:
    """A link that left the catalog leaves no page behind for ever."""
    _night(history, "r1", day(1), replace(seen(A), page=page(1)))
    history.finish_run("r1", day(1))
    _night(history, "r2", day(2))
    history.finish_run("r2", day(1) + KEPT)
    assert _rows(history) == 1

    _night(history, "r3", day(3))
    history.finish_run("r3", day(1) + KEPT + timedelta(seconds=1))
    assert _rows(history) == 0
