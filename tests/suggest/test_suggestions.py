"""What is proposed for a judged link, and how safe it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.replay import CASES, CaseFile, all_cases, case_of, link_of

from crawler.catalog import Edit, parse_route
from crawler.judge import Case, Verdict, judge
from crawler.page.model import PageFacts
from crawler.probe.model import Answer, Evidence, Exchange, Hop, Probe
from crawler.probe.past import Past, Status
from crawler.suggest import Judged, Suggestion, suggest, suggest_again
from crawler.suggest.model import suggestion_id
from crawler.suggest.suggestions import SUGGESTERS

URL = "https://a.test/book"
NIGHT = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)


def _judged(  # noqa: PLR0913 - one parameter for each thing that a proposal rests on
    status: Status = Status.MOVED,
    *,
    url: str = URL,
    hops: tuple[int, ...] = (301,),
    end: str = "https://a.test/bayes",
    moved_to: str | None = "https://a.test/bayes",
    confidence: str = "high",
    title: str | None = "Bayes Rules!",
    page_title: str | None = "Bayes Rules!",
    field: str = "url",
) -> Judged:
    route = ("resources", 0, *parse_route(field))
    link = replace(
        link_of({"entry": {"url": url, "title": title}}), field=field, route=route, is_main=field == "url"
    )
    final = Exchange(probe=Probe(url=end if hops else url), outcome=Answer(status=200))
    evidence = Evidence(
        url=url,
        exchanges=(final,),
        hops=tuple(Hop(url=url, code=code, target=end) for code in hops),
        final=final,
        page=PageFacts(title=page_title) if page_title is not None else None,
    )
    verdict = Verdict(
        status=status,
        reason="permanent-redirect",
        confidence=confidence,  # type: ignore[arg-type] # one of the three
        because=("301 to it",),
        moved_to=moved_to,
    )
    return Judged(case=Case(link=link, evidence=evidence, past=None, title_match=None), verdict=verdict)


def test_moved() -> None:
    """A move becomes an edit of the link's own place, with the verdict's reasons."""
    found = suggest(_judged())

    assert 1 == len(found)
    expected = Edit(
        file="catalog.yaml", line=1, route=("resources", 0, "url"), old=URL, new="https://a.test/bayes"
    )
    assert (expected,) == found[0].edits
    assert ("moved", "safe", ("301 to it",)) == (found[0].code, found[0].disposition, found[0].because)
    assert suggestion_id("case", "url", URL, "https://a.test/bayes") == found[0].id


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.MOVED])
def test_only_moved_moves(status: Status) -> None:
    """No other status changes an address, even with an address at hand."""
    assert [] == [found.code for found in suggest(_judged(status)) if found.code == "moved"]


@pytest.mark.parametrize("moved_to", [None, URL])
def test_nothing_to_change(moved_to: str | None) -> None:
    """Without another address there is nothing to propose."""
    assert () == suggest(_judged(moved_to=moved_to))


@pytest.mark.parametrize(
    ("url", "end", "hops", "confidence", "disposition"),
    [
        # Within the site, wholly permanent
        (URL, "https://a.test/bayes", (301,), "high", "safe"),
        (URL, "https://a.test/bayes", (301, 308), "high", "safe"),
        (URL, "https://docs.a.test/rules", (301,), "high", "safe"),
        (URL, "https://a.test/bayes", (301,), "medium", "review"),
        # Spelling alone needs no title
        ("http://a.test/book", "https://www.a.test/book/", (301,), "medium", "safe"),
        ("http://a.test/index.html", "https://a.test/", (308,), "medium", "safe"),
        ("http://a.test:8080/book", "https://a.test/book", (301,), "medium", "review"),
        # A temporary hop or another site wants a look
        (URL, "https://a.test/bayes", (301, 302), "high", "review"),
        (URL, "https://a.test/bayes", (301, 0), "high", "review"),
        (URL, "https://b.test/book", (301,), "high", "review"),
        ("https://smith.github.io/x", "https://jones.github.io/x", (301,), "high", "review"),
    ],
)
def test_disposition(url: str, end: str, hops: tuple[int, ...], confidence: str, disposition: str) -> None:
    """Safe is only what may be merged unread."""
    found = suggest(_judged(url=url, end=end, moved_to=end, hops=hops, confidence=confidence))

    assert [disposition] == [one.disposition for one in found]


def test_missing_title() -> None:
    """An entry without a title is offered its page's, for review."""
    found = suggest(_judged(Status.ALIVE, title=None, hops=(), moved_to=None))

    assert ["missing-title"] == [one.code for one in found]
    assert "review" == found[0].disposition
    assert "title" == found[0].field
    expected = Edit(
        file="catalog.yaml", line=1, route=("resources", 0, "title"), old=None, new="Bayes Rules!"
    )
    assert (expected,) == found[0].edits


