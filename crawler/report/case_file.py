"""A kept case as a case file: what `tests/cases` replays, so that a misjudged link becomes a test.

Secrets stay behind: values of parameters that carry sessions or keys, cookies, hidden fields, and whatever
looks like a key in a page. Their names stay, since verdicts rest on them.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING, Any

import yaml

from crawler.page.likeness import title_match
from crawler.page.media import DATA_TYPES, media_type
from crawler.probe import urls
from crawler.probe.control import in_query
from crawler.probe.documents import PAGE_TYPES
from crawler.probe.flow import FlowPolicy
from crawler.probe.fragments import place_of
from crawler.probe.model import FailureKind
from crawler.probe.retry import RETRIED_FAILURES
from crawler.probe.validators import NOT_MODIFIED
from crawler.report.case import deciding

if TYPE_CHECKING:
    from datetime import date

    from crawler.report.case_replay import Replayed

CONTROL_NAME = "no-such-page"
"""What the page that cannot exist is called wherever cases are replayed."""
_SECRET_PARAMETER = re.compile(
    r"(?i)([?&;#](?:[\w.-]{0,40}(?:token|secret|signature|passw(?:or)?d|session_?id|sessid|api_?key)"
    r"|key|auth|code|sig|sid|pwd|ticket|nonce|state|jwt|x-amz-[\w-]+|cfid|cftoken)=)[^&#\s\"'<>]+"
)
_SECRET_PATH = re.compile(r"(?i)(;jsessionid=|/\(S\()[a-z0-9!._-]+")
_CREDENTIALS = re.compile(r"(?i)(https?://)[^/\s@\"'<>]{1,200}@")
_HIDDEN = re.compile(
    r"(?i)(<(?:input|meta)\b[^<>]{0,300}(?:hidden|csrf|token|nonce)[^<>]{0,300}?"
    r"""\b(?:value|content)\s*=\s*["']?)[^"'\s<>]+"""
)
# Letters and digits mixed without a word in them: hashes, JWTs and keys, not addresses or class names.
_KEY = re.compile(
    r"(?<![\w/.-])(?=[\w-]{0,80}\d)(?=[\w-]{0,80}[A-Za-z])[A-Za-z0-9_-]{32,}(?:\.[\w-]{10,}){0,2}"
)
_SCRUBBED = "scrubbed"
_OK = 200
_ATTEMPTS = 1 + FlowPolicy().retries
_NAME_CHARACTERS = 60
_SLOW_S = 5.0
"""Of redirects that take so long, a chain can come to more than it may take."""


def case_of_link(url: str, told: dict[str, Any], seen_on: date) -> dict[str, Any] | None:
    """One case as `tests/cases` has it, of what `dump_case` kept; None of a link that was not asked."""
    exchanges = deciding(told)
    if not exchanges:
        return None
    url = told.get("url") or url  # the entry's own, with its fragment
    start = urls.normalise(url) or url
    name = _control_name(exchanges, start)
    title = told["expected_title"]
    case: dict[str, Any] = {
        "name": _name(url, _alone(told)["reason"]),
        "why": f"As seen on {seen_on:%Y-%m-%d}{_by_memory(told)}; say here what was misjudged.",
        "entry": {"title": title, "url": _scrub_url(url)} if title else {"url": _scrub_url(url)},
        "answers": _answers(exchanges, start, name, told),
    }
    if (known := _known(exchanges, told)) is not None:
        case["known"] = known
    if told.get("past"):
        case["past"] = {name: value for name, value in told["past"].items() if value is not None}
    if told.get("crowd"):
        case["crowd"] = told["crowd"]
    case["expect"] = _expected(told)
    return case


def _expected(told: dict[str, Any]) -> dict[str, Any]:
    """What this one run says, since a case has no other nights: neither flapping nor long silence."""
    verdict = _alone(told)
    signals = [signal["code"] for signal in told["signals"] if signal["code"] != "flapping"]
    expected = {"status": verdict["status"], "reason": verdict["reason"], "signals": signals}
    if moved_to := told["verdict"]["moved_to"]:
        expected["moved_to"] = _scrub_url(moved_to)
    return expected


def _alone(told: dict[str, Any]) -> dict[str, Any]:
    verdict: dict[str, Any] = told.get("alone") or told["verdict"]
    return verdict


def _by_memory(told: dict[str, Any]) -> str:
    said = f"{told['verdict']['status']} ({told['verdict']['reason']})"
    return f", and {said} by the memory of earlier runs, which no case has" if told.get("alone") else ""


