"""What the chain of redirects says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from crawler.judge.gate_words import is_guessed, is_listing, is_results
from crawler.judge.model import Case, Signal
from crawler.judge.replacement import permanent_target, refused_because, replacement, rival_name
from crawler.judge.signals_page import host_says_gone
from crawler.page.alike import are_alike
from crawler.page.likeness import is_in_another_script, named_in, shares_filler, telling_words
from crawler.page.wording import consent_phrase
from crawler.page.years import is_of_another_year, years_of
from crawler.probe import urls
from crawler.probe.doubt import FULL_TEXT_CHARACTERS, LIKE_FROM, UNLIKE_BELOW

if TYPE_CHECKING:
    from crawler.page.model import PageFacts

_NAMED_FROM = 0.6
"""So much of a title's weight in a text names the work; short of all, since authors are often left out."""
_SEARCHED_WORDS = 2
_SEVERAL = 2
_HREFLANG = re.compile(rb"(?i)\bhreflang\b")
_WORD = re.compile(r"[^\W\d_]{3,}")
_Observer = Callable[[Case], Signal | None]


def chain_error(case: Case) -> Signal | None:
    """The chain did not end: a loop, hops too many or too slow, or a redirect that leads nowhere."""
    error = case.evidence.chain_error
    if error is None:
        return None
    detail = {
        "redirect-loop": f"redirects come back to {case.evidence.final_url}",
        "too-many-redirects": f"still redirected after {len(case.evidence.hops)} hops",
        "slow-redirects": f"its redirects took minutes, and go on from {case.evidence.final_url}",
        "bad-redirect": f"{case.evidence.final_url} redirects to no http address",
    }[error]
    return Signal(code=error, detail=detail)


def permanent_redirect(case: Case) -> Signal | None:
    """The chain begins with a permanent move (301 or 308)."""
    target = permanent_target(case.evidence)
    if target is None:
        return None
    hop, hops = case.evidence.hops[0], len(case.evidence.hops)
    return Signal(code="permanent-redirect", detail=f"{hop.code} to {target}{_count(hops)}")


def temporary_redirect(case: Case) -> Signal | None:
    """The chain begins with a temporary move."""
    hops = case.evidence.hops
    if not hops or hops[0].is_permanent or hops[0].code == 0:
        return None
    return Signal(
        code="temporary-redirect", detail=f"{hops[0].code} to {case.evidence.final_url}{_count(len(hops))}"
    )


def _count(hops: int) -> str:
    return f" ({hops} hops)" if hops > 1 else ""


def meta_refresh(case: Case) -> Signal | None:
    """A page on the way sends visitors on by a meta refresh."""
    hop = next((hop for hop in case.evidence.hops if hop.code == 0 and not hop.by_script), None)
    return Signal(code="meta-refresh", detail=f"the page refreshes to {hop.target}") if hop else None


def script_redirect(case: Case) -> Signal | None:
    """A page on the way is nothing but a script that sends visitors on."""
    hop = next((hop for hop in case.evidence.hops if hop.by_script), None)
    return Signal(code="script-redirect", detail=f"a script leads on to {hop.target}") if hop else None


def replacement_fit(case: Case) -> Signal | None:
    """A permanent move ends at an address that the catalog may carry."""
    url = replacement(case)
    return Signal(code="replacement-fit", detail=f"the catalog should carry {url}") if url else None


def replacement_unfit(case: Case) -> Signal | None:
    """A permanent move ends at an address that no catalog should carry."""
    target = permanent_target(case.evidence)
    reason = refused_because(case, target) if target else None
    return Signal(code="replacement-unfit", detail=f"no replacement is offered: {reason}") if reason else None


def _leads_to(code: str, words: str, is_kind: Callable[[str], bool]) -> _Observer:
    """An observer of redirects that end at one kind of address which the link itself is not."""

    def observe(case: Case) -> Signal | None:
        end = case.evidence.final_url
        if not case.evidence.hops or not is_kind(end) or is_kind(case.evidence.url):
            return None
        return Signal(code=code, detail=f"redirected to {words}: {end}")

    return observe


def redirect_to_home(case: Case) -> Signal | None:
    """A deep link ends at a front page (of a host, or of a host in one language), whatever its address."""
    origin, end = case.evidence.url, case.evidence.final_url
    was_front = urls.is_home(origin) or urls.is_locale_root(origin)
    if not case.evidence.hops or was_front:
        return None
    if not (urls.is_home(end) or urls.is_locale_root(end) or _is_shown_at_front(case)):
        return None
    return Signal(code="redirect-to-home", detail=f"redirected to a front page: {end}")


def _is_shown_at_front(case: Case) -> bool:
    """The page, at which a redirect ended, stands at the site's root without one."""
    page, front, other = case.evidence.page, case.evidence.front, case.evidence.front_page
    if page is None or other is None or front is None or front.answer is None or not front.answer.is_success:
        return False
    is_root = urls.is_home(front.probe.url)
    return is_root and are_alike(page, case.evidence.final_url, other, front.probe.url)


def cross_site_redirect(case: Case) -> Signal | None:
    """The chain ends at another registrable domain."""
    end = case.evidence.final_url
    if not case.evidence.hops or urls.same_site(case.evidence.url, end):
        return None
    return Signal(code="cross-site-redirect", detail=f"redirected to another site: {urls.site_of(end)}")


def names_the_work(case: Case) -> bool:
    """The page's text has the entry's title in it: works that moved, or were put together, are listed."""
    page, title = case.evidence.page, case.link.title
    return page is not None and title is not None and named_in(title, page.text_sample) >= _NAMED_FROM


