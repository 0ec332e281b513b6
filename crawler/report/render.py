"""One report, rendered for every reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.report.html import render_html
from crawler.report.json_report import render_json
from crawler.report.markdown import render_markdown

if TYPE_CHECKING:
    from crawler.report.model import Report

REPORT_FILES = ("latest.json", "latest.md", "index.html", "suggested.patch", "safe.patch")


def render_all(report: Report, *, suggested_patch: str, safe_patch: str) -> dict[str, str]:
    """Give the text of each of `REPORT_FILES` by its name; the same inputs give the same text."""
    texts = (render_json(report), render_markdown(report), render_html(report), suggested_patch, safe_patch)
    return dict(zip(REPORT_FILES, texts, strict=True))
