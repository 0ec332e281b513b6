"""What entries with a file each repeat of one another."""

from __future__ import annotations

from datetime import date

from crawler.catalog.across import checked_across
from crawler.catalog.layout import Layout
from crawler.catalog.reading import read_any

ROW = Layout.model_validate({"path": "data/*.yaml", "url": ["home", "code"], "title": "name"})


def _told(rows: dict[str, str], *layouts: Layout) -> list[str]:
    def layout_of(file: str) -> Layout | None:
        return next((one for one in layouts if one.matches(file)), None)

    read = [
        read_any(file, text.encode(), layout_of(file), today=date(2026, 11, 21))
        for file, text in rows.items()
    ]
    return [
        f"{problem.file}:{problem.line}: {problem.code}: {problem.message}"
        for catalog in checked_across(read, layout_of)
        for problem in catalog.problems
    ]


def _entry(name: str, home: str, code: str = "https://c.test") -> str:
    return f"name: {name}\nhome: {home}\ncode: {code}\n"


def test_one_address_of_several_files_is_told_once_with_every_place() -> None:
    """In the second file that has it; other addresses than the entry's own may be shared."""
    files = {f"data/{n}.yaml": _entry(f"Work number {n}", "https://A.test") for n in "abc"}
    files["data/d.yaml"] = _entry("Work number d", "https://a.test/d")

    where = "data/a.yaml:2, and that at data/c.yaml:2; keep one of them"
    said = f"data/b.yaml:2: duplicate-url: `home` of 'b' is the same URL as that at {where}"
    assert [said] == _told(files, ROW)


def test_nearly_one_title() -> None:
    """Of two works, or of one listed twice; where the URL is one as well that says it."""
    files = {
        "data/a.yaml": _entry("Open Food Facts", "https://a.test"),
        "data/b.yaml": _entry("Open food-facts", "https://b.test"),
        "data/c.yaml": _entry("Convex Optimization", "https://c.test/"),
        "data/d.yaml": _entry("Convex Optimization", "https://www.c.test"),
    }

    near = "'b' has nearly the title of 'a' at data/a.yaml:2: 'Open Food Facts'"
    same = "`home` of 'd' is but for its spelling the same URL as that at data/c.yaml:2"
    assert [
        f"data/b.yaml:2: similar-title: {near}; keep one of them, or tell them apart",
        f"data/d.yaml:2: similar-url: {same}; keep one of them",
    ] == _told(files, ROW)


def test_files_of_other_rows_and_lists_of_entries_are_let_be() -> None:
    """This year's conferences and last year's share links."""
    other = ROW.model_copy(update={"path": "more/*.yaml"})
    lists = Layout.model_validate({"path": "lists/*.yaml", "items": "all[]", "url": "home", "title": "name"})
    files = {
        "data/a.yaml": _entry("Open Food Facts", "https://a.test"),
        "more/a.yaml": _entry("Open Food Facts", "https://a.test"),
        "lists/a.yaml": "all:\n- {home: https://l.test, name: Convex Optimization}\n",
        "lists/b.yaml": "all:\n- {home: https://l.test, name: Convex Optimization}\n",
    }

    assert [] == _told(files, ROW, other, lists)


def test_what_many_files_lack_is_owed_by_none() -> None:
    """The notes beside entries have no address; of a few that lack one it is said."""
    full = {f"data/{n}.yaml": _entry(f"Work number {n}", f"https://a.test/{n}") for n in range(200)}
    empty = {f"data/n{n}.yaml": f"name: Note number {n}\n" for n in range(20)}

    assert [] == _told(full | empty, ROW)
    few = dict(list(empty.items())[:4])
    assert ["missing-url"] * 4 == [said.split(": ")[1] for said in _told(full | few, ROW)]
