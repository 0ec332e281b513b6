"""One value as a YAML scalar: whatever the style and place, it reads back as itself."""

from __future__ import annotations

from typing import get_args

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.catalog.scalars import Style, is_plain_safe, write_scalar

STYLES: tuple[Style, ...] = get_args(Style)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text("-?:,[]{}#&*!|>'\"%@`~<=\\ \t\nabxe019._+é🧮\u2028\u0085\ufeff", max_size=12),
    st.from_regex(r"[0-9:._+\-exobTZ ]{1,12}", fullmatch=True),
    st.sampled_from(
        ["yes", "No", "NULL", "~", ".inf", ".NaN", "0o17", "1_000", "12:30:45", "2020-01-02", "<<", "..."]
    ),
)


def read_back(source: str) -> list[object]:
    return [yaml.load(source, Loader=loader) for loader in (yaml.SafeLoader, yaml.CSafeLoader)]


@given(TEXTS, st.sampled_from(STYLES))
@example("a\r\nb", "'")
@example("http://h/a?b=0", "")
def test_text_reads_back_as_itself(text: str, style: Style) -> None:
    """In block and flow style, by PyYAML's parser and libyaml's, on one line, with what stands around it."""
    block = write_scalar(text, style, in_flow=False)
    flow = write_scalar(text, style, in_flow=True)

    assert read_back(f"- k: {block}  # c\n  l: 1\n") == [[{"k": text, "l": 1}]] * 2
    assert (
        read_back(f"{{k: {flow}, l: [{flow}, {flow}], m: {flow}}}")
        == [{"k": text, "l": [text, text], "m": text}] * 2
    )
    assert str(block).isprintable() or any(not character.isprintable() for character in text)


@pytest.mark.parametrize(
    ("text", "style", "written"),
    [
        ("Linear Algebra", "", "Linear Algebra"),
        ("Linear Algebra", "'", "'Linear Algebra'"),
        ("Linear Algebra", '"', '"Linear Algebra"'),
        ("https://h/a?b=0#c", "", "https://h/a?b=0#c"),
        ("C: The Language", "", '"C: The Language"'),
        ('The "C" book: 2', "", "'The \"C\" book: 2'"),
        ("don't", "'", "'don''t'"),
        ('say "x"', '"', '"say \\"x\\""'),
        ("two\nlines", "'", '"two\\nlines"'),
        ("\u202eevil", "", '"\\u202eevil"'),
        ("bell\x07", "", '"bell\\u0007"'),
        ("2020", "", '"2020"'),
        ("yes", "", '"yes"'),
        ("1e3", "", '"1e3"'),
        ("", "", '""'),
        ("数学 🧮", "", "数学 🧮"),
    ],
)
def test_the_style_stays_where_it_can(text: str, style: Style, written: str) -> None:
    """Plain, single and double quotes are kept; what they cannot say goes into other quotes."""
    assert write_scalar(text, style, in_flow=False) == written


def test_a_question_mark_in_a_flow_mapping_is_quoted() -> None:
    """Libyaml reads it, PyYAML's own parser does not: a maintainer may use either."""
    assert write_scalar("http://h/a?b=0", "", in_flow=True) == '"http://h/a?b=0"'


@pytest.mark.parametrize(
    ("value", "written"),
    [(True, "true"), (False, "false"), (None, "null"), (1.5, "1.5"), (1e30, "1.0e+30"), (-2e-9, "-2.0e-09")],
)
def test_other_values_are_read_as_they_were_meant(value: float | None, written: str) -> None:
    """YAML 1.1 takes 1e+30 for text: a number has its point."""
    assert (written, value) == (write_scalar(value, "'", in_flow=False), yaml.safe_load(written))


@pytest.mark.parametrize("style", STYLES)
def test_numbers_lose_their_quotes(style: Style) -> None:
    """A number in quotes would be text."""
    assert write_scalar(2020, style, in_flow=False) == "2020"


@pytest.mark.parametrize("value", ["\ud800", float("nan"), float("inf"), 10**30])
def test_what_cannot_be_said_is_none(value: str | float) -> None:
    """A lone surrogate is no UTF-8, no one means infinity, and a giant number is no year."""
    assert write_scalar(value, "", in_flow=False) is None


@given(TEXTS)
def test_plain_text_is_never_another_type(text: str) -> None:
    """What is called safe without quotes is read as text."""
    if is_plain_safe(text, in_flow=True):
        assert read_back(text) == [text, text]
