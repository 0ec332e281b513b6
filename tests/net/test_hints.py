"""What answers ask for: pauses, in every spelling in use."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.net.hints import pause_asked_for
from crawler.probe.model import Answer

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "value", "seconds"),
    [
        (429, "7", 7.0),
        (503, " 7 ", 7.0),
        (429, "0", 0.0),
        (429, "99999999999999999999", 999_999_999.0),
        (503, "Sat, 21 Nov 2026 12:00:09 GMT", 9.0),
        (503, "Saturday, 21-Nov-26 12:00:09 GMT", 9.0),
        (503, "Sat, 21 Nov 2026 11:00:00 GMT", 0.0),
        (503, "Sat, 21 Nov 2026 12:00:09 -0000", 9.0),
        (429, None, None),
        (429, "soon", None),
        (429, "-5", None),
        (429, "1.5", None),
        (429, "²", None),
        (429, "Sat, 99 Nov 2026 12:00:09 GMT", None),
        (200, "7", None),
        (301, "7", None),
    ],
)
def test_retry_after(status: int, value: str | None, seconds: float | None) -> None:
    """Seconds or an HTTP date, on a 429 or a 503; what is neither asks for nothing."""
    headers = () if value is None else (("retry-after", value),)

    assert seconds == pause_asked_for(Answer(status=status, headers=headers), lambda: NOW)


EPOCH = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"ratelimit": "limit=100, remaining=0, reset=50"}, 50.0),
        ({"ratelimit": "limit=100, remaining=1, reset=50"}, None),
        ({"ratelimit": "Limit=100,Remaining=0,Reset=50"}, 50.0),
        ({"ratelimit": "limit=100, remaining=0"}, None),
        ({"ratelimit": '"default";r=0;t=30'}, 30.0),
        ({"ratelimit": '"default";r=7;t=30'}, None),
        ({"ratelimit": '"burst";r=3;t=1, "daily";r=0;t=100'}, 100.0),
        ({"ratelimit": '"burst";r=0;t=2, "daily";r=9;t=100'}, 2.0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "12"}, 12.0),
        ({"ratelimit-remaining": "3", "ratelimit-reset": "12"}, None),
        ({"ratelimit-remaining": "0, 0;w=60", "ratelimit-reset": "12, 40"}, 12.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "12"}, 12.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(EPOCH + 9)}, 9.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str((EPOCH + 9) * 1000)}, 9.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(EPOCH - 9)}, 0.0),
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(EPOCH + 9)}, 9.0),
        ({"x-ratelimit-remaining": "0"}, None),
        ({"x-ratelimit-reset": "12"}, None),
        ({"x-ratelimit-remaining": "none", "x-ratelimit-reset": "12"}, None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, None),
        ({"x-ratelimit-remaining": "-1", "x-ratelimit-reset": "12"}, None),
        (
            {
                "ratelimit": "limit=9, remaining=0, reset=5",
                "x-ratelimit-remaining": "0",
                "x-ratelimit-reset": "12",
            },
            12.0,
        ),
    ],
)
def test_rate_limits(headers: dict[str, str], seconds: float | None) -> None:
    """Only a limit of which nothing remains asks for a pause: until it is reset, the longest of several."""
    answer = Answer(status=200, headers=tuple(headers.items()))

    assert seconds == pause_asked_for(answer, lambda: NOW)


@pytest.mark.parametrize(("status", "seconds"), [(429, 12.0), (503, 12.0), (200, None), (404, None)])
def test_a_refusal_with_a_reset_alone(status: int, seconds: float | None) -> None:
    """A 429 that names when the limit is reset has used it up, also where it does not say so."""
    answer = Answer(status=status, headers=(("x-ratelimit-reset", "12"),))

    assert seconds == pause_asked_for(answer, lambda: NOW)


def test_retry_after_goes_before_rate_limits() -> None:
    """The draft says so: it is the server's word on this very request."""
    headers = (("retry-after", "3"), ("ratelimit", "limit=9, remaining=0, reset=50"))

    assert pause_asked_for(Answer(status=429, headers=headers), lambda: NOW) == 3.0


_NAMES = ("retry-after", "ratelimit", "ratelimit-remaining", "ratelimit-reset", "x-ratelimit-reset")


@given(st.lists(st.tuples(st.sampled_from(_NAMES), st.text('0123456789=;,r t"²-', max_size=30))))
def test_noise_asks_for_nothing_impossible(headers: list[tuple[str, str]]) -> None:
    """Whatever a stranger writes there, it is a time that can be waited, or none."""
    seconds = pause_asked_for(Answer(status=429, headers=tuple(headers)), lambda: NOW)

    assert seconds is None or seconds >= 0.0
