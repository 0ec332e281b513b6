"""Places in a page, and those that it surely lacks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.anchors import missing_fragments

HTML = "text/html; charset=utf-8"


def _has(markup: str, name: str, content_type: str | None = HTML) -> bool:
    """Whether nothing is missing."""
    return not missing_fragments(markup.encode(), [name], content_type=content_type)


@pytest.mark.parametrize(
    ("markup", "name", "found"),
    [
        ("<h2 id=intro>Introduction</h2>", "intro", True),
        ("<h2 id='intro'>Introduction</h2>", "intro", True),
        ('<h2 class="x" ID = "intro">Introduction</h2>', "intro", True),
        ('<p>x</p><a name="intro"></a>', "intro", True),
        ('<div id="intro">Introduction</div><h2 id="x">', "intro", True),
        ('<h2 id="intro">Introduction</h2>', "other", False),
        ('<h2 id="intro">Introduction</h2>', "Intro", False),
        ('<h2 id="intro2">Introduction</h2>', "intro", False),
        ('<h2 data-id="intro" id="x">Introduction</h2>', "intro", False),
        ('<h2 id="x">Introduction</h2><meta name="intro">', "intro", False),
        ('<h2 id="x">Introduction</h2><a href="#intro">there</a>', "intro", False),
        ('<h2 id="x">intro</h2>', "intro", False),
        # What stands in a comment is no element; what a script holds it may make
        ('<h2 id="x">X</h2><!-- <h2 id="intro">Introduction</h2> -->', "intro", False),
        ('<h2 id="x">X</h2><!-- <a name="intro"> --!><h2 id="y">Y</h2>', "intro", False),
        ('<!-- a --><h2 id="intro">Introduction</h2><!-- b -->', "intro", True),
        ('<!--><h2 id="intro">Introduction</h2><!-- b -->', "intro", True),
        ('<!--[if !IE]><!--><h2 id="intro">Introduction</h2><!--<![endif]-->', "intro", True),
        ('<h2 id="x">X</h2><script>s = \'<!-- <h2 id="intro"> -->\'</script>', "intro", True),
        ('<h2 id="x">X</h2><script>"<!--"</script><h2 id="intro">I</h2><!-- b -->', "intro", True),
        ('<h2 id="x">X</h2><textarea><!--</textarea><h2 id="intro">I</h2>', "intro", True),
        ('<h2 id="Größe">Größe</h2>', "Gr%C3%B6%C3%9Fe", True),
        ('<h2 id="Gr%C3%B6">Größe</h2>', "Gr%C3%B6", True),
        ('<span id="Linear_algebra"></span><h2 id="x">', "Linear%20algebra", True),
        ('<h2 id="a&amp;b">A and B</h2>', "a&b", True),
        ('<a id="user-content-intro"></a><h2>Intro</h2>', "intro", True),
        ('<a id="user-content-intro"></a><h2>Intro</h2>', "Intro", True),
        ('<a id="user-content-intro"></a><h2>Intro</h2>', "other", False),
        (r'<a id="x"></a><script>{"richText":"<a id=\"user-content-intro\">"}</script>', "intro", True),
        ('<h2 id="x"></h2><script>add("intro")</script>', "intro", True),
        ('<h2 id="x"></h2><script>add("introduction")</script>', "intro", False),
        ('<h2 id="x"></h2><script>add(1)</script>', "intro", False),
        # Whatever these scripts do, they may make ids of headings that have none.
        ("<h2>Introduction</h2><script src=anchors.js></script>", "intro", True),
        ("<div id=app></div><script src=app.js></script>", "intro", True),
        ("<h2>Introduction</h2>", "intro", False),
        ("<frameset><frame src=a></frameset>", "intro", True),
        ("<section id='s1'><h2>One</h2></section><script src=x.js></script>", "s2", False),
        ("<h2><span id='One' class=mw-headline>One</span></h2><script src=x.js></script>", "Two", False),
    ],
)
def test_places(markup: str, name: str, found: bool) -> None:
    """Ids and anchors' names, in every spelling; what a script may make is not missed."""
    assert found == _has(markup, name)


@pytest.mark.parametrize(
    "content_type", ["application/pdf", "text/plain", "application/json", "image/svg+xml"]
)
def test_only_html_has_places(content_type: str) -> None:
    """Of other media nobody can say."""
    assert _has("<h2 id=intro>", "other", content_type)


def test_encodings() -> None:
    """A page is read in its own encoding."""
    body = '<h2 id="Größe">Größe</h2>'.encode("latin-1")

    assert frozenset({"Gr"}) == missing_fragments(
        body, ["Gr%C3%B6%C3%9Fe", "Gr"], content_type="text/html; charset=iso-8859-1"
    )


def test_xhtml() -> None:
    """XHTML has ids as well."""
    markup = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><h1 id="a"/></html>'

    assert not _has(markup, "b", "application/xhtml+xml")
    assert _has(markup, "a", "application/xhtml+xml")


@given(st.text(), st.text(min_size=1))
def test_nothing_raises(markup: str, name: str) -> None:
    """Whatever a page or a fragment holds."""
    missing_fragments(markup.encode(errors="replace"), [name], content_type=HTML)


@pytest.mark.parametrize(
    "piece", ["<a ", "<h2 ", "<h2><span ", ' id="', " id=", "<script>", "<script", "name='", "<h2>"]
)
def test_two_megabytes_of_one_piece_are_read_in_their_length(piece: str) -> None:
    """No pattern looks further than its own tag."""
    body = (piece * 2_000_000)[:2_000_000].encode() + b"</p><h2 id=x>"

    missing_fragments(body, ["intro"], content_type=HTML)
