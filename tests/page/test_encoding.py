"""Decoding: the cases of whole pages are in `cases/encodings.yaml`."""

from __future__ import annotations

import pytest
import webencodings
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.page.encoding import decode

LABELS = sorted(webencodings.LABELS)


@pytest.mark.parametrize("label", LABELS)
def test_every_label_decodes_ascii_and_noise(label: str) -> None:
    """No label of the standard raises, whatever the bytes."""
    decode(bytes(range(256)) * 3 + b"\xff", label)
    decoded = decode(b"<title>plain</title> ", label)

    # UTF-16 alone does not spell ASCII as ASCII.
    assert decoded.encoding.startswith("utf-16") or decoded.text == "<title>plain</title> "


@settings(max_examples=300, deadline=None)
@given(
    body=st.binary(max_size=200), label=st.one_of(st.none(), st.sampled_from(LABELS), st.text(max_size=12))
)
def test_decoding_never_raises(body: bytes, label: str | None) -> None:
    """Any bytes under any label give a text and the name of an encoding."""
    decoded = decode(body, label)

    assert webencodings.lookup(decoded.encoding) is not None


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=50).filter(lambda text: not text.startswith(("\ufeff", "\ufffe"))))
def test_utf8_is_read_back(text: str) -> None:
    """Text written as UTF-8 is read as it was, with and without a header."""
    body = text.encode()

    assert text == decode(body, "utf-8").text
    assert text == decode(body).text or b"<meta" in body


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "数学"),
        ("shift_jis", "数学"),
        ("gbk", "数学"),
        ("euc-kr", "수학"),
        ("utf-16le", "数学"),
        ("big5", "數學"),
    ],
)
def test_a_character_that_is_cut_leaves_no_mark(encoding: str, text: str) -> None:
    """A body that ends within a character loses that character alone."""
    codec = {"utf-16le": "utf-16-le"}.get(encoding, encoding)

    assert text[:-1] == decode(text.encode(codec)[:-1], encoding).text


def test_cut_utf8_without_declaration_stays_utf8() -> None:
    """A cut in the last character does not turn undeclared UTF-8 into windows-1252."""
    assert decode("Größe 数".encode()[:-1]).encoding == "utf-8"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<meta charset=koi8-r>", "koi8-r"),
        (b"<META CHARSET = 'koi8-r' />", "koi8-r"),
        (b'<meta http-equiv=content-type content="text/html;charset=koi8-r">', "koi8-r"),
        (
            b'<meta content="text/html; charset = &quot;x" http-equiv=Content-Type><meta charset=koi8-r>',
            "koi8-r",
        ),
        (b"<meta charset=koi8-r><meta charset=gbk>", "koi8-r"),
        (b"<meta content='charset=koi8-r'>", "utf-8"),
        (b"<metadata charset=koi8-r>", "utf-8"),
        (b"<!-- <meta charset=koi8-r>", "utf-8"),
        (b" " * 4000 + b"<meta charset=koi8-r>", "koi8-r"),
        (b" " * 4096 + b"<meta charset=koi8-r>", "utf-8"),
        (b"<meta charset=x-user-defined>", "x-user-defined"),
        (b"<meta charset='", "utf-8"),
    ],
)
def test_declarations_in_the_document(body: bytes, expected: str) -> None:
    """A meta declares the encoding within the first 4096 bytes, outside comments, by the right attributes."""
    assert expected == decode(body).encoding