def text_names_entry(case: Case) -> Signal | None:
    """A redirect ends at another site's page that is called otherwise, but names the entry in its text."""
    end, match = case.evidence.final_url, case.title_match
    is_elsewhere = bool(case.evidence.hops) and not urls.same_site(case.evidence.url, end)
    if not is_elsewhere or match is None or match >= LIKE_FROM or not names_the_work(case):
        return None
    return Signal(code="text-names-entry", detail=f'the page names "{case.link.title}" in its text')


def shared_target(case: Case) -> Signal | None:
    """Several links of the host, to differing works, were all redirected to one address.

    Without titles nobody knows whether they differ, nor what the page should name: it replaces none of them.
    """
    if not case.crowd or not case.evidence.hops:
        return None
    end = case.evidence.final_url
    if case.link.title is None:
        detail = f"{case.crowd} links of this host, of which no title is known, all end at {end}"
        return Signal(code="untitled-shared-target", detail=detail)
    detail = f"{case.crowd} links of this host, to differing works, all end at {end}"
    return Signal(code="shared-target", detail=detail)


def redirect_to_search(case: Case) -> Signal | None:
    """A link that is no search ends, on its own site, at a search for the words of its address."""
    origin, end = case.evidence.url, case.evidence.final_url
    if not case.evidence.hops or is_results(origin) or not is_results(end) or not urls.same_site(origin, end):
        return None
    asked = set(_WORD.findall(unquote_plus(end.partition("?")[2]).lower()))
    words = set(_WORD.findall(urls.path_of(origin).rstrip("/").rpartition("/")[2].lower()))
    if len(words) < _SEARCHED_WORDS or not words <= asked:
        return None
    return Signal(code="redirect-to-search", detail=f"the site searches for the words of the address: {end}")


def redirect_to_listing(case: Case) -> Signal | None:
    """A link ends, on its own site, at a list by tag, category or author that does not name the entry."""
    origin, end = case.evidence.url, case.evidence.final_url
    if not case.evidence.hops or is_listing(origin) or not is_listing(end) or not urls.same_site(origin, end):
        return None
    if names_the_work(case):
        return None
    return Signal(code="redirect-to-listing", detail=f"redirected to a list without the entry: {end}")


def another_year(case: Case) -> Signal | None:
    """A link of one year, by the entry's title and its own address, ends at a page of another, which has not
    a word of that one.
    """
    page, title = case.evidence.page, case.link.title
    if not case.evidence.hops or page is None or title is None or not is_of_another_year(title, page.names):
        return None
    ours, end = years_of(title), case.evidence.final_url
    said = " ".join(filter(None, (end, page.description, page.text_sample)))
    if not ours & years_of(case.evidence.url) or ours & years_of(said):
        return None
    return Signal(code="another-year", detail=f'the page is called "{page.title}", the entry "{title}"')


def another_slug(case: Case) -> Signal | None:
    """A permanent redirect within the site, from one name to a longer one that only begins like it, ends at a
    long page in the title's language that has not a word of the title: programs that lack a page guess so.
    """
    page, title, answer = case.evidence.page, case.link.title, case.evidence.final.answer
    if page is None or title is None or answer is None or case.title_match is None:
        return None
    target = permanent_target(case.evidence)
    if (
        target is None
        or not host_says_gone(case)
        or not urls.same_site(case.evidence.url, case.evidence.final_url)
    ):
        return None
    if not is_guessed(case.evidence.url, case.evidence.final_url) or case.title_match >= UNLIKE_BELOW:
        return None
    words = telling_words(title)
    said = " ".join(filter(None, (*page.names, page.description, page.text_sample)))
    if len(words) < _SEVERAL or words & telling_words(said) or not _is_readable(case, page, title):
        return None
    return Signal(
        code="another-slug", detail=f'the site guessed "{page.title}", which has no word of the title'
    )


def _is_readable(case: Case, page: PageFacts, title: str) -> bool:
    """So much was read that a work's words would be in it, in the language of the title."""
    answer = case.evidence.final.answer
    if answer is None or len(page.text_sample) < FULL_TEXT_CHARACTERS or page.asks_first:
        return False
    # Of a page that offers itself in several languages nobody knows which one the title is in.
    if _HREFLANG.search(answer.body) or is_in_another_script(title, page.names):
        return False
    return shares_filler(title, page.text_sample)


def rival_page(case: Case) -> Signal | None:
    """A redirect ends at another site, at a page that offers itself in place of the entry's work."""
    phrase = rival_name(case, case.evidence.url) if case.evidence.hops else None
    return Signal(code="rival-page", detail=f'the page calls itself "{phrase}"') if phrase else None


def consent_page(case: Case) -> Signal | None:
    """A redirect ends at a page that asks for consent, by its title or first heading."""
    page = case.evidence.page
    for name in page.headings if page and case.evidence.hops else ():
        if consent_phrase(name):
            return Signal(code="consent-page", detail=f'the page calls itself "{name[:120]}"')
    return None


REDIRECT_SIGNALS: tuple[_Observer, ...] = (
    chain_error,
    permanent_redirect,
    temporary_redirect,
    meta_refresh,
    script_redirect,
    replacement_fit,
    replacement_unfit,
    redirect_to_home,
    _leads_to("redirect-to-login", "a sign-in page", urls.is_login),
    _leads_to("redirect-to-consent", "a consent page", urls.is_consent),
    _leads_to("redirect-to-error-page", "an error page", urls.is_error_page),
    _leads_to("redirect-to-suspended", "a suspended account", urls.is_suspended),
    cross_site_redirect,
    text_names_entry,
    shared_target,
    redirect_to_search,
    redirect_to_listing,
    another_year,
    another_slug,
    rival_page,
    consent_page,
)
