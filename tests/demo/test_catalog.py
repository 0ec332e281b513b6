"""The demo's catalog is a valid native catalog that holds every site once, written as people write."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from crawler.catalog.model import Entry
from crawler.demo import SITES, demo_catalog
from crawler.demo.sites import SECTIONS

if TYPE_CHECKING:
    from crawler.demo import Site

TEXT = demo_catalog()
RESOURCES = yaml.safe_load(TEXT)["resources"]


def test_every_site_is_there_once_and_in_order() -> None:
    """The catalog's ids are the sites' ids."""
    assert [site.id for site in SITES] == [resource["id"] for resource in RESOURCES]


@pytest.mark.parametrize(
    ("site", "resource"),
    [pytest.param(*pair, id=pair[0].id) for pair in zip(SITES, RESOURCES, strict=True)],
)
def test_an_entry_says_what_its_site_says(site: Site, resource: Any) -> None:
    """Title and URL survive whatever quotes they were put in, and the entry fits the native format."""
    # JSON mode takes dates from text.
    entry = Entry.model_validate_json(json.dumps(resource, default=date.isoformat))
    reason = entry.check.ignore if entry.check else None

    assert (site.title, site.url, site.ignore) == (entry.title, entry.url, reason)


def test_the_version_is_the_native_one() -> None:
    """Version 1."""
    assert yaml.safe_load(TEXT)["version"] == 1


def test_one_entry_has_no_title() -> None:
    """And its key is not there either."""
    assert [resource["id"] for resource in RESOURCES if "title" not in resource] == ["entry-without-title"]


def test_one_entry_is_ignored_for_a_long_time() -> None:
    """The rule has a reason, and a date that no run reaches."""
    rules = [resource["check"] for resource in RESOURCES if "check" in resource]

    assert [{"ignore": "seen in a browser 2026-11-02: bot wall", "until": date(2099, 12, 31)}] == rules


def test_every_section_has_its_heading() -> None:
    """Each once, in order, as a comment."""
    found = [line.strip("# -\n") for line in TEXT.splitlines() if line.startswith("  # ---")]

    assert [section.heading for section in SECTIONS] == found


def test_every_trap_is_explained() -> None:
    """The sentence of each site stands above its entry."""
    lines = TEXT.splitlines()

    for site in SITES:
        above = next(number for number, line in enumerate(lines) if f"id: {site.id}" in line) - 1
        assert f"  # {site.why}" == lines[above]


@pytest.mark.parametrize(
    "piece",
    ["title: '", 'title: "', "title: A ", "- {id: ", "url: '", 'url: "https', "url: https", "  # as the"],
)
def test_layouts_are_mixed(piece: str) -> None:
    """Plain, single and double quotes, flow mappings and trailing remarks all occur."""
    assert piece in TEXT


def test_the_text_is_the_same_every_time() -> None:
    """Nothing in it depends on the moment."""
    assert demo_catalog() == TEXT
