"""What is asked and what came back: the words that `net`, `probe` and `judge` share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from crawler.page.excerpt import excerpt

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.page.model import PageFacts
    from crawler.probe.validators import Validators

ReadAmount = Literal["none", "head", "page", "all"]
"""How much of a body is wanted: nothing, up to the end of an HTML head and the first h1, an HTML page to its
end (of anything else no more than before), or whatever it is; the last two up to the cap."""
Purpose = Literal["page", "unverified", "control", "front", "site", "delegation", "robots", "network"]
"""Why a probe is sent: the link's own page, the same without a valid certificate, a page that cannot exist,
the front page of its origin, a site's own interface, who serves its name in DNS (no request at all),
robots.txt, or to see whether the network here still works."""
FIRST_STACK = "pyreqwest"
SECOND_STACK = "httpx"
"""Independent of the first; also asked at once where the first cannot express a question or an answer."""
HTTP2_STACK = "pyreqwest-h2"
"""The first, offering HTTP/2 as well: asked where neither could speak to a server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One request to send; no redirect is followed by the client."""

    url: str
    """Absolute, http or https, as WHATWG serialises it, without fragment."""
    method: Literal["GET", "HEAD"] = "GET"
    purpose: Purpose = "page"
    headers: tuple[tuple[str, str], ...] = ()
    """Added to the client's own, e.g. Cookie within one conversation."""
    read: ReadAmount = "head"
    verify: bool = True
    """False asks without checking the certificate, to see what an invalid one hides."""
    wait_s: float = 0.0
    """Seconds to wait first: the back-off of a retry, or what Retry-After asked for."""
    attempt: int = 1
    stack: str = FIRST_STACK
    """Which stack is to ask; in an exchange, which one did."""

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """The fields by which the answer is wanted only where the page has changed (RFC 9110 13.1)."""
        return tuple(field for field in self.headers if field[0].startswith("if-"))


class FailureKind(StrEnum):
    """Why no HTTP answer came, each in the words of the layer that failed."""

    INVALID_URL = "invalid-url"
    UNSUPPORTED_SCHEME = "unsupported-scheme"
    FORBIDDEN_ADDRESS = "forbidden-address"
    ROBOTS_DISALLOWED = "robots-disallowed"
    ROBOTS_UNREACHABLE = "robots-unreachable"
    NAME_NOT_FOUND = "name-not-found"
    NO_ADDRESS = "no-address"
    DNS_FAILURE = "dns-failure"
    DNS_TIMEOUT = "dns-timeout"
    NETWORK_UNREACHABLE = "network-unreachable"
    CONNECTION_REFUSED = "connection-refused"
    CONNECTION_RESET = "connection-reset"
    CONNECT_TIMEOUT = "connect-timeout"
    READ_TIMEOUT = "read-timeout"
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_NOT_YET_VALID = "certificate-not-yet-valid"
    CERTIFICATE_WRONG_HOST = "certificate-wrong-host"
    CERTIFICATE_SELF_SIGNED = "certificate-self-signed"
    CERTIFICATE_UNKNOWN_ISSUER = "certificate-unknown-issuer"
    CERTIFICATE_INVALID = "certificate-invalid"
    TLS_HANDSHAKE = "tls-handshake"
    PROTOCOL_ERROR = "protocol-error"
    PROXY_FAILED = "proxy-failed"
    """The operator's proxy is out of reach, refused, or could not say more of the site."""
    INTERNAL_ERROR = "internal-error"
    """A fault of this program or of a library below it: it says nothing of the site."""


