"""What the commands say: harmless lines, the worst first, and where to look next."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from crawler.console import demo_lines, plain, problem_count, result_lines, run_lines, sighting_lines
from crawler.demo.play import DemoDay, DemoRow
from crawler.history import PastSighting, RunRecord
from crawler.probe.past import Status
from crawler.report import escape, summarise
from crawler.report.model import (
    ChangeReport,
    LinkReport,
    ProblemReport,
    Report,
    RunReport,
    SuggestionReport,
)
from crawler.run import RunResult

NIGHT = datetime(2026, 11, 21, 3, 17, tzinfo=UTC)


def _link(entry: str, status: str = "dead", **fields: Any) -> LinkReport:
    said = {
        "entry": entry, "field": "url", "file": "catalog.yaml", "line": 7, "url": f"https://{entry}.test/",
        "status": status, "reason": "why", "confidence": "high", "confirmed": True,
        "because": ["404 from it"], "signals": [], "moved_to": None, "final_url": None, "http_status": None,
        "since": "2026-11-20", "failing_runs": 0, "page": None, "title_match": None,
    }  # fmt: skip
    return TypeAdapter(LinkReport).validate_python(said | fields)


def _change(entry: str, kind: str) -> ChangeReport:
    return TypeAdapter(ChangeReport).validate_python(
        {"entry": entry, "field": "url", "kind": kind, "before": None, "after": None}
    )


def _result(links: list[LinkReport], kinds: list[str] | None = None, **fields: Any) -> RunResult:
    changes = [
        _change(link.entry, kind) for link, kind in zip(links, kinds or ["same"] * len(links), strict=True)
    ]
    run = RunReport(
        id="r", started_at="", finished_at="", catalogs=(), settings={}, requests=0, bytes_received=0,
        inconclusive=False,
    )  # fmt: skip
    said = {
        "run": run, "summary": summarise(links, changes), "links": links, "changes": changes,
        "suggestions": [], "refusals": [], "problems": [],
    }  # fmt: skip
    report = Report.model_validate(said | fields)
    return RunResult(report=report, files={}, trouble=None, findings=())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("plain text, as it stands", "plain text, as it stands"),
        ("Ünïcödé 数学 👩‍🔬", "Ünïcödé 数学 👩‍🔬"),
        ("a\x1b[31mred", "a\\x1b[31mred"),
        ("a\rb\nc\td\0e", "a\\x0db\\x0ac\\x09d\\x00e"),
        ("\x7f\x85\x9b31m", "\\x7f\\x85\\x9b31m"),
        ("\u202etxt.exe", "\\u202etxt.exe"),
        ("\u2066\u2069\u200e\u200f\u061c", "\\u2066\\u2069\\u200e\\u200f\\u061c"),
        ("soft\u00adhyphen\ufeff", "soft\\xadhyphen\\ufeff"),
        ("line\u2028separator", "line\\u2028separator"),
        ("half \ud800 pair", "half \\ud800 pair"),
        ("tag \U000e0041", "tag \\ue0041"),
        ("::error::stop", "\\x3a:error::stop"),
        ("  ::add-mask::x", "  \\x3a:add-mask::x"),
        ("\u00a0::error::x", "\u00a0\\x3a:error::x"),
        ("a ::error::x", "a ::error::x"),
        ("##[error]x", "#\\x23[error]x"),
        ("a ##[group]x", "a #\\x23[group]x"),
        ("## heading", "## heading"),
        ("", ""),
    ],
)
def test_plain(line: str, expected: str) -> None:
    """Controls and unseen characters are spelled out, and no line is a workflow command."""
    assert expected == plain(line)


@given(st.text(st.characters() | st.sampled_from(":#[\x1b\u202e\ud800 \u2003"), max_size=30))
def test_no_line_does_anything(line: str) -> None:
    """Whatever a stranger wrote can be printed, moves no cursor, and gives a workflow runner no order."""
    spoken = plain(line)

    spoken.encode("utf-8")
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in spoken)
    assert not spoken.lstrip().startswith("::")
    assert "##[" not in spoken


def test_what_reports_spell_out_consoles_do_as_well() -> None:
    """A blank that is a letter hides as much on a terminal as on a page."""
    unseen = escape._UNSEEN.findall("".join(map(chr, range(sys.maxunicode + 1))))

    assert "\u3164" in unseen
    assert [] == [char for char in unseen if plain(char) == char]


@given(st.text(max_size=30))
def test_plain_is_final(line: str) -> None:
    """What was made harmless stays as it is."""
    assert plain(line) == plain(plain(line))


def test_counts_first_and_place_last() -> None:
    """The first line counts, the last says where the reports lie."""
    lines = result_lines(_result([_link("a"), _link("b", "alive"), _link("c", "alive")]), Path("out"))

    assert "3 links: 1 dead, 2 alive" == lines[0]
    assert "reports: out/index.html, latest.md, latest.json, suggested.patch" == lines[-1]


def test_empty_run() -> None:
    """A run without links counts none."""
    assert "0 links: none" == result_lines(_result([]), Path("out"))[0]


def test_an_inconclusive_run_counts_nothing() -> None:
    """`0 links` would be taken for an empty catalog."""
    lines = result_lines(replace(_result([]), trouble="no name service"), Path("out"))

    assert ["reports: out/index.html, latest.md, latest.json, suggested.patch"] == lines


def test_a_line_is_not_longer_than_a_screen() -> None:
    """However long the ids and addresses are that a stranger proposes."""
    lines = result_lines(_result([_link("e" * 5_000, because=["404 from " + "x" * 5_000])]), Path("out"))

    assert all(len(line) < 1_000 for line in lines)


def test_what_changed() -> None:
    """What changed since the last run is counted by its kind; where nothing did there is no such line."""
    links = [_link("a"), _link("b", "alive"), _link("c", "moved"), _link("d", "dead")]
    lines = result_lines(_result(links, ["broke", "recovered", "moved", "broke"]), Path("out"))
    quiet = result_lines(_result(links), Path("out"))

    assert "since the last run: 2 broke, 1 recovered, 1 moved" == lines[1]
    assert not any(line.startswith("since the last run") for line in quiet)


def test_what_wants_a_hand_comes_first() -> None:
    """News first, then the worst; healthy, blocked and skipped links are left to the report."""
    links = [
        _link("moved", "moved"),
        _link("old-dead", "dead"),
        _link("alive", "alive"),
        _link("blocked", "blocked"),
        _link("skipped", "skipped"),
        _link("insecure", "insecure"),
        _link("down", "unreachable", confirmed=False),
        _link("changed", "changed"),
        _link("new-dead", "dead"),
    ]
    kinds = ["same", "same", "same", "same", "same", "same", "same", "same", "broke"]
    lines = result_lines(_result(links, kinds), Path("out"))[2:-1]

    expected = ["new-dead", "old-dead", "changed", "down", "insecure", "moved"]
    assert expected == [line.split("catalog.yaml:7  ")[1].split(":")[0].split(" ")[0] for line in lines]
    assert "! dead        catalog.yaml:7  new-dead: 404 from it" == lines[0]
    assert "(not yet confirmed)" in lines[3]


@pytest.mark.parametrize(("kind", "mark"), [("broke", "!"), ("new", "+"), ("moved", ">"), ("same", " ")])
def test_marks(kind: str, mark: str) -> None:
    """A link's mark tells what is new about it."""
    lines = result_lines(_result([_link("a")], [kind]), Path("out"))

    assert f"{mark} dead        catalog.yaml:7  a: 404 from it" in lines


