"""What can be said of a catalog without asking any link: independent checks, all of which run.

To add one: write a function from a `Listing` to findings, give it a row in `CHECKS`, and add a case that it
finds and one that it passes over to `tests/catalog/checks.yaml`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.catalog.hosts import disguise_of, malformed_because
from crawler.catalog.model import Problem
from crawler.catalog.order import out_of_order
from crawler.catalog.similar import spelled_alike, title_words, url_key
from crawler.catalog.templates import is_template
from crawler.catalog.tracking import tracking_parameters
from crawler.catalog.wording import as_well, quoted, quoted_url, rule_ended

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from crawler.catalog.entries import PlacedEntry
    from crawler.catalog.listing import Address, Listing, Parsed

    Finding = tuple[int, str]
    """A line and a message that says what to do."""

_KEBAB_CASE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RAW_HOST = re.compile(r"//(?:[^/\\?#]*@)?([^/\\?#]*)")
_HOSTS_OF_MANY = frozenset(
    {"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "medium.com", "sites.google.com"}
)
"""Where the first part of a path says whose a page is."""
_OF_A_KIND = 4
"""So many entries of one title are of a kind, and the title is that of the kind."""
LONGEST_URL = 8_000
"""What every server should take at least (RFC 9110, 4.1); common ones end at 8,190."""
_WHITE_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the registry; the code names the pattern found."""

    code: str
    find: Callable[[Listing], Iterable[Finding]]
    is_operator_error: bool = False


def missing_id(listing: Listing) -> Iterator[Finding]:
    for placed in listing.entries:
        if placed.raw is not None and not placed.has_own_id and "id" not in placed.broken:
            yield placed.line, f"{placed.name} has no id; add a unique one in kebab-case"


def missing_title(listing: Listing) -> Iterator[Finding]:
    for placed in _readable(listing, "title"):
        if not (placed.title or "").strip():
            yield placed.line, f"{placed.name} has no title; add one"


def missing_url(listing: Listing) -> Iterator[Finding]:
    for placed in _readable(listing, "url"):
        if not (placed.url or "").strip():
            yield placed.line, f"{placed.name} has no url; add one"


def id_not_kebab_case(listing: Listing) -> Iterator[Finding]:
    for placed in listing.entries:
        if placed.has_own_id and not _KEBAB_CASE.fullmatch(placed.id):
            yield placed.line, f"the id {placed.name} is not in kebab-case; write it as `like-this-1`"


def duplicate_id(listing: Listing) -> Iterator[Finding]:
    named = ((placed.id, placed.line, placed.name) for placed in listing.entries if placed.has_own_id)
    for line, name, first in _repeated(named):
        yield line, f"the id {name} is already that of the entry at line {first}; give one of them another id"


def ignore_without_reason(listing: Listing) -> Iterator[Finding]:
    for placed in listing.entries:
        rule = placed.check
        if rule is not None and not rule.ignore.strip():
            yield listing.line_of_rule(placed), f"`check.ignore` of {placed.name} gives no reason; write one"


def expired_ignore(listing: Listing) -> Iterator[Finding]:
    for placed in listing.entries:
        rule = placed.check
        if rule is not None and rule.until < listing.today:
            yield listing.line_of_rule(placed), rule_ended(placed.name, rule.until, "`check`")


def invalid_url(listing: Listing) -> Iterator[Finding]:
    for address in listing.addresses:
        if not address.is_link:
            shown = quoted_url(address.link.url)
            yield (
                address.link.line,
                f"{address.name} is no complete URL: {shown}; write it as https://host/path",
            )


def unsupported_scheme(listing: Listing) -> Iterator[Finding]:
    for address in listing.addresses:
        if address.parsed is not None and not address.is_web:
            scheme = quoted(address.parsed.protocol)
            remedy = "only http: and https: can be asked, so give the address of a web page"
            yield address.link.line, f"{address.name} has the scheme {scheme}; {remedy}"


def url_with_whitespace(listing: Listing) -> Iterator[Finding]:
    for address in listing.addresses:
        if address.parsed is not None and _WHITE_SPACE.search(address.link.url):
            yield (
                address.link.line,
                f"{address.name} contains white space; remove it, or write %20 inside a path",
            )


def non_ascii_host(listing: Listing) -> Iterator[Finding]:
    for address in listing.addresses:
        host = _RAW_HOST.search(address.link.url)
        if address.is_web and address.parsed and host and not host[1].isascii():
            ascii_host = quoted(address.parsed.hostname)
            message = f"{address.name} has the host {quoted(host[1])}; check it, and write it as {ascii_host}"
            yield address.link.line, message


