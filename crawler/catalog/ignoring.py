"""Ignore rules of the configuration, for whatever format has no place for its own: which links are not asked.

    ignore:
      - url: https://example.org/members/*
        because: "seen in a browser 2026-11-02: bot wall"
        until: 2027-02-01

Lists of exceptions only grow elsewhere. Here a rule ends on its day, and one that matches nothing is told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from crawler.catalog.entries import said_of_value
from crawler.catalog.listing import WEB_SCHEMES, Parsed
from crawler.catalog.model import Catalog, Problem
from crawler.catalog.wording import described, quoted_url, rule_ended

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pydantic_core import ErrorDetails

    from crawler.catalog.model import Link

MOST_RULES = 10_000
LONGEST_REASON = 1_000
_CREDENTIALS = re.compile(r"//[^/?#]*@")
_EXPRESSION = re.compile(r"\\|\.\*|\$$")
"""Other link checkers take expressions; as an address `https://a\\.org/.*` would be read, and be another."""
_HOW_TO_WRITE = "write it as https://host/path, or https://host/folder/* for whatever begins so"
_EACH = "write each as `- url: …` with `because` and `until`"
_MISSING = {
    "url": "write which address is not asked, as https://host/path",
    "because": "write why, for whoever looks at it next year",
    "until": "write its last day, such as 2027-02-01",
}


class Pattern(NamedTuple):
    """What a rule's `url` stands for: one address, or whatever begins with it."""

    address: str
    is_prefix: bool


def _read(url: str) -> tuple[str, Pattern]:
    """The host that a rule is for, and what it matches there; ValueError for what is no such address."""
    if _EXPRESSION.search(url):
        raise ValueError(f"is an address, no regular expression: {quoted_url(url)}; {_HOW_TO_WRITE}")
    found = _address(url)
    # A prefix that ends within the host would match the hosts of others.
    if found is None or "*" in found[0]:
        raise ValueError(f"is no complete URL: {quoted_url(url)}; {_HOW_TO_WRITE}")
    host, address = found
    return host, Pattern(address.removesuffix("*"), address.endswith("*"))


def _address(url: str) -> tuple[str, str] | None:
    """Host and address as browsers read them, without what is not asked: fragment, user name, password."""
    parsed = Parsed.of(url)
    if parsed is None or parsed.protocol not in WEB_SCHEMES:
        return None
    address = parsed.href.partition("#")[0]
    return parsed.hostname, _CREDENTIALS.sub("//", address, count=1) if parsed.has_credentials else address


def _checked_url(url: str) -> str:
    _read(url)
    return url


def _checked_reason(because: str) -> str:
    if not because.strip():
        raise ValueError("gives no reason; write one")
    if len(because) > LONGEST_REASON:
        raise ValueError(f"has {len(because):,} characters; say it in at most {LONGEST_REASON:,}")
    return because


def _bounded(rows: object) -> object:
    if not isinstance(rows, list | tuple):
        raise ValueError(f"is {described(rows)}, expected a list of rules; {_EACH}")  # noqa: TRY004 - pydantic's
    if len(rows) > MOST_RULES:
        remedy = "cover several by one that ends in `*`"
        raise ValueError(f"has {len(rows):,} rules, and at most {MOST_RULES:,} are read; {remedy}")
    return rows


class IgnoreRule(BaseModel):
    """One rule as it is written; `until` is inclusive, as in a native catalog."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    url: Annotated[str, AfterValidator(_checked_url)]
    because: Annotated[str, AfterValidator(_checked_reason)]
    until: date


class PlacedRule(BaseModel):
    """A rule, and the line of the configuration at which it begins."""

    model_config = ConfigDict(frozen=True)

    line: int
    rule: IgnoreRule


class IgnoreRules(BaseModel):
    """All rules of one configuration; `catalogs` are those that it names, none where it leaves that open."""

    model_config = ConfigDict(frozen=True)

    file: str = ""
    catalogs: tuple[str, ...] = ()
    rules: Annotated[tuple[PlacedRule, ...], BeforeValidator(_bounded)] = ()


NO_RULES = IgnoreRules()


def rule_mistake(detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong with a value of a rule, and the remedy."""
    if detail["type"] in {"extra_forbidden", "invalid_key"}:
        return "there is no such key", f"known are {', '.join(IgnoreRule.model_fields)}"
    if detail["type"] == "missing":
        return "is missing", _MISSING[str(detail["loc"][-1])]
    if detail["type"] == "value_error":
        what, _, remedy = detail["msg"].removeprefix("Value error, ").rpartition("; ")
        return what, remedy
    what, remedy = said_of_value(detail)
    return what, _EACH if detail["type"] == "model_type" else remedy


def without_ignored(
    catalogs: Sequence[Catalog], ignore: IgnoreRules, *, today: date, is_all: bool
) -> list[Catalog]:
    """The catalogs, their links marked that a rule in force matches; what is to be said of rules stands
    among the problems of the first. With `is_all` no other catalog could hold what a rule is for.
    """
    if not ignore.rules:
        return list(catalogs)
    rules = _Matching([placed for placed in ignore.rules if today <= placed.rule.until], ignore.file)
    first, *others = [_marked(catalog, rules) for catalog in catalogs]
    told = tuple(_problems(ignore, rules.matched if is_all else None, today))
    return [replace(first, problems=(*told, *first.problems)), *others]


class _Matching:
    """Rules found by an address: as many look-ups for each as the rules for its host have lengths."""

    def __init__(self, rules: Iterable[PlacedRule], file: str) -> None:
        self.matched: set[Pattern] = set()
        self._first: dict[Pattern, tuple[int, str]] = {}
        self._lengths: defaultdict[str, set[int]] = defaultdict(set)
        for number, placed in enumerate(rules):
            host, pattern = _read(placed.rule.url)
            said = f"{file}:{placed.line} says: {placed.rule.because}"
            self._first.setdefault(pattern, (number, said))
            self._lengths[host] |= {len(pattern.address)} if pattern.is_prefix else set()

    def because(self, url: str) -> str | None:
        """What the first rule that matches says."""
        found = _address(url)
        if found is None or found[0] not in self._lengths:
            return None
        host, address = found
        possible = [Pattern(address, is_prefix=False)]
        possible += (Pattern(address[:length], is_prefix=True) for length in self._lengths[host])
        matching = [pattern for pattern in possible if pattern in self._first]
        self.matched.update(matching)
        return min(map(self._first.__getitem__, matching))[1] if matching else None


def _marked(catalog: Catalog, rules: _Matching) -> Catalog:
    links = tuple(_marked_link(link, rules.because(link.url)) for link in catalog.links)
    return replace(catalog, links=links)


def _marked_link(link: Link, because: str | None) -> Link:
    """What the entry itself says is nearer to it."""
    is_meant = because is not None and link.ignored_because is None
    return replace(link, ignored_because=because) if is_meant else link


def _problems(ignore: IgnoreRules, matched: set[Pattern] | None, today: date) -> Iterator[Problem]:
    """Of each rule that ended, and of each that matches nothing if that is known."""
    for placed in ignore.rules:
        url, until = placed.rule.url, placed.rule.until
        if until < today:
            code, message = "expired-ignore", rule_ended(quoted_url(url), until, "the rule")
        elif matched is not None and _read(url)[1] not in matched:
            message = f"the ignore rule of {quoted_url(url)} matches no link of the catalogs; remove it"
            code = "unneeded-ignore"
        else:
            continue
        yield Problem(file=ignore.file, line=placed.line, code=code, message=message)
