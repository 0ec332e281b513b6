"""Which verdicts of a run stand at once, which wait, and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.replay import Web, link_of, replay

from crawler.history import Shelf
from crawler.judge import Opinion, Opinions, build_case, judge
from crawler.judge.others import for_link
from crawler.probe.plan import Target

if TYPE_CHECKING:
    from collections.abc import Iterable

TITLES = {
    "https://a.test/old/algebra": "Abstract Algebra",
    "https://a.test/old/logic": "Mathematical Logic",
    "https://a.test/old/topology": "Topology Without Tears",
}
ALGEBRA, LOGIC, TOPOLOGY = TITLES
LIST: dict[str, Any] = {"status": 301, "headers": {"location": "https://a.test/study"}}
GONE: dict[str, Any] = {"status": 404}
DOWN: dict[str, Any] = {"fail": "connect-timeout"}
COURSES = "https://a.test/study"


def _own(url: str) -> dict[str, Any]:
    return {"html": f"<title>{TITLES[url]}</title>"}


def _look(opinions: Opinions, url: str, answer: dict[str, Any], *, is_first: bool) -> Opinion:
    """One look at a link, noted as a run notes it."""
    title = TITLES[url]
    link = link_of({"entry": {"url": url, "title": title}, "id": url})
    page = {"html": "<title>Study with us</title><h1>Study with us</h1><p>Programmes of this year.</p>"}
    web = Web({url: answer, COURSES: page, "*": GONE})
    case = build_case(link, replay(url, title, web), None)
    opinion = Opinion(Target(url=url, links=(link,)), case, judge(case))
    opinions.note(url, opinion.case, opinion.verdict, is_first=is_first)
    return opinion


def _first(opinions: Opinions, url: str, answer: dict[str, Any]) -> bool:
    return opinions.waits(_look(opinions, url, answer, is_first=True))


def _second(opinions: Opinions, url: str, answer: dict[str, Any]) -> Opinion | None:
    return opinions.settled(_look(opinions, url, answer, is_first=False))


def _urls(targets: Iterable[Target]) -> list[str]:
    return [target.url for target in targets]


def _said(opinions: Iterable[Opinion]) -> dict[str, tuple[str, str]]:
    return {each.target.url: (each.verdict.status.value, each.verdict.reason) for each in opinions}


def _met(opinions: Opinions) -> None:
    """The first round of three links that come to one page."""
    assert [True] * 3 == [_first(opinions, url, LIST) for url in TITLES]
    assert [] == list(opinions.standing())
    assert list(TITLES) == _urls(opinions.crowded())


def test_what_is_well_stands_at_once() -> None:
    """A page with the entry's title waits for nobody."""
    opinions = Opinions(Shelf())

    assert not _first(opinions, ALGEBRA, _own(ALGEBRA))
    assert ({}, [], []) == (opinions.waiting, [*opinions.standing()], opinions.crowded())


@pytest.mark.parametrize("answer", [GONE, DOWN])
def test_what_fails_waits_for_a_second_look(answer: dict[str, Any]) -> None:
    """It neither stands after the first round, nor is it asked again as one of a crowd."""
    opinions = Opinions(Shelf())

    assert _first(opinions, ALGEBRA, answer)
    assert ([ALGEBRA], [], []) == ([*opinions.waiting], [*opinions.standing()], opinions.crowded())


def test_a_second_look_settles_what_failed() -> None:
    """The milder opinion stands, with the exchanges of both, and nothing waits any more."""
    opinions = Opinions(Shelf())
    _first(opinions, ALGEBRA, DOWN)
    settled = _second(opinions, ALGEBRA, _own(ALGEBRA))

    assert settled is not None
    assert ("alive", 1) == (settled.verdict.status, settled.case.evidence.decided_in)
    assert 2 == len(settled.case.evidence.conversations)
    assert ({}, []) == (opinions.waiting, list(opinions.of_crowds()))


def test_what_comes_from_the_shelf_is_still_its_links_own() -> None:
    """Its verdict is the address's, and not made anew as for another link of the address."""
    opinions = Opinions(Shelf())
    _first(opinions, ALGEBRA, GONE)
    settled = _second(opinions, ALGEBRA, GONE)

    assert settled is not None
    assert (settled.case, settled.verdict) == for_link(settled.target.lead, settled.case, settled.verdict)


def test_what_failed_twice_stays_so() -> None:
    """Two alike: the first stands, and says that it was asked again."""
    opinions = Opinions(Shelf())
    _first(opinions, ALGEBRA, GONE)
    settled = _second(opinions, ALGEBRA, GONE)

    assert settled is not None
    assert ("dead", 0) == (settled.verdict.status, settled.case.evidence.decided_in)
    assert "asked again later" in settled.verdict.because[-1]


def test_two_that_met_stand_after_the_first_round() -> None:
    """They waited for a third one; as none came, they are as they were, and are not asked again."""
    opinions = Opinions(Shelf())
    assert [True, True] == [_first(opinions, url, LIST) for url in (ALGEBRA, LOGIC)]
    assert not _first(opinions, TOPOLOGY, _own(TOPOLOGY))

    said = _said(opinions.standing())
    assert [ALGEBRA, LOGIC] == list(said)
    assert "dead" not in {status for status, _ in said.values()}
    assert ({}, [], []) == (opinions.waiting, opinions.crowded(), list(opinions.of_crowds()))


def test_no_text_waits() -> None:
    """What waits lies on the shelf, and there without the page's words: there may be 100,000 of them."""
    shelf = Shelf()
    _met(Opinions(shelf))

    pages = [case.evidence.page for case, _verdict in shelf]
    assert [""] * 3 == [page.text_sample for page in pages if page is not None]


