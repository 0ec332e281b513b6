"""No test is timed: on a busy machine a slow example would be nobody's fault."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
