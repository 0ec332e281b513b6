"""ONE ordered decision table: signals to a verdict. The first row that fits decides; read it top to bottom.

What nobody could ask stands first, then what speaks for itself whatever the page says, then refusals (a wall
in front of a page says nothing of the page), then death, then trouble that may pass, and only then the pages
that did answer. A page that carries the entry's own title is never condemned by its words, unless nothing is
left of what else it said.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.judge.model import Case, Confidence, Signal, Verdict
from crawler.judge.replacement import replacement
from crawler.probe.past import Status

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Fits where all of `needs` and none of `unless` were seen."""

    reason: str
    status: Status
    confidence: Confidence = "high"
    needs: frozenset[str]
    unless: frozenset[str] = frozenset()

    def fits(self, codes: frozenset[str]) -> bool:
        return self.needs <= codes and not self.unless & codes


def _row(
    reason: str,
    status: Status,
    confidence: Confidence = "high",
    *,
    needs: Iterable[str] | None = None,
    unless: Iterable[str] = (),
) -> Row:
    return Row(
        reason=reason,
        status=status,
        confidence=confidence,
        needs=frozenset((reason,) if needs is None else needs),
        unless=frozenset(unless),
    )


_CERTIFICATE_REASONS = (
    "certificate-expired",
    "certificate-not-yet-valid",
    "certificate-wrong-host",
    "certificate-self-signed",
    "certificate-incomplete-chain",
    "certificate-unknown-issuer",
    "certificate-invalid",
)
_PASSING_FAILURES = (
    "no-address",
    "dns-failure",
    "dns-timeout",
    "network-unreachable",
    "connection-refused",
    "connection-reset",
    "connect-timeout",
    "read-timeout",
    "tls-handshake",
    "protocol-error",
)
_REFUSALS = (
    "unauthorized",
    "payment-required",
    "forbidden",
    "legal-reasons",
    "rate-limited",
    "request-denied",
)
_TITLE = ("title-matches-entry",)
_MISSING = ("title-says-missing",)

