"""Catalogs that stop the run: each is one line with place, fault and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.catalog import Catalog

    Read = Callable[[str | bytes], Catalog]

CASES: list[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("bad_catalogs.yaml").read_text("utf-8"))
FLAT = "write the catalog as a flat list of entries"
ALIASES = (
    "the aliases up to here stand for more than 1,000,000 values; "
    "write the values out instead of nesting aliases"
)
DEEP = f"values are nested more than 64 deep; {FLAT}"


def said_of(read: Read, content: str | bytes) -> str:
    with pytest.raises(CatalogError) as caught:
        read(content)
    return str(caught.value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_says_in_one_line_what_is_wrong(read: Read, case: dict[str, str]) -> None:
    """Each bad catalog of the table is refused with exactly its line."""
    assert case["said"] == said_of(read, case["text"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_says_the_same_after_a_byte_order_mark_and_with_crlf(read: Read, case: dict[str, str]) -> None:
    """Neither a BOM nor CRLF changes what is said, or the line."""
    assert case["said"] == said_of(read, "\ufeff" + case["text"].replace("\n", "\r\n"))


NESTED = {
    "brackets": ("[" * 100_000, f"catalog.yaml:1: {DEEP}"),
    "braces": ("a: " + "{a: " * 100_000, f"catalog.yaml:1: {DEEP}"),
    "dashes": ("- " * 100_000, f"catalog.yaml:1: {DEEP}"),
    "question marks": ("? " * 100_000, f"catalog.yaml:1: {DEEP}"),
    "doubling aliases": (
        "x: &a0 [1]\n" + "".join(f"k{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 10_000)),
        f"catalog.yaml:19: {ALIASES}",
    ),
    "a chain of aliases": (
        "x: &a0 [1]\n" + "".join(f"k{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 10_000)),
        f"catalog.yaml:64: {DEEP}",
    ),
    "doubling merges": (
        "x: &a0 {b: 1}\n"
        + "".join(f"k{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n" for i in range(1, 10_000)),
        f"catalog.yaml:18: {ALIASES}",
    ),
    "one large value repeated": (
        "x: &a [" + "1," * 2_000 + "]\ny: [" + "*a," * 1_000 + "]\n",
        f"catalog.yaml:2: {ALIASES}",
    ),
}


@pytest.mark.parametrize("name", NESTED)
def test_refuses_what_would_fill_the_stack_or_the_memory(read: Read, name: str) -> None:
    """Deep nesting and multiplying aliases are refused before anything recursive sees them."""
    text, said = NESTED[name]

    assert said == said_of(read, text)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"version: 1\n# caf\xe9\n", "catalog.yaml:2: byte 16 (0xe9) is not UTF-8; save the file as UTF-8"),
        ("version: 1".encode("utf-16"), "catalog.yaml:1: byte 0 (0xff) is not UTF-8; save the file as UTF-8"),
        (b"version: \xed\xa0\x80", "catalog.yaml:1: byte 9 (0xed) is not UTF-8; save the file as UTF-8"),
    ],
    ids=["latin-1", "utf-16", "surrogate"],
)
def test_refuses_what_is_not_utf_8(read: Read, content: bytes, said: str) -> None:
    """The byte, its position from 0 and its line are named."""
    assert said == said_of(read, content)


def test_refuses_more_than_64_mb(read: Read) -> None:
    """The size is looked at before anything else."""
    said = "catalog.yaml:1: the catalog is larger than 64 MB; split it into several"

    assert said == said_of(read, b"#" * (64 * 1024 * 1024 + 1))


def test_a_number_of_a_million_digits_costs_nothing(read: Read) -> None:
    """Numbers that Python would compute for minutes over stay text, and are said to be no number."""
    digits = "1:" * 1_000_000 + "1"

    problems = read(
        f"version: 1\nresources:\n  - {{id: a, title: b, url: http://h.test/, year: {digits}}}\n"
    ).problems

    assert [problem.code for problem in problems] == ["invalid-value"]
    assert len(problems[0].message) < 250


INDICATORS = "-?:,[]{}#&*!|>'\"%@`~<=\\ \t\r\n"
SNIPPETS = st.sampled_from(
    [
        *INDICATORS, "version: 1\n", "resources:\n", "  - ", "id: ", "url: ", "http://h/", "a", "&a ", "*a ",
        "<<: ", "!!int ", "!x ", "!!binary ", "!!set ", "!!omap ", "!!timestamp ", "!!pairs ", "2020-13-45",
        "0x_", ".nan", "12:30", "---\n", "...\n", "%YAML 1.1\n", "\x85", "\u2028", "\ufeff", "🧮", "\x00",
        "check: ", "{ignore: x, until: 2030-01-01}", "alternates: ", "kind: code\n", "authors: ",
    ]
)  # fmt: skip


@given(st.lists(SNIPPETS, max_size=30).map("".join), st.sampled_from(["", "version: 1\nresources:\n  - "]))
@example("!!timestamp url: --", "version: 1\nresources:\n  - ")
@example("!!int url: --", "version: 1\nresources:\n  - ")
def test_nothing_but_a_catalog_or_a_catalog_error(read: Read, text: str, start: str) -> None:
    """Whatever the file holds, reading ends in a catalog or in one line; every problem is one line too."""
    said: list[Any]
    try:
        said = [problem.message for problem in read(start + text).problems]
    except CatalogError as error:
        said = [str(error)]

    assert [line for line in said if not line.isprintable()] == []
