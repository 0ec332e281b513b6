"""The Wayback Machine: which snapshot of a page is nearest to when it was last seen alive.

Asked of the CDX index (https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server), not of the
availability API: the latter knows no status filter, and its answers for http and https differ.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from crawler.probe import urls
from crawler.probe.flow import check_link
from crawler.probe.model import Answer, Failure, Probe

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from crawler.probe.flow import FlowPolicy
    from crawler.probe.model import Evidence, Exchange
    from crawler.suggest.model import Lead

HOST = "web.archive.org"
INDEX = f"https://{HOST}/cdx/search/cdx"
_COLUMNS = ("timestamp", "original", "statuscode")
_MOST_ROWS = 50
_MOST_LOOKS = 3
_OK = 200
_STAMP = re.compile(r"(?:19|20)\d{12}")
_STAMP_FORM = "%Y%m%d%H%M%S"
_ESCAPE = re.compile(r"%(?:(2[de]|3\d|[46][1-9a-f]|5[\daf]|7[\dae])|[\da-f]{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One row of the index."""

    taken_at: datetime
    url: str
    """The address of the snapshot itself, without fragment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What came of looking for a snapshot; nothing at all where the index lists none that will do."""

    snapshot: Snapshot | None = None
    evidence: Evidence | None = None
    """What asking for the snapshot itself saw."""
    trouble: str | None = None
    """Why the index told nothing."""


def find_snapshot(
    lead: Lead, policy: FlowPolicy, is_good: Callable[[Evidence], bool]
) -> Generator[Probe, Exchange, Search]:
    """Ask the index, then for the snapshot nearest to when the link was seen alive; where that shows another
    page than the entry's, or an error that was archived as a page, for the next one.
    """
    probe = Probe(url=index_query(lead), purpose="site", read="all", stack=policy.stack)
    found = read_index((yield probe).outcome)
    if isinstance(found, str):
        return Search(trouble=found)
    for snapshot in choose(found, lead):
        evidence = yield from check_link(snapshot.url, lead.link.title, policy)
        if is_good(evidence):
            return Search(snapshot=snapshot, evidence=evidence)
    return Search()


def index_query(lead: Lead) -> str:
    """The question as a URL; the fragment is no part of it."""
    query = [
        ("url", urls.normalise(lead.link.url) or lead.link.url),
        ("output", "json"),
        ("fl", ",".join(_COLUMNS)),
        ("filter", "statuscode:200"),
    ]
    if lead.failing_since is not None:
        query.append(("to", lead.failing_since.strftime(_STAMP_FORM)))
    near = lead.alive_at or lead.failing_since
    if near is not None:
        query += [("closest", near.strftime(_STAMP_FORM)), ("sort", "closest")]
    return f"{INDEX}?{urlencode([*query, ('limit', str(_MOST_ROWS))])}"


def read_index(outcome: Answer | Failure) -> list[tuple[datetime, str]] | str:
    """Times and original addresses of the snapshots that answered 200, or why the index told nothing."""
    if isinstance(outcome, Failure):
        return f"{HOST} could not be asked for a snapshot ({outcome.kind.value})"
    if outcome.status != _OK:
        return f"{HOST} answered {outcome.status} when asked for a snapshot"
    try:
        rows = json.loads(outcome.body.decode("utf-8", errors="replace") or "[]")
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return f"{HOST} answered something else than its index when asked for a snapshot"
    if not rows:
        return []
    has_names = "timestamp" in rows[0]
    names = [str(name) for name in rows[0]] if has_names else list(_COLUMNS)
    read = (_read_row(dict(zip(names, row, strict=False))) for row in rows[has_names:])
    return [found for found in read if found is not None]


def _read_row(row: dict[str, object]) -> tuple[datetime, str] | None:
    """One row; the columns are named by the first, so that more of them or another order do no harm."""
    stamp, original = str(row.get("timestamp", "")), row.get("original")
    is_good = str(row.get("statuscode", _OK)) == str(_OK)
    if not is_good or not _STAMP.fullmatch(stamp) or not isinstance(original, str):
        return None
    try:
        taken_at = datetime.strptime(stamp, _STAMP_FORM).replace(tzinfo=UTC)
    except ValueError:  # the 31st of February
        return None
    return taken_at, original


def choose(rows: list[tuple[datetime, str]], lead: Lead) -> list[Snapshot]:
    """The snapshots to look at, best first: those from before the link failed, nearest to when it was last
    seen alive. Where no run saw it alive, the newest, one from the middle, and the oldest: a site that was
    parked for years has many snapshots of that.
    """
    gone_at, alive_at = lead.failing_since, lead.alive_at
    before = sorted(
        (taken_at, original)
        for taken_at, original in rows
        if (gone_at is None or taken_at <= gone_at) and _is_of(original, lead.link.url)
    )
    if alive_at is not None:
        best = sorted(before, key=lambda row: abs(row[0] - alive_at))[:_MOST_LOOKS]
    else:
        best = list(dict.fromkeys((before[-1], before[len(before) // 2], before[0]))) if before else []
    return [_snapshot(taken_at, original) for taken_at, original in best]


def _snapshot(taken_at: datetime, original: str) -> Snapshot:
    made = f"https://{HOST}/web/{taken_at.strftime(_STAMP_FORM)}/{urls.normalise(original)}"
    return Snapshot(taken_at=taken_at, url=made)


def _is_of(original: str, url: str) -> bool:
    """The address itself, `www.`, scheme and final slash aside: what an index says is a stranger's word."""
    return urls.normalise(original) is not None and urls.is_cosmetic(_unescaped(original), _unescaped(url))


def _unescaped(url: str) -> str:
    """The same address without needless escapes (RFC 3986 6.2.2): the index may have `%7Eada` for `~ada`."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[0].upper(), url)
