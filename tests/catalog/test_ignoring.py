"""Ignore rules of the configuration: what they match, which of them counts, and what is told of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from crawler.catalog import Catalog, Link, ignoring, read_catalog
from crawler.catalog.ignoring import LONGEST_REASON, MOST_RULES, IgnoreRules, without_ignored
from crawler.catalog.reading import read_any

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("ignoring.yaml").read_text("utf-8"))
TODAY = date(2026, 11, 22)
DAY = date(2027, 2, 1)


def _rules(*rules: dict[str, Any]) -> IgnoreRules:
    rows = [
        {"line": line, "rule": {"because": "wall", "until": DAY, **rule}}
        for line, rule in enumerate(rules, 2)
    ]
    return IgnoreRules.model_validate({"file": "crawler.yaml", "rules": rows})


def _list(*urls: str, file: str = "list.csv") -> Catalog:
    rows = "".join(f'Name,"{url}"\n' for url in urls)
    return read_any(file, f"title,url\n{rows}".encode(), None, today=TODAY)


def _said(catalog: Catalog) -> list[str | None]:
    return [link.ignored_because for link in catalog.links]


def _problems(catalog: Catalog) -> list[tuple[str, int, str]]:
    return [
        (problem.file, problem.line, problem.code)
        for problem in catalog.problems
        if problem.file != catalog.file
    ]


@pytest.mark.parametrize("case", [case for case in CASES if "matches" in case], ids=lambda case: case["name"])
def test_what_a_rule_matches(case: dict[str, Any]) -> None:
    """Addresses are compared as browsers read them, each by itself in a list of its own."""
    for url in (*case["matches"], *case["leaves"]):
        link = _list("https://other.test/").links[0]
        catalog = Catalog(
            file="list.csv", text="", entries=(), links=(_with_url(link, url),), problems=(), data=None
        )
        (marked,) = without_ignored([catalog], _rules({"url": case["rule"]}), today=TODAY, is_all=True)

        assert [url in case["matches"]] == [one is not None for one in _said(marked)], url
        assert (url in case["leaves"]) == bool(_problems(marked)), url


def _with_url(link: Link, url: str) -> Link:
    return replace(link, url=url)


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in case], ids=lambda case: case["name"])
def test_what_is_no_rule(case: dict[str, Any]) -> None:
    """What would match something else than was meant is refused, with the remedy."""
    with pytest.raises(ValidationError) as raised:
        _rules({"url": case["rule"]})

    said = raised.value.errors()[0]["msg"]
    assert case["refused"] in said
    assert "; write it as https://host/path" in said
    assert "secret" not in said


def test_the_first_rule_that_matches_says_why() -> None:
    """A rule that matches beside another is no less needed, and one that ended does not count."""
    rules = _rules(
        {"url": "https://a.test/x/*", "because": "ended", "until": date(2026, 11, 21)},
        {"url": "https://a.test/*", "because": "all of it"},
        {"url": "https://a.test/x/1", "because": "one"},
        {"url": "https://a.test/x/1", "because": "one again", "until": TODAY},
        {"url": "https://a.test/none"},
    )
    read = [_list("https://b.test/"), _list("https://a.test/x/1", "https://b.test/x", file="other.csv")]

    first, second = without_ignored(read, rules, today=TODAY, is_all=True)

    assert [None] == _said(first)
    assert ["crawler.yaml:3 says: all of it", None] == _said(second)
    assert [("crawler.yaml", 2, "expired-ignore"), ("crawler.yaml", 6, "unneeded-ignore")] == _problems(first)
    assert [] == _problems(second)


def test_messages() -> None:
    """An ended rule is told in the words of an entry's, and neither shows a password."""
    rules = _rules(
        {"url": "https://me:secret@a.test/*", "until": date(2026, 11, 21)},
        {"url": "https://me:secret@b.test/*"},
    )
    (catalog,) = without_ignored([_list("https://a.test/")], rules, today=TODAY, is_all=True)

    remedy = "look again, then renew `until` or remove the rule"
    assert [
        f"the ignore rule of 'https://…@a.test/*' ended on 2026-11-21; {remedy}",
        "the ignore rule of 'https://…@b.test/*' matches no link of the catalogs; remove it",
    ] == [problem.message for problem in catalog.problems if problem.file == "crawler.yaml"]


def test_where_catalogs_are_missing_no_rule_is_called_unneeded() -> None:
    """It may be for a link of a catalog that was not read; an ended one is told all the same."""
    rules = _rules({"url": "https://a.test/"}, {"url": "https://a.test/", "until": date(2020, 1, 1)})
    (catalog,) = without_ignored([_list("https://b.test/")], rules, today=TODAY, is_all=False)

    assert [("crawler.yaml", 3, "expired-ignore")] == _problems(catalog)


def test_the_entrys_own_rule_wins() -> None:
    """What stands beside the link is nearer, and the rule that matches it too is not told as unneeded."""
    text = (
        "version: 1\nresources:\n"
        "  - {id: a, title: A, url: 'https://a.test/', check: {ignore: mine, until: 2030-01-01}}\n"
        "  - {id: b, title: B, url: 'https://b.test/', check: {ignore: mine, until: 2020-01-01}}\n"
    )
    read = read_catalog("catalog.yaml", text.encode(), today=TODAY)
    (catalog,) = without_ignored(
        [read], _rules({"url": "https://a.test/"}, {"url": "https://b.test/"}), today=TODAY, is_all=True
    )

    assert ["the entry says: mine", "crawler.yaml:3 says: wall"] == _said(catalog)
    assert [] == _problems(catalog)


def test_bounds() -> None:
    """Neither endless reasons nor endless lists are taken."""
    _rules({"url": "https://a.test/", "because": "x" * LONGEST_REASON})
    with pytest.raises(ValidationError, match="say it in at most 1,000"):
        _rules({"url": "https://a.test/", "because": "x" * (LONGEST_REASON + 1)})
    with pytest.raises(ValidationError, match=r"has 10,001 rules, and at most 10,000 are read"):
        _rules(*[{"url": "https://a.test/"}] * (MOST_RULES + 1))


def test_many_rules_and_links_are_read_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each address is taken apart once, however many rules there are."""
    taken: list[str] = []
    address = ignoring._address

    def counted(url: str) -> tuple[str, str] | None:
        taken.append(url)
        return address(url)

    monkeypatch.setattr(ignoring, "_address", counted)
    rules = _rules(*({"url": f"https://a{n}.test/*"} for n in range(200)))
    taken.clear()

    (catalog,) = without_ignored(
        [_list(*(f"https://a{n}.test/{n}" for n in range(200)))], rules, today=TODAY, is_all=True
    )

    assert all(_said(catalog))
    assert 3 * 200 >= len(taken)
