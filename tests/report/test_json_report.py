from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import ReportError
from crawler.report import Report, parse_report, render_json
from crawler.report.json_report import json_pieces

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.report import LinkReport

BROKEN = {
    "nothing": "",
    "words": "not found",
    "half": '{"schema": 1, "run": {"id": "a"',
    "a list": "[]",
    "a number": "7",
    "null": "null",
    "deep": "[" * 100_000,
    "deep in a report": '{"schema": 1, "run": ' + '{"a":' * 100_000,
    "another program's": '{"name": "x", "version": "1"}',
    "not a number": '{"schema": NaN}',
    "half a surrogate": '{"schema": 1, "x": "\\ud800"}',
    "half a surrogate unescaped": '{"schema": 1, "x": "\ud800"}',
}


def _change(report: Report, path: list[str | int], value: object) -> str:
    document = json.loads(render_json(report))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(document)


def test_the_json_is_the_contract(sample: Report) -> None:
    """The keys are those of the design, in its order, with `schema` first."""
    document = json.loads(render_json(sample))
    expected = ["schema", "run", "summary", "links", "changes", "suggestions", "refusals", "problems"]
    link = ["entry", "field", "file", "line", "url", "status", "reason", "confidence", "confirmed", "because"]
    link += [
        "signals",
        "moved_to",
        "final_url",
        "http_status",
        "since",
        "failing_runs",
        "page",
        "title_match",
    ]

    assert expected == list(document)
    assert 1 == document["schema"]
    assert link == list(document["links"][0])
    assert ["entry", "field", "kind", "before", "after"] == list(document["changes"][0])


def test_the_json_is_for_diffs_and_for_people(
    make_report: Callable[..., Report], make_link: Callable[..., LinkReport]
) -> None:
    """Two spaces deep, other scripts as they are, a newline at the end."""
    text = render_json(make_report((make_link("математика"),)))

    assert text.startswith('{\n  "schema": 1,\n')
    assert text.endswith("\n}\n")
    assert '"entry": "математика"' in text


def test_what_is_written_is_read_back(sample: Report, hostile: Report) -> None:
    """Reading gives the very report that was written, hostile texts included."""
    for report in (sample, hostile):
        assert report == parse_report(render_json(report), "latest.json")


def test_half_a_surrogate_pair_does_not_cost_the_report(
    make_report: Callable[..., Report], make_link: Callable[..., LinkReport]
) -> None:
    """UTF-8 cannot spell half a pair: it becomes U+FFFD, and two halves that belong together are joined."""
    links = (make_link("a", reason="x\ud800y", because=["\ud83d\ude00"]),)
    text = render_json(make_report(links, run={"settings": {"\udfff": ["\udc00", 1, None]}}))
    report = parse_report(text, "latest.json")

    assert text.encode()
    assert ("x\ufffdy", ("\U0001f600",)) == (report.links[0].reason, report.links[0].because)
    assert {"\ufffd": ["\ufffd", 1, None]} == report.run.settings


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_report_is_refused_in_one_line(name: str) -> None:
    """The line names the file and what to do, and there is no traceback in it."""
    with pytest.raises(ReportError) as refusal:
        parse_report(BROKEN[name], "shard-2.json")

    assert 1 == len(str(refusal.value).splitlines())
    assert str(refusal.value).startswith("shard-2.json: not a ")
    assert "crawler check" in refusal.value.remedy


def test_a_newer_report_is_told_from_a_broken_one(sample: Report) -> None:
    """A schema that this version does not know asks for the version that does, whatever else is different."""
    newer = _change(sample, ["schema"], 2).replace('"links"', '"addresses"')
    expected = (
        "a.json: schema 2, and this version knows 1 only; read it with the version of crawler that wrote it"
    )
    with pytest.raises(ReportError) as refusal:
        parse_report(newer, "a.json")

    assert str(refusal.value).startswith(expected)


def test_a_report_without_a_schema_is_refused(sample: Report) -> None:
    """Whoever wrote it did not say by which contract."""
    document = json.loads(render_json(sample))
    del document["schema"]
    with pytest.raises(ReportError) as refusal:
        parse_report(json.dumps(document), "a.json")

    assert "not a report: it has no `schema`" == refusal.value.what


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["links", 0, "line"], "twelve", "'links.0.line'"),
        (["links", 1, "status"], "zombie", "no such status: 'zombie'"),
        (["links", 0, "a\nb\x1b"], 1, "'links.0.a\\nb\\x1b'"),
        (["changes", 0, "kind"], "odd", "'changes.0.kind'"),
        (["schema"], "2", "'schema'"),
        (["schema"], 0, "'schema'"),
        (["schema"], 10**300, "schema 1000000"),
    ],
)
def test_a_wrong_value_is_named_by_its_place(
    path: list[str | int], value: object, said: str, sample: Report
) -> None:
    """The place in the JSON is said, with nothing of it that could break the line."""
    with pytest.raises(ReportError) as refusal:
        parse_report(_change(sample, path, value), "a.json")

    assert said in refusal.value.what
    assert len(str(refusal.value)) < 400
    assert str(refusal.value).isprintable()


@given(text=st.one_of(st.text(), st.binary().map(lambda blob: blob.decode("latin-1"))))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is either a report or refused."""
    try:
        said: int = parse_report(text, "a.json").schema_
    except ReportError as refusal:
        said = len(str(refusal).splitlines())

    assert 1 == said


def test_pieces_are_the_whole(
    make_link: Callable[..., LinkReport], make_report: Callable[..., Report]
) -> None:
    """More rows than one piece holds are written as pydantic writes them at once."""
    report = make_report(tuple(make_link(f"r{number}", because=["a\nb", "é"]) for number in range(1_201)))

    assert report.model_dump_json(by_alias=True, indent=2) + "\n" == render_json(report)
    assert 3 < len(list(json_pieces(report)))
