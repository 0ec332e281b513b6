"""The real catalog holds every resource that the five lists name, and claims nothing beyond them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ORIGINALS = ROOT.parent / "shared" / "seeds"

KINDS = {
    "book", "chapter", "course", "video-lectures", "paper", "article", "collection", "notes", "code", "tool",
}  # fmt: skip
LEVELS = {"beginner", "intermediate", "advanced"}
TOPICS = {
    "mathematics", "logic", "linear-algebra", "topology", "calculus", "optimization",
    "probability", "statistics", "bayesian-methods", "information-theory",
    "machine-learning", "deep-learning", "computer-vision", "natural-language-processing", "jvm",
}  # fmt: skip
KEYS = {
    "id", "title", "url", "url_source", "kind", "authors", "publisher", "year", "topics", "level",
    "alternates", "listed_by", "check",
}  # fmt: skip

URL = re.compile(r"https?://[^\s)]+")
SHORTENED = "https://t.co/"

MARKS = {
    "001_417610b3cfab50f8.txt": re.compile(r"^#####"),
    "003_47c5d967cfc780b4.txt": re.compile(r"https?://"),
    "004_228e5d6150863f31.txt": re.compile(r"^[📘📺📜]"),
}
"""How a list marks a named resource by itself; the other two write prose."""


class Mention(NamedTuple):
    """One phrase of one line, and the entries that it names."""

    line: int
    phrase: str
    ids: tuple[str, ...]


def read_yaml(path: Path) -> Any:
    """Parse a file of YAML 1.1."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


TABLE = read_yaml(HERE / "table.yaml")
ENTRIES: list[dict[str, Any]] = read_yaml(ROOT / "catalog.yaml")["resources"]
BY_ID = {entry["id"]: entry for entry in ENTRIES}
LISTS = {path.name: path.read_text(encoding="utf-8").split("\n") for path in (HERE / "lists").glob("*.txt")}

each_list = pytest.mark.parametrize("name", sorted(LISTS))
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry["id"]))


def mentions(name: str) -> list[Mention]:
    """Collect the phrases of a list that name a resource."""
    lines = TABLE["lists"][name]["resources"]
    return [
        Mention(line, phrase, tuple(ids))
        for line, phrases in lines.items()
        for phrase, ids in phrases.items()
    ]


def lines_without_resource(name: str) -> list[int]:
    """Collect the lines in the table's ranges, as often as a range holds them."""
    ends = [str(lines).partition("-") for lines in TABLE["lists"][name]["no_resource"]]
    return [line for first, _, last in ends for line in range(int(first), int(last or first) + 1)]


def lines_with_content(name: str) -> set[int]:
    """Collect the numbers, from 1, of the lines that are not blank."""
    return {number for number, text in enumerate(LISTS[name], start=1) if text.strip()}


def urls_in_lists() -> set[str]:
    """Collect every URL that stands anywhere in a list."""
    return {url for lines in LISTS.values() for text in lines for url in URL.findall(text)}


def short_links(entry: dict[str, Any]) -> set[str]:
    """Pick the alternates that keep a list's shortened link."""
    return {
        alternate["url"] for alternate in entry.get("alternates", []) if alternate["kind"] == "short-link"
    }


def urls_of(entry: dict[str, Any]) -> set[str]:
    """Join the entry's own URL and those of its alternates."""
    own = {entry["url"]} if "url" in entry else set()
    return own | {alternate["url"] for alternate in entry.get("alternates", [])}


def test_table_covers_exactly_the_lists() -> None:
    """The table speaks of the same five lists that are kept here."""
    assert len(LISTS) == 5
    assert set(TABLE["lists"]) == set(LISTS)


@each_list
def test_copy_equals_original(name: str) -> None:
    """The list kept here is the original, byte for byte, wherever the originals stand beside the checkout."""
    if not ORIGINALS.is_dir():
        pytest.skip("the originals are not beside this checkout")
    assert {path.name for path in ORIGINALS.glob("*.txt")} == set(LISTS)
    assert (HERE / "lists" / name).read_bytes() == (ORIGINALS / name).read_bytes()


@each_list
def test_phrase_stands_in_its_line(name: str) -> None:
    """Each phrase of the table is quoted verbatim from the line that it claims."""
    lines = LISTS[name]
    astray = [(line, phrase) for line, phrase, _ in mentions(name) if phrase not in lines[line - 1]]
    assert astray == []


@each_list
def test_line_is_accounted_for_once(name: str) -> None:
    """Each line with content either names a resource or says why not, and never both."""
    named = set(TABLE["lists"][name]["resources"])
    counts = Counter([*named, *lines_without_resource(name)])
    assert {line for line, count in counts.items() if count > 1} == set()
    assert lines_with_content(name) - set(counts) == set()


