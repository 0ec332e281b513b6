"""What is found in a run of text: a URL, how it is written there, and what its link says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["link", "image", "definition", "autolink", "bare", "html"]


@dataclass(slots=True, kw_only=True)
class Found:
    """One URL; `start` and `end` are offsets of it as it is written, without brackets or quotes around it."""

    url: str
    kind: Kind
    start: int
    end: int
    text: str = ""
    """What the link says, without markup; empty where it says but its address."""
    label: str | None = None
    """The name of the definition that holds the address: `start` and `end` are then those of the use."""
    is_image: bool = False
    shown: tuple[int, int] | None = None
    """Where what the link says stands, where that is its address once more."""
