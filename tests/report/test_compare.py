from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.probe.past import FAILING, Status
from crawler.report import Before, ChangeReport, Place, compare, is_new_failure, place_of, summarise

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.report import LinkReport
    from crawler.report.model import ChangeKind

# From the row's status in the last run to the column's status now; "." says that nothing changed.
KINDS = """
              dead    changed  unreachable  insecure  moved      blocked  skipped  alive
dead          .       .        .            .         recovered  .        .        recovered
changed       .       .        .            .         recovered  .        .        recovered
unreachable   .       .        .            .         recovered  .        .        recovered
insecure      .       .        .            .         recovered  .        .        recovered
moved         broke   broke    broke        broke     .          .        .        .
blocked       broke   broke    broke        broke     moved      .        .        .
skipped       broke   broke    broke        broke     moved      .        .        .
alive         broke   broke    broke        broke     moved      .        .        .
"""
_HEAD, *_ROWS = [line.split() for line in KINDS.strip().splitlines()]
CASES = [
    (before, after, "same" if kind == "." else kind)
    for before, *kinds in _ROWS
    for after, kind in zip(_HEAD, kinds, strict=True)
]


def _place(entry: str, field: str = "url", file: str = "catalog.yaml") -> Place:
    return Place(file=file, entry=entry, field=field)


def test_the_table_speaks_of_every_pair_of_statuses() -> None:
    """No status can be added without saying what it means to come to it and to leave it."""
    expected = {(before.value, after.value) for before in Status for after in Status}

    assert expected == {(before, after) for before, after, _ in CASES}


@pytest.mark.parametrize(("before", "after", "kind"), CASES)
def test_a_known_place_changes_by_its_two_statuses(
    before: str, after: str, kind: ChangeKind, make_link: Callable[..., LinkReport]
) -> None:
    """A place that was known has the kind that the table names, and both statuses are shown."""
    link = make_link("a", status=after)
    (change,) = compare({_place("a"): Before(before, link.url)}, [link])

    assert ChangeReport(entry="a", field="url", kind=kind, before=before, after=after) == change


@pytest.mark.parametrize("status", list(Status))
def test_an_unknown_place_is_new_whatever_its_status(
    status: Status, make_link: Callable[..., LinkReport]
) -> None:
    """What the last run did not know is new, with nothing before."""
    (change,) = compare({}, [make_link("a", status=status.value)])

    assert ("new", None, status.value) == (change.kind, change.before, change.after)


@pytest.mark.parametrize("status", list(Status))
def test_a_place_that_left_the_catalog_is_gone(status: Status) -> None:
    """What no link stands at any more is gone, with nothing after."""
    expected = ChangeReport(
        entry="a", field="alternates[0].url", kind="gone", before=status.value, after=None
    )

    assert (expected,) == compare(
        {_place("a", "alternates[0].url"): Before(status.value, "https://a.test/")}, []
    )


def test_the_rows_follow_the_links_and_then_the_memory(make_link: Callable[..., LinkReport]) -> None:
    """The order is that of the links now, then that of what was remembered."""
    before = {_place(entry): Before("alive", "https://x.test/") for entry in ("z", "b", "a")}
    changes = compare(before, [make_link("c"), make_link("b")])

    assert [("c", "new"), ("b", "same"), ("z", "gone"), ("a", "gone")] == [(c.entry, c.kind) for c in changes]


def test_the_same_entry_in_two_files_is_two_places(make_link: Callable[..., LinkReport]) -> None:
    """File, entry and field together are the identity."""
    links = [make_link("a", file="one.yaml", status="dead"), make_link("a", file="two.yaml", status="dead")]
    changes = compare({_place("a", file="two.yaml"): Before("alive", links[1].url)}, links)

    assert ["new", "broke"] == [change.kind for change in changes]


def test_a_move_that_was_applied_and_moved_again_is_news(make_link: Callable[..., LinkReport]) -> None:
    """Moved before and moved now is the same only where the catalog still holds the same URL."""
    link = make_link("a", status="moved", url="https://second.test/")

    assert ["moved"] == [
        c.kind for c in compare({_place("a"): Before("moved", "https://first.test/")}, [link])
    ]
    assert ["same"] == [c.kind for c in compare({_place("a"): Before("moved", link.url)}, [link])]


def test_a_dead_link_that_was_replaced_by_a_working_one_recovered(
    make_link: Callable[..., LinkReport],
) -> None:
    """An edited URL keeps its place, so a maintainer's mend shows as a recovery."""
    before = {_place("a"): Before("dead", "https://old.test/")}

    assert "recovered" == compare(before, [make_link("a", url="https://new.test/")])[0].kind


def test_a_link_knows_its_place(make_link: Callable[..., LinkReport]) -> None:
    """The place of a link is its file, entry and field."""
    link = make_link("a", field="alternates[2].url", file="other.yaml")

    assert _place("a", "alternates[2].url", "other.yaml") == place_of(link)


def test_the_summary_counts_every_status_and_what_is_new_and_fixed(
    make_link: Callable[..., LinkReport],
) -> None:
    """Every status has a number, also 0; `new` counts failures that are news, `fixed` the recovered ones."""
    before = {
        _place("broke"): Before("alive", "x"),
        _place("still"): Before("dead", "x"),
        _place("fixed"): Before("unreachable", "x"),
    }
    links = [
        make_link("broke", status="changed"),
        make_link("still", status="dead"),
        make_link("fixed", status="moved"),
        make_link("new-and-dead", status="dead"),
        make_link("new-and-well"),
    ]
    expected = {
        "links": 5,
        "dead": 2,
        "changed": 1,
        "unreachable": 0,
        "insecure": 0,
        "moved": 1,
        "blocked": 0,
    }
    expected |= {"skipped": 0, "alive": 1, "new": 2, "fixed": 1}
    summary = summarise(links, compare(before, links))

    assert expected == summary
    assert list(expected) == list(summary)


@pytest.mark.parametrize("status", list(Status))
def test_a_new_link_is_a_new_failure_exactly_where_it_fails(status: Status) -> None:
    """Blocked and skipped are not failing."""
    change = ChangeReport(entry="a", field="url", kind="new", before=None, after=status.value)

    assert (status in FAILING) == is_new_failure(change)
