from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.probe.past import Status
from crawler.report import ChangeReport
from crawler.report.view import (
    ADVICE,
    NEWS,
    STATUS_MEANS,
    address,
    arrange,
    count,
    moment,
    pair,
    seen,
    together,
    told,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.report import LinkReport, Report
    from crawler.report.model import ChangeKind


def _change(
    entry: str, kind: ChangeKind, before: str | None = "alive", after: str | None = "dead", field: str = "url"
) -> ChangeReport:
    return ChangeReport(entry=entry, field=field, kind=kind, before=before, after=after)


def test_every_status_is_put_in_words() -> None:
    """No status can be added that the pages cannot explain."""
    assert list(Status) == list(STATUS_MEANS)


def test_every_kind_of_change_has_a_title() -> None:
    """All kinds are shown, of `same` what fails otherwise, and all dispositions."""
    assert {"broke", "same", "recovered", "moved", "new", "gone"} == {kind for kind, _ in NEWS}
    assert ["safe", "review", "note"] == [disposition for disposition, _ in ADVICE]


def test_equal_names_in_two_files_keep_their_own_changes(make_link: Callable[..., LinkReport]) -> None:
    """A change names no file: the first of equal ones belongs to the first link."""
    links = [make_link("a", file="one.yaml"), make_link("b"), make_link("a", file="two.yaml")]
    changes = [_change("a", "broke"), _change("b", "same"), _change("a", "moved"), _change("z", "gone")]
    rows = pair(links, changes)

    assert ["broke", "same", "moved", "gone"] == [row.change.kind for row in rows if row.change]
    assert [*links, None] == [row.link for row in rows]
    assert [0, 1, 2, -1] == [row.number for row in rows]


def test_changes_in_another_order_find_their_links(make_link: Callable[..., LinkReport]) -> None:
    """As in a report that was joined or cut by hand: from the first that is out of order, by name."""
    links = [make_link("a"), make_link("b"), make_link("c"), make_link("b", field="other")]
    changes = [_change("a", "broke"), _change("c", "same"), _change("z", "gone"), _change("b", "moved")]

    rows = pair(links, changes)

    assert ["broke", "moved", "same", None, "gone"] == [row.change and row.change.kind for row in rows]


def test_a_link_without_a_change_is_still_shown(make_link: Callable[..., LinkReport]) -> None:
    """A report that was cut by hand loses its news and nothing else."""
    (row,) = pair([make_link("a")], [])

    assert (None, "a") == (row.change, row.link.entry if row.link else None)


def test_the_rows_are_worst_first(sample: Report) -> None:
    """Status decides, then whether it is confirmed, then the catalog's own order."""
    expected = [
        "gone-lab",
        "old-notes",
        "soft",
        "parked",
        "slow",
        "expired",
        "course",
        "walled",
        "mailed",
        "prml",
    ]
    expected += ["course", "back"]

    assert expected == [row.link.entry for row in arrange(sample).rows if row.link]


def test_empty_groups_are_left_out(
    make_report: Callable[..., Report], make_link: Callable[..., LinkReport]
) -> None:
    """A page has no headings over nothing."""
    view = arrange(make_report((make_link("a"),), (_change("a", "same"),)))

    assert ((), (), (), ()) == (view.news, view.broken, view.aside, view.advice)


def test_a_run_in_which_all_is_new_is_the_first(
    make_report: Callable[..., Report], make_link: Callable[..., LinkReport]
) -> None:
    """One known place, even a gone one, and it is not."""
    link = make_link("a")

    assert arrange(make_report((link,), (_change("a", "new", None),))).is_first_run
    assert not arrange(make_report((link,), (_change("a", "new", None), _change("b", "gone")))).is_first_run
    assert not arrange(make_report()).is_first_run


@pytest.mark.parametrize(
    ("confirmed", "runs", "expected"),
    [
        (True, 4, "since 2026-11-02, 4 failing runs"),
        (False, 1, "first seen 2026-11-02, 1 failing run, not confirmed yet"),
        (False, 2, "first seen 2026-11-02, 2 failing runs, not confirmed yet"),
    ],
)
def test_a_failure_says_how_sure_it_is(
    *, confirmed: bool, runs: int, expected: str, make_link: Callable[..., LinkReport]
) -> None:
    """A first sight is told from a confirmed failure."""
    assert expected == seen(make_link("a", confirmed=confirmed, failing_runs=runs))


def test_small_words() -> None:
    """Counts have their plural, codes lose their hyphens, a link is named as `explain` takes it."""
    assert ["0 links", "1 link", "2,000 links"] == [count(number, "link") for number in (0, 1, 2000)]
    assert "redirect to home" == words("redirect-to-home")
    assert ["a", "a:alternates[0].url"] == [address("a", field) for field in ("url", "alternates[0].url")]


def test_values_of_edits_are_told_as_they_stand() -> None:
    """Text as it is, an item of a list of links as its line, and only what else is data as data."""
    item = {"topic": ["Books"], "under": [], "text": "- [A](\0)", "links": [{"url": "https://a.test"}]}

    assert ["a", "- [A](https://a.test)", '["ä"]', "2020"] == [
        told(value) for value in ("a", item, ["ä"], 2020)
    ]


@pytest.mark.parametrize(
    ("before", "after", "is_news"),
    [
        ("unreachable", "dead", True),
        ("dead", "unreachable", True),
        ("changed", "insecure", True),
        ("dead", "dead", False),
        ("dead", "blocked", False),
        ("alive", "blocked", False),
        ("moved", "alive", False),
    ],
)
def test_what_fails_otherwise_is_news(
    before: str,
    after: str,
    *,
    is_news: bool,
    make_report: Callable[..., Report],
    make_link: Callable[..., LinkReport],
) -> None:
    """A server that was out of reach for a week and is dead now; walls that come and go are none."""
    report = make_report((make_link("a", status=after),), (_change("a", "same", before, after),))

    assert (["Broken otherwise than before"] if is_news else []) == [
        news.title for news in arrange(report).news
    ]


def test_places_of_one_address_stand_together(make_link: Callable[..., LinkReport]) -> None:
    """Where the same is said of them: what hangs on the entry, such as its title, may differ."""
    links = [
        make_link("a", line=1, url="https://a.test"),
        make_link("b", line=2, url="https://b.test"),
        make_link("c", line=3, url="https://a.test"),
        make_link("d", line=4, url="https://a.test", because=["otherwise"]),
    ]
    rows = pair(links, [_change(link.entry, "broke") for link in links])

    assert [["a", "c"], ["b"], ["d"]] == [
        [row.link.entry for row in one if row.link] for one in together(rows)
    ]


def test_gone_places_stay_apart() -> None:
    """They have no address any more."""
    rows = pair([], [_change("a", "gone", after=None), _change("b", "gone", after=None)])

    assert [1, 1] == [len(one) for one in together(rows)]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-03T03:17:10+00:00", "2026-11-03 03:17 UTC"),
        ("2026-11-03T00:30:00+01:00", "2026-11-02 23:30 UTC"),
        ("2026-11-21T03:00:00Z", "2026-11-21 03:00 UTC"),
        ("last night", "last night"),
        ("9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59-12:00"),
    ],
)
def test_a_moment_is_read_at_once(at: str, expected: str) -> None:
    """In UTC, to the minute; a report made by hand may say anything."""
    assert expected == moment(at)
