"""The page's script in a real browser: what it leaves of the document for a given address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from crawler.report import render_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.report import Report


@pytest.fixture
def load(dump_dom: Callable[[str, str], str]) -> Callable[..., Any]:
    """Gives the document of a report after its script ran."""
    return lambda report, fragment="": BeautifulSoup(dump_dom(render_html(report), fragment), "lxml")


def _shown(soup: Any) -> list[str]:
    rows = soup.find("table", id="table").tbody.find_all("tr")
    return [row.find("bdi").get_text() for row in rows if not row.has_attr("hidden")]


def test_the_script_runs_under_the_pages_own_policy(load: Callable[..., Any], sample: Report) -> None:
    """The hash in the policy is right: the controls are served and the heads can be pressed."""
    soup = load(sample)

    assert not soup.find(id="controls").has_attr("hidden")
    assert ["Status", "Entry", "Reason", "Address", "Since"] == [
        b.get_text() for b in soup.find_all("button")
    ]
    assert "12 of 12 shown" == soup.find("output").get_text()
    assert "" == soup.find(class_="tile", attrs={"aria-current": "true"})["data-status"]


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("status=dead", ["gone-lab", "old-notes", "soft"]),
        ("status=failing&q=CERTIFICATE", ["expired"]),
        ("q=course+moved", ["course"]),
        ("q=nothing-like-this", []),
        ("status=alive&sort=entry&order=desc", ["prml", "course:alternates[0].url", "back"]),
        ("status=dead&sort=since&order=desc", ["old-notes", "soft", "gone-lab"]),
        ("status=zombie&sort=odd&order=up&q=prml", ["prml"]),
    ],
)
def test_the_address_filters_searches_and_sorts(
    fragment: str, expected: list[str], load: Callable[..., Any], sample: Report
) -> None:
    """An address that was passed on shows the same rows in the same order."""
    soup = load(sample, fragment)

    assert expected == _shown(soup)
    assert f"{len(expected)} of 12 shown" == soup.find("output").get_text()


def test_a_link_to_a_row_opens_its_evidence(load: Callable[..., Any], sample: Report) -> None:
    """From the changes one comes to the row, with the evidence unfolded."""
    details = [
        row for row in load(sample, "link-2").find_all("tr", id=True) if row.find("details", open=True)
    ]

    assert ["link-2"] == [row["id"] for row in details]


@pytest.mark.parametrize(
    "fragment", ["q=<img src=x onerror=alert(1)>&status=<b>&sort=__proto__", "=%E0%A4%A"]
)
def test_a_hostile_address_does_nothing(fragment: str, load: Callable[..., Any], sample: Report) -> None:
    """What stands in the address is compared and shown as text, never read as HTML."""
    soup = load(sample, fragment)

    assert not soup.find("img")
    assert not soup.find(id="controls").has_attr("hidden")


def test_hostile_texts_do_nothing_in_a_browser(load: Callable[..., Any], hostile: Report) -> None:
    """A real parser finds one heading, one script and the title that the page gave itself."""
    soup = load(hostile, "q=owned")

    assert "Link report: 20 new failures, 0 recovered" == soup.title.string
    assert (1, 1, 0) == tuple(len(soup.find_all(name)) for name in ("h1", "script", "img"))
    assert 0 < len(_shown(soup)) < len(hostile.links)


def test_two_thousand_links_are_filtered_and_sorted(load: Callable[..., Any], many: Report) -> None:
    """A large catalog works as a small one does."""
    soup = load(many, "status=failing&q=entry-00&sort=entry&order=desc")

    assert [f"entry-{number:04}" for number in range(99, 0, -6)] == _shown(soup)
    assert ["Entry"] == [head.get_text() for head in soup.find_all("th", {"aria-sort": "descending"})]
    assert "17 of 2,000 shown" == soup.find("output").get_text()
