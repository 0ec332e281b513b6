"""Cases as data: YAML files in tests/cases are replayed through the real conversation and the real judge."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from crawler.catalog.model import Link, Span
from crawler.judge import Case, Verdict, build_case, judge
from crawler.page.model import PageFacts
from crawler.probe.flow import FlowPolicy, check_link
from crawler.probe.fragments import places_of
from crawler.probe.model import (
    Answer,
    CertificateFacts,
    Delegation,
    Evidence,
    Exchange,
    Failure,
    FailureKind,
    KnownPage,
    Probe,
    ReadAmount,
)
from crawler.probe.past import Past, Status
from crawler.probe.validators import Validators

CASES = Path(__file__).parent.parent / "cases"
LAST_NIGHT = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)
POLICY = FlowPolicy(control_token="no-such-page")


@dataclass(frozen=True)
class CaseFile:
    """One case as its file says it."""

    path: Path
    name: str
    said: dict[str, Any]

    @property
    def expected(self) -> dict[str, Any]:
        return self.said["expect"]  # type: ignore[no-any-return]


def all_cases() -> list[CaseFile]:
    """Every case of every file, in a stable order."""
    return [
        CaseFile(path=path, name=said["name"], said=said)
        for path in sorted(CASES.rglob("*.yaml"))
        for said in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


class Web:
    """Answers by address, call by call; `*` answers for everything else, `dns` for who serves the name."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self._dns: dict[str, list[str]] = answers.get("dns", {})
        self._answers = {
            url: list(said) if isinstance(said, list) else [said]
            for url, said in answers.items()
            if url != "dns"
        }
        self.asked: list[str] = []

    def answer(self, probe: Probe) -> Exchange:
        if probe.purpose == "delegation":
            records = {kind: tuple(names) for kind, names in self._dns.items()}
            return Exchange(probe=probe, outcome=Answer(status=0), delegation=Delegation(**records))
        self.asked.append(probe.url)
        left = self._answers.get(probe.url) or self._answers.get("*")
        assert left is not None, f"the case says nothing of {probe.url}"
        said = left.pop(0) if len(left) > 1 else left[0]
        return Exchange(
            probe=probe,
            outcome=_outcome(said),
            address=said.get("address"),
            certificate=_certificate(probe, said),
        )


def _outcome(said: dict[str, Any]) -> Answer | Failure:
    if "fail" in said:
        return Failure(kind=FailureKind(said["fail"]), detail=said["fail"])
    headers = dict(said.get("headers", {}))
    if "html" in said:
        headers.setdefault("content-type", "text/html; charset=utf-8")
    return Answer(
        status=said.get("status", 200),
        headers=tuple(headers.items()),
        body=said.get("html", said.get("text", "")).encode(),
        body_error=said.get("body_error"),
    )


def _certificate(probe: Probe, said: dict[str, Any]) -> CertificateFacts | None:
    if probe.verify or "certificate" not in said:
        return None
    facts = {"not_before": LAST_NIGHT, "not_after": LAST_NIGHT, "names": (), "issuer": "An Authority"}
    given = {"is_alone": False, "says_where_issuer_is": False, "protocol": "TLSv1.3", **said["certificate"]}
    return CertificateFacts(**(facts | given))


def replay(
    url: str, title: str | None, web: Web, known: KnownPage | None = None, read: ReadAmount = "head"
) -> Evidence:
    """Drive the conversation about a link against a case's answers."""
    policy = dataclasses.replace(POLICY, read=read)
    flow = check_link(url, title, policy, places=places_of([url]), known=known)
    try:
        probe = next(flow)
        while True:
            probe = flow.send(web.answer(probe))
    except StopIteration as stop:
        evidence: Evidence = stop.value
        return evidence


def link_of(said: dict[str, Any]) -> Link:
    """The link that a case is about."""
    return Link(
        entry=said.get("id", "case"),
        field="url",
        url=said["entry"]["url"],
        file="catalog.yaml",
        line=1,
        column=1,
        span=Span(start=0, end=0),
        route=("resources", 0, "url"),
        title_route=("resources", 0, "title"),
        title=said["entry"].get("title"),
    )


def known_of(said: dict[str, Any]) -> KnownPage | None:
    """The page that a case says was read last night; the link's own where it names no other."""
    if "known" not in said:
        return None
    facts = dict(said["known"])
    url = facts.pop("url", said["entry"]["url"])
    validators = Validators(etag=facts.pop("etag", None), last_modified=facts.pop("last_modified", None))
    title = facts.get("title")
    page = PageFacts(**facts, html_title=title, names=(title,)) if title else None
    return KnownPage(url=url, validators=validators, read_at=LAST_NIGHT, page=page)


def past_of(said: dict[str, Any]) -> Past | None:
    """The memory that a case gives, of last night and alive where it does not say otherwise."""
    if "past" not in said:
        return None
    return Past(
        status=Status.ALIVE,
        reason="ok",
        confirmed=True,
        since=LAST_NIGHT,
        asked_at=LAST_NIGHT,
        best_title_match=said["past"].get("best_title_match"),
        title=said["past"].get("title"),
    )


def case_of(case: CaseFile) -> Case:
    """All that judging a case rests on."""
    link = link_of(case.said)
    evidence = replay(link.url, link.title, Web(case.said["answers"]), known_of(case.said))
    alone = build_case(link, evidence, past_of(case.said))
    return dataclasses.replace(alone, crowd=case.said.get("crowd", 0))


def verdict_of(case: CaseFile) -> Verdict:
    """What the judge says of a case."""
    return judge(case_of(case))
