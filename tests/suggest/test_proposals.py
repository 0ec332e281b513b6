"""Every kind of suggestion, and where it must not be made: cases in proposals.yaml."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from support.proposals import mapped, native, propose

from crawler.suggest import CODES, Suggestion, offer
from crawler.suggest.conclusions import DECLINED

if TYPE_CHECKING:
    from crawler.catalog import Catalog

CASES: list[dict[str, Any]] = [
    case
    for name in ("proposals.yaml", "proposals_elsewhere.yaml")
    for case in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])


def _catalog(case: dict[str, Any]) -> Catalog:
    return (
        mapped(case["file"], case["text"], case.get("layout")) if "file" in case else native(case["entries"])
    )


def _told(suggestion: Suggestion) -> str:
    head = f"{suggestion.code} {suggestion.disposition} {suggestion.entry}"
    news = [edit.new for edit in suggestion.edits if edit.new is not None]
    return head + "".join(f": {new if isinstance(new, str) else json.dumps(new)}" for new in news)


@each_case
def test_proposes_just_this(case: dict[str, Any]) -> None:
    """The last night's proposals, in order, and why others are withheld."""
    concluded, _, _ = propose(_catalog(case), case["nights"], policies=case.get("policies"))

    assert case["proposes"] == [_told(suggestion) for suggestion in concluded.suggestions]
    assert case.get("withholds", []) == [reason for _, reason in concluded.withheld]
    assert all(suggestion.because for suggestion in concluded.suggestions)
    reasons = [reason for suggestion in concluded.suggestions for reason in suggestion.because]
    assert all(any(part in reason for reason in reasons) for part in case.get("because", []))


@each_case
def test_what_is_proposed_can_be_made(case: dict[str, Any]) -> None:
    """Every edit is proved against the catalog's text, and declined it is not made again."""
    concluded, catalog, _ = propose(_catalog(case), case["nights"], policies=case.get("policies"))
    offered = offer({catalog.file: catalog.text}, concluded.suggestions)

    assert () == offered.refusals
    assert case.get("offers", len(concluded.suggestions)) == len(offered.suggestions)
    if "after" in case:
        assert case["after"] == offered.texts[catalog.file]
    ids = frozenset(suggestion.id for suggestion in concluded.suggestions)
    again, _, _ = propose(_catalog(case), case["nights"], policies=case.get("policies"), declined=ids)
    declined = sorted(name for name, reason in again.withheld if reason == DECLINED)
    assert ((), sorted(ids)) == (again.suggestions, sorted(set(declined)))


def test_every_code_is_proposed_and_withheld_somewhere() -> None:
    """Each code of the registry has a case that shows it."""
    shown = {said.split()[0] for case in CASES for said in case["proposes"]}

    assert {code.name for code in CODES} == shown


@each_case
def test_never_asks_nothing(case: dict[str, Any]) -> None:
    """Where everything is switched off, nothing is proposed, and only the links themselves are asked."""
    never = dict.fromkeys((code.name for code in CODES), "never")
    concluded, catalog, web = propose(_catalog(case), case["nights"], policies=never)

    assert () == concluded.suggestions
    hosts = {link.url.split("/")[2] for link in catalog.links}
    assert not any("web.archive.org" in url for url in web.asked if "web.archive.org" not in hosts)


def test_a_silent_host_is_asked_once() -> None:
    """A host that speaks no https is found out by one question, however many links it has."""
    titles = ["Convex Optimization", "Group Theory Notes", "Measure and Integral", "Sheaves in Geometry"]
    entries = [
        f'- {{id: e{number}, title: {title}, url: "http://a.test/{number}"}}'
        for number, title in enumerate(titles)
    ]
    night: dict[str, Any] = {f"http://a.test/{number}": title for number, title in enumerate(titles)}
    night |= {f"https://a.test/{number}": "! connection-refused" for number in range(len(titles))}

    concluded, _, web = propose(native("\n".join(entries)), [night])

    assert () == concluded.suggestions
    assert 1 == len([url for url in web.asked if url.startswith("https://a.test/")])
    assert [1, 0] == web.batches[:2]