@pytest.mark.parametrize(
    "judged",
    [
        _judged(Status.ALIVE, hops=(), moved_to=None),
        _judged(Status.ALIVE, title=None, page_title=None, hops=(), moved_to=None),
        _judged(Status.ALIVE, title=None, page_title="", hops=(), moved_to=None),
        _judged(Status.ALIVE, title=None, field="alternates[0].url", hops=(), moved_to=None),
        *(
            _judged(status, title=None, hops=(), moved_to=None)
            for status in Status
            if status not in {Status.ALIVE, Status.MOVED}
        ),
    ],
)
def test_no_title_is_offered(judged: Judged) -> None:
    """Not where the entry has one, the page has none, or the page is not known to be the work's."""
    assert () == suggest(judged)


def test_title_and_move_together() -> None:
    """One link may have several proposals, each with an id of its own."""
    found = suggest(_judged(title=None))

    assert ["moved", "missing-title"] == [one.code for one in found]
    assert 2 == len({one.id for one in found})


@pytest.mark.parametrize("said", all_cases(), ids=lambda said: said.name)
def test_cases_propose_what_they_moved(said: CaseFile) -> None:
    """Every case file proposes a move just where it expects one, and never to the address it has."""
    case = case_of(said)
    found = suggest(Judged(case=case, verdict=judge(case)))

    # A shortener's temporary redirect is no move, and may be offered all the same.
    of_moves = {"moved", "https", "cosmetic", "forge-rename"} | (
        {"unshorten"} if "moved_to" in said.expected else set()
    )
    moves = [one.edits[0].new for one in found if one.code in of_moves]
    assert ([said.expected["moved_to"]] if "moved_to" in said.expected else []) == moves
    assert all(one.because for one in found)


def _again(judged: Judged, *, title: str | None = None) -> tuple[Suggestion, ...]:
    memory = Past(
        status=judged.verdict.status, reason="r", confirmed=True, since=NIGHT, asked_at=NIGHT, title=title
    )
    return suggest_again(judged.case.link, judged.verdict, memory)


def test_again_is_the_same_proposal_for_review() -> None:
    """A link that was not due is proposed what it was, under the same id, but nothing unseen is safe."""
    judged = _judged()
    first, again = suggest(judged)[0], _again(judged)[0]

    assert (first.id, first.edits) == (again.id, again.edits)
    assert ("safe", "review") == (first.disposition, again.disposition)


def test_again_no_place_of_a_repository_is_lost() -> None:
    """That the renamed repository was all that a redirect led to is no reason to forget the place in it."""
    old, new = "https://github.com/ada/tools", "https://github.com/lab/tools"

    assert [new] == [one.edits[0].new for one in _again(_judged(url=old, end=new, moved_to=new))]
    assert () == _again(_judged(url=f"{old}/wiki", end=new, moved_to=new))


def test_again_a_title_from_memory() -> None:
    """A title that an earlier run read is still offered while the entry has none."""
    untitled = _judged(Status.ALIVE, title=None, hops=(), moved_to=None)

    found = _again(untitled, title="Bayes Rules!")
    assert [("missing-title", suggest(untitled)[0].id)] == [(one.code, one.id) for one in found]
    assert () == _again(untitled)
    assert () == _again(_judged(Status.ALIVE, hops=(), moved_to=None), title="Bayes Rules!")
    assert () == _again(_judged(Status.DEAD, title=None, hops=(), moved_to=None), title="Bayes Rules!")


def test_registry() -> None:
    """Each suggester is there once and documented, and its code is its name."""
    assert len(set(SUGGESTERS)) == len(SUGGESTERS)
    assert all(suggester.__doc__ for suggester in SUGGESTERS)
    assert CASES.is_dir()


def test_ids_do_not_depend_on_reasons() -> None:
    """The same proposal keeps its id when other reasons speak for it, or another safety."""
    one, other = suggest(_judged(confidence="high"))[0], suggest(_judged(confidence="medium"))[0]

    assert one.id == other.id
    assert one.disposition != other.disposition
