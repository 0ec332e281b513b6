"""An HTML or XHTML page to `PageFacts`: which of the many places that can hold a fact is believed first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.page.body import BodyTags, read_body
from crawler.page.dates import read_date
from crawler.page.early_stop import HeadWatch
from crawler.page.encoding import decode
from crawler.page.head import read_head
from crawler.page.json_ld import read_json_ld
from crawler.page.links import base_of, canonical_of, refresh_of
from crawler.page.model import PageFacts
from crawler.page.script_redirect import script_redirect_of
from crawler.page.text import clean, unique
from crawler.page.work import read_work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crawler.page.head import HeadTags
    from crawler.page.json_ld import LinkedData

PARSED_BYTES = 256 * 1024
_MAX_TITLE = 500
_MAX_DESCRIPTION = 1000
_MAX_NAME = 200
_MAX_NAMES = 10
_MAX_AUTHORS = 50

# Meta names (or properties) in the order in which they are believed.
_PAPER_TITLE = ("citation_title",)
_SHARED_TITLE = ("og:title",)
_OTHER_TITLES = ("twitter:title",)
_LIBRARY_TITLES = ("dc.title", "dcterms.title", "dc:title")
_SITE_NAME = ("og:site_name", "application-name")
_DESCRIPTION = ("description", "og:description", "twitter:description", "dc.description")
_AUTHORS = ("citation_author", "author", "article:author", "dc.creator", "dcterms.creator", "dc:creator")
_AUTHOR_LISTS = ("citation_authors",)
_PUBLISHED = (
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "article:published_time",
    "dc.date",
    "dc.date.issued",
    "dc.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc:date",
    "datepublished",
)

# C0 codes but for white space: none has a place in HTML, and parsers have stopped at some of them.
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\f\r"})
# Browsers read XHTML as XML, where these may close themselves; read as HTML they would swallow the page.
_SELF_CLOSED = re.compile(
    rb"<(script|style|title|noscript|template|textarea|iframe)(\s[^<>]*)?/>", re.IGNORECASE
)
_SCRIPT = re.compile(rb"<script\b")  # in lower case: the engine looks for such a beginning 50 times as fast
_CDATA = re.compile(rb"<!\[CDATA\[|\]\]>")
_LANGUAGE = re.compile(r"([a-z]{2,3})((?:-[a-z0-9]{1,8}){0,4})", re.IGNORECASE)
_SCRIPT_LETTERS = 4
_ADDRESS = re.compile(r"(?:https?:)?//|www\.|@\w+$", re.IGNORECASE)

Metas = dict[str, list[str]]
"""The contents of meta elements by lower-case name or property, in document order."""


def read_html(
    body: bytes, *, url: str, content_type: str | None, charset: str | None, is_xml: bool = False
) -> PageFacts:
    """Read as much of a page as was received, 256 kB at most; `url` is the page's own address."""
    decoded = decode(body[:PARSED_BYTES], charset)
    markup = _as_markup(decoded.text, is_xml=is_xml)
    watch = HeadWatch()
    watch.feed(markup)
    head = read_head(markup[: watch.head_end])
    rest = read_body(markup[watch.head_end or 0 :])
    # Without an end of the head both read the same markup, and nothing has strayed.
    strays = BodyTags() if watch.head_end is None else rest
    tags = [*head.metas, *strays.metas]
    metas = _index(tags)
    linked = read_json_ld([*head.json_ld, *strays.json_ld])
    html_title = _first(_cleaned([*head.titles, *strays.titles], _MAX_TITLE))
    base = base_of(head.bases, url)
    return PageFacts(
        content_type=content_type,
        encoding=decoded.encoding,
        title=_title(metas, html_title, linked, rest.h1),
        html_title=html_title,
        h1=rest.h1 or None,
        names=_names(metas, html_title, linked, rest.h1),
        site_name=_first(_said(metas, _SITE_NAME, _MAX_NAME)),
        description=_first(_said(metas, _DESCRIPTION, _MAX_DESCRIPTION)),
        language=_language(head, metas),
        canonical=canonical_of(head.canonicals, metas.get("og:url", ()), base),
        authors=_authors(metas, linked),
        published=_published(metas, linked, rest),
        work=read_work(metas, linked, _language_tag),
        meta_refresh=refresh_of(tags, base=base, url=url),
        script_redirect=script_redirect_of(markup, text=rest.text, base=base),
        robots=clean(", ".join(_said(metas, ("robots",), _MAX_NAME)).lower(), _MAX_NAME) or None,
        text_sample=rest.text,
        has_password_field=rest.has_password_field,
        asks_first=rest.asks_first,
        has_scripts=_SCRIPT.search(markup.lower()) is not None,
        has_empty_place=rest.has_empty_place,
        is_head_complete=watch.head_end is not None,
    )


