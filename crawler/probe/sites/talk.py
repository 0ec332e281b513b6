"""When a conversation asks a site's own interface, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.probe.model import Exchange, FailureKind, SiteAnswer

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


def is_in_doubt(final: Exchange, *, smells: bool) -> bool:
    """Whether the page's own answer leaves open what is there."""
    if final.failure is not None:
        return final.failure.kind in _DOUBTFUL_FAILURES
    answer = final.answer
    return smells or (answer is not None and answer.status >= _FIRST_ERROR and not answer.is_gone)
