"""What kind of move leads from one address to another: that decides the code of its suggestion."""

from __future__ import annotations

import re
from urllib.parse import unquote

from crawler.page.words import words_of
from crawler.probe import urls
from crawler.probe.forges import below_repository, repository_of
from crawler.probe.shorteners import is_shortener

_SHORTEST_WORD, _STEM = 3, 4
_NUMBER = re.compile(r"\d{3,}")


def code_of_move(origin: str, target: str) -> str:
    """`unshorten`, `https`, `cosmetic`, `forge-rename` or `moved`."""
    if is_shortener(origin):
        return "unshorten"
    if urls.is_cosmetic(origin, target):
        gains_tls = (urls.scheme_of(origin), urls.scheme_of(target)) == ("http", "https")
        return "https" if gains_tls else "cosmetic"
    one, other = repository_of(origin), repository_of(target)
    is_renamed = one is not None and other is not None and one != other
    return "forge-rename" if is_renamed and urls.same_host(origin, target) else "moved"


def loses_path(url: str, target: str) -> bool:
    """Both are repositories on a forge, and what followed the old one's name is gone."""
    both = repository_of(url) is not None and repository_of(target) is not None
    return both and bool(below_repository(url)) and not below_repository(target)


def names_the_work(origin: str, target: str, title: str | None) -> bool:
    """Whether the new address has a word of the title or of the old address's own name in it; a repository's
    says what it is by its shape.

    What stands in for a page, however its site calls such pages and in whatever language, has none: an unread
    patch wants more than a title, which gates and overlays show as well.
    """
    own_words = words_of(_own_name(origin))
    keeps_name = bool(own_words) and own_words == words_of(_own_name(target))
    if keeps_name or code_of_move(origin, target) == "forge-rename":
        return True
    path = unquote(urls.path_of(target))
    squashed = "".join(words_of(path))
    names = {*words_of(title or ""), *own_words}
    long = {name[: max(_STEM, 2 * len(name) // 3)] for name in names if len(name) >= _STEM}
    short = {name for name in names if len(name) == _SHORTEST_WORD or _NUMBER.fullmatch(name)}
    short |= _initials(words_of(title or ""))
    return any(name in squashed for name in long) or not short.isdisjoint(words_of(path))


def _initials(words: tuple[str, ...]) -> set[str]:
    """`esl` for Elements of Statistical Learning, with or without its small words."""
    every = ("".join(word[0] for word in words if len(word) >= least) for least in (1, _SHORTEST_WORD))
    return {initials for initials in every if len(initials) >= _SHORTEST_WORD}


def _own_name(url: str) -> str:
    """What tells an address from its neighbours: the last of its path; the host's own, where it has none."""
    steps = [step for step in unquote(urls.path_of(url)).split("/") if step]
    if not steps:
        return urls.host_of(url).removeprefix("www.").partition(".")[0]
    is_index = len(steps) > 1 and urls.is_home("https://h/" + steps[-1])
    return steps[-2] if is_index else steps[-1].rpartition(".")[0] or steps[-1]
