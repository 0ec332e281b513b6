"""The part of a conversation that asks a site's own interface; its failure says nothing of the link."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.probe.model import Exchange, FailureKind, Probe, SiteAnswer
from crawler.probe.retry import ask_patiently

if TYPE_CHECKING:
    from collections.abc import Generator

    from crawler.probe.flow import FlowPolicy
    from crawler.probe.sites.model import SiteKnowledge

HONEST_STATUSES = frozenset({404, 410})
"""What a page that says so itself needs nobody to confirm."""
_FIRST_ERROR = 400
# Who is not let in, or found nobody, or was not to ask, learns nothing by asking elsewhere.
_DOUBTFUL_FAILURES = frozenset(
    {
        FailureKind.DNS_FAILURE,
        FailureKind.DNS_TIMEOUT,
        FailureKind.CONNECTION_REFUSED,
        FailureKind.CONNECTION_RESET,
        FailureKind.CONNECT_TIMEOUT,
        FailureKind.READ_TIMEOUT,
        FailureKind.PROTOCOL_ERROR,
    }
)


@dataclass(slots=True)
class SiteTalk:
    """What was asked of a site's interface, and what it said."""

    exchanges: list[Exchange] = field(default_factory=list)
    answer: SiteAnswer | None = None

    @property
    def is_settled(self) -> bool:
        """Nothing about the page itself can add to it."""
        return self.answer is not None and self.answer.state != "registered"


def ask_site(knowledge: SiteKnowledge, url: str, policy: FlowPolicy) -> Generator[Probe, Exchange, SiteTalk]:
    """Ask a site's questions in order, a further one only where the one before said `restricted`."""
    talk = SiteTalk()
    for question in knowledge.questions:
        probe = Probe(url=question.url(url), purpose="site", read="all", stack=policy.stack)
        talk.exchanges += yield from ask_patiently(probe, policy)
        answer = talk.exchanges[-1].answer
        said = question.read(answer) if answer else None
        talk.answer = said or talk.answer
        if said is None or said.state != "restricted":
            break
    return talk


def is_in_doubt(final: Exchange, *, smells: bool) -> bool:
    """Whether the page's own answer leaves open what is there."""
    if final.failure is not None:
        return final.failure.kind in _DOUBTFUL_FAILURES
    status = final.answer.status if final.answer else 0
    return smells or (status >= _FIRST_ERROR and status not in HONEST_STATUSES)
