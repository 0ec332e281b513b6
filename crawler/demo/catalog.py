"""The demo's catalog in the native format, laid out as people do: comments, all quotes, flow maps."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import yaml

from crawler.demo.sites import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.demo.model import Site

IGNORED_UNTIL = "2099-12-31"
_INTRODUCTION = """\
# The catalog of the demo web: every site is labelled with the trap in it.
# Written by `crawler demo`; edit a copy of it.

version: 1
resources:
"""
_FLOW_EVERY = 9
_REMARK_EVERY = 5


def demo_catalog() -> str:
    """The native catalog of all sites, a comment for each section; the same text every time."""
    parts = [_INTRODUCTION]
    numbers = itertools.count(1)
    for section in SECTIONS:
        parts.append(f"\n  # --- {section.heading} ---\n")
        for number, site in zip(numbers, section.sites, strict=False):
            as_flow = number % _FLOW_EVERY == 0 and site.ignore is None
            parts.append(
                f"\n  # {site.why}\n  - {_flow_entry(site) if as_flow else _block_entry(number, site)}\n"
            )
    return "".join(parts)


def _flow_entry(site: Site) -> str:
    title = "" if site.title is None else f"title: {_double(site.title)}, "
    # Always in quotes: PyYAML takes an unquoted `?` in a flow mapping for a key.
    return f"{{id: {site.id}, {title}url: {_double(site.url)}}}"


def _block_entry(number: int, site: Site) -> str:
    quote = _QUOTING[number % len(_QUOTING)]
    lines = [f"id: {site.id}"]
    if site.title is not None:
        lines.append(f"title: {quote(site.title)}")
    remark = "  # as the reading list gives it" if number % _REMARK_EVERY == 0 else ""
    lines.append(f"url: {quote(site.url)}{remark}")
    if site.ignore is not None:
        lines.append(f"check: {{ignore: {_double(site.ignore)}, until: {IGNORED_UNTIL}}}")
    return "\n    ".join(lines)


def _plain(text: str) -> str:
    try:
        is_itself = bool(yaml.safe_load(f"key: {text}") == {"key": text})
    except yaml.YAMLError:
        is_itself = False
    return text if is_itself else _single(text)


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


_QUOTING: tuple[Callable[[str], str], ...] = (_plain, _plain, _double, _single)
