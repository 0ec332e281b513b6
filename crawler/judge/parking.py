"""Services for domains without a site of their own, by their name servers, their aliases and their shops.

"Domain Parking: Largely Present, Rarely Considered!" (Zirngibl et al., TMA 2022) finds that DNS tells parking
services better than their pages do; the names are those of the services' own instructions. Registrars' usual
name servers (domaincontrol.com, namebrightdns.com, registrar-servers.com) serve real sites too and are left
out, and a page with the entry's title stands over all of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.judge.model import Case, Signal
from crawler.probe import urls

if TYPE_CHECKING:
    from collections.abc import Callable

PARKING = "parking"
SALE = "sale"
EXPIRED = "expired"
_SENT_VISITORS = re.compile(r"ww\d{1,3}\.")
"""Where these services send visitors: `ww38.example.org`."""

SERVICES: dict[str, str] = {
    "above.com": PARKING,
    "bodis.com": PARKING,
    "cashparking.com": PARKING,
    "domainparkingserver.net": PARKING,
    "dsredirection.com": PARKING,
    "fastpark.net": PARKING,
    "giantpanda.com": PARKING,
    "parkingcrew.net": PARKING,
    "parkingpage.namecheap.com": PARKING,
    "parklogic.com": PARKING,
    "rookdns.com": PARKING,
    "sedoparking.com": PARKING,
    "skenzo.com": PARKING,
    "smartname.com": PARKING,
    "uniregistrymarket.link": PARKING,
    "voodoo.com": PARKING,
    "ztomy.com": PARKING,
    "afternic.com": SALE,
    "atom.com": SALE,
    "brandbucket.com": SALE,
    "buydomains.com": SALE,
    "dan.com": SALE,
    "domainmarket.com": SALE,
    "hugedomains.com": SALE,
    "namefind.com": SALE,
    "sedo.com": SALE,
    "squadhelp.com": SALE,
    "this-domain-for-sale.com": SALE,
    "undeveloped.com": SALE,
    "expirationwarning.net": EXPIRED,
    "failed-whois-verification.namecheap.com": EXPIRED,
    "pendingrenewaldeletion.com": EXPIRED,
    "renewyourname.net": EXPIRED,
    "suspended-domain.com": EXPIRED,
    "verify-contact-details.namecheap.com": EXPIRED,
}
"""By domain: names of it and below it."""
SELLERS = frozenset(domain for domain, kind in SERVICES.items() if kind == SALE)
"""A redirect to one of them is an offer of the domain itself."""
_WORDS = {
    PARKING: "parked domains",
    SALE: "domains for sale",
    EXPIRED: "domains that have expired or were suspended",
}


def service_of(name: str) -> str | None:
    """The service that a name server or an alias belongs to."""
    labels = name.split(".")
    return next((domain for at in range(len(labels)) if (domain := ".".join(labels[at:])) in SERVICES), None)


def parked_name_servers(case: Case) -> Signal | None:
    """The domain is served by name servers, or is an alias, of a service for domains without a site."""
    delegation = case.evidence.delegation
    for name in (*delegation.name_servers, *delegation.aliases) if delegation else ():
        service = service_of(name)
        if service is not None:
            words = _WORDS[SERVICES[service]]
            return Signal(code="parked-name-servers", detail=f"DNS leads to {name}, which serves {words}")
    return None


def is_parked(url: str) -> bool:
    """An address at a service that parks or sells domains."""
    host = urls.host_of(url)
    return bool(_SENT_VISITORS.match(host)) or service_of(host) is not None


PARKING_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (parked_name_servers,)
