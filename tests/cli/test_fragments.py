"""Links of one page with places of their own, through the whole program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli.bench import Bench

CATALOG = """\
version: 1
resources:
  - {id: whole, title: A Good Book, url: "https://with-places.test/book"}
  - {id: first, title: A Good Book, url: "https://with-places.test/book#one"}
  - {id: far-down, title: A Good Book, url: "https://with-places.test/book#two"}
  - {id: lost, title: A Good Book, url: "https://with-places.test/book#three"}
"""


def test_each_link_gets_its_own_word_of_one_request(bench: Bench) -> None:
    """The page is asked once and read whole; what one link lacks is a problem of its line, and no failure."""
    (bench.folder / "catalog.yaml").write_text(CATALOG, encoding="utf-8")

    said = bench.check()

    report = json.loads((bench.folder / "reports" / "latest.json").read_text(encoding="utf-8"))
    assert 0 == said.code
    assert {"alive"} == {row["status"] for row in report["links"]}
    assert ["lost"] == [row["entry"] for row in report["links"] if "fragment-missing" in row["signals"]]
    expected = {
        "file": "catalog.yaml",
        "line": 6,
        "code": "fragment-missing",
        "message": "`url` of 'lost': the page has no '#three'; name one that it has",
    }
    assert [expected] == report["problems"]
    assert 2 == report["run"]["requests"]  # robots.txt and the page
    assert "fragment missing" in (bench.folder / "reports" / "latest.md").read_text(encoding="utf-8")
