"""The limit of open files."""

from __future__ import annotations

import asyncio
import resource
from typing import Any

import pytest

from crawler.net import Net
from crawler.net.files import MOST_FILES, room_for


@pytest.mark.parametrize("soft", [512, MOST_FILES + 1])
def test_a_run_may_open_more_files_than_a_shell_allows(settings: Any, soft: int) -> None:
    """A small soft limit is raised, a large one is left alone."""
    before, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < soft:
        pytest.skip("the hard limit here is smaller than what is tried")

    async def run() -> int:
        async with Net(settings()):
            return resource.getrlimit(resource.RLIMIT_NOFILE)[0]

    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    try:
        assert max(soft, min(MOST_FILES, hard)) == asyncio.run(run())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before, hard))


@pytest.mark.parametrize(("soft", "room"), [(256, 100), (512, 128), (1_024, 200)])
def test_connections_get_their_share_of_the_files(soft: int, room: int) -> None:
    """A quarter of what may be open, within bounds."""
    before, hard = resource.getrlimit(resource.RLIMIT_NOFILE)

    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    try:
        assert room == room_for(4, least=100, most=200)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before, hard))
