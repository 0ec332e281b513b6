"""Case files replayed through the real conversation and the real judge: the one reader of their format.

The tests replay `tests/cases` by it; `--save-case` proves by it that what was saved says what the run saw.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.catalog.model import Link, Span
from crawler.judge import build_case, judge
from crawler.page.model import PageFacts
from crawler.page.sketch import text_sketch
from crawler.probe.flow import FlowPolicy, check_link
from crawler.probe.fragments import places_of
from crawler.probe.model import (
    Answer,
    CertificateFacts,
    Delegation,
    EarlierText,
    Evidence,
    Exchange,
    Failure,
    FailureKind,
    KnownPage,
)
from crawler.probe.past import Past, Status
from crawler.probe.validators import Validators
from crawler.report.case_file import CONTROL_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.judge import Case, Verdict
    from crawler.probe.model import Probe, ReadAmount

LAST_NIGHT = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)
"""When all was seen that a case says of earlier runs."""
POLICY = FlowPolicy(control_token=CONTROL_NAME)
EVERYTHING_ELSE = "*"
DNS = "dns"


class Web:
    """Answers by address, call by call; `*` answers for everything else, `dns` for who serves the name."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self._dns: dict[str, list[str]] = answers.get(DNS, {})
        self._answers = {
            url: list(said) if isinstance(said, list) else [said]
            for url, said in answers.items()
            if url != DNS
        }
        self.asked: list[str] = []
        self.unknown: list[str] = []
        """What was asked that the case says nothing of; it is not there."""

    def answer(self, probe: Probe) -> Exchange:
        if probe.purpose == "delegation":
            records = {kind: tuple(names) for kind, names in self._dns.items()}
            return Exchange(probe=probe, outcome=Answer(status=0), delegation=Delegation(**records))
        self.asked.append(probe.url)
        left = self._answers.get(probe.url) or self._answers.get(EVERYTHING_ELSE)
        if left is None:
            self.unknown.append(probe.url)
            left = [{"status": 404}]
        said = left.pop(0) if len(left) > 1 else left[0]
        return Exchange(
            probe=probe,
            outcome=_outcome(said),
            elapsed_s=said.get("seconds", 0.0),
            address=said.get("address"),
            certificate=None if probe.verify else _certificate(said),
        )


class Replayed(NamedTuple):
    """What a replay came to; `unknown` are the addresses that it asked and the case says nothing of."""

    case: Case
    verdict: Verdict
    unknown: tuple[str, ...]


def replay(said: dict[str, Any]) -> Replayed:
    """A case as its file says it, judged as one run would, without the memory of other nights."""
    web = Web(said["answers"])
    case = case_of(said, web)
    return Replayed(case, judge(case), tuple(web.unknown))


def case_of(said: dict[str, Any], web: Web) -> Case:
    """All that judging a case rests on."""
    link = link_of(said)
    evidence = talk(link.url, link.title, web, known=known_of(said), earlier=earlier_of(said))
    alone = build_case(link, evidence, past_of(said))
    return replace(alone, crowd=said.get("crowd", 0))


def talk(
    url: str,
    title: str | None,
    web: Web,
    *,
    known: KnownPage | None = None,
    earlier: EarlierText | None = None,
    read: ReadAmount = "head",
) -> Evidence:
    """Drive the conversation about a link against a web."""
    policy, places = replace(POLICY, read=read), places_of([url])
    flow = check_link(url, title, policy, places=places, known=known, earlier=earlier)
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
        is_main=True,
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
    return KnownPage(url=url, validators=validators, read_at=LAST_NIGHT, page=_facts(facts))


def past_of(said: dict[str, Any]) -> Past | None:
    """The memory that a case gives, of last night and alive."""
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


def earlier_of(said: dict[str, Any]) -> EarlierText | None:
    """What a case says that the page's text was like last night: its words, or the sketch that was kept."""
    past = said.get("past", {})
    sketch = (
        text_sketch(past["text"], beside=filter(None, [past.get("title")]))
        if "text" in past
        else bytes.fromhex(past.get("sketch", ""))
    )
    if not sketch:
        return None
    day = past.get("read_on")
    read_at = datetime.fromisoformat(str(day)).replace(tzinfo=UTC) if day else LAST_NIGHT
    return EarlierText(sketch=sketch, title=past.get("title"), language=past.get("language"), read_at=read_at)


def _facts(said: dict[str, Any]) -> PageFacts | None:
    """A page with one title has no other name, unless the case says so."""
    if not said:
        return None
    title = said.get("title")
    facts = {"html_title": title, "names": [title] if title else [], **said}
    return PageFacts(**facts | {"names": tuple(facts["names"])})


def _outcome(said: dict[str, Any]) -> Answer | Failure:
    if "fail" in said:
        return Failure(kind=FailureKind(said["fail"]), detail=said["fail"])
    headers = dict(said.get("headers", {}))
    if "html" in said:
        headers.setdefault("content-type", "text/html; charset=utf-8")
    return Answer(
        status=said.get("status", 200),
        headers=tuple(_fields(headers)),
        body=said.get("html", said.get("text", "")).encode("utf-8", "replace"),
        body_complete="body_error" not in said,
        body_error=said.get("body_error"),
    )


def _fields(headers: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A field may come several times, as cookies do: its values are a list then."""
    for name, said in headers.items():
        for value in said if isinstance(said, list) else [said]:
            yield name, value


def _certificate(said: dict[str, Any]) -> CertificateFacts | None:
    if "certificate" not in said:
        return None
    facts: dict[str, Any] = {
        "not_before": LAST_NIGHT,
        "not_after": LAST_NIGHT,
        "names": (),
        "sent": 0,
        "chained": 1,
        "issuer": "An Authority",
        "is_issuer_sent": False,
        "says_where_issuer_is": False,
        "protocol": "TLSv1.3",
    }
    # A history may hold what an earlier version saw in a certificate.
    facts |= {name: value for name, value in said["certificate"].items() if name in facts}
    for name in ("not_before", "not_after"):  # YAML's dates, or text
        at = datetime.fromisoformat(str(facts[name]))
        facts[name] = at if at.tzinfo else at.replace(tzinfo=UTC)
    return CertificateFacts(**facts | {"names": tuple(facts["names"])})
