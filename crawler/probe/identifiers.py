"""Persistent identifiers: addresses that stay while what they lead to moves."""

from __future__ import annotations

import re

from crawler.probe import urls

# Resolvers whose whole purpose is an address that stays while its target moves.
_PERSISTENT = frozenset(
    {
        "doi.org", "handle.net", "purl.org", "w3id.org", "n2t.net", "identifiers.org", "purl.obolibrary.org",
        "d-nb.info", "ark.bnf.fr", "urn.nbn.de", "nbn-resolving.org", "nbn-resolving.de", "aka.ms",
    }
)  # fmt: skip
# Libraries and publishers have resolvers of their own; `doi.gov` is a department.
_PERSISTENT_FORM = re.compile(
    r"https?://(?:(?:dx\.)?doi|hdl|purl|urn|resolver)\.[\w-]+\.\w|https?://[^/?#]+/ark:/?\d{5}/",
    re.IGNORECASE,
)


def is_persistent(url: str) -> bool:
    """An address at a resolver of persistent identifiers, such as `doi.org`, or one that is such by its form:
    `https://purl.example.org/x`, `/ark:/12345/x`.
    """
    if _PERSISTENT_FORM.match(url):
        return True
    # Its last two labels are the registrable domain wherever that is one of these: the Public Suffix List,
    # of 16,000 lines, is read for those alone who need it.
    host = urls.host_of(url)
    return host.removeprefix("www.") in _PERSISTENT or ".".join(host.split(".")[-2:]) in _PERSISTENT
