"""What the page that was reached says, against the entry, the control page and earlier runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.judge.model import Case, Signal
from crawler.judge.subject import is_about, is_about_trouble
from crawler.page.absences import absence_phrase
from crawler.page.alike import are_alike, is_one_of, is_shell
from crawler.page.beside_links import said_beside_links
from crawler.page.likeness import is_in_another_script
from crawler.page.media import charset_of
from crawler.page.sketch import sketch_share
from crawler.page.traces import has_trace, tells, words_of_address, words_of_owner, words_of_work
from crawler.page.wording import fold, is_in_passing, login_phrase, missing_phrase
from crawler.page.words import words_of
from crawler.probe import urls
from crawler.probe.doubt import FULL_TEXT_CHARACTERS, LIKE_FROM, UNLIKE_BELOW, is_whole, says_notice
from crawler.probe.model import control_asked
from crawler.probe.way_back import door_of, is_one_door

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.page.model import PageFacts

_SAME_TEXT_FROM = 0.5
_NAME_LETTERS = 5
_OF_MESSAGES = frozenset({"error", "fehler", "erreur", "status"})
_NAMED_TIMES = 3
"""So often a text has the name of what it is about; a list, or a notice of its end, has it once."""
_QUOTED = 120
"""Characters of a page's own words in a reason; more is in the report's page facts."""


def reached_page(case: Case) -> PageFacts | None:
    """The page of a successful answer, or that a 304 stands for; error pages may say what they like."""
    answer = case.evidence.final.answer
    is_reached = answer and (answer.is_success or case.evidence.unchanged)
    return case.evidence.page if is_reached else None


def title_says_missing(case: Case) -> Signal | None:
    """The page's title or first heading says that the page is not there."""
    if _words_are_belied(case) or _is_about_missing_pages(case):
        return None
    name = next((name for name, is_subject in denials(case) if not is_subject), None)
    detail = f'the page calls itself "{name[:_QUOTED]}"' if name else ""
    return Signal(code="title-says-missing", detail=detail) if name else None


def denials(case: Case) -> Iterator[tuple[str, bool]]:
    """The page's names that say that it is missing, and whether such words are what its work is about."""
    page = reached_page(case)
    for name in page.headings if page else ():
        if phrase := missing_phrase(name):
            yield name, _is_subject(case, name, phrase)


def host_says_gone(case: Case) -> bool:
    """What cannot exist beside the link is gone by its status."""
    control = case.evidence.control
    return control is not None and control.answer is not None and control.answer.is_gone


def _words_are_belied(case: Case) -> bool:
    """The page is called something like the entry, and the host says 404 where there is nothing beside it.

    A control page is no witness for an address with a query: it is one of another program.
    """
    is_like = case.title_match is not None and case.title_match >= UNLIKE_BELOW
    return is_like and host_says_gone(case) and "?" not in case.evidence.url


def has_nothing_of_entry(case: Case) -> bool:
    """The page is not called as the entry is, and no word of title, authors or address is anywhere in it; of
    one that was not read to its end nobody knows.
    """
    title, answer, match = case.link.title, case.evidence.final.answer, case.title_match
    if title is None or answer is None or (match is not None and match >= UNLIKE_BELOW):
        return False
    url, charset = case.evidence.url, charset_of(answer.header("content-type"))
    if not answer.body or not is_whole(answer) or not tells(title, url):
        return False
    words = words_of_work(title, case.link.authors) | words_of_address(url) | words_of_owner(url)
    return not has_trace(words, answer.body, charset, url=url)


def is_honest_beside(case: Case) -> bool:
    """For what cannot exist beside the link the host has a page of its own, with the status of what is gone:
    what it would show in any page's place is shown for this link alone.
    """
    if reached_page(case) is None or not host_says_gone(case):
        return False
    return not ("?" in case.evidence.url or case.evidence.hops or is_given_for_nothing(case))


def is_one_page_of_many(case: Case) -> bool:
    """Below a site's root, and not what the site has everywhere, as a seller's or a server's own page is."""
    return not urls.is_home(case.evidence.url) and is_honest_beside(case)


