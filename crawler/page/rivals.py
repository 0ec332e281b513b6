"""How a rival's page calls itself by a work that it wants to replace: "The best Foo alternative"."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.page.wording import fold

_BEFORE = (
    r"(?:alternatives?|competitors?|replacements?) (?:to|for|of)|"
    r"(?:switch(?:ing)?|migrat(?:e|ing)) (?:over )?from|"
    r"better than|"
    r"tired of|"
    r"versus|"
    r"vs\.?|"
    r"alternativen? (?:zu|fur)|"
    r"alternatives? (?:a|au)|"
    r"alternativas? (?:a|al|ao|para)|"
    r"alternativ[ae] a"
)
_AFTER = r"(?:alternatives?|competitors?|replacements?|vs\.?|versus|alternativen?|alternativas?)"
_MAX_NAME = 200


def rival_phrase(title: str, name: str) -> str | None:
    """How a page's name sets something else beside an entry's work, which does not do so itself."""
    own, folded = fold(title), fold(name[:_MAX_NAME])
    found = _pattern(own).search(folded) if own and own in folded else None
    return found.group() if found and found.group() not in own else None


@lru_cache(maxsize=64)
def _pattern(title: str) -> re.Pattern[str]:
    work = re.escape(title)
    return re.compile(rf"(?<!\w)(?:(?:{_BEFORE}) {work}(?!\w)|{work} {_AFTER}(?!\w))")
