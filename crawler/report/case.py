"""One link's whole case, kept as JSON and told as a person would want to read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticSerializationError, to_json

if TYPE_CHECKING:
    from crawler.judge.model import Case, Verdict
    from crawler.probe.model import Delegation, Exchange

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
_HEADER_CHARACTERS = 300


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
        "page": {"title": page.title, "h1": page.h1, "language": page.language} if page else None,
        "expected_title": case.link.title if case else None,
        "title_match": case.title_match if case else None,
    }
    try:
        return to_json(told).decode()  # a third of the time that json needs
    except PydanticSerializationError:  # half of a surrogate pair, from a hostile page
        return json.dumps(told)


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
    }


def _records(delegation: Delegation) -> str:
    served = ", ".join(delegation.name_servers) or "nobody that it names"
    alias = f", and is another name for {', '.join(delegation.aliases)}" if delegation.aliases else ""
    return f"is served by {served}{alias}"


def _telling_headers(headers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(name, value[:_HEADER_CHARACTERS]) for name, value in headers if name in _TELLING_HEADERS]


def tell_case(url: str, told: dict[str, Any]) -> list[str]:
    """The case in lines: verdict, why, what was asked and answered, the signals."""
    verdict = told["verdict"]
    state = "confirmed" if verdict["confirmed"] else "not yet confirmed"
    lines = [
        url,
        "",
        f"{verdict['status']} ({verdict['reason']}), {verdict['confidence']} confidence, {state}",
    ]
    if verdict["moved_to"]:
        lines.append(f"the catalog should carry {verdict['moved_to']}")
    lines += [f"  because {reason}" for reason in verdict["because"]]
    lines += ["", "What was asked, in order:"]
    for number, exchange in enumerate(told["exchanges"], start=1):
        lines += _tell_exchange(number, exchange)
    lines += ["", "What was seen:"] + [f"  {s['code']}: {s['detail']}" for s in told["signals"]]
    if told["page"]:
        lines += ["", _tell_titles(told["page"]["title"], told["expected_title"])]
        if told["title_match"] is not None:
            lines.append(f"Title match: {told['title_match']:.2f} of 1.")
    return lines


def _tell_titles(title: str | None, expected: str | None) -> str:
    called = f'The page is called "{title}"' if title else "The page has no title"
    return called + (f'; the entry says "{expected}".' if expected else "; the entry has none to compare.")


def _tell_exchange(number: int, exchange: dict[str, Any]) -> list[str]:
    if exchange.get("delegation"):
        return [f"  {number}. DNS of {exchange['url']} [delegation] -> {exchange['delegation']}"]
    came = exchange["status"] if exchange["status"] is not None else exchange["failure"]
    waited = f", after waiting {exchange['waited_s']:g} s" if exchange["waited_s"] else ""
    asked = f"{exchange['method']} {exchange['url']} [{exchange['purpose']}]"
    where = f"{exchange['address'] or 'not dialled'}, {exchange['stack']}"
    lines = [
        f"  {number}. {asked} -> {came}",
        f"     {where}, {exchange['elapsed_s']:.2f} s, {exchange['bytes']} bytes{waited}",
    ]
    # Cases of earlier versions have none.
    lines += [f"     only if changed, {name}: {value}" for name, value in exchange.get("conditions", ())]
    return lines + [f"     {name}: {value}" for name, value in exchange["headers"]]
