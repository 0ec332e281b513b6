"""The column types give back what was put in, and all tables exist in both backends' SQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from crawler.history.tables import AnyText, UtcTime, metadata, url_key

if TYPE_CHECKING:
    from sqlalchemy import Dialect


DIALECTS: dict[str, Dialect] = {
    "sqlite": sqlite.dialect(),
    "postgresql": postgresql.dialect(),  # type: ignore[no-untyped-call]  # published without types
}
ANY_TEXT = st.text(st.characters(), max_size=30)  # surrogates and NUL included


@given(text=ANY_TEXT)
@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_any_text_is_stored_as_what_every_backend_takes(dialect: Dialect, text: str) -> None:
    """What is bound can be encoded, has no NUL, and reads back as it was."""
    bound = AnyText().process_bind_param(text, dialect)

    assert bound is not None
    assert "\0" not in bound
    assert bound.encode().decode() == bound
    assert text == AnyText().process_result_value(bound, dialect)


@given(one=ANY_TEXT, other=ANY_TEXT)
def test_different_text_is_stored_differently(one: str, other: str) -> None:
    """Escaping merges no two texts, so that an equal sign in SQL means equal text."""
    stored = [AnyText().process_bind_param(text, DIALECTS["sqlite"]) for text in (one, other)]

    assert (one == other) == (stored[0] == stored[1])


def test_text_that_looks_escaped_is_escaped_itself() -> None:
    """A title that imitates the escape is not decoded into something else."""
    imitation = "\x1b\\\\x00"
    bound = AnyText().process_bind_param(imitation, DIALECTS["sqlite"])

    assert imitation == AnyText().process_result_value(bound, DIALECTS["sqlite"])


def test_plain_text_is_stored_as_it_is() -> None:
    """Someone who opens the file with another tool reads titles as they are."""
    title = "Åbo — 数学 \\ 🙂"

    assert title == AnyText().process_bind_param(title, DIALECTS["postgresql"])


def test_nothing_is_stored_as_nothing() -> None:
    """None is no text and no time."""
    assert None is AnyText().process_bind_param(None, DIALECTS["sqlite"])
    assert None is AnyText().process_result_value(None, DIALECTS["sqlite"])
    assert None is UtcTime().process_bind_param(None, DIALECTS["sqlite"])
    assert None is UtcTime().process_result_value(None, DIALECTS["sqlite"])


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_time_of_any_zone_comes_back_in_utc(dialect: Dialect) -> None:
    """The instant is kept to the microsecond; the zone is not."""
    local = datetime(2026, 3, 29, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    back = UtcTime().process_result_value(UtcTime().process_bind_param(local, dialect), dialect)

    assert datetime(2026, 3, 28, 21, 0, 0, 123456, tzinfo=UTC) == back
    assert back is not None
    assert back.tzinfo == UTC


def test_server_that_speaks_in_its_own_zone_is_read_in_utc() -> None:
    """PostgreSQL answers in the zone of the session."""
    answered = datetime(2026, 7, 1, 2, 0, tzinfo=timezone(timedelta(hours=2)))
    back = UtcTime().process_result_value(answered, DIALECTS["postgresql"])

    assert (back and back.isoformat()) == "2026-07-01T00:00:00+00:00"


def test_naive_time_is_refused() -> None:
    """A time without a zone would be read back as another instant."""
    with pytest.raises(ValueError, match="without a zone"):
        UtcTime().process_bind_param(datetime(2026, 11, 1), DIALECTS["sqlite"])  # noqa: DTZ001 - the mistake itself


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_all_tables_exist_in_the_sql_of_both_backends(dialect: Dialect) -> None:
    """Each table and index compiles, with times that keep their zone on PostgreSQL."""
    tables = [str(CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables]
    indexes = [
        str(CreateIndex(index).compile(dialect=dialect))
        for table in metadata.sorted_tables
        for index in table.indexes
    ]

    assert (len(tables), len(indexes)) == (7, 2)
    assert (dialect.name == "postgresql") == ("TIMESTAMP WITH TIME ZONE" in "".join(tables))


def test_number_of_an_observation_is_given_by_the_database() -> None:
    """SQLite counts only what is spelled INTEGER; PostgreSQL needs a big sequence of its own."""
    table = metadata.tables["observations"]

    assert "id INTEGER NOT NULL" in str(CreateTable(table).compile(dialect=DIALECTS["sqlite"]))
    assert "id BIGSERIAL NOT NULL" in str(CreateTable(table).compile(dialect=DIALECTS["postgresql"]))


@given(url=ANY_TEXT)
def test_key_of_a_url_is_short(url: str) -> None:
    """Any URL, however long or broken, has a key that fits an index."""
    assert len(url_key(url * 1000)) == 32


def test_keys_of_different_urls_differ() -> None:
    """A fragment or a letter's case makes another link."""
    urls = ["https://a.example/", "https://a.example/#b", "https://a.example/B", "https://a.example/b"]

    assert len({url_key(url) for url in urls}) == 4