def test_reason_stands_in_for_words() -> None:
    """A verdict without words says its code."""
    assert any(line.endswith("a: why") for line in result_lines(_result([_link("a", because=[])]), Path()))


def test_long_lists_are_cut() -> None:
    """Fifty links are listed, the others counted."""
    lines = result_lines(_result([_link(f"e{number}") for number in range(53)]), Path("out"))

    assert 50 == sum(line.startswith("  dead") for line in lines)
    assert "  ... and 3 more in the report" in lines


def test_problems_and_suggestions() -> None:
    """Problems and suggestions are counted with the command that goes on from there."""
    suggestion = SuggestionReport(
        id="0", entry="a", field="url", code="moved", disposition="safe", because=(), edits=()
    )
    problem = ProblemReport(file="c", line=1, code="x", message="y")
    risky = suggestion.model_copy(update={"disposition": "review"})

    lines = result_lines(
        _result([_link("a")], suggestions=[suggestion, risky], problems=[problem]), Path("out")
    )

    assert "1 problem in the catalog: crawler lint, or the report" in lines
    assert "2 suggestions, 1 of them safe: crawler apply --safe" in lines

    risky_alone = result_lines(_result([_link("a")], suggestions=[risky]), Path("out"))

    assert "1 suggestion, none of them safe: see the report" in risky_alone


