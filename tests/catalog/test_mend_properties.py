"""Of thousands of generated texts not one edit is wrong, and hardly one is refused.

CRAWLER_PROPERTY_EXAMPLES gives the number of texts for each operation; 20,000 take half an hour.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.examples import examples
from support.layouts import generated
from support.mending import FILE, OPERATIONS, expected, faults

from crawler.catalog import Refusal, apply_edits, apply_groups

if TYPE_CHECKING:
    from crawler.catalog import Edit

EXAMPLES = examples(250)
SEEDS = st.integers(0, 2**40)
each_operation = pytest.mark.parametrize("operation", list(OPERATIONS))
# The texts are drawn from a seed, which Hypothesis shrinks in vain: its own randomness is ten times as slow.
thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@each_operation
@thorough
@given(seed=SEEDS)
def test_an_edit_is_right_or_refused(operation: str, seed: int) -> None:
    """Data, comments, line ends, BOM and all other lines are as meant; the same edit once more is refused."""
    rng = Random(seed)
    made = generated(rng)
    edit = OPERATIONS[operation](rng, made)
    if edit is None:
        return

    result = apply_edits(made.text, FILE, [edit])

    if isinstance(result, Refusal):
        assert result.reason.isprintable()
        return
    assert [] == faults(made, [edit], result)
    assert isinstance(apply_edits(result, FILE, [edit]), Refusal)


@thorough
@given(seed=SEEDS)
def test_edits_made_together_are_right_or_refused(seed: int) -> None:
    """Whatever is proposed of one text, what is not refused is made, by the routes of the old text."""
    rng = Random(seed)
    made = generated(rng)
    drawn = [rng.choice(list(OPERATIONS.values()))(rng, made) for _ in range(rng.randint(2, 6))]
    edits = [edit for edit in drawn if edit is not None]

    batch = apply_groups(made.text, FILE, [[edit] for edit in edits])

    kept = [edit for number, edit in enumerate(edits) if number not in batch.refusals]
    assert [] == faults(made, kept, batch.text)


# Three texts for each example.
@settings(thorough, max_examples=examples(50))
@given(seed=SEEDS)
def test_an_edit_in_a_stream_is_the_edit_alone(seed: int) -> None:
    """In whichever of several documents of a file: the others keep every byte."""
    rng = Random(seed)
    texts = [made.text for made in (generated(rng), generated(rng)) if _can_be_joined(made.text)]
    made = generated(rng)
    edit = rng.choice(list(OPERATIONS.values()))(rng, made)
    if edit is None or not texts or not _can_be_joined(made.text):
        return
    alone = apply_edits(made.text, FILE, [edit])
    number = rng.randint(0, len(texts))
    line_break = "\r\n" if "\r\n" in made.text else "\n"
    separator = rng.choice([f"---{line_break}", f"--- # next{line_break}", f"...{line_break}---{line_break}"])

    joined = separator.join([*texts[:number], made.text, *texts[number:]])
    result = apply_edits(joined, FILE, [replace(edit, route=(number, *edit.route))])

    if isinstance(result, Refusal) or isinstance(alone, Refusal):
        assert isinstance(result, Refusal)
        return
    assert separator.join([*texts[:number], alone, *texts[number:]]) == result


def _can_be_joined(text: str) -> bool:
    has_marks = any(line.startswith(("---", "...", "%")) for line in text.splitlines())
    return text.endswith("\n") and not has_marks and not text.startswith("\ufeff")


def _refused(seeds: range, operation: str) -> tuple[int, Counter[str]]:
    tried, reasons = 0, Counter[str]()
    for seed in seeds:
        rng = Random(seed)
        made = generated(rng)
        edit = OPERATIONS[operation](rng, made)
        if edit is None:
            continue
        result = apply_edits(made.text, FILE, [edit])
        tried += 1
        if isinstance(result, Refusal):
            reasons[result.reason.rpartition(": ")[2]] += 1
    return tried, reasons


@each_operation
def test_hardly_any_edit_is_refused(operation: str) -> None:
    """Under one in a hundred, and those for nothing but an anchor or alias, which one text in seven has."""
    tried, reasons = _refused(range(EXAMPLES), operation)

    assert tried > EXAMPLES / 4
    assert sum(reasons.values()) * 100 < tried
    assert [] == [reason for reason in reasons if "anchor" not in reason]


def test_the_oracle_sees_what_is_wrong() -> None:
    """A text that nobody edited, or in which too much was, is no result of an edit."""
    made = generated(Random(5))
    edit = _some_edit(made_seed=5)

    assert "it says something else" in faults(made, [edit], made.text)
    assert expected(made.data, [edit]) != made.data


def _some_edit(*, made_seed: int) -> Edit:
    rng = Random(made_seed)
    edit = OPERATIONS["set_url"](rng, generated(rng))
    assert edit is not None
    return edit
