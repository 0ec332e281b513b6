"""What is asked while other hosts are still under way: ready by host, the same in any order of answers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.proposals import said_of_night

from crawler.catalog import read_catalog
from crawler.probe import urls
from crawler.suggest.early import Early
from crawler.suggest.inquiries import INQUIRIES
from crawler.suggest.stage import Verification

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.suggest.stage import Task
    from crawler.suggest.surroundings import Said

LINKS = ("http://a.test/1", "http://a.test/2", "http://a.test/3", "http://b.test/1", "https://b.test/2")
TITLES = ("Convex Optimization", "Group Theory Notes", "Measure and Integral", "Sheaves", "Topology of Fish")


def _said(links: Iterable[str] = LINKS) -> dict[str, list[Said]]:
    """What is said of each healthy link."""
    titles = dict(zip(links, TITLES, strict=False))
    entries = "".join(
        f"  - {{id: e{n}, title: {title}, url: '{url}'}}\n" for n, (url, title) in enumerate(titles.items())
    )
    catalog = read_catalog(
        "catalog.yaml", f"version: 1\nresources:\n{entries}".encode(), today=date(2026, 11, 2)
    )
    by_url: dict[str, list[Said]] = defaultdict(list)
    for one in said_of_night(catalog, titles):
        by_url[one.link.url].append(one)
    return by_url


SAID = _said()


def _early() -> Early:
    return Early(Verification({}, "2026-11-02"), LINKS, host_of=urls.host_of)


def _drain(early: Early) -> list[str]:
    """Every question that is ready, each answered by nothing, in the order asked."""
    asked: list[str] = []
    while tasks := early.ready():
        asked.extend(task.url for task in tasks)
        for task in tasks:
            early.hear(task, lambda _lead: None)
    return asked


def test_a_host_is_ready_when_all_of_its_links_are_concluded() -> None:
    """Not before: what asks first must hold up no link, and know all that the run says of the host."""
    early = _early()
    for url in LINKS[:2]:
        early.conclude(SAID[url])
        assert [] == early.ready()
    early.conclude(SAID[LINKS[2]])

    assert {f"https://a.test/{n}" for n in (1, 2, 3)} == set(_drain(early))


def test_of_a_host_one_question_is_asked_first() -> None:
    """The others wait for its answer, and are not put at all where it shows that nobody speaks https."""
    early = _early()
    for url in LINKS:
        early.conclude(SAID[url])
    first = early.ready()
    assert ["a.test", "b.test"] == sorted(urls.host_of(task.url) for task in first)
    assert [] == early.ready()

    (pilot,) = [task for task in first if urls.host_of(task.url) == "a.test"]
    pilot.question.silent.add(urls.origin_of(pilot.url))
    early.hear(pilot, lambda _lead: None)

    assert [] == early.ready()


@given(st.permutations(LINKS))
def test_who_answers_first_changes_nothing(order: list[str]) -> None:
    """Each host's questions come in the same order, in whatever order its links were concluded."""
    early = _early()
    asked = []
    for url in order:
        early.conclude(SAID[url])
        asked.extend(_drain(early))

    usual = _early()
    for url in LINKS:
        usual.conclude(SAID[url])
    expected = _drain(usual)
    assert {url.replace("http:", "https:") for url in LINKS[:4]} == set(expected)
    for host in ("a.test", "b.test"):
        assert [url for url in expected if host in url] == [url for url in asked if host in url]


def _asked_with(most: int, monkeypatch: pytest.MonkeyPatch, order: Iterable[str]) -> set[str]:
    """All that is put, early and late, where a run puts so many."""
    monkeypatch.setattr("crawler.suggest.early.MOST_ASKED", most)
    monkeypatch.setattr("crawler.suggest.stage.ROUNDS", ((INQUIRIES, most),))
    verification = Verification({}, "2026-11-02")
    early = Early(verification, LINKS, host_of=urls.host_of)
    asked: list[str] = []
    for url in order:
        early.conclude(SAID[url])
        asked.extend(_drain(early))
    said = [one for url in order for one in SAID[url]]
    verification.complete(said, [one.link for one in said])
    late: list[Task] = []
    for tasks in verification.batches():
        late.extend(tasks)
        for task in tasks:
            verification.hear(task, lambda _lead: None)
    asked.extend(task.url for task in late)
    assert len(asked) == len(set(asked)) <= most
    return set(asked)


@pytest.mark.parametrize("most", range(5))
def test_where_too_many_ask_the_lot_decides(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never more than may be, each once, and the same ones in any order of answers."""
    one = _asked_with(most, monkeypatch, LINKS)
    monkeypatch.undo()
    other = _asked_with(most, monkeypatch, LINKS[::-1])

    assert one == other
    assert most == len(one)


def test_no_more_is_held_than_may_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands behind so many lower lots can never be drawn, however many hosts there are."""
    monkeypatch.setattr("crawler.suggest.early.MOST_ASKED", 2)
    early = _early()
    for url in LINKS:
        early.conclude(SAID[url])

    lots = sorted(map(early._verification.lot_of, LINKS[:4]))  # the last one is https already
    assert lots[:2] == [lot for lot, _, _ in early._held]
