"""No test is timed: on a busy machine a slow example would be nobody's fault."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no test: compressed ones hold the time, and workers a second apart would collect others."""
    return argname if isinstance(val, bytes) else None
