"""What a page tells machines of itself."""

from __future__ import annotations

import pytest

from crawler.page.marks import error_for_machines, mark_for_machines, mark_of_part, mark_of_whole


@pytest.mark.parametrize(
    "body",
    [
        b'<script id="__NEXT_DATA__">{"props":{},"page":"/404","query":{}}</script>',
        b'<script>window.__NUXT__={"error":{"statusCode":404,"message":""}}</script>',
        b'<script>{"httpStatus" : "410"}</script>',
        b"<script>_gaq.push(['_trackPageview', '/404.html?page=' + document.location.pathname])</script>",
        b"""<script>_gaq.push(["_trackPageview", "/8/error/404"])</script>""",
        b"<script>gtag('config', 'G-1', {page_path: '/404'})</script>",
        b"<script>dataLayer.push({'pageType': '404'})</script>",
        b'<script>digitalData = {"page_type": "page not found"}</script>',
        b'<link rel="canonical" href="https://a.test/404.html">',
        b'<meta property="og:url" content="https://a.test/en/not-found/">',
    ],
)
def test_missing_for_machines(body: bytes) -> None:
    """State, visits that are counted, and addresses that a page calls its own."""
    assert mark_for_machines(body)
    assert error_for_machines(body) is None


@pytest.mark.parametrize(
    "body",
    [
        b"<script>dataLayer.push({'pageType': 'error_page'})</script>",
        b'<script>{"page":"/_error"}</script>',
        b'<body id="error-page">',
        b'<link rel="canonical" href="http://a.test/error">',
    ],
)
def test_error_for_machines(body: bytes) -> None:
    """An error may be any."""
    assert error_for_machines(body)
    assert mark_for_machines(body) is None


@pytest.mark.parametrize(
    "body",
    [
        b'<script>{"page":"/posts/404","statusCode":200}</script>',
        b'<script>{"page":"/4040","statusCode":4040}</script>',
        b'<link rel="canonical" href="https://a.test/posts/404-pages-that-work">',
        b'<link rel="canonical" href="https://a.test/errors/handling">',
        b"<script>gtag('config', 'G-1', {page_path: '/4041'})</script>",
        b"<script>dataLayer.push({'pageType': 'article', 'title': '404'})</script>",
        b'<body id="error-page-design" class="post404design">',
        b"<p>How to answer with 404, page by page: the error page.</p>",
    ],
)
def test_no_mark(body: bytes) -> None:
    """Works on errors, and numbers that only hold these."""
    assert mark_for_machines(body) is None
    assert error_for_machines(body) is None
    assert mark_of_whole(body) is None


def test_marks_of_readers() -> None:
    """The class of a whole page, and of a part."""
    assert "error404" == mark_of_whole(b"<html><body class='home error404 wide'>")
    assert mark_of_whole(b"<div class=error404>") is None
    assert "not-found" == mark_of_part(b"<div class='box not-found'>")
    assert mark_of_part(b"<div class='not-found-in-nature'>") is None


def test_hostile_markup_is_searched_in_its_length() -> None:
    """Patterns are bounded: nothing is read again and again."""
    for body in (b"<body " * 40_000, b"canonical href=" * 18_000, b"pagetype:" * 28_000, b"class=" * 40_000):
        assert mark_of_whole(body) is None
        assert mark_for_machines(body) is None
        assert error_for_machines(body) is None
