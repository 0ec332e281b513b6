"""The stage that asks, in whole runs over real sockets: what it sends and what comes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from suggest.rehearsal import Rehearsal, site

from crawler.demo.answers import page
from crawler.demo.model import Response, Trouble

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.demo.model import Request

HTTP = "version: 1\nresources:\n  - {id: a, title: Convex Optimization, url: 'http://a.test/work'}\n"
GONE = HTTP.replace("http:", "https:")
STAMP = "20261101000000"


def _work(_request: Request) -> Response:
    return page("Convex Optimization")


def _gone_since_day_2(request: Request) -> Response:
    return page("Convex Optimization") if request.day == 1 else Response(status=404)


def _archive(request: Request) -> Response:
    if request.path != "/cdx/search/cdx":
        return page("Convex Optimization")
    rows = [["timestamp", "original", "statuscode"], [STAMP, "https://a.test/work", "200"]]
    return Response(status=200, body=json.dumps(rows).encode())


def test_https_is_asked_once_and_counted(tmp_path: Path) -> None:
    """One request to the page, one to its twin, one for robots.txt of each; all of them in `requests`."""
    rehearsal = Rehearsal(tmp_path, HTTP, (site("http://a.test/work", _work),))
    result = rehearsal.nights(1)

    assert ["https"] == [each.code for each in result.report.suggestions]
    assert 2 == rehearsal.requests.count(("a.test", "/work"))
    assert len(rehearsal.requests) == result.report.run.requests


def test_without_metadata_nothing_is_asked(tmp_path: Path) -> None:
    """Where no page is read no two can be compared."""
    rehearsal = Rehearsal(tmp_path, HTTP, (site("http://a.test/work", _work),))
    result = rehearsal.nights(1, no_metadata=True)

    assert () == result.report.suggestions
    assert 1 == rehearsal.requests.count(("a.test", "/work"))


@pytest.mark.parametrize(
    ("policy", "disposition"), [("safe", ["safe"]), ("propose", ["review"]), ("never", [])]
)
def test_configuration_decides(tmp_path: Path, policy: str, disposition: list[str]) -> None:
    """`safe` puts a suggestion whose conditions hold into safe.patch, `never` asks nothing."""
    rehearsal = Rehearsal(tmp_path, HTTP, (site("http://a.test/work", _work),), suggest={"https": policy})
    result = rehearsal.nights(1)

    assert disposition == [each.disposition for each in result.report.suggestions]
    assert ("+" in result.files["safe.patch"]) == (policy == "safe")
    assert (1 if policy == "never" else 2) == rehearsal.requests.count(("a.test", "/work"))


def test_archive_is_asked_for_a_confirmed_death(tmp_path: Path) -> None:
    """Not on the first night of a death; on the next one, the snapshot is appended and the URL stays."""
    sites = (site("https://a.test/work", _gone_since_day_2), site("https://web.archive.org/", _archive))
    rehearsal = Rehearsal(tmp_path, GONE, sites)

    assert () == rehearsal.nights(1, 2).report.suggestions
    assert [] == [each for each in rehearsal.requests if each[0] == "web.archive.org"]
    result = rehearsal.nights(3)
    assert ["archive"] == [each.code for each in result.report.suggestions]
    assert f"web.archive.org/web/{STAMP}/https://a.test/work" in result.files["suggested.patch"]
    assert "" == result.files["safe.patch"]


def test_archive_out_of_reach_is_said(tmp_path: Path) -> None:
    """A failing index is no error: the report says so, and the run is as good as any."""
    rehearsal = Rehearsal(tmp_path, GONE, (site("https://a.test/work", _gone_since_day_2),))
    result = rehearsal.nights(1, 2, 3)

    assert result.trouble is None
    said = [refusal.reason for refusal in result.report.refusals]
    assert ["web.archive.org could not be asked for a snapshot (name-not-found)"] == said
    assert said[0] in result.files["latest.md"].replace("\\", "")


def test_inconclusive_run_asks_nothing_more(tmp_path: Path) -> None:
    """Where the name service fails, nothing is verified and nothing is proposed."""
    unnamed = replace(site("http://a.test/work", _work), trouble=Trouble.BROKEN_DELEGATION)
    rehearsal = Rehearsal(tmp_path, HTTP, (unnamed,))
    result = rehearsal.nights(1)

    assert result.trouble is not None
    assert ((), []) == (result.report.suggestions, rehearsal.requests)


def test_declined_is_counted_and_not_made(tmp_path: Path) -> None:
    """What was declined stays away; the reports say how many there are."""
    sites = (site("http://a.test/work", _work),)
    first = Rehearsal(tmp_path, HTTP, sites).nights(1)
    declined = frozenset(each.id for each in first.report.suggestions)
    result = Rehearsal(tmp_path, HTTP, sites, declined=declined).nights(2)

    reasons = [refusal.reason for refusal in result.report.refusals]
    assert ((), ["declined before"]) == (result.report.suggestions, reasons)
    assert "1 suggestion not made again, declined before." in result.files["latest.md"]
    assert "1 suggestion not made again, declined before." in result.files["index.html"]


def test_due_proposes_nothing_unasked(tmp_path: Path) -> None:
    """A link that is not due is not verified either, so nothing that must ask is proposed of it."""
    sites = (site("http://a.test/work", _work),)
    rehearsal = Rehearsal(tmp_path, HTTP, sites)
    rehearsal.nights(1)
    result = rehearsal.nights(2, due=True)

    assert () == result.report.suggestions
    assert [] == rehearsal.requests
