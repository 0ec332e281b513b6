"""Edits are never wrong: the result is what was meant, the rest is untouched, or there is a refusal."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples

from crawler.catalog import Batch, Edit, Refusal, apply_edits, apply_groups, edit_for, unified_patch
from crawler.catalog.intent import is_same

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.catalog import Catalog, Route

    Read = Callable[[str | bytes], Catalog]
    Generate = Callable[[Random], Any]

TEXT = """\
version: 1
resources:
  - id: a   # first
    title: 'A'
    url: http://a/
  - {id: b, url: "http://b/"}
"""


def change(route: Route, old: str | int | None, new: str | int | None, *, file: str = "catalog.yaml") -> Edit:
    return Edit(file=file, line=1, route=("resources", *route), old=old, new=new)


def random_edit(rng: Random, catalog: Catalog, value: str) -> Edit:
    """Any scalar of an entry replaced, or a title or year added or replaced."""
    index = rng.randrange(len(catalog.entries))
    entry = catalog.data["resources"][index]
    below: list[Route] = [("id",), ("title",), ("url",)]
    below += [("alternates", at, "url") for at in range(len(entry.get("alternates", ())))]
    route: Route = ("resources", index, *rng.choice(below))
    return edit_for(catalog, route, value)


def with_edit(data: Any, edit: Edit) -> Any:
    """The expected data, made without the code under test."""
    copy = yaml.safe_load(yaml.safe_dump(data))
    at = copy
    for step in edit.route[:-1]:
        at = at[step]
    at[edit.route[-1]] = edit.new
    return copy


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(
        ["https://h/a?b=0&c=[1]", "yes", "2020", "a: b", "x #y", "it's", '"', "- a", "數 🧮", "a\nb", ""]
    ),
)


@settings(max_examples=examples(200), deadline=None)
@given(st.randoms(use_true_random=False), VALUES)
def test_a_generated_catalog_is_edited_exactly_or_not_at_all(
    read: Read, generate: Generate, rng: Random, value: str
) -> None:
    """Data, comments, all other lines, line endings and BOM are kept; the same edit twice is refused."""
    made = generate(rng)
    catalog = read(made.text)
    edit = random_edit(rng, catalog, value)

    result = apply_edits(catalog.text, catalog.file, [edit])

    if isinstance(result, Refusal):
        assert result.reason.isprintable()
        return
    assert yaml.safe_load(result) == with_edit(made.data, edit)
    assert [comment for comment in made.comments if comment not in result] == []
    before, after = catalog.text.split("\n"), result.split("\n")
    kept = [line for line in before if line in after]
    assert len(before) - len(kept) <= 1
    assert 0 <= len(after) - len(before) <= 1
    assert result.startswith("\ufeff") == catalog.text.startswith("\ufeff")
    assert ("\r\n" in result, result.endswith("\n")) == ("\r\n" in catalog.text, catalog.text.endswith("\n"))
    again = apply_edits(result, catalog.file, [edit])
    assert again == result if edit.old == edit.new else isinstance(again, Refusal)


def test_hardly_any_url_is_refused(read: Read, generate: Generate) -> None:
    """Of the URLs of 300 generated catalogs, all are replaced: none of their styles is beyond us."""
    rng = Random(20261121)
    refused: list[str] = []
    links = 0
    for _ in range(300):
        catalog = read(generate(rng).text)
        edits = [[edit_for(catalog, link.route, link.url + "/moved")] for link in catalog.links]
        batch = apply_groups(catalog.text, catalog.file, edits)
        refused += [refusal.reason for refusal in batch.refusals.values()]
        links += len(edits)
        assert [link.url for link in read(batch.text).links] == [
            link.url + "/moved" for link in catalog.links
        ]

    assert links > 500
    assert refused == []


def test_hardly_any_title_is_refused(read: Read, generate: Generate) -> None:
    """Of the titles of 300 generated catalogs, under one in a hundred cannot be added or replaced."""
    rng = Random(1)
    refused: list[str] = []
    entries = 0
    for _ in range(300):
        catalog = read(generate(rng).text)
        routes: list[Route] = [("resources", index, "title") for index in range(len(catalog.entries))]
        batch = apply_groups(
            catalog.text, catalog.file, [[edit_for(catalog, route, "New: é")] for route in routes]
        )
        refused += [refusal.reason for refusal in batch.refusals.values()]
        entries += len(routes)

    assert len(refused) * 100 < entries


@settings(max_examples=examples(60), deadline=None)
@given(st.randoms(use_true_random=False), VALUES, st.sampled_from(["catalog.yaml", 'my lists/ü "q".yaml']))
def test_git_apply_gives_the_same_bytes(
    read: Read,
    generate: Generate,
    git_apply: Callable[[str, str, str], bytes],
    rng: Random,
    value: str,
    path: str,
) -> None:
    """A real git, given the patch, writes what the edit wrote."""
    catalog = read(generate(rng).text)
    result = apply_edits(catalog.text, catalog.file, [random_edit(rng, catalog, value)])
    if isinstance(result, Refusal) or result == catalog.text:
        return

    assert git_apply(path, catalog.text, unified_patch(path, catalog.text, result)) == result.encode()


def test_several_edits_at_once() -> None:
    """Replacements and additions in one entry and in several, each at its place."""
    result = apply_edits(
        TEXT,
        "catalog.yaml",
        [
            change((1, "title"), None, "B"),
            change((0, "url"), "http://a/", "https://a/#x"),
            change((0, "year"), None, 2020),
            change((0, "kind"), None, "book"),
            change((1, "url"), "http://b/", "https://b/"),
            change((0, "id"), "a", "aa"),
        ],
    )

    assert result == (
        "version: 1\nresources:\n  - id: aa   # first\n    title: 'A'\n    url: https://a/#x\n"
        '    year: 2020\n    kind: book\n  - {id: b, title: B, url: "https://b/"}\n'
    )


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (change((0, "url"), "http://z/", "x"), "resources[0].url: it was 'http://z/' and is 'http://a/' now"),
        (change((0, "url"), None, "x"), "resources[0].url: it was not there and is 'http://a/' now"),
        (change((0, "year"), 2020, 2021), "resources[0].year: it was the number 2020 and is not there now"),
        (change((0, "year"), 2020, None), "resources[0].year: it is not there any more"),
        (
            change((0, "url"), "http://z/", "http://a/"),
            "resources[0].url: it was 'http://z/' and is 'http://a/' now; that is done already",
        ),
        (change((0, "url", "x"), None, None), "resources[0].url.x: it is not there any more"),
        (change((5,), None, "x"), "resources[5]: there is nothing at this place to edit"),
        (
            change((0, "url"), "http://a/", "x", file="other.yaml"),
            "resources[0].url: the edit is for another file, other.yaml",
        ),
        (
            change((0, "url"), "http://a/", "\ud800"),
            "resources[0].url: the new value cannot be written as YAML",
        ),
        (
            change((0,), None, "x"),
            "resources[0]: it was not there and is a mapping now",
        ),
    ],
)
def test_refusals_say_why(edit: Edit, reason: str) -> None:
    """A refusal names the place and the reason, and nothing is changed."""
    assert apply_edits(TEXT, "catalog.yaml", [edit]) == Refusal(reason=reason)


def test_a_number_is_not_the_same_as_its_text() -> None:
    """1, '1' and true are three values, and an edit of one is none of another."""
    text = "version: 1\nresources:\n- {year: 1}\n"

    assert apply_edits(text, "c.yaml", [change((0, "year"), 1, 2, file="c.yaml")]) == text.replace("1}", "2}")
    assert isinstance(apply_edits(text, "c.yaml", [change((0, "year"), "1", "2", file="c.yaml")]), Refusal)
    assert isinstance(apply_edits(text, "c.yaml", [change((0, "year"), True, 2, file="c.yaml")]), Refusal)


def test_two_edits_of_one_value_are_refused() -> None:
    """Which of them was meant cannot be known."""
    edits = [change((0, "url"), "http://a/", "x"), change((0, "url"), "http://a/", "y")]

    assert apply_edits(TEXT, "catalog.yaml", edits) == Refusal(reason="two edits change the same value")


def test_a_catalog_that_cannot_be_read_is_not_edited() -> None:
    """The reason is the catalog's own error."""
    said = "the catalog cannot be read: c.yaml:1: a tab stands in the indentation; indent with spaces only"

    assert apply_edits("\ta: 1\n", "c.yaml", [change((0, "url"), "x", "y", file="c.yaml")]) == Refusal(
        reason=said
    )


