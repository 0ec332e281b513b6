"""What the room offers."""

from __future__ import annotations

from crawler import catalog


def test_all_that_is_offered_is_there_and_sorted() -> None:
    """`__all__` names what a newcomer finds by completion, in one order."""
    assert sorted(catalog.__all__) == list(catalog.__all__)
    assert [name for name in catalog.__all__ if not hasattr(catalog, name)] == []
