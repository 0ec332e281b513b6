"""What wikis say of a page that nobody has written."""

from __future__ import annotations

import pytest

from crawler.page.wikis import unwritten_phrase


@pytest.mark.parametrize(
    "text",
    [
        "There is currently no text in this page. You can search for this page title in other pages.",
        "This topic does not exist yet",
        "The page 'Lattices' does not exist yet.",
        "Diese Seite enth\u00e4lt momentan noch keinen Text.",
        "Dieses Thema existiert noch nicht",
        "Il n\u2019y a pour l\u2019instant aucun texte sur cette page.",
        "Ce sujet n'existe pas encore",
        "Actualmente no hay texto en esta p\u00e1gina.",
        "Deze pagina bevat geen tekst.",
        "Эта страница ещё не существует",
        "\u3053\u306e\u30c8\u30d4\u30c3\u30af\u306f\u307e\u3060\u5b58\u5728\u3057\u307e\u305b\u3093",
        "\u6b64\u9875\u9762\u76ee\u524d\u6ca1\u6709\u5185\u5bb9",
    ],
)
def test_says_that_nobody_has_written_it(text: str) -> None:
    """In the words of MediaWiki and of DokuWiki."""
    assert unwritten_phrase(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "This page has little text as yet; help to write it.",
        "This page lists topics that are to be written.",
        "Diese Seite enth\u00e4lt viele Bilder und wenig Text.",
        "A page exists for each of them.",
    ],
)
def test_a_stub_is_a_page(text: str) -> None:
    """Short, unfinished and inviting, but there."""
    assert unwritten_phrase(text) is None
