"""Putting another value, or another part of a text, in the place of one that is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import yaml

from crawler.catalog.extents import end_of
from crawler.catalog.model import Refusal, Span, Splice
from crawler.catalog.scalars import (
    Style,
    escaped,
    fits_plain,
    fits_quotes,
    is_plain_safe,
    resolves_to_text,
    write_scalar,
)
from crawler.catalog.spelling import HEADER, Spelling, spell
from crawler.catalog.written import Hand, Unwritable, has_comments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.catalog.document import Document, Place
    from crawler.catalog.model import Edit, Value
    from crawler.catalog.spelling import Style as AnyStyle

_UNWRITABLE = Refusal(reason="the new value cannot be written as YAML")
_TAGGED = Refusal(reason="it has a tag, which would change what the new text means")
_BARE = Refusal(reason="it has an anchor and no value; edit it by hand")
_COMMENTED = Refusal(reason="there are comments between its values; edit it by hand")
_LONG = 20_000
_TEXT_TAGS = frozenset({"!", "!!str"})


def plan_replacement(document: Document, places: Sequence[Place], edit: Edit) -> Splice | Refusal:
    """The splice that makes what is there be the edit's `new`."""
    place = places[-1]
    in_flow = bool(getattr(places[-2].node, "flow_style", False))
    node = place.node
    tags = document.text[document.start(node) : place.span.start].split()
    if any(tag.startswith("!") and not (tag in _TEXT_TAGS and isinstance(edit.new, str)) for tag in tags):
        return _TAGGED
    try:
        if not isinstance(node, yaml.ScalarNode):
            return _collection(document, place, edit, in_flow=in_flow)
        if document.text.startswith(("&", "!"), place.span.start):
            return _BARE
        return _scalar(document, place, edit, in_flow=in_flow)
    except Unwritable:
        return _UNWRITABLE


def _scalar(document: Document, place: Place, edit: Edit, *, in_flow: bool) -> Splice:
    node = place.node
    assert isinstance(node, yaml.ScalarNode)
    if not isinstance(edit.new, str):
        return _whole(document, place, edit.new, in_flow=in_flow)
    has_lines = any(one in document.text[place.span.start : place.span.end] for one in "\n\r")
    if edit.at is not None or has_lines:
        splice = _part(document, place, _part_of(node.value, edit), in_flow=in_flow)
        if splice is not None:
            return splice
    new = edit.new if edit.at is None else _with_part(node.value, edit.at, str(edit.old), edit.new)
    return _whole(document, place, new, in_flow=in_flow)


def _with_part(text: str, at: int, old: str, new: str) -> str:
    return f"{text[:at]}{new}{text[at + len(old) :]}"


def _part_of(text: str, edit: Edit) -> tuple[int, str, str]:
    """Offset, old and new of what differs; of a whole text all that its two ends share is left out."""
    old, new = str(edit.old), str(edit.new)
    if edit.at is not None:
        return edit.at, old, new
    head = _shared(text, new)
    rest_old, rest_new = text[head:], new[head:]
    tail = _shared(rest_old[::-1], rest_new[::-1])
    return head, rest_old[: len(rest_old) - tail], rest_new[: len(rest_new) - tail]


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _part(document: Document, place: Place, part: tuple[int, str, str], *, in_flow: bool) -> Splice | None:
    """The splice within a scalar; None where its style cannot say the new part so."""
    known = _spelled(document, place)
    if known is None or not known.spelling.value:
        return None
    at, old, new = part
    start, end = known.spelling.range(at, len(old))
    line_break = document.lines.line_break(document.lines.of(place.span.start))
    written = _written(new, known.style, in_flow=in_flow, layout=line_break + known.indentation)
    if written is None or end > known.text_end:
        return None
    splice = Splice(start=place.span.start + start, end=place.span.start + end, text=written)
    return splice if _is_said(known, (start, end, written), part, in_flow=in_flow) else None


def _is_said(
    known: _Spelled, change: tuple[int, int, str], part: tuple[int, str, str], *, in_flow: bool
) -> bool:
    """Whether the scalar with the change says what it should: of a long one, only the proof will tell."""
    if len(known.source) > _LONG:
        return True
    start, end, written = change
    after = known.source[:start] + written + known.source[end:]
    wanted = _with_part(known.spelling.value, *part)
    is_text = known.style != "" or _is_text(after, wanted, in_flow=in_flow, keeps_its_head=start > 0)
    return is_text and spell(after, known.style, wanted) is not None


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A scalar's source and how it spells its value."""

    source: str
    style: AnyStyle
    spelling: Spelling
    indentation: str
    """What stands before a line of a block scalar."""
    text_end: int
    """Behind it there are only line ends, which say how a block scalar ends."""


