"""The registry of file formats: by a file's suffix, how its text is parsed and where an edit goes into it.

To add one: write a module beside this with a class that has what `Parsed` asks for, and give it a row in
`FORMATS`. `edits` proves every edit of every format by parsing the result again, so `data` must hold all that
a text says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from crawler.catalog.yaml_text import read_yaml
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from crawler.catalog.model import Edit, Problem, Refusal, Route, Span, Splice


class Parsed(Protocol):
    """One text as plain data whose places are known."""

    @property
    def file(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def data(self) -> Any:
        """Plain data that holds all of the text's meaning: what edits are proved against."""

    def plan(self, edit: Edit) -> Splice | Refusal:
        """What to write where, so that the data changes by just this edit; its `old` has been compared."""

    def settled(self, splices: Sequence[Splice]) -> Sequence[Splice]:
        """The splices of several edits as they are to be made together: what stood between two of them may
        be one's to take only where the other stays.
        """

    def span(self, route: Route, part: tuple[int, int] | None = None) -> Span | None:
        """Where the value at a route stands, quotes included; with `part` (offset and length in the decoded
        text) that part alone. None where there is no such value, or no telling.
        """

    def problems(self) -> Iterable[Problem]:
        """What is odd about the text whatever it means: keys given twice."""

    def line(self, offset: int) -> int: ...
    def column(self, offset: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the registry."""

    name: str
    suffixes: tuple[str, ...]
    parse: Callable[[str, str], Parsed]
    """File name and text to `Parsed`; raises CatalogError."""
    has_keys: bool = True
    """Where not, it is a `LinkedText`: links between words."""
    is_list: Callable[[str], bool] | None = None
    """Whether a text that nobody has named is a catalog, where most of its kind are none."""


def _markdown(file: str, text: str) -> Parsed:
    # Each reader is loaded with the first file of its kind: all of them took 60 ms of every start.
    from crawler.catalog.markdown_text import read_markdown  # noqa: PLC0415 - as said

    return read_markdown(file, text)


def _json(file: str, text: str) -> Parsed:
    from crawler.catalog.json_text import read_json  # noqa: PLC0415 - as above

    return read_json(file, text)


def _toml(file: str, text: str) -> Parsed:
    from crawler.catalog.toml_text import read_toml  # noqa: PLC0415 - as above

    return read_toml(file, text)


def _csv(file: str, text: str) -> Parsed:
    from crawler.catalog.csv_text import read_csv  # noqa: PLC0415 - as above

    return read_csv(file, text)


def _rst(file: str, text: str) -> Parsed:
    from crawler.catalog.rst_text import read_rst  # noqa: PLC0415 - as above

    return read_rst(file, text)


def _asciidoc(file: str, text: str) -> Parsed:
    from crawler.catalog.asciidoc_text import read_asciidoc  # noqa: PLC0415 - as above

    return read_asciidoc(file, text)


def _org(file: str, text: str) -> Parsed:
    from crawler.catalog.org_text import read_org  # noqa: PLC0415 - as above

    return read_org(file, text)


def _bibtex(file: str, text: str) -> Parsed:
    from crawler.catalog.bibtex_text import read_bibtex  # noqa: PLC0415 - as above

    return read_bibtex(file, text)


def _html(file: str, text: str) -> Parsed:
    from crawler.catalog.html_text import read_html  # noqa: PLC0415 - as above

    return read_html(file, text)


def _is_bookmarks(text: str) -> bool:
    from crawler.catalog.html_text import is_bookmarks  # noqa: PLC0415 - as above

    return is_bookmarks(text)


def _plain(file: str, text: str) -> Parsed:
    from crawler.catalog.plain_text import read_plain  # noqa: PLC0415 - as above

    return read_plain(file, text)


def _lists_addresses(text: str) -> bool:
    from crawler.catalog.plain_text import lists_addresses  # noqa: PLC0415 - as above

    return lists_addresses(text)


YAML = Format("YAML", (".yaml", ".yml"), read_yaml)
MARKDOWN = Format("Markdown", (".md", ".markdown"), _markdown, has_keys=False)
FORMATS: tuple[Format, ...] = (
    YAML,
    Format("JSON", (".json",), _json),
    MARKDOWN,
    Format("TOML", (".toml",), _toml),
    Format("CSV", (".csv", ".tsv"), _csv),
    Format("reStructuredText", (".rst",), _rst, has_keys=False),
    Format("AsciiDoc", (".adoc", ".asciidoc"), _asciidoc, has_keys=False),
    Format("Org", (".org",), _org, has_keys=False),
    Format("BibTeX", (".bib",), _bibtex, has_keys=False),
    Format("HTML", (".html", ".htm"), _html, has_keys=False, is_list=_is_bookmarks),
    Format("plain text", (".txt",), _plain, has_keys=False, is_list=_lists_addresses),
)
UNREAD: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("MediaWiki", (".mediawiki", ".wiki")),
    ("Textile", (".textile",)),
    ("MDX", (".mdx",)),
    ("R Markdown", (".rmd", ".qmd")),
    ("Jupyter notebooks", (".ipynb",)),
    ("OPML", (".opml",)),
    ("M3U playlists", (".m3u", ".m3u8")),
    ("JSON Lines", (".jsonl", ".ndjson")),
)
"""Formats of lists that are told when they are met: read as YAML, they would be called broken. Of 61 public
repositories 5 have notebooks with addresses, 4 OPML, 2 R Markdown, one MediaWiki and one playlists.
"""
_NO_LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("XML", (".xml", ".rss", ".atom")),
    ("JSON with comments", (".jsonc", ".json5")),
    ("a shortcut", (".url", ".webloc")),
)
"""What programs write and read; it is told where it is named, not where it is met."""


def unread_format(file: str, formats: Sequence[tuple[str, tuple[str, ...]]] = UNREAD) -> str | None:
    """The name of a format that is known and not read."""
    name = file.lower()
    return next((row for row, suffixes in formats if name.endswith(suffixes)), None)


def require_readable(file: str) -> None:
    """CatalogError for a file whose format is known and not read."""
    name = unread_format(file, (*UNREAD, *_NO_LISTS))
    if name is not None:
        known = ", ".join(row.name for row in FORMATS)
        raise CatalogError(file, f"is {name}, which is not read", f"name a list in one of {known}")


def format_of(file: str) -> Format:
    """By suffix; what has none that is known is YAML, as the native catalog is."""
    name = file.lower()
    return next((row for row in FORMATS if name.endswith(row.suffixes)), YAML)


def parse(file: str, text: str, *, like: Any = None) -> Parsed:
    """A text in its file's format; CatalogError where it cannot be read.

    What it says like `like`, data of another text, may be shared with that.
    """
    kind = format_of(file)
    require_readable(file)
    return read_yaml(file, text, like=like) if kind is YAML else kind.parse(file, text)
