"""The registry of file formats: by a file's suffix, how its text is parsed and where an edit goes into it.

To add one: write a module beside this with a class that has what `Parsed` asks for, and give it a row in
`FORMATS`. `edits` proves every edit of every format by parsing the result again, so `data` must hold all that
a text says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from crawler.catalog.csv_text import read_csv
from crawler.catalog.intent import is_same
from crawler.catalog.json_text import read_json
from crawler.catalog.markdown_text import read_markdown
from crawler.catalog.toml_text import read_toml
from crawler.catalog.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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


YAML = Format("yaml", (".yaml", ".yml"), read_yaml)
MARKDOWN = Format("markdown", (".md", ".markdown"), read_markdown)
JSON = Format("json", (".json",), read_json)
CSV = Format("csv", (".csv", ".tsv"), read_csv)
TOML = Format("toml", (".toml",), read_toml)
FORMATS: tuple[Format, ...] = (YAML, JSON, MARKDOWN, TOML, CSV)


def format_of(file: str) -> Format:
    """By suffix; what has none that is known is YAML, as the native catalog is."""
    name = file.lower()
    return next((row for row in FORMATS if name.endswith(row.suffixes)), YAML)


def parse(file: str, text: str) -> Parsed:
    """A text in its file's format; CatalogError where it cannot be read."""
    return format_of(file).parse(file, text)


def says(file: str, text: str, data: Any) -> bool:
    """Whether a text says just this data; CatalogError where it cannot be read."""
    kind = format_of(file)
    said = read_yaml(file, text, like=data) if kind is YAML else kind.parse(file, text)
    return is_same(said.data, data)
