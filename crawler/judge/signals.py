"""The signal registry: independent observers of a case. Each sees one fact; all of them run; none judges.

A signal's code names the pattern seen, never a cure or a verdict. The families are in modules of their own;
the order here is the order in reports.
"""

from __future__ import annotations

from collections.abc import Callable

from crawler.judge.model import Case, Signal
from crawler.judge.parking import PARKING_SIGNALS
from crawler.judge.signals_answer import ANSWER_SIGNALS
from crawler.judge.signals_closed import CLOSED_SIGNALS
from crawler.judge.signals_document import DOCUMENT_SIGNALS
from crawler.judge.signals_earlier import EARLIER_SIGNALS
from crawler.judge.signals_elsewhere import ELSEWHERE_SIGNALS
from crawler.judge.signals_fragment import FRAGMENT_SIGNALS
from crawler.judge.signals_message import MESSAGE_SIGNALS
from crawler.judge.signals_nothing import NOTHING_SIGNALS
from crawler.judge.signals_notice import NOTICE_SIGNALS
from crawler.judge.signals_page import PAGE_SIGNALS
from crawler.judge.signals_proof import PROOF_SIGNALS
from crawler.judge.signals_redirect import REDIRECT_SIGNALS
from crawler.judge.signals_substitute import SUBSTITUTE_SIGNALS
from crawler.judge.signals_takeover import TAKEOVER_SIGNALS

Observer = Callable[[Case], Signal | None]

SIGNALS: tuple[Observer, ...] = (
    *ANSWER_SIGNALS,
    *REDIRECT_SIGNALS,
    *PAGE_SIGNALS,
    *TAKEOVER_SIGNALS,
    *EARLIER_SIGNALS,
    *PROOF_SIGNALS,
    *NOTICE_SIGNALS,
    *NOTHING_SIGNALS,
    *MESSAGE_SIGNALS,
    *ELSEWHERE_SIGNALS,
    *CLOSED_SIGNALS,
    *DOCUMENT_SIGNALS,
    *SUBSTITUTE_SIGNALS,
    *PARKING_SIGNALS,
    *FRAGMENT_SIGNALS,
)

_OF_PAGES = (
    *PAGE_SIGNALS,
    *TAKEOVER_SIGNALS,
    *EARLIER_SIGNALS,
    *PROOF_SIGNALS,
    *NOTICE_SIGNALS,
    *NOTHING_SIGNALS,
    *ELSEWHERE_SIGNALS,
    *CLOSED_SIGNALS,
)


def read_signals(case: Case) -> tuple[Signal, ...]:
    """Every fact that the observers see in a case, in the registry's order."""
    return tuple(signal for observe in _worth_asking(case) if (signal := observe(case)) is not None)


def _worth_asking(case: Case) -> tuple[Observer, ...]:
    """Leave out whoever watches redirects, or pages, where there are none: so it is with most links."""
    evidence = case.evidence
    has_redirects = bool(evidence.hops or evidence.chain_error)
    if has_redirects and evidence.page:
        return SIGNALS
    return (
        *ANSWER_SIGNALS,
        *(REDIRECT_SIGNALS if has_redirects else ()),
        *(_OF_PAGES if evidence.page else ()),
        *MESSAGE_SIGNALS,
        *DOCUMENT_SIGNALS,
        *SUBSTITUTE_SIGNALS,
        *(PARKING_SIGNALS if evidence.delegation else ()),
        *(FRAGMENT_SIGNALS if evidence.missing_fragments else ()),
    )