CERTIFICATE_KINDS = frozenset(kind for kind in FailureKind if kind.startswith("certificate-"))
SILENT_KINDS = frozenset(
    {
        FailureKind.DNS_FAILURE,
        FailureKind.DNS_TIMEOUT,
        FailureKind.NETWORK_UNREACHABLE,
        FailureKind.CONNECT_TIMEOUT,
    }
)
"""Failures that this machine's own network could have caused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response head and as much body as was wanted, decoded from its content coding."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    """Names in lower case, in the order received."""
    body: bytes = b""
    body_complete: bool = True
    """False where reading stopped early, at the cap, or on a broken body."""
    body_error: str | None = None

    @property
    def is_success(self) -> bool:
        """A status of RFC 9110's class 2xx (Successful)."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the class's bounds

    @property
    def is_gone(self) -> bool:
        """Not Found or Gone (RFC 9110 15.5.5, 15.5.11): what a host says itself needs nobody to confirm."""
        return self.status in {404, 410}

    def header(self, name: str) -> str | None:
        """The first value of a header field, by lower-case name."""
        for key, value in self.headers:  # asked 12 times of each answer: a generator takes twice as long
            if key == name:
                return value
        return None

    def header_values(self, name: str) -> tuple[str, ...]:
        return tuple([value for key, value in self.headers if key == name])


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """No HTTP answer; `detail` is for people."""

    kind: FailureKind
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """What DNS says of a site's name, in lower case: who serves it, and what its host is another name for."""

    name_servers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What a certificate says that was not accepted; times are aware, in UTC."""

    not_before: datetime
    not_after: datetime
    names: tuple[str, ...]
    """The hosts and addresses that it is for."""
    sent: int
    """How many certificates the server sent with it, itself included; 0 where that cannot be told."""
    chained: int
    """How many of those, it being the first, are each signed by the next."""
    issuer: str
    """Who signed the last of these."""
    is_issuer_sent: bool
    """That one signed itself: the chain is whole, whoever stands at its end."""
    says_where_issuer_is: bool
    """It names an address of its issuer's own certificate."""
    protocol: str
    """The version of TLS that was agreed on, as `TLSv1.3`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One probe and what came of it."""

    probe: Probe
    outcome: Answer | Failure
    elapsed_s: float = 0.0
    robots_s: float = 0.0
    """What the servers of robots.txt took before, where it was waited for."""
    address: str | None = None
    """The address that was dialled: the site's, or its proxy's."""
    bytes_received: int = 0
    certificate: CertificateFacts | None = None
    """Of an unverified probe: what stands in the certificate."""
    delegation: Delegation | None = None
    """Of a delegation probe: what DNS said; the outcome is then an answer of status 0."""

    @property
    def took_s(self) -> float:
        """What servers took, and the wait that one of them asked for; not the wait for a turn here."""
        return self.elapsed_s + self.robots_s + self.probe.wait_s

    @property
    def answer(self) -> Answer | None:
        return self.outcome if isinstance(self.outcome, Answer) else None

    @property
    def failure(self) -> Failure | None:
        return self.outcome if isinstance(self.outcome, Failure) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a redirect chain: `code` is the status, or 0 where the page itself leads on."""

    url: str
    code: int
    target: str
    by_script: bool = False
    """Of those that a page leads on: by script, not by a meta refresh."""

    @property
    def is_permanent(self) -> bool:
        """RFC 9110 15.4.2 and 15.4.9: only 301 and 308 say that the target should be used from now on."""
        return self.code in (301, 308)


SiteState = Literal["exists", "registered", "gone", "private", "restricted"]
"""`registered` is known there, whatever the page behind it answers; `restricted` is shown to some only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """A page that an earlier run read, and by what its server may be asked whether it is still the same."""

    url: str
    """Whose page it is: the end of the chain, not the link's address."""
    validators: Validators
    read_at: datetime
    page: PageFacts | None = None
    """Without its text; None also where the run wants none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierText:
    """What a link's page was like when it was last well: what shows that another stands in its place."""

    sketch: bytes
    """Of its text (`crawler.page.sketch`)."""
    title: str | None
    language: str | None
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteAnswer:
    """What a site's own interface says of a resource, where its page does not tell."""

    site: str
    state: SiteState
    detail: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything one conversation about a link saw, in the order it happened."""

    url: str
    exchanges: tuple[Exchange, ...]
    hops: tuple[Hop, ...]
    """The chain of the deciding attempt, without retries."""
    final: Exchange
    """The exchange that ended the chain."""
    page: PageFacts | None = None
    sketch: bytes = b""
    """Of the text of a page that was read, which itself is not kept; empty where there is none."""
    earlier: EarlierText | None = None
    """What the page was like before, as far as that is remembered."""
    control: Exchange | None = None
    """What a page that cannot exist answered on the same host, where something smelled."""
    control_page: PageFacts | None = None
    control_again_page: PageFacts | None = None
    """The page of another that cannot exist, where the first bore the page's names over another text."""
    front: Exchange | None = None
    """What the front page of the link's origin came to, where link and control page came to one page."""
    front_page: PageFacts | None = None
    hidden: Exchange | None = None
    """What answered behind an invalid certificate."""
    chain_error: str | None = None
    """Why a chain of redirects did not end: `redirect-loop`, `too-many-redirects`, `slow-redirects` or
    `bad-redirect`.
    """
    site: SiteAnswer | None = None
    unchanged: KnownPage | None = None
    """The page that the final answer, a 304, stands for; its facts are in `page`."""
    delegation: Delegation | None = None
    """Who serves the link's site in DNS, where its page looks like nobody's."""
    missing_fragments: frozenset[str] = frozenset()
    """Of the places that the links of this page name, those that the whole page surely has not."""
    conversations: tuple[int, ...] = (0,)
    """Where in `exchanges` each conversation begins: there is a second one where a link was asked again."""
    decided_in: int = 0
    """Which of them the verdict rests on."""

    @property
    def final_url(self) -> str:
        return self.final.probe.url


