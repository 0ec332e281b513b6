"""Which files a layout is for: a name, a folder, a glob."""

from __future__ import annotations

import pytest

from crawler.catalog.layout import is_match


@pytest.mark.parametrize(
    ("pattern", "file", "is_one"),
    [
        ("a.yml", "a.yml", True),
        ("./a.yml", "a.yml", True),
        ("a.yml", "b/a.yml", False),
        ("data", "data/x/y.yml", True),
        ("data/", "data/y.yml", True),
        ("data", "database/y.yml", False),
        (".", "x/y.yml", True),
        ("data/*.yml", "data/y.yml", True),
        ("data/*.yml", "data/x/y.yml", False),
        ("data/**/*.yml", "data/y.yml", True),
        ("data/**/*.yml", "data/x/z/y.yml", True),
        ("data/**", "data/x/y.yml", True),
        ("**/*.yml", "y.yml", True),
        ("data/?.yml", "data/y.yml", True),
        ("data/?.yml", "data/yy.yml", False),
        ("data/[ab].yml", "data/b.yml", True),
        ("data/[!ab].yml", "data/b.yml", False),
        ("data/a.b+(c).yml", "data/a.b+(c).yml", True),
        ("../data/*.yml", "../data/a.yml", True),
        ("data/*.yml", "data/a\n.yml", True),
    ],
)
def test_matches(pattern: str, file: str, is_one: bool) -> None:
    """`*` stays within a folder, `**` goes across."""
    assert is_one == is_match(pattern, file)
