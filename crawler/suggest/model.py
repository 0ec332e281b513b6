"""What is proposed to a maintainer."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from crawler.catalog.model import Edit, Value

Disposition = Literal["safe", "review", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A proposed mend: `safe` may be merged unread, `review` wants a look, `note` has no edit of its own."""

    id: str
    entry: str
    field: str
    code: str
    disposition: Disposition
    because: tuple[str, ...]
    edits: tuple[Edit, ...]


def suggestion_id(entry: str, field: str, old: Value, new: Value) -> str:
    """A stable hash, so that the same proposal has the same id every night: 12 hexadecimal digits.

    The file is no part of it: the same proposal for two catalogs is one suggestion with an edit in each.
    """
    # Lengths first, so that no two different tuples can spell the same bytes.
    parts = (entry, field, _spelled(old), _spelled(new))
    spelled = "".join("-" if part is None else f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(spelled.encode(errors="surrogatepass")).hexdigest()[:12]


def _spelled(value: Value) -> str | None:
    """Text as it is, anything else as JSON."""
    return value if value is None or isinstance(value, str) else json.dumps(value, sort_keys=True)
