from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.errors import ReportError
from crawler.report import ChangeReport, ProblemReport, RefusalReport, merge_reports, summarise

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from crawler.report import LinkReport, Report, SuggestionReport
    from crawler.report.model import ChangeKind


def _change(
    entry: str,
    kind: ChangeKind = "same",
    before: str | None = "alive",
    after: str | None = "alive",
    field: str = "url",
) -> ChangeReport:
    return ChangeReport(entry=entry, field=field, kind=kind, before=before, after=after)


@pytest.fixture
def make_shard(
    make_report: Callable[..., Report], make_link: Callable[..., LinkReport]
) -> Callable[..., Report]:
    """Makes the report of one run over some entries, finished at a minute past three, all with one status."""

    def make(*entries: str, minute: int = 0, status: str = "alive", **given: Any) -> Report:
        links = tuple(make_link(entry, line=ord(entry[0]), status=status) for entry in entries)
        changes = tuple(_change(entry, after=status) for entry in entries)
        run = {"id": f"run-{minute}", "finished_at": f"2026-11-21T03:{minute:02}:00Z"} | given.pop("run", {})
        return make_report(links, (*changes, *given.pop("gone", ())), run=run, **given)

    return make


def _entries(report: Report) -> list[str]:
    return [link.entry for link in report.links]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(choice=st.lists(st.integers(0, 3), min_size=13, max_size=13))
def test_a_run_in_shards_is_the_run_in_one(choice: list[int], sample: Report) -> None:
    """However the links are dealt out, joining gives the whole run's report."""
    fields = {(link.entry, link.field): shard for link, shard in zip(sample.links, choice, strict=False)}

    def shard_of(each: ChangeReport | LinkReport | SuggestionReport) -> int:
        return fields.get((each.entry, each.field), fields.get((each.entry, "url"), 0))

    shards = []
    for shard in range(4):
        parts = {
            name: tuple(each for each in getattr(sample, name) if shard_of(each) == shard)
            for name in ("links", "changes", "suggestions")
        }
        run = sample.run.model_copy(update={"requests": 3, "bytes_received": shard})
        shards.append(sample.model_copy(update=parts | {"summary": {}, "run": run}))
    merged = merge_reports(shards)

    assert sample.model_copy(update={"run": merged.run}) == merged


def test_the_order_of_the_arguments_decides_nothing(make_shard: Callable[..., Report]) -> None:
    """Every order of the same shards gives the same report."""
    shards = [make_shard("a", "b"), make_shard("b", "c", minute=1, status="dead"), make_shard("d", minute=1)]
    merged = {merge_reports(order).model_dump_json() for order in itertools.permutations(shards)}

    assert 1 == len(merged)


def test_links_come_in_the_order_of_the_catalogs(
    make_report: Callable[..., Report], make_link: Callable[..., LinkReport]
) -> None:
    """First the catalogs as named, then lines, and on one line the numbers of a field as numbers."""
    fields = ("url", "alternates[2].url", "alternates[10].url")
    links = [
        *(make_link("b", file="two.yaml", line=1, field=field) for field in fields),
        make_link("a", file="one.yaml", line=9),
        make_link("c", file="one.yaml", line=10),
        make_link("d", file="another.yaml", line=1),
    ]
    shards = [make_report((link,), run={"catalogs": ["two.yaml", "one.yaml"]}) for link in reversed(links)]
    expected = [("b", "alternates[2].url"), ("b", "alternates[10].url"), ("b", "url")]
    expected += [("a", "url"), ("c", "url"), ("d", "url")]

    assert expected == [(link.entry, link.field) for link in merge_reports(shards).links]


def test_of_a_shard_that_ran_twice_the_later_run_wins(
    make_shard: Callable[..., Report], make_suggestion: Callable[..., SuggestionReport]
) -> None:
    """What the earlier run said, how it changed and what it proposed of the same place is dropped."""
    early = make_shard(
        "a", "b", status="moved", suggestions=(make_suggestion("a"), make_suggestion("b", id="b" * 12))
    )
    late = make_shard("a", minute=5)
    merged = merge_reports([late, early])

    assert [("a", "alive"), ("b", "moved")] == [(link.entry, link.status) for link in merged.links]
    assert [("a", "alive"), ("b", "moved")] == [(change.entry, change.after) for change in merged.changes]
    assert ["b"] == [each.entry for each in merged.suggestions]


def test_an_earlier_proposal_for_another_field_goes_with_its_link(
    make_shard: Callable[..., Report], make_suggestion: Callable[..., SuggestionReport]
) -> None:
    """A title is proposed from the entry's main link: when that was asked again, the old proposal is void."""
    edit = {"file": "catalog.yaml", "line": 1, "path": "resources[0].title", "old": None, "new": "Old title"}
    proposal = make_suggestion("a", field="title", code="missing-title", edits=[edit])
    early = make_shard(
        "a", "b", suggestions=(proposal, make_suggestion("b", disposition="note", edits=[], id="n"))
    )
    merged = merge_reports([early, make_shard("a", "b", minute=5)])

    assert () == merged.suggestions
    assert 2 == len(merge_reports([early, make_shard("c", minute=5)]).suggestions)


