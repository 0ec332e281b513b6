"""Edits of generated texts, and what must hold of each result: nothing of it uses the code under test."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import yaml

from crawler.catalog import Edit

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from support.layouts import Layout

    Route = tuple[str | int, ...]

FILE = "c.yaml"
VALUES = [
    "https://new.example/", "http://h", "https://h/a?b=0&c=[1]", "yes", "2020", "a: b", "x #y", "it's", '"',
    "- a", "數 🧮", "a\nb", "é", "~", "tail:", "C:\\d", "{", "https://h/a#b, c", 2021, True, 1.5,
]  # fmt: skip


def change(route: Route, old: Any, new: Any, at: int | None = None) -> Edit:
    return Edit(file=FILE, line=1, route=route, old=old, new=new, at=at)


def _entry(rng: Random, made: Layout) -> tuple[Route, dict[str, Any]]:
    entries = made.data
    for step in made.entries:
        entries = entries[step]
    at = rng.randrange(len(entries))
    return (*made.entries, at), entries[at]


def set_url(rng: Random, made: Layout) -> Edit | None:
    """The address of an entry, of an alternate or deeper, moves."""
    route, entry = _entry(rng, made)
    places: list[tuple[Route, str]] = [((*route, "url"), entry["url"])]
    places += [
        ((*route, "alternates", n, "url"), one["url"]) for n, one in enumerate(entry.get("alternates", []))
    ]
    if "extra" in entry:
        places.append(((*route, "extra", "chat"), entry["extra"]["chat"]))
    where, old = rng.choice(places)
    return change(
        where,
        old,
        rng.choice([f"{old}/moved", old.replace("http:", "https:") + "#x", "https://new.example/a?b=1"]),
    )


def set_anything(rng: Random, made: Layout) -> Edit | None:
    """Any scalar becomes any other."""
    route, entry = _entry(rng, made)
    scalars = [key for key, value in entry.items() if not isinstance(value, list | dict)]
    key = rng.choice(scalars)
    new = rng.choice([*VALUES, f"{entry[key]} more", f"{entry[key]}"[1:] or "x"])
    return None if new == entry[key] else change((*route, key), entry[key], new)


def set_part(rng: Random, made: Layout) -> Edit | None:
    """An address within a longer text moves."""
    entries = made.data
    for step in made.entries:
        entries = entries[step]
    described = [at for at, entry in enumerate(entries) if "description" in entry]
    if not described:
        return None
    at = rng.choice(described)
    route, text = (*made.entries, at), entries[at]["description"]
    starts = [at for at in range(len(text)) if text.startswith("http", at)]
    at = rng.choice(starts)
    old = text[at:].split()[0]
    new = rng.choice(
        [f"{old}/moved", "https://new.example/?a=b,c#d", "https://ü.example/(x)", f"{old}/: x", "it's \\ it"]
    )
    return change((*route, "description"), old, new, at)


def add_key(rng: Random, made: Layout) -> Edit | None:
    route, entry = _entry(rng, made)
    news: dict[str, Any] = {
        "title": "New: é", "year": 2020, "authors": ["A", "B, C"], "language": "en",
        "added": rng.choice(VALUES),
        "alternates": [{"kind": "archive", "url": "https://web.archive.org/web/2020/http://h/?a, b"}],
        "topics": ["sets"], "check": {"ignore": "seen: yes"},
    }  # fmt: skip
    missing = [key for key in news if key not in entry]
    key = rng.choice(missing)
    return change((*route, key), None, news[key])


def remove_key(rng: Random, made: Layout) -> Edit | None:
    route, entry = _entry(rng, made)
    if rng.random() < 0.3 and entry.get("extra"):
        route, entry = (*route, "extra"), entry["extra"]
    key = rng.choice(list(entry))
    return change((*route, key), entry[key], None)


def remove_entry(rng: Random, made: Layout) -> Edit | None:
    route, entry = _entry(rng, made)
    lists = [key for key, value in entry.items() if isinstance(value, list) and value]
    if rng.random() < 0.3 and lists:
        key = rng.choice(lists)
        at = rng.randrange(len(entry[key]))
        return change((*route, key, at), entry[key][at], None)
    return change(route, entry, None)


def append_alternate(rng: Random, made: Layout) -> Edit | None:
    route, entry = _entry(rng, made)
    new = {
        "kind": "archive",
        "url": rng.choice(["https://web.archive.org/web/2020/http://h/?a", "http://h/x,y", "http://h"]),
    }
    if "alternates" in entry:
        return change((*route, "alternates", len(entry["alternates"])), None, new)
    return change((*route, "alternates"), None, [new])


OPERATIONS: dict[str, Callable[[Random, Layout], Edit | None]] = {
    one.__name__: one
    for one in (set_url, set_anything, set_part, add_key, remove_key, remove_entry, append_alternate)
}


def expected(data: Any, edits: list[Edit]) -> Any:
    """The data afterwards; routes are those of the old data, so the last ones are made first."""
    before, data = data, copy.deepcopy(data)
    for edit in sorted(edits, key=_from_behind, reverse=True):
        at: Any = data
        for step in edit.route[:-1]:
            at = at[step]
        last = edit.route[-1]
        if edit.at is not None:
            at[last] = at[last][: edit.at] + edit.new + at[last][edit.at + len(str(edit.old)) :]
        elif edit.new is None:
            del at[last]
        elif isinstance(at, list) and last == len(_at(before, edit.route[:-1])):
            at.append(edit.new)
        else:
            at[last] = edit.new
    return data


def _at(data: Any, route: Route) -> Any:
    for step in route:
        data = data[step]
    return data


def _from_behind(edit: Edit) -> tuple[Any, ...]:
    return *((isinstance(step, str), step) for step in edit.route), edit.at or 0


def faults(made: Layout, edits: list[Edit], result: str) -> list[str]:
    """What is wrong with a result: its data, its comments, its line ends, or lines that were not meant."""
    said = [
        yaml.load(result.removeprefix("\ufeff"), Loader=loader)
        for loader in (yaml.SafeLoader, yaml.CSafeLoader)
    ]
    found = [] if said == [expected(made.data, edits)] * 2 else ["it says something else"]
    removed = [edit.route for edit in edits if edit.new is None]
    for comment, owner in made.comments.items():
        is_gone = any(owner[: len(route)] == route for route in removed)
        if result.count(comment) != (0 if is_gone else 1):
            found.append(f"{comment} of {owner}: {'still there' if is_gone else 'gone'}")
    if made.text.startswith("\ufeff") != result.startswith("\ufeff"):
        found.append("BOM")
    ends = {line[-1:] for line in result.split("\n")[:-1]}
    is_mixed = "\r\n" in made.text and made.text.count("\n") > made.text.count("\r\n")
    if (
        ends
        and not is_mixed
        and ("\r" in ends, len(ends - {"\r"}) > 0) != ("\r\n" in made.text, "\r\n" not in made.text)
    ):
        found.append("line ends")
    if len(edits) != 1:
        return found
    if made.text.endswith("\n") != result.endswith("\n") and _means_the_same(result, result.rstrip("\r\n")):
        found.append("last line end")
    return found + _foreign_lines(made.text, result, edits[0])


def _means_the_same(one: str, other: str) -> bool:
    return bool(yaml.safe_load(one.removeprefix("\ufeff")) == yaml.safe_load(other.removeprefix("\ufeff")))


def _foreign_lines(old: str, new: str, edit: Edit) -> list[str]:
    """Of one edit one run of lines may differ, and not one of what is left may be doubled or lost."""
    before, after = old.split("\n"), new.split("\n")
    head = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    rest_old, rest_new = before[head:][::-1], after[head:][::-1]
    tail = next(
        (n for n, (a, b) in enumerate(zip(rest_old, rest_new, strict=False)) if a != b),
        min(len(rest_old), len(rest_new)),
    )
    lost, won = len(rest_old) - tail, len(rest_new) - tail
    if edit.new is None:
        return [f"{won} new lines for a removal"] if won > 2 else []
    if edit.old is None:
        return [f"{lost} lines lost for an addition"] if lost > 2 else []
    return [f"{won} new lines"] if won > 1 + str(edit.new).count("\n") + lost else []
