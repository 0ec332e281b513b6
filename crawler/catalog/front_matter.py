"""What stands at the top of a Markdown file about the page: YAML in `---`, TOML in `+++`, or a JSON object.

It is read and edited as a text of its own format; offsets are those of the whole file.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crawler.catalog.lines import BOM, LINE_END
from crawler.catalog.model import Refusal, Span, Splice
from crawler.catalog.yaml_text import read_yaml
from crawler.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from crawler.catalog.formats import Parsed
    from crawler.catalog.model import Edit, Problem, Route

MATTER = "matter"
"""The key of a text's data under which its metadata stand."""
_OPENING = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*(?:\r\n?|\n)")
_CLOSING = {
    fence: re.compile(rf"(?<=[\r\n]){re.escape(fence)}[ \t]*(?=[\r\n]|\Z)") for fence in ("---", "+++")
}
_END_OF_LINE = re.compile(r"[ \t]*(?=[\r\n]|\Z)")


@dataclass(frozen=True, slots=True)
class Fenced:
    """Where the metadata of a text stand: `start` to `end` without their fences, `body` what comes after."""

    read: Callable[[str, str], Parsed]
    start: int
    end: int
    body: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The metadata of a text as plain data whose places are known."""

    fenced: Fenced
    parsed: Parsed

    @property
    def file(self) -> str:
        return self.parsed.file

    @property
    def data(self) -> Any:
        return self.parsed.data

    def span(self, route: Route, part: tuple[int, int] | None) -> Span | None:
        found = self.parsed.span(route, part)
        shift = self.fenced.start
        return found and Span(start=found.start + shift, end=found.end + shift)

    def plan(self, edit: Edit) -> Splice | Refusal:
        planned = self.parsed.plan(edit)
        return planned if isinstance(planned, Refusal) else self._moved(planned, self.fenced.start)

    def settled(self, splices: Sequence[Splice]) -> list[Splice]:
        """The splices of a file, those in its metadata as their format wants them."""
        start, end = self.fenced.start, self.fenced.end
        own = [splice for splice in splices if start <= splice.start and splice.end <= end]
        others = [splice for splice in splices if splice not in own]
        settled = self.parsed.settled([self._moved(splice, -start) for splice in own])
        return [*others, *(self._moved(splice, start) for splice in settled)]

    def problems(self, line: Callable[[int], int]) -> Iterator[Problem]:
        """What is odd about it; `line` counts those of the whole file."""
        above = line(self.fenced.start) - 1
        for problem in self.parsed.problems():
            yield replace(problem, line=problem.line + above)

    @staticmethod
    def _moved(splice: Splice, by: int) -> Splice:
        return replace(splice, start=splice.start + by, end=splice.end + by)


def fenced_in(text: str) -> Fenced | None:
    """None where a text has no metadata; a `---` without an end is a rule."""
    opening = _OPENING.match(text)
    if opening is None:
        return _object_in(text)
    closing = _CLOSING[opening[1]].search(text, opening.end())
    if closing is None:
        return None
    return Fenced(
        read_yaml if opening[1] == "---" else _read_toml, opening.end(), closing.start(), closing.end()
    )


def _object_in(text: str) -> Fenced | None:
    """As Hugo takes it: an object that begins with the file and ends with a line."""
    start = int(text.startswith(BOM))
    if not text.startswith("{", start):
        return None
    try:
        data, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    is_alone = bool(data) and _END_OF_LINE.match(text, end) is not None
    return Fenced(_read_json, start, end, end) if is_alone else None


def read_front_matter(file: str, text: str) -> FrontMatter | CatalogError | None:
    """None where there is none; the error where there is one that cannot be read, its line the file's."""
    fenced = fenced_in(text)
    if fenced is None:
        return None
    try:
        parsed = fenced.read(file, text[fenced.start : fenced.end])
    except CatalogError as error:
        return _told_of_file(error, above=len(LINE_END.findall(text, 0, fenced.start)))
    return FrontMatter(fenced, parsed) if isinstance(parsed.data, dict) and parsed.data else None


def _told_of_file(error: CatalogError, *, above: int) -> CatalogError:
    file, _, line = error.where.rpartition(":")
    where = f"{file}:{int(line) + above}" if line.isdecimal() else error.where
    return CatalogError(where, error.what, error.remedy)


def _read_toml(file: str, text: str) -> Parsed:
    from crawler.catalog.toml_text import read_toml  # noqa: PLC0415 - hardly any file has it

    return read_toml(file, text)


def _read_json(file: str, text: str) -> Parsed:
    from crawler.catalog.json_text import read_json  # noqa: PLC0415 - hardly any file has it

    return read_json(file, text)
