"""What JSON-LD says of the work that a page is about: names, authors, dates."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.page.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MAX_SCRIPTS = 20
_MAX_CHARS = 200_000
_MAX_NODES = 200
_MAX_DEPTH = 6
_MAX_TEXT = 10_000
# The wrappers in which old advice puts scripts; what follows the value is not looked at.
_OPENING = re.compile(r"(?:<!--|(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?)\s*")
# Not strict: raw line breaks within strings are the commonest fault, and harmless.
_DECODER = json.JSONDecoder(strict=False)
# Where the work hangs below the node that is not it; not `itemListElement`, which lists other pages.
_LEADS = ("@graph", "mainEntity", "mainEntityOfPage")
# Words, split: written as a list these would take a line for each name.
_WORKS = frozenset(
    "AudioObject Book Chapter Course CourseInstance CreativeWork CreativeWorkSeries Dataset "  # noqa: SIM905 - words, not literals
    "HowTo LearningResource MediaObject Movie PodcastEpisode PodcastSeries Presentation "
    "PresentationDigitalDocument PublicationIssue PublicationVolume Quiz Report SoftwareApplication "
    "SoftwareSourceCode Syllabus TVEpisode TVSeries Thesis VideoObject WebApplication".split()
)
_WORK_ENDINGS = ("Article", "Posting")
# Nodes for the page itself name it as well, but a work's own node says more.
_PAGES = frozenset(
    {"WebPage", "AboutPage", "ItemPage", "CollectionPage", "FAQPage", "QAPage", "MedicalWebPage"}
)
_NAME_KEYS = ("headline", "name", "alternativeHeadline", "alternateName")
_AUTHOR_KEYS = ("author", "creator")
_DATE_KEYS = ("datePublished", "uploadDate", "dateCreated")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedData:
    """Texts as written, character references decoded; `published` is an ISO date."""

    names: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: str | None = None
    work_authors: tuple[str, ...] = ()
    work_published: str | None = None
    """Of nodes for works alone: a node for the page itself often tells who wrote the page, and when."""


def read_json_ld(scripts: Iterable[str]) -> LinkedData:
    """Read the page's works from its JSON-LD scripts; broken and foreign JSON is passed over."""
    nodes = [node for script in [*scripts][:_MAX_SCRIPTS] for node in _nodes(_parse(script), _MAX_DEPTH)][
        :_MAX_NODES
    ]
    by_id = {str(node.get("@id")): node for node in nodes if "name" in node}
    works = [node for node in nodes if _is_work(node)]
    every = works + [node for node in nodes if _types(node) & _PAGES]
    return LinkedData(
        names=tuple(name for work in every for name in _values(work, _NAME_KEYS)),
        authors=_first_authors(every, by_id),
        published=_first_date(every),
        work_authors=_first_authors(works, by_id),
        work_published=_first_date(works),
    )


def _first_authors(works: list[dict[str, Any]], by_id: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    """Those of the first work that has authors: further works may be other people's."""
    return next(filter(None, (_authors(work, by_id) for work in works)), ())


def _first_date(works: list[dict[str, Any]]) -> str | None:
    dates = (read_date(text) for work in works for text in _values(work, _DATE_KEYS))
    return next(filter(None, dates), None)


def _parse(script: str) -> object:
    text = script.strip()
    if len(text) > _MAX_CHARS:
        return None
    opening = _OPENING.match(text)
    try:
        value, _ = _DECODER.raw_decode(text, opening.end() if opening else 0)
    except (ValueError, RecursionError):  # a thousand nested lists end in the latter
        return None
    return value


def _nodes(value: object, depth: int) -> Iterator[dict[str, Any]]:
    """Nodes of a document in order, those below them that it may be about included."""
    if isinstance(value, list) and depth:
        for item in value[:_MAX_NODES]:
            yield from _nodes(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        for key in _LEADS if depth else ():
            yield from _nodes(value.get(key), depth - 1)


def _types(node: dict[str, Any]) -> set[str]:
    """Type names without vocabulary: `http://schema.org/Book` and `schema:Book` are Book."""
    stated = node.get("@type")
    names = stated[:_MAX_DEPTH] if isinstance(stated, list) else [stated]
    return {re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str)}


def _is_work(node: dict[str, Any]) -> bool:
    return any(name in _WORKS or name.endswith(_WORK_ENDINGS) for name in _types(node))


def _values(node: dict[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        yield from _texts(node.get(key))


def _texts(value: object) -> Iterator[str]:
    """Texts in a value: plain, `{"@value": …}`, or a list of these."""
    for item in value[:_MAX_NODES] if isinstance(value, list) else [value]:
        text = item.get("@value") if isinstance(item, dict) else item
        if isinstance(text, str):
            # Publishing systems escape for HTML what a script's text needs no escape for.
            yield html.unescape(text[:_MAX_TEXT])


def _authors(work: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    found: list[str] = []
    for key in _AUTHOR_KEYS:
        value = work.get(key)
        for item in value[:_MAX_NODES] if isinstance(value, list) else [value]:
            found.extend(_names_of(item, by_id))
    return tuple(found)


def _names_of(author: object, by_id: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Names of an author: a text, a node, or a reference to a node elsewhere on the page."""
    if not isinstance(author, dict):
        yield from _texts(author)
    elif "name" in author:
        yield from _texts(author["name"])
    elif "@id" in author:
        yield from _texts(by_id.get(str(author["@id"]), {}).get("name"))
