from __future__ import annotations

import base64
import hashlib
import re
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from crawler.report import render_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.report import LinkReport, Report

OWN_TAGS = re.compile(
    r"""
    a | b | bdi | body | caption | code | dd | del | details | div | dl | dt | footer | h1 | h2 | h3 | h4
    | head | header | html | input | ins | label | li | main | meta | option | output | p | script |
    section | select | small | span | style | summary | table | tbody | td | th | thead | time |
    title | tr | ul | wbr
    """,
    re.VERBOSE,
)
OWN_ATTRIBUTES = re.compile(
    r"""
    aria-hidden | aria-labelledby | aria-live | autocomplete | charset | class | content |
    data-failing | data-is | data-status | dir | hidden | href | http-equiv | id | lang | name |
    placeholder | rel | role | scope | spellcheck | tabindex | title | type | value
    """,
    re.VERBOSE,
)
STATUSES = ("dead", "changed", "unreachable", "insecure", "moved", "blocked", "skipped", "alive")


def _soup(report: Report) -> Any:
    return BeautifulSoup(render_html(report), "lxml")


def _policy(soup: Any) -> dict[str, str]:
    (meta,) = soup.find_all("meta", {"http-equiv": "Content-Security-Policy"})
    return dict(part.strip().partition(" ")[::2] for part in meta["content"].split(";"))


def _hash(tag: Any) -> str:
    digest = hashlib.sha256(tag.string.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def test_the_policy_allows_no_request_and_only_the_pages_own_script_and_style(sample: Report) -> None:
    """Whatever slips in can neither run nor load, since nothing but two known texts is allowed."""
    soup = _soup(sample)
    (script,), (style,) = soup.find_all("script"), soup.find_all("style")
    expected = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}
    expected |= {"script-src": _hash(script), "style-src": _hash(style)}

    assert expected == _policy(soup)


def test_the_page_stands_alone(sample: Report, hostile: Report) -> None:
    """There is no attribute or style rule that a browser would fetch for."""
    for report in (sample, hostile):
        soup = _soup(report)

        assert [] == soup.find_all(
            ["img", "iframe", "object", "embed", "link", "form", "base", "svg", "video"]
        )
        assert [] == soup.find_all(
            lambda tag: bool({"src", "srcset", "action", "style", "background"} & set(tag.attrs))
        )
        assert [] == re.findall(r"url\(|@import", soup.style.string)


def test_hostile_texts_make_no_tags_and_no_attributes(hostile: Report) -> None:
    """A page full of attacks has just the tags and attributes that the template writes."""
    soup = _soup(hostile)
    tags = {tag.name for tag in soup.find_all(True)}
    attributes = {name for tag in soup.find_all(True) for name in tag.attrs}

    assert [] == [tag for tag in tags if not OWN_TAGS.fullmatch(tag)]
    assert [] == [name for name in attributes if not OWN_ATTRIBUTES.fullmatch(name)]
    assert (1, 1, 1) == tuple(len(soup.find_all(name)) for name in ("script", "h1", "main"))


def test_hostile_texts_are_shown(hostile: Report) -> None:
    """Escaping hides nothing: a reader sees what the page tried."""
    text = _soup(hostile).get_text()

    assert "<script>alert(1)</script>" in text
    assert "![x](http://evil.test/pixel.png)" in text
    assert "⟨U+202E⟩" in text


def test_nothing_unseen_is_in_the_page(hostile: Report) -> None:
    """No control or direction-turning character reaches a reader, in text or in an attribute."""
    assert None is re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", render_html(hostile)
    )


def test_only_web_addresses_are_links(
    make_report: Callable[..., Report], make_link: Callable[..., LinkReport]
) -> None:
    """Http and https alone become links, and these tell the other side nothing."""
    urls = (
        "https://a.test/?x=1&y=<2>",
        "javascript:alert(1)",
        " https://b.test/",
        "data:text/html,x",
        "mailto:a@b.test",
    )
    links = tuple(
        make_link(f"e{number}", url=url, moved_to=url, final_url=url) for number, url in enumerate(urls)
    )
    anchors = [a for a in _soup(make_report(links)).find_all("a") if not a["href"].startswith("#")]

    assert {urls[0]} == {a["href"] for a in anchors}
    assert [["noreferrer", "nofollow", "noopener"]] * 3 == [a["rel"] for a in anchors]
    assert 3 == len(anchors)


def test_a_long_address_is_linked_whole_and_shown_cut(
    make_report: Callable[..., Report], make_link: Callable[..., LinkReport]
) -> None:
    """A clipped address would lead elsewhere."""
    url = "https://a.test/" + "x" * 5000
    (anchor,) = _soup(make_report((make_link("a", url=url),))).find_all("a", class_="url")

    assert url == anchor["href"]
    assert 301 == len(anchor.get_text())


