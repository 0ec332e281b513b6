"""The registry of observers: all run, none judges, each names what it saw."""

from __future__ import annotations

import re

from support.replay import CaseFile, case_of

from crawler.judge.parking import PARKING_SIGNALS
from crawler.judge.signals import SIGNALS, read_signals
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


def test_registry_is_the_families_in_order() -> None:
    """Nothing is left out, nothing is there twice."""
    assert (
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
    ) == SIGNALS
    assert len(set(SIGNALS)) == len(SIGNALS)


def test_signals_of_a_case(case: CaseFile) -> None:
    """Codes are in kebab-case and unique in a case, details are single lines of words."""
    signals = read_signals(case_of(case))

    codes = [signal.code for signal in signals]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", code) for code in codes)
    assert all(signal.detail.strip() and "\n" not in signal.detail for signal in signals)


def test_observers_are_pure(case: CaseFile) -> None:
    """The same case gives the same signals again."""
    seen = case_of(case)

    assert read_signals(seen) == read_signals(seen)
