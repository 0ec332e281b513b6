"""Which proposals can be proved, and the patches that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.catalog import apply_groups, unified_patch
from crawler.catalog.claims import is_append

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crawler.suggest.model import Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is offered: proved suggestions and, by the id of each that was not, why."""

    suggestions: tuple[Suggestion, ...]
    refusals: tuple[tuple[str, str], ...]
    texts: Mapping[str, str]
    """Each edited file's new text."""


def offer(texts: Mapping[str, str], suggestions: Sequence[Suggestion]) -> Offer:
    """Prove suggestions together against the files' texts; one that cannot be proved spoils no other.

    Of two that edit the same place the first stands. A suggestion without edits is a note and needs no proof.
    """
    refused: dict[str, str] = {}
    standing = [s for s in _without_rivals(suggestions, refused) if _is_within(texts, s, refused)]
    while True:
        proved = {file: batch for file, text in texts.items() if (batch := _prove(file, text, standing))}
        newly = {
            identity: batch.refusals[identity] for batch in proved.values() for identity in batch.refusals
        }
        if not newly:
            break
        # A suggestion may edit several files: refused in one of them, it is taken out of all.
        refused |= newly
        standing = [suggestion for suggestion in standing if suggestion.id not in newly]
    return Offer(
        suggestions=tuple(standing),
        refusals=tuple(refused.items()),
        texts={file: batch.text for file, batch in proved.items()},
    )


def _without_rivals(suggestions: Sequence[Suggestion], refused: dict[str, str]) -> list[Suggestion]:
    taken: dict[tuple[str, object], str] = {}
    standing = []
    for suggestion in suggestions:
        places = [(edit.file, (edit.route, edit.at)) for edit in suggestion.edits if not is_append(edit)]
        rival = next((taken[place] for place in places if place in taken), None)
        if rival is not None:
            refused[suggestion.id] = f"suggestion {rival} edits the same place"
            continue
        taken.update(dict.fromkeys(places, suggestion.id))
        standing.append(suggestion)
    return standing


def _is_within(texts: Mapping[str, str], suggestion: Suggestion, refused: dict[str, str]) -> bool:
    """Whether all its files are at hand: what cannot be read cannot be proved."""
    missing = next((edit.file for edit in suggestion.edits if edit.file not in texts), None)
    if missing is not None:
        refused[suggestion.id] = f"{missing} is not among the catalogs"
    return missing is None


@dataclass(frozen=True, slots=True)
class _Proof:
    text: str
    refusals: Mapping[str, str]


def _prove(file: str, text: str, suggestions: Sequence[Suggestion]) -> _Proof | None:
    """One file's text with the suggestions that edit it; None where none does."""
    mine = [suggestion for suggestion in suggestions if any(edit.file == file for edit in suggestion.edits)]
    groups = [[edit for edit in suggestion.edits if edit.file == file] for suggestion in mine]
    if not mine:
        return None
    batch = apply_groups(text, file, groups)
    return _Proof(batch.text, {mine[index].id: refusal.reason for index, refusal in batch.refusals.items()})


def patch_of(texts: Mapping[str, str], offered: Offer, path_of: Callable[[str], str]) -> str:
    """One patch of every edited file; `path_of` gives a file's path from the repository's root."""
    return "".join(unified_patch(path_of(file), texts[file], new) for file, new in offered.texts.items())
