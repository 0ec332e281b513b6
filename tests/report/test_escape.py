from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from crawler.report.escape import clip, code_span, escape_markdown, link_target, make_visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

HOSTILE = [
    case["text"]
    for case in yaml.safe_load(Path(__file__).with_name("hostile.yaml").read_text(encoding="utf-8"))
]
BREAK = "\u200b"
# Lines in which reports show strangers' text; where it stands alone, it could start a block.
CONTEXTS = ("{}", "- {}", "- **word** {}: {}", "## {}", "| head |\n| --- |\n| {} |", "1. word\n   - {}")
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MARKS = "`*_~[](){}<>&|\\#@!:/.w$-+=^\"' \t\n0123456789aGHhtps;"
TEXTS = st.one_of(
    st.text(MARKS, max_size=40),
    st.text(max_size=40),
    st.lists(
        st.sampled_from([*HOSTILE, "http://", "https://", "HTTPS://a", "www.", "`", "``", "\\"]), max_size=4
    ).map("".join),
)
# What GitHub looks for in the text of a rendered page.
PINGS = re.compile(r"@[\w-]|#\d|\bGH-\d|://|\bwww\.|:[\w+-]+(?::|$)", re.IGNORECASE)


def _leaves(markdown: str) -> Iterator[Token]:
    """Every token that shows something, the blocks that only hold others left out."""
    for token in PARSER.parse(markdown):
        if token.type == "inline":
            yield from token.children or ()
        elif token.content:
            yield token


def _blocks(markdown: str) -> list[str]:
    return [token.type for token in PARSER.parse(markdown)]


@pytest.mark.parametrize("context", CONTEXTS)
@given(text=TEXTS)
@example(text="1.")
@example(text="12) x")
@example(text="+")
@example(text="# x #")
@example(text="`https://a.test/`")
@example(text="\\`https://a.test/|x`")
@example(text="===")
@example(text="https://a.test/\\")
def test_escaped_text_is_shown_as_it_is_and_does_nothing(context: str, text: str) -> None:
    """In every context a parser finds plain text and code only, and together they spell the visible text."""
    plain, escaped = context.replace("{}", "SOLID"), context.replace("{}", escape_markdown(text))
    expected = "".join(leaf.content for leaf in _leaves(plain)).replace("SOLID", make_visible(text))
    shown = "".join(leaf.content for leaf in _leaves(escaped)).replace(BREAK, "")

    assert expected.split() == shown.split()
    assert {leaf.type for leaf in _leaves(escaped)} <= {"text", "code_inline", "strong_open", "strong_close"}
    assert not make_visible(text) or _blocks(plain) == _blocks(escaped)


@given(text=TEXTS)
def test_escaped_text_is_the_visible_text(text: str) -> None:
    """Nothing is lost and nothing is added but zero-width spaces."""
    shown = "".join(leaf.content for leaf in _leaves("word " + escape_markdown(text))).replace(BREAK, "")

    assert f"word {make_visible(text)}".rstrip() == shown


@given(text=TEXTS)
def test_nothing_that_github_links_by_itself_is_left_in_the_text(text: str) -> None:
    """Outside code no mention, reference, mail address, bare link or emoji is left after rendering."""
    plain = [leaf.content for leaf in _leaves(escape_markdown(text)) if leaf.type == "text"]

    assert [] == [found for content in plain for found in PINGS.findall(content)]


@pytest.mark.parametrize("text", [*HOSTILE, "x" * 9])
def test_escaped_text_stays_on_its_line_and_starts_no_command(text: str) -> None:
    """A runner reads commands at the start of a line, and older ones anywhere."""
    escaped = escape_markdown(text)

    assert 1 >= len(escaped.splitlines())
    assert not escaped.startswith("::")
    assert "##[" not in escaped
    assert "##[" not in code_span(text)


@given(text=TEXTS)
@example(text="`")
@example(text="a`")
@example(text="``a`` `b")
@example(text="")
@example(text="##[command]")
def test_a_code_span_shows_its_text_and_ends_where_it_ends(text: str) -> None:
    """A code span holds the whole visible text, however many backticks that has."""
    (leaf,) = _leaves(f"- {code_span(text)}")

    assert ("code_inline", make_visible(text) or "(empty)") == (leaf.type, leaf.content.replace(BREAK, ""))


def test_addresses_in_text_can_be_copied() -> None:
    """An address becomes code, without the stop that ends the sentence and without a zero-width space."""
    expected = "301 to `https://a.test/x_y?b=1#c` (2 hops), then `http://b.test/`."

    assert expected == escape_markdown("301 to https://a.test/x_y?b=1#c (2 hops), then http://b.test/.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mathematics for Machine Learning (2nd ed.)", "Mathematics for Machine Learning (2nd ed.)"),
        ("C# & snake_case", "C\\# &amp; snake\\_case"),
        ("1. one", "1\\. one"),
        ("@everyone", f"@{BREAK}everyone"),
        ("<b>", "&lt;b&gt;"),
        ("$x$", "&#36;x&#36;"),
    ],
)
def test_what_needs_no_escape_stays_readable(text: str, expected: str) -> None:
    """The report is read raw as well, so only what could do something is escaped."""
    assert expected == escape_markdown(text)


@given(text=st.text(st.characters(), max_size=60))
def test_visible_text_has_nothing_unseen(text: str) -> None:
    """No control character, no half surrogate, and nothing that overrides the writing direction is left."""
    left = {unicodedata.category(char) for char in make_visible(text)}

    assert set() == left & {"Cc", "Cs", "Zl", "Zp"}
    assert [] == [
        char for char in make_visible(text) if unicodedata.bidirectional(char) in {"RLO", "LRO", "RLE"}
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gnp\u202eexe", "gnp⟨U+202E⟩exe"),
        ("a\x00b", "a⟨U+0000⟩b"),
        ("a\ud800b", "a⟨U+D800⟩b"),
        ("pay\u200bpal", "pay⟨U+200B⟩pal"),
        (" a \r\n\t b\u00a0c\u2028d ", "a b c d"),
        ("👩\u200d🔬", "👩\u200d🔬"),
    ],
)
def test_unseen_characters_are_spelled_out(text: str, expected: str) -> None:
    """A reader sees that something was hidden, and what."""
    assert expected == make_visible(text)


@given(text=st.text(max_size=50), limit=st.integers(1, 20))
def test_a_clipped_text_is_its_own_start(text: str, limit: int) -> None:
    """A text that fits is kept; another is cut to the limit and marked."""
    whole, shown = make_visible(text), clip(text, limit)

    assert len(shown) <= limit + 1
    assert whole == shown or (shown.endswith("…") and whole.startswith(shown[:-1]))


@pytest.mark.parametrize(
    "url",
    ["http://a.test/", "https://a.test/", "HTTPS://a.test/", "https://a@b.test/?q=<x>", "https://a.test/п"],
)
def test_web_addresses_may_be_linked(url: str) -> None:
    """Http and https are linked, in any case."""
    assert url == link_target(url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.test/", "/x", "x", "", None, "http:",
        "\x01https://a.test/",
        "https://a.test/\u202egnp.exe",
        "https://a.test/\ud800",
        "https://a.test/\n", "blob:https://a.test/", "javascript://a.test/%0aalert(1)//https://b.test/",
    ],
)  # fmt: skip
def test_nothing_else_is_linked(url: str) -> None:
    """Any other scheme, a relative address or one with something before its scheme is shown as text."""
    assert None is link_target(url)
