"""Dates as pages write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.dates import read_date

if TYPE_CHECKING:
    from datetime import date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-03-05", "2019-03-05"),
        (" 2019-03-05T23:59:59-08:00", "2019-03-05"),
        ("2019-03-05 10:00", "2019-03-05"),
        ("2019/3/5", "2019-03-05"),
        ("2019.03.05", "2019-03-05"),
        ("2019-03", "2019-03"),
        ("2019/03", "2019-03"),
        ("2019", "2019"),
        ("2019年3月5日", "2019-03-05"),
        ("20190305", "2019-03-05"),
        ("20190305101112", "2019-03-05"),
        ("D:20190305101112+01'00'", "2019-03-05"),
        ("D:201903", "2019-03"),
        ("D:2019", "2019"),
        ("Tue, 05 Mar 2019 10:00:00 GMT", "2019-03-05"),
        ("Tue Mar 05 2019 10:00:00 GMT+0100", "2019-03-05"),
        ("March 5, 2019", "2019-03-05"),
        ("Mar. 5th, 2019", "2019-03-05"),
        ("5 March 2019", "2019-03-05"),
        ("5th of March, 2019", "2019-03-05"),
        ("05-Mar-2019", "2019-03-05"),
        ("Sept 2019", "2019-09"),
        ("published on march 2019", "2019-03"),
        ("31.12.2019", "2019-12-31"),
        ("4.3.2019", "2019-03-04"),
        ("31/12/2019", "2019-12-31"),
        ("12/31/2019", "2019-12-31"),
        ("03/04/2019", "2019"),
        ("04/04/2019", "2019-04-04"),
        ("2019-00-00", "2019"),
        ("2019-02-30", "2019-02"),
        ("2019-13-01", "2019"),
        ("2019-2020", "2019"),
        ("0001-01-01T00:00:00", None),
        ("0000-00-00", None),
        ("9999-12-31", None),
        ("1577923200", None),
        ("1577923200000", None),
        ("12", None),
        ("", None),
        ("yesterday", None),
        ("-2019", None),
    ],
)
def test_dates_are_read_as_far_as_they_are_certain(text: str, expected: str | None) -> None:
    """A date gives its certain part in ISO 8601, and what is no date gives none."""
    assert expected == read_date(text)


@given(
    text=st.one_of(st.text(max_size=40), st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,4}[-/. ][0-9]{1,5}"))
)
def test_reading_never_raises(text: str) -> None:
    """Any text gives an ISO date or none."""
    said = read_date(text)

    assert said is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", said, re.ASCII)


@given(day=st.dates())
def test_iso_dates_are_read_back(day: date) -> None:
    """An ISO date of a likely year is read as it is."""
    assert (day.isoformat() if 1400 <= day.year <= 2200 else None) == read_date(day.isoformat())
