"""Rules learned from neighbours: when several links of one host moved by the same rewrite, what is it?

A rewrite is another beginning (host, folders), one change of spelling for what follows it (small letters,
hyphens), and another tail (an ending or a final slash added, dropped or exchanged). Anything cleverer, such
as numbers that became names, cannot be applied to a neighbour without being told, so it is not learned.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.probe import urls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FEWEST_NEIGHBOURS = 2
_LONGEST_PATH = 40
"""Segments: what is longer is nobody's rule."""
_TAIL = re.compile(r"(?:\.(?:s?html?|php\d?|aspx?|jsp|cgi|md|do)|/)$", re.IGNORECASE)
_SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "": lambda step: step,
    "in small letters": str.lower,
    "with hyphens for underscores": lambda step: step.replace("_", "-"),
    "in small letters, with hyphens for underscores": lambda step: step.replace("_", "-").lower(),
}
"""The plainest first: of several that explain a move the first is learned."""


@dataclass(frozen=True, slots=True)
class _Apart:
    """An address as a rule sees it."""

    origin: str
    steps: tuple[str, ...]
    """Path segments, the last without the tail."""
    tail: str
    """`.html` and its like, the final slash, or nothing."""
    query: str


@dataclass(frozen=True, slots=True, order=True)
class Rewrite:
    """Everything below `old` is now below `new`, each segment spelled anew; both are origin and folders."""

    old: str
    new: str
    spelling: str
    tails: tuple[str, str] | None
    """The old and the new tail; None where each address keeps its own."""

    def apply(self, url: str) -> str | None:
        """The address that the rule makes of one below `old`; None where it says nothing of it."""
        apart = _take_apart(url)
        rest = apart.steps[self.old.count("/") - 2 :]
        if self.tails is not None and apart.tail != self.tails[0]:
            return None
        tail = apart.tail if self.tails is None else self.tails[1]
        made = "/".join([self.new, *map(_SPELLINGS[self.spelling], rest)]) + tail + apart.query
        is_another = urls.normalise(made) not in {None, urls.normalise(url)}
        return made + urls.fragment_of(url) if is_another else None

    def __str__(self) -> str:
        old_tail, new_tail = self.tails or ("", "")
        spelling = f" {self.spelling}" if self.spelling else ""
        return f"{self.old}/…{old_tail} to {self.new}/…{new_tail}{spelling}"


Rules = dict[str, list[tuple[Rewrite, tuple[str, ...]]]]
"""Rewrites by what they replace, best shown first, each with the addresses that show it."""


def learn(moves: Iterable[tuple[str, str]]) -> Rules:
    """The rewrites that at least two addresses of one host show."""
    shown: dict[Rewrite, set[str]] = defaultdict(set)
    for old, new in moves:
        rewrite = rewrite_of(old, new)
        if rewrite is not None:
            shown[rewrite].add(urls.normalise(old) or old)
    learned: Rules = defaultdict(list)
    for rewrite, neighbours in sorted(shown.items(), key=lambda item: (-len(item[1]), str(item[0]))):
        if len(neighbours) >= FEWEST_NEIGHBOURS:
            learned[rewrite.old].append((rewrite, tuple(sorted(neighbours))))
    return dict(learned)


def rewritten(url: str, rules: Rules) -> list[tuple[str, Rewrite, tuple[str, ...]]]:
    """What the rules make of an address: each with rule and neighbours, the most particular first."""
    apart = _take_apart(url)
    found = []
    for length in range(min(len(apart.steps), _LONGEST_PATH) - 1, -1, -1):
        for rewrite, neighbours in rules.get("/".join([apart.origin, *apart.steps[:length]]), ()):
            made = rewrite.apply(url)
            if made is not None:
                found.append((made, rewrite, neighbours))
    return found


def rewrite_of(old: str, new: str) -> Rewrite | None:
    """The rule that one move shows; None where nothing of the path is left, or only the query tells pages
    apart.
    """
    one, other = _take_apart(old), _take_apart(new)
    if one.query != other.query or max(len(one.steps), len(other.steps)) > _LONGEST_PATH:
        return None
    for name, respell in _SPELLINGS.items():
        common = _common_end(tuple(map(respell, one.steps)), other.steps)
        if common:
            return Rewrite(
                "/".join([one.origin, *one.steps[:-common]]),
                "/".join([other.origin, *other.steps[:-common]]),
                name,
                None if one.tail == other.tail else (one.tail, other.tail),
            )
    return None


def _common_end(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count


def _take_apart(url: str) -> _Apart:
    scheme, _, rest = (urls.normalise(url) or url).partition("://")
    before, mark, query = rest.partition("?")
    host, slash, path = before.partition("/")
    tail = _TAIL.search(path) if slash else None
    stem = path[: tail.start()] if tail else path
    steps = tuple(step for step in stem.split("/") if step)
    return _Apart(f"{scheme}://{host}", steps, tail[0] if tail and steps else "", mark + query)
