"""One site's knowledge, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from crawler.probe.model import Answer, SiteAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteKnowledge:
    """`read` returns None for an answer that says nothing, which leaves the page's own answer standing."""

    name: str
    pattern: re.Pattern[str]
    """Matches the beginning of every URL that the site's interface knows."""
    probe_url: Callable[[str], str]
    read: Callable[[Answer], SiteAnswer | None]
