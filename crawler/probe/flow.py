"""The conversation about one link: a generator that yields probes, is sent exchanges and returns evidence.

It does no I/O, so it is tested without a network. No redirect is followed by the HTTP client: each hop is a
probe of its own, and the evidence keeps them all.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.page import read_page
from crawler.page.anchors import missing_fragments
from crawler.page.sketch import page_sketch
from crawler.probe import urls
from crawler.probe.control import beside
from crawler.probe.cookies import ConversationCookies
from crawler.probe.doubt import Chain, control_url, is_new_at_every_load, smells, wants_front
from crawler.probe.earlier import is_other_page
from crawler.probe.hops import next_hop
from crawler.probe.model import (
    CERTIFICATE_KINDS,
    FIRST_STACK,
    HTTP2_STACK,
    SECOND_STACK,
    EarlierText,
    Evidence,
    Exchange,
    FailureKind,
    KnownPage,
    Probe,
    ReadAmount,
)
from crawler.probe.naming import is_called_by_its_host
from crawler.probe.retry import may_speak_http2_alone, retry_wait_s
from crawler.probe.sites import site_of_link
from crawler.probe.sites.talk import SiteTalk, is_in_doubt
from crawler.probe.validators import NOT_MODIFIED

if TYPE_CHECKING:
    from crawler.page.model import PageFacts
    from crawler.probe.sites.model import SiteKnowledge

Flow = Generator[Probe, Exchange, Evidence]

_HIDING_KINDS = CERTIFICATE_KINDS | {FailureKind.TLS_HANDSHAKE, FailureKind.CONNECTION_RESET}
"""Old servers hang up on a client that is too new for them, instead of saying so."""
PARKED_TEXT_CHARACTERS = 1_500
"""A parking page is short; a sale that is mentioned further down is an article's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPolicy:
    """How much a conversation may ask: the same for every link of a run."""

    read: ReadAmount = "head"
    stack: str = FIRST_STACK
    retries: int = 2
    first_backoff_s: float = 1.0
    retry_after_cap_s: float = 30.0
    max_hops: int = 20
    max_chain_s: float = 120.0
    """What its servers may take, waits that they asked for among it, before a further redirect is followed:
    else a link whose hops all answer late, at the third attempt, would hold a run for 40 minutes.
    """
    control_token: str = ""
    """The name of a page that cannot exist, made anew for each run; empty: no control page is asked for."""


def check_link(
    url: str,
    title: str | None,
    policy: FlowPolicy,
    *,
    places: frozenset[str] = frozenset(),
    known: KnownPage | None = None,
    earlier: EarlierText | None = None,
) -> Flow:
    """Ask for a link as a reader would; `title` is what its page should be called, where that is known.

    Where `places` are to be found in the page, it is read whole. `known` is the page that the link led to
    when it was last read; who wants a second opinion or a whole page names none. `earlier` is what that page
    was like, whoever asks.
    """
    read: ReadAmount = "page" if places and policy.read == "head" else policy.read
    start = Probe(url=urls.normalise(url) or url, read=read, stack=policy.stack)
    knowledge = site_of_link(start.url)
    site, chain = yield from _ask_first(knowledge, start, policy, known)
    hidden = yield from _look_behind_certificate(chain.final)
    sketch, is_other = _compared(chain, earlier)
    is_doubtful = not site.is_settled and smells(start.url, title, chain, is_other=is_other)
    may_ask = knowledge if knowledge is not None and knowledge.asked == "in-doubt" else None
    if may_ask is not None and is_in_doubt(chain.final, smells=is_doubtful):
        site = yield from _ask_site(may_ask, start.url, policy)
    asks_control = is_doubtful and not site.is_settled and bool(policy.control_token)
    control, again = (yield from _ask_controls(start, title, chain, policy)) if asks_control else (None, None)
    front = (yield from _ask_front(start, policy)) if control and wants_front(chain, control) else None
    served = None if site.is_settled else (yield from _ask_delegation(start, chain, smells=is_doubtful))
    return Evidence(
        url=url,
        exchanges=(
            *site.exchanges,
            *chain.exchanges,
            *([hidden] if hidden else ()),
            *(each for walk in (control, again, front) if walk for each in walk.exchanges),
            *((served,) if served else ()),
        ),
        hops=tuple(chain.hops),
        final=chain.final,
        page=chain.page,
        sketch=sketch,
        earlier=earlier,
        control=control.final if control else None,
        control_page=control.page if control else None,
        control_again_page=again.page if again and again.is_reached else None,
        front=front.final if front else None,
        front_page=front.page if front else None,
        hidden=hidden,
        chain_error=chain.error,
        site=site.answer,
        unchanged=chain.unchanged,
        delegation=served.delegation if served else None,
        missing_fragments=_missing(places, chain) if places else places,
    )


