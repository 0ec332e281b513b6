"""The registry of offline checks: each row is shown by a case that it finds and one that it passes over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from crawler.catalog.checks import CHECKS
from crawler.catalog.listing import parse_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.catalog import Catalog

    Read = Callable[[str | bytes], Catalog]

CASES: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("checks.yaml").read_text("utf-8"))


def catalog(entries: str) -> str:
    return f"version: 1\nresources:\n{entries}\n".replace("LONG", "a" * 8_000)


def test_every_check_has_its_cases() -> None:
    """The table of cases and the registry name the same checks, in one order."""
    assert list(CASES) == [check.code for check in CHECKS]


def test_codes_are_kebab_case_and_unique() -> None:
    """A code can be typed, searched for, and means one thing."""
    codes = [check.code for check in CHECKS]

    assert sorted(set(codes)) == sorted(codes)
    assert [code for code in codes if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)] == []


@pytest.mark.parametrize("code", CASES)
def test_finds_its_pattern_and_says_what_to_do(read: Read, code: str) -> None:
    """A hit is this one problem, at its line, in these words."""
    problems = read(catalog(CASES[code]["hit"])).problems

    assert [(code, CASES[code]["said"])] == [(p.code, f"{p.line}: {p.message}") for p in problems]


@pytest.mark.parametrize("code", CASES)
def test_passes_over_what_only_looks_like_it(read: Read, code: str) -> None:
    """A miss brings no problem of this code."""
    assert code not in [problem.code for problem in read(catalog(CASES[code]["miss"])).problems]


def test_only_ambiguous_catalogs_are_operator_errors() -> None:
    """Two codes end the run with exit code 2; all others are for the report."""
    assert [check.code for check in CHECKS if check.is_operator_error] == ["duplicate-id", "invalid-url"]


@pytest.mark.parametrize(
    "url",
    [
        "https:///path", "https://", "http:host", "http:/host", "http://?q", "http://#f", "http:\\\\host",
        "http://user@/", "http://:80/", "http://h:99999/", "//host/path", "host/path", "/path", "", " ",
        "http://./", "http://%zz/", "http://a b/", "https://\ud800/",
    ],
)  # fmt: skip
def test_no_host_no_url(url: str) -> None:
    """What has no host of its own is invalid, also where a browser would guess one."""
    assert parse_url(url) is None


@pytest.mark.parametrize(
    ("url", "href"),
    [
        (" https://A.example/ü ", "https://a.example/%C3%BC"),
        ("http://0x7f.1", "http://127.0.0.1/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_reads_urls_as_browsers_do(url: str, href: str) -> None:
    """The WHATWG URL standard holds, numeric hosts and white space at the ends included."""
    parsed = parse_url(url)

    assert parsed is not None
    assert href == parsed.href


@pytest.mark.parametrize(
    "url",
    [
        "https://me:secret@h:x/", "https://me:secret@", "//me:secret@h/", "me:secret@h/", "me:secret@h",
        "http:\\\\me:secret@h", "https:me:secret@h", "ht\ttps://me:secret@h:x", "https://me:secret@h.example/",
        "https://me:secret@bücher.example/", "https://a@me:secret@bücher.example/",
    ],
)  # fmt: skip
def test_no_message_shows_a_password(read: Read, url: str) -> None:
    """Whatever is wrong with a URL, its password is not repeated into a report."""
    entry = f'- {{id: a, title: A, url: "{url.encode("unicode_escape").decode()}"}}'.replace("\\xfc", "ü")

    problems = read(catalog(entry)).problems

    assert problems != ()
    assert [problem.message for problem in problems if "secret" in problem.message] == []


def test_an_invalid_url_leaves_the_other_links(read: Read) -> None:
    """Only the link that cannot be asked is missing; an unsupported scheme is kept, to be skipped."""
    entries = "- {id: a, url: 'https:///x', alternates: [{kind: code, url: 'ftp://h/'}]}\n- {id: b, url: 'http://b/'}"

    assert [link.url for link in read(catalog(entries)).links] == ["ftp://h/", "http://b/"]
