"""What the last answer, or its absence, says by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.judge.certificates import certificate_signal
from crawler.judge.model import Case, Signal
from crawler.judge.subject import is_about
from crawler.judge.walls import UNNAMED, wall_address, wall_of
from crawler.probe import urls
from crawler.probe.doubt import is_called_missing
from crawler.probe.model import FailureKind, control_asked
from crawler.probe.sites import site_of_link

if TYPE_CHECKING:
    from collections.abc import Callable

STATUS_CODES = {
    401: "unauthorized",
    402: "payment-required",
    403: "forbidden",
    404: "not-found",
    407: "unauthorized",
    410: "gone",
    429: "rate-limited",
    451: "legal-reasons",
    # What firewalls answer to programs as well, to a request that any browser makes.
    **dict.fromkeys((412, 418, 428, 440, 449, 460, 468, 999), "request-denied"),
}
"""RFC 9110 15 and RFC 7725; 999 is what LinkedIn answers to whom it takes for a program."""
_UNCONNECTED = frozenset({FailureKind.CONNECT_TIMEOUT, FailureKind.CONNECTION_REFUSED})
_STATUS_FAMILIES = {2: None, 4: "client-error", 5: "server-error"}


def failure(case: Case) -> Signal | None:
    """No HTTP answer came; the code is that of the failure."""
    seen = case.evidence.final.failure
    if seen is None:
        return None
    return certificate_signal(case, seen) or Signal(code=seen.kind.value, detail=seen.detail)


def no_ipv6_here(case: Case) -> Signal | None:
    """The only address is one of IPv6, and no route leads there from this machine."""
    final = case.evidence.final
    is_unroutable = final.failure is not None and final.failure.kind is FailureKind.NETWORK_UNREACHABLE
    if not is_unroutable or not (final.address or "").startswith("["):
        return None
    return Signal(code="no-ipv6-here", detail=f"no route from here to {final.address}, the only address")


def no_connection_over_ipv6(case: Case) -> Signal | None:
    """The only addresses are of IPv6, and none could be connected to, be it the site's fault or of what is
    between; where there is one of IPv4, its failure is the one that is told.
    """
    final = case.evidence.final
    is_silent = final.failure is not None and final.failure.kind in _UNCONNECTED
    if not is_silent or not (final.address or "").startswith("["):
        return None
    return Signal(
        code="no-connection-over-ipv6", detail=f"no connection to {final.address}, and IPv6 is all it has"
    )


def status(case: Case) -> Signal | None:
    """The answer's status is not one of success; redirects and 304 have signals of their own."""
    answer = case.evidence.final.answer
    if answer is None or case.evidence.chain_error == "bad-redirect" or case.evidence.unchanged:
        return None
    code = STATUS_CODES.get(answer.status) or _STATUS_FAMILIES.get(answer.status // 100, "unexpected-status")
    if code is None or case.evidence.chain_error:
        return None
    return Signal(code=code, detail=f"{answer.status} from {case.evidence.final_url}")


def not_modified(case: Case) -> Signal | None:
    """Asked for the page only if it has changed, the server answers that it has not."""
    known = case.evidence.unchanged
    if known is None:
        return None
    return Signal(
        code="not-modified", detail=f"304 Not Modified: the page is as it was on {known.read_at:%Y-%m-%d}"
    )


def bot_wall(case: Case) -> Signal | None:
    """The answer is a challenge or refusal of a bot wall."""
    answer = case.evidence.final.answer
    vendor = wall_of(answer, case.evidence.page) if answer else None
    if vendor == UNNAMED and case.evidence.page and is_about(case.link, case.evidence.page.html_title or ""):
        return None
    if answer and vendor is None and case.evidence.hops and answer.is_success:
        control, asked = case.evidence.control, control_asked(case.evidence)
        other_walk = (asked, control.probe.url) if control and asked else None
        page = case.evidence.page
        says_missing = page is not None and is_called_missing(page)
        walk = (case.evidence.url, case.evidence.final_url)
        vendor = wall_address(walk, None if says_missing else other_walk)
    return Signal(code="bot-wall", detail=f"{answer.status} from {vendor}") if answer and vendor else None


def answers_without_certificate(case: Case) -> Signal | None:
    """Asked without checking the certificate, the server answers."""
    hidden = case.evidence.hidden
    if hidden is None or hidden.answer is None:
        return None
    return Signal(
        code="answers-without-certificate",
        detail=f"{hidden.answer.status} when the certificate is not checked",
    )


def body_broken(case: Case) -> Signal | None:
    """The body broke off after a good head."""
    answer = case.evidence.final.answer
    return Signal(code="body-broken", detail=answer.body_error) if answer and answer.body_error else None


def recovered_on_retry(case: Case) -> Signal | None:
    """An earlier attempt at the same address failed, a later one did not."""
    attempt = case.evidence.final.probe.attempt
    answer = case.evidence.final.answer
    if attempt == 1 or answer is None or answer.status >= 400:  # noqa: PLR2004 - HTTP's first error
        return None
    return Signal(code="recovered-on-retry", detail=f"answered at attempt {attempt}")


def site_answer(case: Case) -> Signal | None:
    """The site's own interface says whether the resource exists."""
    site = case.evidence.site
    return Signal(code=f"site-says-{site.state}", detail=f"{site.site}: {site.detail}") if site else None


def site_is_silent(case: Case) -> Signal | None:
    """The pages of the site answer 200 whatever one asks, and its interface, which knows, did not tell."""
    evidence = case.evidence
    was_asked = any(exchange.probe.purpose == "site" for exchange in evidence.exchanges)
    if evidence.site is not None or not was_asked:
        return None
    knowledge = site_of_link(urls.normalise(evidence.url) or evidence.url)
    if knowledge is None or knowledge.asked != "always":
        return None
    return Signal(
        code="site-is-silent", detail=f"the interface of {knowledge.name} did not say what is there"
    )


ANSWER_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (
    failure,
    no_ipv6_here,
    no_connection_over_ipv6,
    status,
    not_modified,
    bot_wall,
    answers_without_certificate,
    body_broken,
    recovered_on_retry,
    site_answer,
    site_is_silent,
)
