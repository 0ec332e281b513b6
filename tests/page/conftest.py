"""What several tests of the page room share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from crawler.page import read_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.page.model import PageFacts

CASES = Path(__file__).parent / "cases"
URL = "https://example.org/course/1.html"


def _body(case: dict[str, Any]) -> bytes:
    text: str = case.get("bom", "") + case["page"]
    return text.encode(case.get("encode", "utf-8"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `case` runs once for each case in the folder's YAML files."""
    if "case" not in metafunc.fixturenames:
        return
    files = sorted(CASES.glob("*.yaml"))
    cases = [(file.stem, case) for file in files for case in yaml.safe_load(file.read_text(encoding="utf-8"))]
    params = [
        pytest.param({**case, "body": _body(case), "url": URL}, id=f"{stem}: {case['name']}")
        for stem, case in cases
    ]
    metafunc.parametrize("case", params)


@pytest.fixture
def read() -> Callable[[str], PageFacts]:
    """Reads the text of an HTML page."""

    def read_text(text: str) -> PageFacts:
        facts = read_page(text.encode(), url=URL, content_type="text/html; charset=utf-8")
        assert facts is not None
        return facts

    return read_text
