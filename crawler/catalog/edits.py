"""Edits of a catalog as text: each changes the span of one value, or adds one line, and the whole is proved.

The proof: the new text must parse to exactly the old data with just those values changed. What cannot be
proved is a `Refusal`, never a guess. A round trip through a YAML writer was rejected: each of them changes
lines that nobody asked to change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from crawler.catalog.claims import Claims
from crawler.catalog.formats import parse
from crawler.catalog.intent import MISSING, intended, is_same, look_up, misfit, plain
from crawler.catalog.model import Edit, Refusal, Route, Splice, Value, format_route
from crawler.catalog.suspects import suspects
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.catalog.formats import Parsed
    from crawler.catalog.model import Catalog

# A run proves many suggestions against one text, and parsing it is nearly all of the cost.
_read = lru_cache(maxsize=2)(parse)


def forget_texts() -> None:
    """Let go of the texts that edits were proved against: 60 MB for 100,000 entries."""
    _read.cache_clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What became of groups of edits: the text with all that were proved, and why the others were not."""

    text: str
    refusals: Mapping[int, Refusal]
    """By the index of the group."""


def edit_for(catalog: Catalog, route: Route, new: Value) -> Edit:
    """An edit with its line and old value filled in from the catalog; the parent of the route must exist."""
    parsed = _read(catalog.file, catalog.text)
    span = parsed.span(route) or parsed.span(route[:-1])
    old = look_up(parsed.data, route)
    return Edit(
        file=catalog.file,
        line=parsed.line(span.start) if span else 1,
        route=route,
        old=None if old is MISSING else plain(old),
        new=new,
    )


def apply_edits(catalog_text: str, file: str, edits: Sequence[Edit]) -> str | Refusal:
    """The text with all of the edits made, or why they cannot be; line endings and BOM are kept."""
    batch = apply_groups(catalog_text, file, [edits])
    return batch.refusals.get(0, batch.text)


def apply_groups(catalog_text: str, file: str, groups: Sequence[Sequence[Edit]]) -> Batch:
    """Make every group of edits that can be proved, each whole or not at all."""
    try:
        parsed = _read(file, catalog_text)
    except CatalogError as error:
        refusal = Refusal(reason=f"the catalog cannot be read: {error}")
        return Batch(text=catalog_text, refusals=dict.fromkeys(range(len(groups)), refusal))
    claims = Claims()
    planned: dict[int, _Plan] = {}
    refusals: dict[int, Refusal] = {}
    for index, edits in enumerate(groups):
        plan = _plan(parsed, edits)
        if isinstance(plan, Refusal):
            refusals[index] = plan
        elif (conflict := claims.claim(plan.edits, plan.splices)) is not None:
            refusals[index] = conflict
        else:
            planned[index] = plan
    return _prove_groups(parsed, planned, refusals)


@dataclass(frozen=True, slots=True)
class _Plan:
    edits: tuple[Edit, ...]
    splices: tuple[Splice, ...]


def _plan(parsed: Parsed, edits: Sequence[Edit]) -> _Plan | Refusal:
    splices = []
    for edit in edits:
        splice = _plan_one(parsed, edit)
        if isinstance(splice, Refusal):
            where = format_route(edit.route)
            return replace(splice, reason=f"{where}: {splice.reason}" if where else splice.reason)
        splices.append(splice)
    return _Plan(tuple(edits), tuple(splices))


def _plan_one(parsed: Parsed, edit: Edit) -> Splice | Refusal:
    if edit.file != parsed.file:
        return Refusal(reason=f"the edit is for another file, {edit.file}")
    return misfit(parsed.data, edit) or parsed.plan(edit)


def _prove_groups(parsed: Parsed, planned: dict[int, _Plan], refusals: dict[int, Refusal]) -> Batch:
    """Prove all groups at once; where that fails, the suspected ones apart, or in halves."""
    kept: dict[int, _Plan] = {}
    text = parsed.text
    pending = [sorted(planned)] if planned else []
    while pending:
        indexes = pending.pop()
        attempt = kept | {index: planned[index] for index in indexes}
        proved = _prove(parsed, [attempt[index] for index in sorted(attempt)])
        if isinstance(proved, str):
            kept, text = attempt, proved
        elif len(indexes) == 1:
            refusals[indexes[0]] = Refusal(reason=proved.reason)
        else:
            pending += _parted(indexes, planned, proved)
    return Batch(text=text, refusals=refusals)


def _parted(indexes: list[int], planned: Mapping[int, _Plan], failure: _Unproved) -> list[list[int]]:
    """What is proved next, the last first."""
    routes = [[edit.route for edit in planned[index].edits] for index in indexes]
    suspected = suspects(failure.said, failure.meant, routes)
    if 0 < len(suspected) <= len(indexes) // 2:
        return [
            [index for at, index in enumerate(indexes) if at in suspected],
            [index for at, index in enumerate(indexes) if at not in suspected],
        ]
    middle = len(indexes) // 2
    return [indexes[middle:], indexes[:middle]]


@dataclass(frozen=True, slots=True)
class _Unproved:
    """Why, and what the text says and should say where that could be told."""

    reason: str
    said: Any = None
    meant: Any = None


def _prove(parsed: Parsed, plans: Sequence[_Plan]) -> str | _Unproved:
    """The spliced text, once it is known to say the old data with just these edits."""
    expected = intended(parsed.data, (edit for plan in plans for edit in plan.edits))
    if isinstance(expected, Refusal):
        return _Unproved(expected.reason)
    new_text = _splice(parsed.text, parsed.settled([splice for plan in plans for splice in plan.splices]))
    if new_text is None:
        return _Unproved("two edits overlap")
    try:
        # Nearly all of it is what is expected: a second copy of that would be kept until both were compared.
        said = parse(parsed.file, new_text, like=expected).data
    except CatalogError as error:
        return _Unproved(f"the edited catalog could not be read: {error}")
    if not is_same(said, expected):
        reason = "the edited catalog would not say exactly what was meant; edit it by hand"
        return _Unproved(reason, said, expected)
    return new_text


_NEW_LINE = re.compile("(?:\r\n|[\n\r])( *)(-?)")


def _depth(splice: Splice) -> int:
    """How deep a new line stands: of those put at one place the deeper belongs to what stands above it."""
    found = _NEW_LINE.match(splice.text)
    return 2 * len(found[1]) + len(found[2]) if found else 0


def _splice(text: str, splices: Sequence[Splice]) -> str | None:
    """Put the new pieces into the text; None where two of them overlap, unless both only take away."""
    ordered = sorted(splices, key=lambda splice: (splice.start, splice.end, -_depth(splice)))
    pieces: list[str] = []
    position = 0
    only_takes = False
    for splice in ordered:
        if splice.start < position and (splice.text or not only_takes):
            return None
        pieces += [text[position : splice.start], splice.text]
        position = max(position, splice.end)
        only_takes = not splice.text
    return "".join([*pieces, text[position:]])
