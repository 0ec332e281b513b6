"""What the commands say, as lines; `cli` prints them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.catalog.wording import named_or_counted, quoted_url
from crawler.probe.past import FAILING, REACHED, Status
from crawler.report.compare import is_turn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crawler.catalog.model import Catalog, Link, Problem
    from crawler.catalog.rows import Row
    from crawler.demo.play import DemoDay
    from crawler.history import PastSighting, RunRecord
    from crawler.report.model import ChangeReport, LinkReport
    from crawler.run import RunResult

# C0, C1, bidirectional controls, other invisible marks, and halves of surrogate pairs, which have no bytes:
# they could move the cursor, hide text, or begin a line of their own.
_UNSPEAKABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# A workflow runner obeys `::` at the start of a line, after any white space, and `##[` anywhere in it.
_OBEYED = re.compile(r"^\s*:(?=:)|##(?=\[)")
_LONGEST_PART = 300
"""Characters of an id, an address or a reason: a line of each is to fit a screen, whoever wrote it."""
_LAST_OF_TWO_DIGITS = 0xFF
_LISTED_MAX = 50
_TURNS_TOLD_FROM = 2
_EXAMPLES = 3
_TURNED = "turned"
_MARKS = {"broke": "!", _TURNED: "~", "new": "+", "moved": ">"}
_SHOWN_STATUSES = (Status.DEAD, Status.CHANGED, Status.UNREACHABLE, Status.INSECURE, Status.MOVED)


def plain(line: str) -> str:
    """One line that does nothing to a terminal or a workflow log but be read."""
    spoken = _UNSPEAKABLE.sub(lambda found: _spelled(found[0]), line)
    return _OBEYED.sub(lambda found: found[0][:-1] + _spelled(found[0][-1]), spoken)


def _spelled(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code <= _LAST_OF_TWO_DIGITS else f"\\u{code:04x}"


def proposal_lines(rows: Sequence[Row], catalogs: Sequence[Catalog]) -> list[str]:
    """What `init` found: a line for each row of the configuration, and a few links of each."""
    by_file = {catalog.file: catalog for catalog in catalogs}
    lines = []
    for row in rows:
        read = [by_file[file] for file in row.files]
        links = [link for catalog in read for link in catalog.links]
        entries = sum(len(catalog.entries) for catalog in read)
        files = "" if row.files == (row.path,) else f"{len(row.files)} files, "
        lines.append(f"{row.path}: {files}{entries} entries, {len(links)} links")
        lines += (
            f"  {link.file}:{link.line}  {link.entry}:{link.field}  {quoted_url(link.url)}"
            for link in _examples(links)
        )
    return lines


def _examples(links: Sequence[Link]) -> list[Link]:
    """From the beginning, the middle and the end: what a list begins with are its badges."""
    last = len(links) - 1
    places = dict.fromkeys(last * number // (_EXAMPLES - 1) for number in range(_EXAMPLES))
    return [links[place] for place in places] if links else []


def problem_count(problems: Sequence[Problem], names: Sequence[str]) -> str:
    """The last line of `lint`."""
    where = named_or_counted(names, "catalogs")
    return f"{_counted(len(problems), 'problem')} in {where}"


def result_lines(result: RunResult, reports: Path) -> list[str]:
    """A check's outcome: counts, what changed, what needs a hand, and where the reports lie."""
    report = result.report
    counts = ", ".join(
        f"{report.summary[status.value]} {status}" for status in Status if report.summary[status.value]
    )
    # Of an inconclusive run nothing is told, and `0 links` would be taken for an empty catalog.
    lines = [] if result.trouble else [f"{report.summary['links']} links: {counts or 'none'}"]
    kinds = ("broke", "recovered", "moved", "gone")
    changed: dict[str, int] = {kind: sum(change.kind == kind for change in report.changes) for kind in kinds}
    changed["broken otherwise"] = sum(map(is_turn, report.changes))
    if any(changed.values()):
        lines.append("since the last run: " + ", ".join(f"{n} {kind}" for kind, n in changed.items() if n))
    lines += _link_lines(report.links, report.changes)
    if report.problems:
        problems = _counted(len(report.problems), "problem")
        lines.append(f"{problems} in the catalog: crawler lint, or the report")
    safe = sum(suggestion.disposition == "safe" for suggestion in report.suggestions)
    if report.suggestions:
        next_step = "crawler apply --safe" if safe else "see the report"
        suggestions = _counted(len(report.suggestions), "suggestion")
        lines.append(f"{suggestions}, {safe or 'none'} of them safe: {next_step}")
    return [*lines, f"reports: {reports / 'index.html'}, latest.md, latest.json, suggested.patch"]


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'s' * (number != 1)}"


