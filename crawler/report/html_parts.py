"""The parts that `index.html` has thousands of, each as one text.

In the template a row was 44 pieces, each escaped by itself: half of all that reports took. Texts that repeat
(statuses, reasons, dates, files) are escaped once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from crawler.probe.past import FAILING
from crawler.report.escape import clip, link_target
from crawler.report.view import address, seen, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.report.model import LinkReport, PageReport
    from crawler.report.view import Row

FAILING_NAMES = frozenset(status.value for status in FAILING)


@lru_cache(maxsize=4_096)
def shown(text: str) -> str:
    """What a page may show of a stranger's text: visible, not too long, and without a tag."""
    return str(escape(clip(text)))


def badge(status: str) -> Markup:
    text = shown(status)
    return _markup(f'<span class="badge" data-is="{text}">{text}</span>')


def name(entry: str, field: str) -> Markup:
    return _markup(f'<bdi class="name">{shown(address(entry, field))}</bdi>')


def at(file: str, line: int) -> Markup:
    """A place, which goes on in the next line behind a folder rather than within a name."""
    steps = shown(file).replace("/", "/<wbr>")
    return _markup(f'<bdi class="at">{steps}:{line}</bdi>')


def because(lines: Sequence[str]) -> Markup:
    if not lines:
        return Markup()
    items = "".join(f'<li dir="auto">{shown(line)}</li>' for line in lines)
    return _markup(f'<ul class="because">{items}</ul>\n')


def table_row(row: Row) -> Markup:
    """One link with its evidence."""
    link = row.link
    assert link is not None
    status, is_failing = shown(link.status), link.status in FAILING_NAMES
    open_question = " <small>not confirmed</small>" if is_failing and not link.confirmed else ""
    to = (
        '<span class="to"><span aria-hidden="true">→</span><span class="unseen">moved to</span> '
        f"{_web(link.moved_to)}</span>"
        if link.moved_to
        else ""
    )
    return _markup(
        f'<tr id="link-{row.number}" data-status="{status}"{" data-failing" if is_failing else ""}>\n'
        f"<td>{badge(link.status)}{open_question}</td>\n"
        f"<td>{name(link.entry, link.field)} {at(link.file, link.line)}</td>\n"
        f"<td><details><summary>{shown(words(link.reason))}</summary>\n"
        f"{because(link.because)}\n<dl>\n{_facts(row, link)}</dl></details></td>\n"
        f"<td>{_web(link.url)}{to}</td>\n"
        f"<td><time>{shown(link.since)}</time></td>\n</tr>"
    )


def _facts(row: Row, link: LinkReport) -> str:
    change, page, match = row.change, link.page, link.title_match
    facts = (
        ("Confidence", shown(link.confidence)),
        ("Failing", shown(seen(link)) if link.status in FAILING_NAMES else None),
        ("Last run", shown(change.before) if change and change.before is not None else None),
        ("HTTP", None if link.http_status is None else str(link.http_status)),
        ("Ended at", _web(link.final_url) if link.final_url else None),
        ("Signals", shown(", ".join(link.signals)) if link.signals else None),
        ("Page", _page(page) if page and page.title else None),
        ("Title match", None if match is None else f"{match:.2f}"),
    )
    return "".join(
        f"<dt>{term}</dt><dd{_turn(term)}>{text}</dd>\n" for term, text in facts if text is not None
    )


def _turn(term: str) -> str:
    """What a page calls itself may be written in either direction."""
    return ' dir="auto"' if term == "Page" else ""


def _page(page: PageReport) -> str:
    parts: Iterable[str | None] = (page.title, ", ".join(page.authors), page.published)
    return ", ".join(shown(part) for part in parts if part)


def _web(url: str) -> str:
    """An address is linked whole or not at all: a clipped one would lead elsewhere."""
    if not link_target(url):
        return f'<bdi class="url">{shown(url)}</bdi>'
    return (
        f'<a class="url" dir="ltr" rel="noreferrer nofollow noopener" href="{escape(url)}">{shown(url)}</a>'
    )


def _markup(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - made of texts that `shown` and `escape` gave
