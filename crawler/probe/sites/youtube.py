"""YouTube: a removed video or playlist still answers 200; oEmbed tells it from a private and a public one.

Source: https://oembed.com and YouTube's own endpoint, which says 404 for what is gone, 401 and 403 for what
is private or may not be embedded, and 400 for an id that cannot exist.
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from crawler.probe.model import Answer, SiteAnswer
from crawler.probe.sites.model import SiteKnowledge

_SITE = "YouTube"
_GONE = frozenset({400, 404})
_PRIVATE = frozenset({401, 403})


def _probe_url(url: str) -> str:
    return f"https://www.youtube.com/oembed?format=json&url={quote(url, safe='')}"


def _read(answer: Answer) -> SiteAnswer | None:
    if answer.status in _GONE:
        return SiteAnswer(site=_SITE, state="gone", detail=f"oEmbed answers {answer.status}")
    if answer.status in _PRIVATE:
        return SiteAnswer(site=_SITE, state="private", detail=f"oEmbed answers {answer.status}")
    title = _title_of(answer) if answer.status == 200 else None  # noqa: PLR2004 - HTTP's OK
    if title is None:
        return None
    return SiteAnswer(site=_SITE, state="exists", detail="oEmbed names it", title=title)


def _title_of(answer: Answer) -> str | None:
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    title = said.get("title") if isinstance(said, dict) else None
    return title[:500] if isinstance(title, str) else None


YOUTUBE = SiteKnowledge(
    name="youtube",
    # A watch or embed page that names only a list is left out: oEmbed knows it under /playlist alone.
    pattern=re.compile(
        r"https?://(?:(?:www|m|music)\.)?(?:youtu\.be/[\w-]|youtube\.com/(?:watch\?(?:[^#]*&)?v=[\w-]|"
        r"playlist\?(?:[^#]*&)?list=[\w-]|(?:shorts|live)/[\w-]|embed/(?!videoseries)[\w-]))"
    ),
    probe_url=_probe_url,
    read=_read,
)
