"""From what a run concluded to the report's own values: nothing lost, nothing invented."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic_core import to_json
from support.replay import link_of

from crawler.catalog.model import Catalog, Edit, Problem
from crawler.judge import Case, Signal, Verdict
from crawler.page.model import PageFacts
from crawler.probe.model import Answer, Evidence, Exchange, Failure, FailureKind, Hop, Probe
from crawler.probe.past import Past, Status, Streak
from crawler.probe.plan import Target
from crawler.report.assemble import (
    Conclusion,
    edit_report,
    link_report,
    page_report,
    problems_of,
    sighting,
    suggestion_report,
)
from crawler.suggest import Suggestion

NIGHT = datetime(2026, 11, 21, 23, 59, tzinfo=UTC)
URL = "https://a.test/book"
PAGE = PageFacts(
    title="Bayes Rules!",
    html_title="Bayes",
    description="A book",
    language="en",
    canonical="https://a.test/book",
    authors=("A. Johnson",),
    published="2022-01",
    content_type="text/html",
    text_sample="long",
)


def _conclusion(
    outcome: Answer | Failure | None, *, url: str = URL, page: PageFacts | None = None
) -> Conclusion:
    link = link_of({"entry": {"url": url, "title": "Bayes Rules!"}})
    verdict = Verdict(
        status=Status.MOVED,
        reason="permanent-redirect",
        confidence="medium",
        because=("301 to it",),
        signals=(Signal(code="permanent-redirect", detail="x"), Signal(code="replacement-fit", detail="y")),
        moved_to="https://a.test/new",
        confirmed=False,
    )
    memory = Past(
        status=Status.MOVED,
        reason="permanent-redirect",
        confirmed=False,
        since=NIGHT - timedelta(days=1),
        asked_at=NIGHT,
        failing=Streak(runs=3, days=2, first_at=NIGHT, last_at=NIGHT),
    )
    case = None
    if outcome is not None:
        final = Exchange(probe=Probe(url="https://a.test/new"), outcome=outcome)
        hop = Hop(url=URL, code=301, target="https://a.test/new")
        evidence = Evidence(url=URL, exchanges=(final,), hops=(hop,), final=final, page=page)
        case = Case(link=link, evidence=evidence, past=None, title_match=0.93)
    return Conclusion(link=link, verdict=verdict, memory=memory, case=case)


def test_link_that_was_asked() -> None:
    """Every field of the row comes from the link, its verdict, its memory or its evidence."""
    row = link_report(_conclusion(Answer(status=200), page=PAGE))

    expected: dict[str, Any] = {
        "entry": "case",
        "field": "url",
        "file": "catalog.yaml",
        "line": 1,
        "url": URL,
        "status": "moved",
        "reason": "permanent-redirect",
        "confidence": "medium",
        "confirmed": False,
        "because": ("301 to it",),
        "signals": ("permanent-redirect", "replacement-fit"),
        "moved_to": "https://a.test/new",
        "final_url": "https://a.test/new",
        "http_status": 200,
        "since": "2026-11-20",
        "failing_runs": 3,
        "title_match": 0.93,
    }
    assert expected | {"page": asdict(page_report(PAGE))} == asdict(row)


def test_link_without_an_answer() -> None:
    """Where no answer came there is no final address, and no status."""
    row = link_report(_conclusion(Failure(kind=FailureKind.READ_TIMEOUT, detail="")))

    assert (None, None, None) == (row.final_url, row.http_status, row.page)


def test_link_that_was_not_asked() -> None:
    """A skipped or carried link has no evidence, and nothing is made up for it."""
    row = link_report(_conclusion(None))

    assert (None, None, None, None) == (row.final_url, row.http_status, row.page, row.title_match)
    assert "moved" == row.status


def test_success_has_no_failing_runs() -> None:
    """Without a streak none is counted."""
    conclusion = _conclusion(Answer(status=200))

    row = link_report(replace(conclusion, memory=replace(conclusion.memory, failing=None)))

    assert 0 == row.failing_runs


def test_password_stays_out_of_reports() -> None:
    """A report may be published; a name and password in the catalog's address are left out of it."""
    row = link_report(_conclusion(Answer(status=200), url="https://me:secret@a.test/book"))

    assert "https://a.test/book" == row.url
    assert "secret" not in to_json(row).decode()


