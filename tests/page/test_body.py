"""The text of a body."""

from __future__ import annotations

import pytest

from crawler.page.body import BodyTags, read_body


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One Two"),
        ("<b>One</b><i>Two</i>", "OneTwo"),
        ("One<br>Two<hr>Three", "One Two Three"),
        ("<table><tr><td>1<td>2<tr><td>3</table>", "1 2 3"),
        ("<a href=x>One</a>, <a>two</a>.", "One, two."),
        ("a<script>b</script>c<style>d</style>e", "ace"),
        ("a<!-- b -->c<?d?>e", "ace"),
        ("a<span hidden>b</span>c", "ac"),
        ("<div hidden>b<p>c</p></div>d", "d"),
        ("<select><option>a</select><textarea>b</textarea><iframe>c</iframe>d", "d"),
        ("<pre>a\n  b\n</pre>", "a b"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("<p>a</p", "a"),
        ("</p>a</div>b", "ab"),
        ("<head><title>t</title></head>a", "a"),
        ("", ""),
    ],
)
def test_visible_text(markup: str, text: str) -> None:
    """What a reader would see, with a space where a block begins or ends."""
    assert read_body(markup.encode()).text == text


def test_the_first_text_is_the_sample() -> None:
    """The sample is the beginning of the text, cut at its limit."""
    sample = read_body(b"<p>first</p>" + b"<p>word</p>" * 5000).text

    assert 3990 <= len(sample) <= 4000
    assert sample.startswith("first word word")


def test_a_heading_in_a_hidden_place_is_passed_over() -> None:
    """Headings that a browser never shows are not the page's."""
    for place in ("svg", "template", "noscript", "noframes", "textarea", "iframe"):
        body = read_body(f"<body><{place}><h1>No</h1></{place}><h1>Yes</h1></body>".encode())
        assert body.h1 == "Yes"


def test_strays_are_collected() -> None:
    """Titles, metas, times and JSON-LD of a body are handed on as they are."""
    body = read_body(
        b"<body><title>T</title><meta itemprop=a content=b><time datetime=2020>x</time>"
        b"<script type='application/ld+json'>{}</script><script>{}</script><svg><title>No</title></svg>"
    )

    assert (
        body.titles,
        body.metas,
        body.times,
        body.json_ld,
    ) == (("T",), ({"itemprop": "a", "content": "b"},), ({"datetime": "2020"},), ("{}",))


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("<input type=password>", True),
        ("<INPUT name=p TYPE=' PassWord '/>", True),
        ("<input type=text>", False),
        ("<!-- <input type=password> -->", False),
        ("<p>input type=password</p>", False),
    ],
)
def test_password_fields(field: str, expected: bool) -> None:
    """A page that asks for a password says so by a field."""
    assert expected is read_body(f"<body><form>{field}</form>".encode()).has_password_field


def test_nothing_is_read_from_nothing() -> None:
    """An empty body has no facts."""
    assert BodyTags() == read_body(b"")
