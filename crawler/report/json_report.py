"""`latest.json`: written for scripts, and read back by `merge` and `explain`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_json

from crawler.catalog.patch import quote_name
from crawler.errors import ReportError
from crawler.probe.past import Status
from crawler.report.model import SCHEMA_VERSION, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

_REMEDY = "give a latest.json that this version of crawler wrote, or run `crawler check` again"
_NEWER = "read it with the version of crawler that wrote it, or run `crawler check` again"
_QUOTED_AT_MOST = 120
_ROWS_PER_PIECE = 500
_NAMES_FILES = frozenset({"file", "catalogs"})
_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


def render_json(report: Report) -> str:
    """Write the report as JSON, indented by two, ended by a newline, other scripts unescaped."""
    return "".join(json_pieces(report))


def json_pieces(report: Report) -> Iterator[str]:
    """`render_json` piece by piece: the whole of 100,000 links would be 100 MB, twice."""
    opening = "{\n"
    for name, field in Report.model_fields.items():
        value = getattr(report, name)
        yield f'{opening}  "{field.alias or name}": '
        is_list = isinstance(value, Sequence) and not isinstance(value, str)
        yield from _list(value) if is_list else (_dump(value, "  "),)
        opening = ",\n"
    yield "\n}\n"


def _list(rows: Sequence[Any]) -> Iterator[str]:
    if not rows:
        yield "[]"
        return
    opening = "["
    for start in range(0, len(rows), _ROWS_PER_PIECE):
        some = _dump(list(rows[start : start + _ROWS_PER_PIECE]), "  ")
        yield opening + some.removeprefix("[").removesuffix("\n  ]")
        opening = ","
    yield "\n  ]"


def _dump(value: object, indentation: str) -> str:
    """A value as JSON within other JSON; no string in it spans lines, so each line begin is one of layout."""
    try:
        text = to_json(value, by_alias=True, indent=2)
    except PydanticSerializationError:
        # A page may hold half of a surrogate pair, not UTF-8; one title must not cost the report.
        text = to_json(_mend(_ANYTHING.dump_python(value, by_alias=True)), indent=2)
    return text.decode().replace("\n", f"\n{indentation}")


def parse_report(text: str, where: str) -> Report:
    """Read what `render_json` wrote; raises ReportError for anything else."""
    try:
        report = Report.model_validate_json(text)
    except ValidationError as error:
        raise _unreadable(error, where) from None
    if "schema_" not in report.model_fields_set:
        raise ReportError(where, "not a report: it has no `schema`", _REMEDY)
    unknown = next((link.status for link in report.links if link.status not in set(Status)), None)
    if unknown is not None:
        raise ReportError(where, f"not a readable report: no such status: {_quote(unknown)}", _REMEDY)
    return report


def _unreadable(error: ValidationError, where: str) -> ReportError:
    details = error.errors(include_url=False)
    schemas = (detail["input"] for detail in details if detail["loc"] == ("schema",))
    newer = next((schema for schema in schemas if isinstance(schema, int) and schema > SCHEMA_VERSION), None)
    if newer is None:
        return ReportError(where, f"not a readable report: {_spell(details[0])}", _REMEDY)
    what = f"schema {_quote(newer)}, and this version knows {SCHEMA_VERSION} only"
    return ReportError(where, what, _NEWER)


def _spell(detail: ErrorDetails) -> str:
    place = ".".join(str(step) for step in detail["loc"])
    return f"{_quote(place)}: {detail['msg']}" if place else detail["msg"]


def _quote(value: object) -> str:
    """Spell a value on one line, whatever it holds."""
    quoted = ascii(value)
    return quoted if len(quoted) <= _QUOTED_AT_MOST else quoted[:_QUOTED_AT_MOST] + "..."


def _named(names: Any) -> Any:
    """A file name that is no UTF-8 is written as git writes it, so that it can be found again."""
    if isinstance(names, str):
        return quote_name(names) if any("\udc80" <= one <= "\udcff" for one in names) else names
    return tuple(map(_named, names)) if isinstance(names, list | tuple) else _mend(names)


def _mend(value: Any) -> Any:
    """Join pairs of surrogates and replace lone ones by U+FFFD, in every string."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {
            _mend(key): _named(member) if key in _NAMES_FILES else _mend(member)
            for key, member in value.items()
        }
    if isinstance(value, (list, tuple)):
        return tuple(_mend(member) for member in value)
    return value
