"""`latest.md`: what a maintainer reads, and what a bot posts as an issue or a step summary."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from crawler.report.escape import clip, code_span, escape_markdown
from crawler.report.view import address, arrange, count, evidence, moment, seen, together, told, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment, Template

    from crawler.report.model import Report
    from crawler.report.view import View

LISTED_AT_MOST = 100
"""Rows of one kind of change: a first night of a large catalog would bury what is broken."""
BECAUSE_AT_MOST = 8
PLACES_AT_MOST = 10
"""Of one address: a badge may stand in each of a course's pages."""
EVENTS_PER_PIECE = 1_000


class Markdown(str):
    """Text that is Markdown already; whatever else a template puts out is escaped."""

    __slots__ = ()


def render_markdown(report: Report) -> str:
    """Write the report as GitHub Markdown; nothing in it can be made to link, load, mention or break out."""
    return "".join(markdown_pieces(arrange(report)))


def markdown_pieces(view: View) -> Iterator[str]:
    """`render_markdown` piece by piece: a catalog may have as many problems as it has links."""
    stream = summary_template().stream(
        view=view, listed_at_most=LISTED_AT_MOST, because_at_most=BECAUSE_AT_MOST
    )
    stream.enable_buffering(EVENTS_PER_PIECE)
    return stream


@cache
def summary_template() -> Template:
    """Load and compile it."""
    return _environment().get_template("latest.md.j2")


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - 30 ms of a start

    # autoescape is for HTML; `finalize` is this medium's counterpart, so a forgotten filter is harmless.
    environment = Environment(  # noqa: S701 - see above
        loader=PackageLoader("crawler.report"),
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "code": lambda value: Markdown(code_span(clip(str(value)))),
        "is_markdown": Markdown,
        "moment": moment,
        "told": told,
        "words": words,
    }
    environment.globals |= {
        "address": address,
        "count": count,
        "evidence": evidence,
        "places_at_most": PLACES_AT_MOST,
        "seen": seen,
        "together": together,
    }
    return environment


def _finalize(value: object) -> str:
    return value if isinstance(value, Markdown) else escape_markdown(clip(str(value)))