def _compared(chain: Chain, earlier: EarlierText | None) -> tuple[bytes, bool]:
    """The sketch of a page that was read, and whether it is another page than it was."""
    page = chain.page if chain.is_reached else None
    sketch = page_sketch(page) if page else b""
    return sketch, page is not None and is_other_page(page, sketch, earlier)


def _missing(places: frozenset[str], chain: Chain) -> frozenset[str]:
    """The places that a whole page lacks; a redirect's fragment stands over the link's (RFC 9110 10.2.2)."""
    answer = chain.final.answer
    has_page = answer is not None and answer.status == 200 and answer.body_complete  # noqa: PLR2004 - HTTP's OK
    if answer is None or not has_page or any(urls.fragment_of(hop.target) for hop in chain.hops):
        return frozenset()
    return missing_fragments(answer.body, places, content_type=answer.header("content-type"))


def _follow(
    probe: Probe, policy: FlowPolicy, known: KnownPage | None = None
) -> Generator[Probe, Exchange, Chain]:
    chain = Chain()
    cookies = ConversationCookies()
    asked: set[tuple[str, str | None]] = set()
    while True:
        cookie = cookies.header_for(probe.url)
        # A loop that sets a cookie on its first round ends on the second, so the cookie is part of the state.
        if (probe.url, cookie) in asked:
            chain.error = "redirect-loop"
            return chain
        asked.add((probe.url, cookie))
        headers = (("cookie", cookie),) if cookie else ()
        sent = probe if probe.headers == headers else replace(probe, headers=headers)
        # A page for whoever holds a cookie need not be the one that was read without.
        asked_by = known if known and known.url == probe.url and not cookie else None
        chain.exchanges += yield from _ask_patiently(sent, policy, asked_by)
        answer = chain.final.answer
        if answer is None:
            return chain
        cookies.keep(probe.url, answer)
        is_unchanged = answer.status == NOT_MODIFIED and bool(chain.final.probe.conditions)
        chain.unchanged = asked_by if is_unchanged else None
        chain.page = chain.unchanged.page if chain.unchanged else _read(chain.final)
        hop = next_hop(chain.final, chain.page)
        if hop is None:
            return chain
        error = hop if isinstance(hop, str) else _excess(chain, policy)
        if isinstance(hop, str) or error is not None:
            chain.error = error
            return chain
        chain.hops.append(hop)
        probe = replace(probe, url=urls.normalise(hop.target) or hop.target)


def _excess(chain: Chain, policy: FlowPolicy) -> str | None:
    """Why no further redirect is followed."""
    if len(chain.hops) >= policy.max_hops:
        return "too-many-redirects"
    return "slow-redirects" if chain.took_s >= policy.max_chain_s else None


def _ask_patiently(
    probe: Probe, policy: FlowPolicy, known: KnownPage | None = None
) -> Generator[Probe, Exchange, list[Exchange]]:
    """Ask, first by what is known if anything is, and without it from then on."""
    conditions = known.validators.conditions if known else ()
    exchanges = [(yield replace(probe, headers=(*probe.headers, *conditions)) if conditions else probe)]
    if known and known.validators.leave_open(exchanges[0].answer):
        exchanges.append((yield probe))
    while (wait_s := retry_wait_s(exchanges[-1], policy)) is not None:
        probe = replace(probe, attempt=probe.attempt + 1, wait_s=wait_s)
        exchanges.append((yield probe))
    if probe.stack == SECOND_STACK and may_speak_http2_alone(exchanges[-1]):
        other = yield replace(probe, attempt=probe.attempt + 1, stack=HTTP2_STACK)
        # Where that fails as well, the second stack's words say more.
        exchanges.insert(len(exchanges) - (other.answer is None), other)
    return exchanges