def test_no_edits_change_nothing() -> None:
    """The text comes back as it was."""
    assert apply_edits(TEXT, "catalog.yaml", []) == TEXT


def test_a_group_is_made_whole_or_not_at_all() -> None:
    """One bad edit costs its own group, and the others are made."""
    groups = [
        [change((0, "url"), "http://a/", "http://aa/")],
        [change((0, "title"), "A", "AA"), change((1, "url"), "nope", "x")],
        [change((1, "title"), None, "B")],
        [change((0, "url"), "http://a/", "http://again/")],
    ]

    assert apply_groups(TEXT, "catalog.yaml", groups) == Batch(
        text=TEXT.replace("http://a/", "http://aa/").replace("id: b", "id: b, title: B"),
        refusals={
            1: Refusal(reason="resources[1].url: it was 'nope' and is 'http://b/' now"),
            3: Refusal(reason="two edits change the same value"),
        },
    )


def test_an_edit_is_filled_in_from_the_catalog(read: Read) -> None:
    """Line and old value are those of the value, or of the entry that is to get it."""
    catalog = read(TEXT)

    assert edit_for(catalog, ("resources", 0, "title"), "T") == Edit(
        file="catalog.yaml", line=4, route=("resources", 0, "title"), old="A", new="T"
    )
    assert edit_for(catalog, ("resources", 1, "title"), "T") == Edit(
        file="catalog.yaml", line=6, route=("resources", 1, "title"), old=None, new="T"
    )


def test_the_real_catalog_takes_a_title_and_a_url_for_every_entry(read: Read, catalog_text: str) -> None:
    """Every entry of the repository's own catalog can be edited."""
    catalog = read(catalog_text)
    edits = [[edit_for(catalog, link.route, link.url + "?new")] for link in catalog.links]
    edits += [
        [edit_for(catalog, ("resources", index, "title"), f"Title: {index}")]
        for index in range(len(catalog.entries))
    ]

    assert apply_groups(catalog.text, catalog.file, edits).refusals == {}


NAN = float("nan")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (1, 1, True), (1, 1.0, False), (1, True, False), ("1", 1, False), ([1], [1], True), (None, "", False),
        ([1], [1, 2], False), ({"a": [1]}, {"a": [True]}, False), ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": 1}, {"b": 1}, False), (NAN, -NAN, True), ((1,), [1], False),
    ],
)  # fmt: skip
def test_sameness_includes_types(left: Any, right: Any, same: bool) -> None:
    """What YAML tells apart, the proof tells apart."""
    assert is_same(left, right) is same