def credentials_in_url(listing: Listing) -> Iterator[Finding]:
    for address in listing.addresses:
        if address.parsed is not None and address.parsed.has_credentials:
            yield (
                address.link.line,
                f"{address.name} carries a user name or password; remove it and change the password",
            )


def overlong_url(listing: Listing) -> Iterator[Finding]:
    remedy = "give a shorter address of the same page"
    for address in listing.addresses:
        sent = len(address.link.url.partition("#")[0])
        if sent > LONGEST_URL and address.is_web:
            what = f"{address.name} has {sent:,} characters, and many servers take at most {LONGEST_URL:,}"
            yield address.link.line, f"{what}; {remedy}"


def malformed_host(listing: Listing) -> Iterator[Finding]:
    for address in listing.addresses:
        because = malformed_because(address.parsed.hostname) if address.is_web and address.parsed else None
        if because:
            yield (
                address.link.line,
                f"{address.name} has a host that cannot be reached: {because}; correct it",
            )


def disguised_host(listing: Listing) -> Iterator[Finding]:
    for address in listing.addresses:
        because = disguise_of(address.parsed.hostname) if address.is_web and address.parsed else None
        if because:
            yield address.link.line, f"{address.name} may not be the host it looks like: {because}; check it"


def http_where_https(listing: Listing) -> Iterator[Finding]:
    """One finding for each host: of a list of 600 programs 140 were at one archive."""
    secure: dict[str, int] = {}
    plain: dict[str, list[Address]] = {}
    for address in listing.addresses:
        if address.parsed is not None and address.parsed.protocol == "https:":
            secure.setdefault(_bare_host(address.parsed), address.link.line)
        elif address.parsed is not None and address.parsed.protocol == "http:":
            plain.setdefault(_bare_host(address.parsed), []).append(address)
    for host, (first, *more) in plain.items():
        if host in secure:
            also = _lines_of(more)
            what = (
                f"{first.name} is http{also}, and line {secure[host]} has {'their' if also else 'its'} host"
            )
            yield first.link.line, f"{what} at https; write https:// if both show the same page"


def _lines_of(others: Iterable[Address]) -> str:
    """Where the others stand, each line once."""
    return as_well(list(dict.fromkeys(str(one.link.line) for one in others)), unit="line")


def _bare_host(parsed: Parsed) -> str:
    return parsed.hostname.removeprefix("www.")


def tracking_parameter(listing: Listing) -> Iterator[Finding]:
    for address in listing.addresses:
        names = tracking_parameters(address.link.url) if "?" in address.link.url else ()
        if names and address.is_web:
            shown = ", ".join(map(quoted, dict.fromkeys(names)))
            yield address.link.line, f"{address.name} follows visitors with {shown}; remove that"


def similar_title(listing: Listing) -> Iterator[Finding]:
    main = [address for address in _main(listing) if address.link.title]
    every = [_told_apart_by(address) for address in main]
    templates = {words for words, times in Counter(every).items() if times >= _OF_A_KIND}
    told = [
        () if address.titles_within == "data" and words in templates else words
        for address, words in zip(main, every, strict=True)
    ]
    for number, earlier in spelled_alike(told):
        one, other = main[number], main[earlier]
        is_said = one.titles_within != "catalog" and _are_one_url(one, other)
        if one.link.kind == other.link.kind and not is_said:
            line, shown = one.link.line, quoted(other.link.title or "")
            what = f"{one.owner} has nearly the title of {other.owner} at line {other.link.line}: {shown}"
            yield line, f"{what}; keep one of them, or tell them apart"


def _told_apart_by(address: Address) -> tuple[str, ...]:
    """The words of a title; none for one that is filled in by a program."""
    title = address.link.title or ""
    words = () if is_template(title) else title_words(title)
    if address.titles_within != "host" or not words or address.parsed is None:
        return words
    host, _, path = url_key(address.parsed.href).partition("/")
    return (*words, f"{host}/{path.partition('/')[0] if host in _HOSTS_OF_MANY else ''}")


def _are_one_url(one: Address, other: Address) -> bool:
    """Which has been said already."""
    urls = [address.parsed.href for address in (one, other) if address.parsed]
    return len(set(map(url_key, urls))) < len(urls)


