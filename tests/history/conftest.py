"""A real database for each test, and sightings that say only what a test is about."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

import crawler
from crawler.history.store import History
from crawler.probe.past import Occurrence, Past, Sighting, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

SERVER = os.environ.get("CRAWLER_TEST_POSTGRES_URL")
DAY_ONE = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)
NOBODY = 65534


def _run_on_server(statement: str) -> None:
    assert SERVER is not None
    engine = create_engine(make_url(SERVER).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """Make a database of its own on the server that CRAWLER_TEST_POSTGRES_URL names."""
    if SERVER is None:
        pytest.skip("CRAWLER_TEST_POSTGRES_URL names no server to test with")
    name = f"crawler_test_{uuid4().hex}"
    _run_on_server(f"CREATE DATABASE {name}")
    yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    _run_on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"] if SERVER else ["sqlite"])
def state_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name a history that is not there yet, on every backend that can be had."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/state.db"


@pytest.fixture
def history(state_url: str) -> Iterator[History]:
    with History.open(state_url) as opened:
        yield opened


@pytest.fixture
def day() -> Callable[[int], datetime]:
    """Tell the time of the nightly run on a day, counted from 1."""
    return lambda number: DAY_ONE + timedelta(days=number - 1)


@pytest.fixture
def seen() -> Callable[..., Sighting]:
    """Make a sighting of a URL on a day; places are written `entry:field` in `catalog.yaml`."""

    def make(
        url: str,
        number: int = 1,
        *,
        status: Status = Status.ALIVE,
        provisional: bool = False,
        places: tuple[str, ...] = ("book:url",),
        file: str = "catalog.yaml",
        case: str | None = None,
    ) -> Sighting:
        at = DAY_ONE + timedelta(days=number - 1)
        memory = Past(status=status, reason="ok", confirmed=True, since=at, asked_at=at, runs=number)
        return Sighting(
            url=url,
            occurrences=tuple(
                Occurrence(file=file, entry=place.split(":")[0], field=place.split(":")[1])
                for place in places
            ),
            provisional=provisional,
            http_status=200,
            final_url=url,
            confidence="high",
            memory=memory,
            case=case if case is not None else f'{{"day": {number}}}',
        )

    return make


@pytest.fixture
def child_environment() -> dict[str, str]:
    """Let a Python child import the package under test and fail on any warning."""
    path = os.pathsep.join([str(Path(crawler.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path.rstrip(os.pathsep), "PYTHONWARNINGS": "error"}


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """Make a folder that others may enter, which `tmp_path` is not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@pytest.fixture
def unprivileged() -> Callable[[], AbstractContextManager[None]]:
    """Give a context in which file modes count, for root too."""

    @contextmanager
    def become_nobody() -> Iterator[None]:
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(NOBODY)
        try:
            yield
        finally:
            if is_root:
                os.seteuid(0)

    return become_nobody
