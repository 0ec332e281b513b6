"""What is known of single sites: which addresses they cover, what is asked, how answers are read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.probe import urls
from crawler.probe.model import Answer
from crawler.probe.sites import SITES, site_of_link

NAMED = b'{"title": "Linear algebra, lecture 1", "author_name": "MIT"}'
OEMBED = "https://www.youtube.com/oembed?format=json&url="
AGE = b'"playabilityStatus":{"status":"LOGIN_REQUIRED","reason":"Sign in to confirm your age"}'


def _asked(url: str) -> str | None:
    site = site_of_link(url)
    return site.question.url(url) if site else None


def _said(url: str, answer: Answer, *, of_page: bool = False) -> str | None:
    site = site_of_link(url)
    assert site is not None
    read = site.read_page if of_page else site.question.read
    assert read is not None
    said = read(answer)
    return said.state if said else None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.youtube.com/watch?v=abc", "youtube"),
        ("https://www.youtube.com/watch?list=PL1&v=abc", "youtube"),
        ("https://www.youtube.com/watch?list=PL1", "youtube"),
        ("http://youtube.com/playlist?list=PL1", "youtube"),
        ("https://m.youtube.com/watch?v=abc", "youtube"),
        ("https://music.youtube.com/watch?v=abc", "youtube"),
        ("https://youtu.be/abc?t=7", "youtube"),
        ("https://www.youtube.com/shorts/abc", "youtube"),
        ("https://www.youtube.com/live/abc", "youtube"),
        ("https://www.youtube.com/v/abc", "youtube"),
        ("https://www.youtube.com/embed/abc", "youtube"),
        ("https://www.youtube.com/embed/videoseries?list=PL1", "youtube"),
        ("https://www.youtube-nocookie.com/embed/abc", "youtube"),
        ("https://www.youtube.com/embed/videoseries", None),
        ("https://www.youtube.com/watch", None),
        ("https://www.youtube.com/watch?list=RDabc", None),
        ("https://www.youtube.com/playlist?list=WL", None),
        ("https://www.youtube.com/playlist", None),
        ("https://www.youtube.com/", None),
        ("https://www.youtube.com/@3blue1brown", None),
        ("https://www.youtube.com/c/3blue1brown", None),
        ("https://www.youtube.com/channel/UCabc/videos", "youtube-channel"),
        ("https://www.youtube.com/user/mit", "youtube-channel"),
        ("https://youtu.be/", None),
        ("https://notyoutube.com/watch?v=abc", None),
        ("https://a.test/?u=https://www.youtube.com/watch?v=abc", None),
        ("https://www.youtube.com.a.test/watch?v=abc", None),
        ("https://vimeo.com/76979871", "vimeo"),
        ("https://vimeo.com/channels/staffpicks/76979871", "vimeo"),
        ("https://vimeo.com/blog", None),
        ("https://x.com/smith/status/20", "x"),
        ("https://twitter.com/smith/status/20?s=20", "x"),
        ("https://x.com/smith", None),
        ("https://doi.org/10.1000/182", "handle"),
        ("http://dx.doi.org/10.1000/182", "handle"),
        ("https://www.doi.org/10.1000/182", "handle"),
        ("https://doi.org/10/abcd", "handle"),
        ("https://hdl.handle.net/1721.1/7582", "handle"),
        ("https://doi.org/", None),
        ("https://www.doi.org/the-identifier/what-is-a-doi/", None),
        ("https://example.org/doi/10.1000/182", None),
        ("https://arxiv.org/abs/1706.03762", "arxiv"),
        ("https://arxiv.org/pdf/1706.03762v5.pdf", "arxiv"),
        ("http://arxiv.org/abs/math.GT/0309136", "arxiv"),
        ("https://arxiv.org/abs/hep-th/9901001v2", "arxiv"),
        ("https://arxiv.org/list/cs.LG/recent", None),
        ("https://arxiv.org/abs/17060376212", None),
        ("https://web.archive.org/web/20200101000000/http://a.test/", "wayback"),
        ("https://web.archive.org/web/2020id_/http://a.test/", "wayback"),
        ("https://web.archive.org/web/*/http://a.test/", None),
        ("https://web.archive.org/save/http://a.test/", None),
        ("https://archive.org/details/some-book", "internet-archive"),
        ("https://archive.org/details/@somebody", None),
        ("https://archive.org/about", None),
    ],
)
def test_which_site(url: str, name: str | None) -> None:
    """A site's knowledge covers just the addresses that its interface knows."""
    site = site_of_link(url)

    assert name == (site.name if site else None)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (
            "https://www.youtube.com/watch?v=abc&list=PL1",
            f"{OEMBED}https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc%26list%3DPL1",
        ),
        (
            "https://www.youtube.com/watch?list=PL1",
            f"{OEMBED}https%3A%2F%2Fwww.youtube.com%2Fplaylist%3Flist%3DPL1",
        ),
        (
            "https://www.youtube.com/embed/videoseries?list=PL1",
            f"{OEMBED}https%3A%2F%2Fwww.youtube.com%2Fplaylist%3Flist%3DPL1",
        ),
        (
            "https://www.youtube-nocookie.com/embed/abc?start=3",
            f"{OEMBED}https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc",
        ),
        ("https://www.youtube.com/v/abc", f"{OEMBED}https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc"),
        (
            "https://www.youtube.com/channel/UCabc/videos",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCabc",
        ),
        ("https://www.youtube.com/user/mit", "https://www.youtube.com/feeds/videos.xml?user=mit"),
        ("http://dx.doi.org/10.1000/a(b)%3C1%3E?x=1", "https://doi.org/api/handles/10.1000/a(b)%3C1%3E"),
        ("https://hdl.handle.net/1721.1/7582", "https://hdl.handle.net/api/handles/1721.1/7582"),
        ("https://arxiv.org/pdf/1706.03762v5.pdf", "https://export.arxiv.org/abs/1706.03762v5"),
        ("https://arxiv.org/abs/math.GT/0309136", "https://export.arxiv.org/abs/math.GT/0309136"),
        (
            "https://web.archive.org/web/20200101id_/http://a.test/?q=1",
            "https://archive.org/wayback/available?url=http%3A%2F%2Fa.test%2F%3Fq%3D1&timestamp=20200101",
        ),
        ("https://archive.org/details/some-book/page/n5", "https://archive.org/metadata/some-book"),
    ],
)
def test_what_is_asked(url: str, asked: str) -> None:
    """A link's address goes quoted as a whole, in the spelling that the interface knows."""
    assert asked == _asked(url)


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (200, NAMED, "exists"),
        (404, b"Not Found", "gone"),
        (400, b"Bad Request", "gone"),
        (401, b"Unauthorized", "restricted"),
        (403, b"Forbidden", "private"),
        (200, b"Forbidden", None),
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
    assert state == _said("https://youtu.be/abc", Answer(status=status, body=body))


