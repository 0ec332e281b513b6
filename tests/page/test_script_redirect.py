"""Where a page that is nothing but a script leads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page import read_page
from crawler.page.script_redirect import script_redirect_of

BASE = "https://a.test/docs/"


def _leads_to(script: str, text: str = "Redirecting") -> str | None:
    return script_redirect_of(f"<script>{script}</script>".encode(), text=text, base=BASE)


@pytest.mark.parametrize(
    ("script", "target"),
    [
        ('location.replace("https://b.test/x")', "https://b.test/x"),
        ("window.location.href = '/new';", "https://a.test/new"),
        ('window.location="new/?a=1&b=2"', "https://a.test/docs/new/?a=1&b=2"),
        ('top.location.assign("../x")', "https://a.test/x"),
        ('document.location = "x"\n', "https://a.test/docs/x"),
        ('setTimeout(function(){ window.location.href = "x"; }, 3000);', "https://a.test/docs/x"),
        ("setTimeout(\"location.href='x'\", 500)", "https://a.test/docs/x"),
        ('window.onload = function() { location.replace("x") }', "https://a.test/docs/x"),
        ('location.href="x" + location.search + window.location.hash;', "https://a.test/docs/x"),
        (r'location.replace("https:\/\/b.test\/x")', "https://b.test/x"),
        ('<!--\nlocation.replace("x");\n//-->', "https://a.test/docs/x"),
        ('location.href = "x"; location.replace("x");', "https://a.test/docs/x"),
        ('var u = "https://c.test/?a=1&&b=2"; location.replace("x")', "https://a.test/docs/x"),
        ('u = "https://c.test/"; u ? 0 : location.replace("x")', None),
        ('if (location.href == "x") {}', None),
        ('if (mobile) { location.href = "m/" }', None),
        ('navigator.userAgent.match("Mobile"); location = "m/"', None),
        ('a.onclick = function() { location.href = "x" }', None),
        ('document.cookie = "a=1"; location.href = "x?i=1"', None),
        ('function go() { location.href = "x" }', None),
        ('go = () => { location.href = "x" }', None),
        ('a.b = function () { location.href = "x" }', None),
        ('window.addEventListener("resize", function() { location.href = "x" })', None),
        ('window.addEventListener("load", function() { location.href = "x" })', "https://a.test/docs/x"),
        ('$(function() { location.href = "x" })', "https://a.test/docs/x"),
        ('window.onload = () => { location.href = "x" }', "https://a.test/docs/x"),
        ('(function() { location.href = "x" })()', "https://a.test/docs/x"),
        ('wide && location.replace("x")', None),
        ('location.href = "x" + id', None),
        ('location.href = "x"; location.replace("y")', None),
        ("location.href = `x${id}`", None),
        ('location.href = "x\\u0041"', None),
        ('my.location = "x"', None),
        ('setTimeout(function(){ location.href = "x" }, 60000)', None),
        ('location.replace("javascript:alert(1)")', None),
        ("location.reload()", None),
    ],
)
def test_scripts(script: str, target: str | None) -> None:
    """Only an unconditional jump to a literal http address counts."""
    assert target == _leads_to(script)


@pytest.mark.parametrize(
    "markup",
    [
        b'<script src="x.js">location="y"</script>',
        b'<script type="application/json">{"a": "location=\'x\'"}</script>',
        b'<script>location="x"</script>' + b" " * 9000,
        b'<script>location="x"</script><script>location="y"</script>',
        b'<a href="x">location="x"</a>',
    ],
)
def test_pages_that_lead_nowhere(markup: bytes) -> None:
    """A script's own file, data, large pages, and two minds are no redirect."""
    assert script_redirect_of(markup, text="", base=BASE) is None


def test_a_page_with_content_is_to_be_read() -> None:
    """A page that shows something is no redirect, whatever its scripts do."""
    assert _leads_to('location.replace("x")', text="word " * 80) is None


def test_on_load() -> None:
    """The body's own handler is a script like any other."""
    markup = b"""<body onload="window.location.href='next.html'">"""

    assert "https://a.test/docs/next.html" == script_redirect_of(markup, text="", base=BASE)


def test_analytics_beside_it_do_not_matter() -> None:
    """Only the script that jumps must be plain."""
    markup = b'<script>window.dataLayer = window.dataLayer || [];</script><script>location="x"</script>'

    assert "https://a.test/docs/x" == script_redirect_of(markup, text="", base=BASE)


def test_it_is_a_fact_of_the_page() -> None:
    """The door of the room tells it, against the page's base."""
    html = (
        b'<head><base href="https://b.test/"><title>Moved</title><script>location="x"</script></head><body>'
    )
    page = read_page(html, url=BASE, content_type="text/html")

    assert page is not None
    assert "https://b.test/x" == page.script_redirect


@given(st.text(alphabet="location.=(\"'/x+; \n", max_size=8000))
def test_no_script_takes_long_or_raises(script: str) -> None:
    """Whatever stands in it, reading is bounded."""
    _leads_to(script)


@pytest.mark.parametrize(
    "piece", ["<script>", "<script>location", "location=", 'onload="', "function a", "x" * 99 + "="]
)
def test_hostile_repeats_are_bounded(piece: str) -> None:
    """No pattern backtracks over a page of one repeated piece."""
    markup = (piece * 8192)[:8192].encode()

    assert script_redirect_of(markup + b"location", text="", base=BASE) is None
    assert script_redirect_of(markup[:-8] + b"location", text="", base=BASE) is None