def _spelled(document: Document, place: Place) -> _Spelled | None:
    """Kept for the last scalar that was asked for: a long one has many parts."""
    node = place.node
    if not isinstance(node, yaml.ScalarNode):
        return None
    if id(node) not in document.spelled:
        source = document.text[place.span.start : place.span.end]
        style = cast("AnyStyle", node.style or "")
        spelling = spell(source, style, node.value)
        document.spelled.clear()
        document.spelled[id(node)] = spelling and _Spelled(
            source=source,
            style=style,
            spelling=spelling,
            indentation=_indentation_of(spelling, source) if style in ("|", ">") else "",
            text_end=len(source.rstrip()) if style in ("|", ">") else len(source),
        )
    known: _Spelled | None = document.spelled[id(node)]
    return known


def part_span(document: Document, place: Place, at: int, length: int) -> Span | None:
    """Where a part of a scalar's value stands in the text; None where that cannot be told."""
    known = _spelled(document, place)
    if known is None or not 0 <= at <= at + length <= len(known.spelling.value):
        return None
    first, end = known.spelling.range(at, length)
    return Span(start=place.span.start + first, end=place.span.start + end)


def _is_text(source: str, wanted: str, *, in_flow: bool, keeps_its_head: bool) -> bool:
    """Whether a plain scalar still is one, and still a text."""
    lines = [line.strip() for line in source.splitlines()]
    return (
        source == source.strip()
        and all(fits_plain(line, in_flow=in_flow) for line in lines)
        and (keeps_its_head or is_plain_safe(lines[0], in_flow=in_flow))
        and (len(lines) > 1 or resolves_to_text(wanted))
    )


def _indentation_of(spelling: Spelling, source: str) -> str:
    first = spelling.starts[0] if spelling.starts else 0
    line = source[max(source.rfind("\n", 0, first), source.rfind("\r", 0, first)) + 1 : first]
    return line if line.strip(" ") == "" else ""


def _written(new: str, style: AnyStyle, *, in_flow: bool, layout: str) -> str | None:
    if any("\ud800" <= character <= "\udfff" for character in new):
        return None
    if style == '"':
        return escaped(new)
    if style == "|" and "\n" in new:
        lines = new.split("\n")
        return layout.join(lines) if all(map(fits_quotes, lines)) else None
    if not fits_quotes(new) or (style == "" and not fits_plain(new, in_flow=in_flow)):
        return None
    return new.replace("'", "''") if style == "'" else new


def _whole(document: Document, place: Place, new: Value, *, in_flow: bool) -> Splice:
    """The whole scalar on one line, in its own quotes where it has some."""
    node, text = place.node, document.text
    assert isinstance(node, yaml.ScalarNode)
    style = node.style if node.style in ("'", '"') else ""
    start, end = place.span.start, place.span.end
    if isinstance(new, list | dict):
        written = Hand(document).inline(new, None, in_flow=in_flow)
    else:
        written = _scalar_text(new, style, in_flow=in_flow)
    if node.style in ("|", ">"):
        header = HEADER.match(text, start)
        end = end_of(document, node)
        written += header[4].rstrip() if header else ""
    if start == end and text[start - 1 : start] == ":":
        written = f" {written}"
    return Splice(start=start, end=end, text=written)


def _collection(document: Document, place: Place, edit: Edit, *, in_flow: bool) -> Splice | Refusal:
    node = place.node
    assert isinstance(node, yaml.CollectionNode)
    start, end = place.span.start, end_of(document, node)
    if has_comments(document, node):
        return _COMMENTED
    new, hand = edit.new, Hand(document)
    if node.flow_style:
        is_scalar = not isinstance(new, list | dict)
        written = (
            _scalar_text(new, "", in_flow=in_flow) if is_scalar else hand.inline(new, node, in_flow=in_flow)
        )
        return Splice(start=start, end=end, text=written)
    if isinstance(node, yaml.SequenceNode) and isinstance(new, list) and new:
        column, line_break = document.lines.column(start), document.lines.line_break(document.lines.of(start))
        return Splice(start=start, end=end, text=hand.items(new, node, column, line_break))
    return Refusal(reason="it is a list or mapping on lines of its own; edit it by hand")


def _scalar_text(new: Any, style: str, *, in_flow: bool) -> str:
    written = write_scalar(new, cast("Style", style), in_flow=in_flow)
    if written is None:
        raise Unwritable
    return written