def _read(exchange: Exchange) -> PageFacts | None:
    answer = exchange.answer
    if answer is None or not answer.body:
        return None
    return read_page(answer.body, url=exchange.probe.url, content_type=answer.header("content-type"))


def _look_behind_certificate(final: Exchange) -> Generator[Probe, Exchange, Exchange | None]:
    """Ask once more without checking the certificate: does anything answer behind it?"""
    failure = final.failure
    if failure is None or failure.kind not in _HIDING_KINDS or urls.scheme_of(final.probe.url) != "https":
        return None
    # No cookie goes along: whoever answers has not shown who they are.
    return (yield Probe(url=final.probe.url, purpose="unverified", verify=False, read="none"))


def _ask_controls(
    start: Probe, title: str | None, chain: Chain, policy: FlowPolicy
) -> Generator[Probe, Exchange, tuple[Chain | None, Chain | None]]:
    """Ask for a page that cannot exist, and for another where that shows what is new at every load."""
    url = control_url(start.url, title, chain, policy.control_token)
    if url is None:
        return None, None
    probe = replace(start, url=url, purpose="control", read=policy.read)
    control = yield from _follow(probe, _hasty(policy))
    other = beside(start.url, f"{policy.control_token}-either")
    if other is None or not is_new_at_every_load(chain, control):
        return control, None
    return control, (yield from _follow(replace(probe, url=other), _hasty(policy)))


def _hasty(policy: FlowPolicy) -> FlowPolicy:
    return replace(policy, retries=0, max_hops=5)


def _ask_front(start: Probe, policy: FlowPolicy) -> Generator[Probe, Exchange, Chain]:
    """Ask for the front page of the link's origin."""
    url = f"{urls.origin_of(start.url)}/"
    return (yield from _follow(replace(start, url=url, purpose="front", read=policy.read), _hasty(policy)))


def _ask_delegation(
    start: Probe, chain: Chain, *, smells: bool
) -> Generator[Probe, Exchange, Exchange | None]:
    """Where a page of few words looks like nobody's, ask DNS who serves the link's site."""
    answer, page = chain.final.answer, chain.page
    if answer is None or answer.status != 200 or page is None or chain.error:  # noqa: PLR2004 - HTTP's OK
        return None
    is_short = len(page.text_sample) <= PARKED_TEXT_CHARACTERS
    if not is_short or not (smells or not page.names or is_called_by_its_host(page, start.url)):
        return None
    return (yield Probe(url=start.url, purpose="delegation", read="none"))


def _ask_first(
    knowledge: SiteKnowledge | None, start: Probe, policy: FlowPolicy, known: KnownPage | None
) -> Generator[Probe, Exchange, tuple[SiteTalk, Chain]]:
    """Ask the site's interface, where pages answer 200 whatever one asks, and the page: whole, where it is to
    say itself what the interface left open.
    """
    if knowledge is None or knowledge.asked != "always":
        return SiteTalk(), (yield from _follow(start, policy, known))
    site = yield from _ask_site(knowledge, start.url, policy)
    if knowledge.read_page is None or not site.leaves_open:
        return site, (yield from _follow(start, policy, known))
    chain = yield from _follow(replace(start, read="all"), policy)
    if chain.final.answer is not None:
        site.hear(knowledge.read_page(chain.final.answer))
    return site, chain


def _ask_site(knowledge: SiteKnowledge, url: str, policy: FlowPolicy) -> Generator[Probe, Exchange, SiteTalk]:
    """Ask what a site's interface knows of an address."""
    question = knowledge.question
    probe = Probe(url=question.url(url), purpose="site", read="all", stack=policy.stack)
    exchanges = yield from _ask_patiently(probe, policy)
    answer = exchanges[-1].answer
    return SiteTalk(exchanges=exchanges, answer=question.read(answer) if answer else None)
