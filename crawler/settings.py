"""How a run is to go: defaults < configuration file < environment < flags, one model for all four."""

from __future__ import annotations

import os
import re
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from crawler.catalog.ignoring import NO_RULES, IgnoreRules, rule_mistake
from crawler.catalog.layout import Layout
from crawler.errors import SettingsError
from crawler.probe.past import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from crawler.config_file import ConfigFile

CONFIG_FILE = Path("crawler.yaml")
ENVIRONMENT_PREFIX = "CRAWLER_"
_SEE_HELP = "see `crawler check --help`"
_SHARD = re.compile(r"(\d{1,4})/(\d{1,4})")


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _nameable(value: object) -> object:
    if "\0" in str(value):
        raise ValueError("U+0000 is in no file's name")
    try:
        os.fsencode(str(value))
    except UnicodeEncodeError:  # as `é` where the locale is that of ASCII
        encoding = sys.getfilesystemencoding()
        raise ValueError(f"no file's name in this locale ({encoding}) has such letters") from None
    return value


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


def _rules(value: object) -> object:
    if isinstance(value, str):
        raise ValueError("only the configuration file has ignore rules")  # noqa: TRY004 - pydantic's
    return value


Names = Annotated[tuple[str, ...], BeforeValidator(_split)]


class Settings(BaseModel):
    """Every setting of a check; the names are those of the flags with `_` for `-`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    catalogs: Annotated[Names, Field(min_length=1)] = ("catalog.yaml",)
    layouts: tuple[Layout, ...] = ()
    """Those of the rows of `catalogs:` in the configuration that are more than names."""
    reports: Annotated[Path, BeforeValidator(_nameable)] = Path("reports")
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
    log: Annotated[Path | None, BeforeValidator(_nameable)] = None
    suggest: Annotated[dict[str, Literal["safe", "propose", "never"]], BeforeValidator(_policies)] = {}
    """What may be suggested, by code; the configuration file alone says so."""
    ignore: Annotated[IgnoreRules, BeforeValidator(_rules)] = NO_RULES
    """Which links are not asked; the configuration file alone says so."""
    quiet: bool = False


def read_settings(
    flags: Mapping[str, Any], environment: Mapping[str, str], config: Path | None = None
) -> Settings:
    """Join the four sources; a flag that is None was not given. Raises SettingsError naming the source."""
    where: dict[str, str] = {}
    values: dict[str, Any] = {}
    file = _read_config(config)
    for source, said in (
        ("file", file.said if file else {}),
        ("environment", _from_environment(environment)),
        ("option", {name: value for name, value in flags.items() if value is not None}),
    ):
        values |= said
        where |= dict.fromkeys(said, source)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        if name == "layouts" and file:
            raise _layout_error(file, first) from None
        if where.get(name) == "file" and name == "ignore" and file:
            raise _rule_error(file, first) from None
        is_unknown = first["type"] == "extra_forbidden"
        message = "there is no such setting" if is_unknown else first["msg"].removeprefix("Value error, ")
        remedy = _meant(name) if is_unknown else _SEE_HELP
        raise SettingsError(_place(where.get(name, ""), name, file), message, remedy) from None


def _meant(name: str) -> str:
    """The setting that a misspelled one is close to, or where all of them stand."""
    close = get_close_matches(name.lower().replace("-", "_"), Settings.model_fields, n=1)
    return f"write `{close[0]}`" if close else _SEE_HELP


def _layout_error(file: ConfigFile, error: ErrorDetails) -> SettingsError:
    """Of a mapping among the catalogs: which of them, which key, and what is wrong with it."""
    number, *rest = error["loc"][1:]
    keys = [str(step) for step in rest if step in Layout.model_fields] or [str(step) for step in rest[:1]]
    key = keys[0] if keys else "path"
    place = f"{file.where_layout(int(number), key)}: catalogs, mapping {int(number) + 1}: {key}"
    if error["type"] == "extra_forbidden":
        return SettingsError(place, "there is no such key", f"known are {', '.join(Layout.model_fields)}")
    if error["type"] == "missing":
        return SettingsError(place, "is missing", "say which files: `path: data/*.yml`")
    return SettingsError(place, error["msg"].removeprefix("Value error, "), "see `crawler init --help`")


def _rule_error(file: ConfigFile, error: ErrorDetails) -> SettingsError:
    """Of an ignore rule: which of them, which key, and what is wrong with it."""
    _, _, *rest = error["loc"]
    number, key = rest[:1], rest[2:3]  # between them stands how the rule is called within its place
    named = ", ".join(["ignore", *(f"rule {int(one) + 1}" for one in number)])
    place = ": ".join([file.where("ignore", *number, *key), named, *map(str, key)])
    return SettingsError(place, *rule_mistake(error))


def _place(source: str, name: str, file: ConfigFile | None) -> str:
    if source == "file" and file:
        return f"{file.where(name)}: {name}"
    return ENVIRONMENT_PREFIX + name.upper() if source == "environment" else "--" + name.replace("_", "-")


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: environment[ENVIRONMENT_PREFIX + name.upper()]
        for name in Settings.model_fields
        if name != "layouts" and ENVIRONMENT_PREFIX + name.upper() in environment
    }


def _read_config(config: Path | None) -> ConfigFile | None:
    """The configuration file: `crawler.yaml` where it stands, or the file that was asked for."""
    path = config or CONFIG_FILE
    if config is None and not path.exists():
        return None
    # Where nothing is configured nobody pays for the parser.
    from crawler.config_file import read_config_file  # noqa: PLC0415 - as said

    file = read_config_file(path)
    if file is None and config is not None:
        what = "there is no such configuration file"
        raise SettingsError(str(path), what, "name one that exists")
    return file


def shown_settings(settings: Settings) -> dict[str, Any]:
    """The settings as reports show them: the history's address may hold a password and stays out."""
    shown = settings.model_dump(mode="json", exclude={"state", "layouts", "ignore"})
    shown["fail_on"] = sorted(shown["fail_on"])
    return shown
