"""Which proposals can be proved, and the patches that hold them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.catalog import apply_groups, unified_patch
from crawler.catalog.claims import is_append
from crawler.catalog.edits import forget_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crawler.suggest.model import Suggestion

    _Numbered = tuple[int, Suggestion]

_CAUTION = ("safe", "review", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is offered: proved suggestions and, by the id of each that was not, why."""

    suggestions: tuple[Suggestion, ...]
    refusals: tuple[tuple[str, str], ...]
    texts: Mapping[str, str]
    """Each edited file's new text."""


def offers(texts: Mapping[str, str], suggestions: Sequence[Suggestion]) -> tuple[Offer, Offer]:
    """What can be proved of all, and of those alone that may be merged unread."""
    every = offer(texts, suggestions)
    safe = offer(texts, [each for each in every.suggestions if each.disposition == "safe"])
    forget_texts()
    return every, safe


def offer(texts: Mapping[str, str], suggestions: Sequence[Suggestion]) -> Offer:
    """Prove suggestions together against the files' texts; one that cannot be proved spoils no other.

    Of two that edit the same place the first stands. A suggestion without edits is a note and needs no proof.
    The same proposal for several places, so with one id, is offered as one suggestion that edits all of them.
    """
    refused: dict[int, str] = {}
    numbered = list(enumerate(suggestions))
    standing = [one for one in _without_rivals(numbered, refused) if _is_within(texts, one, refused)]
    while True:
        proved = {file: _prove(file, texts[file], mine) for file, mine in _by_file(texts, standing).items()}
        newly = {number: batch.refusals[number] for batch in proved.values() for number in batch.refusals}
        if not newly:
            break
        # A suggestion may edit several files: refused in one of them, it is taken out of all.
        refused |= newly
        standing = [(number, suggestion) for number, suggestion in standing if number not in newly]
    return Offer(
        suggestions=_joined(suggestion for _, suggestion in standing),
        refusals=tuple(dict.fromkeys((suggestions[number].id, reason) for number, reason in refused.items())),
        texts={file: batch.text for file, batch in proved.items()},
    )


def _joined(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """One suggestion for each id, as cautious as the most cautious of those that share it."""
    by_id: dict[str, Suggestion] = {}
    for one in suggestions:
        first = by_id.setdefault(one.id, one)
        if first is not one:
            by_id[one.id] = replace(
                first,
                disposition=max(first.disposition, one.disposition, key=_CAUTION.index),
                because=tuple(dict.fromkeys((*first.because, *one.because))),
                edits=(*first.edits, *one.edits),
            )
    return tuple(by_id.values())


def _without_rivals(numbered: Sequence[_Numbered], refused: dict[int, str]) -> list[_Numbered]:
    taken: dict[tuple[str, object], str] = {}
    standing = []
    for number, suggestion in numbered:
        places = [(edit.file, (edit.route, edit.at)) for edit in suggestion.edits if not is_append(edit)]
        rival = next((taken[place] for place in places if place in taken), None)
        if rival is not None:
            refused[number] = f"suggestion {rival} edits the same place"
            continue
        taken.update(dict.fromkeys(places, suggestion.id))
        standing.append((number, suggestion))
    return standing


def _is_within(texts: Mapping[str, str], numbered: _Numbered, refused: dict[int, str]) -> bool:
    """Whether all its files are at hand: what cannot be read cannot be proved."""
    number, suggestion = numbered
    missing = next((edit.file for edit in suggestion.edits if edit.file not in texts), None)
    if missing is not None:
        refused[number] = f"{missing} is not among the catalogs"
    return missing is None


def _by_file(texts: Mapping[str, str], standing: Sequence[_Numbered]) -> dict[str, list[_Numbered]]:
    """In the order of the texts, those alone that are edited: a folder has a thousand files."""
    found: dict[str, list[_Numbered]] = {}
    for one in standing:
        for file in dict.fromkeys(edit.file for edit in one[1].edits):
            found.setdefault(file, []).append(one)
    return {file: found[file] for file in texts if file in found}


@dataclass(frozen=True, slots=True)
class _Proof:
    text: str
    refusals: Mapping[int, str]


def _prove(file: str, text: str, mine: Sequence[_Numbered]) -> _Proof:
    """One file's text with the suggestions that edit it."""
    # Whoever mends it by hand looks for the entry; of what is not offered a report has nothing else.
    where = [(number, f"{file}, {suggestion.entry}") for number, suggestion in mine]
    groups = [[edit for edit in suggestion.edits if edit.file == file] for _, suggestion in mine]
    batch = apply_groups(text, file, groups)
    refusals = {where[index]: refusal.reason for index, refusal in batch.refusals.items()}
    return _Proof(batch.text, {number: f"{place}: {reason}" for (number, place), reason in refusals.items()})


def patch_of(texts: Mapping[str, str], offered: Offer, path_of: Callable[[str], str]) -> str:
    """One patch of every edited file; `path_of` gives a file's path from the repository's root."""
    return "".join(unified_patch(path_of(file), texts[file], new) for file, new in offered.texts.items())
