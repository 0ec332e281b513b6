"""One YAML text as plain data and as nodes that know their places."""

from __future__ import annotations

import gc
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from crawler.catalog.bounds import LOADER, MAX_CHARACTERS, BoundError, Survey, survey
from crawler.catalog.construct import Builder, construct
from crawler.catalog.extents import extent
from crawler.catalog.lines import line_starts
from crawler.catalog.model import Span
from crawler.catalog.nodes import LargeMapping, children, merged_pairs, unique_nodes
from crawler.catalog.pieces import compose_in_pieces
from crawler.catalog.yaml_lines import Lines
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator, Sequence

    from crawler.catalog.nodes import Pair

BOM = "\ufeff"
_NOT_YAML = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHITE = r"[ \t\n\r\x85\u2028\u2029]"
_NODE_PROPERTIES = re.compile(rf"(?:[&!]\S*(?:{_WHITE}|(?<={_WHITE})#[^\n\r\x85\u2028\u2029]*)+)+")
_SYNTAX_REMEDIES = (
    ("mapping values are not allowed", "put the text with the colon in quotes, or check the indentation"),
    ("the same anchor", "give each anchor another name"),
    ("cannot start any token", "put the text in quotes"),
    ("while scanning a quoted scalar", "close the quotes"),
)
_LOOKED_THROUGH = 64
"""Pairs of a mapping; to know where those of a larger one stand is worth the memory."""
_KEY_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:int")
_TOLD_BY_THEIR_BEGINNING = frozenset({"while scanning a simple key", "while scanning a quoted scalar"})
"""What PyYAML notices only lines later."""
_ANY_SYNTAX_REMEDY = (
    "mend the YAML there, often a quote, bracket or indentation on that line or the one before"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A node as one way reaches it; `span` is where that way meets the text: the alias, where it is one."""

    node: yaml.Node
    key: yaml.Node | None
    span: Span
    is_alias: bool = False
    is_merged: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Document:
    """A parsed text; offsets count characters of `text`, its BOM included."""

    file: str
    text: str
    root: yaml.Node | None
    data: Any = field(repr=False)
    survey: Survey = field(repr=False)
    is_odd: bool = True
    """Whether its structure is worth a closer look: keys given twice, unknown tags."""
    is_stream: bool = False
    """Its data is the list of its documents."""

    @property
    def shift(self) -> int:
        """What is added to PyYAML's offsets: it is given the text after the BOM."""
        return 1 if self.text.startswith(BOM) else 0

    @cached_property
    def _line_starts(self) -> array[int]:
        # Lines as git and editors count them; YAML's own marks also count NEL, LS and PS.
        return line_starts(self.text)

    @cached_property
    def reference_counts(self) -> Counter[int]:
        """From how many places each node is reached, by identity: more than one for what aliases repeat.

        Nothing is counted where there are no anchors.
        """
        if not self.survey.has_anchors:
            return Counter()
        return Counter(id(child) for node in unique_nodes(self.root) for child in children(node))

    @cached_property
    def starts(self) -> dict[int, list[tuple[yaml.Node, int, bool]]]:
        """Where the children of each node stand, as `extents` has found."""
        return {}

    @cached_property
    def _large(self) -> dict[int, LargeMapping]:
        """The large mappings that were looked into, by identity; held here, they keep it."""
        return {}

    @cached_property
    def spelled(self) -> dict[int, Any]:
        """How the last scalar that was asked for spells its value, by its node's identity."""
        return {}

    @cached_property
    def lines(self) -> Lines:
        """As YAML counts them: those that `line` numbers are git's."""
        return Lines(self.text, self.shift)

    def line(self, offset: int) -> int:
        return bisect_right(self._line_starts, offset)

    def column(self, offset: int) -> int:
        """Counted from 1, the BOM not counted."""
        line = self.line(offset)
        return offset - self._line_starts[line - 1] + 1 - (self.shift if line == 1 else 0)

    def start(self, node: yaml.Node) -> int:
        return int(node.start_mark.index) + self.shift

    def end(self, node: yaml.Node) -> int:
        return int(node.end_mark.index) + self.shift

    def line_of(self, place: Place) -> int:
        return self.line(place.span.start)

    def key_line(self, parent: Place, key: Any) -> int:
        """The line of a key; that of the mapping for a key that is no text or comes from elsewhere."""
        place = self.child(parent, key)
        if place is None or place.key is None or place.is_merged:
            return self.line_of(parent)
        return self.line(self.start(place.key))

    def is_top(self, node: yaml.Node) -> bool:
        """Whether nothing leads to it: it is all of the text, or one of the documents of a stream."""
        roots = self.root.value if self.is_stream and self.root is not None else (self.root,)
        return any(node is root for root in roots)

    def top(self) -> Place | None:
        return None if self.root is None else self._direct(self.root, None)

    def child(self, parent: Place, step: str | int) -> Place | None:
        """One step of a route; the last of several equal keys counts, as in the data."""
        node = parent.node
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
            found = extent(self, node, step) if self.survey.has_anchors else None
            if found is not None and found.is_alias:
                span = Span(start=found.start, end=found.end)
                return Place(node=found.node, key=None, span=span, is_alias=True)
            return self._direct(node.value[step], None)
        if isinstance(node, yaml.MappingNode):
            return self._value(node, step)
        return None

    def walk(self, route: tuple[str | int, ...]) -> Iterator[Place]:
        """The places along a route from the root, as far as they exist."""
        place = self.top()
        for step in route:
            if place is None:
                return
            yield place
            place = self.child(place, step)
        if place is not None:
            yield place

    def _value(self, node: yaml.MappingNode, name: str | int) -> Place | None:
        # A year as a key (`2020:`) is a number; one that is spelled otherwise (0x7e4) has no place.
        spelled, tag = str(name), _KEY_TAGS[isinstance(name, int)]
        named = self._named(node, spelled)
        # A key with a tag that it does not fit (`!!timestamp url:`) is read as the text that it is.
        fitting = [pair for pair in named if pair[0].tag == tag] or (named if isinstance(name, str) else ())
        if not fitting:
            return None
        key, value = fitting[0]
        own = self._large[id(node)].own if id(node) in self._large else {id(own) for own, _ in node.value}
        return self._aliased(key, value, is_merged=id(key) not in own)

    def _named(self, node: yaml.MappingNode, spelled: str) -> Sequence[Pair]:
        """The pairs whose key is spelled so, the last first."""
        if len(node.value) > _LOOKED_THROUGH:
            if id(node) not in self._large:
                self._large[id(node)] = LargeMapping.of(node)
            return self._large[id(node)].pairs.get(spelled, ())
        return [
            pair
            for pair in reversed(merged_pairs(node))
            if isinstance(pair[0], yaml.ScalarNode) and pair[0].value == spelled
        ]

    def _aliased(self, key: yaml.Node, value: yaml.Node, *, is_merged: bool) -> Place:
        # A composed alias is its anchor's node, and an anchor always stands before its aliases.
        if value.start_mark.index >= key.end_mark.index:
            return self._direct(value, key, is_merged=is_merged)
        at = bisect_left(self.survey.alias_starts, key.end_mark.index)
        span = Span(
            start=self.survey.alias_starts[at] + self.shift,
            end=self.survey.alias_ends[at] + self.shift,
        )
        return Place(node=value, key=key, span=span, is_alias=True, is_merged=is_merged)

    def _direct(self, node: yaml.Node, key: yaml.Node | None, *, is_merged: bool = False) -> Place:
        return Place(node=node, key=key, span=self.span_of(node), is_merged=is_merged)

    def span_of(self, node: yaml.Node) -> Span:
        """A node without its anchor and tag."""
        start, end = self.start(node), self.end(node)
        properties = _NODE_PROPERTIES.match(self.text, start, end)
        return Span(start=properties.end() if properties else start, end=end)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cyclic garbage collector from walking a growing tree again and again: 0.7 s instead of 1.6 s
    for 10,000 entries.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def decode(file: str, content: bytes) -> str:
    """UTF-8 with its BOM and line endings kept; CatalogError for anything else."""
    if len(content) > MAX_CHARACTERS:
        megabytes = MAX_CHARACTERS // 1024 // 1024
        raise CatalogError(f"{file}:1", f"the catalog is larger than {megabytes} MB", "split it into several")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"byte {error.start} (0x{content[error.start]:02x}) is not UTF-8"
        raise CatalogError(f"{file}:{line}", what, "save the file as UTF-8") from error


@collector_paused()
def read_document(file: str, text: str, *, is_stream: bool = False, like: Any = None) -> Document:
    """Parse a whole text within the bounds; CatalogError with line and remedy where that cannot be done.

    Of a stream the data is the list of its documents, unless all but one of them are empty. What it says like
    `like`, data of another text, is shared with that.
    """
    shift = 1 if text.startswith(BOM) else 0
    body = text[shift:]
    try:
        _require_yaml_characters(body)
        surveyed = survey(body, is_stream=is_stream)
        roots = _documents(body) if surveyed.documents > 1 else ()
        if len(roots) > 1:
            stream, data = _stream(roots), [construct(root) for root in roots]
            return Document(file=file, text=text, root=stream, data=data, survey=surveyed, is_stream=True)
        root, data, is_odd = _construct(roots[0], surveyed, like) if roots else _compose(body, surveyed, like)
        return Document(file=file, text=text, root=root, data=data, survey=surveyed, is_odd=is_odd)
    except BoundError as error:
        _refuse(file, body, error)
    except yaml.MarkedYAMLError as error:
        _refuse(file, body, _explain(body, error))


def _compose(body: str, surveyed: Survey, like: Any) -> tuple[yaml.Node | None, Any, bool]:
    if not surveyed.has_anchors:
        with suppress(yaml.YAMLError):
            root = compose_in_pieces(body)
            if root is not None:
                return _construct(root, surveyed, like)
    return _construct(yaml.compose(body, Loader=LOADER), surveyed, like)


def _documents(body: str) -> list[yaml.Node]:
    """The roots of a stream's documents; beside a single one, as in a file that `---` closes, empty ones are
    none.
    """
    roots: list[yaml.Node] = list(yaml.compose_all(body, Loader=LOADER))
    filled = [root for root in roots if root.start_mark.index < root.end_mark.index]
    return filled if len(filled) == 1 else roots


def _stream(roots: list[yaml.Node]) -> yaml.Node:
    """A list of documents, as if it stood in the text."""
    start, end = roots[0].start_mark, roots[-1].end_mark
    return yaml.SequenceNode("tag:yaml.org,2002:seq", roots, start, end, flow_style=False)


def _construct(root: yaml.Node | None, surveyed: Survey, like: Any) -> tuple[yaml.Node | None, Any, bool]:
    if root is None or surveyed.has_anchors:
        return root, construct(root), True
    builder = Builder()
    data = builder.build(root, like)
    return root, data, builder.is_odd


def _refuse(file: str, body: str, error: BoundError) -> NoReturn:
    line = body.count("\n", 0, error.offset) + 1
    raise CatalogError(f"{file}:{line}", error.what, error.remedy) from error


def _require_yaml_characters(body: str) -> None:
    # Checked here since libyaml reports the place in bytes, and PyYAML's own reader in characters.
    found = _NOT_YAML.search(body)
    if found:
        what = f"the character U+{ord(found[0]):04X} is not allowed in YAML"
        raise BoundError(found.start(), what, "remove it, or write it as an escape in double quotes")


def _explain(body: str, error: yaml.MarkedYAMLError) -> BoundError:
    context, problem = error.context or "", error.problem or ""
    begins_earlier = context in _TOLD_BY_THEIR_BEGINNING
    mark = (error.context_mark if begins_earlier else None) or error.problem_mark or error.context_mark
    # What is missed at the end of the file is missed on its last line, not on the empty one after it.
    offset = min(int(mark.index), len(body.rstrip())) if mark else 0
    line_start = body.rfind("\n", 0, offset) + 1
    indentation = re.compile(r"[ \t]*").match(body, line_start)
    if indentation and "\t" in indentation[0]:
        return BoundError(offset, "a tab stands in the indentation", "indent with spaces only")
    if context.startswith("found duplicate anchor"):
        context, problem = "", "the same anchor is given twice"
    said = " ".join((f"{context}: {problem}" if problem else context).split()).removeprefix(": ")
    remedies = (remedy for words, remedy in _SYNTAX_REMEDIES if words in said)
    if isinstance(error, yaml.constructor.ConstructorError):
        return BoundError(offset, said, "write a plain value there")
    return BoundError(offset, f"this is not YAML: {said}", next(remedies, _ANY_SYNTAX_REMEDY))
