"""Real, healthy pages of packages' documentation: none is missing, parked, walled, a sign-in or a shell.

`healthy_pages.jsonl.xz` holds the first 12 kB of 290 pages (made by Sphinx, DocBook, Scribble, rustdoc, XSLT,
by hand and by others, in twelve languages) with the package and licence that each comes from: PSF-2.0,
PostgreSQL, Apache-2.0, MIT, BSD-3-Clause and MPL-2.0 allow copying, SQLite's pages are in the public domain.
"""

from __future__ import annotations

import json
import lzma
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from support.replay import Web, link_of, replay

from crawler.judge import Case, build_case, judge
from crawler.page import HeadWatch
from crawler.page.wording import login_phrase, maintenance_phrase, missing_phrase, parked_phrase

if TYPE_CHECKING:
    from crawler.probe.model import Exchange, Probe

PAGES_FILE = Path(__file__).with_name("healthy_pages.jsonl.xz")
CONDEMNING = {
    "bot-wall", "consent-page", "login-page", "maintenance-page", "one-shell-for-all", "parked-page",
    "same-as-control", "title-says-missing",
}  # fmt: skip


@cache
def _pages() -> tuple[dict[str, Any], ...]:
    return tuple(map(json.loads, lzma.decompress(PAGES_FILE.read_bytes()).decode().splitlines()))


class _Served(Web):
    """A page at its address, in the bytes that it has; unknown pages get a true 404."""

    def __init__(self, url: str, body: bytes) -> None:
        super().__init__({"*": {"status": 404}, url: {"html": ""}})
        self._url, self._body = url, body

    def answer(self, probe: Probe) -> Exchange:
        exchange = super().answer(probe)
        if probe.url != self._url or exchange.answer is None:
            return exchange
        answer = type(exchange.answer)(status=200, headers=(("content-type", "text/html"),), body=self._body)
        return type(exchange)(probe=probe, outcome=answer)


def _case(row: dict[str, Any], title: str | None, *, cut: bool = False) -> Case:
    url = "https://docs.test/" + quote(row["path"])
    body = row["html"].encode("latin-1")
    if cut:
        watch = HeadWatch()
        pieces = (body[at : at + 512] for at in range(0, len(body), 512))
        read: list[bytes] = []
        for piece in pieces:
            read.append(piece)
            if watch.feed(piece):
                break
        body = b"".join(read)
    evidence = replay(url, title, _Served(url, body))
    return build_case(link_of({"entry": {"url": url, "title": title}}), evidence, None)


PACKAGES = Counter(row["package"] for row in _pages())


@pytest.mark.parametrize("package", sorted(PACKAGES))
@pytest.mark.parametrize("cut", [False, True], ids=["all", "head"])
def test_healthy_pages_are_alive(package: str, *, cut: bool) -> None:
    """Whatever the entry is called, or if it has no title, a healthy page is alive, without a doubt."""
    for row in _pages():
        if row["package"] != package:
            continue
        page = _case(row, None, cut=cut).evidence.page
        assert page is not None
        for title in (None, page.title, "The Art of Pottery in Nine Lessons"):
            verdict = judge(_case(row, title, cut=cut))
            assert "alive" == verdict.status, (row["path"], title, verdict)
            assert not CONDEMNING & {signal.code for signal in verdict.signals}, (row["path"], title, verdict)


def test_own_title_matches() -> None:
    """A page that is called what the entry says is never doubted."""
    unlike = []
    for row in _pages():
        page = _case(row, None).evidence.page
        verdict = judge(_case(row, page.html_title if page else None))
        unlike += [row["path"]] if "title-matches-entry" not in {s.code for s in verdict.signals} else []

    assert [] == unlike


def test_there_are_enough_pages_of_many_makers() -> None:
    """At least 200 pages, of many packages and languages, each with its licence, in little room."""
    languages = {
        page.language.partition("-")[0]
        for row in _pages()
        if (page := _case(row, None).evidence.page) and page.language
    }

    assert len(_pages()) >= 200
    assert len(PACKAGES) >= 15
    assert len(languages) >= 8, languages
    assert all(row["licence"] for row in _pages())
    assert PAGES_FILE.stat().st_size < 500_000


@pytest.mark.parametrize("heard", [missing_phrase, parked_phrase, login_phrase, maintenance_phrase])
def test_this_test_can_fail(heard: Any) -> None:
    """The same pages with one sentence put into their titles are heard at once."""
    words = {
        missing_phrase: "Page not found",
        parked_phrase: "This domain is for sale",
        login_phrase: "Sign in",
        maintenance_phrase: "Down for maintenance",
    }[heard]
    deaf = [
        row["path"]
        for row in _pages()
        if not any(heard(name) for name in _names({**row, "html": f"<title>{words}</title>{row['html']}"}))
    ]

    assert [] == deaf


def _names(row: dict[str, Any]) -> tuple[str, ...]:
    page = _case(row, None).evidence.page
    return tuple(filter(None, (page.html_title, page.h1))) if page else ()
