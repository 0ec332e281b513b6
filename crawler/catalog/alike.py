"""Whether files of one folder are alike: one entry each, or each a list of entries in the same places."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from crawler.catalog.guess import Guess, guess_layout, write_path
from crawler.catalog.paths import Each, Path, parse_path, select
from crawler.catalog.reading import ALIKE_FROM, is_native

if TYPE_CHECKING:
    from crawler.catalog.formats import Parsed
    from crawler.catalog.model import Route

_NEARLY_ALL = 0.9
_MOST_OF = 0.6


def shared_guess(parsed: list[Parsed]) -> Guess | None:
    """The one layout of files alike: each is an entry, or each a list of entries in the same place."""
    kinds = {type(one.data) for one in parsed}
    if len(parsed) < ALIKE_FROM or len(kinds) > 1 or any(is_native(one.data) for one in parsed):
        return None
    shared = guess_layout([one.data for one in parsed])
    if shared is None:
        return None
    if kinds == {dict} and shared.items in {(), ("{}",)}:
        return shared if shared.items or _share_keys([one.data for one in parsed]) else None
    alone = [(one, guess) for one in parsed if (guess := guess_layout([one.data])) is not None]
    is_alike = all(has_entries(one, shared) for one in parsed) and (
        all(guess.items == shared.items for _, guess in alone)
        # Of what operates feeds some files have the feeds, others the operators: one layout leads to all.
        or (
            kinds == {dict}
            and _share_keys([one.data for one in parsed])
            and all(_places(one, guess) <= _places(one, shared) for one, guess in alone)
        )
    )
    return (
        shared if is_alike and any(count_entries(one, guess) >= ALIKE_FROM for one, guess in alone) else None
    )


def _places(parsed: Parsed, guess: Guess) -> set[Route]:
    """Where a layout leads to."""
    below = [parse_path(path) for path in (*guess.url, *guess.text)]
    return {
        place
        for path in guess.items or (write_path(root_of(parsed)),)
        for entry, value in select(parsed.data, parse_path(path))
        for one in below
        for place, leaf in select(value, one, below=entry)
        if isinstance(leaf, str)
    }


def has_entries(parsed: Parsed, guess: Guess) -> bool:
    """Whether a layout can be for a text, be it one without any address."""
    found = (select(parsed.data, parse_path(path)) for path in guess.items)
    return not guess.items or not parsed.data or any(True for one in found for _ in one)


def _share_keys(entries: list[dict[Any, Any]]) -> bool:
    """Whether nearly each has a key that most have: a list, its copy and its settings are no entries."""
    counts = Counter(key for entry in entries for key in entry)
    usual = {key for key, count in counts.items() if count >= _MOST_OF * len(entries)}
    return sum(not usual.isdisjoint(entry) for entry in entries if entry) >= _NEARLY_ALL * len(entries)


def count_entries(parsed: Parsed, guess: Guess) -> int:
    """How many entries a text has in a layout."""
    paths = guess.items or (("[]",) if isinstance(parsed.data, list) else ())
    return sum(1 for path in paths for _ in select(parsed.data, parse_path(path))) or 1


def root_of(parsed: Parsed) -> Path:
    return (Each.ITEM,) if isinstance(parsed.data, list) else ()
