"""What a demo site is: its entry, what must be said of it, and how it behaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from crawler.probe.past import Status

DAYS = (1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as a server saw it."""

    method: str
    scheme: str
    host: str
    """Lower case, an A-label where the name is international, without port."""
    path: str
    """As it came over the wire: percent-encoded."""
    query: str
    headers: Mapping[str, str]
    """Names in lower case; of a repeated field the last value."""
    nth: int
    """How often this path of this host was asked today, this request included."""
    day: int


class Conduct(StrEnum):
    """What a server does once it has read a request."""

    ANSWER = "answer"
    HANG = "hang"
    CLOSE = "close"
    RESET = "reset"
    SPEAK_ANOTHER_PROTOCOL = "speak-another-protocol"
    """The body goes out as it is, with no HTTP around it."""


class Framing(StrEnum):
    """How the end of a body is told."""

    LENGTH = "length"
    CHUNKED = "chunked"
    BROKEN_CHUNK = "broken-chunk"
    """The body is one good chunk; what follows is no chunk size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """Bytes sent after the body, made while they are sent, until they end or the client leaves."""

    piece: bytes
    times: int
    pause_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a site answers; headers are sent in this order, as UTF-8."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    conduct: Conduct = Conduct.ANSWER
    framing: Framing = Framing.LENGTH
    declared_length: int | None = None
    """A Content-Length that is not the body's own; the connection is closed after the body."""
    tail: Tail | None = None


Responder = Callable[[Request], Response]


class Trouble(StrEnum):
    """What goes wrong before any HTTP is spoken with the host of a site's URL."""

    NAME_NOT_FOUND = "name-not-found"
    NO_ADDRESS = "no-address"
    BROKEN_DELEGATION = "broken-delegation"
    SILENT_NAME_SERVER = "silent-name-server"
    PRIVATE_ADDRESS = "private-address"
    REFUSED = "refused"
    PLAIN_ON_443 = "plain-on-443"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    WRONG_HOST = "wrong-host"
    SELF_SIGNED = "self-signed"
    UNKNOWN_ISSUER = "unknown-issuer"
    INCOMPLETE_CHAIN = "incomplete-chain"


NAME_TROUBLES = frozenset(
    {
        Trouble.NAME_NOT_FOUND,
        Trouble.NO_ADDRESS,
        Trouble.BROKEN_DELEGATION,
        Trouble.SILENT_NAME_SERVER,
        Trouble.PRIVATE_ADDRESS,
    }
)
CERTIFICATE_TROUBLES = frozenset(
    {
        Trouble.EXPIRED,
        Trouble.NOT_YET_VALID,
        Trouble.WRONG_HOST,
        Trouble.SELF_SIGNED,
        Trouble.UNKNOWN_ISSUER,
        Trouble.INCOMPLETE_CHAIN,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must be said of a site; `reason` None leaves the reason open."""

    status: Status
    reason: str | None = None
    moved_to: str | None = None


def nothing_here(_request: Request) -> Response:
    """The answer of a host that has no page at all, and of names that nobody should ever reach."""
    return Response(status=404)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One labelled site: its catalog entry, the trap in it, and the servers' part."""

    id: str
    title: str | None
    """The entry's title; None leaves it out of the entry."""
    url: str
    why: str
    """The trap, in one sentence."""
    expects: Mapping[int, Expectation]
    respond: Responder = field(default=nothing_here, repr=False)
    robots: Response | None = None
    """The answer for /robots.txt; None is a 404."""
    trouble: Trouble | None = None
    trouble_days: tuple[int, ...] = DAYS
    also: tuple[str, ...] = ()
    """Further host names that the site answers for."""
    ignore: str | None = None
    """The reason of the entry's ignore rule."""

    @property
    def host(self) -> str | None:
        """The A-label of the URL's name; None for an address literal and for what has no host."""
        name = urlsplit(self.url).hostname
        if name is None or name.replace(".", "").isdigit():
            return None
        return name.encode("idna").decode("ascii")

    @property
    def hosts(self) -> tuple[str, ...]:
        return (self.host, *self.also) if self.host else self.also

    def trouble_on(self, day: int) -> Trouble | None:
        return self.trouble if day in self.trouble_days else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Sites that belong together; the heading stands as a comment in the catalog."""

    heading: str
    sites: tuple[Site, ...]
