"""One link's whole case, kept as JSON: what `explain` tells and `--save-case` writes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticSerializationError, to_json

from crawler.judge.walls import wall_of
from crawler.probe import urls
from crawler.probe.past import REACHED

if TYPE_CHECKING:
    from crawler.judge.model import Case, Verdict
    from crawler.page.model import PageFacts
    from crawler.probe.model import Answer, Delegation, Evidence, Exchange
    from crawler.probe.past import Past

# Header fields that verdicts rest on, or that tell a maintainer who answered.
_TELLING_HEADERS = frozenset(
    [
        "content-type",
        "content-length",
        "content-encoding",
        "location",
        "server",
        "retry-after",
        "date",
        "via",
        "cf-mitigated",
        "cf-ray",
        "x-amzn-waf-action",
        "x-vercel-mitigated",
        "x-datadome",
        "x-kpsdk-ct",
        "x-sucuri-block",
        "x-robots-tag",
        "etag",
        "last-modified",
        "www-authenticate",
    ]
)
_HEADER_CHARACTERS = 2_000
_COOKIE_VALUE = re.compile(r"=[^;]*")
_NAMES = 5


def needs_pages(verdict: Verdict, evidence: Evidence) -> bool:
    """Whether telling a case again takes excerpts of its pages; a plain success is told by its names."""
    if not any(exchange.answer and exchange.answer.body for exchange in evidence.exchanges):
        return False
    is_plain = verdict.status in REACHED and verdict.confidence != "low"
    leads_by_page = any(hop.code == 0 for hop in evidence.hops)
    return not is_plain or leads_by_page or bool(evidence.control or evidence.site)


def dump_case(case: Case | None, verdict: Verdict) -> str:
    """The case as compact JSON: exchanges, page, signals and the row that decided."""
    evidence = case.evidence if case else None
    page = evidence.page if evidence else None
    told = {
        "verdict": {
            "status": verdict.status.value,
            "reason": verdict.reason,
            "confidence": verdict.confidence,
            "confirmed": verdict.confirmed,
            "because": verdict.because,
            "moved_to": verdict.moved_to,
        },
        "signals": [{"code": signal.code, "detail": signal.detail} for signal in verdict.signals],
        "exchanges": [_exchange(exchange) for exchange in evidence.exchanges] if evidence else [],
        "conversations": evidence.conversations if evidence else [],
        "decided_in": evidence.decided_in if evidence else 0,
        "page": _page(page) if page else None,
        "url": urls.without_credentials(case.link.url) if case else None,
        "expected_title": case.link.title if case else None,
        "title_match": case.title_match if case else None,
        "crowd": case.crowd if case else 0,
        "past": _past(case.past) if case and case.past else None,
    }
    try:
        return to_json(told).decode()  # a third of the time that json needs
    except PydanticSerializationError:  # half of a surrogate pair, from a hostile page
        return json.dumps(told)


def _page(page: PageFacts) -> dict[str, Any]:
    names = [name for name in page.names if name not in {page.html_title, page.h1}]
    return {
        "title": page.title,
        "html_title": page.html_title,
        "h1": page.h1,
        "names": names[:_NAMES],
        "language": page.language,
    }


def _past(past: Past) -> dict[str, Any]:
    return {"best_title_match": past.best_title_match, "title": past.title}


def _exchange(exchange: Exchange) -> dict[str, Any]:
    answer, failure = exchange.answer, exchange.failure
    return {
        "purpose": exchange.probe.purpose,
        "method": exchange.probe.method,
        "url": exchange.probe.url,
        "attempt": exchange.probe.attempt,
        "waited_s": exchange.probe.wait_s,
        "stack": exchange.probe.stack,
        "address": exchange.address,
        "elapsed_s": round(exchange.elapsed_s, 3),
        "bytes": exchange.bytes_received,
        "status": answer.status if answer else None,
        "conditions": exchange.probe.conditions,
        "headers": _telling_headers(answer.headers) if answer else [],
        "failure": f"{failure.kind.value}: {failure.detail}" if failure else None,
        **({"delegation": _records(exchange.delegation)} if exchange.delegation else {}),
        "body": _kept_body(answer) if answer else None,
        "body_error": answer.body_error if answer else None,
    }


def _records(delegation: Delegation) -> str:
    served = ", ".join(delegation.name_servers) or "nobody that it names"
    alias = f", and is another name for {', '.join(delegation.aliases)}" if delegation.aliases else ""
    return f"is served by {served}{alias}"


def _kept_body(answer: Answer) -> str | None:
    """The excerpt of a page that matters: a redirect's own page does not, a 404's where it is a wall."""
    is_told_by_status = 300 <= answer.status < 400 or answer.status in {404, 410}  # noqa: PLR2004 - RFC 9110
    if not answer.body or (is_told_by_status and wall_of(answer, None) is None):
        return None
    return answer.body.decode("utf-8", "replace")


def _telling_headers(headers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    told = [(name, value[:_HEADER_CHARACTERS]) for name, value in headers if name in _TELLING_HEADERS]
    # That a cookie is set decides how some chains end; what is in it is nobody's business.
    return told + [
        (name, _COOKIE_VALUE.sub("=...", value, 1)) for name, value in headers if name == "set-cookie"
    ]
