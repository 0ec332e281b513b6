"""What is kept outside of the memory comes back as it was said, in the order of the catalogs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from support.replay import link_of

from crawler.history import Shelf
from crawler.probe.past import Status
from crawler.report.assemble import Said
from crawler.report.kept import AllSaid
from crawler.report.model import LinkReport, PageReport
from crawler.report.outline import outlines
from crawler.suggest.looks import Look
from crawler.suggest.model import Lead, new_url, proposal

URL = "http://a.test/book"
PAGE = PageReport(
    title="Bayes \ud83d",
    description=None,
    language="en",
    canonical="https://a.test/book",
    authors=("A. Johnson", "M. Ott"),
    published="2022-01",
    content_type="text/html",
)


def _said(*, line: int = 3, **changes: Any) -> Said:
    link = replace(link_of({"entry": {"url": URL, "title": "Bayes"}}), line=line)
    row = LinkReport(
        entry=link.entry,
        field=link.field,
        file=link.file,
        line=link.line,
        url=link.url,
        status="alive",
        reason="ok",
        confidence="high",
        confirmed=True,
        because=("answers", "in time"),
        signals=("fine",),
        moved_to=None,
        final_url=URL,
        http_status=200,
        since="2026-11-21",
        failing_runs=0,
        page=PAGE,
        title_match=0.5,
    )
    return Said(link=link, report=replace(row, **changes), proposals=(), lead=None)


def _lead(said: Said, *, look: Look | None) -> Lead:
    return Lead(
        link=said.link,
        status=Status.ALIVE,
        is_confirmed=True,
        is_sure=False,
        alive_at=datetime(2026, 11, 21, tzinfo=UTC),
        failing_since=None,
        moved_to=None,
        final_url=URL,
        is_proved=True,
        look=look,
    )


def _kept(*said: Said) -> AllSaid:
    kept = AllSaid(rows=Shelf(), proposed=Shelf())
    for one in said:
        kept.add(one)
    return kept


def test_everything_said_comes_back() -> None:
    plain = _said()
    look = Look(title="Bayes", h1=None, sketch=b"\x00\xff", media_type="text/html", length=None)
    suggestion = proposal(plain.link, "https", new_url(plain.link, "https://a.test/book"), ("it answers",))
    rich = Said(plain.link, plain.report, (suggestion,), _lead(plain, look=look))
    leading = Said(plain.link, plain.report, (), _lead(plain, look=None))
    failing = _said(status="dead", page=None, http_status=None, final_url=None, url="http://without.test/")

    kept = _kept(plain, rich, leading, failing)

    said = [plain, rich, leading, failing]
    assert [(one.link, one.status, one.report, one.proposals, one.lead) for one in said] == [
        (one.link, one.status, one.report, one.proposals, one.lead) for one in kept
    ]
    assert [one.report for one in said] == list(kept.rows)
    assert kept.rows == tuple(one.report for one in said)
    assert [failing.report] == list(kept.rows[-1:])


def test_what_is_said_of_an_entry_names_it_once() -> None:
    """Equal words of different rows are one text, as rows of 100,000 links are compared and listed."""
    kept = _kept(_said(), _said())

    one, other = kept.rows

    assert one.because is other.because
    assert one.entry is kept[0].link.entry


def test_all_is_put_in_the_order_of_the_catalogs() -> None:
    other = _said(line=1)
    other.link = replace(other.link, file="b.yaml")
    late, early = _said(line=9), _said(line=2)
    kept = _kept(other, late, early)

    kept.arrange([early.link.file, "b.yaml"])

    assert [early.link, late.link, other.link] == [one.link for one in kept]
    assert [2, 9, 1] == [row.line for row in kept.rows]


def test_outlines_are_those_of_the_rows_and_read_none_of_them() -> None:
    """Reports count, compare and group by outlines, since reading 100,000 rows for each of these took 2 s."""
    secret = _said(line=9, url="http://a.test/book")
    secret.link = replace(secret.link, url="http://me:secret@a.test/book")
    shelf = _CountingShelf()
    kept = AllSaid(rows=shelf, proposed=Shelf())
    for said in (secret, _said(line=2, status="dead", confirmed=False, signals=("flapping",))):
        kept.add(said)
    kept.arrange([secret.link.file])
    names = ("entry", "field", "file", "line", "url", "status", "confirmed", "signals")

    shown = [[getattr(one, name) for name in names] for one in outlines(kept.rows)]

    assert shelf.reads == 0
    assert [[getattr(one, name) for name in names] for one in kept.rows] == shown


class _CountingShelf(Shelf):
    reads = 0

    def __getitem__(self, index: Any) -> Any:
        self.reads += 1
        return super().__getitem__(index)


def test_what_is_given_back_stays_the_one_that_was_kept() -> None:
    """Questions that are ready early rest on it, before all is put in order and after."""
    later, earlier = _said(line=9, status="dead"), _said(line=2)
    later = replace(later, lead=_lead(later, look=None))
    said = AllSaid(rows=Shelf(), proposed=Shelf())

    one, other = said.add(later), said.add(earlier)
    said.arrange([later.link.file])

    assert (later.link, "dead", later.report, later.lead) == (one.link, one.status, one.report, one.lead)
    assert (earlier.link, earlier.report, None) == (other.link, other.report, other.lead)
