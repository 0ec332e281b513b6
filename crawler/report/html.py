"""`index.html`: one page that holds all it needs, asks for nothing, and reads well without its script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from crawler.probe.past import FAILING, Status
from crawler.report.escape import clip
from crawler.report.html_parts import FAILING_NAMES, at, badge, because, name, table_row
from crawler.report.markdown import EVENTS_PER_PIECE
from crawler.report.view import STATUS_MEANS, arrange, count, evidence, moment, told, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment, Template

    from crawler.report.model import Report
    from crawler.report.view import View

LISTED_AT_MOST = 100
"""Rows of one kind of change; the table below them has every link, or the worst `ROWS_AT_MOST`."""

ROWS_AT_MOST = 5_000
"""A page of more rows takes a browser seconds to lay out; `latest.json` has every link."""


def render_html(report: Report) -> str:
    """Write the report as a page whose policy forbids all requests, scripts and styles but its own two."""
    return "".join(html_pieces(arrange(report)))


def html_pieces(view: View) -> Iterator[str]:
    """`render_html` piece by piece.

    Every row is listed up to `ROWS_AT_MOST`; of more links those that fail are, and the worst of the others.
    """
    failing = sum(row.status in FAILING for row in view.rows)
    listed = view.rows[: max(ROWS_AT_MOST, failing)]
    stream = page_template().stream(view=view, listed=listed, numbers={row.number for row in listed})
    stream.enable_buffering(EVENTS_PER_PIECE)
    return stream


@cache
def page_template() -> Template:
    """Load and compile it, which takes 50 ms."""
    return _environment().get_template("index.html.j2")


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - 30 ms of a start

    environment = Environment(
        loader=PackageLoader("crawler.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "as_row": table_row,
        "moment": moment,
        "told": told,
        "whole": escape,
        "words": words,
    }
    environment.globals |= {
        "at": at,
        "badge": badge,
        "because": because,
        "count": count,
        "evidence": evidence,
        "failing": FAILING_NAMES,
        "listed_at_most": LISTED_AT_MOST,
        "name": name,
        "statuses": tuple((status.value, STATUS_MEANS[status]) for status in Status),
        **_inline(environment),
    }
    return environment


def _inline(environment: Environment) -> dict[str, object]:
    """Read style and script and hash them: the policy allows these bytes and no others."""
    assert environment.loader is not None
    style, script = (
        environment.loader.get_source(environment, name)[0] for name in ("report.css", "report.js")
    )
    return {
        "style": Markup(style),  # noqa: S704 - a file of this package
        "script": Markup(script),  # noqa: S704 - a file of this package
        "policy": f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; "
        "base-uri 'none'; form-action 'none'",
    }


def _source(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _finalize(value: object) -> object:
    # Attributes too: a direction-turning character in one would reorder what a pointer shows.
    return clip(value) if isinstance(value, str) and not isinstance(value, Markup) else value
