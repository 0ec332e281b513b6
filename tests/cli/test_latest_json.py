"""`latest.json` as the design writes it down, read a second time: the program's own model is not used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.bench import Bench

    Fits = Callable[[Any], bool]

STATUSES = {"alive", "moved", "changed", "dead", "unreachable", "insecure", "blocked", "skipped"}


def _is(*kinds: type) -> Fits:
    # By the very type: True is an int to isinstance.
    return lambda value: type(value) in kinds


def _one_of(*words: str) -> Fits:
    return lambda value: value in words


def _list_of(fits: Fits) -> Fits:
    return lambda value: isinstance(value, list) and all(map(fits, value))


def _like(pattern: str) -> Fits:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _mapping(**fields: Fits) -> Fits:
    def fits(value: Any) -> bool:
        wrong = {name for name in fields if name in value and not fields[name](value[name])}
        assert (set(fields), set()) == (set(value), wrong), value
        return True

    return fits


def _or_null(fits: Fits) -> Fits:
    return lambda value: value is None or fits(value)


NONE = type(None)
TEXT, NUMBER, FLAG, TEXT_OR_NULL = _is(str), _is(int), _is(bool), _is(str, NONE)
INSTANT = _like(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
PAGE = _mapping(
    title=TEXT_OR_NULL,
    description=TEXT_OR_NULL,
    language=TEXT_OR_NULL,
    canonical=TEXT_OR_NULL,
    authors=_list_of(TEXT),
    published=TEXT_OR_NULL,
    content_type=TEXT_OR_NULL,
)
LINK = _mapping(
    entry=TEXT,
    field=TEXT,
    file=TEXT,
    line=NUMBER,
    url=TEXT,
    status=_one_of(*STATUSES),
    reason=_like("[a-z0-9]+(-[a-z0-9]+)*"),
    confidence=_one_of("high", "medium", "low"),
    confirmed=FLAG,
    because=_list_of(TEXT),
    signals=_list_of(_like("[a-z0-9]+(-[a-z0-9]+)*")),
    moved_to=TEXT_OR_NULL,
    final_url=TEXT_OR_NULL,
    http_status=_is(int, NONE),
    since=_like(r"\d{4}-\d\d-\d\d"),
    failing_runs=NUMBER,
    page=_or_null(PAGE),
    title_match=_is(float, NONE),
)
EDIT = _mapping(file=TEXT, line=NUMBER, path=TEXT, old=_is(str, int, NONE), new=_is(str, int, NONE))
REPORT = _mapping(
    schema=lambda value: value == 1 and type(value) is int,
    run=_mapping(
        id=TEXT,
        started_at=INSTANT,
        finished_at=INSTANT,
        catalogs=_list_of(TEXT),
        settings=_is(dict),
        requests=NUMBER,
        bytes_received=NUMBER,
        inconclusive=FLAG,
    ),
    summary=_mapping(**dict.fromkeys(["links", "new", "fixed", *STATUSES], NUMBER)),
    links=_list_of(LINK),
    changes=_list_of(
        _mapping(
            entry=TEXT,
            field=TEXT,
            kind=_one_of("new", "broke", "recovered", "moved", "same", "gone"),
            before=_or_null(_one_of(*STATUSES)),
            after=_or_null(_one_of(*STATUSES)),
        )
    ),
    suggestions=_list_of(
        _mapping(
            id=_like("[0-9a-f]+"),
            entry=TEXT,
            field=TEXT,
            code=TEXT,
            disposition=_one_of("safe", "review", "note"),
            because=_list_of(TEXT),
            edits=_list_of(EDIT),
        )
    ),
    refusals=_list_of(_mapping(suggestion=TEXT, reason=TEXT)),
    problems=_list_of(_mapping(file=TEXT, line=NUMBER, code=TEXT, message=TEXT)),
)
FIRST = ["alive", "untitled", "moved", "moved-away", "dead", "blocked", "insecure", "forbidden"]
DAYS = ["dies", "recovers", "moves", "well"]


@pytest.fixture(scope="module")
def days(module_bench: Bench) -> list[dict[str, Any]]:
    """The reports of four runs: day 1, day 2, day 2 with a link less, and the same once more."""
    bench, reports = module_bench, []
    for day, names in ((1, [*FIRST, *DAYS]), (2, [*FIRST, *DAYS]), (2, [*FIRST, *DAYS[:3]]), (2, FIRST)):
        bench.write(*names)
        bench.web.day = day
        bench.check("--robots", "respect")
        reports.append(bench.report())
    bench.web.day = 1
    return reports


def by_entry(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["entry"]: row for row in rows}


def test_every_report_has_exactly_the_fields_of_the_design(days: list[dict[str, Any]]) -> None:
    """No field is missing, none is added, and each has its type or one of its words."""
    assert [True] * 4 == [REPORT(report) for report in days]


def test_an_inconclusive_report_has_them_too(bench: Bench) -> None:
    """A run that says nothing of any link still writes the whole form."""
    (bench.folder / "catalog.yaml").write_text("version: 1\nresources: []\n")
    bench.check()

    report = bench.report()

    assert REPORT(report)
    assert (True, 0, []) == (report["run"]["inconclusive"], report["summary"]["links"], report["links"])


def test_the_counts_add_up(days: list[dict[str, Any]]) -> None:
    """The statuses sum to the links; `new` counts fresh failures, `fixed` recoveries."""
    for report in days:
        summary = report["summary"]
        said = [link["status"] for link in report["links"]]
        assert len(said) == summary["links"] == sum(summary[status] for status in STATUSES)
        assert {status: said.count(status) for status in STATUSES} == {
            status: summary[status] for status in STATUSES
        }
    # dead, insecure and recovers fail on the first day; on the second dies, while recovers is back.
    assert [(3, 0), (1, 1), (0, 0), (0, 0)] == [
        (each["summary"]["new"], each["summary"]["fixed"]) for each in days
    ]


def test_each_link_is_told_with_its_status_and_place(days: list[dict[str, Any]]) -> None:
    """Statuses, HTTP codes, lines and ends are those of the sites, in the order of the catalog."""
    links = by_entry(days[0]["links"])

    assert [*FIRST, *DAYS] == list(links)
    told = {
        name: (link["status"], link["http_status"], link["line"], link["moved_to"])
        for name, link in links.items()
    }
    assert {
        "alive": ("alive", 200, 5, None),
        "untitled": ("alive", 200, 8, None),
        "moved": ("moved", 200, 10, "https://moved.test/new-book"),
        "moved-away": ("moved", 200, 13, "https://elsewhere.test/book"),
        "dead": ("dead", 404, 16, None),
        "blocked": ("blocked", 403, 19, None),
        "insecure": ("insecure", None, 22, None),
        "forbidden": ("skipped", None, 25, None),
        "dies": ("alive", 200, 28, None),
        "recovers": ("dead", 404, 31, None),
        "moves": ("alive", 200, 34, None),
        "well": ("alive", 200, 37, None),
    } == told
    assert {"catalog.yaml"} == {link["file"] for link in links.values()}
    assert {"url"} == {link["field"] for link in links.values()}


def test_the_page_tells_what_it_says_of_itself(days: list[dict[str, Any]]) -> None:
    """Title, description, language, canonical address, authors and date come from the page's head."""
    link = by_entry(days[0]["links"])["alive"]

    assert {
        "title": "A Good Book",
        "description": "What it is about.",
        "language": "en",
        "canonical": "https://alive.test/book",
        "authors": ["Ada Lovelace"],
        "published": "2020-02-03",
        "content_type": "text/html",
    } == link["page"] | {"content_type": link["page"]["content_type"].partition(";")[0]}
    assert (1.0, "https://alive.test/book") == (link["title_match"], link["final_url"])