def saved_note(case: dict[str, Any], replayed: Replayed) -> str:
    """What a person should know of a saved case, given what it replays to."""
    expected, verdict = case["expect"], replayed.verdict
    said = f"{expected['status']} ({expected['reason']})"
    other = f"{verdict.status} ({verdict.reason})"
    differ = [
        *([f"to {other}"] if other != said else []),
        *_other_signals(expected["signals"], [signal.code for signal in verdict.signals]),
        *([f"to a move to {verdict.moved_to}"] if verdict.moved_to != expected.get("moved_to") else []),
        *([f"by asking {replayed.unknown[0]}, which the run did not"] if replayed.unknown else []),
    ]
    if not differ:
        return f"{case['name']}: replays to {said}"
    lacking = "not all of its pages is kept; mend `answers`"
    return f"{case['name']}: was {said}, but replays {', '.join(differ)}: {lacking}"


def _other_signals(expected: list[str], found: list[str]) -> list[str]:
    lost = [f"without {code}" for code in expected if code not in found]
    return lost + [f"with {code}" for code in found if code not in expected]


def case_file(cases: list[dict[str, Any]]) -> str:
    """The file's text."""
    return yaml.safe_dump(cases, sort_keys=False, allow_unicode=True, width=110)


def _control_name(exchanges: list[dict[str, Any]], start: str) -> tuple[str, str]:
    """What the page that cannot exist was called, and what a replay calls it; empty where none was asked."""
    asked = next((each["url"] for each in exchanges if each["purpose"] == "control"), "")
    if urls.path_of(asked) == urls.path_of(start):
        # By another query: the value that differs, of whichever kind it is.
        query, other = asked.partition("?")[2], (in_query(start, CONTROL_NAME) or "").partition("?")[2]
        pairs = zip(query.split("&"), other.split("&"), start.partition("?")[2].split("&"), strict=False)
        names = (
            (mine.rpartition("=")[2], theirs.rpartition("=")[2]) for mine, theirs, its in pairs if mine != its
        )
        return next(names, ("", ""))
    return urls.path_of(asked).rpartition("/")[2].partition(".")[0], CONTROL_NAME


def _answers(
    exchanges: list[dict[str, Any]], start: str, control: tuple[str, str], told: dict[str, Any]
) -> dict[str, Any]:
    token, name = control
    answers: dict[str, list[dict[str, Any]]] = defaultdict(list)
    last = [each for each in exchanges if each["purpose"] == "page"][-1:]
    records = None
    for each in exchanges:
        if each["purpose"] == "delegation":
            records = each.get("delegation")
            continue
        # The page for which a 304 stands is no part of that answer.
        said = _answer(each, told if each in last and each["status"] != NOT_MODIFIED else None)
        text = json.dumps(said, ensure_ascii=False)
        if token and not start.count(token):
            text = text.replace(token, name)
        calls = answers[_scrub_url(each["url"].replace(token, name) if token else each["url"])]
        if each["purpose"] == "unverified" and calls[-1].get("fail") in RETRIED_FAILURES:
            # Asked again later, a link has no retries; a replay has them, and must not come to this.
            calls += calls[-1:] * (_ATTEMPTS - len(calls))
        calls.append(json.loads(text))
    found: dict[str, Any] = {url: calls if len(calls) > 1 else calls[0] for url, calls in answers.items()}
    return found | ({"dns": records} if records else {})


def _known(exchanges: list[dict[str, Any]], told: dict[str, Any]) -> dict[str, Any] | None:
    """By what a server was asked for news, and the page for which its 304 stands, if it does."""
    asked = next((each for each in exchanges if each.get("conditions")), None)
    if asked is None:
        return None
    names = {"if-none-match": "etag", "if-modified-since": "last_modified"}
    known = {names[name]: value for name, value in asked["conditions"] if name in names}
    if _scrub_url(asked["url"]) != _scrub_url(told.get("url") or ""):
        known["url"] = _scrub_url(asked["url"])
    last = [each for each in exchanges if each["purpose"] == "page"][-1]
    page = told["page"] if last["status"] == NOT_MODIFIED and last.get("conditions") else None
    if not page:
        return known
    named = [page["html_title"], page["h1"], *page["names"]]
    facts = {**page, "names": list(dict.fromkeys(name for name in named if name))}
    return known | {name: value for name, value in facts.items() if value}


def _answer(exchange: dict[str, Any], told: dict[str, Any] | None) -> dict[str, Any]:
    """One answer as a case has it; `told` only of the page that the verdict rests on."""
    if exchange["failure"] is not None:
        return _failed(exchange)
    headers = _headers(exchange["headers"])
    said = {"status": exchange["status"]}
    body = exchange.get("body")
    is_html = "html" in headers.get("content-type", "html")
    if _is_file(headers, told):
        # Of a longer one no bytes are kept; its type and length say the same.
        body = None if "content-length" in headers and not (body or "").startswith("%PDF-") else body
    elif "content-encoding" in headers and exchange.get("body_error") and not body:
        body = None  # what is told of it is that it came in a coding that nobody asked for
    elif told is not None and (told["page"] or exchange["status"] == _OK):
        media = media_type(headers.get("content-type")) or ""
        is_data = media in DATA_TYPES or media.endswith("xml")
        if body is None or (not is_html and told["page"] and not is_data):
            body, is_html = _stand_in(told), True
        if body and is_html:
            body += _places(told)
    if body is not None:
        said["html" if is_html else "text"] = _scrub(body)
        headers = _of_utf8(headers, is_html=is_html)
    said |= {name: exchange[name] for name in ("body_error", "certificate") if exchange.get(name)}
    return said | _seconds(exchange) | ({"headers": headers} if headers else {})


