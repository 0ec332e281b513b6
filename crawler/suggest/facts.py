"""What a page says of its work, against what the entry says: gaps are filled for review, an editor's value is
never overwritten.

All of it rests on a page that carries the entry's title, and on fields made for works (`WorkFacts`): what a
`<meta name=author>` holds is as often the name of a template.
"""

from __future__ import annotations

import difflib
import re
from typing import Any

from crawler.catalog.model import Edit, entry_route
from crawler.page.model import NO_WORK, WorkFacts
from crawler.page.wording import fold
from crawler.page.words import words_of
from crawler.probe.past import REACHED
from crawler.suggest.model import Judged, Suggestion, note, proposal

SURE_FROM = 0.9
"""The title match from which a page's facts are taken for the entry's."""
_NEARLY = 0.88
_LONGEST_TITLE = 300
"""Characters: comparing costs the product of both lengths."""
_DIGITS = re.compile(r"\d+")


def title_differs(judged: Judged) -> Suggestion | None:
    """The work spells its title nearly as the entry does: other letters, the same numbers."""
    link, stated = judged.case.link, _work(judged).title
    if link.title_route is None or not link.title or not stated or len(link.title) > _LONGEST_TITLE:
        return None
    if words_of(link.title) == words_of(stated):
        return None
    one, other = fold(link.title), fold(stated)
    same_numbers = _DIGITS.findall(one) == _DIGITS.findall(other)
    likeness = difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
    if not same_numbers or likeness < _NEARLY:
        return None
    edit = Edit(file=link.file, line=link.line, route=link.title_route, old=link.title, new=stated)
    return proposal(link, "title-differs", edit, (f'the work calls itself "{stated}"',), field="title")


def missing_authors(judged: Judged) -> Suggestion | None:
    """An entry without authors whose page names the work's."""
    link, authors = judged.case.link, _work(judged).authors
    if link.authors or not authors:
        return None
    return _fill(judged, "authors", list(authors), f"the page names {', '.join(authors)}")


def missing_year(judged: Judged) -> Suggestion | None:
    """An entry without a year whose page dates the work."""
    year = _work(judged).year
    if judged.case.link.year is not None or year is None:
        return None
    return _fill(judged, "year", year, f"the page dates the work {year}")


def missing_language(judged: Judged) -> Suggestion | None:
    """An entry without a language whose page states the work's; `conclude` keeps it where others give one."""
    link, language = judged.case.link, _work(judged).language
    if link.language is not None or language is None:
        return None
    return _fill(judged, "language", language, f"the page is in {language}")


def facts_differ(judged: Judged) -> Suggestion | None:
    """The page names other authors or another year or language than the entry: said, never overwritten."""
    link, work = judged.case.link, _work(judged)
    if not _is_the_entrys(judged):
        return None
    because = []
    if are_other_people(link.authors, work.authors):
        because.append(
            f"the entry's authors are {', '.join(link.authors)}, the page's {', '.join(work.authors)}"
        )
    if link.year is not None and work.year is not None and link.year != work.year:
        because.append(f"the entry's year is {link.year}, the page's {work.year}")
    if are_other_languages(link.language, work.language):
        because.append(f"the entry's language is {link.language}, the page's {work.language}")
    return note(link, "facts-differ", "; ".join(because), tuple(because)) if because else None


def _work(judged: Judged) -> WorkFacts:
    page = judged.case.evidence.page
    return page.work if page and judged.verdict.status in REACHED else NO_WORK


def _is_the_entrys(judged: Judged) -> bool:
    match = judged.case.title_match
    return judged.case.link.is_main and match is not None and match >= SURE_FROM


def _fill(judged: Judged, key: str, value: Any, reason: str) -> Suggestion | None:
    link = judged.case.link
    slot = link.slot(key)
    if not _is_the_entrys(judged) or slot is None:
        return None
    if slot.shape == "text":
        value = ", ".join(value) if isinstance(value, list) else str(value)
    edit = Edit(file=link.file, line=link.line, route=(*entry_route(link), slot.key), old=None, new=value)
    return proposal(link, f"missing-{key}", edit, (reason,), field=key)


def are_other_people(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Both are named, and no name of the one is among the others'; initials are shared by many."""
    return bool(some) and bool(others) and not _names_of(some) & _names_of(others)


def _names_of(people: tuple[str, ...]) -> set[str]:
    words = {word for person in people for word in fold(person).replace(",", " ").split()}
    return {word for word in words if len(word.rstrip(".")) > 1} or words


def are_other_languages(one: str | None, other: str | None) -> bool:
    """Both are told and differ, be it said of them where they are spoken or not."""
    return bool(one) and bool(other) and _tongue(one) != _tongue(other)


def _tongue(tag: str | None) -> str:
    return (tag or "").replace("_", "-").partition("-")[0].lower()