def test_changes_compare_with_the_run_before(days: list[dict[str, Any]]) -> None:
    """All is new at first; then one died, one came back and one moved; a removed link is gone once."""
    first, second, third, fourth = (by_entry(report["changes"]) for report in days)

    assert {("new", None)} == {(change["kind"], change["before"]) for change in first.values()}
    told = {name: (second[name]["kind"], second[name]["before"], second[name]["after"]) for name in DAYS}
    assert {
        "dies": ("broke", "alive", "dead"),
        "recovers": ("recovered", "dead", "alive"),
        "moves": ("moved", "alive", "moved"),
        "well": ("same", "alive", "alive"),
    } == told
    assert {"same"} == {second[name]["kind"] for name in FIRST}
    gone = {"entry": "well", "field": "url", "kind": "gone", "before": "alive", "after": None}
    assert gone == third["well"]
    assert {"same"} == {change["kind"] for name, change in third.items() if name != "well"}
    assert "well" not in fourth


def test_failing_runs_and_since_follow_the_history(days: list[dict[str, Any]]) -> None:
    """A dead link's runs are counted, a living one has none; `since` is the day of the first such word."""
    counts = [[by_entry(report["links"])[name]["failing_runs"] for report in days[:3]] for name in DAYS[:2]]

    assert [[0, 1, 2], [1, 0, 0]] == counts
    assert [1, 2, 3, 4] == [by_entry(report["links"])["dead"]["failing_runs"] for report in days]
    start = days[0]["run"]["started_at"][:10]
    assert {start} == {by_entry(report["links"])["dead"]["since"] for report in days}