def unsorted_entry(listing: Listing) -> Iterator[Finding]:
    owners = {id(address.link): address.owner for address in listing.addresses}
    for link, above, by in out_of_order(listing.text, [address.link for address in _main(listing)]):
        what = f"{owners[id(link)]} stands after {owners[id(above)]}, and the file says it is sorted by {by}"
        yield link.line, f"{what}; move it up"


def _main(listing: Listing) -> Iterator[Address]:
    """The first address of each entry."""
    seen: set[object] = set()
    for address in listing.addresses:
        place = (address.link.entry, address.link.entry_route or address.link.route)
        if address.is_own and place not in seen:
            seen.add(place)
            yield address


def duplicate_url(listing: Listing) -> Iterator[Finding]:
    """One finding for each address, where it stands again: of 2,400 programs 800 share 106 addresses."""
    for alike in _shared(listing, by=lambda parsed: parsed.href):
        first, second, *more = alike
        what = f"{second.name} is the same URL as that at line {first.link.line}{_lines_of(more)}"
        yield second.link.line, f"{what}; keep one of them"


def similar_url(listing: Listing) -> Iterator[Finding]:
    """One finding for each address that is written in several ways."""
    for first, *others in _shared(listing, by=lambda parsed: url_key(parsed.href)):
        href = first.parsed.href if first.parsed else ""
        unlike = [one for one in others if one.is_web and one.parsed and one.parsed.href != href]
        if first.is_web and unlike:
            what = f"{unlike[0].name} differs from that at line {first.link.line} in spelling alone"
            yield unlike[0].link.line, f"{what}{_lines_of(unlike[1:])}; keep one"


def _shared(listing: Listing, *, by: Callable[[Parsed], str]) -> Iterator[list[Address]]:
    """The addresses that several entries are of."""
    places: dict[str, list[Address]] = {}
    for address in listing.addresses:
        if address.parsed is not None and address.is_own:
            places.setdefault(by(address.parsed), []).append(address)
    yield from (alike for alike in places.values() if len(alike) > 1 and not _are_of_one_house(alike))


def _are_of_one_house(alike: list[Address]) -> bool:
    """Whether an address is that of a house, as the operator of 90 cities' bicycles, and none of the entries
    is another one again: in data, where so many have it under titles of their own; in text, where its words
    (`[link](...)`) name none of them.
    """
    titles = {address.link.title for address in alike if address.titles_within == "data"}
    is_nameless = all(one.titles_within == "host" and not one.link.title for one in alike)
    return len(alike) >= _OF_A_KIND and (len(titles - {None}) == len(alike) or is_nameless)


CHECKS = (
    Check("missing-id", missing_id),
    Check("missing-title", missing_title),
    Check("missing-url", missing_url),
    Check("id-not-kebab-case", id_not_kebab_case),
    Check("duplicate-id", duplicate_id, is_operator_error=True),
    Check("ignore-without-reason", ignore_without_reason),
    Check("expired-ignore", expired_ignore),
    Check("invalid-url", invalid_url, is_operator_error=True),
    Check("unsupported-scheme", unsupported_scheme),
    Check("url-with-whitespace", url_with_whitespace),
    Check("non-ascii-host", non_ascii_host),
    Check("credentials-in-url", credentials_in_url),
    Check("duplicate-url", duplicate_url),
    Check("similar-url", similar_url),
    Check("similar-title", similar_title),
    Check("overlong-url", overlong_url),
    Check("malformed-host", malformed_host),
    Check("disguised-host", disguised_host),
    Check("http-where-https", http_where_https),
    Check("tracking-parameter", tracking_parameter),
    Check("unsorted-entry", unsorted_entry),
)


def run_checks(listing: Listing) -> Iterator[Problem]:
    """Every finding of every check."""
    for check in CHECKS:
        for line, message in check.find(listing):
            yield Problem(
                file=listing.file,
                line=line,
                code=check.code,
                message=message,
                is_operator_error=check.is_operator_error,
            )


def _readable(listing: Listing, field: str) -> Iterator[PlacedEntry]:
    """The entries but those of which it has been said already that the field, or all, cannot be read."""
    return (placed for placed in listing.entries if placed.raw is not None and field not in placed.broken)


def _repeated(named: Iterable[tuple[Hashable, int, str]]) -> Iterator[tuple[int, str, int]]:
    """Line and name of each that has been seen before, and the line of the first."""
    first: dict[Hashable, int] = {}
    for key, line, name in named:
        if key in first:
            yield line, name, first[key]
        else:
            first[key] = line
