"""What a page says of itself."""

from __future__ import annotations

from dataclasses import dataclass

SAMPLE_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFacts:
    """What a page states of a work in fields made for that: `citation_*`, JSON-LD, Open Graph's `book:`."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    language: str | None = None
    """A BCP 47 tag."""


NO_WORK = WorkFacts()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """Facts read from the part of a page that was received; text is normalised (entities, white space)."""

    content_type: str | None = None
    """The media type without parameters, lower case."""
    encoding: str | None = None
    title: str | None = None
    """The best name for the page: og:title or `<title>`; citation_title for papers."""
    html_title: str | None = None
    """`<title>` alone, outside SVG."""
    h1: str | None = None
    names: tuple[str, ...] = ()
    """Every name that the page gives itself, best first, without repeats: for matching against an entry."""
    site_name: str | None = None
    description: str | None = None
    language: str | None = None
    canonical: str | None = None
    """Absolute."""
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601 date (or year-month, or year), as far as the page says."""
    work: WorkFacts = NO_WORK
    meta_refresh: tuple[float, str] | None = None
    """Delay in seconds and absolute target."""
    script_redirect: str | None = None
    """Absolute target of a page that is nothing but a redirect by script."""
    robots: str | None = None
    text_sample: str = ""
    """The first visible text of the body that was received, at most `SAMPLE_CHARACTERS`."""
    has_password_field: bool = False
    asks_first: bool = False
    """A form wants something else of visitors than a search or their words."""
    has_scripts: bool = False
    has_empty_place: bool = False
    """Of a page with next to no text: an element stands empty, as those do that a script fills."""
    is_head_complete: bool = True

    @property
    def headings(self) -> tuple[str, ...]:
        """`<title>` and first heading, those that say anything: what readers see a page called."""
        return tuple(name for name in (self.html_title, self.h1) if name)
