from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from crawler.report import Before, Place, compare, render_markdown
from crawler.report.markdown import BECAUSE_AT_MOST, LISTED_AT_MOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.token import Token

    from crawler.report import LinkReport, Report

GOLDEN = Path(__file__).with_name("sample.md")
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
PINGS = re.compile(r"@[\w-]|#\d|\bGH-\d|://|\bwww\.|:[\w+-]+:", re.IGNORECASE)
OWN_TAGS = re.compile(r"(</?details>|<summary>[\w (),:;-]+</summary>|\n)*")


def _tokens(markdown: str) -> Iterator[Token]:
    for token in PARSER.parse(markdown):
        yield token
        yield from token.children or ()


def test_the_sample_reads_like_its_golden_file(sample: Report) -> None:
    """The whole page for a maintainer, as it was looked at and found good; UPDATE_GOLDEN=1 writes it anew."""
    text = render_markdown(sample)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8", newline="")

    assert GOLDEN.read_text(encoding="utf-8") == text


def test_what_changed_stands_before_what_is_broken_and_before_what_to_do(sample: Report) -> None:
    """The order of the sections is the order of a maintainer's questions."""
    titles = [
        following.content
        for token, following in zip(
            *(list(PARSER.parse(render_markdown(sample)))[n:] for n in (0, 1)), strict=False
        )
        if token.type == "heading_open" and token.tag == "h2"
    ]
    expected = [
        "Changed since the last run",
        "Broken now",
        "Suggestions",
        "Problems in the catalog",
        "The run",
    ]

    assert expected == titles


def test_confirmed_deaths_stand_first(sample: Report) -> None:
    """Of the dead, the confirmed one comes before those that were seen once."""
    broken = render_markdown(sample).partition("## Broken now")[2]
    places = [
        broken.index(f"`{entry}`") for entry in ("gone-lab", "old-notes", "soft", "parked", "slow", "expired")
    ]

    assert sorted(places) == places


def test_hostile_texts_do_nothing_in_the_page(hostile: Report) -> None:
    """No tag but the page's own, no link, no image and no emphasis but the page's own comes of any text."""
    tokens = list(_tokens(render_markdown(hostile)))
    html = [token.content for token in tokens if token.type in {"html_block", "html_inline"}]

    assert html
    assert [] == [text for text in html if not OWN_TAGS.fullmatch(text)]
    assert set() == {token.type for token in tokens} & {
        "link_open",
        "image",
        "em_open",
        "s_open",
        "fence",
        "code_block",
    }
    assert {"h1", "h2", "h3", "h4"} == {token.tag for token in tokens if token.type == "heading_open"}
    assert 1 == sum(token.type == "table_open" for token in tokens)


def test_nothing_in_the_page_calls_anybody(hostile: Report) -> None:
    """Outside code nothing is left of which GitHub makes a mention, a reference or a link."""
    plain = [token.content for token in _tokens(render_markdown(hostile)) if token.type == "text"]

    assert [] == [text for text in plain if PINGS.search(text)]


def test_no_line_starts_a_workflow_command(hostile: Report) -> None:
    """A job that prints the page runs nothing."""
    text = render_markdown(hostile)

    assert [] == [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert "##[" not in text


def test_long_texts_are_cut(hostile: Report) -> None:
    """Five thousand characters of a title do not bury the rest."""
    assert 4000 > max(len(line) for line in render_markdown(hostile).splitlines() if "Catalogs:" not in line)


def test_many_reasons_are_cut(
    make_report: Callable[..., Report], make_link: Callable[..., LinkReport]
) -> None:
    """A few reasons are shown, and where the others are."""
    link = make_link(
        "a", status="dead", because=[f"reason {number}" for number in range(BECAUSE_AT_MOST + 3)]
    )
    text = render_markdown(make_report((link,)))

    assert f"- reason {BECAUSE_AT_MOST - 1}\n" in text
    assert f"- reason {BECAUSE_AT_MOST}\n" not in text
    assert "- and 3 more reasons in `latest.json`" in text


def test_a_first_run_lists_no_link_as_news(many: Report) -> None:
    """All links are new to a first run: that is said once."""
    news = render_markdown(many).partition("## Broken now")[0]

    assert "This is the first run" in news
    assert "entry-0003" not in news


def test_many_changes_of_a_kind_are_cut(
    make_report: Callable[..., Report], make_link: Callable[..., LinkReport]
) -> None:
    """What matters of a long list is its start and its length; the failing ones come first in it."""
    links = [
        make_link(f"e{number}", status="alive" if number else "skipped")
        for number in range(LISTED_AT_MOST + 5)
    ]
    links.append(make_link("worst", status="dead"))
    known = Place(file="catalog.yaml", entry="other", field="url")
    text = render_markdown(make_report(tuple(links), compare({known: Before("alive", "x")}, links)))
    news = text.partition("### New in the catalog")[2]

    assert f" ({LISTED_AT_MOST + 6})\n\n- `worst` " in text.partition("### New in the catalog")[2][:60]
    assert "- and 6 more in `latest.json`" in news


def test_an_inconclusive_run_says_so_before_anything_else(make_report: Callable[..., Report]) -> None:
    """Nobody should act on what a machine without a network saw."""
    text = render_markdown(make_report(run={"inconclusive": True}))

    assert "**This run is inconclusive.**" in text.partition("## ")[0]
    assert "inconclusive" not in render_markdown(make_report())


@pytest.mark.parametrize("section", ["Changed since the last run", "Broken now"])
def test_an_empty_section_says_that_it_is_empty(section: str, make_report: Callable[..., Report]) -> None:
    """Silence would leave a reader in doubt."""
    assert f"## {section}\n\nNothing.\n" in render_markdown(make_report())


def test_an_address_in_many_places_is_one_line(
    make_report: Callable[..., Report], make_link: Callable[..., LinkReport]
) -> None:
    """Its places are named up to a bound, what is said of it once; the heading counts links."""
    links = tuple(make_link(f"e{n}", line=n, status="dead", url="https://a.test/x") for n in range(1, 15))
    page = render_markdown(make_report(links, compare({}, links)))

    assert 1 == page.count("`https://a.test/x`")
    assert "### Dead (14)" in page
    assert "- `e1` `catalog.yaml:1`, `e2` `catalog.yaml:2`," in page
    assert "`e10` `catalog.yaml:10` and 4 more places: **" in page
    assert "`e11`" not in page


def test_what_broke_says_why_at_once(sample: Report) -> None:
    """The first screen answers the first question; of what works again there is nothing to explain."""
    page = render_markdown(sample)

    assert "alive → **dead**, not found (not confirmed yet): 404 from `https://old-notes.test/`\n" in page
    assert "dead → **alive**, ok\n" in page
    assert "3 suggestions (1 safe)" in page
