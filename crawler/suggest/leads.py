"""What is kept of a judged link for the proposals that must ask first: of most links, nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.catalog.tracking import tracking_parameters
from crawler.probe import urls
from crawler.probe.doubt import LIKE_FROM
from crawler.probe.model import FailureKind
from crawler.probe.past import GONE, Status
from crawler.suggest.looks import look_of
from crawler.suggest.model import Judged, Lead

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.probe.past import Past

_REFUSING = frozenset({FailureKind.CONNECTION_REFUSED, FailureKind.CONNECTION_RESET})
"""What is known at once: https at a host that hangs would be waited for as long."""


def lead_of(judged: Judged, memory: Past) -> Lead | None:
    """A lead for whatever is gone, moved, still http or refused there, or carries tracking parameters."""
    link, status = judged.case.link, judged.verdict.status
    is_gone, is_moved = status in GONE, status is Status.MOVED
    moved_to = judged.verdict.moved_to if is_moved else memory.moved_to if is_gone else None
    # A 304 leaves no text to compare with: the next full reading asks again.
    was_read = judged.case.evidence.unchanged is None
    # Whose page it is nobody knows before somebody has looked: another spelling of its address is no better.
    is_known = was_read and judged.verdict.reason != "title-unlike-entry"
    carried = carried_url(link.url, status, moved_to) if is_known else ""
    is_comparable, has_tracking = may_have_twin(carried), bool(tracking_parameters(carried))
    is_refused = may_have_twin(link.url) and _is_refused(judged)
    if not (is_gone or is_moved or is_comparable or has_tracking or is_refused):
        return None
    return Lead(
        link=link,
        status=status,
        is_confirmed=judged.verdict.confirmed,
        is_sure=judged.verdict.confidence == "high" or judged.verdict.reason == "unreachable-for-long",
        alive_at=memory.succeeded_at,
        failing_since=_failing_since(memory),
        moved_to=moved_to,
        final_url=judged.case.evidence.final_url,
        is_proved=_is_proved(judged),
        look=look_of(judged.case.evidence) if is_comparable or has_tracking else None,
        is_refused=is_refused,
    )


def carried_url(url: str, status: Status, moved_to: str | None) -> str:
    """The healthy address that the catalog has or is to have; empty for a link that is not well."""
    return url if status is Status.ALIVE else (moved_to or "") if status is Status.MOVED else ""


def may_have_twin(url: str) -> bool:
    """An http address by name on the usual port: nobody has a certificate for the others' https."""
    return urls.scheme_of(url) == "http" and urls.has_usual_place(url)


def _is_refused(judged: Judged) -> bool:
    evidence = judged.case.evidence
    failure = evidence.final.failure
    return failure is not None and failure.kind in _REFUSING and not evidence.hops


def _failing_since(memory: Past) -> datetime | None:
    return memory.failing.first_at if memory.failing else None


def _is_proved(judged: Judged) -> bool:
    match = judged.case.title_match
    return (match is not None and match >= LIKE_FROM) or judged.case.evidence.control is not None
