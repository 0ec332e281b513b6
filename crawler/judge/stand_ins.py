"""Addresses of pages that stand in for others: no verdict rests on them, but no catalog should carry one.

A page behind such an address may be anything, and often has the title of what was asked for. Whole segments
of the path count, so that /books/gone-with-the-wind stays itself.
"""

from __future__ import annotations

import re

from crawler.judge.parking import service_of
from crawler.probe import urls

_STAND_IN = re.compile(
    r"maintenance|under[-_]?(?:maintenance|construction)|coming[-_]?soon|(?:temporarily[-_]?|service[-_]?)?unavailable|"
    r"gone|oops|retired|discontinued|removed|deleted|"
    r"(?:re)?captcha|challenge|cdn-cgi|are[-_]?you[-_]?human|bot[-_]?check|access[-_]?denied|forbidden|blocked|"
    r"(?:geo|region|country)[-_]?block(?:ed)?|not[-_]?available(?:[-_]in[-_]your[-_](?:country|region))?|"
    r"age[-_]?(?:gate|check|verification)|(?:un|not[-_])?supported[-_]?browser|enable[-_]?(?:cookies|javascript)|"
    r"no[-_]?(?:cookies?|script|js)|sign[-_]?up|registration|subscribe|paywall|"
    r"(?:account|domain|site|website)?[-_.]?suspended(?:[-_.]?(?:page|account|domain))?|"
    r"fehler(?:seite)?|seite[-_]?nicht[-_]?gefunden|nicht[-_]?gefunden|erreur|(?:page[-_]?)?(?:introuvable|non[-_]?trouvee?)|"
    r"(?:pagina[-_]?)?no[-_]?encontrad[ao]|(?:pagina[-_]?)?nao[-_]?encontrad[ao]|(?:pagina[-_]?)?non[-_]?trovat[ao]|"
    r"(?:pagina[-_]?)?niet[-_]?gevonden",
    re.IGNORECASE,
)
_SEARCH = re.compile(r"(?:[^?#]*/)?(?:search|suche|recherche|buscar?|find)(?:\.\w{2,5})?/?\?", re.IGNORECASE)
_LISTING = re.compile(
    r"/(?:tags?|categor(?:y|ies)|authors?|labels?|keywords?|schlagwort|kategorie|mot-cle|categoria|etiqueta|autor)"
    r"/[^/]+/?$",
    re.IGNORECASE,
)
_NEAR_ROOT = re.compile(r"/(?:register|welcome|sorry)(?:\.\w{2,5})?/?", re.IGNORECASE)
"""Words that anything deeper may be called by."""
_NO_COOKIE = re.compile(r"[?&](?:no_?cookies?|cookies?_?(?:set|check|test)|cookieabsent)\b", re.IGNORECASE)
_PARKED_HOST = re.compile(r"ww\d{1,3}\.")


def is_stand_in(url: str) -> bool:
    """An address that names itself a wall, a gate, maintenance, a search, or an excuse in any language."""
    is_named = urls.has_segment(url, _STAND_IN) or bool(_NEAR_ROOT.fullmatch(urls.path_of(url)))
    return is_named or is_search(url) or bool(_NO_COOKIE.search(url))


def is_search(url: str) -> bool:
    return bool(_SEARCH.match(url))


def is_listing(url: str) -> bool:
    """An address at which a site lists what it has by tag, category or author."""
    return bool(_LISTING.search(urls.path_of(url)))


def is_parked(url: str) -> bool:
    """An address at a service that parks or sells domains; `ww38.` is where they send visitors."""
    host = urls.host_of(url)
    return bool(_PARKED_HOST.match(host)) or service_of(host) is not None