def test_every_link_has_a_row_worst_first_with_its_evidence(sample: Report) -> None:
    """The table is whole without its script: status, entry, place, reason, evidence, address."""
    soup = _soup(sample)
    rows = soup.find("table", id="table").tbody.find_all("tr")
    first = rows[0].get_text(" ", strip=True)

    assert len(sample.links) == len(rows)
    assert sorted((row["data-status"] for row in rows), key=STATUSES.index) == [
        row["data-status"] for row in rows
    ]
    for part in (
        "dead",
        "gone-lab",
        "catalog.yaml:14",
        "not found",
        "404 from the page",
        "https://gone-lab.test/",
    ):
        assert part in first


def test_controls_are_hidden_until_the_script_serves_them(sample: Report) -> None:
    """Without scripts there is no dead control, and the tiles still lead to the table."""
    soup = _soup(sample)

    assert soup.find(id="controls").has_attr("hidden")
    assert {"#links"} == {tile["href"] for tile in soup.find_all(class_="tile")}
    assert [] == soup.find_all("button")


def test_suggestions_show_old_and_new(sample: Report) -> None:
    """Each edit is a removed and an added line, as in a patch; a title that is added has no old one."""
    cards = _soup(sample).find_all(class_="card")
    lines = [[line.get_text().split(": ", 1)[1] for line in card.find_all(["del", "ins"])] for card in cards]

    assert [["http://course.test/", "https://course.test/"], ["Back again"], []] == lines


def test_each_place_of_the_page_is_named_once(sample: Report) -> None:
    """Ids are unique, and every link within the page leads somewhere."""
    soup = _soup(sample)
    ids = [tag["id"] for tag in soup.find_all(id=True)]

    assert len(set(ids)) == len(ids)
    assert set() == {a["href"][1:] for a in soup.find_all("a") if a["href"].startswith("#")} - set(ids)
    assert set() == {tag["aria-labelledby"] for tag in soup.find_all("section")} - set(ids)


def test_the_page_can_be_read_aloud(sample: Report) -> None:
    """Language, title, captions, header cells and labels are there."""
    soup = _soup(sample)

    assert "en" == soup.html["lang"]
    assert "Link report: 3 new failures, 1 recovered" == soup.title.string
    assert all(table.caption and table.find_all("th", scope="col") for table in soup.find_all("table"))
    assert all(control.find_parent("label") for control in soup.find_all(["select", "input"]))


@pytest.mark.parametrize("part", ["changes", "links", "suggestions", "problems"])
def test_an_empty_section_says_so(part: str, make_report: Callable[..., Report]) -> None:
    """A report of nothing is a page all the same."""
    section = _soup(make_report()).find("section", {"aria-labelledby": part})

    assert section.find("p").get_text() in {"Nothing.", "None.", "No link was found."}


def test_an_inconclusive_run_is_marked(make_report: Callable[..., Report]) -> None:
    """The warning comes before any number."""
    page = render_html(make_report(run={"inconclusive": True}))

    assert page.index("This run is inconclusive.") < page.index('id="summary"')


def _luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(digit * 2 for digit in colour)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_has_contrast(scheme: int, sample: Report) -> None:
    """WCAG 2.2 AA asks 4.5 to 1 for text, in the light and in the dark scheme."""
    palette = dict(
        re.findall(r"--([\w-]+): #([0-9a-f]{3,6});", _soup(sample).style.string.split(":root {")[scheme + 1])
    )
    pairs = list(product(("ink", "soft", "accent"), ("page", "card")))
    pairs += [(status, ground) for status in STATUSES for ground in (f"{status}-in", "card")]
    pairs += [
        ("ink", "mark"),
        ("soft", "mark"),
        ("accent", "mark"),
        ("ink", "line"),
        ("ink", "unreachable-in"),
    ]

    assert [] == [(one, other) for one, other in pairs if _contrast(palette[one], palette[other]) < 4.5]


def test_a_page_of_a_large_catalog_lists_what_needs_a_hand(
    make_link: Callable[..., LinkReport],
    make_report: Callable[..., Report],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Above the limit all that fail are listed, then the worst of the rest, and the page says what is not."""
    monkeypatch.setattr("crawler.report.html.ROWS_AT_MOST", 3)
    alive = tuple(make_link(f"alive-{number}") for number in range(4))
    dead = tuple(make_link(f"dead-{number}", status="dead") for number in range(2))

    page = _soup(make_report((*alive, *dead)))

    listed = [row.select_one(".name").text for row in page.select("#table tbody tr")]
    assert ["dead-0", "dead-1", "alive-0"] == listed
    assert "3 more that do not fail" in page.select_one("caption").text
