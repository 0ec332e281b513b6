"""Open files: every connection is one, and a shell often allows 1,024."""

from __future__ import annotations

import contextlib
import sys

if sys.platform != "win32":  # which has no such limit
    import resource

MOST_FILES = 8_192
"""Four times what the greatest settings use; some systems refuse to go to an unlimited hard limit."""


def room_for(share: int, *, least: int, most: int) -> int:
    """How many connections may be open for one purpose that gets one of so many shares of the files."""
    if sys.platform == "win32":
        return least
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return most if soft == resource.RLIM_INFINITY else min(max(least, soft // share), most)


def allow_many_files() -> None:
    """Raise this process's own limit as far as it may.

    Where there are no files left, c-ares says of every name that it "could not contact DNS servers", which is
    what a dead name service looks like.
    """
    if sys.platform == "win32":
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):  # it stays as it was, and does for most catalogs
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