def _of_utf8(headers: dict[str, Any], *, is_html: bool) -> dict[str, Any]:
    """The file is UTF-8, whatever the page was."""
    media = "text/html" if is_html and "content-type" in headers else headers.get("content-type", "")
    others = {
        name: value
        for name, value in headers.items()
        if name not in {"content-encoding", "content-length", "content-type"}
    }
    return others | ({"content-type": media.partition(";")[0] + "; charset=utf-8"} if media else {})


def _failed(exchange: dict[str, Any]) -> dict[str, Any]:
    said = {"fail": exchange["failure"].partition(":")[0]}
    # It matters only where it may be a network that this machine has not.
    address = exchange["address"] or ""
    is_telling = said["fail"] == FailureKind.NETWORK_UNREACHABLE or address.startswith("[")
    said |= {"address": address} if address and is_telling else {}
    said |= _seconds(exchange)
    return said | ({"certificate": exchange["certificate"]} if exchange.get("certificate") else {})


def _seconds(exchange: dict[str, Any]) -> dict[str, Any]:
    """All that counts of what a chain may take, whatever came of it; only slow robots.txt is kept."""
    took_s = exchange["elapsed_s"] + exchange.get("robots_s", 0.0)
    return {"seconds": round(took_s)} if took_s >= _SLOW_S else {}


def _is_file(headers: dict[str, Any], told: dict[str, Any] | None) -> bool:
    """A file that was compared with another, or is none: a page in its stead would say nothing of that."""
    signals = {signal["code"] for signal in told["signals"]} if told is not None else {"same-document"}
    is_page = media_type(headers.get("content-type")) in PAGE_TYPES
    return not is_page and bool(signals & {"same-document", "broken-document"})


def _headers(fields: list[list[str]]) -> dict[str, Any]:
    """By name; a list of values where a field came several times, as cookies do."""
    by_name: dict[str, list[str]] = defaultdict(list)
    sets_cookies = any(name == "set-cookie" for name, _ in fields)
    for name, value in fields:
        # By its own date a server says how long a cookie lasts; for nothing else it matters.
        if name != "cf-ray" and (name != "date" or sets_cookies):
            # An entity tag often looks like a key, and is none: it names a version of a page.
            by_name[name].append(value if name == "etag" else _scrub(value))
    return {name: values if len(values) > 1 else values[0] for name, values in by_name.items()}


def _stand_in(told: dict[str, Any]) -> str | None:
    """A page that calls itself what the real one did, of which only the facts were kept."""
    if any(signal["code"] == "empty-page" for signal in told["signals"]):
        return None
    page, expected = told["page"] or {}, told["expected_title"]
    best = max(page.get("names", []), key=lambda name: title_match(expected or "", [name]) or 0, default=None)
    parts = [f"<title>{escape(page['html_title'])}</title>"] if page.get("html_title") else []
    parts += [f'<meta property="og:title" content="{escape(best)}">'] if best else []
    parts += [f"<h1>{escape(page['h1'])}</h1>"] if page.get("h1") else []
    parts += ['<input type="password">'] if page.get("has_password_field") else []
    return "".join(parts) or "<p></p>"


def _places(told: dict[str, Any]) -> str:
    """The place that the link's fragment names, as far as the page has it: no excerpt keeps those."""
    place = place_of(told.get("url") or "")
    if place is None:
        return ""
    is_missing = place in told.get("missing_fragments", ())
    name = "another-place" if is_missing else escape(place).replace("\\", "&#92;")
    return f'<h2 id="{name}"></h2>'


def _name(url: str, reason: str) -> str:
    words = re.findall(r"[a-z0-9]+", f"{urls.host_of(url)} {urls.path_of(url)} {reason}".lower())
    return "-".join(words)[:_NAME_CHARACTERS].strip("-") or reason


def _scrub_url(url: str) -> str:
    plain = _SECRET_PARAMETER.sub(rf"\1{_SCRUBBED}", urls.without_credentials(url))
    return _SECRET_PATH.sub(rf"\g<1>{_SCRUBBED}", plain)


def _scrub(text: str) -> str:
    for pattern in (_SECRET_PARAMETER, _SECRET_PATH, _HIDDEN):
        text = pattern.sub(rf"\g<1>{_SCRUBBED}", text)
    return _KEY.sub(_SCRUBBED, _CREDENTIALS.sub(rf"\g<1>{_SCRUBBED}@", text))
