"""The registry of suggesters that need nothing but one judged link: each makes at most one proposal.

To add one: CONTRIBUTING.md. What must ask first is in `inquiries`, what must see all links in `surroundings`.
"""

from __future__ import annotations

import re
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from crawler.catalog.model import Edit
from crawler.judge.replacement import refused_because
from crawler.page.years import years_of
from crawler.probe import urls
from crawler.probe.doubt import LIKE_FROM
from crawler.probe.past import REACHED, Status
from crawler.probe.shorteners import is_shortener
from crawler.suggest.facts import facts_differ, missing_authors, missing_language, missing_year, title_differs
from crawler.suggest.model import Judged, Suggestion, new_url, proposal
from crawler.suggest.moves import code_of_move, loses_path, names_the_work

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.catalog.model import Link
    from crawler.judge.model import Verdict
    from crawler.probe.past import Past

_EDITION = re.compile(
    r"\b(\d{1,2}|first|second|third|fourth|fifth|sixth|seventh)(?:st|nd|rd|th|\.|e|ª|a)? "
    r"(?:ed\b|edition|edición|auflage|édition)",
    re.IGNORECASE,
)


def moved(judged: Judged) -> Suggestion | None:
    """A permanent move whose end the verdict offers: the link's URL becomes that end."""
    link, verdict = judged.case.link, judged.verdict
    if verdict.status is not Status.MOVED or verdict.moved_to is None or verdict.moved_to == link.url:
        return None
    if loses_path(link.url, verdict.moved_to):
        return None  # a better address is asked for: see `inquiries`
    code = code_of_move(link.url, verdict.moved_to)
    is_safe = _is_safe(judged, verdict.moved_to)
    by_default = is_safe and code != "unshorten"
    return proposal(
        link,
        code,
        new_url(link, verdict.moved_to),
        verdict.because,
        disposition="safe" if by_default else "review",
        may_be_safe=is_safe or (code == "unshorten" and verdict.confidence == "high"),
    )


def _is_safe(judged: Judged, target: str) -> bool:
    """Safe is a wholly permanent move within the site that changes nothing but the spelling of the address,
    or whose page carries the entry's title; any other wants a look.
    """
    evidence, link = judged.case.evidence, judged.case.link
    stays = all(hop.is_permanent for hop in evidence.hops) and urls.same_site(link.url, evidence.final_url)
    if urls.is_cosmetic(link.url, evidence.final_url):
        return stays
    names_it = judged.verdict.confidence == "high" and not _is_another_edition(judged)
    return stays and names_it and names_the_work(link.url, target, link.title)


def _is_another_edition(judged: Judged) -> bool:
    """The entry and its page each name years, or editions, and none in common."""
    page = judged.case.evidence.page
    ours, theirs = judged.case.link.title or "", (page.title or "") if page else ""
    pairs = [(years_of(ours), years_of(theirs)), (_editions(ours), _editions(theirs))]
    return any(said and found and not said & found for said, found in pairs)


def _editions(text: str) -> frozenset[str | int]:
    return frozenset(_EDITION.findall(text))


def unshorten(judged: Judged) -> Suggestion | None:
    """A shortener that forwards for the time being, as many do: where that ends, if it matches the entry."""
    case, link = judged.case, judged.case.link
    if judged.verdict.status is not Status.ALIVE or not is_shortener(link.url):
        return None
    # Who counts visitors between the shortener and the work's site is no more wanted than the shortener.
    end = case.evidence.final_url
    beyond = list(dropwhile(lambda hop: not urls.same_site(hop.target, end), case.evidence.hops))
    if not beyond:
        return None
    # From where the work's site begins, permanent hops are followed as everywhere.
    permanent = list(takewhile(lambda hop: hop.is_permanent, beyond[1:]))
    target = (permanent[-1] if permanent else beyond[0]).target
    matches = case.title_match is not None and case.title_match >= LIKE_FROM
    if not matches or refused_because(case, target) is not None:
        return None
    target += "" if urls.fragment_of(target) else urls.fragment_of(link.url)
    because = (f"{urls.host_of(link.url)} leads there", *judged.verdict.because)
    return proposal(link, "unshorten", new_url(link, target), because, may_be_safe=True)


def missing_title(judged: Judged) -> Suggestion | None:
    """An entry without a title whose page has one."""
    link, page = judged.case.link, judged.case.evidence.page
    if not _lacks_title(link) or judged.verdict.status not in REACHED:
        return None
    title = page.title if page else None
    return _title(link, title) if title else None


def suggest_again(link: Link, verdict: Verdict, memory: Past) -> tuple[Suggestion, ...]:
    """What an earlier run proposed of a link that was not due: from memory, so for review at best."""
    proposals = []
    target = verdict.moved_to
    if target is not None and target != link.url and not loses_path(link.url, target):
        code = code_of_move(link.url, target)
        proposals.append(proposal(link, code, new_url(link, target), verdict.because))
    if _lacks_title(link) and memory.title and verdict.status in REACHED:
        proposals.append(_title(link, memory.title))
    return tuple(proposals)


def _lacks_title(link: Link) -> bool:
    return link.is_main and link.title is None and link.title_route is not None


def _title(link: Link, title: str) -> Suggestion:
    # For review at best: the words are a stranger's.
    assert link.title_route is not None, "the callers have looked"
    edit = Edit(file=link.file, line=link.line, route=link.title_route, old=None, new=title)
    return proposal(link, "missing-title", edit, (f'the page is called "{title}"',), field="title")


SUGGESTERS: tuple[Callable[[Judged], Suggestion | None], ...] = (
    moved,
    unshorten,
    missing_title,
    title_differs,
    missing_authors,
    missing_year,
    missing_language,
    facts_differ,
)
"""In the order of reports."""


def suggest(judged: Judged) -> tuple[Suggestion, ...]:
    """Every proposal for one judged link that needs nothing else."""
    return tuple(proposal for propose in SUGGESTERS if (proposal := propose(judged)) is not None)
