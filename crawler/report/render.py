"""One report, rendered for every reader."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from crawler.report.applied import RECORD
from crawler.report.html import html_pieces, page_template
from crawler.report.json_report import json_pieces
from crawler.report.markdown import markdown_pieces, summary_template
from crawler.report.view import arrange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from crawler.report.model import Report

REPORT_FILES = ("latest.json", "latest.md", "index.html", "suggested.patch", "safe.patch")


class Rendered(Mapping[str, str]):
    """Texts by file name, each made when it is asked for: never all of them in memory at once."""

    def __init__(self, makers: Mapping[str, Callable[[], Iterable[str]]]) -> None:
        self._makers = makers

    def pieces(self, name: str) -> Iterable[str]:
        """One text in pieces, to be written as they come."""
        return self._makers[name]()

    def __getitem__(self, name: str) -> str:
        return "".join(self.pieces(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def prepare_rendering() -> None:
    """Load and compile the templates: 0.1 s that need not be the last of a run, which mostly waits."""
    page_template()
    summary_template()


def render_all(report: Report, *, suggested_patch: str, safe_patch: str, states: str = "") -> Rendered:
    """Give the text of each of `REPORT_FILES` by its name, and what `crawler apply` wants to know of the
    catalogs; the same inputs give the same text.
    """
    view = cache(lambda: arrange(report))  # both pages are of the same one
    makers: tuple[Callable[[], Iterable[str]], ...] = (
        lambda: json_pieces(report),
        lambda: markdown_pieces(view()),
        lambda: html_pieces(view()),
        lambda: (suggested_patch,),
        lambda: (safe_patch,),
    )
    named = dict(zip(REPORT_FILES, makers, strict=True))
    return Rendered(named | {RECORD: lambda: (states,)} if states else named)
