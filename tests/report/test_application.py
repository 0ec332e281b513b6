"""Taking up suggestions that a report holds."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crawler.errors import CatalogError, ReportError
from crawler.report import parse_report, render_json
from crawler.report.application import chosen, edited_texts, patches
from crawler.report.model import Report, SuggestionReport

MakeSuggestion = Callable[..., SuggestionReport]
MakeReport = Callable[..., Report]
TEXT = """\
version: 1
resources:
  - id: one  # the first
    title: One
    url: http://one.test/
  - id: two
    title: Two
    url: http://two.test/
"""


def _edit(number: int, new: str | None, *, file: str = "catalog.yaml") -> dict[str, Any]:
    name = ("one", "two")[number]
    old = f"http://{name}.test/"
    return {"file": file, "line": 5, "path": f"resources[{number}].url", "old": old, "new": new}


@pytest.fixture
def report(make_report: MakeReport, make_suggestion: MakeSuggestion) -> Report:
    return make_report(
        suggestions=[
            make_suggestion("one", id="aaa", edits=[_edit(0, "https://one.test/")]),
            make_suggestion("two", id="bbb", disposition="review", edits=[_edit(1, "https://two.test/")]),
            make_suggestion("two", id="ccc", disposition="note", edits=[]),
        ]
    )


@pytest.mark.parametrize(
    ("ids", "safe_only", "expected"),
    [
        ([], False, ["aaa", "bbb"]),
        ([], True, ["aaa"]),
        (["bbb"], False, ["bbb"]),
        (["bbb", "aaa"], False, ["aaa", "bbb"]),
        (["bbb", "bbb"], False, ["bbb"]),
        (["bbb"], True, []),
        (["ccc"], False, []),
    ],
)
def test_chosen(report: Report, ids: list[str], expected: list[str], *, safe_only: bool) -> None:
    """All with edits, those that were named, or the safe ones among them, in the report's order."""
    assert expected == [one.id for one in chosen(report, ids, safe_only=safe_only)]


def test_unknown_id(report: Report) -> None:
    """An id that the report does not hold is said, and nothing is chosen."""
    with pytest.raises(ReportError) as raised:
        chosen(report, ["aaa", "zzz"], safe_only=False)

    assert "zzz: the last report has no such suggestion; take an id from latest.md" == str(raised.value)


def test_texts_are_edited(report: Report) -> None:
    """The chosen edits are made, every other byte stays."""
    texts = edited_texts(report, chosen(report, ["aaa"], safe_only=False), {"catalog.yaml": TEXT})

    assert {"catalog.yaml": TEXT.replace("http://one", "https://one")} == texts


def test_file_without_edits_stays(report: Report) -> None:
    """A file that no suggestion edits comes back as it is."""
    texts = edited_texts(report, report.suggestions, {"other.yaml": TEXT})

    assert {"other.yaml": TEXT} == texts


def test_all_or_nothing(report: Report) -> None:
    """Where one edit no longer fits none is made, and what to do is said."""
    changed = TEXT.replace("http://two", "http://deux")

    with pytest.raises(CatalogError) as raised:
        edited_texts(report, report.suggestions, {"catalog.yaml": changed})

    assert "catalog.yaml" == raised.value.where
    assert "nothing was written; run `crawler check` again" == raised.value.remedy


def test_one_stale_file_of_two_spoils_both(make_report: MakeReport, make_suggestion: MakeSuggestion) -> None:
    """Nothing is given back for the file that would have fitted."""
    report = make_report(
        suggestions=[
            make_suggestion("one", id="aaa", edits=[_edit(0, "https://one.test/")]),
            make_suggestion("two", id="bbb", edits=[_edit(1, "https://two.test/", file="other.yaml")]),
        ]
    )

    with pytest.raises(CatalogError):
        edited_texts(report, report.suggestions, {"catalog.yaml": TEXT, "other.yaml": "resources: []\n"})


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"path": "resources[0].year", "old": None, "new": 2020}, "    year: 2020"),
        ({"path": "resources[0].title", "old": "One", "new": "Uno: eins"}, "    title: 'Uno: eins'"),
    ],
)
def test_other_kinds_of_edits(
    report: Report, make_suggestion: MakeSuggestion, fields: dict[str, Any], expected: str
) -> None:
    """Keys can be added as well, and a value is quoted where it has to be."""
    suggestion = make_suggestion("one", edits=[_edit(0, None) | fields])

    lines = edited_texts(report, [suggestion], {"catalog.yaml": TEXT})["catalog.yaml"].splitlines()

    assert expected in [line.replace('"', "'") for line in lines]


def test_patches_of_all_and_of_the_safe_ones(report: Report) -> None:
    """The patch of all edits and that of the safe ones are made anew from the texts."""
    made = patches(report, {"catalog.yaml": TEXT}, lambda file: f"lists/{file}")
    every, safe = made.suggested, made.safe

    assert "--- a/lists/catalog.yaml" in every.splitlines()
    assert "+    url: https://two.test/" in every.splitlines()
    assert "+    url: https://one.test/" in safe.splitlines()
    assert "+    url: https://two.test/" not in safe.splitlines()


def test_no_suggestions_no_patch(make_report: MakeReport) -> None:
    """Without suggestions both patches are empty."""
    made = patches(make_report(), {"catalog.yaml": TEXT}, str)

    assert ("", "") == (made.suggested, made.safe)


MIXED = """\
- id: one
  text: >
    See http://a.test/ and
    http://b.test/ too.
  check: {ignore: x, until: 2027-02-01, share: 1.0}
- id: two
"""


@pytest.mark.parametrize(
    ("edit", "after"),
    [
        ({"path": "[0]", "old": {"id": "one", "text": "See http://a.test/ and http://b.test/ too.\n",
          "check": {"ignore": "x", "until": date(2027, 2, 1), "share": 1.0}}, "new": None}, "- id: two\n"),
        ({"path": "[0].text", "old": "http://b.test/", "new": "http://c.test/", "at": 23},
         MIXED.replace("b.test", "c.test")),
        ({"path": "[1].alternates", "old": None, "new": [{"kind": "code", "url": "http://x.test/"}]},
         f"{MIXED}  alternates:\n    - {{kind: code, url: http://x.test/}}\n"),
        ({"path": '[0].check["share"]', "old": 1.0, "new": True}, MIXED.replace("1.0", "true")),
    ],
)  # fmt: skip
def test_edits_of_any_data_survive_the_report(
    edit: dict[str, Any], after: str, make_report: MakeReport, make_suggestion: MakeSuggestion
) -> None:
    """Written as JSON and read back, an edit still fits: dates, numbers and lists are what they were."""
    made = make_report(
        suggestions=[make_suggestion("one", id="a", edits=[{"file": "c.yaml", "line": 1, **edit}])]
    )
    text = render_json(made)
    report = parse_report(text, "latest.json")

    assert {"c.yaml": after} == edited_texts(report, report.suggestions, {"c.yaml": MIXED})
    assert ('"at"' in text) == ("at" in edit)


def test_a_name_that_is_no_utf_8_survives_the_report(
    make_report: MakeReport, make_suggestion: MakeSuggestion
) -> None:
    """In JSON it stands as git quotes it; read back, it is the file's own again."""
    name = os.fsdecode(b"caf\xe9.yaml")
    made = make_report(suggestions=[make_suggestion("one", id="a", edits=[_edit(0, "x", file=name)])])

    text = render_json(made)

    assert r'"file": "\"caf\\351.yaml\""' in text
    assert name == parse_report(text, "latest.json").suggestions[0].edits[0].file
