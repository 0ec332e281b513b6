"""The benchmarks themselves: each load runs, tiny, so that none rots; nothing here is timed.

In a process of its own, as the benchmark changes into a network namespace.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bench import namespace
from bench.experiments import EXPERIMENTS
from bench.servers import find_nginx
from bench.tools import find_lychee

TESTS = Path(__file__).parent.parent
MOST_S = 120
NEEDS_NGINX = frozenset({"U", "L", "N"})
NEEDS_LYCHEE = frozenset({"U", "A"})
# R takes 40 s at any scale, as a link that hangs costs its time-out twice; its parts are tested beside.
TINY = [name for name in EXPERIMENTS if name != "R"]


def run_bench(name: str, *options: str) -> str:
    """The table that one tiny run prints."""
    command = [
        sys.executable,
        "-m",
        "bench",
        "--only",
        name,
        "--scale",
        "0.0005",
        "--alternations",
        "1",
        *options,
    ]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    done = subprocess.run(
        command, env=environment, check=False, capture_output=True, text=True, timeout=MOST_S
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def reason_to_skip(name: str) -> str | None:
    """What this machine lacks for a load; nothing is fetched for a test."""
    if name in NEEDS_NGINX and shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
        return "there is no nginx"
    lychee = find_lychee()
    if name in NEEDS_LYCHEE and isinstance(lychee, str):
        return lychee
    return namespace.why_not()


@pytest.mark.parametrize("name", TINY)
def test_a_tiny_load_is_measured(name: str) -> None:
    """Every verdict agrees with its label and every link was asked, else the row would say why not."""
    why = reason_to_skip(name)
    if why is not None:
        pytest.skip(why)

    table = run_bench(name)

    assert "not measured" not in table
    assert table.splitlines()[0].startswith("| ratio")


@pytest.mark.parametrize("name", ["C", "U"])
def test_without_a_namespace_loopback_serves_what_it_can(name: str) -> None:
    """Load C needs no names; U says what it lacks, and a table without any row is an error."""
    if name == "C":
        assert "not measured" not in run_bench(name, "--loopback")
    else:
        with pytest.raises(AssertionError, match="need a network namespace"):
            run_bench(name, "--loopback")


def test_nginx_is_found_where_it_is_installed(tmp_path: Path) -> None:
    """Nothing is fetched where the PATH has it."""
    installed = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if installed is None:
        pytest.skip("there is no nginx")

    assert Path(installed) == find_nginx(tmp_path)
