"""The URLs of one run of Markdown text (a paragraph, a heading, a cell), with their offsets in it.

markdown-it-py decides what is a link; it keeps no offsets of inline tokens, but its rules know where they
stand when they succeed. So each rule that matters here is wrapped, and says where it began and ended. A
scanner of our own was rejected: brackets, code spans and HTML take precedence over one another in ways that
only a parser gets right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference, unescapeAll
from markdown_it.helpers import parseLinkDestination

from crawler.catalog.bare import bare_urls, www_urls
from crawler.catalog.markdown_found import Found, Kind
from crawler.catalog.markdown_html import html_urls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.rules_inline import StateInline

_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Mark:
    rule: str
    start: int
    end: int
    is_code: bool = False
    opening: Any = None
    """The token that begins a link."""
    destination: tuple[int, int, str] | None = None
    label: str = ""


class InlineReader:
    """markdown-it-py with its rules wrapped; one reader serves one document at a time."""

    def __init__(self) -> None:
        self.parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
        # What is written is wanted, not what a browser would make of it; schemes are looked at later.
        setattr(self.parser, "normalizeLink", str)  # noqa: B010 - a method that the library lets one replace
        setattr(self.parser, "validateLink", bool)  # noqa: B010 - likewise
        self._marks: list[_Mark] = []
        self._depth = 0
        self.words = ""
        """What the text read last says, without markup."""
        rules = self.parser.inline.ruler
        for rule in rules.get_all_rules():
            if rule in _WRAPPED:
                function = next(one.fn for one in rules.__rules__ if one.name == rule)
                rules.at(rule, self._wrapped(rule, function))

    def read(self, content: str, environment: dict[str, Any]) -> list[Found]:
        """All URLs with an http or https scheme, in the order of their places."""
        self._marks.clear()
        self._depth = 0  # whatever ended the last text early
        tokens: list[Any] = []
        self.parser.inline.parse(content, self.parser, environment, tokens)
        self.words = words_of(tokens)
        marks = sorted(self._marks, key=lambda mark: mark.start)
        said = _Said(tokens)
        found = [one for mark in marks for one in _of_mark(content, mark, said)]
        found += _free_urls(content, marks)
        found = [one for one in found if one.label is not None or _WEB.match(one.url)]
        return sorted(found, key=lambda one: (one.start, one.end))

    def _wrapped(
        self, name: str, rule: Callable[[StateInline, bool], bool]
    ) -> Callable[[StateInline, bool], bool]:
        def run(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it-py's signature
            start, count = state.pos, len(state.tokens)
            is_outermost = not silent and self._depth == 0
            # What an image says is parsed as a text of its own, with offsets of its own.
            self._depth += name == "image"
            done = rule(state, silent)
            self._depth -= name == "image"
            if done and is_outermost:
                self._marks.append(_mark(name, state, start, state.tokens[count:]))
            return done

        return run


@cache
def inline_reader() -> InlineReader:
    """The one reader: making one takes as long as reading a page of ten lines."""
    return InlineReader()


_WRAPPED = frozenset({"link", "image", "autolink", "html_inline", "backticks"})


def _mark(name: str, state: StateInline, start: int, tokens: Sequence[Any]) -> _Mark:
    end = state.pos
    if name not in {"link", "image"}:
        return _Mark(name, start, end, is_code=any(token.type == "code_inline" for token in tokens))
    link = next((token for token in tokens if token.type == "link_open"), None)
    opening = start + (name == "image")
    closing = state.md.helpers.parseLinkLabel(state, opening, name == "link")
    state.pos = end
    is_inline = end > closing + 1 and state.src[closing + 1] == "("
    if is_inline:
        place = _destination(state, closing + 2)
        return _Mark(name, start, end, opening=link, destination=place)
    label = state.src[closing + 2 : end - 1] if end > closing + 1 else ""
    name_of = normalizeReference(label or state.src[opening + 1 : closing])
    return _Mark(name, start, end, opening=link, label=name_of)


def _destination(state: StateInline, position: int) -> tuple[int, int, str] | None:
    while position < state.posMax and state.src[position] in " \t\n":
        position += 1
    return destination(state.src, position, state.posMax)


def destination(text: str, position: int, end: int) -> tuple[int, int, str] | None:
    """Where a destination stands, angle brackets left out, and what it says."""
    parsed = parseLinkDestination(text, position, end)
    if not parsed.ok:
        return None
    brackets = int(text[position] == "<")
    return position + brackets, parsed.pos - brackets, parsed.str


class _Said:
    """What links say; their tokens are looked up, since emphasis and neighbours change them later."""

    def __init__(self, tokens: Sequence[Any]) -> None:
        self._tokens = tokens
        self._openings = {id(token): at for at, token in enumerate(tokens) if token.type == "link_open"}

    def by(self, opening: Any) -> str:
        begin = self._openings[id(opening)]
        end = next(at for at in range(begin, len(self._tokens)) if self._tokens[at].type == "link_close")
        return words_of(self._tokens[begin:end])


def _of_mark(content: str, mark: _Mark, said: _Said) -> Iterator[Found]:
    if mark.rule == "autolink":
        yield Found(
            url=content[mark.start + 1 : mark.end - 1],
            kind="autolink",
            start=mark.start + 1,
            end=mark.end - 1,
        )
    elif mark.rule == "html_inline":
        yield from html_urls(content, mark.start, mark.end)
    elif mark.rule in {"link", "image"}:
        is_image = mark.rule == "image"
        text = "" if is_image or mark.opening is None else said.by(mark.opening)
        kind: Kind = "image" if is_image else "link"
        if mark.destination:
            start, end, url = mark.destination
            yield Found(url=url, kind=kind, start=start, end=end, text=text, is_image=is_image)
        elif mark.label:
            yield Found(
                url="",
                kind="definition",
                start=mark.start,
                end=mark.end,
                text=text,
                label=mark.label,
                is_image=is_image,
            )


def words_of(tokens: Sequence[Any]) -> str:
    """Tokens as plain words; what an image says is not among them."""
    words = []
    for token in tokens:
        if token.type in {"text", "code_inline", "text_special"}:
            words.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            words.append(" ")
    return " ".join("".join(words).split())


def _free_urls(content: str, marks: list[_Mark]) -> Iterator[Found]:
    """URLs in the text that is left when links, code, tags and the insides of anchors are taken out."""
    if "://" not in content and "www." not in content.lower():
        return
    masked = list(content)
    anchor: int | None = None
    for mark in marks:
        if mark.rule != "backticks" or mark.is_code:
            masked[mark.start : mark.end] = " " * (mark.end - mark.start)
        tag = content[mark.start : mark.start + 3].lower() if mark.rule == "html_inline" else ""
        if tag.startswith("<a") and not tag[2:].isalnum():
            anchor = mark.end
        elif tag == "</a" and anchor is not None:
            masked[anchor : mark.start] = " " * (mark.start - anchor)
            anchor = None
    text = "".join(masked)
    for start, end in [*bare_urls(text), *www_urls(text)]:
        url = unescapeAll(content[start:end])
        yield Found(url=url if "://" in url[:8] else f"http://{url}", kind="bare", start=start, end=end)
