"""A case file's case judged as a run would judge it: proof that what was saved says what the run saw."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.catalog.model import Link, Span
from crawler.judge import build_case, judge
from crawler.probe.flow import FlowPolicy, check_link
from crawler.probe.model import Answer, Exchange, Failure, FailureKind, Probe
from crawler.probe.past import Past, Status
from crawler.report.case_file import CONTROL_NAME

if TYPE_CHECKING:
    from crawler.judge import Verdict

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def replay(said: dict[str, Any]) -> Verdict:
    """The verdict on a case; `crowd` aside, which one link alone cannot show."""
    url, title = said["entry"]["url"], said["entry"].get("title")
    answers = {address: _calls(calls) for address, calls in said["answers"].items()}
    flow = check_link(url, title, FlowPolicy(control_token=CONTROL_NAME))
    try:
        probe = next(flow)
        while True:
            probe = flow.send(Exchange(probe=probe, outcome=_next_answer(answers, probe)))
    except StopIteration as stop:
        return judge(build_case(_link(url, title), stop.value, _past(said.get("past"))))


def _calls(said: Any) -> list[dict[str, Any]]:
    return list(said) if isinstance(said, list) else [said]


def _next_answer(answers: dict[str, list[dict[str, Any]]], probe: Probe) -> Answer | Failure:
    """Call by call, the last one stays; what nobody asked in the run is not there."""
    calls = answers.get(probe.url, [{"status": 404}])
    said = calls.pop(0) if len(calls) > 1 else calls[0]
    if "fail" in said:
        return Failure(kind=FailureKind(said["fail"]), detail=said["fail"])
    headers = dict(said.get("headers", {}))
    if "html" in said:
        headers.setdefault("content-type", "text/html; charset=utf-8")
    return Answer(
        status=said.get("status", 200),
        headers=tuple(headers.items()),
        body=said.get("html", said.get("text", "")).encode("utf-8", "replace"),
        body_error=said.get("body_error"),
    )


def _link(url: str, title: str | None) -> Link:
    here = Span(start=0, end=0)
    return Link(
        entry="case", field="url", url=url, file="", line=1, column=1, span=here, route=(), title=title
    )


def _past(said: dict[str, Any] | None) -> Past | None:
    if said is None:
        return None
    return Past(
        status=Status.ALIVE,
        reason="ok",
        confirmed=True,
        since=_LONG_AGO,
        asked_at=_LONG_AGO,
        best_title_match=said.get("best_title_match"),
        title=said.get("title"),
    )
