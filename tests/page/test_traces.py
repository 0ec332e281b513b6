"""Whether a page has a trace of a work."""

from __future__ import annotations

import pytest

from crawler.page.traces import has_trace, tells, words_of_address, words_of_work

URL = "https://a.test/datasets/wadden-shells.html?lang=en"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (URL, {"wadden", "shells"}),
        ("https://a.test/TheStoneClinic.xml", {"stone", "clinic"}),
        ("https://a.test/linear_algebra/index.html", {"linear", "algebra"}),
        ("https://a.test/d/8812", set()),
        ("https://a.test/courses/la", set()),
        ("https://a.test/pages/page.html", set()),
        ("https://a.test/", set()),
        ("https://a.test", set()),
    ],
)
def test_words_of_address(url: str, words: set[str]) -> None:
    """Those of the last step that name something; sites' own words for pages, numbers and initials do not."""
    found = words_of_address(url)
    assert words == {next((word for word in words if word.startswith(each)), each) for each in found}


@pytest.mark.parametrize(
    "body",
    [
        "<p>Every shell of nine winters.",
        "<p>On SHELLS",
        "<img alt='Wadden sea'>",
        "<a href=/wadden/plates>plates</a>",
        "<p>Das Waddenmeer",
        "<p>w&#97;dden",
        "<p>sea<b>shell</b>s",
    ],
)
def test_traces(body: str) -> None:
    """In any case and number, in text, attributes and addresses within the site."""
    assert has_trace(words_of_address(URL), body.encode(), "utf-8", url=URL)


@pytest.mark.parametrize(
    "body",
    [
        "<p>The custodians took it out of circulation.",
        "<p>/datasets/wadden-shells.html?lang=en is not here",
        "<link rel=canonical href='https://a.test/datasets/wadden-shells.html'>",
        "<a href='//b.test/?share=wadden-shells'>share</a>",
        "",
    ],
)
def test_no_traces(body: str) -> None:
    """What servers put into pages of the address that was asked for is none."""
    assert not has_trace(words_of_address(URL), body.encode(), "utf-8", url=URL)


def test_compounds() -> None:
    """Addresses write together what pages write apart."""
    url = "https://a.test/lang_createtrigger.html"
    assert has_trace(words_of_address(url), b"<h1>CREATE TRIGGER</h1>", None, url=url)


def test_authors_are_words_of_a_work() -> None:
    """Their names stand for it; titles' filler does not."""
    words = words_of_work("The art of the fern", ["Ada Brandvik"])

    assert {"brandvik"} <= words
    assert not {"the", "of", "ada"} & words
    assert has_trace(words, b"<title>Brandvik</title>", None, url=URL)


@pytest.mark.parametrize(
    ("title", "url", "is_enough"),
    [
        ("Fern spores", "https://a.test/8812", True),
        ("Introduction", "https://a.test/fern-spores", True),
        ("Ferns", "https://a.test/8812", False),
        ("Introduction to the course", "https://a.test/", False),
    ],
)
def test_one_word_tells_nothing(title: str, url: str, *, is_enough: bool) -> None:
    """A page may well lack one word."""
    assert is_enough == tells(title, url)