def control_asked(evidence: Evidence) -> str | None:
    """The address of the page that cannot exist, wherever it led; None where none was asked for."""
    begin = evidence.conversations[evidence.decided_in]
    asked = (each.probe.url for each in evidence.exchanges[begin:] if each.probe.purpose == "control")
    return next(asked, evidence.control.probe.url if evidence.control else None)


def without_bodies(evidence: Evidence, *, excerpts: bool = False) -> Evidence:
    """The same evidence with nothing left of the pages but their facts, or an excerpt of each as well.

    A run keeps the evidence of every link until it reports, and 64 kB of each page would be 6 GB for 100,000.
    """
    if evidence.page is None and evidence.control is None and not any(map(_has_body, evidence.exchanges)):
        return evidence
    texts = {
        id(evidence.final): evidence.page,
        id(evidence.control): evidence.control_page,
        id(evidence.front): evidence.front_page,
    }

    def lean(exchange: Exchange) -> Exchange:
        page = texts.get(id(exchange)) if excerpts else None
        return _without_body(exchange, page.text_sample if page else "", is_excerpted=excerpts)

    return replace(
        evidence,
        exchanges=tuple(map(lean, evidence.exchanges)),
        final=lean(evidence.final),
        control=lean(evidence.control) if evidence.control else None,
        front=lean(evidence.front) if evidence.front else None,
        control_page=None,
        control_again_page=None,
        front_page=None,
    )


def without_text(evidence: Evidence) -> Evidence:
    """The same evidence without the words of its page: for what waits to be concluded."""
    return replace(evidence, page=replace(evidence.page, text_sample="")) if evidence.page else evidence


def _has_body(exchange: Exchange) -> bool:
    return isinstance(exchange.outcome, Answer) and bool(exchange.outcome.body)


def _without_body(exchange: Exchange, text: str, *, is_excerpted: bool) -> Exchange:
    outcome = exchange.outcome
    if not isinstance(outcome, Answer) or not outcome.body:
        return exchange
    kept = excerpt(outcome.body, outcome.header("content-type"), text) if is_excerpted else b""
    return replace(exchange, outcome=replace(outcome, body=kept))
