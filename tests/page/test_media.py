"""What kind of document the bytes are."""

from __future__ import annotations

import pytest

from crawler.page.media import charset_of, kind_of, media_type, sniff


@pytest.mark.parametrize(
    ("header", "media", "charset"),
    [
        ("text/html", "text/html", None),
        ("Text/HTML; Charset=UTF-8", "text/html", "UTF-8"),
        ("text/html;charset='koi8-r'", "text/html", "koi8-r"),
        ('text/html; x=y; charset="koi8-r"; z', "text/html", "koi8-r"),
        ("text/html, text/html; charset=utf-8", "text/html", "utf-8"),
        ("text/html; xcharset=utf-8", "text/html", None),
        ("application/atom+xml", "application/atom+xml", None),
        ("unknown/unknown", None, None),
        ("*/*", "*/*", None),
        ("html", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_headers_are_read(header: str | None, media: str | None, charset: str | None) -> None:
    """The header gives a media type in lower case and a charset as written."""
    assert (media_type(header), charset_of(header)) == (media if media != "*/*" else None, charset)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<!DOCTYPE html>", "text/html"),
        (b"  \n<!doctype HTML >", "text/html"),
        (b"<html>", "text/html"),
        (b"<HEAD>", "text/html"),
        (b"<!-- x", "text/html"),
        (b"<p>x", "text/html"),
        (b"<title>x", "text/html"),
        (b"\xef\xbb\xbf<html >", "text/html"),
        ("\ufeff<html>".encode("utf-16-le"), "text/html"),
        (b"<?xml version='1.0'?><html>", "application/xml"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"<htmlx>", None),
        (b"words <html>", None),
        (b"<x>", None),
        (b"", None),
    ],
)
def test_bytes_without_a_header_are_sniffed(body: bytes, expected: str | None) -> None:
    """Openings that browsers take for HTML, XML and PDF are known, nothing else."""
    assert expected == sniff(body)


@pytest.mark.parametrize(
    ("media", "body", "expected"),
    [
        ("text/html", b"", "html"),
        ("application/xhtml+xml", b"", "xhtml"),
        ("text/xml", b"<?xml version='1.0'?><html xmlns='x'>", "xhtml"),
        ("application/xml", b"<feed>", None),
        ("application/atom+xml", b"<feed>", None),
        ("application/pdf", b"%PDF-1.4", "pdf"),
        ("application/pdf", b"\r\n junk %PDF-1.4", "pdf"),
        ("application/pdf", b"<html>", None),
        ("application/octet-stream", b"%PDF-1.4", "pdf"),
        ("text/html", b"%PDF-1.4", "pdf"),
        ("text/html", b" %PDF-1.4", "html"),
        ("text/html", b' {"error": 1}', "data"),
        ("text/html", b"{% if %}<p>", "html"),
        ("text/plain", b"<html>", "data"),
        ("text/plain", b"GIF89a\0", None),
        ("application/json", b"[]", "data"),
        ("application/problem+json", b"{}", "data"),
        (None, b'{"error": 1}', "data"),
        (None, b"plain words", None),
        (None, b"<html>", None),
    ],
)
def test_kinds(media: str | None, body: bytes, expected: str | None) -> None:
    """A type says how a body is read; only a PDF's signature goes before it."""
    assert expected == kind_of(media, body)
