"""What is proposed to a maintainer, and what a proposal may still have to ask."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from crawler.catalog.model import Edit

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.catalog.model import Link, Value
    from crawler.judge.model import Case, Verdict
    from crawler.probe.past import Status
    from crawler.suggest.looks import Look

_NUMBER = re.compile(r"#\d+$")
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
    may_be_safe: bool = False
    """The conditions hold under which a configuration may let it be merged unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A case and what was concluded of it."""

    case: Case
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What is kept of a judged link whose mend must ask first, or look at the rest of the catalog."""

    link: Link
    status: Status
    is_confirmed: bool
    is_sure: bool
    """The verdict is of high confidence, or rests on many nights."""
    alive_at: datetime | None
    """When a run last saw it alive."""
    failing_since: datetime | None
    moved_to: str | None
    """Where a link leads now or, for one that died, where an earlier run saw it lead."""
    final_url: str
    is_proved: bool
    """The page carries the entry's title, or a control page was asked as well."""
    look: Look | None
    """What its page is like, where another address is to be compared with it."""
    is_refused: bool = False
    """An http address where nobody listens any more, or hangs up: https may be another matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What is not offered after all; `id` is the suggestion's, also of one that was proposed before."""

    id: str
    reason: str
    is_trouble: bool = False
    """Whoever was asked did not answer: it says nothing of the link."""


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


def proposal(
    link: Link,
    code: str,
    edit: Edit,
    because: tuple[str, ...],
    *,
    field: str | None = None,
    disposition: Disposition = "review",
    may_be_safe: bool = False,
) -> Suggestion:
    """A suggestion of one edit, for review unless it is said otherwise."""
    return Suggestion(
        id=suggestion_id(link.entry, field or text_of(link), edit.old, edit.new),
        entry=link.entry,
        field=field or link.field,
        code=code,
        disposition=disposition,
        because=because,
        edits=(edit,),
        may_be_safe=may_be_safe or disposition == "safe",
    )


def text_of(link: Link) -> str:
    """The field, without the number of an address among those of one text: where one shows twice, as in
    `[https://a.test](https://a.test)`, both are one proposal.
    """
    return _NUMBER.sub("", link.field) if link.at is not None else link.field


def note(link: Link, code: str, subject: str, because: tuple[str, ...]) -> Suggestion:
    """A suggestion without an edit; `subject` is what it is about, for its id."""
    return Suggestion(
        id=suggestion_id(link.entry, link.field, code, subject),
        entry=link.entry,
        field=link.field,
        code=code,
        disposition="note",
        because=because,
        edits=(),
    )


def new_url(link: Link, url: str) -> Edit:
    """The edit that makes a link's own place carry another address."""
    return Edit(file=link.file, line=link.line, route=link.route, old=link.url, new=url, at=link.at)
