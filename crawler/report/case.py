"""One link's whole case, kept as JSON: what `explain` tells and `--save-case` writes."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticSerializationError, to_json

from crawler.judge.memory import without_memory
from crawler.judge.walls import wall_of
from crawler.page.likeness import title_match
from crawler.probe import urls
from crawler.probe.past import REACHED, Status

if TYPE_CHECKING:
    from crawler.judge.model import Case, Verdict
    from crawler.page.model import PageFacts
    from crawler.probe.model import CertificateFacts, EarlierText, Evidence, Exchange
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
        "refresh",
    ]
)
_HEADER_CHARACTERS = 2_000
_COOKIE_VALUE = re.compile(r"=[^;]*")
_NAMES = 5
_TOLD_BY_STATUS = frozenset({"not-found", "gone"})


def needs_pages(verdict: Verdict, evidence: Evidence) -> bool:
    """Whether telling a case again takes excerpts of its pages; a plain success is told by its names."""
    if not any(exchange.answer and exchange.answer.body for exchange in evidence.exchanges):
        return False
    # Of a body that broke off it matters how much had come.
    is_whole = all(
        exchange.answer is None or not exchange.answer.body_error for exchange in evidence.exchanges
    )
    is_plain = verdict.status in REACHED and verdict.confidence != "low" and is_whole
    leads_by_page = any(hop.code == 0 for hop in evidence.hops)
    # Of lists and front pages it matters what they name.
    is_led_elsewhere = bool(evidence.hops) and verdict.status is Status.ALIVE
    is_led = leads_by_page or is_led_elsewhere
    return not is_plain or is_led or _is_other_text(verdict) or bool(evidence.control or evidence.site)


def _is_other_text(verdict: Verdict) -> bool:
    """Of no other link it matters what its text was before."""
    return _has(verdict, "text-unlike-before")


def _has(verdict: Verdict, code: str) -> bool:
    return any(signal.code == code for signal in verdict.signals)


def dump_case(case: Case | None, verdict: Verdict) -> str:
    """The case as compact JSON: exchanges, page, signals and the row that decided."""
    evidence = case.evidence if case else None
    page = evidence.page if evidence else None
    # Who is dead by its status needs no page of an error; for others it was what pages are compared with.
    errors_tell = verdict.reason not in _TOLD_BY_STATUS
    alone = without_memory(case, verdict) if case else verdict
    told = {
        "verdict": {
            "status": verdict.status.value,
            "reason": verdict.reason,
            "confidence": verdict.confidence,
            "confirmed": verdict.confirmed,
            "because": verdict.because,
            "moved_to": verdict.moved_to,
        },
        **({} if alone is verdict else {"alone": {"status": alone.status.value, "reason": alone.reason}}),
        "signals": [{"code": signal.code, "detail": signal.detail} for signal in verdict.signals],
        "exchanges": [_exchange(each, errors_tell=errors_tell) for each in evidence.exchanges]
        if evidence
        else [],
        "conversations": evidence.conversations if evidence else [],
        "decided_in": evidence.decided_in if evidence else 0,
        "page": _page(page, case.link.title) if page and case else None,
        "url": urls.without_credentials(case.link.url) if case else None,
        "expected_title": case.link.title if case else None,
        "title_match": case.title_match if case else None,
        "missing_fragments": sorted(evidence.missing_fragments) if evidence else [],
        "crowd": case.crowd if case else 0,
        "past": _past(case.past, case.evidence.earlier if _is_other_text(verdict) else None)
        if case and case.past
        else None,
    }
    try:
        return to_json(told).decode()  # a third of the time that json needs
    except PydanticSerializationError:  # half of a surrogate pair, from a hostile page
        return json.dumps(told)


def deciding(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The exchanges of the conversation that the verdict of a kept case rests on."""
    # What a crawler before this one kept does not tell conversations apart.
    begins = [*(told.get("conversations") or [0]), None]
    which = told.get("decided_in", 0)
    exchanges: list[dict[str, Any]] = told["exchanges"][begins[which] : begins[which + 1]]
    return exchanges


def _page(page: PageFacts, expected: str | None) -> dict[str, Any]:
    names = [name for name in page.names if name not in {page.html_title, page.h1}]
    if expected and len(names) > _NAMES:  # what it was known by stays, wherever it stands
        names = [*names[: _NAMES - 1], max(names[_NAMES - 1 :], key=lambda name: _match(expected, name))]
    told = {
        "title": page.title,
        "html_title": page.html_title,
        "h1": page.h1,
        "names": names[:_NAMES],
        "language": page.language,
    }
    marks = {"has_password_field": page.has_password_field, "has_scripts": page.has_scripts}
    return told | {name: True for name, is_so in marks.items() if is_so}


def _match(expected: str, name: str) -> float:
    return title_match(expected, [name]) or 0.0


def _past(past: Past, earlier: EarlierText | None) -> dict[str, Any]:
    told = {"best_title_match": past.best_title_match, "title": past.title}
    if earlier is None:
        return told
    text = {
        "sketch": earlier.sketch.hex(),
        "language": earlier.language,
        "read_on": f"{earlier.read_at:%Y-%m-%d}",
    }
    return told | text


def _exchange(exchange: Exchange, *, errors_tell: bool) -> dict[str, Any]:
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
        **({"robots_s": round(exchange.robots_s, 3)} if exchange.robots_s else {}),
        "bytes": exchange.bytes_received,
        "status": answer.status if answer else None,
        "conditions": exchange.probe.conditions,
        "headers": _telling_headers(answer.headers) if answer else [],
        "failure": f"{failure.kind.value}: {failure.detail}" if failure else None,
        **({"delegation": _records(exchange)} if exchange.delegation else {}),
        **({"certificate": _certificate(exchange.certificate)} if exchange.certificate else {}),
        "body": _kept_body(exchange, errors_tell=errors_tell),
        "body_error": answer.body_error if answer else None,
    }


def _records(exchange: Exchange) -> dict[str, Any]:
    said = exchange.delegation
    return {"name_servers": said.name_servers, "aliases": said.aliases} if said else {}


def _certificate(facts: CertificateFacts) -> dict[str, Any]:
    told = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return told | {name: f"{told[name]:%Y-%m-%d}" for name in ("not_before", "not_after")}


def _kept_body(exchange: Exchange, *, errors_tell: bool) -> str | None:
    """The excerpt of a page that matters: a redirect's own does not, an error's where it told something."""
    answer = exchange.answer
    if answer is None or not answer.body:
        return None
    if 300 <= answer.status < 400 and answer.header("location"):  # noqa: PLR2004 - RFC 9110
        return None
    is_told_by_status = answer.is_gone and exchange.probe.purpose != "site"
    if is_told_by_status and not errors_tell and wall_of(answer, None) is None:
        return None
    return answer.body.decode("utf-8", "replace")


def _telling_headers(headers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    told = [(name, value[:_HEADER_CHARACTERS]) for name, value in headers if name in _TELLING_HEADERS]
    # That a cookie is set decides how some chains end; what is in it is nobody's business.
    return told + [
        (name, _COOKIE_VALUE.sub("=...", value, 1)) for name, value in headers if name == "set-cookie"
    ]
