"""robots.txt in the history: kept, replaced, forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crawler.probe.validators import Validators

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crawler.history.store import History

    Day = Callable[[int], datetime]

RULES = b"User-agent: *\nDisallow: /private\n" * 100


def test_bodies_come_back_by_origin_and_age(history: History, day: Day) -> None:
    """Only what was fetched between the two times; the last one of an origin however old."""
    rows = [("https://old.test", day(1), RULES, None), ("https://new.test:8443", day(3), b"", None)]
    history.keep_robots(rows, forget_before=day(1))

    assert {"https://new.test:8443": b""} == history.robots_between(day(2), day(3))
    assert {"https://old.test": RULES, "https://new.test:8443": b""} == history.robots_between(day(0), day(3))
    assert {"https://old.test": RULES} == history.robots_between(day(0), day(2))
    assert (RULES, None) == (history.robots_of("https://old.test"), history.robots_of("https://no.test"))


def test_a_later_answer_replaces_an_earlier_one(history: History, day: Day) -> None:
    """One row per origin."""
    for number, body in ((1, RULES), (2, b"other")):
        history.keep_robots([("https://a.test", day(number), body, None)], forget_before=day(0))

    assert {"https://a.test": b"other"} == history.robots_between(day(0), day(3))


def test_what_is_too_old_is_forgotten(history: History, day: Day) -> None:
    """The table does not grow with every host that was ever in a catalog."""
    history.keep_robots([("https://a.test", day(1), RULES, None)], forget_before=day(0))
    history.keep_robots(
        [("https://b.test", day(40), RULES, None)], forget_before=day(40) - timedelta(days=30)
    )

    assert (None, RULES) == (history.robots_of("https://a.test"), history.robots_of("https://b.test"))


def test_validators_come_back_with_their_body(history: History, day: Day) -> None:
    """Those of the later answer; an origin that named no version is not among them."""
    first, second = (
        Validators(etag='"1"'),
        Validators(etag='W/"2"', last_modified="Mon, 02 Nov 2026 03:17:00 GMT"),
    )
    for number, validators in ((1, first), (2, second)):
        rows = [
            ("https://a.test", day(number), RULES, validators),
            ("https://b.test", day(number), RULES, None),
        ]
        history.keep_robots(rows, forget_before=day(0))

    assert {"https://a.test": second} == history.robots_validators()
