"""What is known of single sites: which interface to ask, and how to read its answer.

A site is here because its pages answer 200 whatever one asks. Adding one is one entry in `SITES` and its
cases in `tests/cases/sites/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.probe.sites.youtube import YOUTUBE

if TYPE_CHECKING:
    from crawler.probe.sites.model import SiteKnowledge

SITES: tuple[SiteKnowledge, ...] = (YOUTUBE,)
"""In order; the first whose pattern fits is asked."""


def site_of_link(url: str) -> SiteKnowledge | None:
    """The knowledge that fits a URL (serialised, without fragment)."""
    return next((site for site in SITES if site.pattern.match(url)), None)