@pytest.mark.parametrize(
    ("url", "status", "body", "state"),
    [
        ("https://www.youtube.com/channel/UCa", 200, b"<feed><title>MIT</title></feed>", "exists"),
        ("https://www.youtube.com/channel/UCa", 200, b"<html><title>Before you continue</title>", None),
        ("https://www.youtube.com/channel/UCa", 404, b"", None),
        ("https://vimeo.com/1", 404, b"{}", None),
        ("https://vimeo.com/1", 403, b"{}", "private"),
        ("https://x.com/a/status/1", 200, b'{"author_name": "A"}', "exists"),
        ("https://x.com/a/status/1", 404, b"", "gone"),
        ("https://doi.org/10.1/x", 200, b'{"responseCode":1,"handle":"10.1/x"}', "registered"),
        ("https://doi.org/10.1/x", 404, b'{"responseCode":100,"handle":"10.1/x"}', "gone"),
        ("https://doi.org/10.1/x", 404, b"<h1>Not Found</h1>", None),
        ("https://doi.org/10.1/x", 200, b'{"responseCode":2}', None),
        ("https://doi.org/10.1/x", 403, b'{"responseCode":100}', None),
        ("https://web.archive.org/web/2020/http://a.test/", 200, b'{"archived_snapshots":{}}', None),
        (
            "https://web.archive.org/web/2020/http://a.test/",
            200,
            b'{"archived_snapshots":{"closest":{"available":true,"timestamp":"20200202"}}}',
            "exists",
        ),
        ("https://archive.org/details/a", 200, b"{}", "gone"),
        ("https://archive.org/details/a", 200, b'{"is_dark": true}', "gone"),
        ("https://archive.org/details/a", 200, b'{"metadata": {"title": "A"}}', "exists"),
        ("https://archive.org/details/a", 200, b'{"error": "busy"}', None),
        ("https://archive.org/details/a", 200, b"", None),
        ("https://archive.org/details/a", 503, b"{}", None),
    ],
)
def test_other_answers(url: str, status: int, body: bytes, state: str | None) -> None:
    """Each interface in its own words."""
    assert state == _said(url, Answer(status=status, body=body))


