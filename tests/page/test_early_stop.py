"""When reading may stop."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.page import HeadWatch, is_enough
from crawler.page.early_stop import BYTES_AFTER_HEAD, BYTES_AFTER_HEADING

ENOUGH = [
    b"<html><head></head><body><h1>x</h1>",
    b"<HTML><HEAD></HEAD><BODY><H1>x</H1>",
    b"<title>x</title><h1>x</h1>",
    b"<body class=x><h1 class=x>x</h1\n>",
    b"<head></head><body>" + b"x" * BYTES_AFTER_HEAD,
    b"<frameset cols='*'>" + b"x" * BYTES_AFTER_HEAD,
    b"<head><script>if (a<b) '</head>'</script></head><h1>x</h1>",
    b"<!--><body><h1>x</h1>",
    b"<!---><body><h1>x</h1>",
    b"<!-- x --!><body><h1>x</h1>",
    b"<meta><body><h1>x</h1>",
    b"<meta/><body><h1>x</h1>",
    b"<meta name=a content=it's><body><h1>x</h1>",
    b"<meta content = 'a>b' name=\"c\"><body><h1>x</h1>",
    b"<title>x</title></html><h1>x</h1>",
    "<head></head><body><h1>x</h1>".encode("utf-16"),
    "<head></head><body><h1>x</h1>".encode("utf-16-be"),
]
NOT_ENOUGH = [
    b"",
    b"<html><head><title>x</title>",
    b"<html><head></head><body><h1>x",
    b"<html><head></head><body><h2>x</h2>",
    b"<header></header><h1>x",
    b"<head><h1>x</h10",
    b"<head><!-- </head><body><h1>x</h1>",
    b"<head><script>'</head><body><h1>x</h1>'",
    b"<head><style></head><body><h1>x</h1>",
    b"<head><title></head><body><h1>x</h1>",
    b"<head><noscript></head><body><h1>x</h1>",
    b"<head><meta content='</head><body><h1>x</h1>",
    b'<head><meta content="</head><body><h1>x</h1>',
    b"</head><script>'<h1></h1>'",
    b"</head><!-- <h1></h1>",
    b"<head></head>" + b"x" * (BYTES_AFTER_HEAD - 8),
    b"x" * 4 * BYTES_AFTER_HEAD,
]


@pytest.mark.parametrize("body", ENOUGH, ids=lambda body: body[:50].decode("latin-1"))
def test_head_and_heading_are_enough(body: bytes) -> None:
    """Once the head is complete and 2 kB after the first h1, or 32 kB, have come, reading may stop."""
    assert is_enough(body + b"x" * BYTES_AFTER_HEADING)


@pytest.mark.parametrize("body", ENOUGH, ids=lambda body: body[:50].decode("latin-1"))
def test_a_heading_alone_may_be_all(body: bytes) -> None:
    """What follows a heading shows whether it stands over a notice; the fill of 32 kB needs none."""
    assert is_enough(body) == (len(body) > BYTES_AFTER_HEAD)


@pytest.mark.parametrize("body", NOT_ENOUGH, ids=lambda body: body[:50].decode("latin-1"))
def test_less_is_not_enough(body: bytes) -> None:
    """A tag within a comment, a script, a title or a meta's content ends nothing."""
    assert not is_enough(body)


@pytest.mark.parametrize(
    ("body", "end"),
    [
        (b"<head><title>x</title></head>", 22),
        (b"<head><title>x</title><body>", 22),
        (b"<title>x</title><h1>x", 16),
        (b"<head><meta content='<body>'></head>", 29),
        (b"<head><title>x</title>", None),
    ],
)
def test_the_head_ends_at_a_tag(body: bytes, end: int | None) -> None:
    """`head_end` is the offset of the tag that ends the head."""
    watch = HeadWatch()
    watch.feed(body)

    assert end == watch.head_end


def test_the_watch_says_when() -> None:
    """Each feed tells whether reading may stop, and more bytes change nothing after that."""
    watch = HeadWatch()
    rest = b"x" * (BYTES_AFTER_HEADING - 1)
    said = [watch.feed(chunk) for chunk in (b"<head></he", b"ad><h1>x</h", b"1", b">", rest, b"x", b"<head>")]

    assert said == [False, False, False, False, False, True, True]


def test_the_memory_of_the_watch_is_small() -> None:
    """Between chunks sixteen bytes at most are remembered, so that small chunks cost no more."""
    watch = HeadWatch()
    for _ in range(1000):
        watch.feed(b"<meta content='" + b"x" * 1000)
        assert len(watch._tail) <= 16


_PIECES = st.sampled_from(
    [
        *(
            b"<head>",
            b"</head>",
            b"<body>",
            b"<h1>",
            b"</h1>",
            b"<!--",
            b"-->",
            b"--!>",
            b"<!-->",
            b"<script>",
            b"</script>",
        ),
        *(
            b"<title>",
            b"</title >",
            b"<meta content=",
            b'"',
            b"'",
            b" = ",
            b">",
            b"<",
            b"/",
            b"x",
            b"\0",
            b"<frameset\n",
        ),
        *(
            b"<style/>",
            b"</style\t",
            b"<noscript>",
            b"</noscript>",
            b"y" * 9000,
            b"<meta>",
            b"<meta/>",
            b"\xff\xfe",
            b"=",
        ),
    ]
)


@settings(max_examples=400, deadline=None)
@given(pieces=st.lists(_PIECES, max_size=25), data=st.data())
def test_the_result_does_not_depend_on_chunks(pieces: list[bytes], data: st.DataObject) -> None:
    """However the bytes are cut into chunks, the head ends at the same place and enough is enough."""
    body = b"".join(pieces)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=8)))
    whole, parts = HeadWatch(), HeadWatch()
    whole.feed(body)
    for start, end in zip([0, *cuts], [*cuts, len(body)], strict=True):
        parts.feed(body[start:end])

    assert (whole.head_end, whole.is_enough) == (parts.head_end, parts.is_enough)


@settings(max_examples=200, deadline=None)
@given(pieces=st.lists(_PIECES, max_size=25))
def test_enough_stays_enough(pieces: list[bytes]) -> None:
    """What is enough for a prefix is enough for all that is longer."""
    said = [is_enough(b"".join(pieces[:count])) for count in range(len(pieces) + 1)]

    assert sorted(said) == said
