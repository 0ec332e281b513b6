"""Unified diffs, judged by a real git."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.catalog.patch import quote_name, unified_patch, unquote_name

if TYPE_CHECKING:
    from collections.abc import Callable

    GitApply = Callable[[str, str, str], bytes]

NAMES = [
    "catalog.yaml",
    "lists/my catalog.yaml",
    "é/数学 🧮.yaml",
    'quo"te.yaml',
    "back\\slash.yaml",
    "tab\tand\nline.yaml",
    " lead and trail ",
    "-dash",
]
LINES = st.lists(
    st.sampled_from(["a", "b", "c", "", " ", "\r", "+x", "-y", "--- a/f", "é🧮", "\f", "x\u2028y", "\\"])
)
UNIQUE = st.lists(st.integers(0, 60).map(str), unique=True)
TEXTS = st.builds(
    lambda lines, ending, last: ending.join(lines) + last,
    st.one_of(LINES, UNIQUE),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n", "\r\n", "\r"]),
).filter(bool)


def numbered(changes: dict[int, str]) -> str:
    return "".join(f"{changes.get(number, number)}\n" for number in range(1, 31))


def test_the_diff_as_text() -> None:
    """Three lines of context, counts in the hunk's head, one hunk where contexts touch."""
    new = numbered({10: "ten", 17: "seventeen", 30: "thirty"})

    assert unified_patch("c.yaml", numbered({}), new) == (
        "--- a/c.yaml\n+++ b/c.yaml\n"
        "@@ -7,14 +7,14 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n"
        " 14\n 15\n 16\n-17\n+seventeen\n 18\n 19\n 20\n"
        "@@ -27,4 +27,4 @@\n 27\n 28\n 29\n-30\n+thirty\n"
    )


def test_nothing_changed_is_an_empty_patch() -> None:
    """Patches of several files are put one after the other, so that one may be nothing."""
    assert unified_patch("c.yaml", "a\n", "a\n") == ""


def test_a_missing_newline_is_marked() -> None:
    """On the side that lacks it."""
    assert unified_patch("c", "a\nb", "a\nc\n") == (
        "--- a/c\n+++ b/c\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n"
    )


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("a b.yaml", "a b.yaml"),
        ("é.yaml", '"\\303\\251.yaml"'),
        ('a"b', '"a\\"b"'),
        ("a\\b", '"a\\\\b"'),
        ("a\tb\n\x01", '"a\\tb\\n\\001"'),
        ("a\udce9", '"a\\351"'),
    ],
)
def test_names_are_quoted_as_git_does(name: str, quoted: str) -> None:
    """C quotes for bytes that are control, quote, backslash or not ASCII, names that are not UTF-8 too."""
    assert quote_name(name) == quoted


@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("lists/a.yaml", "--- a/lists/a.yaml\n+++ b/lists/a.yaml\n"),
        ("a b.yaml", "--- a/a b.yaml\t\n+++ b/a b.yaml\t\n"),
        ("é b", '--- "a/\\303\\251 b"\t\n+++ "b/\\303\\251 b"\t\n'),
    ],
)
def test_headers_are_written_as_git_does(path: str, header: str) -> None:
    """A name with a space is ended by a tab, as git and GNU diff write it."""
    assert unified_patch(path, "a\n", "b\n") == f"{header}@@ -1,1 +1,1 @@\n-a\n+b\n"


def test_an_empty_side_is_line_zero() -> None:
    """A range of no lines names the line before it."""
    assert unified_patch("c", "", "a\n").split("\n")[2] == "@@ -0,0 +1,1 @@"
    assert unified_patch("c", "a\n", "").split("\n")[2] == "@@ -1,1 +0,0 @@"


@pytest.mark.parametrize("name", NAMES)
def test_git_finds_the_file_by_its_name(git_apply: GitApply, name: str) -> None:
    """A patch for an odd name is applied to the file of that name."""
    patch = unified_patch(name, "a: 1\n", "a: 2\n")

    assert git_apply(name, "a: 1\n", patch) == b"a: 2\n"


@settings(max_examples=120, deadline=None)
@given(TEXTS, TEXTS)
def test_git_makes_the_new_text_of_the_old(git_apply: GitApply, old: str, new: str) -> None:
    """Whatever the two texts are, CR, form feeds, repeated and moved lines and missing newlines included."""
    if old != new:
        assert git_apply("file.yaml", old, unified_patch("file.yaml", old, new)) == new.encode()


@given(TEXTS, TEXTS)
def test_the_lines_of_a_patch_are_those_of_the_texts(old: str, new: str) -> None:
    """What is taken away and what is put in are as many lines as the texts differ by."""
    body = [line for line in unified_patch("c", old, new).split("\n")[2:] if line]
    added = sum(line[0] == "+" for line in body) - sum(line[0] == "-" for line in body)

    assert added == len(new.removesuffix("\n").split("\n")) - len(old.removesuffix("\n").split("\n"))


def test_moved_and_repeated_lines_make_a_small_patch() -> None:
    """One changed line among many equal ones is one line out and one line in."""
    old = "".join(f"- id: {number}\n  kind: book\n  year: 2020\n\n" for number in range(2000))
    new = old.replace("- id: 1000\n  kind: book", "- id: 1000\n  kind: paper")

    patch = unified_patch("c", old, new)

    assert patch == (
        "--- a/c\n+++ b/c\n@@ -3999,7 +3999,7 @@\n   year: 2020\n \n - id: 1000\n"
        "-  kind: book\n+  kind: paper\n   year: 2020\n \n - id: 1001\n"
    )


@given(st.binary(min_size=1, max_size=12))
def test_a_quoted_name_can_be_read_again(raw: bytes) -> None:
    """Any bytes that may name a file come back from git's quotes."""
    name = raw.decode("utf-8", "surrogateescape")
    quoted = quote_name(name)

    assert name == (unquote_name(quoted) if quoted != name else name)
