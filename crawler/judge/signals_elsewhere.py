"""Ends that cannot be the work, whatever they are called: a list or a front page that a redirect leads up to
and that has none of the work's own words, another course of the same number, an installation that is all new.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from crawler.judge.gate_words import is_called, is_front, is_list, is_listing, is_results
from crawler.judge.model import Case, Signal
from crawler.judge.signals_page import is_given_for_nothing, reached_page
from crawler.judge.signals_redirect import redirect_to_home
from crawler.page.installed import first_words
from crawler.page.likeness import is_in_another_script, share_course_number, telling_words
from crawler.page.media import charset_of
from crawler.page.spam import farm_topics
from crawler.page.traces import missing_words, words_of_address
from crawler.page.words import words_of
from crawler.probe import urls
from crawler.probe.doubt import LIKE_FROM, UNLIKE_BELOW, is_slight, is_whole
from crawler.probe.way_back import door_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.page.model import PageFacts

_SEVERAL, _HALF = 2, 0.5
_WHOLE_OF_MANY = re.compile(
    r"/(?:stable|latest|current|index|home|main|default|overview|welcome|start|all)(?:\.\w{2,5})?/?",
    re.IGNORECASE,
)
_INDEX = re.compile(r"/(?:(?:index|default|home|main)\.\w{2,5})?", re.IGNORECASE)
# Beside what `gate_words` knows, which also tells what replaces nothing.
_LIST = re.compile(
    r"(?:/\w{2}(?:-\w{2})?)?(?:/\w{1,30})?/(?:our-?)?(?:people|staff|faculty|members|directory|employees|"
    r"personnel|"
    r"mitarbeiter(?:innen)?|personen|annuaire|directorio|docentes|medewerkers|courses?|classes|programs|"
    r"programmes|kurse|"
    r"cours|cursos|corsi|lehre|datasets?|data|publications?|publikationen|statistics|research|teaching|"
    r"education|departments?|schools?|academics|services|journals|issues|books|buecher|"
    r"livres|libros|"
    r"authors|projects?|explore|browse|discover|all|list|lists)(?:/(?:all|index|list))?(?:\.\w{2,5})?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")


def _missing_words(case: Case, sought: frozenset[str]) -> frozenset[str]:
    """Of some words those without a trace in a page, all of which was received."""
    answer = case.evidence.final.answer
    if answer is None or not is_whole(answer):
        return frozenset()
    charset, url = charset_of(answer.header("content-type")), case.evidence.final_url
    host = urls.host_of(url)
    return missing_words((word for word in sought if word not in host), answer.body, charset, url=url)


def _sites_words(case: Case, page: PageFacts) -> set[str]:
    """By which sites are called, and not one of their works."""
    hosts = {urls.host_of(url) for url in (case.evidence.url, case.evidence.final_url)}
    title = telling_words(case.link.title or "")
    named = {word for word in title if any(word in host for host in hosts)}
    return named | set(words_of(page.site_name or "")) | set(telling_words(page.site_name or ""))


def redirect_without_trace(case: Case) -> Signal | None:
    """A redirect leads to what is of many works: a list, a search, the folder above, a page
    that keeps the lost name in its query. Of the title's words those of the address, or most, are not in it.
    """
    page, title, match = reached_page(case), case.link.title, case.title_match
    origin, end = case.evidence.url, case.evidence.final_url
    if page is None or title is None or not case.evidence.hops or (match or 0.0) >= LIKE_FROM:
        return None
    if urls.is_cosmetic(origin, end) or urls.is_home(origin) or urls.is_home(end):
        return None
    if (
        is_called(title, end)
        or not _is_of_many(origin, end)
        or is_in_another_script(title, (*page.names, page.text_sample))
    ):
        return None
    door = door_of(end, origin)
    if is_given_for_nothing(case) or (door is not None and door.says_back):
        return None
    # What is above a work bears the name of what they are both of.
    own = _sites_words(case, page) | telling_words(re.sub(r"[\W_]+", " ", urls.path_of(end)))
    sought = frozenset(word for word in telling_words(title) - own if not word.isdecimal())
    missing, name = _missing_words(case, sought), words_of_address(origin) & sought
    is_without = name <= missing if name else len(missing) > _HALF * len(sought)
    # Another site's list may call its works otherwise; it has some word of each.
    is_known = urls.same_site(origin, end) or (missing == sought and len(sought) >= _SEVERAL)
    if not missing or not is_without or not is_known:
        return None
    # The parts of one work are put together in the folder above; only what its address names is lost there.
    if not name and _is_above(origin, end):
        return None
    return Signal(
        code="redirect-without-trace", detail=f"redirected to what is of many works, without this one: {end}"
    )


def _is_above(origin: str, end: str) -> bool:
    ours, theirs = urls.path_of(origin), urls.path_of(end).rstrip("/")
    return bool(theirs) and ours.startswith(f"{theirs}/") and not _INDEX.fullmatch(ours.removeprefix(theirs))


def _is_of_many(origin: str, end: str) -> bool:
    ours, theirs = urls.path_of(origin), urls.path_of(end).rstrip("/")
    if _LIST.fullmatch(ours.rstrip("/")) or is_list(origin) or is_listing(origin) or is_results(origin):
        return False
    last = ours.rstrip("/").rpartition("/")[2].lower()
    query = unquote_plus(end.partition("#")[0].partition("?")[2]).lower()
    is_kept = len(last) > _SEVERAL and last in re.split(r"[=&/]", query)
    is_above = _is_above(origin, end)
    is_root_of = _WHOLE_OF_MANY.search(theirs + "/") is not None
    is_named = (
        _LIST.fullmatch(theirs) is not None
        or is_list(end)
        or is_listing(end)
        or is_results(end)
        or is_front(end)
    )
    return is_kept or is_above or (urls.is_shallower(end, origin) and (is_named or is_root_of))


def front_without_work(case: Case) -> Signal | None:
    """A redirect ends at a front page that is called as the site is, and so as a part of the entry's title;
    the words that title and address share, by which a site tells its works apart, are nowhere in it.
    """
    page, title, match = reached_page(case), case.link.title, case.title_match
    if (
        page is None
        or title is None
        or match is None
        or match < UNLIKE_BELOW
        or redirect_to_home(case) is None
    ):
        return None
    if not urls.same_site(case.evidence.url, case.evidence.final_url):
        return None
    own = words_of_address(case.evidence.url) & telling_words(title)
    missing = _missing_words(case, own - _sites_words(case, page))
    if not own or missing != own:
        return None
    shown = '" or "'.join(sorted(own))
    return Signal(
        code="front-without-work", detail=f'the front page, at which it ends, nowhere says "{shown}"'
    )


def another_course(case: Case) -> Signal | None:
    """Title and page share a course's number, and no word: departments give numbers anew."""
    page, title, match = reached_page(case), case.link.title, case.title_match
    if (
        page is None
        or title is None
        or match is None
        or match < LIKE_FROM
        or not share_course_number(title, page.names)
    ):
        return None
    ours = frozenset(word for word in telling_words(title) if not _DIGIT.search(word))
    theirs = frozenset(word for word in telling_words(page.title or "") if not _DIGIT.search(word))
    if (
        len(ours) < _SEVERAL
        or len(theirs) < _SEVERAL
        or ours & theirs
        or is_in_another_script(title, page.names)
    ):
        return None
    if _missing_words(case, ours) != ours:
        return None
    return Signal(code="another-course", detail=f'the number is now of "{page.title}"')


def newly_installed(case: Case) -> Signal | None:
    """What a program for sites says before anybody has written anything is all that its front page says."""
    page = reached_page(case)
    if page is None or not is_slight(case.evidence.final, page):
        return None
    if not urls.is_home(case.evidence.final_url):
        return None
    phrase = first_words(page.text_sample)
    return (
        Signal(code="newly-installed", detail=f'nothing was written here yet: "{phrase}"') if phrase else None
    )


def farm(case: Case) -> Signal | None:
    """A front page asks for guests' articles beside such on topics that are paid for, and has not a word of
    what the entry adds to the site's name.
    """
    page, title = reached_page(case), case.link.title
    if page is None or title is None or not urls.is_home(case.evidence.final_url):
        return None
    own = _sites_words(case, page)
    sought = telling_words(title) - own
    topics = farm_topics(f"{' | '.join(page.headings)} | {page.text_sample}")
    if len(topics) < _SEVERAL or not sought or _missing_words(case, sought) != sought:
        return None
    return Signal(
        code="article-farm", detail=f'the page invites guest posts beside "{topics[0]}" and "{topics[1]}"'
    )


ELSEWHERE_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (
    redirect_without_trace,
    front_without_work,
    another_course,
    newly_installed,
    farm,
)