def test_one_bad_night_is_said_and_not_confirmed(days: list[dict[str, Any]]) -> None:
    """Failures seen in four runs within one hour are not confirmed; what is not a failure is."""
    for report in days:
        links = by_entry(report["links"])
        assert [False, False] == [links[name]["confirmed"] for name in ("dead", "insecure")]
        assert [True, True, True] == [links[name]["confirmed"] for name in ("alive", "moved", "blocked")]


def test_a_suggestion_has_the_same_id_every_night(days: list[dict[str, Any]]) -> None:
    """The same proposals have the same ids in every run, and different ones differ."""
    ids = [{each["entry"]: each["id"] for each in report["suggestions"]} for report in days]

    assert ["untitled", "moved", "moved-away"] == list(ids[0])
    assert [ids[0]] * 3 == [{name: each[name] for name in ids[0]} for each in ids[1:]]
    assert "moves" in ids[1]
    assert 4 == len(set(ids[1].values()))


def test_suggestions_say_what_to_edit_and_how_safe_it_is(days: list[dict[str, Any]]) -> None:
    """A move within the site is safe, one to another site and a missing title want a look."""
    suggestions = by_entry(days[0]["suggestions"])

    told = {name: (each["code"], each["disposition"], each["edits"]) for name, each in suggestions.items()}
    assert {
        "untitled": (
            "missing-title",
            "review",
            [_edit(8, "resources[1].title", None, "Found Title")],
        ),
        "moved": (
            "moved",
            "safe",
            [_edit(10, "resources[2].url", "https://moved.test/book", "https://moved.test/new-book")],
        ),
        "moved-away": (
            "moved",
            "review",
            [_edit(13, "resources[3].url", "https://moved-away.test/book", "https://elsewhere.test/book")],
        ),
    } == told


def _edit(line: int, path: str, old: str | None, new: str) -> dict[str, Any]:
    return {"file": "catalog.yaml", "line": line, "path": path, "old": old, "new": new}


def test_problems_have_file_and_line(days: list[dict[str, Any]]) -> None:
    """What is wrong with an entry is told with its place and a code."""
    problems = [(each["file"], each["line"], each["code"]) for each in days[0]["problems"]]

    assert [("catalog.yaml", 7, "missing-title")] == problems


def test_a_run_tells_what_it_cost(days: list[dict[str, Any]]) -> None:
    """Requests and bytes are counted, the run is named, and it ends after it began."""
    for report in days:
        run = report["run"]
        assert (["catalog.yaml"], False) == (run["catalogs"], run["inconclusive"])
        assert run["requests"] >= len(report["links"])
        assert run["bytes_received"] > 0
        assert run["started_at"] <= run["finished_at"]
    assert 4 == len({report["run"]["id"] for report in days})
