"""How a run is to go: defaults < configuration file < environment < flags, one model for all four."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from crawler.catalog.layout import Layout, split_catalogs
from crawler.errors import SettingsError
from crawler.probe.past import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

CONFIG_FILE = Path("crawler.yaml")
ENVIRONMENT_PREFIX = "CRAWLER_"
_SHARD = re.compile(r"(\d{1,4})/(\d{1,4})")


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _shard(value: object) -> object:
    if value is None or isinstance(value, tuple):
        return value
    numbers = _SHARD.fullmatch(str(value))
    if numbers is None or not 1 <= int(numbers[1]) <= int(numbers[2]):
        raise ValueError("a shard is written I/N with 1 <= I <= N, such as 2/8")
    return int(numbers[1]), int(numbers[2])


def _policies(value: object) -> object:
    if not isinstance(value, dict):
        raise ValueError("suggest is a mapping of codes, such as {https: safe, removal: never}")  # noqa: TRY004 - pydantic's
    # Most commands have no use for the stages of a run, which take long to load.
    from crawler.suggest.codes import policy_mistake  # noqa: PLC0415

    mistakes = (policy_mistake(str(name), policy) for name, policy in value.items())
    mistake = next(filter(None, mistakes), None)
    if mistake:
        raise ValueError(mistake)
    return value


Names = Annotated[tuple[str, ...], BeforeValidator(_split)]


class Settings(BaseModel):
    """Every setting of a check; the names are those of the flags with `_` for `-`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    catalogs: Annotated[Names, Field(min_length=1)] = ("catalog.yaml",)
    layouts: tuple[Layout, ...] = ()
    """Those of the rows of `catalogs:` in the configuration that are more than names."""
    reports: Path = Path("reports")
    state: str = "sqlite:///.crawler/state.db"
    only: str | None = None
    shard: Annotated[tuple[int, int] | None, BeforeValidator(_shard)] = None
    due: bool = False
    fail_on: Annotated[frozenset[Status], BeforeValidator(_split)] = frozenset({Status.DEAD, Status.CHANGED})
    new_only: bool = False
    no_metadata: bool = False
    concurrency: Annotated[int, Field(ge=1, le=1024)] = 256
    host_concurrency: Annotated[int, Field(ge=1, le=64)] = 2
    host_interval: Annotated[float, Field(ge=0, le=3600)] = 0.25
    address_concurrency: Annotated[int, Field(ge=1, le=1024)] = 8
    timeout: Annotated[float, Field(gt=0, le=600)] = 20.0
    robots: Literal["respect", "ignore"] = "respect"
    proxy: Literal["none", "env"] = "none"
    nameserver: str | None = None
    connect_to: Names = ()
    allow_private: bool = False
    log: Path | None = None
    suggest: Annotated[dict[str, Literal["safe", "propose", "never"]], BeforeValidator(_policies)] = {}
    """What may be suggested, by code; the configuration file alone says so."""
    quiet: bool = False


def read_settings(
    flags: Mapping[str, Any], environment: Mapping[str, str], config: Path | None = None
) -> Settings:
    """Join the four sources; a flag that is None was not given. Raises SettingsError naming the source."""
    where: dict[str, str] = {}
    values: dict[str, Any] = {}
    for source, said in (
        *_read_config(config),
        ("environment", _from_environment(environment)),
        ("option", {name: value for name, value in flags.items() if value is not None}),
    ):
        values |= said
        where |= {name: _place(source, name) for name in said}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        if name == "layouts":
            raise _layout_error(where["layouts"], first) from None
        is_unknown = first["type"] == "extra_forbidden"
        message = "there is no such setting" if is_unknown else first["msg"].removeprefix("Value error, ")
        raise SettingsError(where.get(name, name), message, "see `crawler check --help`") from None


def _layout_error(where: str, error: ErrorDetails) -> SettingsError:
    """Of a mapping among the catalogs: which of them, which key, and what is wrong with it."""
    number, *rest = error["loc"][1:]
    keys = [str(step) for step in rest if step in Layout.model_fields] or [str(step) for step in rest[:1]]
    key = keys[0] if keys else "path"
    place = f"{where.removesuffix('layouts')}catalogs, mapping {int(number) + 1}: {key}"
    if error["type"] == "extra_forbidden":
        return SettingsError(place, "there is no such key", f"known are {', '.join(Layout.model_fields)}")
    if error["type"] == "missing":
        return SettingsError(place, "is missing", "say which files: `path: data/*.yml`")
    return SettingsError(place, error["msg"].removeprefix("Value error, "), "see `crawler init --help`")


def _place(source: str, name: str) -> str:
    if source == "option":
        return "--" + name.replace("_", "-")
    return ENVIRONMENT_PREFIX + name.upper() if source == "environment" else f"{source}: {name}"


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: environment[ENVIRONMENT_PREFIX + name.upper()]
        for name in Settings.model_fields
        if ENVIRONMENT_PREFIX + name.upper() in environment
    }


def _read_config(config: Path | None) -> list[tuple[str, dict[str, Any]]]:
    """The configuration file's values: `crawler.yaml` where it stands, or the file that was asked for."""
    path = config or CONFIG_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if config is None:
            return []
        raise SettingsError(
            str(path), "there is no such configuration file", "name one that exists"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), f"cannot be read ({error})", "make it a readable UTF-8 file") from None
    return [(str(path), _parse_config(path, text))]


def _parse_config(path: Path, text: str) -> dict[str, Any]:
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        # ValueError: a date or number that YAML knows and Python does not, such as 2026-13-45.
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise SettingsError(where, "is not YAML", "mend the syntax at that line") from None
    if data is None:
        return {}
    if isinstance(data, dict) and isinstance(data.get("catalogs"), list):
        names, layouts = split_catalogs(data["catalogs"])
        data |= {"catalogs": names} | ({"layouts": layouts} if layouts else {})
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise SettingsError(str(path), "is no mapping of settings", "write `name: value` lines")
    return data


def shown_settings(settings: Settings) -> dict[str, Any]:
    """The settings as reports show them: the history's address may hold a password and stays out."""
    shown = settings.model_dump(mode="json", exclude={"state", "layouts"})
    shown["fail_on"] = sorted(shown["fail_on"])
    return shown
