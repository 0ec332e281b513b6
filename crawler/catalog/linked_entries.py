"""Reads a text with links as a catalog: what a link says is its title, the headings above are its topics."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.catalog.checked import checked_catalog
from crawler.catalog.front_matter import MATTER
from crawler.catalog.listing import Address, Parsed
from crawler.catalog.mapped import Identities, host_slug, read_entries, slug
from crawler.catalog.model import Entry, Link, Problem, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from crawler.catalog.layout import Layout
    from crawler.catalog.linked_text import LinkedText
    from crawler.catalog.markdown_blocks import Block, Url
    from crawler.catalog.model import Catalog

# Words that say what kind of thing is behind a link, and not what it is called.
_NO_TITLE = re.compile(
    r"(?:(?:read|view|see|try|visit|click|get|watch|learn|download|official|online|live|full|source|original|"
    r"home|project|the|it|on|its|a|for|more|free)\s+)*"
    r"(?:here|links?|web ?sites?|sites?|home ?pages?|home|demos?|source|"
    r"(?:source )?code|docs?|documentation|github|gitlab|bitbucket|repo(?:sitory)?|papers?|pdf|videos?|"
    r"slides?|"
    r"blog(?: post)?|articles?|books?|wiki(?:pedia)?|more|download|live|online|web|twitter|npm|pypi|readme|"
    r"tutorials?|examples?|lectures?|course|notes|preprint|arxiv|doi|post|page|info|details|license|licence|"
    r"playground|app|discord|slack|youtube|\W*|\d+)|.{1,2}",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_SHORTCODE = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])")
"""A picture's name: `:star:`, `:simple-github:`."""
_LONGEST_TITLE = 300


def read_linked(parsed: LinkedText, layout: Layout | None, *, today: date) -> Catalog:
    """A catalog of all http and https links, images among them; anchors and relative links are not asked.

    With a layout that says where, those of the page's metadata come first: they make one entry. It goes with
    its page, which nobody removes for a dead link where it has words of its own.
    """
    identities = Identities()
    entries, addresses, problems = _of_matter(parsed, layout, identities)
    for number, block in enumerate(parsed.blocks):
        entry = _entry(block, identities)
        entries.append(entry)
        addresses += (
            Address(
                link=link,
                owner=f"'{entry.id}'",
                parsed=Parsed.of(link.url),
                is_own=link.field == "url" and bool(block.within),
                titles_within="host",
            )
            for link in _links(parsed, number, entry.id)
        )
    return checked_catalog(parsed, entries, addresses, today=today, problems=problems)


def _of_matter(
    parsed: LinkedText, layout: Layout | None, identities: Identities
) -> tuple[list[Entry], list[Address], list[Problem]]:
    if layout is None or layout.finds_nothing or parsed.read_matter is None:
        return [], [], []
    if parsed.matter is None:
        return [], [], [_unread(parsed.file, str(parsed.read_matter))]
    entries, addresses, problems = read_entries(parsed, layout, identities, root=(MATTER,))
    if parsed.text[parsed.top :].strip():
        addresses = [replace(one, link=replace(one.link, entry_is="text")) for one in addresses]
    return entries, addresses, [*problems, *parsed.matter.problems(parsed.line)]


def _unread(file: str, said: str) -> Problem:
    found = re.match(rf"{re.escape(file)}:(\d+): ", said)
    line = int(found[1]) if found else 1
    message = f"what stands at the top of the page is not read: {said[found.end() if found else 0 :]}"
    return Problem(file=file, line=line, code="unreadable-front-matter", message=message)


def _entry(block: Block, identities: Identities) -> Entry:
    main = next((url for url in block.urls if not url.is_image), block.urls[0])
    wanted = block.name or slug(main.text) or host_slug(main.url) or "link"
    return Entry.model_construct(id=identities.take(wanted), title=title_of(main), topics=block.topic)


def title_of(url: Url) -> str | None:
    """What the page should be called; None where the words only say that there is one."""
    words = _SHORTCODE.sub("", url.text[:_LONGEST_TITLE]).strip()
    if not words or _ADDRESS.fullmatch(words) or _NO_TITLE.fullmatch(words):
        return None
    return words


def _links(parsed: LinkedText, number: int, entry: str) -> Iterator[Link]:
    """The first that is no image is `url`; the others are counted."""
    block = parsed.blocks[number]
    has_main = False
    for position, url in enumerate(block.urls):
        is_main = not has_main and not url.is_image
        has_main |= is_main
        span = Span(start=url.start or 0, end=url.end or 0)
        is_placed = url.start is not None
        yield Link(
            entry=entry,
            field="url" if is_main else f"{'images' if url.is_image else 'links'}[{position}]",
            url=url.url,
            file=parsed.file,
            line=parsed.line(span.start if is_placed else parsed.starts[url.line]),
            column=parsed.column(span.start) if is_placed else 1,
            span=span,
            route=("entries", number, "links", position, "url"),
            kind="image" if url.is_image else None,
            entry_route=("entries", number),
            entry_is="text" if block.unit is None or block.unit.is_header else "item",
            is_main=is_main,
            title=title_of(url),
        )
