"""By what a server may be asked whether a page is still the one that was read (RFC 9110 8.8 and 13.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.probe.retry import RETRIED_STATUSES
from crawler.probe.retry_after import http_date

if TYPE_CHECKING:
    from crawler.probe.model import Answer

NOT_MODIFIED = 304
# RFC 9110 8.8.3, but ASCII and not empty. Whatever else servers send is left alone: `*`, sent back, would
# mean "any version at all", and a bare word with a comma in it a list of versions.
_ENTITY_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{1,512}"')
_DATE_CHARACTERS = 64
# What servers that compress on the way append to the tag of a page, and forget in the tag of a 304.
_CODING = re.compile(r"(?:--?|[;:])(?:gzip|deflate|br|zstd)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What an answer said of the version of its page, as it was received; one of the two is there."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """The fields that ask for a page only where it has changed; both, as browsers send them."""
        fields = (("if-none-match", self.etag), ("if-modified-since", self.last_modified))
        return tuple((name, value) for name, value in fields if value is not None)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The fields in which an answer gives them."""
        fields = (("etag", self.etag), ("last-modified", self.last_modified))
        return tuple((name, value) for name, value in fields if value is not None)

    def leave_open(self, answer: Answer | None) -> bool:
        """Whether what was answered to the conditions says nothing sure of the page: it is asked for plainly.

        A 304 that names another version; or a refusal, as no link may be called dead for what was asked
        besides. What may pass is left to its retry, which is plain, too.
        """
        if answer is None or answer.status in RETRIED_STATUSES:
            return False
        is_refusal = answer.status >= 400  # noqa: PLR2004 - HTTP's first error
        return is_refusal or (answer.status == NOT_MODIFIED and not self._agree_with(answer))

    def _agree_with(self, answer: Answer) -> bool:
        """Whether a 304 speaks of this version; one that names none, as many do, is taken at its word."""
        named = read_validators(answer)
        if named is None:
            return True
        if self.etag and named.etag:
            return _opaque(self.etag) == _opaque(named.etag)
        return not (self.last_modified and named.last_modified) or self.last_modified == named.last_modified


def read_validators(answer: Answer) -> Validators | None:
    """The validators that an answer gives, as far as they may be sent back; None where it gives none."""
    etag, modified = answer.header("etag"), answer.header("last-modified")
    found = Validators(
        etag=etag if etag and _ENTITY_TAG.fullmatch(etag) else None,
        last_modified=modified if modified and _is_past(modified, answer) else None,
    )
    return found if found.conditions else None


def _is_past(modified: str, answer: Answer) -> bool:
    """A date that is none, or lies in the future of the server's own clock, could never be disproved."""
    if len(modified) > _DATE_CHARACTERS or not (modified.isascii() and modified.isprintable()):
        return False
    at, now = http_date(modified), http_date(answer.header("date"))
    return at is not None and (now is None or at <= now)


def _opaque(etag: str) -> str:
    """What the weak comparison compares (RFC 9110 8.8.3.2)."""
    return _CODING.sub("", etag.removeprefix("W/").strip('"'))
