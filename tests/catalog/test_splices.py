"""Where an edit goes: before and after as text, and the reasons for which an edit is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.catalog import Edit, Refusal, apply_edits

if TYPE_CHECKING:
    from crawler.catalog import Route

HEAD = "version: 1\nresources:\n"


def edited(body: str, route: Route, new: str | int, *, old: str | int | None = None) -> str:
    """The entries after one edit, or the reason of its refusal."""
    edit = Edit(file="c.yaml", line=3, route=("resources", *route), old=old, new=new)
    result = apply_edits(HEAD + body, "c.yaml", [edit])
    return result.reason if isinstance(result, Refusal) else result.removeprefix(HEAD)


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("- id: a\n  url: u  # c\n", "- id: a\n  title: T\n  url: u  # c\n"),
        ("- id: a  # c\n\n  # d\n  url: u\n", "- id: a  # c\n  title: T\n\n  # d\n  url: u\n"),
        ("- id: a", "- id: a\n  title: T"),
        ("- id: 'a' # c", "- id: 'a' # c\n  title: T"),
        ("- url: u\n  id: a\n# next\n- id: b\n", "- url: u\n  id: a\n  title: T\n# next\n- id: b\n"),
        ("-   id: a\n    url: u\n", "-   id: a\n    title: T\n    url: u\n"),
        ("-\n  id: a\n  url: u\n", "-\n  id: a\n  title: T\n  url: u\n"),
        ("- {id: a, url: u}\n", "- {id: a, title: T, url: u}\n"),
        ("- {url: u, 'id': \"a\" }\n", "- {url: u, 'id': \"a\", title: T }\n"),
        ("- {}\n", "- {title: T}\n"),
        ("- id:\n  url: u\n", "- id:\n  title: T\n  url: u\n"),
        ("- url: u\n  kind: k\n\n\n", "- url: u\n  kind: k\n  title: T\n\n\n"),
        ("- id: a\n  title:\n  url: u\n", "- id: a\n  title: T\n  url: u\n"),
        ("- id: a\n  title:   # c\n  url: u\n", "- id: a\n  title: T   # c\n  url: u\n"),
        ("- id: a\n  title: ~\n", "- id: a\n  title: T\n"),
        ("- {id: a, title: , url: u}\n", "- {id: a, title: T, url: u}\n"),
    ],
)
def test_a_title_is_added_after_the_id(body: str, after: str) -> None:
    """On a line of its own below the id's, or beside it in braces; an empty title is filled in."""
    assert edited(body, (0, "title"), "T") == after


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("- id: a\n  title: T\n\n# next\n- id: b\n", "- id: a\n  title: T\n  year: 1\n\n# next\n- id: b\n"),
        ("- id: a\n  t:\n  - x\n  - y  # c\n# d\n", "- id: a\n  t:\n  - x\n  - y  # c\n  year: 1\n# d\n"),
        ("- id: a\n  t:\n    - {k: v}\n\n- id: b\n", "- id: a\n  t:\n    - {k: v}\n  year: 1\n\n- id: b\n"),
        ("- id: a\n  t: [x,\n    y]  # c\n", "- id: a\n  t: [x,\n    y]  # c\n  year: 1\n"),
        (
            "- id: a\n  c:\n    d: e\n\n  # f\n- id: b\n",
            "- id: a\n  c:\n    d: e\n  year: 1\n\n  # f\n- id: b\n",
        ),
        (
            "- id: a\n  t: |\n    x\n    y\n\n- id: b\n",
            "- id: a\n  t: |\n    x\n    y\n  year: 1\n\n- id: b\n",
        ),
        ("- id: a\n  t: >-\n    x\n# c\n", "- id: a\n  t: >-\n    x\n  year: 1\n# c\n"),
        ("- id: a\n  t: |+\n    x\n\n- id: b\n", "- id: a\n  t: |+\n    x\n\n  year: 1\n- id: b\n"),
        ("- id: a\n  t: x\n    y\n\n", "- id: a\n  t: x\n    y\n  year: 1\n\n"),
        ("- id: a\n  t: &x y\n", "- id: a\n  t: &x y\n  year: 1\n"),
        ("- {id: a, t: [x], }\n", "- {id: a, t: [x], year: 1, }\n"),
        ("- {\n  id: a,\n  t: b  # c\n  }\n", "- {\n  id: a,\n  t: b,  # c\n  year: 1\n  }\n"),
        ("- {\n  id: a,\n  t: b,\n  }\n", "- {\n  id: a,\n  t: b,\n  year: 1,\n  }\n"),
        ("- id: a\n  t: |\n    x", "- id: a\n  year: 1\n  t: |\n    x"),
    ],
)
def test_another_key_is_added_at_the_end_of_its_entry(body: str, after: str) -> None:
    """Right after the last value and its comment, above the blank lines and comments before the next."""
    assert edited(body, (0, "year"), 1) == after


