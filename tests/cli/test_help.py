"""Every command and option of the design is there and is told of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import crawler

if TYPE_CHECKING:
    from cli.bench import Bench

# From the design, word by word.
CHECK = [
    "--reports", "--state", "--only", "--shard", "--due", "--fail-on", "--new-only", "--no-metadata",
    "--concurrency", "--host-concurrency", "--host-interval", "--timeout", "--robots", "--nameserver",
    "--connect-to", "--allow-private", "--quiet",
]  # fmt: skip
COMMANDS = {
    "check": CHECK,
    "demo": [],
    "init": ["--force", "--config"],
    "lint": [],
    "schema": [],
    "explain": ["--save-case"],
    "history": [],
    "apply": ["--safe"],
    "decline": ["--because"],
    "schedule": ["--cron"],
    "merge": [],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_tells_of_every_option(bench: Bench, command: str) -> None:
    """Each option of the design stands in its command's help, with words of its own."""
    said = bench.run(command, "--help", env={"COLUMNS": "200", "TERMINAL_WIDTH": "200"})

    told = dict(re.findall(r"^ +(?:-\w, )?(--[a-z-]+)[^\n]*?\s{2,}([A-Z][^\n]+)$", said.out, re.MULTILINE))
    assert (0, "") == (said.code, said.err)
    assert [] == [option for option in [*COMMANDS[command], "--help"] if option not in told]


def test_help_lists_the_commands_of_the_design(bench: Bench) -> None:
    """These commands, those that came since, and no others."""
    said = bench.run("--help")

    listed = said.out.partition("Commands:\n")[2]
    assert (0, list(COMMANDS)) == (said.code, re.findall(r"^  (\w+)", listed, re.MULTILINE))


def test_the_commands_fit_a_terminal(bench: Bench) -> None:
    """What each does is read to its end in 80 columns."""
    said = bench.run("--help", env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})

    assert "..." not in said.out.partition("Commands:\n")[2]
    assert len(COMMANDS) == len(said.out.partition("Commands:\n")[2].splitlines())


def test_the_version_is_told(bench: Bench) -> None:
    """For whoever reports a fault."""
    assert f"crawler {crawler.__version__}\n" == bench.run("--version").out


def test_without_a_command_the_help_is_shown(bench: Bench) -> None:
    """Nothing to do is a mistake, and what could be done is its remedy."""
    said = bench.run()

    assert (2, "") == (said.code, said.out)
    assert said.err.startswith("Usage: ")
    assert [] == [command for command in COMMANDS if f"\n  {command} " not in said.err]


@pytest.mark.parametrize("command", ["explain", "merge", "schedule"])
def test_what_is_missing_is_said_in_one_line(bench: Bench, command: str) -> None:
    """A command without what it needs ends with 2."""
    said = bench.run(command)

    assert (2, "", 1) == (said.code, said.out, said.err.count("\n"))
    assert said.err.startswith("crawler: Missing ")
