"""One link's whole case, told as a person would want to read it: verdict, reasons, requests, the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.judge.memory import LOST_DAYS, LOST_SPAN, confirmed_from, may_become_dead
from crawler.probe import urls
from crawler.probe.fragments import place_of
from crawler.probe.past import FAILING, REACHED, Status
from crawler.report.case import deciding
from crawler.report.view import STATUS_MEANS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.probe.past import Past

_PURPOSES = {
    "control": "a page that cannot exist, to compare with",
    "front": "the site's front page: does it come to the same?",
    "unverified": "without checking the certificate",
    "site": "the site's own interface",
    "robots": "robots.txt",
}
_UNTOLD_HEADERS = frozenset(
    {"content-type", "content-length", "content-encoding", "date", "via", "etag", "last-modified"}
)
"""Fields that say nothing about a verdict by themselves, or stand on the line above already."""
_HEADER_CHARACTERS = 300
_NOT_MODIFIED, _FIRST_ERROR = 304, 400


def tell_case(
    url: str, told: dict[str, Any], places: Iterable[str] = (), memory: Past | None = None
) -> list[str]:
    """The case in lines: verdict, since when, why, what the page is called, what was asked and answered."""
    verdict = told["verdict"]
    state = "confirmed" if verdict["confirmed"] else "not yet confirmed"
    lines = [
        url,
        *(f"  {place}" for place in places),
        "",
        f"{verdict['status']} ({verdict['reason']}), {verdict['confidence']} confidence, {state}",
        f"  {verdict['status']} means {STATUS_MEANS[Status(verdict['status'])]}",
        *(f"  {line}" for line in _tell_memory(memory)),
    ]
    if verdict["moved_to"]:
        lines.append(f"  the catalog should carry {verdict['moved_to']}")
    lines += ["", "Why, what decided first:"]
    lines += [f"  because {reason}" for reason in verdict["because"]]
    if told["signals"]:
        lines.append("  signals: " + ", ".join(signal["code"] for signal in told["signals"]))
    lines += _tell_places(url if told.get("url") is None else told["url"], told)
    return [*lines, *_tell_titles(told), *_tell_conversations(told)]


def _tell_memory(memory: Past | None) -> list[str]:
    """What earlier runs have to do with it, and what further ones would make of it."""
    if memory is None:
        return []
    lines = [_tell_streak(memory)]
    if (at := confirmed_from(memory)) is not None:
        lines.append(f"a failing run from {at:%Y-%m-%d %H:%M} UTC on confirms it")
    if may_become_dead(memory):
        lines.append(f"it becomes dead after failing runs on {LOST_DAYS} days that span {LOST_SPAN.days}")
    elif memory.status is Status.UNREACHABLE:
        lines.append("the server answers, so it does not become dead, however long that lasts")
    if memory.status not in FAILING and memory.failing:
        lines.append("this says nothing either way, so the failing runs before it still count")
    return lines


def _tell_streak(past: Past) -> str:
    """Since when it is so, how often it failed in a row, and when it was last reached, in one line."""
    parts = [f"{past.status} since {past.since:%Y-%m-%d}"]
    if past.failing:
        runs, days = past.failing.runs, past.failing.days
        on_days = f" on {days} day{'s' * (days != 1)}" if days else ""
        parts.append(f"{runs} failing runs in a row{on_days}" if runs > 1 else "1 failing run")
    if past.status not in REACHED:
        reached = past.succeeded_at
        parts.append(f"last reached {reached:%Y-%m-%d}" if reached else "never reached so far")
    return "; ".join(parts)


def _tell_places(url: str, told: dict[str, Any]) -> list[str]:
    """What other links of the page look for in vain; of its own the link has a reason."""
    own = place_of(url)
    others = [f"#{place}" for place in told.get("missing_fragments", ()) if place != own]
    return [f"  other links of the page name places that it has not: {', '.join(others)}"] if others else []


def _tell_titles(told: dict[str, Any]) -> list[str]:
    """What the page calls itself beside what the entry calls it; an error's page is not compared."""
    if not told["page"]:
        return []
    title, expected, match = told["page"]["title"], told["expected_title"], told["title_match"]
    status = _last_status(told)
    if status is not None and status >= _FIRST_ERROR:
        return ["", f'The error\'s page is called "{title}".'] if title else []
    page = "The page, as it was read before," if status == _NOT_MODIFIED else "The page"
    called = f'{page} is called "{title}"' if title else f"{page} has no title"
    compared = f'; the entry says "{expected}"' if expected else "; the entry has no title to compare"
    measured = f" (match {match:.2f} of 1)" if match is not None else ""
    return ["", f"{called}{compared}{measured}."]


