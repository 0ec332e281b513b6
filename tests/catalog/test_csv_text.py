"""CSV and TSV: what is read is what the standard library reads, places are exact, edits change one cell."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples

from crawler.catalog import Edit, Refusal, apply_edits
from crawler.catalog.csv_text import read_csv
from crawler.errors import CatalogError

TEXT = (
    '\ufeffname,url,note\r\n"A, ""x""",https://a.test,"see https://c.test/""q"" ok\r\nline"\r\n\r\nB,,\r\n'
    "C,https://e.test,z,extra\r\n"
)


def test_rows_are_mappings() -> None:
    """Quotes, line breaks in cells, empty lines, short and long rows."""
    assert [
        {"name": 'A, "x"', "url": "https://a.test", "note": 'see https://c.test/"q" ok\r\nline'},
        {"name": "B", "url": "", "note": ""},
        {"name": "C", "url": "https://e.test", "note": "z", "column 4": "extra"},
    ] == read_csv("a.csv", TEXT).data


@pytest.mark.parametrize(
    ("file", "text", "data"),
    [
        ("a.csv", "x;y\nhttps://q.test;1\n", [{"x": "https://q.test", "y": "1"}]),
        ("a.tsv", "a\tb\nhttps://q,r.test\t1", [{"a": "https://q,r.test", "b": "1"}]),
        ("a.csv", "https://q.test,1\n", [{"column 1": "https://q.test", "column 2": "1"}]),
        ("a.csv", "a,a,\n1,2,3", [{"a": "1", "column 2": "2", "column 3": "3"}]),
        ("a.csv", "", []),
        ("a.csv", "a,b\n", []),
    ],
)
def test_headers_and_delimiters(file: str, text: str, data: list[dict[str, str]]) -> None:
    """The first row names the columns unless a URL stands in it."""
    assert data == read_csv(file, text).data


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        (
            {"route": (0, "url"), "old": "https://a.test", "new": "https://n.test/a,b"},
            "https://a.test",
            '"https://n.test/a,b"',
        ),
        ({"route": (0, "name"), "old": 'A, "x"', "new": 'q"q'}, '"A, ""x"""', '"q""q"'),
        (
            {"route": (0, "note"), "old": "https://c.test/", "new": "https://n.test/", "at": 4},
            "https://c.test/",
            "https://n.test/",
        ),
        ({"route": (2, "column 4"), "old": "extra", "new": "more"}, "extra", "more"),
        ({"route": (1,), "old": {"name": "B", "url": "", "note": ""}, "new": None}, "B,,\r\n", ""),
    ],
)
def test_edits_keep_every_other_byte(edit: dict[str, object], before: str, after: str) -> None:
    """One cell changes, or one row goes; what needs quotes gets them."""
    result = apply_edits(TEXT, "a.csv", [Edit(file="a.csv", line=1, **edit)])  # type: ignore[arg-type]

    assert TEXT.replace(before, after) == result


@pytest.mark.parametrize("route", [(0, "none"), (9, "url"), (0, "url", "x"), ("url",)])
def test_no_such_cell(route: tuple[str | int, ...]) -> None:
    """Columns and rows are not added."""
    edit = Edit(file="a.csv", line=1, route=route, old=None, new="x")

    assert isinstance(apply_edits(TEXT, "a.csv", [edit]), Refusal)


@pytest.mark.parametrize("text", ['a,b\n"x,y\n', 'a\n"x"y,z\n', 'a\n"'])
def test_open_quotes_are_a_mistake(text: str) -> None:
    """A cell whose quotes do not close it is said with its line."""
    with pytest.raises(CatalogError, match=r"^a\.csv:2: a quoted cell does not end"):
        read_csv("a.csv", text)


CELLS = st.text(alphabet=st.sampled_from('ab ,;"\n\té'), max_size=6)
ROWS = st.lists(CELLS, min_size=2, max_size=2)


@settings(max_examples=examples(200), deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"])
)
def test_as_the_standard_library_reads(rows: list[list[str]], ending: str) -> None:
    """Whatever its writer writes is read as it was, and any cell can say anything else."""
    held = io.StringIO()
    csv.writer(held, lineterminator=ending).writerows([["one", "two"], *rows])
    text = held.getvalue()

    parsed = read_csv("a.csv", text)

    assert [dict(zip(("one", "two"), row, strict=True)) for row in rows] == parsed.data
    for number, row in enumerate(rows):
        edit = Edit(file="a.csv", line=1, route=(number, "two"), old=row[1], new='x,"\n')
        result = apply_edits(text, "a.csv", [edit])
        assert isinstance(result, str)
        assert 'x,"\n' == list(csv.reader(io.StringIO(result, newline="")))[number + 1][1]
