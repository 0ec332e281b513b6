"""reStructuredText as one of the formats: what docutils makes links and images of, and where it stands.

An address in another's words (`` `text <url>`_ ``), named and nameless targets, images, figures and their
`:target:`, and addresses that stand free. Literal text, comments and code are none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.catalog.markdown_found import Found
from crawler.catalog.markup import MarkupText, Outline, indentation, is_free, links_in, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.catalog.markdown_blocks import Url
    from crawler.catalog.markup import Run

_RULE = re.compile(r"([!-/:-@\[-`{-~])\1*[ \t]*")
_LEAST_RULE = 4
"""Characters; a shorter one is as long as the title that it belongs to."""
_TABLE_RULE = re.compile(r"[ \t]*=+(?:[ \t]+=+)+[ \t]*")
_GRID_RULE = re.compile(r"[ \t]*\+[-=+]{3,}\+?[ \t]*")
_ITEM = re.compile(
    r"(?:[-*+\u2022\u2023\u2043]|\#\.|(?P<counted>\(?(?:\d+|[a-zA-Z]|[ivxlcdmIVXLCDM]+)[.)]))(?:[ \t]+|$)"
)
_TARGET = re.compile(r"(?:\.\.[ \t]+_(?P<name>`[^`]*`|(?:\\.|:(?!\s|$)|[^:\\`])+):|__)(?:[ \t]+(?P<url>.*))?")
_DIRECTIVE = re.compile(
    r"\.\.[ \t]+(?:\|[^|]+\|[ \t]+)?(?P<name>[\w.+-]+(?::[\w.+-]+)*)[ \t]?::(?:[ \t]+(?P<about>.*))?"
)
_NOTE = re.compile(r"\.\.[ \t]+\[[^\]]+\](?:[ \t]|$)")
_PICTURES = frozenset({"image", "figure"})
_VERBATIM = frozenset(
    {
        "code", "code-block", "sourcecode", "highlight", "literalinclude", "include", "raw", "math",
        "parsed-literal", "doctest", "testcode", "testoutput", "testsetup", "testcleanup", "prompt",
        "graphviz", "digraph", "graph", "plantuml", "uml", "mermaid", "ipython", "jupyter-execute", "plot",
        "productionlist", "tikz", "meta", "index", "highlightlang", "program-output", "command-output",
    }
)  # fmt: skip
_OPTION = re.compile(r"[ \t]*:target:[ \t]+(?P<url>https?://\S+)[ \t]*", re.IGNORECASE)
_INLINE = re.compile(
    r"\\."
    r"|(?P<literal>``(?:[^`]|`(?!`))*(?:``)?)"
    r"|(?P<role>:[\w.+-]{1,60}:)?`(?P<said>(?:[^`\\]|\\.)*)`(?P<link>__?(?!\w))?"
    r"|(?<![\w.:+/@#?=&%-])(?P<name>[^\W_]+(?:[-._+:][^\W_]+)*)(?P<refers>__?)(?![\w/])",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(\s|.)", re.DOTALL)
# What docutils takes for an address that stands free, and for nothing else at the same time.
_FREE = re.compile(
    r"https?://(?:[-.!~'()\[\];/:@&=+$,%?#a-zA-Z0-9]|_(?=[a-zA-Z0-9]))*[~=/+a-zA-Z0-9]", re.IGNORECASE
)
_UNSAFE = re.compile(r"[\s<>`\\*|]")
_NEXT_COLUMN = re.compile(r"\S*\s{2,}\S")


def read_rst(file: str, text: str) -> MarkupText:
    """Any text is reStructuredText."""
    return _Reader(text).read(file)


class _Reader:
    """One text on its way: lines to runs, then runs to links, once all targets are known."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.outline = Outline(text)
        self._styles: list[tuple[str, bool]] = []
        self._skipped: int | None = None
        """Lines deeper than this are literal, or a comment."""
        self._literal: int | None = None
        """A paragraph has ended in `::`; what is deeper than this is literal."""
        self._is_session = False
        """Up to the next blank line."""
        self._is_grid = False
        self._rules = 0
        """Of a simple table that have been passed."""
        self._targets: dict[str, tuple[Found, Run]] = {}
        self._nameless: list[tuple[Found, Run]] = []

    def read(self, file: str) -> MarkupText:
        for line in self.outline.lines():
            number = self.outline.at
            self.outline.at = number + self._step(number, line) - 1
        self._nameless.reverse()
        self.outline.read(self._links)
        return MarkupText(file, self.text, self.outline.blocks(), self.outline.starts, spell=_spell)

    def _step(self, number: int, line: str) -> int:
        """How many lines were taken."""
        if not line.strip():
            self.outline.end_run()
            self._is_grid = self._is_session = False
            return 1
        indent = indentation(line)
        if self._is_session or self._is_literal(indent) or self._is_in_table(number, line):
            return 1
        if indent == 0 and not self.outline.is_in_run and (taken := self._heading(number, line)):
            return taken
        self.outline.end_items(number, lambda rank: int(rank) < indent)
        if not self.outline.is_in_run and (taken := self._explicit(number, line.strip(), indent)):
            return taken
        return self._text(line, indent)

    def _is_literal(self, indent: int) -> bool:
        if self._skipped is not None and indent > self._skipped:
            return True
        self._skipped = None
        if self._literal is not None and not self.outline.is_in_run:
            self._skipped = self._literal if indent > self._literal else None
            self._literal = None
        return self._skipped is not None

    def _is_in_table(self, number: int, line: str) -> bool:
        """Rows stand each by itself: what a column holds is not told by its lines alone."""
        if _TABLE_RULE.fullmatch(line):
            is_last = self._rules > 0 and not self.outline.line(number + 1).strip()
            self._rules = 0 if is_last else self._rules + 1
            self.outline.end_run()
            return True
        if _GRID_RULE.fullmatch(line):
            self._is_grid = True
            self.outline.end_run()
            return True
        if self._rules or self._is_grid:
            self.outline.take_alone(is_cell=True)
        return bool(self._rules) or self._is_grid

    def _heading(self, number: int, line: str) -> int:
        words, below = line.rstrip(), self.outline.line(number + 1)
        if _RULE.fullmatch(line) and words != "::":
            is_title = below.strip() and not _RULE.fullmatch(below)
            if is_title and self.outline.line(number + 2).rstrip() == words:
                self._head(number + 1, below, (line[0], True))
                return 3
            if len(words) >= _LEAST_RULE:
                self.outline.end_items(number)
                return 1  # a line between two parts
        if words != "::" and _RULE.fullmatch(below) and len(below.rstrip()) >= min(len(words), _LEAST_RULE):
            self._head(number, words, (below[0], False))
            return 2
        return 0

    def _head(self, number: int, words: str, style: tuple[str, bool]) -> None:
        if style not in self._styles:
            self._styles.append(style)
        self.outline.head(self._styles.index(style), _plain(words))
        self.outline.at = number
        self.outline.take_alone()

    def _explicit(self, number: int, words: str, indent: int) -> int:
        """Targets, directives and comments: what begins with two dots. 0 for what is text."""
        if words == "..":
            self._skipped = indent if self.outline.line(number + 1).strip() else None
            return 1
        if not words.startswith((".. ", "..\t", "__ ")):
            return 0
        target = _TARGET.fullmatch(words)
        if target:
            return self._target(number, target, indent)
        directive = _DIRECTIVE.fullmatch(words)
        name = directive["name"].lower() if directive else ""
        if name in _VERBATIM or (directive is None and words.startswith("..") and not _NOTE.match(words)):
            self._skipped = indent
        elif directive and name in _PICTURES:
            self.outline.take_alone(found=list(self._picture(number, directive)))
        else:
            self.outline.take()
        return 1

    def _target(self, number: int, target: re.Match[str], indent: int) -> int:
        """An address may begin on the next line, and go on over several."""
        line, taken = self.outline.line(number), 1
        pieces = [target["url"]] if target["url"] else []
        start = self.outline.starts[number] + line.index(target.string) + max(target.start("url"), 0)
        end = self.outline.starts[number] + len(line.rstrip())
        while (more := self.outline.line(number + taken)).strip() and indentation(more) > indent:
            begins = self.outline.starts[number + taken]
            start = start if pieces else begins + len(more) - len(more.lstrip())
            end = begins + len(more.rstrip())
            pieces.append(more)
            taken += 1
        found = Found(url=_address("".join(pieces)), kind="definition", start=start, end=end)
        self.outline.take_alone(found=[] if found.url.endswith("_") else [found])
        pair = found, self.outline.runs[-1]
        name = target["name"] or "_"
        if name == "_":
            self._nameless.append(pair)
        else:
            found.text = "" if _NUMBERED.fullmatch(name) else _plain(name.strip("`"))
            first, _ = self._targets.setdefault(_name(name.strip("`")), pair)
            if first is not found:
                # docutils takes a name that is given twice as long as both lead to one place.
                first.end, found.end = first.start, found.start
        return taken

    def _picture(self, number: int, directive: re.Match[str]) -> Iterator[Found]:
        url = (directive["about"] or "").strip()
        if url:
            line = self.outline.line(number)
            start = self.outline.starts[number] + line.index(directive.string) + directive.start("about")
            yield Found(url=_address(url), kind="image", start=start, end=start + len(url), is_image=True)

    def _text(self, line: str, indent: int) -> int:
        words = line.strip()
        self._is_session = words.startswith(">>> ") and not self.outline.is_in_run
        option = _OPTION.fullmatch(line)
        if self._is_session or option:
            url = option["url"] if option else ""
            start = self.outline.starts[self.outline.at] + (option.start("url") if option else 0)
            found = Found(url=_address(url), kind="definition", start=start, end=start + len(url))
            self.outline.take_alone(found=[found] if option else [])
            return 1
        item = None if self.outline.is_in_run else _ITEM.match(words)
        if item:
            self.outline.begin_item(indent, is_counted=item["counted"] is not None)
        self.outline.take()
        self._literal = indent + (item.end() if item else 0) if words.endswith("::") else None
        return 1

    def _links(self, start: int, end: int, _: Run) -> Iterator[tuple[int, Found]]:
        for at, found in links_in(self.text, (start, end), _INLINE, self._read_inline):
            if found.kind == "bare":
                found.url = _unescaped(found.url)
            yield at, found

    def _read_inline(self, match: re.Match[str]) -> list[Found] | None:
        if match["literal"] or match["role"]:
            return []
        words = match["said"]
        if words is not None and match["link"]:
            opening = words.rfind("<")
            if words.rstrip().endswith(">") and (opening == 0 or words[opening - 1 : opening].isspace()):
                return self._embedded(match, words, opening)
            return self._referred(_name(words), words, is_nameless=match["link"] == "__")
        if match["name"]:
            name = match["name"]
            is_nameless = match["refers"] == "__"
            is_known = bool(self._nameless) if is_nameless else _name(name) in self._targets
            return self._referred(_name(name), name, is_nameless=is_nameless) if is_known else None
        return None

    def _embedded(self, match: re.Match[str], words: str, opening: int) -> list[Found]:
        closing = words.rindex(">")
        first = match.start("said")
        start, end = first + opening + 1, first + closing
        url, text = _address(words[opening + 1 : closing]), _plain(words[:opening])
        found = Found(url=url, kind="link", start=start, end=end, text=text)
        if words[:opening].strip() == text:
            found.shown = first + words.index(text), first + words.index(text) + len(text)
        return [found]

    def _referred(self, name: str, words: str, *, is_nameless: bool) -> list[Found]:
        """The first use of a target makes its address one of the block's."""
        pair = (self._nameless.pop() if self._nameless else None) if is_nameless else self._targets.get(name)
        if pair is None or not pair[1].found:
            return []
        found, run = pair
        run.found = []
        found.text = _plain(words)
        return [found]


