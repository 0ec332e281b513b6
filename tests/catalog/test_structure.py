"""What is odd about a text whatever it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.catalog.document import read_document
from crawler.catalog.structure import structure_problems

if TYPE_CHECKING:
    from crawler.catalog import Problem


def problems(text: str) -> list[Problem]:
    return sorted(structure_problems(read_document("c.yaml", text)), key=lambda problem: problem.line)


def test_a_key_given_twice_is_said_at_the_second_place() -> None:
    """PyYAML takes the last silently; a maintainer hears of each repetition and of the first."""
    found = problems("a: 1\nb: {c: 1, d: 2, c: 3}\na: 2\n'a': 3\n")

    assert [(problem.line, problem.code, problem.message) for problem in found] == [
        (2, "duplicate-key", "the key 'c' is given again, first at line 2; keep one"),
        (3, "duplicate-key", "the key 'a' is given again, first at line 1; keep one"),
        (4, "duplicate-key", "the key 'a' is given again, first at line 1; keep one"),
    ]


def test_the_last_of_equal_keys_is_the_data() -> None:
    """What is read is what every YAML reader in Python reads."""
    assert read_document("c.yaml", "a: 1\na: 2\n").data == {"a": 2}


def test_equal_keys_of_different_mappings_or_types_are_no_repetition() -> None:
    """Each mapping has keys of its own, a quoted number is text, and an own key may replace a merged one."""
    assert (
        problems("- {a: 1}\n- {a: 1, 1: x, '1': y}\n- &m {b: 1}\n- {<<: *m, b: 2, <<: {c: 3}}\n- *m\n") == []
    )


def test_an_unknown_tag_is_said_and_read_over() -> None:
    """A tag never runs code and never costs the catalog; a shared node is said once."""
    text = "a: &x !!python/object:os.system ls\nb: !mine {c: !own [1]}\nd: *x\n"

    assert read_document("c.yaml", text).data == {"a": "ls", "b": {"c": [1]}, "d": "ls"}
    assert [(problem.line, problem.code) for problem in problems(text)] == [
        (1, "unknown-tag"),
        (2, "unknown-tag"),
        (2, "unknown-tag"),
    ]


def test_known_tags_pass() -> None:
    """Tags of YAML itself and of plain values are no problem."""
    assert problems("a: !!str 1\nb: ! x\nc: !!set {d}\ne: =\nf: 2020-01-01\n") == []
