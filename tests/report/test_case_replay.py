"""The one reader of case files: it understands whatever `tests/cases/README.md` names."""

from __future__ import annotations

from typing import Any

import pytest
from support.replay import all_cases, verdict_of

from crawler.report.case_file import saved_note
from crawler.report.case_replay import replay

URL = "https://a.test/book"
TITLE = "Bayes Rules!"
GOOD = {"html": f"<title>{TITLE}</title>"}
EXPIRED = {"fail": "certificate-expired"}
CHANGED = {"html": "<title>Another page</title>"}


def _said(answers: dict[str, Any], url: str = URL, **more: Any) -> dict[str, Any]:
    return {"entry": {"title": TITLE, "url": url}, "answers": answers, **more}


def _codes(said: dict[str, Any]) -> set[str]:
    return {signal.code for signal in replay(said).verdict.signals}


def test_what_a_case_does_not_say_is_not_there() -> None:
    """It is answered 404, and it is told that the case lacks it; a case without gaps has none."""
    found = replay(_said({"https://a.test/other": GOOD}))

    assert ("dead", "not-found", (URL,)) == (found.verdict.status, found.verdict.reason, found.unknown)
    assert () == replay(_said({"*": GOOD})).unknown


def test_the_note_says_what_was_asked_besides() -> None:
    """What replays by a request that the run did not make is no proof."""
    expect = {"status": "dead", "reason": "not-found", "signals": ["not-found"]}
    said = _said({}, name="x", expect=expect)

    assert f"replays by asking {URL}, which the run did not" in saved_note(said, replay(said))


@pytest.mark.parametrize(
    ("signals", "words"),
    [
        (["title-matches-entry", "fragment-missing"], "replays without fragment-missing"),
        ([], "replays with title-matches-entry"),
    ],
)
def test_the_note_tells_other_signals(signals: list[str], words: str) -> None:
    """The verdict alone may be the same for another reason."""
    expect = {"status": "alive", "reason": "ok", "signals": signals}
    said = _said({"*": GOOD}, name="x", expect=expect)

    assert words in saved_note(said, replay(said))


@pytest.mark.parametrize("day", ["2024-03-01", "2024-03-01T10:00:00+00:00"])
def test_certificates(day: str) -> None:
    """Seen only by the look behind, with days as text or as YAML's dates."""
    behind = {"status": 200, "certificate": {"not_after": day}}
    verdict = replay(_said({URL: [EXPIRED, behind]})).verdict

    assert "the certificate expired on 2024-03-01" == verdict.because[0]
    assert "certificate" not in replay(_said({URL: {**GOOD, "certificate": {}}})).verdict.reason


def test_dns() -> None:
    """Who serves the link's site is asked of `dns`, never of the answers by address."""
    answers = {"*": CHANGED, "dns": {"name_servers": ["ns1.sedoparking.com"]}}

    assert ("changed", "parked") == _status(_said(answers))
    assert "parked" != _status(_said({"*": CHANGED}))[1]


def _status(said: dict[str, Any]) -> tuple[str, str]:
    verdict = replay(said).verdict
    return verdict.status.value, verdict.reason


def test_known_pages() -> None:
    """A 304 stands for the page that was read last night, by each of the names that it had."""
    answers = {URL: {"status": 304}}
    known = {"etag": '"1"', "title": "Home", "names": ["Home", TITLE]}

    assert {"not-modified", "title-matches-entry"} == _codes(_said(answers, known=known))
    assert {"not-modified", "title-unlike-entry"} == _codes(
        _said(answers, known={"etag": '"1"', "title": "Home"})
    )
    assert {"not-modified"} == _codes(_said(answers, known={"etag": '"1"'}))
    assert {"unexpected-status"} == _codes(_said(answers))


def test_places_and_crowds() -> None:
    """The place that a link names is looked for; a crowd is what the case says it is."""
    page = {"html": f"<title>{TITLE}</title><h2 id=one>1</h2>"}
    moved = {URL: {"status": 302, "headers": {"location": "/list"}}, "*": {"html": "<title>Courses</title>"}}

    assert "fragment-missing" in _codes(_said({"*": page}, f"{URL}#two"))
    assert "fragment-missing" not in _codes(_said({"*": page}, f"{URL}#one"))
    assert "shared-target" in _codes(_said(moved, crowd=4))
    assert "shared-target" not in _codes(_said(moved))


def test_a_field_may_come_twice() -> None:
    """Two cookies are two fields; a loop that needs both ends."""
    cookies = ["a=1", "b=2"]
    loop = {"status": 302, "headers": {"location": "/book", "set-cookie": cookies}}
    found = replay(_said({URL: [loop, GOOD]}))

    (sent,) = [value for name, value in found.case.evidence.final.probe.headers if name == "cookie"]
    assert {"a=1", "b=2"} == set(sent.split("; "))
    assert "alive" == found.verdict.status


def test_tests_and_product_agree() -> None:
    """Every case of the repository, by both ways."""
    for case in all_cases():
        found = replay(case.said)
        assert (verdict_of(case), ()) == (found.verdict, found.unknown), case.name