def _as_markup(text: str, *, is_xml: bool) -> bytes:
    markup = text.encode("utf-8", errors="replace").translate(None, _CONTROLS)
    if is_xml:
        markup = _CDATA.sub(b"", _SELF_CLOSED.sub(rb"<\1\2></\1>", markup))
    return markup


def _index(metas: Iterable[Mapping[str, str]]) -> Metas:
    """Each meta under its name, its RDFa properties and its microdata properties alike: sites mix them up."""
    index: Metas = {}
    for meta in metas:
        stated = f"{meta.get('property', '')} {meta.get('itemprop', '')}".lower().split()
        for key in dict.fromkeys([meta.get("name", "").strip().lower(), *stated]):
            index.setdefault(key, []).append(meta.get("content", ""))
        if meta.get("http-equiv", "").strip().lower() == "content-language":
            index.setdefault("content-language", []).append(meta.get("content", ""))
    return index


def _said(metas: Metas, keys: tuple[str, ...], limit: int) -> Iterator[str]:
    """Non-empty contents under some keys, by key, then as they stand."""
    return _cleaned((content for key in keys for content in metas.get(key, ())), limit)


def _cleaned(texts: Iterable[str], limit: int) -> Iterator[str]:
    return filter(None, (clean(text, limit) for text in texts))


def _first(texts: Iterator[str]) -> str | None:
    return next(texts, None)


def _title(metas: Metas, html_title: str | None, linked: LinkedData, h1: str) -> str | None:
    return (
        _first(_said(metas, _PAPER_TITLE + _SHARED_TITLE, _MAX_TITLE))
        or html_title
        or _first(_cleaned(linked.names, _MAX_TITLE))
        or h1
        or None
    )


def _names(metas: Metas, html_title: str | None, linked: LinkedData, h1: str) -> tuple[str, ...]:
    names = [
        *_said(metas, _PAPER_TITLE + _SHARED_TITLE + _OTHER_TITLES, _MAX_TITLE),
        html_title or "",
        *_said(metas, _LIBRARY_TITLES, _MAX_TITLE),
        *_cleaned(linked.names, _MAX_TITLE),
    ]
    # The h1 keeps a place of its own, for pages whose JSON-LD lists many works.
    return unique([*unique(names, _MAX_NAMES - 1), h1], _MAX_NAMES)


def _language(head: HeadTags, metas: Metas) -> str | None:
    content_language = [content.partition(",")[0] for content in metas.get("content-language", ())]
    stated = [
        head.html.get("lang", ""),
        head.html.get("xml:lang", ""),
        *metas.get("og:locale", ()),
        *content_language,
    ]
    return next(filter(None, map(_language_tag, stated)), None)


def _language_tag(stated: str) -> str | None:
    """BCP 47 tag in its usual case (`pt_br` is `pt-BR`); None for what is none."""
    match = _LANGUAGE.fullmatch(stated.strip().replace("_", "-").partition(".")[0])
    if match is None:
        return None
    tag, is_extension = match[1].lower(), False
    for part in match[2].split("-")[1:]:
        tag += f"-{part.lower() if is_extension else _subtag(part)}"
        is_extension = is_extension or len(part) == 1
    return tag


def _subtag(part: str) -> str:
    if len(part) == _SCRIPT_LETTERS and part.isalpha():
        return part.title()
    return part.upper() if len(part) in {2, 3} else part.lower()


def _authors(metas: Metas, linked: LinkedData) -> tuple[str, ...]:
    listed = [name for content in metas.get(_AUTHOR_LISTS[0], ()) for name in content.split(";")]
    names = [
        *_said(metas, _AUTHORS[:1], _MAX_NAME),
        *_cleaned(listed, _MAX_NAME),
        *_said(metas, _AUTHORS[1:], _MAX_NAME),
        *_cleaned(linked.authors, _MAX_NAME),
    ]
    by_key: dict[str, str] = {}
    for name in names:
        if not _ADDRESS.search(name):
            by_key.setdefault(_author_key(name), name)
    return tuple(by_key.values())[:_MAX_AUTHORS]


def _author_key(name: str) -> str:
    """`Hopper, Grace` and `Grace Hopper` are one author; initials stay others, for they may be."""
    last, comma, first = name.partition(",")
    return " ".join(f"{first} {last}".split() if comma else name.split()).casefold()


def _published(metas: Metas, linked: LinkedData, body: BodyTags) -> str | None:
    said = (read_date(text) for text in _said(metas, _PUBLISHED, _MAX_NAME))
    return next(filter(None, said), None) or linked.published or _time_published(body.times)


def _time_published(times: tuple[Mapping[str, str], ...]) -> str | None:
    """Date of a `<time>` marked as the publication's, or of the only one: several may be comments'."""
    marked = [
        time for time in times if "pubdate" in time or "datepublished" in time.get("itemprop", "").lower()
    ]
    for time in marked or (times if len(times) == 1 else ()):
        published = read_date(time.get("datetime", ""))
        if published is not None:
            return published
    return None
