"""What short texts say of themselves that are not shown to everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from crawler.page.closed import CLOSED_CHARACTERS, closed_phrase

SAID = yaml.safe_load(Path(__file__).with_name("closed.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", SAID["closed"])
def test_closed(text: str) -> None:
    """The statement is found, among a menu's words as well."""
    assert closed_phrase(text)
    assert closed_phrase(f"Home About us Library {text} Imprint")


@pytest.mark.parametrize("text", SAID["open"])
def test_open(text: str) -> None:
    """What is said of something else closes nothing."""
    assert None is closed_phrase(text)


def test_a_longer_text_shows_something() -> None:
    """Nobody who may see nothing is told so much."""
    text = "This presentation is private. "

    assert closed_phrase(text)
    assert None is closed_phrase(text + "Words of a talk. " * (CLOSED_CHARACTERS // 10))
