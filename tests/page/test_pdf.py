"""PDF metadata as far as it stands in the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.page import read_page
from crawler.page.pdf import read_pdf
from crawler.page.pdf_strings import read_strings

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>
<rdf:Description xmp:CreateDate="2018-07-06T05:04:03Z">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Algebra &amp; More, Größe</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Jean Gallier</rdf:li><rdf:li>Jocelyn Quaintance</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>""".encode()


def _pdf(
    info: bytes, *, before: bytes = b"", trailer: bytes = b"trailer\n<< /Size 9 /Info 7 0 R /Root 1 0 R >>"
) -> bytes:
    return b"%PDF-1.5\n" + before + b"7 0 obj\n<< " + info + b" >>\nendobj\n" + trailer


def test_the_information_dictionary() -> None:
    """Title, author and date are read from the dictionary that the trailer names."""
    body = _pdf(b"/Title (Math for ML) /Author (A. Author; B. Author) /CreationDate (D:20190305101112Z)")
    facts = read_page(body, url="http://a.example/x.pdf", content_type="application/pdf;x=y")

    assert facts is not None
    assert (
        facts.title,
        facts.names,
        facts.authors,
        facts.published,
        facts.content_type,
    ) == ("Math for ML", ("Math for ML",), ("A. Author", "B. Author"), "2019-03-05", "application/pdf")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (rb"(plain)", "plain"),
        (rb"()", None),
        (rb"(nested (and) \(escaped\) \\ text)", "nested (and) (escaped) \\ text"),
        (rb"(octal \101\102\7x)", "octal ABx"),
        (b"(a line \\\nthat goes on)", "a line that goes on"),
        (rb"(tab\tline\nend)", "tab line end"),
        (b"(\xfe\xff\x00G\x00r\x00\xf6\x00\xdf\x00e\x65\x70)", "Größe数"),
        (rb"(\376\377\000A\000B)", "AB"),
        (b"(\xff\xfeA\x00B\x00)", "AB"),
        (b"(\xef\xbb\xbfGr\xc3\xb6\xc3\x9fe)", "Größe"),
        (b"(Gr\xf6\xdfe \x8dx\x8e \x84 \xa0)", "Größe “x” — €"),
        (b"<FEFF00470072 00F6>", "Grö"),
        (b"<48692>", "Hi"),
        (b"(Algorithms >> data << structures)", "Algorithms >> data << structures"),
        (b"(unclosed \\(title", "unclosed (title >> endobj trailer << /Size 9 /Info 7 0 R /Root 1 0 R >>"),
        (b"(a\xfe\xffb)", "aþÿb"),
        (b"5 0 R", None),
        (b"/Name", None),
        (b"[(x) (y)]", None),
    ],
)
def test_text_strings(written: bytes, expected: str | None) -> None:
    """Literal and hexadecimal strings are read with escapes, in UTF-16, UTF-8 and PDFDocEncoding."""
    assert expected == read_pdf(_pdf(b"/Title " + written), content_type=None).title


@pytest.mark.parametrize(
    "title",
    [
        "untitled",
        "Untitled1",
        "Microsoft Word - thesis.doc",
        "paper.dvi",
        "book_final.pdf",
        "main.tex",
        "slides.PPTX",
        "  ",
    ],
)
def test_file_names_are_no_titles(title: str) -> None:
    """What software puts where nobody gave a title is not the work's name."""
    facts = read_pdf(_pdf(b"/Title (" + title.encode() + b")"), content_type=None)

    assert (facts.title, facts.names) == (None, ())


def test_dictionaries_of_figures_and_bookmarks_are_not_taken() -> None:
    """Only the dictionary that the trailer names is the document's."""
    figure = b"3 0 obj << /Title (figure1) /Producer (R) /CreationDate (D:2001) >> endobj\n"
    bookmark = b"17 0 obj << /Title (Chapter 1) /Parent 5 0 R >> endobj\n"

    assert read_pdf(_pdf(b"/Title (Real)", before=figure + bookmark), content_type=None).title == "Real"
    assert read_pdf(_pdf(b"/Title (x)", before=figure, trailer=b""), content_type=None).title is None


def test_the_last_update_counts() -> None:
    """A file that was saved again has its newest dictionary last."""
    body = _pdf(b"/Title (Old)") + b"\n8 0 obj << /Title (New) >> endobj trailer << /Info 8 0 R >>"

    assert read_pdf(body, content_type=None).title == "New"


def test_encrypted_strings_are_not_read() -> None:
    """Strings of an encrypted file are noise."""
    body = _pdf(b"/Title (noise)", trailer=b"trailer << /Info 7 0 R /Encrypt 9 0 R >>")

    assert read_pdf(body, content_type=None).title is None


def test_xmp_stands_in() -> None:
    """Where no dictionary is at hand, the only XMP packet is read."""
    facts = read_pdf(b"%PDF-1.7\n" + XMP, content_type=None)

    assert (
        facts.title,
        facts.authors,
        facts.published,
    ) == ("Algebra & More, Größe", ("Jean Gallier", "Jocelyn Quaintance"), "2018-07-06")


def test_of_several_xmp_packets_none_is_taken() -> None:
    """One of several packets may be a figure's."""
    assert read_pdf(b"%PDF-1.7\n" + XMP + XMP, content_type=None).title is None


def test_the_end_of_a_large_file_is_looked_at() -> None:
    """A trailer at the end of many megabytes is found where they were received."""
    body = _pdf(b"/Title (Late)", before=b"x" * 5_000_000)

    assert read_pdf(body, content_type=None).title == "Late"


@settings(max_examples=200, deadline=None)
@given(
    noise=st.lists(
        st.sampled_from([b"(", b")", b"<", b">", b"\\", b"/Title", b" ", b"FEFF", b"\xfe\xff", b"\\7", b"%"])
    )
)
def test_strings_never_raise(noise: list[bytes]) -> None:
    """Any bytes in the dictionary's place give texts."""
    assert all(isinstance(value, str) for value in read_strings(b"".join(noise)).values())


def test_any_prefix_of_a_pdf_is_read() -> None:
    """A PDF may be cut anywhere."""
    body = _pdf(rb"/Title (Math \(for\) ML) /Author <FEFF0041>") + XMP
    titles = [read_pdf(body[:end], content_type=None).title for end in range(len(body) + 1)]

    assert titles[-1] == "Math (for) ML"
