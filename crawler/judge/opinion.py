"""Two conversations about one link, over two independent stacks: which of them stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.probe.past import Status

if TYPE_CHECKING:
    from crawler.judge.model import Case, Verdict

# The mildest answer that somebody really gave stands; of two alike the first, whose stack tells the causes of
# failures more finely. Silence stands last: it is the want of an answer, and a 404 heard once outweighs a
# time-out. A name that was not found is silence too: whoever then times out while connecting did find it.
_MILDEST_FIRST = (
    Status.ALIVE,
    Status.MOVED,
    Status.BLOCKED,
    Status.INSECURE,
    Status.UNREACHABLE,
    Status.CHANGED,
    Status.DEAD,
    Status.SKIPPED,
)


def settle(first: tuple[Case, Verdict], second: tuple[Case, Verdict]) -> tuple[Case, Verdict]:
    """The opinion that stands, with the exchanges of both and a line that says how they compare."""
    case, verdict = min((first, second), key=_rank)
    both = with_both(first[0], second[0], decided_in=int(case is second[0]))
    return both, replace(verdict, because=(*verdict.because, _note(first, second)))


def with_both(first: Case, second: Case, *, decided_in: int) -> Case:
    """One of two cases, with what was asked for the other as well."""
    case = (first, second)[decided_in]
    evidence = replace(
        case.evidence,
        exchanges=(*first.evidence.exchanges, *second.evidence.exchanges),
        conversations=(0, len(first.evidence.exchanges)),
        decided_in=decided_in,
    )
    return replace(case, evidence=evidence)


def _rank(opinion: tuple[Case, Verdict]) -> tuple[bool, int]:
    case, verdict = opinion
    # Who reads in a robots.txt that it may not ask has heard the host, and has nothing else to say of it.
    is_told = verdict.status is Status.INSECURE or verdict.reason == "robots-disallowed"
    is_silence = case.evidence.final.answer is None and not is_told
    return is_silence, _MILDEST_FIRST.index(verdict.status)


def _note(first: tuple[Case, Verdict], second: tuple[Case, Verdict]) -> str:
    stack = second[0].evidence.final.probe.stack
    if first[1].reason == second[1].reason:
        return f"asked again later ({stack}): the same"
    return f"asked twice: {first[1].reason} at first, {second[1].reason} later ({stack})"