def _sighting(**fields: Any) -> PastSighting:
    said: dict[str, Any] = {
        "run_id": "r", "at": NIGHT, "status": Status.DEAD, "reason": "not-found", "confidence": "high",
        "confirmed": True, "provisional": False, "http_status": 404, "final_url": None, "moved_to": None,
    }  # fmt: skip
    return PastSighting(**said | fields)


def test_sightings() -> None:
    """Each sighting tells time, status, reason and HTTP status, and whether the run came to its end."""
    lines = sighting_lines(
        [_sighting(), _sighting(http_status=None, status=Status.UNREACHABLE, provisional=True)]
    )

    assert [
        "What earlier runs saw, newest first:",
        "  2026-11-21 03:17 UTC  dead        not-found (404)",
        "  2026-11-21 03:17 UTC  unreachable not-found [the run did not come to its second opinion]",
    ] == lines


def test_runs() -> None:
    """Each run tells its time, id and counts; one that was interrupted says so."""
    run = RunRecord(
        id="r1",
        started_at=NIGHT,
        finished_at=None,
        catalogs=(),
        settings={},
        counts={Status.DEAD: 1, Status.ALIVE: 2},
    )

    assert ["2026-11-21 03:17 UTC  r1  3 addresses: 1 dead, 2 alive  (interrupted)"] == run_lines([run])
    assert ["no run is kept yet"] == run_lines([])


def _row(site: str, said: str) -> DemoRow:
    return DemoRow(site=site, expected="alive", said=said, reason="ok", is_wrong=said != "alive")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["alive", "alive"], "no differences between expected and said"),
        (["alive", "dead"], "1 difference between expected and said"),
        (["dead", "dead"], "2 differences between expected and said"),
    ],
)
def test_demo(said: list[str], told: str) -> None:
    """Every site stands with what was expected and said of it; differences are marked and counted."""
    day = DemoDay(day=1, rows=tuple(_row(f"site-{number}", one) for number, one in enumerate(said)))
    lines = demo_lines([day], Path("out"))

    assert told in lines
    assert said.count("dead") == sum(line.startswith("! site-") for line in lines)
    assert "Day 1: 2 sites" in lines
    assert "the report lies in out/index.html (and latest.md, latest.json)" in lines


def test_many_names_are_counted() -> None:
    """The five pages of a small site are named, the 200 of a course are not."""
    assert "no problems in a.md, b.md" == problem_count([], ["a.md", "b.md"])
    assert "no problems in 200 catalogs" == problem_count([], [f"{n}.md" for n in range(200)])


def test_an_address_in_many_places_is_one_line() -> None:
    """Thirty repetitions must not bury the other failures; where something else is said, it is said."""
    same = [_link(f"e{n}", url="https://a.test/", line=n) for n in range(1, 31)]
    lines = result_lines(
        _result([*same, _link("z", url="https://a.test/", because=["otherwise"])]), Path("r")
    )

    assert [
        "  dead        catalog.yaml:1  e1 and 29 more: 404 from it",
        "  dead        catalog.yaml:7  z: otherwise",
    ] == lines[1:3]
    assert not any(line.startswith("  ...") for line in lines)


def test_what_is_not_listed_is_counted_by_links() -> None:
    """Places of one address count each, as in the first line."""
    links = [_link(f"e{n}", url=f"https://{n % 60}.test/") for n in range(120)]

    assert "  ... and 20 more in the report" in result_lines(_result(links), Path("r"))


def test_what_fails_otherwise_is_marked() -> None:
    """Out of reach for a week and dead by now: nobody need look for it among what has long been dead."""
    links = [_link("long"), _link("now")]
    turn = ChangeReport(entry="now", field="url", kind="same", before="unreachable", after="dead")
    lines = result_lines(_result(links, changes=[_change("long", "same"), turn]), Path("r"))

    assert "since the last run: 1 broken otherwise" == lines[1]
    assert [
        "~ dead        catalog.yaml:7  now: 404 from it",
        "  dead        catalog.yaml:7  long: 404 from it",
    ] == lines[2:4]
