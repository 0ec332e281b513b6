"""What several links of one host say together that none says alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.replay import Web, link_of, replay

from crawler.judge import Case, Verdict, build_case, judge
from crawler.judge.crowd import CROWD_FROM, Crowds
from crawler.page.model import PageFacts
from crawler.probe.past import Status

MakeCase = Callable[..., Case]
SAID: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("crowds.yaml").read_text(encoding="utf-8")
)
LIST = PageFacts(title="Study with us", html_title="Study with us")


def _opinions(said: dict[str, Any], crowds: Crowds) -> dict[str, tuple[Case, Verdict]]:
    found = {}
    for number, (url, title) in enumerate(said["links"].items()):
        link = link_of({"entry": {"url": url, "title": title}, "id": f"entry-{number}"})
        case = build_case(link, replay(url, title, Web(said["answers"]), read="all"), None)
        found[url] = case, judge(case)
        crowds.note(url, *found[url])
    return found


@pytest.mark.parametrize("said", SAID, ids=lambda said: said["name"])
def test_crowds(said: dict[str, Any]) -> None:
    """Those that a crowd tells dead are dead, say how many came together, and offer no new address."""
    crowds = Crowds()
    alone = _opinions(said, crowds)
    together = {url: crowds.judged(url, *opinion)[1] for url, opinion in alone.items()}

    if "unmoved" in said:
        assert {("untitled-shared-target", "alive", None)} == {
            (verdict.reason, verdict.status.value, verdict.moved_to) for verdict in together.values()
        }
    elif not said["dead"]:
        assert {url: verdict for url, (_, verdict) in alone.items()} == together
        failing = {Status.DEAD, Status.CHANGED} & {verdict.status for verdict in together.values()}
        assert {said.get("alone")} - {None} == failing
    else:
        assert {"dead"} == {verdict.status.value for verdict in together.values()}
        assert {None} == {verdict.moved_to for verdict in together.values()}
        assert all(f"{len(said['dead'])} links of this host" in v.because[0] for v in together.values())
        assert sorted(said["dead"]) == sorted(url for url, v in together.items() if v.status is Status.DEAD)


def test_each_case_is_told_by_the_crowd_alone() -> None:
    """Of the links that a crowd tells dead, none is dead by itself but those that end at a front page; one
    that ends at a list without it is `changed`, and waits for another night.
    """
    found = {
        said["name"]: {verdict.status.value for _, verdict in _opinions(said, Crowds()).values()}
        for said in SAID
        if said["dead"] and "front-page" not in said["name"]
    }

    assert len(found) >= 3
    assert all(statuses <= {"alive", "changed"} for statuses in found.values()), found
    assert {"alive"} in found.values()


def _come(make_case: MakeCase, number: int, **more: Any) -> tuple[Case, Verdict]:
    facts = {"match": 0.0, "title": f"Work {number}", "page": LIST, "hops": "302 /list"} | more
    case = make_case(url=f"https://a.test/old/work-{number}", **facts)
    return case, judge(case)


@pytest.mark.parametrize("size", range(CROWD_FROM + 2))
def test_size(make_case: MakeCase, size: int) -> None:
    """A crowd begins with three; who is in none has none."""
    crowds = Crowds()
    for number in range(size):
        crowds.note(f"work-{number}", *_come(make_case, number))

    assert (size if size >= CROWD_FROM else 0) == crowds.size("work-0")
    assert 0 == crowds.size("somebody else")


def test_hosts_are_apart(make_case: MakeCase) -> None:
    """Links of three hosts that meet at a fourth are no crowd of one host."""
    crowds = Crowds()
    for number in range(3):
        facts = {"match": 0.0, "title": f"Work {number}", "page": LIST, "hops": "302 https://d.test/"}
        case = make_case(url=f"https://{'abc'[number]}.test/old/work-{number}", **facts)
        crowds.note(f"work-{number}", case, judge(case))

    assert [0, 0, 0] == [crowds.size(f"work-{number}") for number in range(3)]


def test_same_link_twice_counts_once(make_case: MakeCase) -> None:
    """Noting a link again, as a retried conversation does, adds nothing."""
    crowds = Crowds()
    for _ in range(4):
        crowds.note("work-1", *_come(make_case, 1))

    assert 0 == crowds.size("work-1")


def test_middling_match_is_left_alone(make_case: MakeCase) -> None:
    """A page that says half of each title may be a page on all of them."""
    crowds = Crowds()
    for number in range(4):
        crowds.note(f"work-{number}", *_come(make_case, number, match=0.5))

    assert 0 == crowds.size("work-1")
