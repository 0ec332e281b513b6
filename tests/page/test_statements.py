"""What one sentence states of the thing that it stands in the place of."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from crawler.page.statements import sentences_of, statement

SENTENCES: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("statements.yaml").read_text("utf-8")
)
ROWS = [(kind, sentence) for kind, sentences in SENTENCES.items() for sentence in sentences]


@pytest.mark.parametrize(("kind", "sentence"), ROWS, ids=[sentence[:40] for _, sentence in ROWS])
def test_a_sentence_states_what_its_list_says(kind: str, sentence: str) -> None:
    """A kind of statement with its words, or nothing."""
    found = statement(sentence)

    assert kind == (found.kind if found else "nothing"), found


def test_long_texts_are_bounded() -> None:
    """Of a text without an end no more than its beginning is read, in few sentences."""
    assert len(sentences_of(("A word. " * 10_000,))) <= 12
    assert statement("file " * 100_000) is None