def _link_lines(links: Sequence[LinkReport], changes: Sequence[ChangeReport]) -> list[str]:
    """What wants a hand: what is new to the reader first, then by how bad it is, in catalog order."""
    order = {status.value: position for position, status in enumerate(_SHOWN_STATUSES)}
    # Changes begin with one row for each link, in the same order.
    kinds = [_TURNED if is_turn(change) else change.kind for change in changes]
    shown = [(link, kind) for link, kind in zip(links, kinds, strict=False) if link.status in order]
    shown.sort(key=lambda row: (row[1] not in _MARKS, order[row[0].status]))
    places = Counter(map(_told, shown))
    once = [(*row, places[told]) for told, row in {_told(row): row for row in reversed(shown)}.items()]
    once.reverse()
    lines = [_link_line(*row) for row in once[:_LISTED_MAX]]
    more = len(shown) - sum(number for *_, number in once[:_LISTED_MAX])
    return [*lines, *([f"  ... and {more} more in the report"] if more > 0 else [])]


def _told(row: tuple[LinkReport, str]) -> tuple[str, ...]:
    """What is said of an address that stands in many places is said once."""
    link, kind = row
    return link.url, link.status, kind, _reason(link)


def _link_line(link: LinkReport, kind: str, places: int) -> str:
    mark = _MARKS.get(kind, " ")
    others = f" and {places - 1} more" if places > 1 else ""
    doubt = "" if link.confirmed else " (not yet confirmed)"
    where = f"{link.file}:{link.line}"
    return f"{mark} {link.status:<11} {_cut(where)}  {_cut(link.entry)}{others}{doubt}: {_cut(_reason(link))}"


def _reason(link: LinkReport) -> str:
    return link.because[0] if link.because else link.reason


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_PART else f"{text[:_LONGEST_PART]}…"


def sighting_lines(sightings: Sequence[PastSighting]) -> list[str]:
    """What earlier runs saw of one link, newest first, and how often it turned."""
    heading = "What earlier runs saw, newest first:"
    return [heading, *_turning_lines(sightings)] + [
        f"  {seen.at:%Y-%m-%d %H:%M} UTC  {seen.status:<11} {seen.reason}"
        + (f" ({seen.http_status})" if seen.http_status else "")
        + (" [the run did not come to its second opinion]" if seen.provisional else "")
        for seen in sightings
    ]


def _turning_lines(sightings: Sequence[PastSighting]) -> list[str]:
    """How often a link went between working and failing, where it went back and forth."""
    told = [seen.status for seen in reversed(sightings) if not seen.provisional]
    worked = [status in REACHED for status in told if status in REACHED | FAILING]
    turns = sum(one != other for one, other in pairwise(worked))
    if turns < _TURNS_TOLD_FROM:
        return []
    failed = sum(not works for works in worked)
    return [f"  {turns} turns between working and failing; failed in {failed} of these {len(told)} runs"]


def run_lines(runs: Sequence[RunRecord]) -> list[str]:
    """The latest runs, newest first, with their counts: of addresses, which may stand in many places each."""
    if not runs:
        return ["no run is kept yet"]
    return [
        f"{run.started_at:%Y-%m-%d %H:%M} UTC  {run.id}  {_addresses(run)}: "
        + ", ".join(f"{count} {status}" for status, count in run.counts.items())
        + ("" if run.finished_at else "  (interrupted)")
        for run in runs
    ]


def _addresses(run: RunRecord) -> str:
    number = sum(run.counts.values())
    return f"{number} address{'es' * (number != 1)}"


def demo_lines(days: Sequence[DemoDay], reports: Path) -> list[str]:
    """Expected against said, site by site, and where to look next."""
    lines = []
    for day in days:
        lines += [
            "",
            f"Day {day.day}: {len(day.rows)} sites",
            f"  {'site':<34} {'expected':<12} {'said':<12} reason",
        ]
        lines += [
            f"{'!' if row.is_wrong else ' '} {row.site:<34} {row.expected:<12} {row.said:<12} {row.reason}"
            for row in day.rows
        ]
    wrong = sum(row.is_wrong for day in days for row in day.rows)
    return [
        *lines,
        "",
        f"{_counted(wrong, 'difference')} between expected and said",
        f"the report lies in {reports / 'index.html'} (and latest.md, latest.json)",
        f"the patch lies in {reports / 'suggested.patch'} (its safe part alone: safe.patch)",
    ]
