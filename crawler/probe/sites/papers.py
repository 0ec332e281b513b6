"""DOIs and other handles, and arXiv: who knows a paper when the page behind its link does not answer.

The handle system's proxy (https://www.doi.org/the-identifier/resources/handbook/, "Proxy server REST API")
answers `responseCode` 1 for what is registered and 100 for what is not. Registered says nothing of the
publisher's page: a 403 from there stays a refusal.
arXiv's own pages are honest (404 for an id that it does not know), so they are asked first and alone; where
they refuse, its mirror for programs is asked for the abstract, and not its search interface, which wants 3 s
between requests.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.page import read_page
from crawler.probe.model import Answer, SiteAnswer
from crawler.probe.sites.model import Question, SiteKnowledge, json_of

_OK, _NOT_FOUND = 200, 404
_REGISTERED, _UNKNOWN = 1, 100
_ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,3})?"
_ARXIV = re.compile(
    r"https?://(?:(?:www|export|[a-z]{2})\.)?arxiv\.org/"
    rf"(?:abs|pdf|html|ps|format|e-print|src)/({_ARXIV_ID})(?=$|[/?]|\.(?:pdf|ps(?:\.gz)?)(?:$|[?]))"
)


def _handle_record(url: str) -> str:
    parts = urlsplit(url)
    proxy = "hdl.handle.net" if parts.netloc.endswith("handle.net") else "doi.org"
    return f"https://{proxy}/api/handles{parts.path}"


def _read_handle(answer: Answer) -> SiteAnswer | None:
    code = json_of(answer).get("responseCode")
    if answer.status == _OK and code == _REGISTERED:
        return SiteAnswer(site="handle system", state="registered", detail="the identifier is registered")
    if answer.status in {_OK, _NOT_FOUND} and code == _UNKNOWN:
        return SiteAnswer(site="handle system", state="gone", detail="no such identifier is registered")
    return None


def _abstract(url: str) -> str:
    found = _ARXIV.match(url)
    return f"https://export.arxiv.org/abs/{found[1] if found else ''}"


def _read_abstract(answer: Answer) -> SiteAnswer | None:
    if answer.status == _NOT_FOUND:
        return SiteAnswer(site="arXiv", state="gone", detail="no paper has this number")
    page = read_page(answer.body, url=_abstract(""), content_type=answer.header("content-type"))
    # Only a paper's own page says who wrote it.
    if answer.status != _OK or page is None or not page.authors:
        return None
    return SiteAnswer(site="arXiv", state="exists", detail="the abstract is there", title=page.title)


HANDLE = SiteKnowledge(
    name="handle",
    pattern=re.compile(r"https?://(?:(?:(?:dx|www)\.)?doi\.org/10[./]|hdl\.handle\.net/\d)"),
    question=Question(url=_handle_record, read=_read_handle),
)

ARXIV = SiteKnowledge(name="arxiv", pattern=_ARXIV, question=Question(url=_abstract, read=_read_abstract))