NO_LIST = b'[{"alertRenderer":{"type":"ERROR","text":{"simpleText":"The playlist does not exist."}}}]'


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (200, b'"playabilityStatus":{"status":"OK","playableInEmbed":false', "exists"),
        (200, b'"playabilityStatus":{"status":"LIVE_STREAM_OFFLINE","reason":"Premieres soon"}', "exists"),
        (200, AGE, "private"),
        (200, b'"playabilityStatus":{"status":"LOGIN_REQUIRED","reason":"Private video"}', "private"),
        (200, b'"playabilityStatus":{"status":"ERROR","reason":"Video unavailable"}', "gone"),
        (200, b'"playabilityStatus": {"status": "ERROR"}', "gone"),
        (200, b'"playabilityStatus":{"status":"UNPLAYABLE","reason":"Not in your country"}', "restricted"),
        (200, b'"playabilityStatus":{"status":"LOGIN_REQUIRED","reason":"not a bot"}', None),
        (
            200,
            b'"playabilityStatus":{"status":"ERROR","errorScreen":{"x":{"subreason":"Try again later."}}}',
            None,
        ),
        (200, b'"playabilityStatus":{"status":"CONTENT_CHECK_REQUIRED"}', None),
        (200, b"<title>Before you continue to YouTube</title>", None),
        (200, NO_LIST, "restricted"),
        (404, NO_LIST, None),
        (429, AGE, None),
        (200, b'"playabilityStatus":{' * 10_000, None),
    ],
)
def test_what_youtubes_own_pages_say(status: int, body: bytes, state: str | None) -> None:
    """A limit on visitors, a consent form or an error's page says nothing of the video."""
    assert state == _said("https://youtu.be/abc", Answer(status=status, body=body), of_page=True)


def test_an_abstract_is_told_from_other_pages() -> None:
    """Only a page with authors is a paper's."""
    html = (("content-type", "text/html"),)
    paper = b'<meta name="citation_title" content="Attention"><meta name="citation_author" content="V, A">'
    url = "https://arxiv.org/pdf/1706.03762"

    assert "exists" == _said(url, Answer(status=200, headers=html, body=paper))
    assert _said(url, Answer(status=200, headers=html, body=b"<title>Just a moment</title>")) is None
    assert "gone" == _said(url, Answer(status=404, headers=html, body=b""))


def test_youtube_names_what_exists() -> None:
    """The interface's title is taken, cut where it is absurd."""
    site = site_of_link("https://youtu.be/abc")
    assert site is not None
    said = site.question.read(Answer(status=200, body=NAMED))
    long = site.question.read(Answer(status=200, body=b'{"title": "' + b"x" * 10_000 + b'"}'))

    assert said is not None
    assert "Linear algebra, lecture 1" == said.title
    assert long is not None
    assert 500 == len(long.title or "")


ASKED_SITES = {
    "youtube.com", "youtu.be", "youtube-nocookie.com", "vimeo.com", "twitter.com", "doi.org", "handle.net",
    "arxiv.org", "archive.org",
}  # fmt: skip
STARTS = (
    "https://youtu.be/", "https://www.youtube.com/", "https://www.youtube.com/watch?", "https://youtu.be/v",
    "https://www.youtube.com/embed/", "https://www.youtube.com/channel/UC", "https://vimeo.com/",
    "https://x.com/a/status/1", "https://doi.org/10.", "https://hdl.handle.net/1", "https://arxiv.org/abs/",
    "https://web.archive.org/web/2020/", "https://archive.org/details/", "https://www.youtube-nocookie.com/embed/",
)  # fmt: skip


@given(st.sampled_from(STARTS), st.text(alphabet="/?&=v[]%:@.list12aRD\u00e9 ", max_size=30))
def test_every_address_can_be_asked_about(start: str, rest: str) -> None:
    """Whatever a catalog says, what is asked is an address of the site's own interface."""
    url = urls.normalise(start + rest) or start
    site = site_of_link(url)
    if site is not None:
        asked = urls.normalise(site.question.url(url))
        assert asked is not None
        assert urls.site_of(asked) in ASKED_SITES


@given(st.integers(100, 999), st.binary(max_size=200))
def test_no_answer_raises(status: int, body: bytes) -> None:
    """An interface may answer anything at all."""
    for site in SITES:
        for read in filter(None, (site.question.read, site.read_page)):
            said = read(Answer(status=status, body=body))
            assert said is None or said.detail


def test_registry() -> None:
    """Names are unique and in kebab-case, and every pattern is tied to a beginning."""
    names = [site.name for site in SITES]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)
    assert all(site.pattern.pattern.startswith("https?://") for site in SITES)
