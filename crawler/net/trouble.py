"""Whether a run's failures say something about the sites or only about this machine's own network."""

from __future__ import annotations

from collections import Counter
from enum import IntEnum
from typing import TYPE_CHECKING

from crawler.probe.model import SILENT_KINDS, Exchange, Failure, FailureKind

if TYPE_CHECKING:
    from collections.abc import Mapping

MANY_HOSTS = 10
NEARLY_ALL = 0.9
FEW_HOSTS_FOR_A_NAMESERVER = 5


class Contact(IntEnum):
    """The best that was had of a host; the higher says more for the network here."""

    SILENT = 0
    GONE = 1
    """DNS answered that there is no such name, or no address of it."""
    REFUSED = 2
    REACHED = 3


_REFUSALS = frozenset({FailureKind.CONNECTION_REFUSED, FailureKind.CONNECTION_RESET})
_GONE = frozenset({FailureKind.NAME_NOT_FOUND, FailureKind.NO_ADDRESS})
_NOT_ASKED = frozenset(
    {
        FailureKind.INVALID_URL,
        FailureKind.UNSUPPORTED_SCHEME,
        FailureKind.FORBIDDEN_ADDRESS,
        FailureKind.ROBOTS_DISALLOWED,
        FailureKind.ROBOTS_UNREACHABLE,
        FailureKind.INTERNAL_ERROR,
    }
)


def contact_of(exchange: Exchange) -> Contact | None:
    """Say what one exchange tells of its host; None where the host was not asked."""
    outcome = exchange.outcome
    if not isinstance(outcome, Failure):
        return Contact.REACHED
    if outcome.kind in _NOT_ASKED:
        return None
    if outcome.kind in SILENT_KINDS:
        return Contact.SILENT
    if outcome.kind in _GONE:
        return Contact.GONE
    # What is left had TCP, and mostly TLS: a certificate, a broken answer, a time-out in reading.
    return Contact.REFUSED if outcome.kind in _REFUSALS else Contact.REACHED


def network_trouble(
    observed: Mapping[str, Contact],
    canary: bool | None,  # noqa: FBT001 - fixed door of this room; callers name it
    trusts_nameserver: bool,  # noqa: FBT001 - as above
) -> str | None:
    """Return a sentence when the run is inconclusive because the network here does not work, else None.

    `canary` tells whether well-known names resolve (None: not tried), `trusts_nameserver` that the operator
    chose one.
    """
    counts = Counter(observed.values())
    hosts = counts.total()
    silent, refused, gone = counts[Contact.SILENT], counts[Contact.REFUSED], counts[Contact.GONE]
    if hosts == 0 or (hosts < MANY_HOSTS and refused):
        return None
    if silent == hosts:
        return f"none of {hosts} hosts could be reached: no connection, no name service"
    if (
        canary is False
        and silent + gone == hosts
        and not (trusts_nameserver and hosts < FEW_HOSTS_FOR_A_NAMESERVER)
    ):
        return f"none of {hosts} hosts has an address, nor have well-known names: the name service here fails"
    if hosts >= MANY_HOSTS and silent + refused >= NEARLY_ALL * hosts:
        return f"{silent + refused} of {hosts} hosts were silent or refused: the network here fails"
    return None
