"""Writes one value as a YAML scalar on one line, in the style that stood there where that can say it."""

from __future__ import annotations

import math
import re
from typing import Any, Literal

import yaml

Style = Literal["", "'", '"']
"""Plain, single-quoted, double-quoted: as PyYAML's nodes name them."""

# Without line breaks of any kind, byte order marks, and the marks that reverse the direction of text.
_SAFE = "\u00a0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_ONE_LINE = re.compile(f"[ -~{_SAFE}]*")
_TO_ESCAPE = re.compile(f"[^ !#-\\[\\]-~{_SAFE}]")
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=<~.")
"""Some of these may start a plain scalar in some places; in quotes none needs a second look."""
_SPLITS = re.compile(r": |:$| #|^\.\.\.")
_SPLITS_IN_FLOW = re.compile(r"[,\[\]{}?]|:[\"']")
# YAML 1.2 reads these as values too, other than PyYAML, and other programs read the catalog.
_VALUE_ELSEWHERE = re.compile(
    r"(?:[+-]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9]+)?|0[xob][0-9a-fA-F_]+|y|n|yes|no|on|off|true|false|null)",
    re.IGNORECASE,
)
_MOST_DIGITS = 18


def write_scalar(value: str | float | None, style: Style, *, in_flow: bool) -> str | None:
    """The text of a scalar that reads as `value`; None where YAML in UTF-8 cannot say it."""
    if not isinstance(value, str):
        return _write_value(value)
    if any("\ud800" <= character <= "\udfff" for character in value):
        return None
    if style == "" and is_plain_safe(value, in_flow=in_flow):
        return value
    is_one_line = _ONE_LINE.fullmatch(value) is not None
    prefers_single = style == "'" or (style == "" and ('"' in value or "\\" in value))
    if is_one_line and prefers_single:
        return "'" + value.replace("'", "''") + "'"
    return f'"{escaped(value)}"'


def _write_value(value: float | None) -> str | None:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value) if abs(value) < 10**_MOST_DIGITS else None
    mantissa, mark, exponent = repr(value).partition("e")
    # YAML 1.1 takes a number with an exponent for text unless it has a point and a sign.
    dotted = mantissa if "." in mantissa else f"{mantissa}.0"
    signed = exponent if exponent[:1] in ("", "-", "+") else f"+{exponent}"
    return f"{dotted}{mark}{signed}" if math.isfinite(value) else None


def is_plain_safe(value: str, *, in_flow: bool) -> bool:
    """Whether the text means itself without quotes; rather no than a doubt."""
    return (
        value != ""
        and value == value.strip()
        and value[0] not in _INDICATORS
        and _ONE_LINE.fullmatch(value) is not None
        and not _SPLITS.search(value)
        and not (in_flow and _SPLITS_IN_FLOW.search(value))
        and not _VALUE_ELSEWHERE.fullmatch(value)
        and resolves_to_text(value)
    )


def fits_plain(part: str, *, in_flow: bool) -> bool:
    """Whether a text may stand in the middle of a plain scalar."""
    return (
        _ONE_LINE.fullmatch(part) is not None
        and not _SPLITS.search(part)
        and not (in_flow and _SPLITS_IN_FLOW.search(part))
    )


def fits_quotes(part: str) -> bool:
    """Whether a text may stand in single quotes or in a block without an escape."""
    return _ONE_LINE.fullmatch(part) is not None


def escaped(part: str) -> str:
    """A text as it stands between double quotes."""
    return _TO_ESCAPE.sub(_escape, part)


def resolves_to_text(value: str) -> bool:
    """Whether YAML takes a text without quotes for a text, and for no number, date or yes."""
    resolvers: dict[str | None, list[tuple[str, Any]]] = yaml.SafeLoader.yaml_implicit_resolvers
    candidates = [*resolvers.get(value[:1], []), *resolvers.get(None, [])]
    return not any(pattern.match(value) for _, pattern in candidates)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    code = ord(character)
    return f"\\u{code:04x}" if character <= "\uffff" else f"\\U{code:08x}"