def _is_subject(case: Case, name: str, phrase: str) -> bool:
    """The entry or its address is about such words, and the page's name has them in passing; one of the two
    is enough where the host has another page for what it lacks.
    """
    is_about_them = is_about(case.link, phrase) or is_about_trouble(case.link)
    is_by_the_way = is_in_passing(phrase, name)
    if is_about_them and is_by_the_way:
        return not is_given_for_nothing(case)
    return (is_about_them or is_by_the_way) and is_honest_beside(case)


def _is_about_missing_pages(case: Case) -> bool:
    """The page has much to say below such a name, something of it about its entry, nothing that denies."""
    page, answer = reached_page(case), case.evidence.final.answer
    if page is None or answer is None or not is_honest_beside(case):
        return False
    if has_nothing_of_entry(case) and any(
        _is_bare_message(name, case.evidence.url) for name in page.headings
    ):
        return False
    pieces = said_beside_links(answer.body, charset_of(answer.header("content-type")), FULL_TEXT_CHARACTERS)
    text = fold(" ".join(pieces))
    for name in map(fold, page.headings):
        text = text.replace(name, " ")
    return len(text) >= FULL_TEXT_CHARACTERS and absence_phrase(text) is None


def _is_bare_message(name: str, url: str) -> bool:
    """A name says that something is missing, and beside that at most whose site it is."""
    phrase, host = missing_phrase(name), urls.host_of(url).replace("-", "")
    rest = fold(name).replace(phrase, " ") if phrase else name
    words = (word for word in words_of(rest) if len(word) >= _NAME_LETTERS and word not in _OF_MESSAGES)
    return phrase is not None and all(word in host for word in words)


def title_matches_entry(case: Case) -> Signal | None:
    """The page carries the entry's title."""
    if reached_page(case) is None or case.title_match is None or case.title_match < LIKE_FROM:
        return None
    return Signal(code="title-matches-entry", detail=f"title matches the entry ({case.title_match:.2f})")


def title_unlike_entry(case: Case) -> Signal | None:
    """The page's names share next to nothing with the entry's title."""
    page = reached_page(case)
    if page is None or case.title_match is None or case.title_match >= UNLIKE_BELOW:
        return None
    return Signal(
        code="title-unlike-entry", detail=f'the page is called "{page.title}", the entry "{case.link.title}"'
    )


def title_in_another_script(case: Case) -> Signal | None:
    """A redirect ends at a page that is called nothing in the script of the entry's title."""
    page, title = reached_page(case), case.link.title
    if page is None or title is None or not case.evidence.hops or title_unlike_entry(case) is None:
        return None
    if not is_in_another_script(title, page.names):
        return None
    return Signal(code="title-in-another-script", detail="the title is in another script")


def title_fell(case: Case) -> Signal | None:
    """The page matched the entry in an earlier run and no longer does."""
    best = case.past.best_title_match if case.past else None
    match = case.title_match
    page = reached_page(case)
    if page is None or best is None or match is None or best < LIKE_FROM or match >= UNLIKE_BELOW:
        return None
    # The page calls itself what it did when it was last reached: it is the entry's title that was edited.
    if case.past and case.past.title is not None and page.title == case.past.title:
        return None
    if _is_still_of_the_work(case, page):
        return None
    return Signal(
        code="title-fell", detail=f"title matched the entry before ({best:.2f}), now hardly ({match:.2f})"
    )


def _is_still_of_the_work(case: Case, page: PageFacts) -> bool:
    """Another name stands over the text that was there before, or over one that speaks of the work."""
    earlier = case.evidence.earlier
    share = sketch_share(case.evidence.sketch, earlier.sketch) if earlier else None
    if share is not None and share >= _SAME_TEXT_FROM:
        return True
    # Whoever takes a domain over may speak of it by the name that it had.
    is_its_own = not (case.evidence.hops or urls.is_home(case.evidence.url) or is_given_for_nothing(case))
    title, text = fold(case.link.title or ""), fold(page.text_sample)
    if not is_its_own or len(title) < _NAME_LETTERS or len(text) < FULL_TEXT_CHARACTERS:
        return False
    return len(re.findall(rf"(?<!\w){re.escape(title)}", text)) >= _NAMED_TIMES


