"""A project folder, and the web that its links lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli.bench import SITES, Bench, web_of

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.demo import DemoWeb


@pytest.fixture(scope="session")
def _web() -> Iterator[DemoWeb]:
    with web_of(SITES) as web:
        yield web


@pytest.fixture(scope="session", autouse=True)
def started_demo(
    request: pytest.FixtureRequest, _web: DemoWeb, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Bench, subprocess.Popen[str]] | None]:
    """The whole demo, begun at once where any test wants it: most of its time it only waits."""
    if not any("demo" in getattr(item, "fixturenames", ()) for item in request.session.items):
        yield None
        return
    bench = Bench(tmp_path_factory.mktemp("demo"), _web)
    process = bench.start("demo", env={"SSL_CERT_FILE": ""})
    try:
        yield bench, process
    finally:
        with process:
            process.kill()


@pytest.fixture
def bench(_web: DemoWeb, tmp_path: Path) -> Bench:
    """An empty project, and the web on its first day, asked for nothing yet."""
    _web.day = 1
    _web.requests.clear()
    return Bench(tmp_path, _web)


@pytest.fixture(scope="module")
def module_bench(_web: DemoWeb, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A project that the tests of a module share, for runs that several of them look at."""
    _web.day = 1
    return Bench(tmp_path_factory.mktemp("project"), _web)
