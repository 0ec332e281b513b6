"""Whether a page has the place that a link's fragment names: a problem of the link, never the page's death.

Several links of one page are asked once, and each has a fragment of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.judge.model import Case, Signal, Verdict
from crawler.judge.replacement import replacement
from crawler.probe.fragments import place_of
from crawler.probe.past import REACHED, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.catalog.model import Link

FRAGMENT_MISSING = "fragment-missing"


def fragment_missing(case: Case) -> Signal | None:
    """The whole page was read, and nothing in it has the id or name of the link's fragment."""
    place = place_of(case.link.url)
    if place is None or place not in case.evidence.missing_fragments:
        return None
    return Signal(code=FRAGMENT_MISSING, detail=f"the page has no #{place}")


def with_own_place(case: Case, verdict: Verdict, link: Link) -> tuple[Case, Verdict]:
    """A page's case and verdict as they apply to another link of it: with that link's own fragment."""
    own = replace(case, link=link)
    of_lead = [signal for signal in verdict.signals if signal.code == FRAGMENT_MISSING]
    signals = [signal for signal in verdict.signals if signal not in of_lead]
    because = [reason for reason in verdict.because if all(reason != lead.detail for lead in of_lead)]
    missing = fragment_missing(own) if verdict.status in REACHED else None
    return own, replace(
        verdict,
        moved_to=replacement(own) if verdict.status is Status.MOVED else None,
        signals=(*signals, *([missing] if missing else ())),
        because=(*because, *([missing.detail] if missing else ())) or verdict.because,
    )


FRAGMENT_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (fragment_missing,)
