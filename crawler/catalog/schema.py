"""The JSON Schema (2020-12) of the native format, generated from the models that read it."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from crawler.catalog.model import Entry

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REQUIRED = ("id", "title")
"""What a new entry must have; one without a URL may wait for it, and is reported until then."""
_KEBAB_CASE = "^[a-z0-9]+(-[a-z0-9]+)*$"
_WEB = "^[Hh][Tt][Tt][Pp][Ss]?://[^/]"


class _CatalogFile(BaseModel):
    """A catalog of links in crawler's native format."""

    model_config = ConfigDict(extra="forbid")

    version: Literal[1]
    resources: list[Entry] = Field(description="The entries.")


def native_schema() -> dict[str, Any]:
    """The schema of a whole catalog, as plain data."""
    schema = _CatalogFile.model_json_schema()
    entry = schema["$defs"]["Entry"]
    entry["required"] = [name for name in entry["properties"] if name in _REQUIRED]
    entry["properties"]["id"]["pattern"] = _KEBAB_CASE
    for model in ("Entry", "Alternate"):
        _say_pattern(schema["$defs"][model]["properties"]["url"], _WEB)
    schema["$defs"]["CheckRule"]["properties"]["ignore"]["minLength"] = 1
    return {"$schema": DIALECT, "title": "crawler catalog", **_without_titles(schema)}


def native_schema_text() -> str:
    """The schema as JSON, for a file."""
    return json.dumps(native_schema(), indent=2)


def _say_pattern(said: dict[str, Any], pattern: str) -> None:
    """On the text among the types that a property may have."""
    for one in said.get("anyOf", [said]):
        if one.get("type") == "string":
            one["pattern"] = pattern


def _without_titles(value: Any) -> Any:
    """Pydantic's titles repeat the names; editors would show `Url Source` for `url_source`."""
    if isinstance(value, dict):
        # A property may be called `title`: there it is a schema, not a text.
        kept = {key: inner for key, inner in value.items() if key != "title" or isinstance(inner, dict)}
        return {key: _without_titles(inner) for key, inner in kept.items()}
    return [_without_titles(inner) for inner in value] if isinstance(value, list) else value
