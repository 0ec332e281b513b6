"""http links whose https twin was seen working: by this run, or by an earlier one over another catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from suggest.rehearsal import Rehearsal, site

from crawler.demo.answers import page
from crawler.demo.model import Response
from crawler.suggest.model import suggestion_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crawler.demo.model import Request
    from crawler.run import RunResult

HTTPS = "version: 1\nresources:\n  - {id: b, title: Convex Optimization, url: 'https://a.test/work'}\n"
HTTP = HTTPS.replace("b,", "a,").replace("https:", "http:")
TWIN = "`url` of 'a' is http, and https://a.test/work works ({}); write it if it shows the same"


def _work(_request: Request) -> Response:
    return page("Convex Optimization")


def _to_https(request: Request) -> Response:
    if request.scheme == "https":
        return _work(request)
    return Response(status=302, headers=(("Location", "https://a.test/work"),))


def _to_http(request: Request) -> Response:
    if request.scheme == "http":
        return _work(request)
    return Response(status=302, headers=(("Location", "http://a.test/work"),))


def _to_http_for_good(request: Request) -> Response:
    if request.scheme == "http":
        return _work(request)
    return Response(status=301, headers=(("Location", "http://a.test/work"),))


def _to_https_where_it_is_missing(request: Request) -> Response:
    if request.scheme == "https":
        return Response(status=404)
    return Response(status=302, headers=(("Location", "https://a.test/work"),))


def _moved_on(request: Request) -> Response:
    if request.scheme == "http" or request.path != "/work":
        return _work(request)
    return Response(status=301, headers=(("Location", "https://a.test/convex-optimization"),))


def _missing_at_https(request: Request) -> Response:
    return Response(status=404) if request.scheme == "https" else _work(request)


def _said(result: RunResult) -> list[str]:
    return [each.message for each in result.report.problems if each.code == "http-where-https"]


def test_an_earlier_run_saw_it(tmp_path: Path) -> None:
    """Another catalog had the https address; it is said where nothing is asked, with the day."""
    sites = (site("http://a.test/work", _work),)
    Rehearsal(tmp_path, HTTPS, sites).nights(1)
    result = Rehearsal(tmp_path, HTTP, sites).nights(2, no_metadata=True)

    assert [TWIN.format("reached on 2026-11-02")] == _said(result)
    assert "https://a.test/work works" in result.files["latest.json"]


def test_a_suggestion_says_it_already(tmp_path: Path) -> None:
    """Where the twin was asked and is proposed, no problem says it again."""
    sites = (site("http://a.test/work", _work),)
    Rehearsal(tmp_path, HTTPS, sites).nights(1)
    result = Rehearsal(tmp_path, HTTP, sites).nights(2)

    assert (["https"], []) == ([each.code for each in result.report.suggestions], _said(result))


def test_this_run_was_led_there(tmp_path: Path) -> None:
    """A redirect for the time being changes no address, and shows that https works."""
    sites = (site("http://a.test/work", _to_https),)
    result = Rehearsal(tmp_path, HTTP, sites).nights(1, no_metadata=True)

    assert [TWIN.format("it led there in this run")] == _said(result)


def test_an_earlier_run_saw_it_move(tmp_path: Path) -> None:
    """Where the https address moved on, to https as every move that is offered, there is one."""
    sites = (site("http://a.test/work", _moved_on),)
    Rehearsal(tmp_path, HTTPS, sites).nights(1)
    result = Rehearsal(tmp_path, HTTP, sites).nights(2, no_metadata=True)

    assert [TWIN.format("reached on 2026-11-02")] == _said(result)


@pytest.mark.parametrize("respond", [_to_https_where_it_is_missing, _to_http_for_good])
def test_what_was_not_reached_is_no_twin(tmp_path: Path, respond: Callable[[Request], Response]) -> None:
    """A redirect to https shows nothing where there is no page, or where http is as good for good."""
    sites = (site("http://a.test/work", respond),)
    Rehearsal(tmp_path, HTTPS, sites).nights(1)
    result = Rehearsal(tmp_path, HTTP, sites).nights(2, no_metadata=True)

    assert [] == _said(result)


@pytest.mark.parametrize("respond", [_to_http, _missing_at_https])
def test_what_does_not_work_is_no_twin(tmp_path: Path, respond: Callable[[Request], Response]) -> None:
    """An https address that is gone, or that falls back to http, is not worth having."""
    sites = (site("http://a.test/work", respond),)
    Rehearsal(tmp_path, HTTPS, sites).nights(1)
    result = Rehearsal(tmp_path, HTTP, sites).nights(2, no_metadata=True)

    assert [] == _said(result)


def test_who_does_not_want_it_is_not_told(tmp_path: Path) -> None:
    """Declined, or switched off in the configuration."""
    sites = (site("http://a.test/work", _work),)
    Rehearsal(tmp_path, HTTPS, sites).nights(1)
    name = suggestion_id("a", "url", "http://a.test/work", "https://a.test/work")
    declined = Rehearsal(tmp_path, HTTP, sites, declined=frozenset({name}))
    never = Rehearsal(tmp_path, HTTP, sites, suggest={"https": "never"})

    assert [] == _said(declined.nights(2, no_metadata=True))
    assert [] == _said(never.nights(3, no_metadata=True))


def test_lint_says_it_already(tmp_path: Path) -> None:
    """Beside the https address in one file, `lint` has said it on this line."""
    sites = (site("http://a.test/work", _work),)
    result = Rehearsal(tmp_path, HTTPS + HTTP.partition("resources:\n")[2], sites).nights(1, no_metadata=True)

    assert ["line 3 has its host at https" in said for said in _said(result)] == [True]
