"""Which years titles and names speak of."""

from __future__ import annotations

import pytest

from crawler.page.years import is_of_another_year, years_of


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Annual report 2012", {2012}),
        ("1998-2001", {1998, 1999, 2000, 2001}),
        ("Season 2023/24", {2023, 2024}),
        ("2019\u201321", {2019, 2020, 2021}),
        ("2001-1998", {2001, 1998}),
        ("12012 samples, RFC 20123, room 1804", set()),
        ("", set()),
    ],
)
def test_years(text: str, years: set[int]) -> None:
    """Alone and in spans, short ones too; longer numbers are none."""
    assert years == years_of(text)


@pytest.mark.parametrize(
    ("title", "names", "is_another"),
    [
        ("Tide report 2012", ["Tide report 2024"], True),
        ("Tide report 2012", ["Tide report 2024", "Tide report 2012"], False),
        ("Tide report 2012", ["Tide reports 2010-2014"], False),
        ("Tide report 2012", ["Tide report"], False),
        ("Tide report", ["Tide report 2024"], False),
        ("CS 229 Machine Learning 2018", ["CS229: Machine Learning (2024)"], False),
    ],
)
def test_another_year(title: str, names: list[str], *, is_another: bool) -> None:
    """Both say years, and none in common; a course with a number is given anew."""
    assert is_another == is_of_another_year(title, names)
