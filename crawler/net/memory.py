"""Memory that was freed goes back to the system: the stages after the network need as much again."""

from __future__ import annotations

import sys
from contextlib import suppress


def give_back() -> None:
    """Have the C library let go of what all threads freed (glibc; others have no such call).

    It keeps it otherwise, in heaps of its own for each thread that once asked for some.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - 1.5 ms of the start

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
