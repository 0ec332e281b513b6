"""How many texts each property of edits is tried on: a few on every run, thousands where one asks for it."""

from __future__ import annotations

import os


def examples(usually: int) -> int:
    """CRAWLER_PROPERTY_EXAMPLES, where it is set."""
    return int(os.environ.get("CRAWLER_PROPERTY_EXAMPLES", usually))
