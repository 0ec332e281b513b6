"""AsciiDoc as one of the formats: what asciidoctor makes links and images of, and where it stands.

An address with its words in brackets (`url[text]`, `link:url[text]`), image macros and their `link=`,
attribute entries (`:home: url`), and addresses that stand free. Listings, literal text and comments hold
none; of what is passed through the HTML is read. An address with `{name}` in it is read as that attribute
says, and edited by hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.catalog.markdown_found import Found
from crawler.catalog.markdown_html import attribute_value_at, html_urls
from crawler.catalog.markup import MarkupText, Outline, is_free, is_web, links_in, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.catalog.markdown_blocks import Url
    from crawler.catalog.markup import Run

_VERBATIM = re.compile(r"(-{4,}|\.{4,}|\+{4,}|/{4,}|`{3,})\S*[ \t]*")
_PARSED = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--)[ \t]*")
_TABLE = re.compile(r"[|,:!]={3,}[ \t]*")
_HEADING = re.compile(r"(?P<level>={1,6}|#{1,6})[ \t]+(?P<words>\S.*)")
_UNDERLINE = re.compile(r"([=\-~^+])\1+[ \t]*")
_ITEM = re.compile(
    r"[ \t]*(?P<rank>\*{1,6}|-|\u2022|\.{1,5}|<(?:\d+|\.)>|(?P<counted>\d+\.|[a-zA-Z]\.|[ivxIVX]+\)))[ \t]+\S"
)
_TERM = re.compile(r"[ \t]*(?P<words>\S.*?)(?P<rank>:{2,4}|;;)(?=[ \t]|$)")
_ATTRIBUTES = re.compile(r"\[(?P<about>[^\[\]]*)\][ \t]*|\[\[[^\]]*\]\][ \t]*")
_VERBATIM_STYLE = re.compile(
    r"(?:source|listing|literal|stem|latexmath|asciimath|pass|comment|,|plantuml|mermaid|graphviz|ditaa)\b|,"
)
_CONDITION = re.compile(r"(?:ifn?def|ifeval|endif|include)::\S*\[.*\][ \t]*")
_ENTRY = re.compile(r":(?P<name>\w[\w-]*):[ \t]+(?P<value>\S.*?)[ \t]*")
_UNSET = re.compile(r":!?\w[\w-]*!?:.*")
_LABEL = r"(?:\[(?P<{0}>(?:[^\]\\]|\\.)*)(?P<closed_{0}>\])?)?"
_INLINE = re.compile(
    r"(?P<raw>\+\+\+(?:[^+]|\+(?!\+\+))*(?:\+\+\+)?|(?<![\w+:])\+\+(?!\+)(?:[^+]|\+(?!\+))*(?:\+\+)?"
    r"|\$\$(?:[^$]|\$(?!\$))*(?:\$\$)?|\bpass:[a-z,]*\[[^\]]*\]?|(?<![\w+])\+(?=[^\s+])[^+\n]{1,500}\+(?![\w+]))"
    r"|\\(?P<escaped>(?:link:|https?://)[^\s\[\]]*)"
    r"|(?<!\w)(?P<macro>link|image:?|video:|audio:):(?P<plus>\+\+)?(?P<target>[^\s\[\]]*)"
    + _LABEL.format("label")
    + r"|(?P<url>https?://[^\s\[\]<>]*)" + _LABEL.format("text")
    + r"|\{(?P<name>\w[\w-]*)\}(?P<rest>[^\s\[\]{}<>]*)" + _LABEL.format("said"),
    re.DOTALL | re.IGNORECASE,
)  # fmt: skip
_LINKED = re.compile(r"\blink=[\"']?(?P<url>(?:https?://|\{)[^\s\"',\]\[]+)", re.IGNORECASE)
_REPLACEMENT = re.compile(r"\\(?=\.\.\.|--|->|=>|<-|'|__|\*|_|#)")
"""A backslash that keeps signs from being replaced."""
_REFERENCE = re.compile(r"\{(\w[\w-]*)\}")
_FIRST_ATTRIBUTE = re.compile(r"[ \t]*(?:\"(?P<quoted>[^\"]*)\"|(?P<plain>[^,=]*))[ \t]*(?:,|$)")
_HAS_ATTRIBUTES = re.compile(r",[ \t]*\w+=|^[ \t]*\w+=|^\"")
_MOST_EXPANDED = 2_000
# What asciidoctor would see as markup: it replaces within addresses as well, before it looks for these.
_UNSAFE = re.compile(
    r"[\s\[\]<>{}\\`'\"|^*]|--|\.\.\.|\+\+|__|##|(?<!\w)[_+]|[_+](?!\w)|#(?!\w)|#.*#|~.*~|->|=>|<-|\((?:C|R|TM)\)"
)
_FREE_END = re.compile(r"[\w/=&%~+$-]\Z")


def read_asciidoc(file: str, text: str) -> MarkupText:
    """Any text is AsciiDoc."""
    return _Reader(text).read(file)


class _Reader:
    """One text on its way: lines to runs, then runs to links, once all attributes are known."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.outline = Outline(text)
        self._fence = ""
        """What closes the block that is not read."""
        self._is_table = False
        self._is_verbatim = False
        """The block that begins next is not read, by its style."""
        self._skips_paragraph = False
        self._is_head = True
        """Above the first blank line, where attributes stand among the names of the authors."""
        self._is_attached = False
        """A `+` has bound what comes next to its item."""
        self._values: dict[str, str] = {}
        self._defined: dict[str, tuple[Found, Run]] = {}
        self._begins: set[str] = set()
        """Attributes that stand within addresses; what they say by themselves may never have been a page."""
        self._whole: set[str] = set()

    def read(self, file: str) -> MarkupText:
        for line in self.outline.lines():
            self._step(line)
        self.outline.read(self._links)
        for name in self._begins - self._whole:
            if name in self._defined:
                self._defined[name][1].found = []
        return MarkupText(file, self.text, self.outline.blocks(), self.outline.starts, spell=_spell)

    def _step(self, line: str) -> None:
        words = line.strip()
        if self._fence:
            self._within(line)
        elif not words:
            self._blank()
        elif (
            _CONDITION.fullmatch(line)
            or self._skips_paragraph
            or (words.startswith("//") and not _VERBATIM.fullmatch(line))
        ):
            pass  # literal text, or a comment
        elif not (self._is_block(line, words) or self._is_about(line)):
            self._paragraph(line, words)

    def _within(self, line: str) -> None:
        """Of blocks that are not read, those that are passed through are HTML."""
        if line.rstrip() == self._fence:
            self._fence = ""
        elif self._fence.startswith("+") and "http" in line:
            found = html_urls(self.text, self._here, self._here + len(line))
            self.outline.take_alone(found=[one for one in found if is_web(one.url)])

    def _blank(self) -> None:
        self.outline.end_run()
        self._is_head = False
        self._skips_paragraph = self._is_attached = False
        below = self.outline.line(self.outline.at + 1)
        goes_on = not below.strip() or below[:1].isspace() or _ITEM.match(below) or _TERM.match(below)
        if not goes_on and not self._is_table:
            self.outline.end_items(self.outline.at)

    def _is_block(self, line: str, words: str) -> bool:
        """Fences, tables and headings."""
        fence = _VERBATIM.fullmatch(line)
        underline = _UNDERLINE.fullmatch(line)
        if underline and self.outline.run_length == 1 and not self.outline.ranks:
            above = self.outline.line(self.outline.at - 1).rstrip()
            if abs(len(above) - len(words)) <= 1:
                self.outline.head_above("=-~^+".index(words[0]) + 1, above)
                return True
        if fence or (self._is_verbatim and (_PARSED.fullmatch(line) or _TABLE.fullmatch(line))):
            self._fence = fence[1] if fence else line.rstrip()
        elif _TABLE.fullmatch(line):
            self._is_table = not self._is_table
        elif not _PARSED.fullmatch(line):
            return self._is_heading(line)
        if not self._is_attached:
            self.outline.end_items(self.outline.at)
        self._is_verbatim = False
        self.outline.end_run()
        return True

    def _is_heading(self, line: str) -> bool:
        heading = None if self.outline.is_in_run or self._is_table else _HEADING.fullmatch(line)
        if heading:
            self.outline.head(len(heading["level"]), _plain(heading["words"]))
            self.outline.take_alone()
        return heading is not None

    def _is_about(self, line: str) -> bool:
        """Attribute entries, and what says how the next block is to be read."""
        entry = _ENTRY.fullmatch(line)
        if entry and (self._is_head or not self.outline.is_in_run):
            self.outline.end_run()
            self._define(entry)
            return True
        attributes = None if self.outline.is_in_run or self._is_table else _ATTRIBUTES.fullmatch(line)
        if attributes:
            self._is_verbatim = bool(_VERBATIM_STYLE.match(attributes["about"] or ""))
            linked = _LINKED.search(line)
            if linked:
                self.outline.take_alone(found=[self._linked(linked, self._here)])
            return True
        if line.rstrip() == "+" and self.outline.ranks:
            self._is_attached = True
            self.outline.end_run()
            return True
        return not self.outline.is_in_run and _UNSET.fullmatch(line) is not None

    @property
    def _here(self) -> int:
        return self.outline.starts[self.outline.at]

    def _define(self, entry: re.Match[str]) -> None:
        """An attribute that is put together of others is read where it is used."""
        name, value = entry["name"].lower(), entry["value"]
        self._values[name] = self._expanded(value)
        if is_web(value) and not re.search(r"[\s{]", value):
            start = self._here + entry.start("value")
            found = Found(url=value, kind="definition", start=start, end=start + len(value))
            self.outline.take_alone(found=[found])
            self._defined[name] = found, self.outline.runs[-1]

    def _paragraph(self, line: str, words: str) -> None:
        begins = not self.outline.is_in_run
        item = _ITEM.match(line) or (_TERM.match(line) if begins or self.outline.ranks else None)
        if (self._is_verbatim or (begins and line[0].isspace())) and not item:
            self._skips_paragraph = True
            self._is_verbatim = False
            return
        self._is_verbatim = False
        if self._is_table:
            self.outline.take_alone(is_cell=True)
            return
        if item:
            rank, is_counted = item["rank"], bool(item.groupdict().get("counted"))
            rank = "1." if is_counted else rank
            ranks = self.outline.ranks
            outer = set(ranks[: ranks.index(rank)] if rank in ranks else ranks)
            self.outline.end_items(self.outline.at, outer.__contains__)
            self.outline.begin_item(rank, is_counted=is_counted)
        if words.startswith(".") and begins and not item:
            self.outline.take_alone()  # a block's title
            return
        self.outline.take()

    def _links(self, start: int, end: int, run: Run) -> Iterator[tuple[int, Found]]:
        stops = "[]|" if run.is_cell else "[]"
        return links_in(self.text, (start, end), _INLINE, self._read_inline, stops=stops)

    def _read_inline(self, match: re.Match[str]) -> list[Found] | None:
        if match["raw"] or match["escaped"]:
            return []
        if match["macro"]:
            return self._macro(match)
        if match["url"]:
            return self._link(match, "url", "text") if match["closed_text"] else None
        name = (match["name"] or "").lower()
        if not match["rest"]:
            self._whole.add(name)
        if name not in self._values or not match["closed_said"]:
            return None
        if not match["rest"] and name in self._defined:
            found = self._defined[name][0]
            found.text = found.text or _words(match["said"])
            return []
        url = _REPLACEMENT.sub("", self._expanded(f"{{{name}}}{match['rest']}"))
        at = match.start()
        return [Found(url=url, kind="link", start=at, end=at, text=_words(match["said"]))]

    def _macro(self, match: re.Match[str]) -> list[Found] | None:
        if not match["closed_label"]:
            return None
        if match["macro"].lower() == "link":
            return self._link(match, "target", "label")
        (start, end), url = match.span("target"), self._expanded(match["target"])
        end = end if url == match["target"] else start
        found = Found(url=url, kind="image", start=start, end=end, is_image=True)
        linked = _LINKED.search(match["label"])
        return [found, *([self._linked(linked, match.start("label"))] if linked else [])]

    def _linked(self, match: re.Match[str], shift: int) -> Found:
        start, url = shift + match.start("url"), self._expanded(match["url"])
        end = start + len(url) if url == match["url"] else start
        return Found(url=url, kind="link", start=start, end=end)

    def _link(self, match: re.Match[str], group: str, label: str) -> list[Found]:
        start, end = match.span(group)
        written = match[group]
        if group == "target" and match["plus"] and written.endswith("++"):
            written, end = written[:-2], end - 2
        url = self._expanded(written)
        end = end if url == written else start
        words = _words(match[label])
        found = Found(url=_REPLACEMENT.sub("", url), kind="link", start=start, end=end, text=words)
        if match[label] == words:
            found.shown = match.span(label)
        return [found]

    def _expanded(self, written: str) -> str:
        """With what attributes say put in; what nobody has defined stays to be filled in."""
        names = {name.lower() for name in _REFERENCE.findall(written)}
        (self._whole if _REFERENCE.fullmatch(written) else self._begins).update(names)
        expanded = _REFERENCE.sub(lambda found: self._values.get(found[1].lower(), found[0]), written)
        return expanded if len(expanded) < len(written) + _MOST_EXPANDED else written


def _words(label: str) -> str:
    """What a link says, without the attributes behind its words."""
    text = label.replace("\\]", "]")
    if _HAS_ATTRIBUTES.search(text):
        first = _FIRST_ATTRIBUTE.match(text)
        text = (first["quoted"] or first["plain"] or "") if first else ""
        text = "" if first and not first["quoted"] and text and "=" in text else text
    return _plain(text.removesuffix("^"))


_WRITTEN_LINK = re.compile(r"(?:link:)?https?://[^\s\[\]]*\[([^\]]*)\]", re.IGNORECASE)


def _plain(words: str) -> str:
    return said(_WRITTEN_LINK.sub(r"\1", words).replace("**", "").replace("`", ""))


def _spell(new: str, url: Url, text: str) -> str | None:
    if url.kind == "html":
        return attribute_value_at(new, url, text)
    if _UNSAFE.search(new):
        return None
    if url.kind == "bare" and not (is_free(new) and _FREE_END.search(new)):
        return None
    is_attribute = url.start is not None and text[: url.start].endswith("link=")
    return None if is_attribute and "," in new else new
