"""The first words of new installations."""

from __future__ import annotations

import pytest

from crawler.page.installed import first_words


@pytest.mark.parametrize(
    "text",
    [
        "Hello world! Welcome to WordPress. This is your first post. Edit or delete it.",
        "Hallo Welt! Willkommen bei WordPress. Dies ist dein erster Beitrag.",
        "Bienvenue sur WordPress. Ceci est votre premier article.",
        "WordPress へようこそ。こちらは最初の投稿です。",
        "No front page content has been created yet.",
        "MediaWiki has been installed.",
    ],
)
def test_first_words_are_known(text: str) -> None:
    """In several programs and languages."""
    assert first_words(text)


def test_a_site_about_such_programs_is_none() -> None:
    """Who writes of installing has other words."""
    assert first_words("Welcome to our WordPress course. In your first post you say hello.") is None
