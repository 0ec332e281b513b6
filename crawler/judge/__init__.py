"""From evidence to a verdict: signals observe, one table decides, memory confirms. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.judge.looks import Opinion, Opinions
from crawler.judge.memory import recall, remember
from crawler.judge.model import Case, Confidence, Signal, Verdict
from crawler.judge.opinion import settle
from crawler.judge.signals import read_signals
from crawler.judge.verdict import decide
from crawler.page.likeness import title_match

if TYPE_CHECKING:
    from crawler.catalog.model import Link
    from crawler.probe.model import Evidence
    from crawler.probe.past import Past

__all__ = [
    "Case",
    "Confidence",
    "Opinion",
    "Opinions",
    "Signal",
    "Verdict",
    "build_case",
    "decide",
    "judge",
    "read_signals",
    "recall",
    "remember",
    "settle",
]


def build_case(link: Link, evidence: Evidence, past: Past | None) -> Case:
    """All that judging one link rests on, with the page measured against the entry."""
    names = list(evidence.page.names) if evidence.page else []
    if evidence.site and evidence.site.title:
        names.append(evidence.site.title)
    match = title_match(link.title, names) if link.title else None
    return Case(link=link, evidence=evidence, past=past, title_match=match)


def judge(case: Case) -> Verdict:
    """What this one run says of a link; `remember` then applies the memory of earlier runs."""
    return decide(case, read_signals(case))
