"""Whatever stands in a configuration, the environment or a command line: a code, and at most one line."""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler import cli
from crawler.checking import net_settings
from crawler.errors import OperatorError
from crawler.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

EXAMPLES = int(os.environ.get("CRAWLER_PROPERTY_EXAMPLES", "150"))
MADE_UP = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
VALUES = (
    "0", "-1", "1", "1e9", "1e400", ".nan", "-.inf", "true", "~", "[]", "{}", "[1]", "{a: 1}", "a,b",
    "dead,,", "1/2", "2/1", '"\\0"', '"\\ud800"', "٣/٤", "0x10", "1_0", "1:30", "2026-11-21",
    "2026-13-45", "!!python/object:os.system x", "!!set {a}", "!!binary aGk=", "*a", "&a b", "&a [*a]", "'",
    '"', "\\", "| x", "\t", "@x", "%TAG", "\u0000", "\u001b[31m", "\u202e", "a" * 5000, "9" * 5000, "..",
    "/", "/dev/null", "*", "[!", "sqlite://", "sqlite:////dev/null", "postgresql://u:p@@h/x", "://",
    "h:1:2:3", "::[::1]:8", "h:99999:1.1.1.1:0", "[::1]:53", "127.0.0.1:0", "ignore", "env", "<<: 1", "- a",
    "? a", "---", "# x", "\ufeff1", "\u2028", "a\nb: c", "catalog.yaml", "reports",
)  # fmt: skip
NAMES = (*Settings.model_fields, "Timeout", "time-out", "unknown", "1", "<<", "path")
FLAGS = tuple(name for name in Settings.model_fields if name not in {"layouts", "suggest"})
COMMANDS = ("lint", "init", "explain", "history", "apply", "decline", "merge", "schema", "nonesuch")
OPTIONS = (
    "--config",
    "--reports",
    "--state",
    "--safe",
    "--because",
    "--save-case",
    "--force",
    "--only",
    "-q",
)

value = st.sampled_from(VALUES) | st.text(max_size=30)
line = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(NAMES), value),
    st.builds("{}: [{}, {}]".format, st.sampled_from(NAMES), value, value),
    st.builds(
        "catalogs:\n  - path: {}\n    {}: {}".format, value, st.sampled_from(("url", "items", "x")), value
    ),
    st.builds("suggest: {{{}: {}}}".format, st.sampled_from(("https", "removal", "x")), value),
    value,
)
config = st.lists(line, max_size=3).map("\n".join) | st.binary(max_size=60)
environment = st.dictionaries(
    st.sampled_from(NAMES).map(lambda name: f"CRAWLER_{name.upper()}"), value, max_size=2
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a catalog, where this process then works."""
    entry = "{id: a, title: A Good Book, url: 'https://a.test/'}"
    (tmp_path / "catalog.yaml").write_text(f"version: 1\nresources:\n  - {entry}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _configure(folder: Path, content: str | bytes) -> None:
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    (folder / "crawler.yaml").write_bytes(raw)


@MADE_UP
@given(
    content=config,
    environment=environment,
    flags=st.dictionaries(st.sampled_from(FLAGS), value, max_size=2),
)
def test_made_up_settings_are_settings_or_a_mistake(
    folder: Path, content: str | bytes, environment: Mapping[str, str], flags: Mapping[str, str]
) -> None:
    """From all four sources at once; a mistake has its place and its remedy."""
    _configure(folder, content)
    mistake = OperatorError("", "", "")
    try:
        net_settings(read_settings(flags, environment))
    except OperatorError as error:
        mistake = error

    parts = (mistake.where, mistake.what, mistake.remedy)
    assert all(parts) or not any(parts)
    assert 1200 > len(str(mistake))


@MADE_UP
@given(
    content=config | st.just(""),
    words=st.tuples(
        st.sampled_from(COMMANDS),
        st.lists(st.sampled_from(OPTIONS) | value.map(lambda one: one.replace("\0", "")), max_size=4),
    ),
)
def test_a_made_up_command_line_ends_with_a_code_and_a_line(
    folder: Path, content: str | bytes, words: tuple[str, Sequence[str]]
) -> None:
    """No command that asks nobody ends in a traceback; where it ends with 2, one line says why."""
    _configure(folder, content)
    command, arguments = words
    said = io.StringIO()
    with (
        patch.object(sys, "argv", ["crawler", command, *arguments]),
        redirect_stderr(said),
        redirect_stdout(io.StringIO()),
        pytest.raises(SystemExit) as ended,
    ):
        cli.main()

    assert (ended.value.code or 0) in {0, 1, 2, 3}
    lines = said.getvalue().splitlines()
    assert 2 != ended.value.code or (1, True) == (len(lines), bool(re.match(r"crawler: .+; .+", lines[0])))
