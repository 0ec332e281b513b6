"""Whether a run's failures say something about the sites or only about this machine's own network."""

from __future__ import annotations

from collections import Counter, deque
from enum import IntEnum
from typing import TYPE_CHECKING

from crawler.probe.model import SILENT_KINDS, Exchange, Failure, FailureKind

if TYPE_CHECKING:
    from collections.abc import Mapping

MANY_HOSTS = 10
NEARLY_ALL = 0.9
FEW_HOSTS_FOR_A_NAMESERVER = 5
SUSPICIOUS_ROW = 12
"""So many different hosts out of reach in a row raise a doubt; a third of a catalog is dead in bad ones."""
BELIEVED_S = 2.0
"""So long after the network was seen working a failure is the site's own; it doubles with each vain doubt."""
BELIEVED_AT_MOST_S = 30.0
WITNESSES = 8
"""Hosts that were reached lately, any of which can show that the network still works."""


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
    # What a proxy says of a site is hearsay.
    if outcome.kind in SILENT_KINDS or outcome.kind is FailureKind.PROXY_FAILED:
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


def proxy_trouble(proxied: Mapping[str, Contact]) -> str | None:
    """Say that no host was reached through a proxy, which says nothing of any of them; else None."""
    if not proxied or Contact.REACHED in proxied.values():
        return None
    return f"none of {len(proxied)} hosts could be reached through the proxy"


class Outlook:
    """Whether the latest failures look like one of the network here: pure, over outcomes as they come.

    A doubt costs one request, and each that proves vain makes the next one dearer, so that a catalog of many
    dead hosts is not asked about for ever. Before anything was reached there is nothing to compare with.
    """

    def __init__(self) -> None:
        self._row: set[str] = set()
        self._witnesses: deque[tuple[str, str]] = deque(maxlen=WITNESSES)
        self._worked_at = float("-inf")
        self._vain_doubts = 0

    @property
    def has_open_failures(self) -> bool:
        """Something failed since the network was last seen working."""
        return bool(self._row) and bool(self._witnesses)

    def witnesses(self) -> tuple[str, ...]:
        """URLs of hosts that answered, each time another one first."""
        self._witnesses.rotate(1)
        return tuple(url for _, url in self._witnesses)

    def reached(self, host: str, url: str | None, now: float) -> None:
        """Note that a host was reached; with a `url`, it may be asked again as a witness."""
        self._row.clear()
        self._worked_at = now
        if url is not None and all(host != known for known, _ in self._witnesses):
            self._witnesses.append((host, url))

    def failed(self, host: str, now: float, *, is_last_word: bool) -> bool:
        """Tell whether the network must be looked at before this failure is believed.

        A first failure is asked again at the end of the run, so only a long row of them is suspicious; what
        is the last word is believed while the network was seen working just now.
        """
        if not self._witnesses:
            return False
        self._row.add(host)
        believed_s = min(BELIEVED_S * 2.0**self._vain_doubts, BELIEVED_AT_MOST_S)
        if is_last_word and now - self._worked_at > believed_s:
            return True
        return len(self._row) >= SUSPICIOUS_ROW << self._vain_doubts

    def vouched(self, now: float) -> None:
        """Note that the network was looked at and works: what failed is the sites' own."""
        self._row.clear()
        self._worked_at = now
        self._vain_doubts += 1

    def returned(self, now: float) -> None:
        """Note that the network is back after it had really gone."""
        self._row.clear()
        self._worked_at = now
