"""One site's knowledge, as a value."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from crawler.probe.model import Answer, SiteAnswer

TITLE_CHARACTERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to ask; `read` returns None for an answer that says nothing, which settles nothing."""

    url: Callable[[str], str]
    """From the link's URL to what is asked of it."""
    read: Callable[[Answer], SiteAnswer | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteKnowledge:
    """What can be asked about the resources of one site beside their pages."""

    name: str
    pattern: re.Pattern[str]
    """Matches the beginning of every URL that the site's interface knows."""
    asked: Literal["always", "in-doubt"] = "in-doubt"
    """`always` where pages answer 200 whatever one asks; else only where the page leaves a doubt."""
    question: Question
    read_page: Callable[[Answer], SiteAnswer | None] | None = None
    """What the page itself says, then read whole, where the interface failed or said `restricted`."""


def json_of(answer: Answer) -> dict[str, Any]:
    """An answer's JSON object; empty for whatever else an interface may send."""
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def text_at(said: dict[str, Any], key: str) -> str | None:
    """A text of a JSON object, cut where it is absurd."""
    value = said.get(key)
    return value[:TITLE_CHARACTERS] if isinstance(value, str) and value else None
