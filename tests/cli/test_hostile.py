"""What strangers write into pages, addresses and catalogs is read by a person and obeyed by nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from cli.bench import HOSTILE

from crawler.console import plain

if TYPE_CHECKING:
    from cli.bench import Bench

# Everything but the newline that moves a cursor, turns the direction of writing, or cannot be seen.
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
# As the runner of GitHub's workflows reads a line: trimmed, then by its start; the older form anywhere.
OBEYED = re.compile(r"^\s*::|##\[", re.MULTILINE)
ENTRY = """\
version: 1
resources:
  - id: "evil\\n::set-output name=x::y"
    title: "\\e[31mRed\\a \\N::error::\\u202egnirts"
    url: "https://dead.test/\\e[2J\\u202e::x?\\n::set-output name=a::b"
  - {id: "##[error]x", title: "A Good Book", url: "https://moved.test/book", "\\e[5m::x": 1}
  - {id: hostile, url: "https://hostile.test/book"}
"""


def _spoken_by_everything(bench: Bench) -> dict[str, str]:
    """Both streams of every command that repeats what strangers wrote."""
    said = {"check": bench.check(), "lint": bench.run("lint"), "history": bench.run("history")}
    for number, (url,) in enumerate(bench.query("SELECT url FROM observations")):
        said |= {f"explain {number}": bench.run("explain", url), f"one {number}": bench.run("history", url)}
    said["unknown"] = bench.run("explain", "\x1b[2J\n::error::x")
    said["apply"] = bench.run("apply")
    return {name: each.out + each.err for name, each in said.items()}


def test_nothing_hostile_reaches_the_terminal_raw(bench: Bench) -> None:
    """No command prints a control character, a bidirectional mark, or a line that a workflow runner obeys."""
    (bench.folder / "catalog.yaml").write_text(ENTRY)

    said = _spoken_by_everything(bench)

    assert 11 == len(said)
    assert {} == {name: text for name, text in said.items() if RAW.search(text) or OBEYED.search(text)}
    everything = "".join(said.values())
    assert all(word in everything for word in ("evil", "gnirts", "mine", "set-output"))


def test_a_duplicate_id_with_a_line_break_is_said_on_one_line(bench: Bench) -> None:
    """An id cannot begin a line of its own in what is said of it."""
    entry = '  - {id: "a\\n::error::b", title: A Good Book, url: "https://alive.test/book"}\n'
    (bench.folder / "catalog.yaml").write_text("version: 1\nresources:\n" + 2 * entry)

    said = bench.check()

    assert (2, 1) == (said.code, said.err.count("\n"))
    assert None is OBEYED.search(said.out + said.err)


def test_the_name_of_a_catalog_is_said_harmlessly(bench: Bench) -> None:
    """A file's name is as foreign as its content."""
    names = ["a\x1b[2J.yaml", "a\n::error::b.yaml", "\u202ea.yaml"]
    for name in names:
        bench.write("dead", name=name)

    said = bench.check(*names)
    missing = bench.check(*names, "\x1b[2J\n::error::\u202ea.gone")

    assert (1, 2) == (said.code, missing.code)
    for text in (said.out, said.err, missing.err):
        assert (None, None) == (RAW.search(text), OBEYED.search(text))


def test_what_a_terminal_cannot_write_is_spelled_out(bench: Bench) -> None:
    """A letter that is missing in its code ends no command, neither in what is found nor in a mistake."""
    entry = "  - {id: '\u66f8', title: A Good Book, url: 'https://alive.test/book'}\n"
    (bench.folder / "\u66f8.yaml").write_text(f"version: 1\nresources:\n{entry}", "utf-8")
    env = {"PYTHONIOENCODING": "latin-1"}

    found = bench.run("lint", "\u66f8.yaml", env=env)
    mistake = bench.run("lint", "\u66f8.gone", env=env)

    assert (1, 2) == (found.code, mistake.code)
    assert "\\u66f8.yaml:3: id-not-kebab-case: the id '\\u66f8'" in found.out
    assert mistake.err.startswith("crawler: \\u66f8.gone: there is no such catalog")


def test_hostile_facts_are_whole_in_the_json(bench: Bench) -> None:
    """Scripts get what the page says, escaped for JSON and for nothing else; the file has no raw control."""
    bench.write("hostile")
    bench.check()

    (link,) = bench.report()["links"]
    raw = (bench.folder / "reports/latest.json").read_text("utf-8")

    assert "::set-output name=x::y" in link["page"]["title"]
    assert None is re.search("[\x00-\x09\x0b-\x1f]", raw)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("plain — ünïcödé 書 🧮", "plain — ünïcödé 書 🧮"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb\rc\td", "a\\x0ab\\x0dc\\x09d"),
        ("\x9b2J", "\\x9b2J"),
        ("::error::x", "\\x3a:error::x"),
        (" \u3000\xa0::error::x", " \u3000\xa0\\x3a:error::x"),
        ("a ::error::x", "a ::error::x"),
        ("##[error]x ###[x", "#\\x23[error]x ##\\x23[x"),
        ("\u202eabc\u2066", "\\u202eabc\\u2066"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("\udce9", "\\udce9"),
        ("\U000e0041", "\\ue0041"),
        ("", ""),
    ],
)
def test_a_line_is_made_plain(line: str, said: str) -> None:
    """What is harmless stays as it is; what is not is spelled out."""
    assert said == plain(line)


def test_the_hostile_title_is_hostile() -> None:
    """The tests above have something to find."""
    assert RAW.search(HOSTILE)
    assert OBEYED.search(HOSTILE)
