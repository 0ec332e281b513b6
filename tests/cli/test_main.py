"""The command line as a process: what it leaves behind, and what it does not wait for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

AT_THE_END = "import atexit; atexit.register(lambda: print('the interpreter ended by itself'))"
STARTED = "import sys; from crawler.__main__ import run; sys.argv = ['crawler', *{arguments}]; run()"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["schema"], 0, '"$schema"'),
        (["lint", "not-here.yaml"], 2, "not-here.yaml"),
        (["check", "not-here.yaml"], 2, "not-here.yaml"),
        (["no-such-command"], 2, "no-such-command"),
        ([], 2, "check"),
    ],
)
def test_the_process_ends_at_once_with_its_code_and_all_that_it_said(
    arguments: list[str], code: int, said: str, tmp_path: Path
) -> None:
    """Into a pipe, which is buffered; nothing of the interpreter's own end is waited for."""
    program = f"{AT_THE_END}; {STARTED.format(arguments=arguments)}"
    environment = {"PYTHONPATH": str(Path(__file__).parent.parent.parent)}

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert code == done.returncode
    assert said in done.stdout + done.stderr
    assert "by itself" not in done.stdout
    assert "Traceback" not in done.stderr


def test_a_fault_of_the_program_is_told_in_full(tmp_path: Path) -> None:
    """Whatever is no exit goes the interpreter's way, with its traceback and its code."""
    program = "from crawler import __main__ as m; m.main = lambda: 1 / 0; m.run()"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parent.parent.parent)},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert 1 == done.returncode
    assert "ZeroDivisionError" in done.stderr
