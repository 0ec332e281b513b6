"""A kept case as a case file: it replays to the same signals and verdict, and no secret is in it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support.replay import CaseFile, all_cases, case_of, verdict_of

from crawler.judge import judge
from crawler.page.excerpt import EXCERPT_CHARACTERS, excerpt
from crawler.probe.model import without_bodies
from crawler.report.case import dump_case, needs_pages
from crawler.report.case_file import case_file, case_of_link, saved_note
from crawler.report.case_replay import replay

TODAY = date(2026, 11, 21)
CASES = {case.name: case for case in all_cases()}
SECRET = "s3cr3tS3cr3t"


def _saved(case: CaseFile) -> dict[str, Any]:
    """The case as a run keeps it, with no more of its pages than that, and as `--save-case` writes it."""
    whole = case_of(case)
    verdict = judge(whole)
    kept = needs_pages(verdict, whole.evidence)
    lean = type(whole)(
        link=whole.link,
        evidence=without_bodies(whole.evidence, excerpts=kept),
        past=whole.past,
        title_match=whole.title_match,
        crowd=whole.crowd,
    )
    told = json.loads(dump_case(lean, verdict))
    said = case_of_link(case.said["entry"]["url"], told, TODAY)
    assert said is not None
    (loaded,) = yaml.safe_load(case_file([said]))
    return loaded  # type: ignore[no-any-return]


@pytest.mark.parametrize(("robots_s", "reason"), [(18.9, "slow-redirects"), (0.0, "too-many-redirects")])
def test_slow_robots_txt_counts(robots_s: float, reason: str) -> None:
    """A chain that was slow for the robots.txt of its hops is as slow when its case is replayed."""
    whole = case_of(CASES["slow-redirects"])
    exchanges = [replace(each, elapsed_s=0.1, robots_s=robots_s) for each in whole.evidence.exchanges]
    case = replace(whole, evidence=replace(whole.evidence, exchanges=tuple(exchanges)))
    told = json.loads(dump_case(case, judge(case)))
    said = case_of_link(case.link.url, told, TODAY)
    assert said is not None

    replayed = replay({**said, "answers": {"*": next(iter(said["answers"].values()))}})

    assert reason == replayed.verdict.reason


@pytest.mark.parametrize("name", sorted(CASES))
def test_saved_case_replays(name: str) -> None:
    """Whatever case is saved, its file gives the same signals, verdict and new address."""
    case = CASES[name]
    said = _saved(case)
    again = verdict_of(CaseFile(path=Path("saved.yaml"), name=name, said=said))

    first = verdict_of(case)
    replayed = replay(said)
    assert not replayed.unknown
    assert (first.status, first.reason) == (again.status, again.reason)
    assert {s.code for s in first.signals} == {s.code for s in again.signals}
    assert set(said["expect"]["signals"]) == {s.code for s in again.signals}
    assert first.moved_to == again.moved_to == said["expect"].get("moved_to")
    assert f"{said['name']}: replays to {first.status} ({first.reason})" == saved_note(said, replayed)


def _told(url: str, *, location: str = "/b", body: str | None = None, cookie: str = "") -> dict[str, Any]:
    headers = [["content-type", "text/html"], ["location", location], ["set-cookie", cookie]]
    exchange = {
        "purpose": "page", "method": "GET", "url": url, "attempt": 1, "waited_s": 0, "stack": "httpx",
        "address": None, "elapsed_s": 0, "bytes": 0, "status": 200, "headers": headers, "failure": None,
        "body": body, "body_error": None,
    }  # fmt: skip
    verdict = {
        "status": "alive",
        "reason": "ok",
        "confidence": "low",
        "confirmed": True,
        "because": [],
        "moved_to": None,
    }
    return {
        "verdict": verdict, "signals": [], "exchanges": [exchange], "conversations": [0], "decided_in": 0,
        "page": None, "url": url, "expected_title": None, "title_match": None, "crowd": 0, "past": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        f"https://user:{SECRET}@a.test/book",
        f"https://a.test/book?token={SECRET}",
        f"https://a.test/book?a=1&access_token={SECRET}&b=2",
        f"https://a.test/book;jsessionid={SECRET}?a=1",
        f"https://a.test/book?X-Amz-Signature={SECRET}&x=1",
        f"https://a.test/book?api_key={SECRET}#p",
        f"https://a.test/book?PHPSESSID={SECRET}",
        f"https://a.test/book#access_token={SECRET}",
    ],
)
def test_secrets_of_an_address_stay_behind(url: str) -> None:
    """Passwords, tokens and sessions are scrubbed wherever the address stands; the rest of it stays."""
    plain = url.replace(f"user:{SECRET}@", "")
    body = f"<title>x</title><a href='{url}'>again</a>"
    said = case_of_link(plain, _told(plain, location=url, body=body), TODAY)
    assert said is not None
    text = case_file([said])

    assert SECRET not in text
    assert "https://a.test/book" in text


@pytest.mark.parametrize(
    "body",
    [
        f'<input type="hidden" name="csrf" value="{SECRET}">',
        f'<input name="authenticity_token" type=hidden value={SECRET}>',
        f'<meta name="csrf-token" content="{SECRET}">',
        f"<script>fetch('/x?session_id={SECRET}')</script>",
        f"<p>Bearer {SECRET}{'a1B2' * 10}</p>",
        f"<p>eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.{SECRET}abcdefghij.{SECRET}klmnop</p>",
    ],
)
def test_secrets_of_a_page_stay_behind(body: str) -> None:
    """Hidden fields, tokens in metas and scripts, and whatever looks like a key."""
    said = case_of_link("https://a.test/", _told("https://a.test/", body=body), TODAY)
    assert said is not None

    assert SECRET not in case_file([said])


def test_cookies_stay_behind() -> None:
    """That a cookie was set is told; its value did not even reach the history."""
    told = _told("https://a.test/", cookie="seen=...; Path=/")
    said = case_of_link("https://a.test/", told, TODAY)

    assert said is not None
    assert "seen=...; Path=/" in case_file([said])


def test_a_second_look_without_retries_replays() -> None:
    """The look behind a reset came after one reset; a replay, which retries, must not meet it as the page."""
    told = _told("https://a.test/")
    reset = {**told["exchanges"][0], "status": None, "headers": [], "failure": "connection-reset: by peer"}
    behind = {**told["exchanges"][0], "purpose": "unverified", "certificate": {"protocol": "TLSv1"}}
    verdict = {**told["verdict"], "status": "insecure", "reason": "tls-too-old"}
    signals = [{"code": code} for code in ("tls-handshake", "answers-without-certificate")]
    told |= {"exchanges": [reset, behind], "verdict": verdict, "signals": signals}
    said = case_of_link("https://a.test/", told, TODAY)

    assert said is not None
    assert saved_note(said, replay(said)).endswith("replays to insecure (tls-too-old)")


def test_a_redirect_to_an_unchanged_page_has_no_page_of_its_own() -> None:
    """What a 304 stands for is `known`, and nothing that was answered."""
    said = _saved(CASES["unchanged-at-the-end-of-a-move"])

    assert {"title", "names", "etag"} <= set(said["known"])
    assert not any({"html", "text"} & set(answer) for answer in said["answers"].values())


@pytest.mark.parametrize("place", ["one", 'a"><script>', "a\\b", "a b", "%22", "\u00fc"])
@pytest.mark.parametrize("is_missing", [True, False])
def test_places_replay_however_they_are_written(place: str, *, is_missing: bool) -> None:
    """The page itself is not kept; that it has the place, or lacks it, is."""
    url = f"https://a.test/b#{place}"
    page: dict[str, Any] = {"title": "X", "html_title": "X", "h1": None, "names": [], "language": None}
    told = _told(url) | {"page": page, "missing_fragments": [place] * is_missing}
    told["exchanges"][0] |= {"url": "https://a.test/b", "headers": [["content-type", "text/html"]]}
    told["signals"] = [{"code": "fragment-missing"}] * is_missing
    said = case_of_link(url, told, TODAY)

    assert said is not None
    assert saved_note(said, replay(said)).endswith(": replays to alive (ok)")


def test_what_only_memory_says_is_told_apart() -> None:
    """No case has other nights: it expects what this run says alone, and says what memory made of it."""
    told = _told("https://a.test/")
    failed = {**told["exchanges"][0], "status": None, "headers": [], "failure": "connect-timeout: 10 s"}
    verdict = {**told["verdict"], "status": "dead", "reason": "unreachable-for-long"}
    told |= {"exchanges": [failed], "verdict": verdict, "signals": [{"code": "connect-timeout"}]}
    told["alone"] = {"status": "unreachable", "reason": "connect-timeout"}
    said = case_of_link("https://a.test/", told, TODAY)

    assert said is not None
    assert "dead (unreachable-for-long) by the memory of earlier runs" in said["why"]
    assert saved_note(said, replay(said)).endswith("replays to unreachable (connect-timeout)")


def test_link_that_was_not_asked_has_no_case() -> None:
    """There is nothing to replay."""
    assert None is case_of_link("mailto:a@b.test", _told("x") | {"exchanges": [], "conversations": []}, TODAY)


def test_an_older_history_can_be_saved() -> None:
    """What an earlier version kept lacks pages and conversations."""
    told = _told("https://a.test/")
    for name in ("conversations", "decided_in", "crowd", "past", "url"):
        del told[name]
    del told["exchanges"][0]["body"], told["exchanges"][0]["body_error"]

    said = case_of_link("https://a.test/", told, TODAY)
    assert said is not None
    assert "alive" == said["expect"]["status"]


def test_what_replays_differently_is_said() -> None:
    """Nobody is told that a case holds which does not."""
    told = _told("https://a.test/b", body="<title>Page not found</title>")
    said = case_of_link("https://a.test/b", told, TODAY)
    assert said is not None

    note = saved_note(said, replay(said))
    assert "was alive (ok), but replays to dead (soft-404)" in note


@given(st.binary(max_size=200), st.integers(1, 400))
def test_excerpts_are_bounded(some: bytes, times: int) -> None:
    """Whatever a page is, its excerpt is text of a bounded length."""
    kept = excerpt(some * times, "text/html", "word " * 2_000)

    assert len(kept.decode()) <= EXCERPT_CHARACTERS + 2_000
