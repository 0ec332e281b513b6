"""httpx, whose types both stacks speak, without the command line that it brings along.

`import httpx` loads that, and with it click, rich and pygments: 40 ms of each start, for nothing here.
"""

from __future__ import annotations

import sys

_COMMAND_LINE = "httpx._main"

_is_new = "httpx" not in sys.modules
if _is_new:
    # What stands as None here cannot be imported; httpx then does as where click is not installed.
    sys.modules[_COMMAND_LINE] = None  # type: ignore[assignment] # as the import system documents it

import httpx  # noqa: E402 - as said

if _is_new:
    del sys.modules[_COMMAND_LINE]

__all__ = ["httpx"]