@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("x", "y: z"),
        ("x  # c", '"y: z"  # c'),
        ("'x'", "'y: z'"),
        ('"x"', '"y: z"'),
        ("&a x", '&a "y: z"'),
        ("!!str x", '!!str "y: z"'),
        ("&a\n    x", '&a\n    "y: z"'),
        ("&a # c\n    x", '&a # c\n    "y: z"'),
        ("|-\n    x", "|-\n    y: z"),
        (">-  # c\n    x", ">-  # c\n    y: z"),
        ("|2-\n    x", "|2-\n    y: z"),
        ('"\\x78" # c', '"y: z" # c'),
        ("\n    x", '\n    "y: z"'),
        ("\n    # c\n    'x'\n    # d", "\n    # c\n    'y: z'\n    # d"),
    ],
)
def test_a_value_is_replaced_in_its_place(value: str, after: str) -> None:
    """Its quotes are kept, and its comments, anchor and line are not touched."""
    after = after if after != "y: z" else '"y: z"'

    assert edited(f"- url: {value}\n  id: a\n", (0, "url"), "y: z", old="x") == f"- url: {after}\n  id: a\n"


UNREADABLE = (
    "the edited catalog could not be read: c.yaml:5: this is not YAML: "
    "mapping values are not allowed in this context"
)
SHARED = "it is shared through an anchor and alias, so other places would change with it"
MERGED = "it comes through a merge key (<<), so other entries would change with it"


@pytest.mark.parametrize(
    ("body", "route", "reason"),
    [
        ("- url: &u x\n- url: *u\n", (0, "url"), f"resources[0].url: {SHARED}"),
        ("- url: &u x\n- url: *u\n", (1, "url"), f"resources[1].url: {SHARED}"),
        ("- &e {url: x}\n- *e\n", (0, "url"), f"resources[0].url: {SHARED}"),
        ("- &e {url: x}\n- *e\n", (1, "url"), f"resources[1].url: {SHARED}"),
        ("- &e {url: x}\n- <<: *e\n", (1, "url"), f"resources[1].url: {MERGED}"),
        ("- &e {url: x}\n- <<: *e\n", (0, "url"), f"resources[0].url: {SHARED}"),
        (
            "- url: !x x\n",
            (0, "url"),
            "resources[0].url: it has a tag, which would change what the new text means",
        ),
    ],
)
def test_a_value_that_cannot_be_changed_alone_is_refused(body: str, route: Route, reason: str) -> None:
    """The reason is said in words, with the place."""
    assert edited(body, route, "y", old="x") == reason


@pytest.mark.parametrize(
    ("body", "route", "reason"),
    [
        ("- a\n", (0, "title"), "resources[0].title: a key can be added to a mapping only"),
        ("- id: a\n", (1, "title"), "resources[1].title: there is nothing at this place to edit"),
        ("- id: a\n", (0, "x", "y"), "resources[0].x.y: there is nothing at this place to edit"),
        (
            "- ? id\n  : a\n",
            (0, "title"),
            f"{UNREADABLE}; put the text with the colon in quotes, or check the indentation",
        ),
    ],
)
def test_a_key_that_cannot_be_added_is_refused(body: str, route: Route, reason: str) -> None:
    """Where no place is found, or the proof fails, nothing is changed."""
    assert edited(body, route, "y") == reason