def login_page(case: Case) -> Signal | None:
    """The page is a sign-in form: it asks for a password and its title says so."""
    page = reached_page(case)
    if page is None or not page.has_password_field:
        return None
    phrase = next(filter(None, map(login_phrase, page.headings)), None)
    return Signal(code="login-page", detail=f'the page asks for a password: "{phrase}"') if phrase else None


def _control_answers(case: Case) -> bool:
    control = case.evidence.control
    return control is not None and control.answer is not None and control.answer.is_success


def _is_alike(case: Case) -> bool:
    """The page is the one that the host gives for an address that nobody has, but for the address in it."""
    page, other, asked = reached_page(case), case.evidence.control_page, control_asked(case.evidence)
    if page is None or other is None or asked is None or is_shell(page):
        return False
    return are_alike(page, case.evidence.url, other, asked)


def is_given_for_nothing(case: Case) -> bool:
    """The host gives this page for an address that nobody has, whatever status it gives along with that."""
    return same_as_control(case) is not None or (host_says_gone(case) and _is_alike(case))


def _may_pass_over(case: Case, page: PageFacts) -> bool:
    """Asked by another query, the program gave the same: unless it says that it did not find it, it may pass
    over what it was asked.
    """
    asked = control_asked(case.evidence) or ""
    return "?" in asked and not case.evidence.hops and not says_notice(page)


def same_as_control(case: Case) -> Signal | None:
    """A page that cannot exist on this host got the same answer."""
    page, control, other = reached_page(case), case.evidence.control, case.evidence.control_page
    if page is None or control is None or other is None or not _control_answers(case) or is_shell(page):
        return None
    walk, other_walk = (
        (case.evidence.url, case.evidence.final_url),
        (control_asked(case.evidence) or "", control.probe.url),
    )
    again = case.evidence.control_again_page
    is_drawn_anew = (
        again is not None
        and not are_alike(other, walk[0], again, walk[0])
        and is_one_of(page, (other, again))
    )
    same_end = bool(case.evidence.hops) and (walk[1] == other_walk[1] or is_one_door(walk, other_walk))
    if not (same_end or is_drawn_anew or _is_alike(case)) or _may_pass_over(case, page):
        return None
    return Signal(code="same-as-control", detail="a page that cannot exist beside it gets the same answer")


def gate_before_front_page(case: Case) -> Signal | None:
    """The site sends its own front page where it sent the link and a page that cannot exist."""
    front, end = case.evidence.front, case.evidence.final_url
    answer = front.answer if front else None
    is_reached = answer is not None and answer.is_success
    if front is None or not is_reached or not case.evidence.hops:
        return None
    door = door_of(end, case.evidence.url)
    is_same_door = door is not None and door.is_at(front.probe.url)
    if not is_same_door and not urls.is_cosmetic(front.probe.url, end):
        return None
    return Signal(code="gate-before-front-page", detail=f"the site sends its own front page there too: {end}")


def one_shell_for_all(case: Case) -> Signal | None:
    """The host answers every address with the same script shell: a single-page application."""
    page, other = reached_page(case), case.evidence.control_page
    if (
        page is None
        or other is None
        or not _control_answers(case)
        or not (is_shell(page) and is_shell(other))
    ):
        return None
    return Signal(code="one-shell-for-all", detail="the host answers every address with one script shell")


def shared_page(case: Case) -> Signal | None:
    """Several links of the host, to differing works, were answered with one text."""
    if not case.crowd or case.evidence.hops or reached_page(case) is None:
        return None
    detail = f"{case.crowd} links of this host, to differing works, get one and the same page"
    return Signal(code="shared-page", detail=detail)


PAGE_SIGNALS: tuple[Callable[[Case], Signal | None], ...] = (
    title_says_missing,
    title_matches_entry,
    title_unlike_entry,
    title_in_another_script,
    title_fell,
    login_page,
    same_as_control,
    gate_before_front_page,
    one_shell_for_all,
    shared_page,
)
