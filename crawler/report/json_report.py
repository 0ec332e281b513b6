"""`latest.json`: written for scripts, and read back by `merge` and `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from crawler.errors import ReportError
from crawler.probe.past import Status
from crawler.report.model import SCHEMA_VERSION, Report

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_REMEDY = "give a latest.json that this version of crawler wrote, or run `crawler check` again"
_NEWER = "read it with the version of crawler that wrote it, or run `crawler check` again"
_QUOTED_AT_MOST = 120


def render_json(report: Report) -> str:
    """Write the report as JSON, indented by two, ended by a newline, other scripts unescaped."""
    try:
        return report.model_dump_json(by_alias=True, indent=2) + "\n"
    except PydanticSerializationError:
        # A page may hold half of a surrogate pair, not UTF-8; one title must not cost the report.
        return render_json(Report.model_validate(_mend(report.model_dump(by_alias=True))))


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


def _mend(value: Any) -> Any:
    """Join pairs of surrogates and replace lone ones by U+FFFD, in every string."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_mend(key): _mend(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_mend(member) for member in value)
    return value
