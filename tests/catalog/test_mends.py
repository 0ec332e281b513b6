"""The cases of mends.yaml and mends_formats.yaml: one edit, and the text afterwards or why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from crawler.catalog import Edit, Refusal, apply_edits, parse_route
from crawler.catalog.formats import parse

if TYPE_CHECKING:
    from collections.abc import Callable

CASES: list[dict[str, Any]] = [
    case
    for name in ("mends.yaml", "mends_formats.yaml")
    for case in yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
]
SHAPES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "BOM": lambda text: "\ufeff" + text,
    "no last line end": lambda text: text.removesuffix("\n"),
}


def _edit(case: dict[str, Any], text: str) -> Edit:
    file, route = case.get("file", "c.yaml"), parse_route(case["route"])
    found = parse(file, text).data if "file" in case else yaml.safe_load(case["before"])
    for step in route:
        is_there = step in found if isinstance(found, dict) else isinstance(step, int) and step < len(found)
        found = found[step] if is_there else None
    at = None
    if "part" in case:
        (part, number), at, text = case["part"], -1, found
        for _ in range(number):
            at = text.index(part, at + 1)
        found = part
    return Edit(file=file, line=1, route=route, old=found, new=case.get("new"), at=at)


# TOML has no line that ends in CR alone.
SHAPED = [(c, s) for c in CASES for s in SHAPES if s != "CR" or not c.get("file", "").endswith(".toml")]


@pytest.mark.parametrize(("case", "shape"), SHAPED, ids=[f"{case['name']}-{shape}" for case, shape in SHAPED])
def test_a_text_is_mended_as_the_case_says(case: dict[str, Any], shape: str) -> None:
    """Byte for byte, with any line end, behind a byte order mark, and without a last line end."""
    text = SHAPES[shape](case["before"])
    edit = _edit(case, text)
    result = apply_edits(text, edit.file, [edit])

    if "refused" in case:
        assert isinstance(result, Refusal)
        assert case["refused"] in result.reason
    else:
        assert SHAPES[shape](case["after"]) == result
        assert isinstance(apply_edits(str(result), edit.file, [edit]), Refusal)


def test_names_are_unique() -> None:
    """A case is found by its name."""
    names = [case["name"] for case in CASES]

    assert sorted(set(names)) == sorted(names)
