"""What a YAML text may cost, measured on its event stream before anything recursive touches it.

PyYAML composes nodes recursively, and aliases multiply what has been composed: a kilobyte can be made to fill
the stack or the memory. Events are flat, so they are counted first, in one pass of 0.1 s per 10,000 entries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from crawler.catalog.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser is ten times as fast; a PyYAML that was built without it has only its own."""

MAX_CHARACTERS = 64 * 1024 * 1024
MAX_DEPTH = 64
MAX_EXPANDED = 1_000_000
MAX_NODES = 2_000_000
"""About 100,000 entries; each composed node takes some 400 bytes."""


class BoundError(Exception):
    """A text that is not read further: where (an offset into it), what is wrong, and the remedy."""

    def __init__(self, offset: int, what: str, remedy: str) -> None:
        super().__init__(offset, what, remedy)
        self.offset = offset
        self.what = what
        self.remedy = remedy


@dataclass(slots=True)
class _Extent:
    """How many nodes stand for one node once its aliases are replaced, and how deep they nest."""

    anchor: str | None
    size: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class Survey:
    """What the events told besides: the offsets at which aliases stand, in order."""

    alias_starts: tuple[int, ...]
    alias_ends: tuple[int, ...]
    has_anchors: bool = field(default=False, compare=False)
    documents: int = field(default=1, compare=False)


class _Meter:
    """Sums up one stream of events; raises `BoundError` at the event that goes too far."""

    def __init__(self, *, is_stream: bool) -> None:
        self.is_stream = is_stream
        self.has_anchors = False
        self.open: list[_Extent] = []
        self.anchored: dict[str, _Extent] = {}
        self.aliases: list[Any] = []
        self.expanded = 0
        self.documents = 0

    def start_document(self, event: Any) -> None:
        self.documents += 1
        self.anchored.clear()  # each document has its own
        if self.documents > 1 and not self.is_stream:
            raise BoundError(
                event.start_mark.index,
                "a second YAML document starts here",
                "keep one document in the file and remove the line with `---`",
            )

    def start_collection(self, event: Any) -> None:
        self._check_depth(event, len(self.open) + 1)
        if event.anchor:
            # An outdated meaning of the name must not hide that an alias stands inside of its own anchor.
            self.anchored.pop(event.anchor, None)
        self.open.append(_Extent(event.anchor))

    def end_collection(self, _event: Any) -> None:
        self._add(self.open.pop())

    def scalar(self, event: Any) -> None:
        self._add(_Extent(event.anchor))

    def alias(self, event: Any) -> None:
        extent = self.anchored.get(event.anchor)
        if extent is None:
            raise self._unknown_alias(event)
        self._check_depth(event, len(self.open) + extent.height)
        self.aliases.append(event)
        self.expanded += extent.size
        if self.expanded > MAX_EXPANDED:
            raise BoundError(
                event.start_mark.index,
                f"the aliases up to here stand for more than {MAX_EXPANDED:,} values",
                "write the values out instead of nesting aliases",
            )
        self._add(_Extent(None, extent.size, extent.height))

    def _add(self, extent: _Extent) -> None:
        if extent.anchor:
            self.anchored[extent.anchor] = extent
            self.has_anchors = True
        if self.open:
            parent = self.open[-1]
            parent.size += extent.size
            parent.height = max(parent.height, extent.height + 1)

    def _check_depth(self, event: Any, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise BoundError(
                event.start_mark.index,
                f"values are nested more than {MAX_DEPTH} deep",
                "write the catalog as a flat list of entries",
            )

    def _unknown_alias(self, event: Any) -> BoundError:
        name = f"the alias {quoted('*' + event.anchor)}"
        if any(extent.anchor == event.anchor for extent in self.open):
            what = f"{name} stands inside of the value that it repeats"
        else:
            what = f"{name} has no anchor before it"
        return BoundError(
            event.start_mark.index, what, "write the value out, or put it in quotes if it is text"
        )


def survey(text: str, *, is_stream: bool = False) -> Survey:
    """BoundError or `yaml.YAMLError` for a text that must not be composed; `text` is without its BOM. Several
    documents are one text only in a stream.
    """
    meter = _Meter(is_stream=is_stream)
    act = {
        yaml.DocumentStartEvent: meter.start_document,
        yaml.SequenceStartEvent: meter.start_collection,
        yaml.MappingStartEvent: meter.start_collection,
        yaml.SequenceEndEvent: meter.end_collection,
        yaml.MappingEndEvent: meter.end_collection,
        yaml.ScalarEvent: meter.scalar,
        yaml.AliasEvent: meter.alias,
    }
    for event in _limited(text):
        kind = type(event)
        if kind is yaml.ScalarEvent and not event.anchor and meter.open:
            meter.open[-1].size += 1  # three events of four, so without a call
        elif kind in act:
            act[kind](event)
    return Survey(
        alias_starts=tuple(event.start_mark.index for event in meter.aliases),
        alias_ends=tuple(event.end_mark.index for event in meter.aliases),
        has_anchors=meter.has_anchors,
        documents=meter.documents,
    )


def _limited(text: str) -> Iterator[Any]:
    loader = LOADER(text)
    events: Iterator[Any] = iter(loader.get_event, None)  # `yaml.parse` asks before each whether there is one
    for count, event in enumerate(events):
        if count > MAX_NODES:
            raise BoundError(
                event.start_mark.index,
                f"the catalog has more than {MAX_NODES:,} values",
                "split it into several catalogs",
            )
        yield event
    loader.dispose()