def test_a_crowd_that_is_met_again_is_dead() -> None:
    """None is settled before all were asked again; then each says how many came together."""
    opinions = Opinions(Shelf())
    _met(opinions)
    assert [None] * 3 == [_second(opinions, url, LIST) for url in TITLES]

    found = list(opinions.of_crowds())
    assert dict.fromkeys(TITLES, ("dead", "soft-404")) == _said(found)
    assert [3] * 3 == [each.case.crowd for each in found]
    assert {None} == {each.verdict.moved_to for each in found}
    assert {} == opinions.waiting


def test_a_crowd_that_is_not_met_again_tells_nothing() -> None:
    """An outage that sent everybody to one page for a moment leaves what each look said alone."""
    shelf = Shelf()
    opinions = Opinions(shelf)
    _met(opinions)
    looks = zip(TITLES, (verdict for _case, verdict in shelf), strict=True)
    alone = {url: (verdict.status.value, verdict.reason) for url, verdict in looks}
    assert [None] * 3 == [_second(opinions, url, _own(url)) for url in TITLES]

    found = list(opinions.of_crowds())
    assert alone == _said(found)
    assert [0] * 3 == [each.case.crowd for each in found]
    assert {(0,)} == {each.case.evidence.conversations for each in found}  # as if asked once


@pytest.mark.parametrize("second", [GONE, DOWN])
def test_a_second_failure_does_not_condemn_what_was_well(second: dict[str, Any]) -> None:
    """Asked again for the crowd's sake alone, a link that was well is not called dead by its second look."""
    opinions = Opinions(Shelf())
    _met(opinions)
    for url in TITLES:
        _second(opinions, url, second)

    assert "dead" not in {status for status, _ in _said(opinions.of_crowds()).values()}


def test_one_that_has_its_own_page_again_breaks_the_crowd() -> None:
    """Two are no crowd in the second round either."""
    opinions = Opinions(Shelf())
    _met(opinions)
    _second(opinions, ALGEBRA, LIST)
    _second(opinions, LOGIC, LIST)
    _second(opinions, TOPOLOGY, _own(TOPOLOGY))

    found = list(opinions.of_crowds())
    assert sorted(TITLES) == sorted(each.target.url for each in found)
    assert "dead" not in {status for status, _ in _said(found).values()}


def test_a_failing_link_that_the_crowd_joins_later_is_its_own() -> None:
    """It failed first and came to the crowd's page then: its second look stands, as it met nobody twice."""
    opinions = Opinions(Shelf())
    _first(opinions, ALGEBRA, DOWN)
    settled = _second(opinions, ALGEBRA, LIST)

    assert settled is not None
    assert "dead" != settled.verdict.status
    assert [] == list(opinions.of_crowds())


def _died_home(opinions: Opinions, url: str, *, is_first: bool) -> Opinion:
    """A link of the crowd that fails by itself: the list is the answer for whatever is not."""
    title = TITLES[url]
    link = link_of({"entry": {"url": url, "title": title}, "id": url})
    front = {"html": "<title>A Press</title>"}
    courses = {"html": "<title>Study with us</title><h1>Study with us</h1>"}
    web = Web({"https://a.test/": front, COURSES: courses, "*": LIST})
    case = build_case(link, replay(url, title, web), None)
    opinion = Opinion(Target(url=url, links=(link,)), case, judge(case))
    opinions.note(url, case, opinion.verdict, is_first=is_first)
    return opinion


def test_a_failing_link_may_be_a_crowds_too() -> None:
    """It waits for its second look and for the crowd, counts among it, and keeps both conversations."""
    opinions = Opinions(Shelf())
    failing = _died_home(opinions, ALGEBRA, is_first=True)
    assert failing.is_failing
    assert opinions.waits(failing)
    assert [True, True] == [_first(opinions, url, LIST) for url in (LOGIC, TOPOLOGY)]
    assert [] == list(opinions.standing())
    assert [LOGIC, TOPOLOGY] == _urls(opinions.crowded())

    assert None is opinions.settled(_died_home(opinions, ALGEBRA, is_first=False))
    assert [None, None] == [_second(opinions, url, LIST) for url in (LOGIC, TOPOLOGY)]
    found = {each.target.url: each for each in opinions.of_crowds()}
    assert {"dead"} == {each.verdict.status.value for each in found.values()}
    assert [3] * 3 == [found[url].case.crowd for url in TITLES]
    assert 2 == len(found[ALGEBRA].case.evidence.conversations)


def test_a_second_look_may_come_before_the_first_round_ends() -> None:
    """Failing links are asked again while others are still asked first; what they are is known at the end."""
    opinions = Opinions(Shelf())
    opinions.waits(_died_home(opinions, ALGEBRA, is_first=True))
    assert None is opinions.settled(_died_home(opinions, ALGEBRA, is_first=False))
    for url in (LOGIC, TOPOLOGY):
        assert _first(opinions, url, LIST)
    assert ([], [LOGIC, TOPOLOGY]) == ([*opinions.standing()], _urls(opinions.crowded()))
    for url in (LOGIC, TOPOLOGY):
        assert None is _second(opinions, url, LIST)

    assert {"dead"} == {status for status, _ in _said(opinions.of_crowds()).values()}


def test_a_failing_link_settles_at_once_where_it_came_out_alone() -> None:
    """Silence is no meeting: nobody waits for it after its second look."""
    opinions = Opinions(Shelf())
    _first(opinions, ALGEBRA, DOWN)
    _first(opinions, LOGIC, LIST)

    assert _second(opinions, ALGEBRA, DOWN) is not None
    assert [LOGIC] == _urls(each.target for each in opinions.standing())