def _last_status(told: dict[str, Any]) -> int | None:
    """What the page that the verdict rests on was answered with."""
    asked = [each for each in deciding(told) if each["purpose"] == "page"]
    return asked[-1]["status"] if asked else None


def _tell_conversations(told: dict[str, Any]) -> list[str]:
    """Every request in order; what was asked again later stands apart."""
    if not told["exchanges"]:
        return ["", "Nothing was asked."]
    begins = told.get("conversations") or [0]
    lines = []
    for number, exchange in enumerate(told["exchanges"]):
        if number in begins:
            lines += ["", _heading(begins.index(number), told)]
        lines += _tell_exchange(number + 1, exchange)
        following = told["exchanges"][number + 1 : number + 2] if number + 1 not in begins else []
        if exchange.get("conditions") and any(each["url"] == exchange["url"] for each in following):
            lines.append("     says nothing sure of the page, which is asked for plainly next")
    return lines


def _heading(conversation: int, told: dict[str, Any]) -> str:
    first, again = "What was asked, in order", "Asked again later, over another HTTP stack"
    is_one_of_two = len(told.get("conversations") or [0]) > 1
    decides = is_one_of_two and conversation == told.get("decided_in", 0)
    return (again if conversation else first) + (" (the verdict rests on this):" if decides else ":")


def _tell_exchange(number: int, exchange: dict[str, Any]) -> list[str]:
    if exchange["purpose"] == "delegation":
        return [f"  {number}. DNS, who serves {urls.host_of(exchange['url'])} -> {_tell_records(exchange)}"]
    asked = f"{exchange['method']} {exchange['url']}{_purpose(exchange['purpose'])}"
    lines = [f"  {number}. {asked} -> {_outcome(exchange)}"]
    waited = f", after waiting {exchange['waited_s']:g} s" if exchange["waited_s"] else ""
    attempt = f", attempt {exchange['attempt']}" if exchange["attempt"] > 1 else ""
    where = f"{exchange['address'] or 'not dialled'}, {exchange['stack']}"
    lines.append(f"     {where}, {exchange['elapsed_s']:.2f} s, {exchange['bytes']} bytes{attempt}{waited}")
    shown = [
        (name, value[:_HEADER_CHARACTERS])
        for name, value in exchange["headers"]
        if name not in _UNTOLD_HEADERS
    ]
    # Cases of earlier versions have no conditions.
    lines += [f"     only if changed, {name}: {value}" for name, value in exchange.get("conditions", ())]
    return lines + [f"     {name}: {value}" for name, value in shown]


def _tell_records(exchange: dict[str, Any]) -> str:
    if exchange["failure"] is not None:
        return str(exchange["failure"])
    said = exchange["delegation"]
    if not said["name_servers"] and not said["aliases"]:
        return "nothing is said of it"
    alias = f", another name for {', '.join(said['aliases'])}" if said["aliases"] else ""
    return (", ".join(said["name_servers"]) or "no name server") + alias


def _purpose(purpose: str) -> str:
    words = _PURPOSES.get(purpose)
    return f" [{purpose}: {words}]" if words else "" if purpose == "page" else f" [{purpose}]"


def _outcome(exchange: dict[str, Any]) -> str:
    if exchange["status"] is None:
        return str(exchange["failure"])
    types = [value.partition(";")[0] for name, value in exchange["headers"] if name == "content-type"]
    kind = next((f" {media}" for media in types if "html" not in media), "")
    broken = f", but the body broke off: {exchange['body_error']}" if exchange.get("body_error") else ""
    return f"{exchange['status']}{kind}{broken}"
