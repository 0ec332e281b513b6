"""What changed and what is true now, for people and for scripts.

`compare` and `summarise` make the values, `render_all` the five files of `reports/`, `write_reports` alone
touches the disk. `merge_reports` joins the shards of one run.
"""

from __future__ import annotations

from crawler.report.applied import first_record
from crawler.report.compare import Before, Place, compare, is_new_failure, place_of, summarise
from crawler.report.escape import escape_markdown
from crawler.report.html import render_html
from crawler.report.json_report import parse_report, render_json
from crawler.report.markdown import render_markdown
from crawler.report.merge import merge_reports
from crawler.report.model import (
    ChangeReport,
    EditReport,
    LinkReport,
    PageReport,
    ProblemReport,
    RefusalReport,
    Report,
    RunReport,
    SuggestionReport,
)
from crawler.report.render import REPORT_FILES, prepare_rendering, render_all
from crawler.report.writer import prepare_reports_folder, write_reports

__all__ = [
    "REPORT_FILES",
    "Before",
    "ChangeReport",
    "EditReport",
    "LinkReport",
    "PageReport",
    "Place",
    "ProblemReport",
    "RefusalReport",
    "Report",
    "RunReport",
    "SuggestionReport",
    "compare",
    "escape_markdown",
    "first_record",
    "is_new_failure",
    "merge_reports",
    "parse_report",
    "place_of",
    "prepare_rendering",
    "prepare_reports_folder",
    "render_all",
    "render_html",
    "render_json",
    "render_markdown",
    "summarise",
    "write_reports",
]
