"""Case files as test parameters."""

from __future__ import annotations

from support.replay import all_cases
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with the argument `case` runs once for each case of each file."""
    if "case" in metafunc.fixturenames:
        found = all_cases()
        metafunc.parametrize("case", found, ids=[case.name for case in found])
