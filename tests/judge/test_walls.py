"""Every vendor's wall is known by its marks, and a page behind its network is not taken for one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.wall_marks import WALLS
from crawler.judge.walls import wall_of
from crawler.page import read_page
from crawler.page.model import PageFacts
from crawler.probe.model import Answer

SAID = yaml.safe_load(Path(__file__).with_name("walls.yaml").read_text(encoding="utf-8"))


def _answer(said: dict[str, Any]) -> Answer:
    headers = tuple((name, str(value)) for name, value in said.get("headers", {}).items())
    body, is_complete = said.get("body", "").encode(), said.get("complete", True)
    return Answer(status=said["status"], headers=headers, body=body, body_complete=is_complete)


def _page(said: dict[str, Any], answer: Answer) -> PageFacts | None:
    page = read_page(answer.body, url="https://a.test/", content_type="text/html")
    return replace(page or PageFacts(), html_title=said["title"]) if "title" in said else page


@pytest.mark.parametrize("said", SAID, ids=[f"{said['vendor']}-{number}" for number, said in enumerate(SAID)])
def test_wall(said: dict[str, Any]) -> None:
    """An answer is the wall that its marks name, or none."""
    answer = _answer(said)

    assert said["vendor"] == wall_of(answer, _page(said, answer))


def test_every_vendor_has_a_hit_and_a_miss() -> None:
    """The samples know each vendor of the registry, and hold as many misses."""
    vendors = {said["vendor"] for said in SAID}

    assert {wall.vendor for wall in WALLS} <= vendors
    assert sum(said["vendor"] is None for said in SAID) >= len({wall.vendor for wall in WALLS})


def test_every_row_of_the_registry_is_needed() -> None:
    """Each mark alone decides some sample."""
    for number, wall in enumerate(WALLS):
        answers = [_answer(said) for said in SAID]
        assert any(wall.has_mark(answer, answer.body.lower()) for answer in answers), (number, wall.vendor)


def test_marks_far_down_are_not_looked_for() -> None:
    """Challenges are short: only the first 64 kB are searched."""
    answer = Answer(status=403, body=b" " * 65_536 + b"px-captcha")

    assert None is wall_of(answer, None)


def test_marks_in_long_pages_are_not_looked_for() -> None:
    """Whoever shows so much text with 200 is no challenge, whatever stands in it; a refusal may explain."""
    mark, words = b'<script id="anubis_challenge">', "A word of the text. " * 190
    long, short = PageFacts(text_sample=words), PageFacts(text_sample=words[:2_000])

    assert wall_of(Answer(status=200, body=mark), short)
    assert None is wall_of(Answer(status=200, body=mark), long)
    assert wall_of(Answer(status=503, body=mark), long)


def test_a_title_alone_is_a_walls_over_few_words() -> None:
    """There are graphs that are called forbidden, and much is written on them."""
    title, words = "Forbidden", "Some graphs are in no family that is closed under minors. " * 30

    assert wall_of(Answer(status=200), PageFacts(html_title=title, text_sample=words[:200]))
    assert None is wall_of(Answer(status=200), PageFacts(html_title=title, text_sample=words))


@pytest.mark.parametrize("status", [401, 402, 403, 404, 410, 429, 451, 500, 503, 999])
def test_plain_refusal_is_no_wall(status: int) -> None:
    """A status alone names no vendor."""
    assert None is wall_of(Answer(status=status, body=b"<title>Sorry</title>"), PageFacts(html_title="Sorry"))


@given(st.integers(100, 999), st.binary(max_size=200), st.text(max_size=40) | st.none())
def test_nothing_raises(status: int, body: bytes, title: str | None) -> None:
    """Any answer can be asked whether it is a wall."""
    wall_of(Answer(status=status, body=body), PageFacts(html_title=title))
