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

    @property
    def leaves_open(self) -> bool:
        """The interface failed, or told no more than that not everybody may see it."""
        return self.answer is None or self.answer.state == "restricted"

    def hear(self, said: SiteAnswer | None) -> None:
        """Let the page say what its site's interface left open."""
        # What the interface knows of is not gone, whatever its player says to us.
        if said is not None and (self.answer is None or said.state != "gone"):
            self.answer = said


def is_in_doubt(final: Exchange, *, smells: bool) -> bool:
    """Whether the page's own answer leaves open what is there."""
    if final.failure is not None:
        return final.failure.kind in _DOUBTFUL_FAILURES
    answer = final.answer
    return smells or (answer is not None and answer.status >= _FIRST_ERROR and not answer.is_gone)