def test_the_same_report_given_twice_counts_once(make_shard: Callable[..., Report]) -> None:
    """A file that a shell pattern names twice doubles no numbers."""
    shard = make_shard("a")

    assert merge_reports([shard]) == merge_reports([shard, shard])
    assert shard == merge_reports([shard])


def test_what_another_shard_has_is_not_gone(make_shard: Callable[..., Report]) -> None:
    """A shard that looked at its part alone may miss the rest: only what no shard has is gone, and once."""
    gone = (_change("b", "gone", after=None), _change("z", "gone", "dead", None))
    merged = merge_reports([make_shard("a", gone=gone), make_shard("b", minute=1, gone=gone[1:])])

    assert ["a", "b", "z"] == [change.entry for change in merged.changes]
    assert gone[1] == merged.changes[-1]


def test_problems_and_refusals_are_said_once(make_shard: Callable[..., Report]) -> None:
    """Every shard reads the whole catalog and finds the same problems."""
    problems = [ProblemReport(file="catalog.yaml", line=line, code="c", message="m") for line in (20, 3)]
    refusal = RefusalReport(suggestion="0123456789ab", reason="not proved")
    shards = [make_shard(name, problems=tuple(problems), refusals=(refusal,)) for name in ("a", "b")]
    merged = merge_reports(shards)

    assert [3, 20] == [problem.line for problem in merged.problems]
    assert (refusal,) == merged.refusals


def test_the_summary_is_counted_anew(make_shard: Callable[..., Report]) -> None:
    """The numbers are those of the joined links, whatever the shards said."""
    shards = [make_shard("a", "b", status="dead", gone=()), make_shard("c", minute=1, summary={"links": 99})]
    merged = merge_reports(shards)

    assert summarise(merged.links, merged.changes) == merged.summary
    assert (3, 2, 1) == tuple(merged.summary[name] for name in ("links", "dead", "alive"))


def test_the_run_spans_all_shards(make_shard: Callable[..., Report]) -> None:
    """The first start, the last end (by the instant, not by the spelling), and the sums."""
    shards = [
        make_shard(
            "a", run={"id": "2", "started_at": "2026-11-21T03:00:00Z", "finished_at": "2026-11-21T03:05:00Z"}
        ),
        make_shard(
            "b",
            run={"id": "1", "started_at": "2026-11-21T04:30:00+02:00", "finished_at": "2026-11-21T03:01:00"},
        ),
    ]
    run = merge_reports(shards).run

    assert ("1+2", "2026-11-21T04:30:00+02:00", "2026-11-21T03:05:00Z") == (
        run.id,
        run.started_at,
        run.finished_at,
    )
    assert (24, 69134) == (run.requests, run.bytes_received)
    assert ("catalog.yaml",) == run.catalogs
    assert not run.inconclusive


def test_one_inconclusive_shard_makes_the_whole_inconclusive(make_shard: Callable[..., Report]) -> None:
    """Nobody should act on a report of which a part was blind."""
    shards = [make_shard("a"), make_shard("b", run={"inconclusive": True})]

    assert merge_reports(shards).run.inconclusive


def test_settings_that_differ_are_all_named(make_shard: Callable[..., Report]) -> None:
    """What the shards share stays; the shard itself becomes a list, in a stable order."""
    shards = [
        make_shard(name, run={"settings": {"timeout": 20, "shard": f"{name}/2"}}) for name in ("b", "a")
    ]

    assert {"shard": ["a/2", "b/2"], "timeout": 20} == merge_reports(shards).run.settings


def test_nothing_to_join_is_an_operator_error() -> None:
    """The one line says what to give."""
    with pytest.raises(ReportError) as refusal:
        merge_reports([])

    assert "latest.json" in refusal.value.remedy


def test_a_time_that_is_none_is_an_operator_error(make_shard: Callable[..., Report]) -> None:
    """Without times nobody can tell the later run."""
    with pytest.raises(ReportError) as refusal:
        merge_reports([make_shard("a", run={"finished_at": "yesterday\n" * 20})])

    assert 1 == len(str(refusal.value).splitlines())


def test_a_large_catalog_joins(many: Report) -> None:
    """Two thousand links in two halves are one report again."""
    halves = [
        many.model_copy(update={"links": many.links[start::2], "changes": many.changes[start::2]})
        for start in (0, 1)
    ]

    assert _entries(many) == _entries(merge_reports(halves))
