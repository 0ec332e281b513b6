"""Where declined suggestions are kept: where the next run looks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.declining import _file_for, declined_ids

if TYPE_CHECKING:
    from pathlib import Path

DECLINED = "- {id: abc, entry: a, field: url, code: moved, because: so, day: 2026-11-21}\n"


@pytest.mark.parametrize(
    ("names", "catalog"),
    [
        (["catalog.yaml"], "catalog.yaml"),
        (["."], "README.md"),
        (["."], "sub/a.yml"),
        (["*.md"], "README.md"),
        (["./*.md"], "README.md"),
        (["data-*.yml"], "data-1.yml"),
        (["./sub"], "sub/a.yml"),
        (["sub/"], "sub/a.yml"),
        (["sub/*.yml"], "sub/a.yml"),
        (["sub", "subject"], "subject/a.yml"),
        (["sub", "."], "README.md"),
        (["elsewhere"], "README.md"),
    ],
)
def test_what_is_kept_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], catalog: str
) -> None:
    """However the operator names what is checked, the file that a decision is kept in is one that is read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    kept = tmp_path / _file_for(catalog, names)
    kept.write_text(DECLINED, encoding="utf-8")

    assert {"abc"} == declined_ids(names)


def test_beside_a_name_that_leaves_no_room_nothing_is_kept() -> None:
    """A file may be called so that the one beside it cannot be."""
    assert frozenset() == declined_ids(["a" * 245 + ".yaml"])
