"""Files that are read as far as anybody may want them to the end, whatever kind of file they are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def read_at_most(path: Path, limit: int) -> bytes:
    """The first `limit` bytes; OSError where it cannot be read, also for what can be no file's name.

    A pipe that nobody writes to, which a checkout may hold, would be waited for without end: it is empty.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except ValueError as error:  # U+0000 in it
        raise OSError(None, str(error)) from None
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no Path
        os.set_blocking(descriptor, True)  # but what somebody is still writing (`<(command)`) is waited for
        return file.read(limit)


def read_whole(path: Path, limit: int) -> bytes:
    """All of it; OSError where it cannot be read or is longer than `limit`."""
    content = read_at_most(path, limit + 1)
    if len(content) > limit:
        raise OSError(None, f"longer than {limit:,} bytes")
    return content
