"""What makes a page doubtful, and whom to ask about it then."""

from __future__ import annotations

import itertools

import pytest

from crawler.page import read_page
from crawler.probe.doubt import Chain, control_url, is_slight, is_unlike_within, smells, wants_front
from crawler.probe.model import Answer, Exchange, Hop, Probe

URL = "https://a.test/books/bayes"
WORDS = "Words of a text that goes on for quite a while. " * 12


def _chain(body: str, *hops: str, status: int = 200, asked: str = URL, complete: bool = True) -> Chain:
    urls = [asked, *(f"https://a.test{hop}" for hop in hops)]
    answer = Answer(
        status=status,
        headers=(("content-type", "text/html"),),
        body=body.encode(),
        body_complete=complete,
    )
    passed = [Exchange(probe=Probe(url=url), outcome=Answer(status=302)) for url in urls[:-1]]
    chain = Chain(exchanges=[*passed, Exchange(probe=Probe(url=urls[-1]), outcome=answer)])
    chain.hops = [Hop(url=a, code=302, target=b) for a, b in itertools.pairwise(urls)]
    chain.page = read_page(answer.body, url=urls[-1], content_type="text/html")
    return chain


@pytest.mark.parametrize(
    ("body", "complete", "slight"),
    [
        ("<p>Members only", True, True),
        ("<p>Members only", False, False),
        ("<p>Members only</body></html>", False, True),
        ("<p>" + WORDS * 3, True, False),
        ("<p>", True, False),
        ("<p>Loading<script src=a.js></script>", True, False),
    ],
)
def test_slight(body: str, *, complete: bool, slight: bool) -> None:
    """Short, received whole, and not a script's to fill in."""
    chain = _chain(body, complete=complete)

    assert chain.page is not None
    assert slight == is_slight(chain.final, chain.page)


@pytest.mark.parametrize(
    ("status", "body", "doubtful"),
    [
        (404, f"<title>Bayes Rules!</title><p>{WORDS}", True),
        (500, f"<title>Bayes Rules!</title><p>{WORDS}", True),
        (404, "<title>Bayes Rules!</title><p>Not here.", False),
        (404, f"<title>Winter boots</title><p>{WORDS}", False),
        (200, f"<title>Bayes Rules!</title><h1>Lucky slots</h1><p>{WORDS}", True),
        (200, f"<title>Bayes Rules!</title><h1>Welcome</h1><p>Bayes rules! {WORDS}", False),
        (200, f"<title>Bayes Rules!</title><p>Members only. {WORDS * 3}", False),
    ],
)
def test_smells(status: int, body: str, *, doubtful: bool) -> None:
    """An error that shows the work, and a title without anything below it."""
    assert doubtful == smells(URL, "Bayes Rules!", _chain(body, status=status))


def test_title_without_anything_below_it() -> None:
    """Much text under a heading of its own, and neither has a word of the title."""
    page = _chain(f"<title>Bayes</title><h1>Lucky slots</h1><p>{WORDS}").page

    assert page is not None
    assert is_unlike_within(page, "Bayes Rules!")
    assert not is_unlike_within(page, "Lucky numbers")
    assert not is_unlike_within(page, "A text of words")


def test_control_of_a_query() -> None:
    """Where a short page of another title may say that its program lacks a record; else beside the page."""
    url = "https://a.test/view?id=7"
    lost, long = _chain("<title>View</title><p>Nothing.", asked=url), _chain(f"<p>{WORDS * 4}", asked=url)

    assert "https://a.test/view?id=958420196" == control_url(url, "Bayes", lost, "no-such-page")
    assert "https://a.test/no-such-page" == control_url(url, "View", lost, "no-such-page")
    assert "https://a.test/no-such-page" == control_url(url, "Bayes", long, "no-such-page")
    assert "https://a.test/books/no-such-page" == control_url(URL, "Bayes", lost, "no-such-page")


OTHER = "https://a.test/books/no-such-page"


@pytest.mark.parametrize(
    ("chain", "control", "asks"),
    [
        (_chain("<title>Door"), _chain("<title>Door", asked=OTHER), True),
        (_chain("<title>Door"), _chain("<title>Lobby", asked=OTHER), False),
        (_chain("<title>Door"), _chain("<title>Door", asked=OTHER, status=404), True),
        (_chain("<title>Door"), _chain("<title>Lobby", asked=OTHER, status=404), False),
        (_chain("<title>Door"), _chain("<title>Door", asked=OTHER, status=503), False),
        (_chain("<title>Door", "/door"), _chain("<title>Lobby", "/door", asked=OTHER), True),
        (
            _chain("<title>One", "/door?x=/books/bayes"),
            _chain("<title>Two", "/door?x=/books/no-such-page", asked=OTHER),
            True,
        ),
        (_chain("<title>Door", "/en/"), _chain("<title>Door", "/en/", asked=OTHER), False),
        (_chain("<title>Door", "/login"), _chain("<title>Door", "/login", asked=OTHER), False),
    ],
)
def test_front_page(chain: Chain, control: Chain, *, asks: bool) -> None:
    """It is asked where link and control page came to one page, which is not a front page itself."""
    assert asks == wants_front(chain, control)
