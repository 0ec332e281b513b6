"""Two messages in eighty languages."""

from __future__ import annotations

import pytest

from crawler.page.absences import absence_phrase
from crawler.page.not_found import NOT_FOUND, NOT_THERE
from crawler.page.wording import missing_phrase


@pytest.mark.parametrize("phrase", NOT_FOUND)
def test_not_found_is_heard_in_titles_and_texts(phrase: str) -> None:
    """As a title it says that something is missing, beside a site's name too."""
    assert missing_phrase(f"{phrase} - Hill College")
    assert absence_phrase(phrase)


@pytest.mark.parametrize("phrase", NOT_THERE)
def test_not_there_is_heard_in_texts(phrase: str) -> None:
    """A text may deny that something exists."""
    assert absence_phrase(f"X {phrase}.")


@pytest.mark.parametrize("title", ["找不到工作怎么办", "Weshalb mein Schlüssel im Haus nicht gefunden wurde"])
def test_sentences_are_no_messages(title: str) -> None:
    """Where more is said, it is of something else."""
    assert missing_phrase(title) is None


def test_each_stands_once() -> None:
    """No message is of both kinds, or written twice."""
    assert len({*NOT_FOUND, *NOT_THERE}) == len(NOT_FOUND) + len(NOT_THERE)