@each_list
def test_named_line_names_something(name: str) -> None:
    """No line or phrase of the table comes without an id, and no range without a reason."""
    table = TABLE["lists"][name]
    assert [line for line, phrases in table["resources"].items() if not phrases] == []
    assert [mention for mention in mentions(name) if not mention.ids] == []
    assert [lines for lines, reason in table["no_resource"].items() if not reason] == []


@pytest.mark.parametrize("name", sorted(MARKS))
def test_marked_line_names_a_resource(name: str) -> None:
    """A line that the list itself marks as a resource is not waved off as anything else."""
    marked = {number for number, text in enumerate(LISTS[name], start=1) if MARKS[name].search(text)}
    assert marked
    assert marked - set(TABLE["lists"][name]["resources"]) == set()


def test_byline_is_next_to_a_resource() -> None:
    """The work above each `by ...` line, or below each `**By ...**` line, is in the table."""
    for name, lines in LISTS.items():
        named = set(TABLE["lists"][name]["resources"])
        content = sorted(lines_with_content(name))
        for before, line, after in zip(content, content[1:], content[2:], strict=False):
            if lines[line - 1].startswith("by "):
                assert before in named, (name, line)
            if lines[line - 1].startswith("**By "):
                assert after in named, (name, line)


@each_list
def test_listed_by_agrees_with_table(name: str) -> None:
    """The entries that say that a list names them are those that the table finds in it."""
    in_table = {entry_id for mention in mentions(name) for entry_id in mention.ids}
    in_catalog = {entry["id"] for entry in ENTRIES if name in entry["listed_by"]}
    assert in_table - in_catalog == set(), "the table names ids that the catalog lacks or lists elsewhere"
    assert in_catalog - in_table == set(), "the catalog claims entries that the table forgets"


@each_list
def test_url_belongs_to_its_line(name: str) -> None:
    """A URL in a line that names resources is an address of one of them."""
    for line, phrases in TABLE["lists"][name]["resources"].items():
        known = {url for ids in phrases.values() for entry_id in ids for url in urls_of(BY_ID[entry_id])}
        assert set(URL.findall(LISTS[name][line - 1])) <= known, line


def test_url_of_list_is_kept_or_explained() -> None:
    """Each URL of the lists is in the catalog, or stands in the table with the reason why it is not."""
    in_catalog = {url for entry in ENTRIES for url in urls_of(entry)}
    explained = TABLE["no_resource_urls"]
    assert urls_in_lists() - in_catalog == set(explained)
    assert all(explained.values())


@each_entry
def test_entry_is_well_formed(entry: dict[str, Any]) -> None:
    """An entry has the required keys, no unknown ones, and values from the vocabularies."""
    assert set(entry) <= KEYS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["id"])
    assert entry["title"].strip()
    assert entry["kind"] in KINDS
    assert entry.get("level", "beginner") in LEVELS
    assert entry["topics"]
    assert set(entry["topics"]) <= TOPICS


@each_entry
def test_listed_by_names_lists_once(entry: dict[str, Any]) -> None:
    """`listed_by` holds names of the five lists, in their order and without repeats."""
    assert entry["listed_by"] == sorted(set(entry["listed_by"]))
    assert set(entry["listed_by"]) <= set(LISTS)


@each_entry
def test_url_says_where_it_is_from(entry: dict[str, Any]) -> None:
    """A URL is the list's own, or is marked as the editor's; an entry without one has no mark."""
    from_list = entry.get("url") in urls_in_lists()
    by_editor = "url" in entry and not from_list
    assert entry.get("url_source") == ("editor" if by_editor else None)


@each_entry
def test_shortened_link_is_an_alternate(entry: dict[str, Any]) -> None:
    """A shortened link is never the URL, and is always an alternate of kind `short-link`."""
    assert not entry.get("url", "").startswith(SHORTENED)
    assert short_links(entry) == {url for url in urls_of(entry) if url.startswith(SHORTENED)}
    assert short_links(entry) <= urls_in_lists()


def test_ids_and_urls_are_unique() -> None:
    """No two entries share an id, and no URL stands twice in the catalog."""
    ids = Counter(entry["id"] for entry in ENTRIES)
    urls = Counter(url for entry in ENTRIES for url in urls_of(entry))
    assert [key for key, count in (ids + urls).items() if count > 1] == []


def test_every_topic_is_used() -> None:
    """The vocabulary of topics has no word that the catalog does not use."""
    assert {topic for entry in ENTRIES for topic in entry["topics"]} == TOPICS
