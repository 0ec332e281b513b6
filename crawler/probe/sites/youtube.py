"""YouTube: a removed video or playlist still answers 200; oEmbed tells it from a private and a public one.

oEmbed says 404 for what is gone, 403 for what is private and 400 for an id that cannot exist. 401 says only
that it may not be embedded: an age-walled video, or one whose owner forbids embedding and which plays on
YouTube itself. Then, and where oEmbed fails, the watch page's own player state is read, which stands far
behind its head.
A channel answers honestly (404), but not to a visitor who is sent to the consent page first: its feed does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from crawler.page import read_page
from crawler.probe.model import Answer, SiteAnswer
from crawler.probe.sites.model import Question, SiteKnowledge
from crawler.probe.sites.oembed import oembed

if TYPE_CHECKING:
    from crawler.probe.model import SiteState

_SITE = "YouTube"
_WATCH = "https://www.youtube.com/watch?v="
_PLAYLIST = "https://www.youtube.com/playlist?list="
_FEED = "https://www.youtube.com/feeds/videos.xml?"
_OK = 200
_HOST = r"https?://(?:(?:www|m|music)\.)?"

# Mixes, and what each visitor has of their own (watch later, liked): no list that oEmbed could know.
_LIST = r"list=(?!RD|WL\b|LL\b|LM\b|UL)[\w-]"
_PLAYER = re.compile(
    rb'"playabilityStatus"\s{0,5}:\s{0,5}\{\s{0,5}"status"\s{0,5}:\s{0,5}"([A-Z_]{2,40})"([^{}]{0,500})'
)
_REASON = re.compile(rb'"reason"\s{0,5}:\s{0,5}"([^"\\]{1,200})')
_PLAYER_STATES: dict[str, SiteState] = {
    "ERROR": "gone",
    "LOGIN_REQUIRED": "private",
    "UNPLAYABLE": "restricted",
    "LIVE_STREAM_OFFLINE": "exists",
}
_NO_SUCH_LIST = re.compile(
    rb'"alertRenderer"\s{0,5}:\s{0,5}\{\s{0,5}"type"\s{0,5}:\s{0,5}"ERROR"[^\]]{0,300}playlist does not exist'
)
_LIMITED = re.compile(rb"try again later|not a bot|rate.?limit", re.IGNORECASE)
_SCREEN_BYTES = 4_000
"""The error's screen, where a limit on visitors is told, follows its state."""
_OF_AGE = re.compile(rb"confirm your age|age[_-]?(?:restricted|gate|check|verification)", re.IGNORECASE)


def _spelled(url: str) -> str:
    """The spelling that oEmbed knows, for lists on a watch page, embedded ones, and old links."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    names = [*parts.path.split("/"), ""]
    if parts.path in {"/watch", "/embed/videoseries"} and "v" not in query and "list" in query:
        return _PLAYLIST + query["list"][0]
    if (names[1] == "v" and names[2]) or "youtube-nocookie.com" in parts.netloc:
        return _WATCH + names[2]
    return url


def _read_player(answer: Answer) -> SiteAnswer | None:
    """What the player says to whoever opens the page; a limit on visitors says nothing of the video."""
    state = _PLAYER.search(answer.body) if answer.status == _OK else None
    if state is None:
        return _read_alerts(answer)
    said, reason = state[1].decode("ascii"), state[2]
    if said == "OK":
        return SiteAnswer(site=_SITE, state="exists", detail="the player plays it")
    if _LIMITED.search(answer.body, state.start(), state.start() + _SCREEN_BYTES):
        return None
    if _OF_AGE.search(reason) or said.startswith("AGE_"):
        return SiteAnswer(site=_SITE, state="private", detail="the video is shown to signed-in adults only")
    if said not in _PLAYER_STATES:
        return None
    words = _REASON.search(reason)
    why = f": {words[1].decode('utf-8', 'replace')}" if words else ""
    return SiteAnswer(site=_SITE, state=_PLAYER_STATES[said], detail=f"its player answers {said}{why}")


def _read_alerts(answer: Answer) -> SiteAnswer | None:
    """A list's page says alike of one that is gone and of one that is private that it does not exist."""
    if answer.status != _OK or not _NO_SUCH_LIST.search(answer.body):
        return None
    return SiteAnswer(site=_SITE, state="restricted", detail="its page says that the playlist does not exist")


def _feed_of(url: str) -> str:
    kind, _, name = urlsplit(url).path.strip("/").partition("/")
    return f"{_FEED}{'channel_id' if kind == 'channel' else 'user'}={name.partition('/')[0]}"


def _read_feed(answer: Answer) -> SiteAnswer | None:
    """A feed that is there says that its channel is; a missing one says nothing, as feeds fail at times."""
    if answer.status != _OK or b"<feed" not in answer.body[:2000]:
        return None
    page = read_page(answer.body[:8000], url=_FEED, content_type="text/html")
    title = page.html_title if page else None
    return SiteAnswer(site=_SITE, state="exists", detail="the channel's feed is there", title=title)


YOUTUBE = SiteKnowledge(
    name="youtube",
    pattern=re.compile(
        rf"{_HOST}(?:youtu\.be/[\w-]|youtube\.com/(?:watch\?(?:[^#]*&)?(?:v=[\w-]|{_LIST})|"
        rf"(?:playlist|embed/videoseries)\?(?:[^#]*&)?{_LIST}|(?:shorts|live|v)/[\w-]|"
        r"embed/(?!videoseries|live_stream)[\w-])|youtube-nocookie\.com/embed/(?!videoseries|live_stream)[\w-])"
    ),
    asked="always",
    question=oembed(
        _SITE,
        "https://www.youtube.com/oembed?format=json&url=",
        {400: "gone", 404: "gone", 401: "restricted", 403: "private"},
        spelled=_spelled,
    ),
    read_page=_read_player,
)

YOUTUBE_CHANNEL = SiteKnowledge(
    name="youtube-channel",
    pattern=re.compile(rf"{_HOST}youtube\.com/(?:channel/UC[\w-]|user/[\w-])"),
    question=Question(url=_feed_of, read=_read_feed),
)