_NUMBERED = re.compile(r"`?\d+`?")


def _name(words: str) -> str:
    return said(_unescaped(words)).lower()


_WRITTEN_LINK = re.compile(r"`([^`<]*)(?:<[^`<>]*>)?`__?")


def _plain(words: str) -> str:
    return said(_unescaped(_WRITTEN_LINK.sub(r"\1", words)).replace("``", "").replace("**", ""))


def _unescaped(written: str) -> str:
    return _ESCAPE.sub(lambda found: "" if found[1].isspace() else found[1], written)


def _address(written: str) -> str:
    """Spaces and line ends within an address are no part of it."""
    return "".join(_unescaped(written).split())


def _spell(new: str, url: Url, text: str) -> str | None:
    if _UNSAFE.search(new) or new.endswith("_"):
        return None
    if url.kind == "bare" and not (_FREE.fullmatch(new) and is_free(new)):
        return None
    return new if not url.is_in_cell or _keeps_columns(new, url, text) else None


def _keeps_columns(new: str, url: Url, text: str) -> bool:
    """Whether what stands behind an address in its row stays where it is."""
    assert url.start is not None
    assert url.end is not None
    if len(new) == url.end - url.start:
        return True
    first = max(text.rfind("\n", 0, url.start), text.rfind("\r", 0, url.start)) + 1
    rest = re.compile(r"[^\r\n]*").match(text, url.end)
    is_grid = text[first : url.start].lstrip().startswith("|")
    return not is_grid and rest is not None and not _NEXT_COLUMN.search(rest[0])
