"""What is known of single sites: which interface to ask, and how to read its answer.

A site is here because its pages answer 200 whatever one asks, or because they often refuse and something
else knows. Sites whose own answers can be trusted (GitHub, Hugging Face, Google Drive, Stack Exchange) need
no entry. Adding one is one entry in `SITES` and its cases in `tests/cases/sites/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.probe.sites.internet_archive import INTERNET_ARCHIVE, WAYBACK
from crawler.probe.sites.papers import ARXIV, HANDLE
from crawler.probe.sites.videos import VIMEO, X
from crawler.probe.sites.youtube import YOUTUBE, YOUTUBE_CHANNEL

if TYPE_CHECKING:
    from crawler.probe.sites.model import SiteKnowledge

SITES: tuple[SiteKnowledge, ...] = (
    YOUTUBE,
    YOUTUBE_CHANNEL,
    VIMEO,
    X,
    HANDLE,
    ARXIV,
    WAYBACK,
    INTERNET_ARCHIVE,
)
"""In order; the first whose pattern fits is asked."""


def site_of_link(url: str) -> SiteKnowledge | None:
    """The knowledge that fits a URL (serialised, without fragment)."""
    return next((site for site in SITES if site.pattern.match(url)), None)
