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
from crawler.probe import urls

if TYPE_CHECKING:
    from datetime import date

    from crawler.judge import Verdict

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
_NAME_CHARACTERS = 60


def case_of_link(url: str, told: dict[str, Any], seen_on: date) -> dict[str, Any] | None:
    """One case as `tests/cases` has it, of what `dump_case` kept; None of a link that was not asked."""
    exchanges = _deciding(told)
    if not exchanges:
        return None
    token = _control_token(exchanges)
    url = told.get("url") or url  # the entry's own, with its fragment
    verdict, start = told["verdict"], urls.normalise(url) or url
    title = told["expected_title"]
    case: dict[str, Any] = {
        "name": _name(url, verdict["reason"]),
        "why": f"As seen on {seen_on:%Y-%m-%d}; say here in one sentence what was misjudged.",
        "entry": {"title": title, "url": _scrub_url(url)} if title else {"url": _scrub_url(url)},
        "answers": _answers(exchanges, start, token, told),
    }
    if told.get("past"):
        case["past"] = {name: value for name, value in told["past"].items() if value is not None}
    if told.get("crowd"):
        case["crowd"] = told["crowd"]
    signals = [signal["code"] for signal in told["signals"] if signal["code"] != "flapping"]
    case["expect"] = {"status": verdict["status"], "reason": verdict["reason"], "signals": signals}
    if verdict["moved_to"]:
        case["expect"]["moved_to"] = _scrub_url(verdict["moved_to"])
    return case


def saved_note(case: dict[str, Any], verdict: Verdict) -> str:
    """What a person should know of a saved case, given what it replays to."""
    expected = case["expect"]
    said = f"{expected['status']} ({expected['reason']})"
    if case.get("crowd") or (expected["status"], expected["reason"]) == (verdict.status, verdict.reason):
        return f"{case['name']}: replays to {said}"
    other = f"{verdict.status} ({verdict.reason})"
    return f"{case['name']}: was {said}, but replays to {other}: not all of its pages is kept; mend `answers`"


def case_file(cases: list[dict[str, Any]]) -> str:
    """The file's text."""
    return yaml.safe_dump(cases, sort_keys=False, allow_unicode=True, width=110)


def _deciding(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The exchanges of the conversation that the verdict rests on: a replay has but one."""
    # What a crawler before this one kept does not tell conversations apart.
    begins = [*(told.get("conversations") or [0]), None]
    which = told.get("decided_in", 0)
    exchanges: list[dict[str, Any]] = told["exchanges"][begins[which] : begins[which + 1]]
    return exchanges


def _control_token(exchanges: list[dict[str, Any]]) -> str | None:
    asked = next((each["url"] for each in exchanges if each["purpose"] == "control"), None)
    name = urls.path_of(asked).rpartition("/")[2] if asked else ""
    return name.partition(".")[0] or None


def _answers(
    exchanges: list[dict[str, Any]], start: str, token: str | None, told: dict[str, Any]
) -> dict[str, Any]:
    answers: dict[str, list[dict[str, Any]]] = defaultdict(list)
    last = [each for each in exchanges if each["purpose"] == "page"][-1:]
    for each in exchanges:
        said = _answer(each, told if each in last else None)
        text = json.dumps(said, ensure_ascii=False)
        if token and not start.count(token):
            text = text.replace(token, CONTROL_NAME)
        answers[_scrub_url(each["url"].replace(token, CONTROL_NAME) if token else each["url"])].append(
            json.loads(text)
        )
    return {url: calls if len(calls) > 1 else calls[0] for url, calls in answers.items()}


def _answer(exchange: dict[str, Any], told: dict[str, Any] | None) -> dict[str, Any]:
    if exchange["failure"] is not None:
        return {"fail": exchange["failure"].partition(":")[0]}
    headers = {name: _scrub(value) for name, value in exchange["headers"] if name not in {"date", "cf-ray"}}
    said: dict[str, Any] = {"status": exchange["status"]}
    body = exchange.get("body")
    if body is None and told is not None and told["page"]:
        body = _page_of_names(told["page"], told["expected_title"])
    if body is not None:
        is_html = "html" in headers.get("content-type", "html")
        said["html" if is_html else "text"] = _scrub(body)
        headers.pop("content-encoding", None)
        headers.pop("content-length", None)
        if "content-type" in headers:  # the file is UTF-8, whatever the page was
            headers["content-type"] = headers["content-type"].partition(";")[0] + "; charset=utf-8"
    if headers:
        said["headers"] = headers
    if exchange.get("body_error"):
        said["body_error"] = exchange["body_error"]
    return said


def _page_of_names(page: dict[str, Any], expected: str | None) -> str:
    """A page that calls itself what the real one did."""
    best = max(page.get("names", []), key=lambda name: title_match(expected or "", [name]) or 0, default=None)
    parts = [f"<title>{escape(page['html_title'])}</title>"] if page.get("html_title") else []
    parts += [f'<meta property="og:title" content="{escape(best)}">'] if best else []
    return "".join([*parts, f"<h1>{escape(page['h1'])}</h1>" if page.get("h1") else ""])


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
