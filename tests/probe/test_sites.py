"""What is known of single sites: which addresses they cover, what is asked, how answers are read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.probe.model import Answer
from crawler.probe.sites import SITES, site_of_link
from crawler.probe.sites.youtube import YOUTUBE

NAMED = b'{"title": "Linear algebra, lecture 1", "author_name": "MIT"}'


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.youtube.com/watch?v=abc", "youtube"),
        ("https://www.youtube.com/watch?list=PL1&v=abc", "youtube"),
        ("http://youtube.com/playlist?list=PL1", "youtube"),
        ("https://m.youtube.com/watch?v=abc", "youtube"),
        ("https://music.youtube.com/watch?v=abc", "youtube"),
        ("https://youtu.be/abc?t=7", "youtube"),
        ("https://www.youtube.com/shorts/abc", "youtube"),
        ("https://www.youtube.com/live/abc", "youtube"),
        ("https://www.youtube.com/embed/abc", "youtube"),
        ("https://www.youtube.com/embed/videoseries?list=PL1", None),
        ("https://www.youtube.com/watch?list=PL1", None),
        ("https://www.youtube.com/watch", None),
        ("https://www.youtube.com/playlist", None),
        ("https://www.youtube.com/", None),
        ("https://www.youtube.com/@3blue1brown", None),
        ("https://youtu.be/", None),
        ("https://notyoutube.com/watch?v=abc", None),
        ("https://a.test/?u=https://www.youtube.com/watch?v=abc", None),
        ("https://www.youtube.com.a.test/watch?v=abc", None),
    ],
)
def test_which_site(url: str, name: str | None) -> None:
    """A site's knowledge covers just the addresses that its interface knows."""
    site = site_of_link(url)

    assert name == (site.name if site else None)


def test_youtube_is_asked_by_oembed() -> None:
    """The address goes quoted as a whole, so that its own query stays its own."""
    expected = (
        "https://www.youtube.com/oembed?format=json&url="
        "https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc%26list%3DPL1"
    )

    assert expected == YOUTUBE.probe_url("https://www.youtube.com/watch?v=abc&list=PL1")


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (200, NAMED, "exists"),
        (404, b"Not Found", "gone"),
        (400, b"Bad Request", "gone"),
        (401, b"Unauthorized", "private"),
        (403, b"Forbidden", "private"),
        (200, b"<html>consent</html>", None),
        (200, b"", None),
        (200, b"[]", None),
        (200, b'{"title": 7}', None),
        (200, b"[" * 100_000, None),
        (200, b'{"title": "\xff"}', None),
        (302, b"", None),
        (429, b"", None),
        (500, b"", None),
    ],
)
def test_youtube_answers(status: int, body: bytes, state: str | None) -> None:
    """Only an answer that the interface is known to give says anything."""
    said = YOUTUBE.read(Answer(status=status, body=body))

    assert state == (said.state if said else None)


def test_youtube_names_what_exists() -> None:
    """The interface's title is taken, cut where it is absurd."""
    said = YOUTUBE.read(Answer(status=200, body=NAMED))
    long = YOUTUBE.read(Answer(status=200, body=b'{"title": "' + b"x" * 10_000 + b'"}'))

    assert said is not None
    assert "Linear algebra, lecture 1" == said.title
    assert long is not None
    assert 500 == len(long.title or "")


@given(st.integers(100, 999), st.binary(max_size=200))
def test_no_answer_raises(status: int, body: bytes) -> None:
    """An interface may answer anything at all."""
    for site in SITES:
        said = site.read(Answer(status=status, body=body))
        assert said is None or said.detail


def test_registry() -> None:
    """Names are unique and in kebab-case, and every pattern is tied to a beginning."""
    names = [site.name for site in SITES]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)
    assert all(site.pattern.pattern.startswith("https?://") for site in SITES)
