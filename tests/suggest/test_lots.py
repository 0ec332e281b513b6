"""Which questions are put where there are too many: known early, and the same whichever comes first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.suggest.lots import Lots


@given(st.data(), st.integers(0, 8))
def test_what_is_drawn_early_is_what_is_drawn_late(data: st.DataObject, most: int) -> None:
    """In any order of withdrawals nothing is drawn that would not be at the end, and then all of that."""
    lots = data.draw(st.lists(st.floats(0, 1), max_size=12, unique=True))
    withdrawn = data.draw(st.permutations(lots))[: data.draw(st.integers(0, len(lots)))]
    left = sorted(set(lots) - set(withdrawn))[:most]
    drawn = Lots(lots, most)

    for lot in withdrawn:
        assert {each for each in lots if drawn.is_drawn(each)} <= {*left, *withdrawn}
        drawn.withdraw(lot)

    assert left == sorted(each for each in set(lots) - set(withdrawn) if drawn.is_drawn(each))


def test_a_lot_that_was_never_there_moves_nothing() -> None:
    """Withdrawing it takes no other's place away."""
    drawn = Lots([0.2, 0.4, 0.6], 1)
    drawn.withdraw(0.3)

    assert [True, False, False] == [drawn.is_drawn(lot) for lot in (0.2, 0.4, 0.6)]