TABLE: tuple[Row, ...] = (
    # Not asked.
    _row("invalid-url", Status.SKIPPED),
    _row("unsupported-scheme", Status.SKIPPED),
    _row("forbidden-address", Status.SKIPPED),
    _row("robots-disallowed", Status.SKIPPED),
    _row("proxy-failed", Status.SKIPPED, "low"),
    _row("internal-error", Status.SKIPPED, "low"),
    # IPv6 trouble here says nothing of a site that has no other address.
    _row("no-ipv6-here", Status.SKIPPED, "low"),
    _row("no-connection-over-ipv6", Status.UNREACHABLE, "low"),
    _row("robots-unreachable", Status.UNREACHABLE, "medium"),
    # The site's own interface knows better than its pages.
    _row("site-says-gone", Status.DEAD),
    _row("site-says-private", Status.BLOCKED),
    _row("site-says-restricted", Status.BLOCKED, "medium"),
    _row("site-says-exists", Status.ALIVE),
    # No answer.
    _row("name-not-found", Status.DEAD),
    *(
        _row(reason, Status.INSECURE, needs=(reason, "answers-without-certificate"))
        for reason in _CERTIFICATE_REASONS
    ),
    _row("tls-too-old", Status.INSECURE, "medium", needs=("tls-handshake", "answers-without-certificate")),
    *(_row(reason, Status.UNREACHABLE, "medium") for reason in _CERTIFICATE_REASONS),
    *(_row(reason, Status.UNREACHABLE) for reason in _PASSING_FAILURES),
    _row("redirect-loop", Status.UNREACHABLE),
    _row("too-many-redirects", Status.UNREACHABLE),
    _row("slow-redirects", Status.UNREACHABLE),
    _row("bad-redirect", Status.UNREACHABLE),
    # Refused.
    _row("bot-wall", Status.BLOCKED, unless=_TITLE),
    *(_row(reason, Status.BLOCKED) for reason in _REFUSALS),
    # A person sees the page, whatever the status says.
    _row("page-under-error-status", Status.ALIVE, "low"),
    # Gone, or in trouble that may pass.
    _row("gone", Status.DEAD),
    _row("single-page-shell", Status.ALIVE, "low", needs=("not-found", "script-handover")),
    _row("not-found", Status.DEAD),
    _row("server-error", Status.UNREACHABLE),
    _row("client-error", Status.UNREACHABLE, "medium"),
    _row("unexpected-status", Status.UNREACHABLE, "medium"),
    _row("unread-page", Status.ALIVE, "low"),
    _row("undecodable-page", Status.UNREACHABLE, "low", unless=_TITLE),
    _row("no-page-came", Status.UNREACHABLE, "medium", unless=_TITLE),
    # A page answered: is it the resource?
    _row("redirect-to-suspended", Status.CHANGED, "medium", unless=_TITLE),
    _row("redirect-to-login", Status.BLOCKED, unless=_TITLE),
    _row("redirect-to-form", Status.BLOCKED, "medium"),
    _row("login-page", Status.BLOCKED, "medium", unless=_TITLE),
    _row("redirect-to-consent", Status.BLOCKED, "medium", unless=_TITLE),
    _row("redirect-to-consent", Status.BLOCKED, "medium", needs=("consent-page",), unless=_TITLE),
    # One shell answers for all that is there, and for what is not.
    _row("site-is-silent", Status.UNREACHABLE, "low", unless=_TITLE),
    # A parking page is called like its domain, as many an entry is: such a title speaks for nothing.
    _row("parked", Status.CHANGED, needs=("parked-page", "parked-name-servers", "called-by-its-host")),
    _row("parked", Status.CHANGED, "medium", needs=("parked-page", "called-by-its-host")),
    _row("parked", Status.CHANGED, "medium", needs=("parked-name-servers", "called-by-its-host")),
    _row("parked", Status.CHANGED, needs=("parked-page", "parked-name-servers"), unless=_TITLE),
    _row("parked", Status.CHANGED, "medium", needs=("parked-page",), unless=_TITLE),
    _row("parked", Status.CHANGED, "medium", needs=("parked-name-servers",), unless=_TITLE),
    # A domain's own name is a title that parking pages have as well.
    _row("parked", Status.CHANGED, "medium", needs=("parked-page", "text-unlike-before")),
    _row("default-page", Status.CHANGED, "medium", unless=_TITLE),
    # The name of a site is what its owner types first.
    _row("newly-installed", Status.CHANGED, "medium"),
    _row("article-farm", Status.CHANGED, "low"),
    _row("spam-topic", Status.CHANGED, "medium", unless=_TITLE),
    # Whoever takes a domain over may keep the title by which it is found.
    _row(
        "spam-topic",
        Status.CHANGED,
        "medium",
        needs=("spam-topic", "text-unlike-before"),
    ),
    # The title is what the domain is found by.
    _row("spam-topic", Status.CHANGED, "medium", needs=("spam-under-title",)),
    # An advertisement names what it wants to replace.
    _row("rival-page", Status.CHANGED, "medium"),
    # An obituary names the dead.
    _row("says-closed", Status.CHANGED, "medium"),
    # Nobody sees anything; but what a server does not say it may say tomorrow.
    _row("empty-page", Status.UNREACHABLE, "low"),
    _row("broken-document", Status.UNREACHABLE, "low"),
    _row("empty-listing", Status.CHANGED, "medium"),
    _row("program-failed", Status.UNREACHABLE, "low", unless=("text-says-missing", *_MISSING)),
    # Before every soft 404: a host that is down for a day answers all its addresses alike.
    _row("title-says-trouble", Status.UNREACHABLE, "medium", unless=_TITLE),
    _row(
        "redirect-to-error-page",
        Status.DEAD,
        "medium",
        needs=("redirect-to-error-page", "same-as-control", "front-page-is-well"),
        unless=_TITLE,
    ),
    _row("text-says-trouble", Status.UNREACHABLE, "low", unless=(*_MISSING, "text-says-missing")),
    _row("redirect-to-error-page", Status.DEAD, unless=_TITLE),
    # A search is called by the words that it was asked for.
    _row("redirect-to-search", Status.DEAD, "medium"),
    _row("redirect-to-listing", Status.DEAD, "medium", unless=_TITLE),
    _row("soft-404", Status.DEAD, needs=("title-says-missing", "same-as-control"), unless=_TITLE),
    _row("soft-404", Status.DEAD, "medium", needs=("title-says-missing",), unless=_TITLE),
    _row(
        "single-page-shell",
        Status.ALIVE,
        "low",
        needs=("one-shell-for-all",),
        unless=("permanent-redirect", "page-is-closed", *_TITLE),
    ),
    # Wikis invite whoever came to write what they lack.
    _row("soft-404", Status.DEAD, "medium", needs=("text-says-missing", "title-echoes-address")),
    # Terms, a choice of language, a closed portal: what a site shows everybody tells nothing of one link.
    _row("gate-before-front-page", Status.BLOCKED, "low", unless=_TITLE),
    _row("page-asks-first", Status.BLOCKED, "low"),
    # Members' pages and documents that nobody shared are called what the entry calls them.
    _row("page-is-closed", Status.BLOCKED, "low"),
    # What a page that cannot exist shows as well is not the link's own, whatever it is called.
    _row(
        "soft-404",
        Status.DEAD,
        "medium",
        needs=("text-says-missing",),
    ),
    _row(
        "soft-404",
        Status.DEAD,
        "medium",
        needs=("same-as-control", "title-echoes-address"),
        unless=("same-as-front-page",),
    ),
    _row("redirect-to-home", Status.DEAD, needs=("redirect-to-home", "same-as-control"), unless=_TITLE),
    # Before the control page alone: whoever took a domain over answers every address alike.
    *(
        _row(
            "content-changed",
            Status.CHANGED,
            "medium",
            needs=(fact,),
            unless=("redirect-to-home", "same-as-front-page", "in-another-language", *_TITLE),
        )
        for fact in ("title-fell", "page-replaced")
    ),
    _row("interface-root", Status.ALIVE, "low"),
    # Nor is what all of a site shows one link's: its front page, or that of whoever took the domain over.
    _row("long-page-for-all", Status.CHANGED, "medium", unless=_TITLE),
    _row(
        "nothing-of-its-host",
        Status.CHANGED,
        "low",
        needs=("nothing-of-its-host", "title-unlike-entry"),
        unless=("in-another-language", "same-as-front-page"),
    ),
    _row("shown-elsewhere", Status.BLOCKED, "low"),
    # An answer that is nothing but a message of what was asked for.
    _row("states-closed", Status.BLOCKED, "low"),
    _row("states-gone", Status.CHANGED, "low"),
    _row("only-a-notice", Status.CHANGED, "low"),
    _row("text-unlike-title", Status.CHANGED, "low"),
    _row("one-page-for-all", Status.BLOCKED, "low", needs=("same-as-front-page",), unless=_TITLE),
    _row("soft-404", Status.DEAD, "medium", needs=("same-as-control",), unless=_TITLE),
    _row("soft-404", Status.DEAD, "medium", needs=("called-gone",), unless=_TITLE),
    _row("soft-404", Status.DEAD, "medium", needs=("status-in-title",), unless=_TITLE),
    _row("soft-404", Status.DEAD, "medium", needs=("marked-missing",), unless=_TITLE),
    _row("soft-404", Status.DEAD, "medium", needs=("named-as-missing",), unless=_TITLE),
    _row("soft-404", Status.DEAD, "medium", needs=("same-document",), unless=_TITLE),
    _row("redirect-to-home", Status.DEAD, "medium", unless=("cross-site-redirect", *_TITLE)),
    _row("keeps-way-back", Status.BLOCKED, "low", unless=_TITLE),
    _row("soft-404", Status.DEAD, "medium", needs=("shared-target",), unless=_TITLE),
    _row("soft-404", Status.DEAD, "medium", needs=("shared-page",), unless=_TITLE),
    # The front page of another site may be the work's own, where short links and moved works lead.
    _row(
        "redirect-to-home",
        Status.DEAD,
        "medium",
        needs=("redirect-to-home", "title-unlike-entry"),
        unless=("text-names-entry", "title-in-another-script", *_TITLE),
    ),
    _row("untitled-shared-target", Status.ALIVE, "low"),
    _row("states-trouble", Status.UNREACHABLE, "low"),
    _row("another-year", Status.CHANGED, "low"),
    _row("another-course", Status.CHANGED, "low"),
    _row(
        "redirect-without-trace",
        Status.CHANGED,
        "low",
        unless=(
            "replacement-fit",
            "text-names-entry",
            "title-in-another-script",
            "in-another-language",
            "page-asks-first",
            *_TITLE,
        ),
    ),
    _row("front-without-work", Status.CHANGED, "low", unless=("in-another-language",)),
    _row(
        "another-slug",
        Status.CHANGED,
        "low",
        needs=("another-slug", "title-unlike-entry"),
        unless=("in-another-language", "page-asks-first"),
    ),
    # Nothing says that it is; and what it is instead, an absence, a door or trouble, hardly anything.
    _row("called-an-error", Status.UNREACHABLE, "low", unless=_TITLE),
    _row("nothing-of-entry", Status.CHANGED, "low", unless=("in-another-language", *_TITLE)),
    # It is.
    _row("permanent-redirect", Status.MOVED, needs=("replacement-fit", "title-matches-entry")),
    _row("permanent-redirect", Status.MOVED, "medium", needs=("replacement-fit",)),
    _row("title-unlike-entry", Status.ALIVE, "low"),
    _row("redirect-without-replacement", Status.ALIVE, "medium", needs=("replacement-unfit",)),
    _row("temporary-redirect", Status.ALIVE),
    _row("ok", Status.ALIVE, needs=()),
)


def decide(case: Case, signals: tuple[Signal, ...]) -> Verdict:
    """The verdict of the first row that fits; the order of the signals does not matter."""
    codes = frozenset(signal.code for signal in signals)
    row = _first_fit(codes)
    return Verdict(
        status=row.status,
        reason=row.reason,
        confidence=row.confidence,
        because=_because(row, signals) or (f"{_status_of(case)} from {case.evidence.final_url}",),
        signals=signals,
        moved_to=replacement(case) if row.status is Status.MOVED else None,
    )


@lru_cache(maxsize=1024)
def _first_fit(codes: frozenset[str]) -> Row:
    return next(row for row in TABLE if row.fits(codes))


def _status_of(case: Case) -> str:
    answer = case.evidence.final.answer
    return str(answer.status) if answer else "no answer"


def _because(row: Row, signals: tuple[Signal, ...]) -> tuple[str, ...]:
    """What decided first, then every other fact that was seen."""
    deciding = [signal.detail for signal in signals if signal.code in row.needs]
    others = [signal.detail for signal in signals if signal.code not in row.needs]
    return tuple(deciding + others)