def test_page_shows_what_a_report_needs() -> None:
    """What the page says of itself is there, its text is not."""
    expected = {
        "title": "Bayes Rules!",
        "description": "A book",
        "language": "en",
        "canonical": "https://a.test/book",
        "authors": ("A. Johnson",),
        "published": "2022-01",
        "content_type": "text/html",
    }
    assert expected == asdict(page_report(PAGE))


@pytest.mark.parametrize(("old", "new"), [("a", "b"), (None, "b"), ("a", None), (2019, 2020)])
def test_edit_spells_its_route(old: str | int | None, new: str | int | None) -> None:
    """A route is written as people read it; absent and numeric values stay what they are."""
    edit = Edit(file="c.yaml", line=3, route=("resources", 3, "alternates", 0, "url"), old=old, new=new)

    row = edit_report(edit)

    assert "resources[3].alternates[0].url" == row.path
    assert (old, new, "c.yaml", 3) == (row.old, row.new, row.file, row.line)


def test_suggestion_and_problem() -> None:
    """A suggestion keeps its id, reasons and edits; a problem its place and message."""
    edit = Edit(file="c.yaml", line=3, route=("resources", 0, "url"), old="a", new="b")
    suggestion = Suggestion(
        id="0123456789ab",
        entry="e",
        field="url",
        code="moved",
        disposition="review",
        because=("x", "y"),
        edits=(edit,),
    )
    problem = Problem(file="c.yaml", line=9, code="missing-url", message="has no url", is_operator_error=True)

    row = suggestion_report(suggestion)

    assert ("0123456789ab", "review", ("x", "y")) == (row.id, row.disposition, row.because)
    assert (edit_report(edit),) == row.edits
    catalog = Catalog(file="c.yaml", text="", entries=(), links=(), problems=(problem,), data=None)
    expected = {"file": "c.yaml", "line": 9, "code": "missing-url", "message": "has no url"}
    assert [expected] == [asdict(row) for row in problems_of([catalog], [])]


def test_problems_are_those_of_each_catalog_then_of_pages() -> None:
    one, two, three = (
        Problem(file=file, line=line, code="c", message="m") for file, line in (("a", 1), ("a", 2), ("b", 1))
    )
    catalogs = [
        Catalog(file="", text="", entries=(), links=(), problems=problems, data=None)
        for problems in ((one, two), (), (three,))
    ]
    link = replace(link_report(_conclusion(None, url=URL + "#x")), signals=("fragment-missing",))

    problems = problems_of(catalogs, [link])

    places = [("a", 1), ("a", 2), ("b", 1), (link.file, link.line)]
    assert places == [(problem.file, problem.line) for problem in problems]
    assert "fragment-missing" == problems[-1].code
    assert not problems_of(catalogs[1:2], [])


def test_sighting_keeps_a_page_to_ask_by() -> None:
    """As of the time at which the link was asked; nothing where it was not."""
    answer = Answer(status=200, headers=(("etag", '"v1"'),))
    target = Target(url=URL, links=(link_of({"entry": {"url": URL}}),))
    pages = [
        sighting(target, _conclusion(outcome, page=PAGE), provisional=False).page
        for outcome in (answer, Answer(status=200), None)
    ]

    assert pages[0] is not None
    assert ("https://a.test/new", NIGHT) == (pages[0].url, pages[0].read_at)
    assert [None, None] == pages[1:]


@pytest.mark.parametrize(("status", "problems"), [(Status.ALIVE, 1), (Status.MOVED, 1), (Status.DEAD, 0)])
def test_a_missing_place_is_a_problem(status: Status, problems: int) -> None:
    """A page that is there but lacks the place that a link names is a problem of that line."""
    told = _conclusion(Answer(status=200), url=f"{URL}#chapter")
    verdict = replace(told.verdict, status=status, signals=(Signal(code="fragment-missing", detail="x"),))
    rows = problems_of([], [link_report(replace(told, verdict=verdict))])

    assert problems == len(rows)
    assert all(("catalog.yaml", 1, "fragment-missing") == (row.file, row.line, row.code) for row in rows)
    assert all(
        "`url` of 'case': the page has no '#chapter'; name one that it has" == row.message for row in rows
    )
