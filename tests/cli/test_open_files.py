"""A shell that allows few open files does not bound a run's connections."""

from __future__ import annotations

import resource
import subprocess
import sys

FEW_THEN_ASK = """
import resource
from crawler.checking import OPEN_FILES, _allow_open_files
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, most))
_allow_open_files()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(OPEN_FILES, most))
"""


def test_a_run_may_open_more_files_than_the_shell_began_with() -> None:
    """In a process of its own, as limits last as long as their process."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    told = subprocess.run([sys.executable, "-c", FEW_THEN_ASK], check=True, capture_output=True, text=True)

    assert told.stdout == "True\n"
    assert most > 64
