"""Generated lists in Markdown, JSON, CSV and TOML, and which lines of each go with an entry.

Each text is put together of pieces: what belongs to an entry, and what belongs to nobody. Nothing here uses
the code under test.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

WORDS = ["Größe", "數學", "a|b", "x_y", "`code`", "# not", "it's", "🧮", 'a "b"', "C:\\d", "e\u0301", "[x]"]
HOSTS = [
    "https://a.test/x",
    "http://b.test/?a=1&b=2",
    "https://ü.test/(y)",
    "https://c.test/#z",
    "http://d.test",
]


@dataclass(frozen=True, kw_only=True)
class List:
    """A text, its entries as a list of plain data, and the pieces that it is made of."""

    file: str
    text: str
    data: list[Any]
    route: tuple[str, ...] = ()
    """Where the list stands."""
    own: tuple[tuple[str, ...], ...] = ()
    """The lines of each entry that go with it, where entries have lines of their own."""
    foreign: tuple[str, ...] = ()
    """All other lines that are not blank."""


def _ended(rng: Random, text: str) -> str:
    ending = rng.choice(["\n", "\n", "\r\n"])
    text = text.replace("\n", ending)
    if rng.random() < 0.2:
        text = text.removesuffix(ending)
    return "\ufeff" + text if rng.random() < 0.1 else text


def _name(rng: Random, number: int) -> str:
    return f"{rng.choice(WORDS)} {number}"


def json_list(rng: Random) -> List:
    data = [
        {
            "n": _name(rng, number),
            "u": rng.choice(HOSTS),
            **({"by": ["A", "B"]} if rng.random() < 0.3 else {}),
        }
        for number in range(rng.randint(1, 6))
    ]
    indent = rng.choice([None, 1, 2, "\t"])
    compact = rng.random() < 0.3
    separators = (",", ":") if compact else None
    text = json.dumps(
        {"list": data, "more": 1}, indent=indent, separators=separators, ensure_ascii=rng.random() < 0.5
    )
    return List(file="l.json", text=_ended(rng, text + "\n"), data=data, route=("list",))


def csv_list(rng: Random) -> List:
    data = [
        {
            "n": _name(rng, number) + rng.choice(["", ",", "\n", ""]),
            "u": rng.choice(HOSTS),
            "by": rng.choice(["", "A"]),
        }
        for number in range(rng.randint(1, 6))
    ]
    held = io.StringIO()
    writer = csv.DictWriter(held, ["n", "u", "by"], lineterminator="\n", quoting=csv.QUOTE_ALL)
    if rng.random() < 0.5:
        writer = csv.DictWriter(held, ["n", "u", "by"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(data)
    text = _ended(rng, held.getvalue())
    if "\r\n" in text:
        data = [{key: value.replace("\n", "\r\n") for key, value in row.items()} for row in data]
    return List(file="l.csv", text=text, data=data)


def toml_list(rng: Random) -> List:
    """Tables of an array, with comments of their own, headings, subtables, and gaps or none."""
    has_gaps = rng.random() < 0.7
    lines = rng.choice([["# file", ""], ['title = "T" # x', ""], []])
    foreign = [line for line in lines if line]
    own: list[tuple[str, ...]] = []
    data: list[Any] = []
    for number in range(rng.randint(1, 6)):
        entry, mine = _toml_entry(rng, number)
        if has_gaps and rng.random() < 0.2:
            heading = f"# --- part {number} ---"
            lines += [heading, *([""] if rng.random() < 0.5 else [])]
            foreign.append(heading)
        above = [f"# about {number}"] if has_gaps and lines[-1:] in ([], [""]) and rng.random() < 0.4 else []
        lines += [*above, *mine, *([""] if has_gaps else [])]
        own.append((*above, *mine))
        data.append(entry)
    if rng.random() < 0.5:
        lines += ["[other]", "x = 1"]
        foreign += ["[other]", "x = 1"]
    text = _ended(rng, "\n".join(lines) + "\n")
    return List(file="l.toml", text=text, data=data, route=("list",), own=tuple(own), foreign=tuple(foreign))


def _toml_entry(rng: Random, number: int) -> tuple[dict[str, Any], list[str]]:
    name, url = _name(rng, number), rng.choice(HOSTS)
    entry: dict[str, Any] = {"n": name, "u": url}
    indentation = rng.choice(["", "", "  "])
    lines = [f"[[list]]{rng.choice(['', '  # head'])}"]
    lines += [f"{indentation}n = {json.dumps(name, ensure_ascii=False)}", f"{indentation}u = '{url}' # see"]
    if rng.random() < 0.3:
        entry["by"] = ["A", "B"]
        lines += rng.choice([["by = ['A', 'B']"], ["by = [", "  'A', # a", "  'B',", "]"]])
    if rng.random() < 0.3:
        entry["text"] = "[[list]]\n# no comment\n"
        lines += ['text = """', "[[list]]", "# no comment", '"""']
    if rng.random() < 0.3:
        entry["more"] = {"x": {"y": 1}}
        lines += rng.choice([["[list.more]", "x = {y = 1}"], ["[list.more.x]", "y = 1"]])
    return entry, lines


def markdown_list(rng: Random) -> List:
    """Sections with lists, tight or loose, items of several lines, rows of a table, and running text."""
    lines: list[str] = rng.choice([[], ["# List", ""], ["Words with [a link](https://top.test).", ""]])
    foreign = [line for line in lines if line]
    own: list[tuple[str, ...]] = []
    number = 0
    for section in range(rng.randint(1, 3)):
        if section or rng.random() < 0.7:
            heading = f"## Part {section}"
            lines += [heading, *([""] if rng.random() < 0.6 else [])]
            foreign.append(heading)
        make = rng.choice([_items, _items, _rows])
        number = make(rng, number, lines, (own, foreign))
        lines.append("")
    if rng.random() < 0.3:
        lines.append("The end.")
        foreign.append("The end.")
    text = _ended(rng, "\n".join(lines).rstrip("\n") + "\n")
    return List(file="l.md", text=text, data=list(own), own=tuple(own), foreign=tuple(foreign))


def _items(rng: Random, number: int, lines: list[str], known: tuple[list[tuple[str, ...]], list[str]]) -> int:
    own, foreign = known
    bullet, is_loose = rng.choice(["-", "*", "+", "1."]), rng.random() < 0.4
    pad = " " * (len(bullet) + 1)
    for _ in range(rng.randint(1, 4)):
        if rng.random() < 0.15:
            mine = [f"{bullet} nothing {number}"]
            foreign += mine
        else:
            mine = [f"{bullet} [Work {number}]({rng.choice(HOSTS)}/{number}) - {rng.choice(WORDS)}"]
            if rng.random() < 0.3:
                mine.append(f"{pad}goes on {number}")
            if is_loose and rng.random() < 0.3:
                mine += ["", f"{pad}more of {number}", "", f"{pad}> quoted {number}"]
            own.append(tuple(line for line in mine if line))
        lines += [*mine, *([""] * rng.randint(1, 2) if is_loose else [])]
        number += 1
    return number


def _rows(rng: Random, number: int, lines: list[str], known: tuple[list[tuple[str, ...]], list[str]]) -> int:
    own, foreign = known
    lines += [*([] if lines[-1:] == [""] else [""]), "| name | what |", "| --- | --- |"]
    foreign += ["| name | what |", "| --- | --- |"]
    for _ in range(rng.randint(1, 4)):
        row = f"| [Work {number}]({rng.choice(HOSTS)}/{number}) | a \\| b {number} |"
        lines.append(row)
        own.append((row,))
        number += 1
    return number


LISTS = {"json": json_list, "csv": csv_list, "toml": toml_list, "markdown": markdown_list}
