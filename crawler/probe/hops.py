"""Where an answer leads on, by its status, its Refresh field, or its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.page.links import parse_refresh
from crawler.probe import urls
from crawler.probe.doubt import is_called_missing
from crawler.probe.model import Hop

if TYPE_CHECKING:
    from crawler.page.model import PageFacts
    from crawler.probe.model import Answer, Exchange

REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
META_REFRESH_MAX_S = 10.0
"""A refresh after a longer pause is a page that reloads or a notice to be read, not a redirect."""


def next_hop(exchange: Exchange, page: PageFacts | None) -> Hop | str | None:
    """The redirect that an answer asks for, `bad-redirect` for one that leads nowhere, None for none.

    One that does not say where to, or says it in no word, is a page: so browsers take it.
    """
    answer, url = exchange.answer, exchange.probe.url
    location = _location_of(answer) if answer is not None and answer.status in REDIRECT_STATUSES else None
    if answer is not None and location:
        target = urls.resolve(url, location)
        if target is None or urls.scheme_of(target) not in {"http", "https"}:
            return "bad-redirect"
        return Hop(url=url, code=answer.status, target=target)
    # An error's page that leads on is an error all the same.
    is_error = answer is None or answer.status >= 400  # noqa: PLR2004 - HTTP's first error
    return None if is_error else _page_hop(exchange, page)


def _page_hop(exchange: Exchange, page: PageFacts | None) -> Hop | None:
    """Where a page itself leads, or its Refresh field: browsers go there at once, or nearly so."""
    url = exchange.probe.url
    said = exchange.answer.header("refresh") if exchange.answer else None
    refresh = parse_refresh(said, base=url, url=url) if said else None
    if refresh is None and page is not None:
        refresh = page.meta_refresh
    by_script = page.script_redirect if page is not None else None
    delay_s, target = refresh or (0.0, by_script)
    if target is None or delay_s > META_REFRESH_MAX_S:
        return None
    if refresh is not None and delay_s and page is not None and _excuses_itself(page, target):
        return None
    leads_away = urls.normalise(target) != url and urls.scheme_of(target) in {"http", "https"}
    return Hop(url=url, code=0, target=target, by_script=refresh is None) if leads_away else None


def _excuses_itself(page: PageFacts, target: str) -> bool:
    """A notice that nothing is there is to be read, before visitors are shown the front page instead."""
    return is_called_missing(page) and (urls.is_home(target) or urls.is_locale_root(target))


def _location_of(answer: Answer) -> str | None:
    """The Location field; raw UTF-8 in it, which the wire's Latin-1 garbles, is read as browsers read it."""
    location = answer.header("location")
    if location is None or location.isascii():
        return location
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location
