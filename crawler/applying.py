"""Suggestions of the last report written into the catalogs, and written down which are in them by now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crawler.declining import declined_since
from crawler.disk import read_whole
from crawler.inputs import MOST_REPORT_BYTES, read_report, read_text
from crawler.report.application import chosen, write_into
from crawler.report.applied import RECORD, States, read_record, record_of
from crawler.report.rewriting import Rewrite, finish_interrupted, rewrite_all
from crawler.report.writer import write_reports

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def apply_suggestions(folder: Path, ids: Sequence[str], *, safe_only: bool, by_place: bool) -> Iterator[str]:
    """Write them, all or none, and say what was done; an OperatorError where one does not fit."""
    journal = folder / "apply.journal"
    for file in finish_interrupted(journal):
        yield f"finished what was interrupted: {file}"
    report = read_report(folder / "latest.json")
    picked = chosen(report, ids, safe_only=safe_only)
    # Somebody may have declined some since the check; who names one by its id has changed her mind.
    declined = frozenset() if ids else declined_since(report)
    left_out = sum(one.id in declined for one in picked)
    if left_out:
        yield f"{left_out} declined, and left out"
        picked = tuple(one for one in picked if one.id not in declined)
    texts = {file: read_text(Path(file)) for file in dict.fromkeys(e.file for s in picked for e in s.edits)}
    states = _known_states(folder / RECORD, report.run.id)
    written = write_into(report, picked, texts, states, by_place=by_place)
    if states is not None and written.states:
        # Before the files: a state that never comes to be does no harm, one that is not known would.
        write_reports(folder, {RECORD: record_of(report.run.id, states | written.states)})
    rewrite_all(
        {Path(file): Rewrite(old=texts[file], new=text) for file, text in written.texts.items()}, journal
    )
    plural = "s" * (written.count != 1)
    yield f"{written.count} suggestion{plural} written into {', '.join(written.texts) or 'no file'}"


def _known_states(path: Path, run: str) -> States | None:
    try:
        return read_record(run, read_whole(path, MOST_REPORT_BYTES).decode("ascii"))
    except (OSError, UnicodeDecodeError):
        return None
