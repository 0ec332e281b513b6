"""What makes a page doubtful, and whom to ask about it then: a page that cannot exist, and the front page.

Cheap to say yes: each question costs one request. No verdict rests on what is asked here alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.page.absences import absence_phrase
from crawler.page.alike import are_alike, is_shell, without_address, without_query
from crawler.page.endings import elsewhere_phrase, farewell_phrase
from crawler.page.likeness import named_in, title_match
from crawler.page.media import DATA_TYPES
from crawler.page.notices import NOTICE_CHARACTERS, asking_phrase, excuse_phrase, says_plain_failure
from crawler.page.spam import may_pitch, spam_pitches
from crawler.page.wording import missing_phrase
from crawler.probe import urls
from crawler.probe.codings import unread_coding
from crawler.probe.control import beside, in_query
from crawler.probe.documents import may_stand_for_any
from crawler.probe.way_back import is_one_door

if TYPE_CHECKING:
    from crawler.page.model import PageFacts
    from crawler.probe.model import Answer, Exchange, Hop, KnownPage

LIKE_FROM = 0.6
UNLIKE_BELOW = 0.3
"""Title matches from LIKE_FROM speak for the entry's page, those below UNLIKE_BELOW against it."""
FULL_TEXT_CHARACTERS = 400
"""So much text under the entry's title may be the resource itself, whatever its server says by its status."""
_ENDING = re.compile(r"\.\w{2,5}$")
_OPENING_CHARACTERS = 1_000
"""Sellers come to the point."""
_END, _END_BYTES = b"</html", 256
_NAMING = (urls.is_error_page, urls.is_login, urls.is_consent, urls.is_suspended)
"""Ends that say by their address what they are, so that nobody need be asked."""
_HOME_PATH = re.compile(
    r".*/(?:home(?:[-_]?page)?|front[-_]?page|main[-_]page|start(?:seite|page)|accueil|inicio)(?:\.\w{2,5})?/?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Chain:
    """One walk along redirects: every exchange with its retries, and the hops of the walk itself."""

    exchanges: list[Exchange] = field(default_factory=list)
    hops: list[Hop] = field(default_factory=list)
    page: PageFacts | None = None
    unchanged: KnownPage | None = None
    error: str | None = None

    @property
    def final(self) -> Exchange:
        return self.exchanges[-1]

    @property
    def asked(self) -> str:
        """Where the walk began."""
        return self.exchanges[0].probe.url

    @property
    def end(self) -> str:
        return self.final.probe.url

    @property
    def took_s(self) -> float:
        """What its servers took, and the waits between attempts; not what it waited for its turn here."""
        return sum(exchange.took_s for exchange in self.exchanges)

    @property
    def is_reached(self) -> bool:
        answer = self.final.answer
        return answer is not None and answer.is_success and self.error is None


def smells(url: str, title: str | None, chain: Chain, *, is_other: bool = False) -> bool:
    """Whether a page may not be what it looks like, for the better or the worse; `is_other` where neither its
    text nor its title is what it was.
    """
    answer, page = chain.final.answer, chain.page
    if answer is None or chain.error:
        return False
    if page is None or not page.names:
        may_be_any = may_stand_for_any(answer, page) or (
            answer.is_success and unread_coding(answer) is not None
        )
        if page is None or may_be_any:
            return may_be_any
    match = title_match(title, page.names) if title else None
    is_like = match is not None and match >= LIKE_FROM
    if not chain.is_reached:
        return is_like and not chain.unchanged and is_full(page, is_complete=answer.body_complete)
    if is_slight(chain.final, page) and not chain.unchanged and _is_notice(page, title, url):
        return True
    if is_like:
        return title is not None and (is_unlike_within(page, title) or _sells(page, title))
    says_missing = is_called_missing(page)
    if (match is not None and match < UNLIKE_BELOW) or says_missing or _leads_astray(url, chain, match):
        return True
    # What a host shows at its root is its front page, though it show the same everywhere.
    return is_other and not urls.is_home(url)


def is_called_missing(page: PageFacts) -> bool:
    """By its title or first heading."""
    return any(map(missing_phrase, page.headings))


def is_full(page: PageFacts, *, is_complete: bool) -> bool:
    """A page with much to say; one of which reading stopped early is long."""
    return len(page.text_sample) >= FULL_TEXT_CHARACTERS or (not is_complete and bool(page.text_sample))


def _leads_astray(url: str, chain: Chain, match: float | None) -> bool:
    """A redirect upwards, to an error page, or, where no title tells, to a page of another name."""
    if not chain.hops:
        return False
    is_renamed = match is None and not _has_same_name(url, chain.end)
    return urls.is_shallower(chain.end, url) or urls.is_error_page(chain.end) or is_renamed


def _has_same_name(url: str, end: str) -> bool:
    ours, theirs = (_ENDING.sub("", urls.path_of(each).rstrip("/")).rpartition("/")[2] for each in (url, end))
    return urls.is_cosmetic(url, end) or ours.casefold() == theirs.casefold()


def is_unlike_within(page: PageFacts, title: str) -> bool:
    """There is nothing of the title in heading and text: whoever takes a site over may keep its title."""
    if page.h1 is None or len(page.text_sample) < FULL_TEXT_CHARACTERS:
        return False
    heading = title_match(title, [page.h1])
    return heading is not None and heading < UNLIKE_BELOW and named_in(title, page.text_sample) < UNLIKE_BELOW


def _sells(page: PageFacts, title: str) -> bool:
    """Who took a domain over may keep the title by which it is found, and sell something else below it."""
    text = page.text_sample[:_OPENING_CHARACTERS]
    return may_pitch(text) and len(spam_pitches(text, expected=title)) > 1


def is_slight(exchange: Exchange, page: PageFacts) -> bool:
    """All of the page was received, and it is short; what a script fills in says nothing by its shortness."""
    if exchange.answer is None or not is_whole(exchange.answer):
        return False
    return 0 < len(page.text_sample) <= NOTICE_CHARACTERS and not is_shell(page)


def is_whole(answer: Answer) -> bool:
    """All of the body was received, or all of its page."""
    return answer.body_complete or _END in answer.body[-_END_BYTES:].lower()


def control_url(url: str, title: str | None, chain: Chain, token: str) -> str | None:
    """A page that cannot exist; of the same program where one says that it lacks what its query selects."""
    page = chain.page
    # Wikis call what they lack by the name that was asked for.
    bare = title_match(title, [without_query(name, url) for name in page.names]) if page and title else None
    is_like = bare is not None and bare >= LIKE_FROM
    if page and not is_like and not chain.hops and is_slight(chain.final, page):
        return in_query(url, token) or beside(url, token)
    return beside(url, token)


def says_notice(page: PageFacts) -> bool:
    """The page says that something has to be done first, went wrong, or is not there."""
    texts = page.headings if is_record(page) else (*page.headings, page.text_sample)
    seekers = (asking_phrase, excuse_phrase, absence_phrase, farewell_phrase, elsewhere_phrase)
    return any(seek(text) for text in texts for seek in seekers)


def is_record(page: PageFacts) -> bool:
    """Data that are no error object: what stands in them is of what they hold, and nothing of the answer."""
    return page.content_type in DATA_TYPES and page.text_sample[:1] in "{[" and not page.html_title


def is_error_object(page: PageFacts) -> bool:
    """A program's error in JSON or XML, which its message stands for."""
    is_data = page.content_type in DATA_TYPES or (page.content_type or "").endswith("xml")
    return is_data and page.text_sample[:1] in "{<" and page.html_title is not None and page.h1 is None


def _is_notice(page: PageFacts, title: str | None, url: str) -> bool:
    """Short, and data, a door, words of a notice, or not called what the entry is but by its own address."""
    if page.content_type in DATA_TYPES and not page.names:
        return True
    if page.asks_first or says_notice(page):
        return True
    names = page.headings
    if title is None:
        return False
    if not names:
        return named_in(title, page.text_sample) < UNLIKE_BELOW
    bare = title_match(title, [without_address(name, url) for name in names])
    return bare is None or bare < UNLIKE_BELOW or (title_match(title, page.names) or 0.0) < LIKE_FROM


def is_new_at_every_load(chain: Chain, control: Chain) -> bool:
    """Whether a page bears the names of what cannot exist over another short text."""
    page, other = chain.page, control.page
    if page is None or other is None or chain.hops or not chain.is_reached or not control.is_reached:
        return False
    names = (page.html_title, page.h1)
    is_short = is_slight(chain.final, page) and is_slight(control.final, other)
    return (
        any(names) and names == (other.html_title, other.h1) and is_short and not is_one_page(chain, control)
    )


def wants_front(chain: Chain, control: Chain) -> bool:
    """Whether link and control page came to one page of the link's site, which may stand before all of it, or
    be what the host calls gone.

    A site whose missing pages are sent home has none, wherever its front page is sent from there.
    """
    if not chain.is_reached or not control.is_reached:
        return is_called_gone(chain, control) or _bear_one_name(chain, control)
    if any(_is_front(hop.target) for hop in (*chain.hops, *control.hops)):
        return False
    is_of_site = not chain.hops or urls.same_site(chain.hops[0].url, chain.end)
    if not is_of_site or any(names_itself(chain.end) for names_itself in _NAMING):
        # One page for what is missing and for what fails: whether all of the site does tells them apart.
        text = chain.page.text_sample if chain.page and urls.is_error_page(chain.end) else ""
        return bool(text) and says_plain_failure(text) and is_one_page(chain, control)
    return _have_one_end(chain, control) or is_one_page(chain, control) or _bear_one_name(chain, control)


def is_called_gone(chain: Chain, control: Chain) -> bool:
    """Whether the host calls the very page that it gives for the link gone, where nothing can exist. An
    application may be all of that page, and then its front page too.
    """
    answer = control.final.answer
    is_honest = answer is not None and answer.is_gone and control.error is None
    return chain.is_reached and is_honest and is_one_page(chain, control)


def _bear_one_name(chain: Chain, control: Chain) -> bool:
    """Whether two pages of two addresses have one title and one heading, whatever they say below."""
    page, other = chain.page, control.page
    if page is None or other is None or chain.hops or not chain.is_reached:
        return False
    return bool(page.html_title and page.h1) and page.headings == other.headings


def _have_one_end(chain: Chain, control: Chain) -> bool:
    if not (chain.hops and control.hops):
        return False
    is_door = is_one_door((chain.asked, chain.end), (control.asked, control.end))
    return is_door or urls.is_cosmetic(chain.end, control.end)


def is_one_page(chain: Chain, other: Chain) -> bool:
    """Whether two walks came to pages that are alike."""
    one, two = chain.page, other.page
    return one is not None and two is not None and are_alike(one, chain.asked, two, other.asked)


def _is_front(url: str) -> bool:
    """A front page, whatever its query and its language, also of a folder: `/en/home`, `/wiki/Main_Page`."""
    plain = url.partition("#")[0].partition("?")[0]
    is_named = _HOME_PATH.fullmatch(urls.path_of(plain)) is not None
    return is_named or urls.is_home(plain) or urls.is_locale_root(plain)
