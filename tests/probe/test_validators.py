"""What may be sent back to a server, and what its answer to that says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.probe.model import Answer
from crawler.probe.validators import Validators, read_validators

MakeAnswer = Callable[..., Answer]

MONDAY = "Mon, 02 Nov 2026 03:17:00 GMT"
TUESDAY = "Tue, 03 Nov 2026 03:17:00 GMT"
BOTH = Validators(etag='"v1"', last_modified=MONDAY)


@pytest.mark.parametrize("etag", ['"v1"', 'W/"v1"', '"a,b"', '"\'!#~"', f'"{"x" * 512}"', 'W/"*"'])
def test_an_entity_tag_is_kept_to_the_letter(answer: MakeAnswer, etag: str) -> None:
    """RFC 9110 8.8.3: opaque, with the prefix of a weak one."""
    assert Validators(etag=etag) == read_validators(answer(etag=etag))


@pytest.mark.parametrize(
    "etag",
    [
        "*", "", '""', 'W/""', "v1", "a, b", '"a", "b"', '"a b"', '"a"b"', '"v1', 'w/"v1"', "'v1'", '"v\x7f"',
        '"v\x00"', '"v\r\nx: y"', '"v"\r\nx: y', '"v"\n', '"\xe4"', '"\u20ac"', f'"{"x" * 513}"', "W/", '"',
    ],
)  # fmt: skip
def test_what_is_no_entity_tag_is_not_sent_back(answer: MakeAnswer, etag: str) -> None:
    """Neither `*`, which means any version at all, nor lists, nor whatever could break a header field."""
    assert read_validators(answer(etag=etag)) is None


@pytest.mark.parametrize(
    "modified",
    [MONDAY, "Monday, 02-Nov-26 03:17:00 GMT", "Mon Nov  2 03:17:00 2026", "Thu, 01 Jan 1970 00:00:00 GMT"],
)
def test_a_date_is_kept_to_the_letter(answer: MakeAnswer, modified: str) -> None:
    """In any spelling that is a date: the server compares it with its own."""
    found = read_validators(answer(last_modified=modified, date=TUESDAY))

    assert Validators(last_modified=modified) == found


@pytest.mark.parametrize(
    "modified",
    ["", "-1", "0", "yesterday", TUESDAY, f"{MONDAY}\r\nx: y", f"{MONDAY}{' ' * 60}", f"{MONDAY} (\xe4)"],
)
def test_what_is_no_date_in_the_past_is_not_sent_back(answer: MakeAnswer, modified: str) -> None:
    """A date in the future of the server's own clock would be unmodified for as long."""
    assert read_validators(answer(last_modified=modified, date=MONDAY)) is None


def test_one_bad_validator_spoils_no_good_one(answer: MakeAnswer) -> None:
    """Each is read by itself."""
    assert Validators(last_modified=MONDAY) == read_validators(answer(etag="*", last_modified=MONDAY))
    assert Validators(etag='"v1"') == read_validators(answer(etag='"v1"', last_modified="never"))


def test_both_conditions_are_sent() -> None:
    """As browsers do; RFC 9110 13.2.2 says which one counts."""
    assert (("if-none-match", '"v1"'), ("if-modified-since", MONDAY)) == BOTH.conditions
    assert (("if-none-match", '"v1"'),) == Validators(etag='"v1"').conditions
    assert (("etag", '"v1"'), ("last-modified", MONDAY)) == BOTH.fields


@pytest.mark.parametrize(
    ("named", "is_open"),
    [
        ({}, False),
        ({"etag": '"v1"'}, False),
        ({"etag": 'W/"v1"'}, False),
        ({"etag": '"v1-gzip"'}, False),
        ({"etag": '"v1;br"'}, False),
        ({"etag": '"v1"', "last_modified": TUESDAY}, False),
        ({"last_modified": MONDAY}, False),
        ({"etag": '"v2"'}, True),
        ({"etag": '"V1"'}, True),
        ({"last_modified": TUESDAY}, True),
        ({"etag": "nonsense"}, False),
    ],
)
def test_a_304_is_believed_unless_it_names_another_version(
    answer: MakeAnswer, named: dict[str, str], is_open: bool
) -> None:
    """Weak comparison; many servers name no version, and some lose the coding that they had appended."""
    assert is_open == BOTH.leave_open(answer(304, **named))


@pytest.mark.parametrize(
    ("status", "is_open"),
    [
        (200, False),
        (301, False),
        (404, True),
        (412, True),
        (403, True),
        (501, True),
        (429, False),
        (503, False),
    ],
)
def test_a_refusal_may_mean_the_condition(answer: MakeAnswer, status: int, is_open: bool) -> None:
    """Whatever is retried in any case is not asked at once as well."""
    assert is_open == BOTH.leave_open(answer(status))


def test_silence_is_left_to_the_retry() -> None:
    assert not BOTH.leave_open(None)


@given(etag=st.text(max_size=600) | st.from_regex(r'(W/)?".{0,600}"'), modified=st.text(max_size=200))
def test_whatever_a_server_says_nothing_breaks_out(etag: str, modified: str) -> None:
    """All that is sent back is one line of printable ASCII, of bounded length."""
    found = read_validators(Answer(status=200, headers=(("etag", etag), ("last-modified", modified))))

    for _, value in found.conditions if found else ():
        assert value.isascii()
        assert value.isprintable()
        assert len(value) <= 520
