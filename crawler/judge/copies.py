"""Addresses of copies of a page: for telephones, for print, translated, through a library's door, on trial.

A site may send there whoever it likes; readers of a catalog want the page itself.
"""

from __future__ import annotations

import re

from crawler.probe import urls

_SERVICE = re.compile(
    r"(?:.+\.)?(?:translate\.goog|webcache\.googleusercontent\.com|cdn\.ampproject\.org|"
    r"safelinks\.protection\.outlook\.com|urldefense(?:\.proofpoint)?\.com|linkprotect\.cudasvc\.com)|"
    r"lm?\.facebook\.com|out\.reddit\.com|(?:.+\.)?(?:ez|lib|library)?proxy\.[\w.-]+"
)
_HOST = re.compile(r"(?:amp|m|mobile|mobil|wap|touch|staging|stage|preview|preprod|uat|print)\.")
_FOLDER = re.compile(r"/(?:amp|m|mobile|mobil|wap|print|preview)(?=/)", re.IGNORECASE)
_LAST = re.compile(r"([^/]+)/(?:amp|print)(?:\.\w{2,5})?/?$", re.IGNORECASE)
_FIELD = re.compile(
    r"(?:amp|print(?:able|view)?|mobile|m|noamp|preview)(?:=(?:1|true|yes|on|amp)?)?|"
    r"(?:output(?:type)?|format|view|mode|layout|version|device)=(?:amp|print(?:able)?|mobile|m|wap)",
    re.IGNORECASE,
)


def is_copy(url: str, origin: str) -> bool:
    """Whether an address is that of a copy, and the origin's is not."""
    is_marked = _is_marked(url) and not _is_marked(origin)
    return is_marked or _is_below_a_mark(url, origin) or _is_above_a_mark(url, origin)


def _is_marked(url: str) -> bool:
    host = urls.host_of(url)
    fields = urls.selecting_query(url).lstrip("?").split("&")
    return bool(_SERVICE.fullmatch(host) or _HOST.match(host)) or any(map(_FIELD.fullmatch, fields))


def _is_below_a_mark(url: str, origin: str) -> bool:
    """The origin's own path in a folder of copies; `/m/x` alone is any page."""
    path = urls.path_of(url)
    mark = _FOLDER.match(path)
    return mark is not None and path[mark.end() :].rstrip("/") == urls.path_of(origin).rstrip("/")


def _is_above_a_mark(url: str, origin: str) -> bool:
    """The origin's own name, and then the mark."""
    mark = _LAST.search(urls.path_of(url))
    return mark is not None and urls.path_of(origin).rstrip("/").endswith("/" + mark[1])
