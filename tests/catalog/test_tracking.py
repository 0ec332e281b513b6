"""Parameters that follow visitors, and those that select a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.catalog.tracking import may_track, tracking_parameters, without_tracking


@pytest.mark.parametrize(
    ("url", "stripped"),
    [
        ("https://a.test/?utm_source=x", "https://a.test/"),
        ("https://a.test/?a=1&UTM_Medium=x&b=2#f?utm_source=y", "https://a.test/?a=1&b=2#f?utm_source=y"),
        ("https://a.test/?gclid=1&fbclid=2&mc_cid=3&mc_eid=4&msclkid=5&igshid=6", "https://a.test/"),
        ("https://a.test/?ref=main&source=2&from=en&via=x&si=1", None),
        ("https://a.test/utm_source=x", None),
        ("https://a.test/?q=utm_source", None),
        ("https://a.test/?", None),
    ],
)
def test_stripped(url: str, stripped: str | None) -> None:
    """Names of campaigns and clicks go, everything else stays as it is spelled."""
    assert bool(tracking_parameters(url)) == (stripped is not None)
    if stripped is not None:
        assert stripped == without_tracking(url)


@pytest.mark.parametrize("name", ["utm_whatever", "zclid", "gi", "_ga", "mc_cid"])
def test_suspects_are_not_gained(name: str) -> None:
    """What is offered anew is judged more strictly than what stands there already."""
    assert may_track(f"https://a.test/?b=1&{name}=x")
    assert not may_track(f"https://a.test/?begin-{name}=x#?{name}=y")


@given(st.text(alphabet="ab?&=#utm_source", max_size=40))
def test_once_is_enough(url: str) -> None:
    """What was stripped has nothing left to strip, and its fragment."""
    once = without_tracking(url)
    assert once == without_tracking(once)
    assert url.partition("#")[2] == once.partition("#")[2]
