"""Which suggestions of a report are in a file by now: told by the digest of its bytes. Pure.

A run writes down the digests of each file with edits, as it was checked and with each of the patches in it;
`crawler apply` adds those that it makes. So a file that was edited otherwise is known, what stands in it
already is not written again, and undoing an edit by other means is no confusion. They stand in a file of
their own, since `latest.json` is a contract.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crawler.catalog.intent import look_up
from crawler.catalog.model import Edit, parse_route

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crawler.catalog.model import Route
    from crawler.report.model import EditReport, Report

RECORD = "applied.json"
States = dict[tuple[str, str], frozenset[str]]
"""By file and digest: the ids of the suggestions whose edits of the file are made."""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def states_of(
    report: Report, texts: Mapping[str, str], suggested: Mapping[str, str], safe: Mapping[str, str]
) -> States:
    """Of the texts as checked, and as each of the patches makes them."""
    states: States = {}
    for file, new in suggested.items():
        of_file = [one for one in report.suggestions if any(edit.file == file for edit in one.edits)]
        states[file, digest(new)] = frozenset(one.id for one in of_file)
        is_safe = frozenset(one.id for one in of_file if one.disposition == "safe")
        states[file, digest(safe.get(file, texts[file]))] = is_safe
        states[file, digest(texts[file])] = frozenset()
    return states


def read_record(run: str, record: str) -> States | None:
    """The states of a report's files; None where they are another run's, or cannot be read."""
    try:
        said = json.loads(record)
        rows = [(str(row["file"]), str(row["sha256"]), row["applied"]) for row in said["states"]]
        states = {(file, sha256): frozenset(map(str, ids)) for file, sha256, ids in rows}
        return states if said["run"] == run else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def first_record(
    report: Report, texts: Mapping[str, str], suggested: Mapping[str, str], safe: Mapping[str, str]
) -> str:
    """What a run writes down of its files."""
    return record_of(report.run.id, states_of(report, texts, suggested, safe))


def record_of(run: str, states: States) -> str:
    rows = [
        {"file": file, "sha256": sha256, "applied": sorted(ids)}
        for (file, sha256), ids in sorted(states.items())
    ]
    return json.dumps({"run": run, "states": rows}, indent=1) + "\n"


def edit_of(edit: EditReport) -> Edit:
    route = parse_route(edit.path)
    return Edit(file=edit.file, line=edit.line, route=route, old=edit.old, new=edit.new, at=edit.at)


def edits_made(report: Report, ids: Iterable[str], file: str) -> list[Edit]:
    """The edits of a file that are made already, at their places as checked."""
    wanted = frozenset(ids)
    of_ids = (edit for one in report.suggestions if one.id in wanted for edit in one.edits)
    return [edit_of(edit) for edit in of_ids if edit.file == file]


def moved_on(edit: Edit, made: Sequence[Edit], data: Any) -> Edit:
    """An edit of the text as checked at its place in the text as it is: items before it are gone, or a text
    that it is a part of has become longer.
    """
    if not made:
        return edit
    route: Route = ()
    for depth, step in enumerate(edit.route):
        now = step
        around = look_up(data, route)
        if isinstance(step, int) and isinstance(around, list):
            now = step + _shift(made, edit.route[:depth], step)
        route = (*route, now)
    at = edit.at
    if at is not None:
        parts = [one for one in made if one.route == edit.route and one.at is not None and one.at < at]
        at += sum(len(str(one.new)) - len(str(one.old)) for one in parts)
    return replace(edit, route=route, at=at)


def _shift(made: Sequence[Edit], parent: Route, step: int) -> int:
    """How far an item has come: those before it are gone, or others were put at the end of the list."""
    shift = 0
    for one in made:
        if one.route[:-1] != parent or not isinstance(one.route[-1], int):
            continue
        shift -= one.new is None and one.route[-1] < step
        shift += one.old is None and one.route[-1] == step
    return shift
